"""Rows of a sheet to places: records of their own in a gazetteer, and those that events name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any

from shapely.geometry.base import BaseGeometry

from mapapp.atlas.files import CONTROL
from mapapp.atlas.geometry import json_text
from mapapp.importers.citing import RowCitations
from mapapp.importers.columns import Guess
from mapapp.importers.decisions import Decisions
from mapapp.importers.drafts import Draft, Ids, Named
from mapapp.importers.fields import DERIVED, folded
from mapapp.importers.leftovers import SIMPLE, without_room
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry, ImportReport
from mapapp.importers.rowdates import Question, RowDates
from mapapp.importers.rowplaces import (
    LAYER,
    Known,
    country_code,
    place_kind,
    precision_of,
    toponyms,
)
from mapapp.importers.rowshapes import RowShapes
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.texts import as_id, clean_text, digest, slug, without_markup
from mapapp.importers.words import RowWords
from mapapp.language import in_each, msg
from mapapp.model import Atlas, Layer, Place, Toponym, records_of
from mapapp.when import When

NAMELESS = because("the row names no place")
_RECORDS = {"events": because("events"), "places": because("places")}
_MOST_KINDS = 40
"""A column with more different cells than that holds no kinds."""


class PlaceDrafter:
    """What all rows of a sheet share, and the places among its records."""

    def __init__(
        self, atlas: Atlas, sheet: Sheet, guesses: Sequence[Guess], decisions: Decisions, source: str,
        draft: Draft, ids: Ids, report: ImportReport,
    ) -> None:  # fmt: skip
        self.atlas, self.sheet, self.source = atlas, sheet, source
        self.draft, self.ids, self.report = draft, ids, report
        at = {column: number for number, column in enumerate(sheet.columns)}
        self.index = {guess.field: at[guess.column] for guess in guesses if guess.field}
        own = "date_basis" in at or "place_basis" in at
        self.kept = [
            (_extra_name(guess.column), at[guess.column])
            for guess in guesses
            if not guess.field and not (own and guess.column in DERIVED)
        ]
        self.dates = RowDates(sheet, self.index, decisions, report)
        self.shapes = RowShapes(sheet, self.index, report, decisions.crs)
        self.words = RowWords(self.index, atlas.languages, decisions.language or atlas.languages[0], sheet, report)
        self.citations = RowCitations(atlas, draft, sheet, self.index, source, ids, report)
        self.known = Known(atlas, source).by_name
        self.placed: dict[tuple[str, ...], str] = {}
        self.added: dict[str, tuple[str, BaseGeometry | None, str, str | None]] = {}
        self.located: dict[Any, tuple[str, ...]] = {}
        where = [self.index[name] for name in _WHERE if name in self.index]
        self.where: Callable[[Sequence[str]], Any] = itemgetter(*where) if where else lambda _: ()
        self.columns_of: dict[str, list[tuple[str, int]]] = {}
        self.kinds = self._kinds()
        self.known_kinds = {kind.id for kind in atlas.kinds}
        self.known_actors = {actor.id for actor in atlas.actors}
        self.known_layers = {layer.id for layer in atlas.layers}
        self.simple = [(name, self.index[name]) for name in SIMPLE if name in self.index]
        self.plain_kept = {at for _, at in self.kept if sheet.is_plain(at)}
        self.looks_up = sheet.unit == "row" and not (sheet.fixed or _OWN & set(self.index))
        """True where a row's place may be looked up by its name: a plain table does not say that it has no location."""
        self.rows_by_key: dict[str, int] = {}
        self.event_when: When | None = None
        """The date of the event whose row is drafted."""
        self.records = decisions.records or sheet.records or self._guess_records()
        for guess, why in without_room(guesses, "" if "record" in self.index else self.records, atlas.languages):
            self.kept.append((_extra_name(guess.column), self.index[guess.field]))
            report.add(None, guess.field, "kept", guess.column, _extra_name(guess.column), why)
        self.about_records = [] if decisions.records else self._ask_about_dates()

    @property
    def questions(self) -> list[Question]:
        """What a person should be asked about this sheet."""
        return [*self.sheet.questions, *self.dates.questions, *self.shapes.questions, *self.about_records]

    def _guess_records(self) -> str:
        dated = {"when", "start", "year", "end"} & set(self.index)
        found = "events" if dated else "places"
        if "record" not in self.index:
            why = because("a column holds dates") if dated else because("no column holds dates")
            self.report.add(None, "", "guessed", because("rows"), _RECORDS[found], why)
        return found

    def _ask_about_dates(self) -> list[Question]:
        """Ask about places with dates: only events stand on the slider."""
        if self.records != "places" or _OWN & set(self.index):
            return []
        at = [self.index[name] for name in _DATES if name in self.index]
        dated = sum(any(row.cells[column].strip() for column in at) for row in self.sheet.rows)
        if not dated:
            return []
        text = because(
            "The rows are places, {count} of them with a date. Only events stand on the slider. "
            "Should each date be an event at its place as well?",
            count=dated,
        )
        self.report.add(None, "", "asked", because("rows"), "places", text)
        return [("records", text, ("places", "both"))]

    def _kinds(self) -> dict[str, str]:
        """The id of the kind of events for each cell of the column of kinds."""
        if "kind" not in self.index:
            return {}
        cells = {row.cells[self.index["kind"]].strip() for row in self.sheet.rows} - {""}
        if len(cells) > _MOST_KINDS:
            why = because(
                "{count} different cells are no vocabulary of kinds: they are kept as they are", count=f"{len(cells):,}"
            )
            self.report.add(None, "kind", "kept", self.sheet.columns[self.index["kind"]], "", why)
            self.kept.append((_extra_name(self.sheet.columns[self.index["kind"]]), self.index["kind"]))
            return {}
        return {cell: as_id(clean_text(cell)) for cell in sorted(cells)}

    def _cell(self, row: Row, field: str) -> str:
        at = self.index.get(field)
        return row.cells[at].strip() if at is not None else ""

    def _identify(self, row: Row, words: str) -> str:
        """The id of a row's record: its own id, else its words with what makes the row its own."""
        given = self._cell(row, "id")
        key = given or self.key_of(row)
        wanted = as_id(given) if given else self.id_of(words, key)
        if given and wanted != given:
            self.report.add(
                row.number, "id", "changed", given, wanted, because("ids are made of a-z, 0-9, '.', '_' and '-'")
            )
        first = self.rows_by_key.setdefault(f"{self.records}{key}", row.number)
        found = self.ids.claim(wanted)
        if first != row.number:
            where = f"{self.sheet.unit} {first}"
            why = (
                because("the same id as in {where}", where=where)
                if given
                else because("the same cells as in {where}", where=where)
            )
            self.report.add(row.number, "id", "changed", given or wanted, found, why)
        elif found != wanted:
            self.report.add(
                row.number, "id", "changed", wanted, found, because("another record of the atlas has this id")
            )
        return found

    def key_of(self, row: Row) -> str:
        """What tells a row without an id from the others."""
        return "\x1f".join((*row.cells, self.shapes.text(row.geometry)))

    def id_of(self, words: str, key: str) -> str:
        """The id of the record of a row without one: its words with what makes the row its own."""
        return f"{slug(words) or self.source[:40]}-{digest(self.source, key)}"

    def _extra(self, row: Row, changed: dict[str, str]) -> dict[str, str]:
        """The cells that fill no field, and the originals of those that were changed."""
        cells = row.cells
        extra = {
            name: cells[at].strip() if at in self.plain_kept else clean_text(cells[at])
            for name, at in self.kept
            if cells[at]
        }
        if changed:
            extra["x_original"] = original_text(changed)
        return {name: text for name, text in extra.items() if text}

    def changed_cells(self, row: Row, entries: Sequence[Entry]) -> dict[str, str]:
        """The cells of the fields of which these entries say that they were changed, refused or asked about."""
        found: dict[str, str] = {}
        for entry in entries:
            if entry.line == row.number and entry.what in ("changed", "refused", "asked"):
                for column, at in self.columns_of.get(entry.field) or self._columns_of(entry.field):
                    if text := CONTROL.sub(" ", row.cells[at]):
                        found[column] = text[:2000]
        return found

    def _columns_of(self, field: str) -> list[tuple[str, int]]:
        """The columns whose cells are read for a field: name and index."""
        tagged = (name for name in self.index if name.startswith(f"{field}_"))
        fields = (field, *_TOGETHER.get(field, ()), *tagged)
        found = [(self.sheet.columns[self.index[name]], self.index[name]) for name in fields if name in self.index]
        self.columns_of[field] = found
        return found

    def _title(self, row: Row) -> dict[str, str]:
        if title := self.words.read(row, "title"):
            return title
        text = next(filter(None, (self._cell(row, name) for name in ("place", "kind", "summary"))), "")
        found = clean_text(without_markup(text))[:80] or self.sheet.locator(row)
        self.report.add(row.number, "title", "guessed", "", found, because("the row has no title"))
        return dict.fromkeys(self.atlas.languages, found)

    def _located(self, row: Row) -> tuple[str, ...]:
        """The places of an event; rows whose cells about it are the same, and gave nothing to report, have the same."""
        key = self.where(row.cells)
        if row.geometry is None and key in self.located:
            return self.located[key]
        before = len(self.report.entries)
        found = self._places_of(row, self.shapes.read(row))
        if row.geometry is None and len(self.report.entries) == before:
            self.located[key] = found
        return found

    def _places_of(self, row: Row, geometry: BaseGeometry | None) -> tuple[str, ...]:
        """The places of an event: those it names by id, by name, or by where it lies."""
        named, given = self._cell(row, "place"), self._cell(row, "places")
        if not given and ";" not in named and "；" not in named and (geometry is not None or named):
            return (self._place(row, clean_text(named), geometry),)
        ids = [part.strip() for part in given.split(";") if part.strip()]
        if ids and all(map(self._is_place, ids)):
            self.ids.taken.update(ids)
            return tuple(ids)
        names = [clean_text(part) for part in named.replace("；", ";").split(";") if part.strip()]
        if ids:
            return tuple(self._place_with_id(row, ids, names, geometry))
        if not names and geometry is None:
            return ()
        parts = list(getattr(geometry, "geoms", [])) if geometry is not None and len(names) > 1 else []
        shapes = parts if parts and len(parts) == len(names) else [geometry, *[None] * max(len(names) - 1, 0)]
        if len(names) > 1 and geometry is not None and shapes is not parts:
            why = because("the first of them has the location")
            self.report.add(row.number, "place", "guessed", "; ".join(names), names[0], why)
        return tuple(dict.fromkeys(
            self._place(row, name, shape) for name, shape in zip(names or [""], shapes, strict=True)
        ))  # fmt: skip

    def _place_with_id(self, row: Row, ids: list[str], names: list[str], geometry: BaseGeometry | None) -> list[str]:
        """Places of which the file carries the ids, names and points only, as our CSV does."""
        if len(names) != len(ids):
            names = [part.strip() for part in self._cell(row, "place").split(", ") if part.strip()]
        named = names if len(names) == len(ids) else ids
        parts = list(getattr(geometry, "geoms", [geometry] if geometry is not None else []))
        found = []
        for number, given in enumerate(ids):
            identifier = self._id_of_place(as_id(given))
            if not self._is_place(identifier):
                shape = parts[number] if len(parts) == len(ids) else None
                self._add_place(row, identifier, named[number], shape)
            self.ids.taken.add(identifier)
            found.append(identifier)
        return found

    def _id_of_place(self, wanted: str) -> str:
        """The id of a place that the file calls so, marked as a place's where another record has it."""
        marked = f"place-{wanted[:74]}"
        if self._is_place(wanted) or not (self._is_place(marked) or wanted in self.ids.taken):
            return wanted
        return marked if self._is_place(marked) else self.ids.claim(marked)

    def _place(self, row: Row, name: str, shape: BaseGeometry | None) -> str:
        """The id of the place of this name and shape; it is made when it comes first."""
        country = country_code(self._cell(row, "country")) if shape is None and "country" in self.index else None
        key = (folded(name), self.shapes.text(shape), *([country] if country else []))
        if found := self.placed.get(key):
            return found
        if shape is None and (known := self.known.get(key[0])):
            self.report.add(row.number, "place", "guessed", name, known, because("the atlas has a place of this name"))
            self.placed[key] = known
            return known
        text = name or self.shapes.name(shape) if shape is not None else name
        if not name:
            self.report.add(row.number, "place", "guessed", "", text, NAMELESS)
        identifier = self.ids.claim(self.place_id(name, key))
        self.placed[key] = identifier
        self._add_place(row, identifier, text, shape, country)
        if shape is None:
            self.draft.named[identifier] = Named(name, country, self.event_when, row.number, is_record=False)
        return identifier

    def place_id(self, name: str, key: tuple[str, ...]) -> str:
        """The id that a place which an event names should have."""
        return f"{(slug(name) if name else '') or 'place'}-{digest(self.source, *key)}"

    def _add_place(
        self, row: Row, identifier: str, name: str, shape: BaseGeometry | None, country: str | None = None
    ) -> None:
        """Remember a place that an event names; `_finish_places` makes them all."""
        self.layer("")
        source = f"{self.report.file}, {self.sheet.locator(row)}" if shape is not None else ""
        self.added[identifier] = name, shape, source, country
        self.citations.cite(f"place:{identifier}", row)

    def _is_place(self, identifier: str) -> bool:
        """True for the id of a place of the atlas or of the file."""
        return identifier in self.added or identifier in self.draft.places or identifier in self.atlas.place_by_id

    def _finish_places(self) -> None:
        """Make the places that events named, all at once."""
        if not self.added:
            return
        count, (names, shapes, sources, countries) = len(self.added), zip(*self.added.values(), strict=True)
        by_language = [records_of(Toponym, count, {"name": names, "lang": repeat(tag)}) for tag in self.atlas.languages]
        values: dict[str, Any] = {
            "id": self.added, "kind": repeat("other"), "layer": repeat(LAYER), "names": zip(*by_language, strict=True),
            "geometry": shapes, "precision": repeat("approximate"), "geometry_source": sources, "country": countries,
        }  # fmt: skip
        self.draft.places.update(zip(self.added, records_of(Place, count, values), strict=True))
        self.added.clear()

    def _draft_place(self, row: Row) -> str:
        before = len(self.report.entries)
        geometry = self.shapes.read(row)
        when = self.dates.read(row)
        given, own = self._cell(row, "names"), self.words.read(row, "title")
        title = own or (self._title(row) if not given or self.words.columns["title"] else {})
        names = toponyms(title, given, self._cell(row, "variants"), row, self.report, own.values())
        identifier = self._identify(row, next(iter(title.values()), names[0].name if names else ""))
        kind, country = self._cell(row, "kind"), self._cell(row, "country")
        if kind and place_kind(kind) != kind:
            self.report.add(
                row.number, "kind", "changed", kind, place_kind(kind), because("kinds of places are a fixed list")
            )
        if country and country_code(country) is None:
            self.report.add(row.number, "country", "refused", country, "", because("this is no country that is known"))
        summary = self.words.read(row, "summary")
        changed = self.changed_cells(row, self.report.entries[before:])
        precise: Any = precision_of(self._cell(row, "precision"), geometry)
        shape = tuple(part for part in self._cell(row, "country_shape").split(";") if part.strip())
        self.draft.places[identifier] = Place(
            id=identifier, kind=place_kind(kind) if kind else "other", layer=self.layer(self._cell(row, "layer")),
            names=names, geometry=geometry, precision=precise, when=when,
            place_basis="inferred" if self._cell(row, "place_basis") == "inferred" else "stated",
            geometry_source=self._geometry_source(row, geometry), country=country_code(country) if country else None,
            country_shape=tuple(code for code in shape if country_code(code) == code),
            label_at=_position(self._cell(row, "label_at")), directed=self._cell(row, "directed").lower() == "true",
            via=self._later(row, "via"), within=self._later(row, "within"),
            summary=summary, note=clean_text(self._cell(row, "note")),
            extra=self._extra(row, changed),
        )  # fmt: skip
        self.citations.cite(f"place:{identifier}", row)
        self.report.unlocated += geometry is None and not shape
        if geometry is None and not shape and self.looks_up:
            place = self.draft.places[identifier]
            self.draft.named[identifier] = Named(place.names[0].name, place.country, when, row.number, is_record=True)
        return identifier

    def _geometry_source(self, row: Row, geometry: BaseGeometry | None) -> str:
        given = clean_text(self._cell(row, "geometry_source"))
        return given or (f"{self.report.file}, {self.sheet.locator(row)}" if geometry is not None else "")

    def _later(self, row: Row, field: str) -> tuple[str, ...]:
        """Ids of places that may come in a later row; those that never do are taken away at the end."""
        return tuple(part.strip() for part in self._cell(row, field).split(";") if part.strip())

    def layer(self, given: str) -> str:
        """The id of the layer of a cell, which is made when it comes first."""
        identifier = as_id(given) if given else LAYER
        if identifier not in self.draft.layers and identifier not in self.known_layers:
            languages = self.atlas.languages
            words = dict.fromkeys(languages, given) if given else in_each(msg("Imported places"), languages)
            self.draft.layers[identifier] = Layer(identifier, words)
        return identifier


_OWN = frozenset({"names", "precision", "geometry_source"})
"""Fields of files that say themselves what they know of a place: one without a location has none."""
_DATES = ("when", "start", "end", "year", "end_year")
_WHERE = ("places", "place", "country", "geometry", "coordinates", "lon", "lat")
"""Fields that say where an event happened."""

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "lon": ("lat",), "lat": ("lon",), "geometry": ("lon", "lat", "coordinates"), "year": ("month", "day"),
    "end_year": ("end_month", "end_day"), "end": ("start",),
}  # fmt: skip
"""Fields whose cells are read together."""


def _extra_name(column: str) -> str:
    """The name of a column of one's own in the atlas."""
    return column if column.startswith("x_") else f"x_{'_'.join(clean_text(column).split())}"


def original_text(changed: Mapping[str, str]) -> str:
    """The cells that were changed as JSON text."""
    return f"{{{', '.join([f'{json_text(column)}: {json_text(cell)}' for column, cell in changed.items()])}}}"


def _position(text: str) -> tuple[float, float] | None:
    try:
        lon, lat = json.loads(text)[:2]
    except (ValueError, TypeError, RecursionError):
        return None
    numbers = all(isinstance(number, int | float) for number in (lon, lat))
    return (float(lon), float(lat)) if numbers and abs(lon) <= 180 and abs(lat) <= 90 else None
