"""All events in one editable table: cells are checked together, and saved together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from mapapp.app.desks.edit_records import with_id
from mapapp.app.desks.fields import CHOICES, NEEDED
from mapapp.app.desks.forms import Step, changed_rows, take_step
from mapapp.app.desks.terms import term
from mapapp.app.fieldnames import field_name
from mapapp.atlas.records import read_cells
from mapapp.atlas.tables import EVENTS, headings, table_cells, values_of
from mapapp.editing import Draft, put, remove, set_citations
from mapapp.errors import InvalidAtlasError, Problem
from mapapp.language import Translator
from mapapp.model import Atlas, Citation, Event, in_language

Cells = dict[str, str]


def edit_all_events(draft: Draft, t: Translator, key: str) -> None:
    """The table and its button."""
    sources = {source.id: in_language(source.short, t.language) or source.id for source in draft.atlas.sources}
    note, choice = st.columns([2, 1], vertical_alignment="bottom")
    note.text(t("Dates are EDTF; several places or actors are ids with ; between them, as in events.csv."))
    choice.selectbox(t("New rows are cited from"), list(sources), format_func=sources.__getitem__, key=f"{key}-source")
    table_key = f"{key}-{draft.revision}"
    st.data_editor(
        _table(draft.atlas), key=table_key, hide_index=True, num_rows="dynamic", width="stretch", height=520,
        disabled=["id"], placeholder="–", column_config=_headings(draft.atlas, t),
    )  # fmt: skip
    st.button(
        t("Save the table"), type="primary", key=f"{table_key}-save",
        on_click=take_step, args=(draft, lambda: _step(draft.atlas, table_key, f"{key}-source")),
    )  # fmt: skip


def _step(atlas: Atlas, table_key: str, source_key: str) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    before = event_rows(atlas)
    rows = changed_rows(st.session_state.get(table_key), before, list(_table(atlas).columns))
    changed, problems = changed_by_rows(atlas, before, rows, st.session_state.get(source_key))
    if problems:
        raise InvalidAtlasError(atlas.id, problems)
    return changed, "change the table of events"


def _headings(atlas: Atlas, t: Translator) -> dict[str, Any]:
    """Each column's name in the reader's language, and for words of the format what they mean."""
    kinds = {kind.id: in_language(kind.title, t.language) for kind in atlas.kinds}
    found: dict[str, Any] = {name: field_name(name, t) for name in headings(EVENTS, atlas.languages)}

    def choice(name: str, words: Sequence[str], said: Callable[[str], str]) -> None:
        found[name] = st.column_config.SelectboxColumn(
            found[name], options=list(words), format_func=lambda word: said(str(word)) if word else ""
        )

    choice("kind", list(kinds), lambda word: kinds.get(word, word))
    choice("projection", ["", "true"], lambda _: t("yes"))
    for name in ("date_basis", "place_basis", "stops", "certainty"):
        choice(name, CHOICES[name] if name in NEEDED else ["", *CHOICES[name]], lambda word: term(word, t))
    return found


def _table(atlas: Atlas) -> pd.DataFrame:
    """All events, made once for each state of the atlas."""
    kept: tuple[Atlas, pd.DataFrame] | None = st.session_state.get("edit-table")
    if kept is None or kept[0] is not atlas:
        kept = st.session_state["edit-table"] = (atlas, pd.DataFrame(_cells(atlas), dtype="str"))
    return kept[1]


def event_rows(atlas: Atlas) -> list[Cells]:
    """The cells of every event by the columns of events.csv."""
    cells = _cells(atlas)
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _cells(atlas: Atlas) -> dict[str, Sequence[str]]:
    return table_cells(EVENTS, atlas.languages, values_of(EVENTS, atlas.events))


def changed_by_rows(
    atlas: Atlas, before: list[Cells], rows: list[Cells], source: str | None
) -> tuple[Atlas, list[Problem]]:
    """The atlas with the rows that differ put and those that are gone removed, and everything wrong in the rows.

    A new row gets an id, and a citation of `source`.
    """
    known = {row["id"]: row for row in before}
    problems: list[Problem] = []
    for row in rows:
        if known.get(row["id"]) == row or not any(row.values()):
            continue
        is_new = not row["id"]
        row = with_id(atlas, row)
        values, wrong = read_cells(EVENTS, row, atlas.languages)
        problems += wrong
        if values is not None:
            atlas = put(atlas, "event", Event(**values))
        if is_new and source:
            subject = f"event:{row['id']}"
            atlas = set_citations(atlas, subject, [Citation(subject, None, source)])
    for gone in known.keys() - {row["id"] for row in rows}:
        atlas = remove(atlas, "event", gone)
    return atlas, problems
