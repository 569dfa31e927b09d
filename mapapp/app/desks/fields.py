"""One form for every sort of record that stands in a table: a widget for each column, the text of each cell back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import streamlit as st

from mapapp.atlas import vocabulary as words
from mapapp.atlas.tables import Column, Table
from mapapp.language import Translator, msg
from mapapp.model import Atlas, in_language
from mapapp.names import toponym_today

LABELS = {
    "id": msg("Id (empty: made from the title)"),
    "when": msg("Date (EDTF: 2004, 2004-08-28, 2004~, 2004/..)"),
    "bounds": msg("Bounds of an undated event (EDTF)"),
    "date_basis": msg("The date is"),
    "kind": msg("Kind"),
    "title": msg("Title"),
    "summary": msg("Summary, in your own words"),
    "actors": msg("Actors"),
    "places": msg("Places where it happened"),
    "about": msg("Places that it concerns"),
    "place_basis": msg("The place is"),
    "origin": msg("Set out from"),
    "stops": msg("Order of the stops"),
    "importance": msg("Importance (1 highest, 3 lowest)"),
    "certainty": msg("Certainty"),
    "projection": msg("A plan or projection"),
    "series": msg("Series"),
    "ordinal": msg("Number in the series"),
    "measure": msg("Measure"),
    "label": msg("Label"),
    "value": msg("Value, as printed"),
    "unit": msg("Unit, as printed"),
    "bound": msg("The value is"),
    "normalized": msg("Normalised value"),
    "normalized_high": msg("Upper end of a range"),
    "normalized_unit": msg("Normalised unit"),
    "period": msg("Period (EDTF)"),
    "events": msg("Events"),
    "note": msg("Note"),
    "country": msg("Country (ISO 3166-1 alpha-3)"),
    "name": msg("Name"),
    "subject": msg("About the record"),
    "also": msg("Also about"),
    "field": msg("Field in dispute"),
    "between": msg("Between"),
    "severity": msg("Severity (1 lightest, 3 gravest)"),
    "question": msg("Question"),
    "follows": msg("Reading that the atlas follows"),
    "why": msg("Why"),
}

_CHOICES: dict[str, Sequence[str]] = {
    "date_basis": words.DATE_BASES,
    "place_basis": words.PLACE_BASES,
    "stops": words.STOPS,
    "certainty": words.CERTAINTIES,
    "bound": words.BOUNDS_OF_NUMBERS,
    "between": words.BETWEEN,
    "importance": ("1", "2", "3"),
    "severity": ("1", "2", "3"),
}
_NEEDED = frozenset({"date_basis", "certainty", "importance", "bound", "between", "severity"})
_LONG = frozenset({"summary", "note", "why"})
_MORE = frozenset(
    {"bounds", "origin", "stops", "importance", "projection", "series", "ordinal", "normalized_high", "also"}
)
"""Columns that few records need; they are shown on request."""
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Form:
    """What a form of one record needs: the atlas, the words, the text of its cells, and a key for its widgets."""

    atlas: Atlas
    t: Translator
    cells: Mapping[str, str]
    key: str
    kinds: Sequence[str] | None = None
    """Words for `kind` where it is not a kind of event."""
    more: bool = False
    """True where the columns that few records need are shown too; hidden ones keep what they hold."""
    names: dict[str, str] = field(default_factory=dict)
    """The names of all places, worked out once for the whole form."""

    def place_names(self) -> dict[str, str]:
        """Every place by its id with the name it is shown by."""
        if not self.names:
            for place in self.atlas.places:
                self.names[place.id] = place_label(self.atlas, place.id, self.t.language)
        return self.names


def ask_more(table: Table, t: Translator) -> bool:
    """A switch for the columns that few records need, where a table has such; it stays as it is between records."""
    return any(column.name in _MORE for column in table.columns) and st.toggle(t("More"), key="edit-more")


def table_form(table: Table, form: Form) -> dict[str, str]:
    """Draw the widgets of a table's columns; gives the text of each cell."""
    shown = [column for column in table.columns if form.more or column.name not in _MORE]
    hidden = {column.name: form.cells.get(column.name, "") for column in table.columns if column not in shown}
    return hidden | _draw_all(shown, form)


def _draw_all(columns: Sequence[Column], form: Form) -> dict[str, str]:
    """Texts by language side by side, all other columns in rows of three."""
    found: dict[str, str] = {}
    for words_, group in groupby(columns, key=lambda column: column.words):
        listed = list(group)
        for row in [listed] if words_ else [listed[at : at + _IN_A_ROW] for at in range(0, len(listed), _IN_A_ROW)]:
            places = [st.container()] * len(row) if words_ else st.columns(_IN_A_ROW)
            for column, place in zip(row, places, strict=False):
                with place:
                    found |= _draw(column, form)
    return found


def _draw(column: Column, form: Form) -> dict[str, str]:
    name, label = column.name, form.t(LABELS.get(column.name, column.name))
    if column.words:
        return _words(name, label, form)
    key, value = f"{form.key}-{name}", form.cells.get(name, "")
    if name == "id":
        return {name: st.text_input(label, value, key=key, disabled=bool(value))}
    options, title = _options(name, form)
    if options is None:
        draw = st.text_area if name in _LONG else st.text_input
        return {name: draw(label, value, key=key)}
    if column.form.empty == () and name != "also":
        chosen = [part for part in value.split(";") if part]
        listed = list(dict.fromkeys([*options, *chosen]))
        return {name: ";".join(st.multiselect(label, listed, chosen, format_func=title, key=key))}
    listed = list(dict.fromkeys([*([] if name in _NEEDED else [""]), *options, *([value] if value else [])]))
    only = name == "kind" and not value and len(options) == 1  # nothing to choose
    at = listed.index(value) if value in listed and not only else int(only)
    return {name: str(st.selectbox(label, listed, at, format_func=title, key=key))}


def _words(name: str, label: str, form: Form) -> dict[str, str]:
    found = {}
    for tag, column in zip(form.atlas.languages, st.columns(len(form.atlas.languages)), strict=True):
        draw = column.text_area if name in _LONG else column.text_input
        cell = f"{name}_{tag}"
        found[cell] = draw(f"{label} ({tag})", form.cells.get(cell, ""), key=f"{form.key}-{cell}")
    return found


def _options(name: str, form: Form) -> tuple[Sequence[str] | None, Callable[[str], str]]:
    """The ids or words that a column may hold, and how each is shown; None where its text is free."""
    atlas, lang = form.atlas, form.t.language
    if name == "kind":
        titles = {kind.id: in_language(kind.title, lang) for kind in atlas.kinds}
        return form.kinds or list(titles), lambda word: titles.get(word, word)
    if name in ("places", "about", "origin"):
        names = form.place_names()
        return list(names), lambda word: names.get(word, word or "–")
    if name == "actors":
        names = {actor.id: in_language(actor.name, lang) for actor in atlas.actors}
        return list(names), lambda word: names.get(word, word)
    if name == "events":
        titles = {event.id: in_language(event.title, lang) for event in atlas.events}
        return list(titles), lambda word: titles.get(word, word)
    if name == "projection":
        return ["true"], lambda word: form.t("yes") if word else form.t("no")
    return _CHOICES.get(name), lambda word: word or "–"


def place_label(atlas: Atlas, identifier: str, language: str) -> str:
    """The present name of a place, or its id."""
    place = atlas.place_by_id.get(identifier)
    name = toponym_today(place, language) if place else None
    return name.name if name else identifier or "–"
