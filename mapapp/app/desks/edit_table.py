"""All events in one editable table: cells are checked together, and saved together or not at all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapapp.app.desks.edit_records import with_id
from mapapp.app.desks.forms import Step, changed_rows, take_step
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import EVENTS, headings
from mapapp.editing import Draft, put, remove, set_citations
from mapapp.errors import InvalidAtlasError, Problem
from mapapp.language import Translator
from mapapp.model import Atlas, Citation, Event, in_language

Cells = dict[str, str]


def edit_all_events(draft: Draft, t: Translator, key: str) -> None:
    """The table and its button."""
    sources = {source.id: in_language(source.short, t.language) or source.id for source in draft.atlas.sources}
    note, choice = st.columns([2, 1], vertical_alignment="bottom")
    note.text(t("Columns have the names of events.csv."))
    choice.selectbox(t("New rows are cited from"), list(sources), format_func=sources.__getitem__, key=f"{key}-source")
    table_key = f"{key}-{draft.revision}"
    st.data_editor(
        _table(draft.atlas)[1], key=table_key, hide_index=True, num_rows="dynamic", width="stretch", height=520,
        disabled=["id"],
    )  # fmt: skip
    st.button(
        t("Save the table"), type="primary", key=f"{table_key}-save",
        on_click=take_step, args=(draft, lambda: _step(draft.atlas, table_key, f"{key}-source")),
    )  # fmt: skip


def _step(atlas: Atlas, table_key: str, source_key: str) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    before, frame = _table(atlas)
    rows = changed_rows(st.session_state.get(table_key), before, list(frame.columns))
    changed, problems = changed_by_rows(atlas, before, rows, st.session_state.get(source_key))
    if problems:
        raise InvalidAtlasError(atlas.id, problems)
    return changed, "change the table of events"


def _table(atlas: Atlas) -> tuple[list[Cells], pd.DataFrame]:
    """The cells of all events, made once for each state of the atlas."""
    kept: tuple[Atlas, list[Cells], pd.DataFrame] | None = st.session_state.get("edit-table")
    if kept is None or kept[0] is not atlas:
        before = [event_cells(event, atlas) for event in atlas.events]
        names = list(dict.fromkeys([*headings(EVENTS, atlas.languages), *(name for row in before for name in row)]))
        kept = atlas, before, pd.DataFrame(before, columns=names, dtype="str").fillna("")
        st.session_state["edit-table"] = kept
    return kept[1], kept[2]


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


def event_cells(event: Event, atlas: Atlas) -> Cells:
    """The cells of an event as events.csv has them."""
    return write_cells(EVENTS, {name: getattr(event, name) for name in event.__slots__}, atlas.languages)
