"""Rows of a sheet to records: places first, then the events that may name them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.files import CONTROL
from mapapp.atlas.forms import IDS, read_when
from mapapp.atlas.tables import EVENTS
from mapapp.importers.citing import RowCitations
from mapapp.importers.columns import Guess
from mapapp.importers.decisions import Decisions
from mapapp.importers.drafts import PALETTE, Draft, Ids
from mapapp.importers.fields import DERIVED, folded
from mapapp.importers.report import ImportReport
from mapapp.importers.rowdates import Question, RowDates
from mapapp.importers.rowplaces import (
    LAYER,
    Known,
    coordinate_name,
    country_code,
    place_kind,
    precision_of,
    toponyms,
)
from mapapp.importers.rowshapes import RowShapes
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.texts import as_id, clean_text, digest, slug, without_markup
from mapapp.importers.words import RowWords
from mapapp.model import Actor, Atlas, Event, Kind, Layer, Place, Toponym
from mapapp.when import OPEN_END, OPEN_START, When

_SIMPLE = ("date_basis", "place_basis", "stops", "importance", "certainty", "projection", "series", "ordinal")
"""Fields of events whose cells are read as those of events.csv."""
_FORMS = {column.name: column.form for column in EVENTS.columns}
_MOST_KINDS = 40
"""A column with more different cells than that holds no kinds."""


class Drafter:
    """Turns the rows of one sheet into records of a draft; what it changes, infers or refuses is reported."""

    def __init__(
        self, atlas: Atlas, sheet: Sheet, guesses: Sequence[Guess], decisions: Decisions, source: str,
        draft: Draft, ids: Ids, report: ImportReport,
    ) -> None:  # fmt: skip
        self.atlas, self.sheet, self.source, self.draft, self.ids, self.report = (
            atlas,
            sheet,
            source,
            draft,
            ids,
            report,
        )
        at = {column: number for number, column in enumerate(sheet.columns)}
        self.index = {guess.field: at[guess.column] for guess in guesses if guess.field}
        own = "date_basis" in at or "place_basis" in at
        self.kept = [
            (_extra_name(guess.column), at[guess.column])
            for guess in guesses
            if not guess.field and not (own and guess.column in DERIVED)
        ]
        self.dates = RowDates(sheet, self.index, decisions, report)
        self.shapes = RowShapes(sheet, self.index, report)
        self.words = RowWords(self.index, atlas.languages, decisions.language or atlas.languages[0], report)
        self.citations = RowCitations(atlas, draft, sheet, self.index, source, ids, report)
        self.known = Known(atlas, source).by_name
        self.placed: dict[tuple[str, str], str] = {}
        self.located: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.where = [self.index[name] for name in _WHERE if name in self.index]
        self.kinds = self._kinds()
        self.known_kinds = {kind.id for kind in atlas.kinds}
        self.known_actors = {actor.id for actor in atlas.actors}
        self.known_layers = {layer.id for layer in atlas.layers}
        self.simple = [(name, self.index[name]) for name in _SIMPLE if name in self.index]
        self.rows_by_key: dict[str, int] = {}
        self.records = decisions.records or sheet.records or self._guess_records()

    @property
    def questions(self) -> list[Question]:
        """What a person should be asked about this sheet."""
        return [*self.sheet.questions, *self.dates.questions]

    def _guess_records(self) -> str:
        dated = {"when", "start", "year", "end"} & set(self.index)
        found = "events" if dated else "places"
        if "record" not in self.index:
            why = "a column holds dates" if dated else "no column holds dates"
            self.report.add(None, "", "guessed", "rows", found, why)
        return found

    def _kinds(self) -> dict[str, str]:
        """The id of the kind of events for each cell of the column of kinds."""
        if "kind" not in self.index:
            return {}
        cells = {row.cells[self.index["kind"]].strip() for row in self.sheet.rows} - {""}
        if len(cells) > _MOST_KINDS:
            why = f"{len(cells):,} different cells are no vocabulary of kinds: they are kept as they are"
            self.report.add(None, "kind", "kept", self.sheet.columns[self.index["kind"]], "", why)
            self.kept.append((_extra_name(self.sheet.columns[self.index["kind"]]), self.index["kind"]))
            return {}
        return {cell: as_id(clean_text(cell)) for cell in sorted(cells)}

    def run(self) -> None:
        """Draft every row."""
        record = self.index.get("record")
        events: list[Row] = []
        for row in self.sheet.rows:
            sort = row.cells[record].strip() if record is not None else ""
            if sort == "place" or (sort != "event" and self.records == "places"):
                self._draft_place(row)
            else:
                events.append(row)
        for row in events:
            self._draft_event(row)
        self.words.report_filled()

    def _cell(self, row: Row, field: str) -> str:
        at = self.index.get(field)
        return row.cells[at].strip() if at is not None else ""

    def _identify(self, row: Row, words: str) -> str:
        """The id of a row's record: its own id, else its words with what makes the row its own."""
        given = self._cell(row, "id")
        key = given or "\x1f".join((*row.cells, _shape_text(row.geometry)))
        wanted = as_id(given) if given else f"{slug(words) or self.source[:40]}-{digest(self.source, key)}"
        if given and wanted != given:
            self.report.add(row.number, "id", "changed", given, wanted, "ids are made of a-z, 0-9, '.', '_' and '-'")
        first = self.rows_by_key.setdefault(f"{self.records}{key}", row.number)
        found = self.ids.claim(wanted)
        if first != row.number:
            why = f"the same {'id' if given else 'cells'} as in {self.sheet.unit} {first}"
            self.report.add(row.number, "id", "changed", given or wanted, found, why)
        elif found != wanted:
            self.report.add(row.number, "id", "changed", wanted, found, "another record of the atlas has this id")
        return found

    def _extra(self, row: Row, changed: dict[str, str]) -> dict[str, str]:
        """The cells that fill no field, and the originals of those that were changed."""
        cells = row.cells
        extra = {name: clean_text(cells[at]) for name, at in self.kept if cells[at]}
        if changed:
            extra["x_original"] = json.dumps(changed, ensure_ascii=False)
        return {name: text for name, text in extra.items() if text}

    def _changed(self, row: Row, before: int) -> dict[str, str]:
        """The cells of the fields that were reported since the report had `before` entries."""
        found: dict[str, str] = {}
        for entry in self.report.entries[before:]:
            if entry.line == row.number and entry.what in ("changed", "refused", "asked"):
                tagged = (name for name in self.index if name.startswith(f"{entry.field}_"))
                for field in (entry.field, *_TOGETHER.get(entry.field, ()), *tagged):
                    at = self.index.get(field)
                    if at is not None and (text := CONTROL.sub(" ", row.cells[at])):
                        found[self.sheet.columns[at]] = text[:2000]
        return found

    # Events

    def _draft_event(self, row: Row) -> None:
        before = len(self.report.entries)
        title = self._title(row)
        when, bounds = self._when(row)
        identifier = self._identify(row, title.get(self.atlas.languages[0], ""))
        places = self._located(row)
        simple = self._simple(row)
        if places and not simple.get("place_basis"):
            simple["place_basis"] = "stated"
        elif not places:
            simple |= {"place_basis": None, "stops": ""}
        if simple.get("ordinal") is not None and not simple.get("series"):
            simple["ordinal"] = None
        summary = self.words.read(row, "summary")
        changed = self._changed(row, before) if len(self.report.entries) > before else {}
        event = Event(
            id=identifier, when=when, bounds=bounds, kind=self._kind(row), title=title,
            summary=summary,
            actors=self._actors(row), places=places, about=self._ids(row, "about"),
            origin=next(iter(self._ids(row, "origin")), None), extra=self._extra(row, changed), **simple,
        )  # fmt: skip
        self.draft.events[identifier] = event
        self.citations.cite(f"event:{identifier}", row)
        self._settle_basis(event, row)
        self.report.undated += when is None
        self.report.unlocated += not any(self._has_place(place) for place in places)

    def _has_place(self, identifier: str) -> bool:
        place = self.draft.places.get(identifier) or self.atlas.place_by_id.get(identifier)
        return place is not None and (place.geometry is not None or bool(place.country_shape))

    def _title(self, row: Row) -> dict[str, str]:
        if title := self.words.read(row, "title"):
            return title
        text = next(filter(None, (self._cell(row, name) for name in ("place", "kind", "summary"))), "")
        found = clean_text(without_markup(text))[:80] or self.sheet.locator(row)
        self.report.add(row.number, "title", "guessed", "", found, "the row has no title")
        return dict.fromkeys(self.atlas.languages, found)

    def _when(self, row: Row) -> tuple[When | None, When | None]:
        """The date, or bounds: a set that is open at one side ("before 1950") is what the text allows."""
        when = self.dates.read(row)
        if when is not None and when.edtf[0] == "[" and (when.outer[0] == OPEN_START or when.outer[1] == OPEN_END):
            return None, when
        if when is None and (text := self._cell(row, "bounds")):
            try:
                return None, read_when(text)
            except RefusedError as refused:
                self.report.add(row.number, "bounds", "refused", text, "", refused.message)
        return when, None

    def _simple(self, row: Row) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field, at in self.simple:
            if not (text := row.cells[at].strip()):
                continue
            try:
                found[field] = _FORMS[field].read(
                    text.removesuffix(".0") if field in ("importance", "ordinal") else text
                )
            except RefusedError as refused:
                self.report.add(row.number, field, "refused", text, "", refused.message)
        return found

    def _settle_basis(self, event: Event, row: Row) -> None:
        """A date from outside the sources needs an outside source; without one it is resolved by somebody."""
        if event.date_basis != "outside":
            return
        sources = {source.id: source for source in (*self.atlas.sources, *self.draft.sources.values())}
        cited = self.draft.citations[f"event:{event.id}"]
        if not any(item.field == "when" and sources[item.source].outside for item in cited if item.source in sources):
            self.draft.events[event.id] = replace(event, date_basis="resolved")
            self.report.add(row.number, "date_basis", "changed", "outside", "resolved", "no outside source is cited")

    def _kind(self, row: Row) -> str:
        cell = self._cell(row, "kind")
        identifier = self.kinds.get(cell, "event")
        if identifier not in self.draft.kinds and identifier not in self.known_kinds:
            symbol, light, dark = PALETTE[(len(self.atlas.kinds) + len(self.draft.kinds)) % len(PALETTE)]
            text = clean_text(cell) if cell in self.kinds else "Event"
            words = dict.fromkeys(self.atlas.languages, text)
            self.draft.kinds[identifier] = Kind(identifier, symbol, light, dark, words)
            self.report.add(row.number, "kind", "guessed", cell, identifier, "a new kind of events")
        return identifier

    def _actors(self, row: Row) -> tuple[str, ...]:
        found = []
        for part in self._cell(row, "actors").replace("；", ";").split(";"):
            if not (text := clean_text(part)):
                continue
            identifier = self._actor_id(text)
            if identifier not in self.known_actors and identifier not in self.draft.actors:
                self.ids.taken.add(identifier)
                words = dict.fromkeys(self.atlas.languages, text)
                self.draft.actors[identifier] = Actor(identifier, "organisation", "", words)
                why = "a new actor: state, organisation or person is not said"
                self.report.add(row.number, "actors", "guessed", text, identifier, why)
            found.append(identifier)
        return tuple(dict.fromkeys(found))

    def _actor_id(self, text: str) -> str:
        """The id of an actor: that of a cell, marked as an actor's where another record has it."""
        identifier = as_id(text)
        if identifier in self.known_actors or identifier in self.draft.actors or identifier not in self.ids.taken:
            return identifier
        return f"actor-{identifier}"

    def _ids(self, row: Row, field: str) -> tuple[str, ...]:
        """Ids of places that the atlas or the file has; others are refused."""
        if field not in self.index or not (text := self._cell(row, field)):
            return ()
        try:
            found: tuple[str, ...] = IDS.read(text)
        except RefusedError as refused:
            self.report.add(row.number, field, "refused", text, "", refused.message)
            return ()
        known = tuple(one for one in found if one in self.draft.places or one in self.atlas.place_by_id)
        if known != found:
            missing = ";".join(one for one in found if one not in known)
            self.report.add(row.number, field, "refused", missing, "", "neither the atlas nor the file has this place")
        return known

    # Places

    def _located(self, row: Row) -> tuple[str, ...]:
        """The places of an event; rows whose cells about it are the same, and gave nothing to report, have the same."""
        key = tuple(row.cells[at] for at in self.where)
        if row.geometry is None and key in self.located:
            return self.located[key]
        before = len(self.report.entries)
        found = self._places_of(row, self.shapes.read(row))
        if row.geometry is None and len(self.report.entries) == before:
            self.located[key] = found
        return found

    def _places_of(self, row: Row, geometry: BaseGeometry | None) -> tuple[str, ...]:
        """The places of an event: those it names by id, by name, or by where it lies."""
        ids = [part.strip() for part in self._cell(row, "places").split(";") if part.strip()]
        if ids and all(one in self.draft.places or one in self.atlas.place_by_id for one in ids):
            return tuple(ids)
        names = [clean_text(part) for part in self._cell(row, "place").replace("；", ";").split(";") if part.strip()]
        if ids:
            return tuple(self._place_with_id(row, ids, names, geometry))
        if not names and geometry is None:
            return ()
        parts = list(getattr(geometry, "geoms", [])) if geometry is not None and len(names) > 1 else []
        shapes = parts if parts and len(parts) == len(names) else [geometry, *[None] * max(len(names) - 1, 0)]
        if len(names) > 1 and geometry is not None and shapes is not parts:
            self.report.add(
                row.number, "place", "guessed", "; ".join(names), names[0], "the first of them has the location"
            )
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
            identifier = as_id(given)
            if identifier not in self.draft.places and identifier not in self.atlas.place_by_id:
                shape = parts[number] if len(parts) == len(ids) else None
                self._add_place(row, identifier, named[number], shape)
            found.append(identifier)
        return found

    def _place(self, row: Row, name: str, shape: BaseGeometry | None) -> str:
        """The id of the place of this name and shape; it is made when it comes first."""
        key = folded(name), _shape_text(shape)
        if found := self.placed.get(key):
            return found
        if shape is None and (known := self.known.get(key[0])):
            self.report.add(row.number, "place", "guessed", name, known, "the atlas has a place of this name")
            self.placed[key] = known
            return known
        text = name or coordinate_name(shape) if shape is not None else name
        if not name:
            self.report.add(row.number, "place", "guessed", "", text, "the row names no place")
        words = slug(name) or "place"
        identifier = self.ids.claim(f"{words}-{digest(self.source, *key)}")
        self.placed[key] = identifier
        self._add_place(row, identifier, text, shape)
        return identifier

    def _add_place(self, row: Row, identifier: str, name: str, shape: BaseGeometry | None) -> None:
        self.draft.places[identifier] = Place(
            id=identifier, kind="other", layer=self._layer(""), geometry=shape, precision="approximate",
            names=tuple(Toponym(name, language) for language in self.atlas.languages),
            geometry_source=f"{self.report.file}, {self.sheet.locator(row)}" if shape is not None else "",
        )  # fmt: skip
        self.citations.cite(f"place:{identifier}", row)

    def _draft_place(self, row: Row) -> None:
        before = len(self.report.entries)
        geometry = self.shapes.read(row)
        when = self.dates.read(row)
        title = self._title(row) if not self._cell(row, "names") or self.words.columns["title"] else {}
        names = toponyms(title, self._cell(row, "names"), self._cell(row, "variants"), row, self.report)
        identifier = self._identify(row, next(iter(title.values()), names[0].name if names else ""))
        kind, country = self._cell(row, "kind"), self._cell(row, "country")
        if kind and place_kind(kind) != kind:
            self.report.add(row.number, "kind", "changed", kind, place_kind(kind), "kinds of places are a fixed list")
        if country and country_code(country) is None:
            self.report.add(row.number, "country", "refused", country, "", "this is no country that is known")
        summary = self.words.read(row, "summary")
        changed = self._changed(row, before) if len(self.report.entries) > before else {}
        precise: Any = precision_of(self._cell(row, "precision"), geometry)
        shape = tuple(part for part in self._cell(row, "country_shape").split(";") if part.strip())
        self.draft.places[identifier] = Place(
            id=identifier, kind=place_kind(kind) if kind else "other", layer=self._layer(self._cell(row, "layer")),
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

    def _geometry_source(self, row: Row, geometry: BaseGeometry | None) -> str:
        given = clean_text(self._cell(row, "geometry_source"))
        return given or (f"{self.report.file}, {self.sheet.locator(row)}" if geometry is not None else "")

    def _later(self, row: Row, field: str) -> tuple[str, ...]:
        """Ids of places that may come in a later row; those that never do are taken away at the end."""
        return tuple(part.strip() for part in self._cell(row, field).split(";") if part.strip())

    def _layer(self, given: str) -> str:
        identifier = as_id(given) if given else LAYER
        if identifier not in self.draft.layers and identifier not in self.known_layers:
            words = dict.fromkeys(self.atlas.languages, given or "Imported places")
            self.draft.layers[identifier] = Layer(identifier, words)
        return identifier


def _shape_text(geometry: Any) -> str:
    """A geometry as text, so that rows that differ in it alone differ."""
    if geometry is None:
        return ""
    if isinstance(geometry, Point):
        return repr(geometry.coords[0])
    return geometry.wkb_hex if isinstance(geometry, BaseGeometry) else repr(geometry)


_WHERE = ("places", "place", "geometry", "coordinates", "lon", "lat")
"""Fields that say where an event happened."""

_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "lon": ("lat",), "lat": ("lon",), "geometry": ("lon", "lat", "coordinates"), "year": ("month", "day"),
    "end_year": ("end_month", "end_day"), "end": ("start",),
}  # fmt: skip
"""Fields whose cells are read together."""


def _extra_name(column: str) -> str:
    """The name of a column of one's own in the atlas."""
    if column.startswith("x_"):
        return column
    return f"x_{'_'.join(clean_text(column).split())}"


def _position(text: str) -> tuple[float, float] | None:
    try:
        lon, lat = json.loads(text)[:2]
    except (ValueError, TypeError, RecursionError):
        return None
    numbers = all(isinstance(number, int | float) for number in (lon, lat))
    return (float(lon), float(lat)) if numbers and abs(lon) <= 180 and abs(lat) <= 90 else None
