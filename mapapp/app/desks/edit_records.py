"""Forms of the records that stand in tables: events, figures, actors, disagreements with their readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from mapapp.app.desks.cited import citation_table, read_citations, show_problems, take_step
from mapapp.app.desks.fields import Form, ask_more, table_form
from mapapp.app.desks.new_place import with_named_place
from mapapp.atlas import tables
from mapapp.atlas.records import read_cells, write_cells
from mapapp.atlas.tables import Table
from mapapp.atlas.vocabulary import ACTOR_KINDS
from mapapp.editing import Draft, Sort, new_id, put, remove, set_citations
from mapapp.errors import NotFoundError, Problem
from mapapp.language import Translator
from mapapp.model import Actor, Atlas, Disagreement, Event, Figure, Reading

Cells = dict[str, str]


def edit_event(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of an event; True when a step was taken."""
    return _edit(draft, "event", tables.EVENTS, Event, identifier, t, key)


def edit_figure(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of a figure; True when a step was taken."""
    return _edit(draft, "figure", tables.FIGURES, Figure, identifier, t, key)


def edit_actor(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of an actor; True when a step was taken."""
    return _edit(draft, "actor", tables.ACTORS, Actor, identifier, t, key, cited=False)


def _edit(
    draft: Draft, sort: Sort, table: Table, build: Callable[..., Any], identifier: str | None, t: Translator, key: str,
    cited: bool = True,
) -> bool:  # fmt: skip
    atlas, before = draft.atlas, _cells(draft.atlas, sort, table, identifier)
    more = ask_more(table, t)
    with st.form(key, border=False):
        cells = table_form(table, Form(atlas, t, before, key, ACTOR_KINDS if sort == "actor" else None, more))
        named = _ask_place(t, key) if sort == "event" else ""
        rows = citation_table(atlas, f"{sort}:{identifier}", t, f"{key}-citations") if cited else []
        saved = st.form_submit_button(t("Save"), type="primary")
    if identifier and delete_button(draft, sort, identifier, t, key):
        return True
    if not saved:
        return False
    cells = with_id(atlas, {**before, **cells})
    subject = f"{sort}:{cells['id']}"
    citations, wrong = read_citations(rows, subject)
    if named:
        try:
            atlas, place = with_named_place(atlas, named, cells["when"], citations)
        except NotFoundError as error:
            show_problems([], t, str(error))
            return False
        places = dict.fromkeys(filter(None, [*cells["places"].split(";"), place]))
        cells |= {"places": ";".join(places), "place_basis": cells["place_basis"] or "stated"}
    values, problems = read_cells(table, cells, atlas.languages)
    if values is None or wrong:
        show_problems([*problems, *wrong], t)
        return False
    changed = put(atlas, sort, build(**values))
    if cited:
        changed = set_citations(changed, subject, citations)
    return take_step(draft, changed, f"{'change' if identifier else 'add'} {subject}", t)


def _ask_place(t: Translator, key: str) -> str:
    """The name of a place that the atlas does not have yet."""
    label = t("Another place where it happened, by its name (looked up and added)")
    return str(st.text_input(label, key=f"{key}-named-place")).strip()


def _cells(atlas: Atlas, sort: Sort, table: Table, identifier: str | None) -> Cells:
    records: tuple[Any, ...] = getattr(atlas, f"{sort}s")
    record = next((item for item in records if item.id == identifier), None)
    if record is None:
        return {}
    return write_cells(table, {name: getattr(record, name) for name in record.__slots__}, atlas.languages)


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


def delete_button(draft: Draft, sort: Sort, identifier: str, t: Translator, key: str) -> bool:
    """A button that removes a record with its citations; refused where others refer to it. True when it was removed."""
    pressed = st.button(t("Delete {id}", id=identifier), key=f"{key}-delete")
    return pressed and take_step(draft, remove(draft.atlas, sort, identifier), f"delete {sort}:{identifier}", t)


def edit_disagreement(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of a disagreement: its question, its readings as a table, the citations of each; True for a step."""
    atlas, before = draft.atlas, _cells(draft.atlas, "disagreement", tables.DISAGREEMENTS, identifier)
    item = next((found for found in atlas.disagreements if found.id == identifier), None)
    more = ask_more(tables.DISAGREEMENTS, t)
    with st.form(key, border=False):
        cells = table_form(tables.DISAGREEMENTS, Form(atlas, t, before, key, more=more))
        st.markdown(f"**{t('Readings')}**")
        readings = _reading_table(atlas, item, t, f"{key}-readings")
        cited = {}
        for reading in ("a", "b") if item is None else [reading.id for reading in item.readings]:
            st.text(f"{t('Reading')} {reading}")
            subject = f"reading:{identifier}/{reading}"
            cited[reading] = citation_table(atlas, subject, t, f"{key}-citations-{reading}")
        saved = st.form_submit_button(t("Save"), type="primary")
    if identifier and delete_button(draft, "disagreement", identifier, t, key):
        return True
    if not saved:
        return False
    cells = with_id(atlas, {**before, **cells})
    values, problems = read_cells(tables.DISAGREEMENTS, cells, atlas.languages)
    found, wrong_readings = _readings(readings, cells["id"], atlas)
    problems += wrong_readings
    if values is None or problems:
        show_problems(problems, t)
        return False
    changed = put(atlas, "disagreement", Disagreement(**values, readings=tuple(found)))
    for reading, rows in cited.items():
        subject = f"reading:{cells['id']}/{reading}"
        citations, wrong = read_citations(rows, subject)
        problems += wrong
        changed = set_citations(changed, subject, citations)
    if problems:
        show_problems(problems, t)
        return False
    return take_step(draft, changed, f"{'change' if identifier else 'add'} disagreement:{cells['id']}", t)


def _reading_table(atlas: Atlas, item: Disagreement | None, t: Translator, key: str) -> list[Cells]:
    names = ["reading", *(f"says_{tag}" for tag in atlas.languages), "value"]
    rows = [
        {"reading": reading.id, "value": reading.value}
        | {f"says_{tag}": reading.says.get(tag, "") for tag in atlas.languages}
        for reading in (item.readings if item else (Reading("a", {}), Reading("b", {})))
    ]
    titles = {
        "reading": t("Letter"),
        "value": t("Value"),
        **{f"says_{tag}": f"{t('Says')} ({tag})" for tag in atlas.languages},
    }
    frame = pd.DataFrame(rows, columns=names, dtype="str")
    edited = st.data_editor(
        frame, key=key, hide_index=True, num_rows="dynamic", width="stretch", column_config=dict(titles)
    )
    return [{name: str(row[name] or "") for name in names} for row in edited.fillna("").to_dict("records")]


def _readings(rows: list[Cells], disagreement: str, atlas: Atlas) -> tuple[list[Reading], list[Problem]]:
    found: list[Reading] = []
    problems: list[Problem] = []
    for row in rows:
        if not any(row.values()):
            continue
        values, wrong = read_cells(tables.READINGS, row | {"disagreement": disagreement}, atlas.languages)
        problems += [
            replace(problem, where=replace(problem.where, row=f"{disagreement}/{row['reading']}")) for problem in wrong
        ]
        if values is not None:
            found.append(Reading(values["reading"], values["says"], values["value"]))
    return found, problems
