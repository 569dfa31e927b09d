"""The citations of one record as an editable table, and what is wrong with a step shown below a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mapapp.atlas.check_citations import FIELDS
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import CITATIONS
from mapapp.atlas.vocabulary import STANCES
from mapapp.editing import Draft
from mapapp.errors import MapAppError, Problem
from mapapp.language import Translator
from mapapp.model import Atlas, Citation, in_language

Rows = list[dict[str, str]]

_COLUMNS = ("field", "source", "section", "page", "footnote", "start", "end", "term", "stance", "note")


def citation_table(atlas: Atlas, subject: str, t: Translator, key: str) -> Rows:
    """Edit the citations of a subject (`event:ID`); gives the text of their cells, row by row."""
    st.markdown(f"**{t('Cited from')}**")
    rows = [_cells(citation) for citation in atlas.citations_of.get(subject, ())]
    fresh = dict.fromkeys(_COLUMNS, "") | {"source": atlas.sources[0].id if atlas.sources else "", "stance": "supports"}
    frame = pd.DataFrame(rows or [fresh], columns=list(_COLUMNS), dtype="str")
    titles = {source.id: in_language(source.short, t.language) or source.id for source in atlas.sources}
    columns: dict[str, Any] = {
        "field": st.column_config.SelectboxColumn(t("For the field"), options=_fields(subject)),
        "source": st.column_config.SelectboxColumn(
            t("Source"), options=list(titles), format_func=lambda name: titles.get(str(name), "")
        ),
        "section": t("Section"),
        "page": t("Page"),
        "footnote": t("Footnote"),
        "start": t("First character"),
        "end": t("After the last character"),
        "term": t("Key term"),
        "stance": st.column_config.SelectboxColumn(t("The source"), options=list(STANCES)),
        "note": t("Note"),
    }
    edited = st.data_editor(frame, key=key, hide_index=True, num_rows="dynamic", width="stretch", column_config=columns)
    found = [{name: str(row[name] or "") for name in _COLUMNS} for row in edited.fillna("").to_dict("records")]
    return [row for row in found if any(row.values())]


def _fields(subject: str) -> list[str]:
    return ["", *sorted(FIELDS.get(subject.partition(":")[0], ()))]


def _cells(citation: Citation) -> dict[str, str]:
    values = {name: getattr(citation, name) for name in citation.__slots__ if name != "field"}
    return write_cells(CITATIONS, values, ()) | {"field": citation.field or ""}


def read_citations(rows: Rows, subject: str) -> tuple[list[Citation], list[Problem]]:
    """The citations that rows of cells say, and everything that is wrong with them."""
    found: list[Citation] = []
    problems: list[Problem] = []
    for row in rows:
        cells = {name: text for name, text in row.items() if name != "field"}
        values, wrong = read_cells(CITATIONS, cells | {"subject": subject}, ())
        problems += wrong
        if values is not None:
            found.append(Citation(**(values | {"field": row["field"] or None})))
    return found, problems


def take_step(draft: Draft, changed: Atlas, words: str, t: Translator) -> bool:
    """Take a step of a draft; where it is refused, say why below the form. True when it was taken."""
    try:
        draft.apply(changed, words)
    except MapAppError as error:
        show_problems(getattr(error, "problems", ()), t, None if hasattr(error, "problems") else str(error))
        return False
    return True


def show_problems(problems: Sequence[Problem], t: Translator, headline: str | None = None) -> None:
    """Say that nothing was changed and why: every problem as plain text."""
    with st.container(key="step-refused", border=True):
        st.markdown(f"**{t('Not saved: nothing was changed.')}**")
        if headline:
            st.text(headline)
        for problem in problems[:50]:
            st.text(f"{problem.where}: {problem.message} {problem.mend}")
