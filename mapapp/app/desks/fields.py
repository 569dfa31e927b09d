"""One form for every sort of record that stands in a table: a widget for each column, the text of each cell back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from mapapp.app.desks.forms import Sheet
from mapapp.app.desks.listing import listing_of
from mapapp.app.desks.terms import FIELDS, term
from mapapp.app.fieldnames import in_tag
from mapapp.atlas import vocabulary as words
from mapapp.atlas.tables import Column, Table, headings
from mapapp.editing import Sort
from mapapp.language import Translator, msg
from mapapp.model import in_language

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

CHOICES: dict[str, Sequence[str]] = {
    "date_basis": words.DATE_BASES,
    "place_basis": words.PLACE_BASES,
    "stops": words.STOPS,
    "certainty": words.CERTAINTIES,
    "bound": words.BOUNDS_OF_NUMBERS,
    "between": words.BETWEEN,
    "importance": ("1", "2", "3"),
    "severity": ("1", "2", "3"),
}
NEEDED = frozenset({"date_basis", "certainty", "importance", "bound", "between", "severity"})
_LONG = frozenset({"summary", "note", "why"})
_MORE = frozenset(
    {"bounds", "origin", "stops", "importance", "projection", "series", "ordinal", "normalized_high", "also"}
)
"""Columns that few records need; they are shown on request."""
_REFERS_TO: dict[str, Sort] = {
    "places": "place", "about": "place", "origin": "place", "actors": "actor", "events": "event"
}  # fmt: skip
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Fields:
    """The widgets of a table's columns on a sheet, which the text of a record's cells fills."""

    sheet: Sheet
    cells: Mapping[str, str]
    kinds: Sequence[str] | None = None
    """Words for `kind` where it is not a kind of event."""

    def draw(self, table: Table, *, more: bool) -> None:
        """Draw them: texts by language side by side, all other columns in rows of three; `more` is `ask_more`'s."""
        languages = self.sheet.atlas.languages
        shown = [column for column in table.columns if more or column.name not in _MORE]
        for number, (words_, group) in enumerate(groupby(shown, key=lambda column: column.words)):
            with self.sheet.grid(len(languages) if words_ else _IN_A_ROW, str(number)):
                for column in group:
                    self._draw(column)

    def said(self, table: Table) -> dict[str, str]:
        """The text of each cell as the widgets hold it; a column that is not shown keeps what it holds."""
        names = headings(table, self.sheet.atlas.languages)
        return {**self.cells, **{name: self.sheet.said(name) for name in names if self.sheet.has(name)}}

    def _draw(self, column: Column) -> None:
        name, sheet = column.name, self.sheet
        label, value = sheet.t(LABELS.get(name, name)), self.cells.get(name, "")
        options, title = _options(name, sheet, self.kinds)
        if column.words:
            for tag in sheet.atlas.languages:
                cell = f"{name}_{tag}"
                sheet.text(st, cell, in_tag(label, tag, sheet.t), self.cells.get(cell, ""), long=name in _LONG)
        elif name == "id":
            sheet.text(st, name, label, value, fixed=bool(value))
        elif options is None:
            sheet.text(st, name, label, value, long=name in _LONG)
        elif column.form.empty == () and name != "also":
            chosen = [part for part in value.split(";") if part]
            listed = list(dict.fromkeys([*options, *chosen]))
            st.multiselect(label, listed, format_func=title, key=sheet.holds(name, chosen), placeholder="–")
        else:
            listed = list(dict.fromkeys([*([] if name in NEEDED else [""]), *options, *([value] if value else [])]))
            only = name == "kind" and not value and len(options) == 1  # nothing to choose
            sheet.select(st, name, label, listed, options[0] if only else value, title)


def ask_more(table: Table, t: Translator) -> bool:
    """A switch for the columns that few records need, where a table has such; it stays as it is between records.

    A switch inside a form would be heard only when the form is saved.
    """
    return any(column.name in _MORE for column in table.columns) and st.toggle(t("More fields"), key="edit-more")


def _options(name: str, sheet: Sheet, kinds: Sequence[str] | None) -> tuple[Sequence[str] | None, Callable[[str], str]]:
    """The ids or words that a column may hold, and how each is shown; None where its text is free."""
    atlas, lang = sheet.atlas, sheet.t.language
    if name == "kind":
        titles = {kind.id: in_language(kind.title, lang) for kind in atlas.kinds}
        return kinds or list(titles), lambda word: titles.get(word) or term(word, sheet.t)
    if sort := _REFERS_TO.get(name):
        labels = listing_of(atlas, sort, lang).labels
        return list(labels), _Titles(labels).__getitem__
    if name == "subject":
        return _subjects(sheet)
    if name == "field":
        return list(FIELDS), lambda word: sheet.t(FIELDS[word]) if word in FIELDS else word or "–"
    if name == "projection":
        return ["true"], lambda word: sheet.t("yes") if word else sheet.t("no")
    return CHOICES.get(name), lambda word: term(word, sheet.t)


class _Titles(dict[str, str]):
    """Titles by id; an id that is not known is its own."""

    def __missing__(self, word: str) -> str:
        return word or "–"


def _subjects(sheet: Sheet) -> tuple[Sequence[str], Callable[[str], str]]:
    """Every record that a disagreement may be about, as `event:ID`, by the name of its sort and its own."""
    sorts: dict[Sort, str] = {
        "event": sheet.t("Event"), "place": sheet.t("Place"), "figure": sheet.t("Figure"), "actor": sheet.t("Actor"),
        "source": sheet.t("Source"),
    }  # fmt: skip
    known = {
        f"{sort}:{name}": f"{title}: {label}"
        for sort, title in sorts.items()
        for name, label in listing_of(sheet.atlas, sort, sheet.t.language).labels.items()
    }
    return list(known), lambda word: known.get(word, word or "–")
