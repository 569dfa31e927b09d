"""All events in one editable table: cells are checked together, and saved together or not at all."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapapp.app.desks.cited import show_problems, take_step
from mapapp.app.desks.edit_records import with_id
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import EVENTS, headings
from mapapp.editing import Draft, put, remove, set_citations
from mapapp.errors import Problem
from mapapp.language import Translator
from mapapp.model import Atlas, Citation, Event, in_language

Cells = dict[str, str]


def edit_all_events(draft: Draft, t: Translator, key: str) -> bool:
    """The table and its button; True when a step was taken."""
    atlas = draft.atlas
    before, frame = _table(atlas, key)
    names = list(frame.columns)
    sources = {source.id: in_language(source.short, t.language) or source.id for source in atlas.sources}
    note, choice = st.columns([2, 1], vertical_alignment="bottom")
    note.text(t("Columns have the names of events.csv."))
    source = choice.selectbox(
        t("New rows are cited from"), list(sources), format_func=sources.__getitem__, key=f"{key}-table-source"
    )
    edited = st.data_editor(
        frame, key=f"{key}-table", hide_index=True, num_rows="dynamic", width="stretch", height=520, disabled=["id"]
    )
    if not st.button(t("Save the table"), type="primary", key=f"{key}-table-save"):
        return False
    rows = [{name: str(row[name] or "") for name in names} for row in edited.fillna("").to_dict("records")]
    changed, problems = changed_by_rows(atlas, before, rows, source)
    if problems:
        show_problems(problems, t)
        return False
    return take_step(draft, changed, "change the table of events", t)


def _table(atlas: Atlas, key: str) -> tuple[list[Cells], pd.DataFrame]:
    """The cells of all events, made once for each state of the atlas (`key` names it)."""
    kept: tuple[str, list[Cells], pd.DataFrame] | None = st.session_state.get("edit-table")
    if kept is None or kept[0] != key:
        before = [event_cells(event, atlas) for event in atlas.events]
        names = list(dict.fromkeys([*headings(EVENTS, atlas.languages), *(name for row in before for name in row)]))
        kept = key, before, pd.DataFrame(before, columns=names, dtype="str").fillna("")
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
