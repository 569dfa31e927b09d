"""The citations of one record as an editable table."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapapp.app.desks.fields import LABELS
from mapapp.app.desks.forms import Rows, Sheet
from mapapp.app.desks.terms import FIELDS as FIELDS_SAID
from mapapp.app.desks.terms import term
from mapapp.atlas.check_citations import FIELDS
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import CITATIONS
from mapapp.atlas.vocabulary import STANCES
from mapapp.editing import citations_about
from mapapp.errors import Problem
from mapapp.model import Atlas, Citation, in_language

_COLUMNS = ("field", "source", "section", "page", "footnote", "start", "end", "term", "stance", "note")


def citation_table(sheet: Sheet, subject: str, name: str = "citations") -> None:
    """Edit the citations of a subject (`event:ID`); `name` tells the table from others of the same form."""
    t, atlas = sheet.t, sheet.atlas
    st.markdown(f"**{t('Cited from')}**")
    titles = {source.id: in_language(source.short, t.language) or source.id for source in atlas.sources}
    said = LABELS | FIELDS_SAID
    columns: dict[str, Any] = {
        "field": st.column_config.SelectboxColumn(
            t("For the field"),
            options=_fields(subject),
            format_func=lambda name: t(said.get(str(name), str(name))),
        ),
        "source": st.column_config.SelectboxColumn(
            t("Source"), options=list(titles), format_func=lambda name: titles.get(str(name), "")
        ),
        "section": t("Section"),
        "page": t("Page of the source"),
        "footnote": t("Footnote"),
        "start": t("First character"),
        "end": t("After the last character"),
        "term": t("Key term"),
        "stance": st.column_config.SelectboxColumn(
            t("The source"), options=list(STANCES), format_func=lambda word: term(word, t)
        ),
        "note": t("Note"),
    }
    sheet.table(name, _rows(atlas, subject), columns)


def said_citations(
    sheet: Sheet, subject: str, saved: str, name: str = "citations"
) -> tuple[list[Citation], list[Problem]]:
    """The citations that the table of a subject says, as those of `saved`, and everything that is wrong with them.

    `saved` is another subject than the table was drawn for where the record is new.
    """
    return read_citations(sheet.rows(name, _rows(sheet.atlas, subject), _COLUMNS), saved)


def _rows(atlas: Atlas, subject: str) -> Rows:
    """The cells of a subject's citations; of none, a row that names the first source."""
    rows: Rows = [dict(_cells(citation)) for citation in citations_about(atlas, subject)]
    fresh = dict.fromkeys(_COLUMNS, "") | {"source": atlas.sources[0].id if atlas.sources else "", "stance": "supports"}
    return rows or [dict(fresh)]


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
        cells = {name: str(text) for name, text in row.items() if name != "field"}
        values, wrong = read_cells(CITATIONS, cells | {"subject": subject}, ())
        problems += wrong
        if values is not None:
            found.append(Citation(**(values | {"field": str(row["field"]) or None})))
    return found, problems
