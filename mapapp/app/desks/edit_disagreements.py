"""The form of a disagreement: its question, its readings as a table, the citations of each."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mapapp.app.desks.cited import citation_table, said_citations
from mapapp.app.desks.edit_records import record_cells, with_id
from mapapp.app.desks.fields import Fields, ask_more
from mapapp.app.desks.forms import Rows, Sheet, Step
from mapapp.app.fieldnames import in_tag
from mapapp.atlas import tables
from mapapp.atlas.records import read_cells
from mapapp.editing import put, set_citations
from mapapp.errors import InvalidAtlasError, Problem
from mapapp.model import Atlas, Disagreement, Reading


def edit_disagreement(sheet: Sheet) -> None:
    """The form of a disagreement."""
    table = tables.DISAGREEMENTS
    more = ask_more(table, sheet.t)
    with st.form(sheet.key, border=False):
        Fields(sheet, record_cells(sheet, "disagreement", table)).draw(table, more=more)
        st.markdown(f"**{sheet.t('Readings')}**")
        sheet.table("readings", _rows(sheet), _columns(sheet))
        for reading in _letters(sheet):
            st.text(f"{sheet.t('Reading')} {reading}")
            citation_table(sheet, f"reading:{sheet.identifier}/{reading}", f"citations-{reading}")
        sheet.save_button(_step)
    if sheet.identifier:
        sheet.delete_button("disagreement")


def _step(sheet: Sheet) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    atlas, table = sheet.atlas, tables.DISAGREEMENTS
    cells = with_id(atlas, Fields(sheet, record_cells(sheet, "disagreement", table)).said(table))
    name = cells["id"]
    values, problems = read_cells(table, cells, atlas.languages)
    found, wrong = _readings(sheet.rows("readings", _rows(sheet), list(_columns(sheet))), name, atlas)
    problems += wrong
    cited = {}
    for reading in _letters(sheet):
        subject = f"reading:{name}/{reading}"
        drawn = f"reading:{sheet.identifier}/{reading}"
        cited[subject], wrong = said_citations(sheet, drawn, subject, f"citations-{reading}")
        problems += wrong
    if values is None or problems:
        raise InvalidAtlasError(atlas.id, problems)
    changed = put(atlas, "disagreement", Disagreement(**values, readings=tuple(found)))
    for subject, citations in cited.items():
        changed = set_citations(changed, subject, citations)
    return changed, f"{'change' if sheet.identifier else 'add'} disagreement:{name}"


def _shown(sheet: Sheet) -> tuple[Reading, ...]:
    """The readings of the disagreement that is shown; of a new one, two without words."""
    found = next((one for one in sheet.atlas.disagreements if one.id == sheet.identifier), None)
    return found.readings if found else (Reading("a", {}), Reading("b", {}))


def _letters(sheet: Sheet) -> list[str]:
    return [reading.id for reading in _shown(sheet)]


def _columns(sheet: Sheet) -> dict[str, str]:
    t = sheet.t
    says = {f"says_{tag}": in_tag(t("Says"), tag, t) for tag in sheet.atlas.languages}
    return {"reading": t("Letter"), **says, "value": t("Value")}


def _rows(sheet: Sheet) -> Rows:
    return [
        {"reading": reading.id, "value": reading.value}
        | {f"says_{tag}": reading.says.get(tag, "") for tag in sheet.atlas.languages}
        for reading in _shown(sheet)
    ]


def _readings(rows: Rows, disagreement: str, atlas: Atlas) -> tuple[list[Reading], list[Problem]]:
    found: list[Reading] = []
    problems: list[Problem] = []
    for row in rows:
        values, wrong = read_cells(tables.READINGS, row | {"disagreement": disagreement}, atlas.languages)
        problems += [
            replace(problem, where=replace(problem.where, row=f"{disagreement}/{row['reading']}")) for problem in wrong
        ]
        if values is not None:
            found.append(Reading(values["reading"], values["says"], values["value"]))
    return found, problems
