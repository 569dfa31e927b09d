"""Rows of a sheet to records: places first, then the events that may name them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.forms import IDS, read_when
from mapapp.atlas.tables import EVENTS
from mapapp.importers.drafts import PALETTE
from mapapp.importers.leftovers import SIMPLE
from mapapp.importers.placing import PlaceDrafter
from mapapp.importers.plainrows import LEAST, EventColumns, PlainRows
from mapapp.importers.reasons import because
from mapapp.importers.sheet import Row
from mapapp.importers.texts import as_id, clean_text
from mapapp.language import msg, translator
from mapapp.model import Actor, Event, Kind
from mapapp.when import OPEN_END, OPEN_START, When

_ATTESTED = "attested"
_DEFAULTS = {item.name: item.default for item in fields(Event) if item.name in SIMPLE}
_FORMS = {column.name: column.form for column in EVENTS.columns}


class Drafter(PlaceDrafter):
    """Turns the rows of one sheet into records of a draft; what it changes, infers or refuses is reported."""

    def run(self) -> None:
        """Draft every row."""
        record = self.index.get("record")
        events: list[Row] = []
        for row in self.sheet.rows:
            sort = row.cells[record].strip() if record is not None else ""
            if sort == "place" or (sort != "event" and self.records != "events"):
                identifier = self._draft_place(row)
                if self.records == "both":
                    self._draft_attested(row, identifier)
            else:
                events.append(row)
        self._draft_events(events)
        self._finish_places()
        self.citations.finish()
        self.words.report_filled()

    def _draft_events(self, rows: list[Row]) -> None:
        """Draft the rows that are events: runs of plain ones by columns, the others one by one."""
        found = EventColumns()
        plain = PlainRows(self, rows) if len(rows) >= LEAST else None
        for start, stop, is_plain in plain.runs() if plain else ((0, len(rows), False),):
            if not (plain and is_plain and plain.draft(start, stop, found)):
                for row in rows[start:stop]:
                    found.add(self._draft_event(row))
        self.draft.events.update(found.records())

    def _draft_event(self, row: Row) -> dict[str, Any]:
        """The values of the event of a row."""
        before = len(self.report.entries)
        title = self._title(row)
        when, bounds = self._when(row)
        self.event_when = when
        identifier = self._identify(row, title.get(self.atlas.languages[0], ""))
        places = self._located(row)
        simple = self.simple_values(row)
        if places and not simple.get("place_basis"):
            simple["place_basis"] = "stated"
        elif not places:
            simple |= {"place_basis": None, "stops": ""}
        if simple.get("ordinal") is not None and not simple.get("series"):
            simple["ordinal"] = None
        summary = self.words.read(row, "summary")
        changed = self.changed_cells(row, self.report.entries[before:])
        values = simple | {
            "id": identifier, "when": when, "bounds": bounds, "kind": self._kind(row), "title": title,
            "summary": summary, "actors": self.actors_of(row) if "actors" in self.index else (), "places": places,
            "about": self._ids(row, "about"), "origin": next(iter(self._ids(row, "origin")), None),
            "extra": self._extra(row, changed),
        }  # fmt: skip
        self.citations.cite(f"event:{identifier}", row)
        self._settle_basis(values, row)
        self.report.undated += when is None
        self.report.unlocated += not any(map(self.has_place, places))
        return values

    def _draft_attested(self, row: Row, identifier: str) -> None:
        """An event for the time in which a place is attested, so that the slider shows it."""
        place = self.draft.places[identifier]
        if place.when is None:
            return
        if _ATTESTED not in self.draft.kinds and _ATTESTED not in self.known_kinds:
            words = {tag: translator(tag)(msg("Attested")) for tag in self.atlas.languages}
            self.draft.kinds[_ATTESTED] = Kind(_ATTESTED, *PALETTE[0], words)
            self.report.add(None, "kind", "guessed", "", _ATTESTED, because("a new kind of events"))
        title = {tag: next((one.name for one in place.names if one.lang == tag), place.names[0].name)
                 for tag in self.atlas.languages}  # fmt: skip
        event = self.ids.claim(f"{identifier[:70]}-{_ATTESTED}")
        self.draft.events[event] = Event(
            event, place.when, _ATTESTED, title, {}, places=(identifier,), place_basis="stated"
        )
        self.citations.cite(f"event:{event}", row)
        self.report.unlocated += not self.has_place(identifier)

    def has_place(self, identifier: str) -> bool:
        """True for a place that has a location."""
        if identifier in self.added:
            return self.added[identifier][1] is not None
        place = self.draft.places.get(identifier) or self.atlas.place_by_id.get(identifier)
        return place is not None and (place.geometry is not None or bool(place.country_shape))

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

    def simple_values(self, row: Row) -> dict[str, Any]:
        """The values of the fields whose cells are read as those of events.csv."""
        found = _DEFAULTS.copy()
        for field, at in self.simple:
            if not (given := row.cells[at].strip()):
                continue
            if (text := clean_text(given)) != given:
                why = because("control characters or length")
                self.report.add(row.number, field, "changed", given[:200], text[:200], why)
            try:
                found[field] = _FORMS[field].read(
                    text.removesuffix(".0") if field in ("importance", "ordinal") else text
                )
            except RefusedError as refused:
                self.report.add(row.number, field, "refused", text, "", refused.message)
        return found

    def _settle_basis(self, values: dict[str, Any], row: Row) -> None:
        """A date from outside the sources needs an outside source; without one it is resolved by somebody."""
        if values["date_basis"] != "outside":
            return
        sources = {source.id: source for source in (*self.atlas.sources, *self.draft.sources.values())}
        cited = self.draft.citations[f"event:{values['id']}"]
        if not any(item.field == "when" and sources[item.source].outside for item in cited if item.source in sources):
            values["date_basis"] = "resolved"
            self.report.add(
                row.number, "date_basis", "changed", "outside", "resolved", because("no outside source is cited")
            )

    def _kind(self, row: Row) -> str:
        cell = self._cell(row, "kind")
        identifier = self.kinds.get(cell, "event")
        if identifier not in self.draft.kinds and identifier not in self.known_kinds:
            symbol, light, dark = PALETTE[(len(self.atlas.kinds) + len(self.draft.kinds)) % len(PALETTE)]
            text = clean_text(cell) if cell in self.kinds else "Event"
            words = dict.fromkeys(self.atlas.languages, text)
            self.draft.kinds[identifier] = Kind(identifier, symbol, light, dark, words)
            self.report.add(row.number, "kind", "guessed", cell, identifier, because("a new kind of events"))
        return identifier

    def actors_of(self, row: Row) -> tuple[str, ...]:
        """The ids of the actors that a row names; those that nobody has named before are made."""
        found = []
        for part in self._cell(row, "actors").replace("；", ";").split(";"):
            if not (text := clean_text(part)):
                continue
            identifier = self._actor_id(text)
            if identifier not in self.known_actors and identifier not in self.draft.actors:
                self.ids.taken.add(identifier)
                words = dict.fromkeys(self.atlas.languages, text)
                self.draft.actors[identifier] = Actor(identifier, "organisation", "", words)
                why = because("a new actor: state, organisation or person is not said")
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
        known = tuple(filter(self._is_place, found))
        if known != found:
            missing = ";".join(one for one in found if one not in known)
            self.report.add(
                row.number, field, "refused", missing, "", because("neither the atlas nor the file has this place")
            )
        return known
