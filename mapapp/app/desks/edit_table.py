"""All events in one editable table: cells are checked together, and saved together or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
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


@dataclass(slots=True)
class _Base:
    """What the table begins with: the events of an atlas, with edits from before that nobody has saved yet.

    The table keeps its edits in the browser until a button is pressed, so that no run of the script comes between two
    keys. Where another step is taken, or another section opened, they are taken along.
    """

    atlas: Atlas
    cells: Mapping[str, Sequence[str]]
    frame: pd.DataFrame
    key: str
    """That of the widget, whose state holds the edits since."""

    @property
    def rows(self) -> list[Cells]:
        """The cells of each row by column."""
        return _rows(self.cells)


def edit_all_events(draft: Draft, t: Translator, key: str) -> None:
    """The table and its buttons."""
    sources = {source.id: in_language(source.short, t.language) or source.id for source in draft.atlas.sources}
    note, choice = st.columns([2, 1], vertical_alignment="bottom")
    note.text(t("Dates are EDTF; several places or actors are ids with ; between them, as in events.csv."))
    choice.selectbox(t("New rows are cited from"), list(sources), format_func=sources.__getitem__, key=f"{key}-source")
    base = _base(draft.atlas, key)
    st.data_editor(
        base.frame, key=base.key, hide_index=True, num_rows="dynamic", width="stretch", height=520,
        disabled=["id"], placeholder="–", column_config=_headings(draft.atlas, t), on_change="ignore",
    )  # fmt: skip
    with st.container(horizontal=True):
        st.button(t("Save the table"), type="primary", key=f"{key}-save", on_click=_save, args=(draft, key))
        st.button(t("Discard what is not saved"), key=f"{key}-drop", on_click=_discard, args=(key,))


def keep_edits(key: str) -> None:
    """Keep what is not saved while the table is not shown."""
    if (base := _bases().get(key)) is not None and base.key in st.session_state:
        _bases()[key] = _begin(base.atlas, _columns(base.atlas, _edited(base)))


def _discard(key: str) -> None:
    _bases().pop(key, None)


def _save(draft: Draft, key: str) -> None:
    before, base = draft.revision, _base(draft.atlas, key)
    take_step(draft, lambda: _step(draft.atlas, _edited(base), f"{key}-source"))
    if draft.revision != before:
        del _bases()[key]


def _step(atlas: Atlas, rows: list[Cells], source_key: str) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    changed, problems = changed_by_rows(atlas, event_rows(atlas), rows, st.session_state.get(source_key))
    if problems:
        raise InvalidAtlasError(atlas.id, problems)
    return changed, "change the table of events"


def _bases() -> dict[str, _Base]:
    bases: dict[str, _Base] = st.session_state.setdefault("edit-tables", {})
    return bases


def _base(atlas: Atlas, key: str) -> _Base:
    """What the table of an atlas begins with; begun anew where the atlas is another."""
    base = _bases().get(key)
    if base is None:
        base = _bases()[key] = _begin(atlas, _cells(atlas))
    elif base.atlas is not atlas:
        rows = carried(event_rows(base.atlas), _edited(base), event_rows(atlas))
        base = _bases()[key] = _begin(atlas, _columns(atlas, rows))
    return base


def _columns(atlas: Atlas, rows: list[Cells]) -> dict[str, list[str]]:
    names = list(dict.fromkeys([*_cells(atlas), *chain.from_iterable(rows)]))
    return {name: [row.get(name, "") for row in rows] for name in names}


def _rows(cells: Mapping[str, Sequence[str]]) -> list[Cells]:
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


def _begin(atlas: Atlas, cells: Mapping[str, Sequence[str]]) -> _Base:
    number = st.session_state["edit-table-number"] = st.session_state.get("edit-table-number", 0) + 1
    return _Base(atlas, cells, pd.DataFrame(cells, dtype="str"), f"edit-table-{number}")


def _edited(base: _Base) -> list[Cells]:
    """The rows as the table shows them."""
    return changed_rows(st.session_state.get(base.key), base.rows, list(base.frame.columns))


def carried(before: list[Cells], edited: list[Cells], now: list[Cells]) -> list[Cells]:
    """The rows of now with the edits that made `edited` of the rows before: cells, new rows, rows taken away."""
    known = {row["id"]: row for row in before}
    left = {row["id"]: row for row in edited if row["id"]}
    rows = []
    for row in now:
        old, new = known.get(row["id"]), left.get(row["id"])
        if old is None:
            rows.append(row)
        elif new is not None:
            rows.append(row | {name: cell for name, cell in new.items() if cell != old.get(name)})
    return rows + [row for row in edited if not row["id"]]


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


def event_rows(atlas: Atlas) -> list[Cells]:
    """The cells of every event by the columns of events.csv."""
    return _rows(_cells(atlas))


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
