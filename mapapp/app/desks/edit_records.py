"""Forms of the records that stand in tables: events, figures, actors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from mapapp.app.desks.cited import citation_table, said_citations
from mapapp.app.desks.fields import Fields, ask_more
from mapapp.app.desks.forms import Sheet, Step
from mapapp.app.desks.new_place import OpenNameError, with_named_place
from mapapp.app.desks.placenames import place_label
from mapapp.atlas import tables
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import Table
from mapapp.atlas.vocabulary import ACTOR_KINDS
from mapapp.editing import IDS_OF, Sort, new_id, put, set_citations
from mapapp.errors import InvalidAtlasError
from mapapp.model import Actor, Atlas, Citation, Event, Figure

Cells = dict[str, str]


def edit_event(sheet: Sheet) -> None:
    """The form of an event."""
    _edit(sheet, "event", tables.EVENTS, Event)


def edit_figure(sheet: Sheet) -> None:
    """The form of a figure."""
    _edit(sheet, "figure", tables.FIGURES, Figure)


def edit_actor(sheet: Sheet) -> None:
    """The form of an actor, which is cited from nothing."""
    _edit(sheet, "actor", tables.ACTORS, Actor)


def _edit(sheet: Sheet, sort: Sort, table: Table, build: Callable[..., Any]) -> None:
    fields = Fields(sheet, record_cells(sheet, sort, table), ACTOR_KINDS if sort == "actor" else None)
    more = ask_more(table, sheet.t)
    with st.form(sheet.key, border=False):
        fields.draw(table, more=more)
        if sort == "event":
            _ask_place(sheet)
        if sort != "actor":
            citation_table(sheet, f"{sort}:{sheet.identifier}")
        sheet.save_button(lambda here: _step(here, sort, table, build))
    if sheet.identifier:
        sheet.delete_button(sort)


def _ask_place(sheet: Sheet) -> None:
    """Ask for the name of another place; and which is meant, where the name alone did not say it."""
    t = sheet.t
    sheet.text(st, "named-place", t("Another place where it happened, by its name (looked up and added)"), "")
    open_name: OpenNameError | None = st.session_state.get(_open_key(sheet))
    if open_name is not None and open_name.name == sheet.said("named-place"):
        labels = {"": t("none of these: add it under Places")}
        labels |= {one.id: place_label(one, t) for one in open_name.candidates}
        sheet.select(st, "meant-place", t("Which place is meant?"), list(labels), "", labels.__getitem__)


def _open_key(sheet: Sheet) -> str:
    return f"{sheet.key}-open-name"


def _with_place(sheet: Sheet, atlas: Atlas, named: str, when: str, citations: Sequence[Citation]) -> tuple[Atlas, str]:
    """The atlas with the place of a name; where the name is open, the form asks.

    Raises what `with_named_place` does.
    """
    try:
        found = with_named_place(atlas, named, when, citations, sheet.said("meant-place"))
    except OpenNameError as error:
        st.session_state[_open_key(sheet)] = error
        raise
    st.session_state.pop(_open_key(sheet), None)
    return found


def _step(sheet: Sheet, sort: Sort, table: Table, build: Callable[..., Any]) -> Step:
    """What is to be saved. Raises InvalidAtlasError, or NotFoundError for the name of a place."""
    atlas = sheet.atlas
    cells = with_id(atlas, Fields(sheet, record_cells(sheet, sort, table)).said(table))
    subject = f"{sort}:{cells['id']}"
    citations, wrong = said_citations(sheet, f"{sort}:{sheet.identifier}", subject) if sort != "actor" else ([], [])
    if named := sheet.said("named-place"):
        atlas, place = _with_place(sheet, atlas, named, cells["when"], citations)
        places = dict.fromkeys(filter(None, [*cells["places"].split(";"), place]))
        cells |= {"places": ";".join(places), "place_basis": cells["place_basis"] or "stated"}
    values, problems = read_cells(table, cells, atlas.languages)
    if values is None or wrong:
        raise InvalidAtlasError(atlas.id, [*problems, *wrong])
    changed = put(atlas, sort, build(**values))
    if sort != "actor":
        changed = set_citations(changed, subject, citations)
    return changed, f"{'change' if sheet.identifier else 'add'} {subject}"


def record_cells(sheet: Sheet, sort: Sort, table: Table) -> Cells:
    """The text of each cell of the record that a sheet shows; of a new one, none."""
    records: tuple[Any, ...] = getattr(sheet.atlas, IDS_OF[sort])
    record = next((item for item in records if item.id == sheet.identifier), None)
    if record is None:
        return {}
    return write_cells(table, {name: getattr(record, name) for name in record.__slots__}, sheet.atlas.languages)


def with_id(atlas: Atlas, cells: Cells) -> Cells:
    """An id for a new record, of the year and the first title that has Latin letters."""
    if cells.get("id"):
        return cells
    year = (cells.get("when") or cells.get("period") or "")[:4]
    titles = [
        cells.get(f"{name}_{tag}", "") for tag in atlas.languages for name in ("title", "label", "name", "question")
    ]
    latin = next((title for title in titles if title and title.isascii()), "")
    return {**cells, "id": new_id(atlas, year, latin)}
