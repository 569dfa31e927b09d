"""What of an atlas's places a View shows: spots with events, grey places, lines, areas and named features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from shapely.geometry.base import BaseGeometry

from mapapp.model import Atlas, Event, Place
from mapapp.names import toponym_at, toponym_today
from mapapp.scene.records import (
    HEADLINE,
    LINE,
    PLACE,
    SELECTED,
    WATER,
    Area,
    Feature,
    FeatureStyle,
    Line,
    LineStyle,
    Mark,
    OutsidePlace,
    Point,
    Spot,
    Stop,
)
from mapapp.select import Selection
from mapapp.view import View
from mapapp.when import OPEN_END, OPEN_START, calendar_date, is_possible

COINCIDENT = 0.02
"""Places nearer than this, in degrees, share a spot."""

_POINT_KINDS = ("city", "base", "headquarters", "building", "island", "other")
_WATER_KINDS = ("sea", "strait")
_AREA_KINDS = ("region", "area", "territory")


class Places:
    """The places of an atlas at a View. Holds what the several lists need in common; builds, changes nothing."""

    def __init__(self, atlas: Atlas, view: View, selection: Selection, language: str) -> None:
        self._atlas = atlas
        self._view = view
        self._selection = selection
        self._language = language
        self._window = view.window()
        shown = {layer.id for layer in atlas.layers if layer.visible} if view.layers is None else set(view.layers)
        self._visible = [place for place in atlas.places if place.layer in shown]
        self._with_events = {place.id for place in selection.places}
        self._mentioned = _counts(place for event in selection.events for place in (*event.places, *event.about))

    def name(self, place: Place) -> str:
        """The name of a place in force in the window, or today's where the View asks for it."""
        today = self._view.names == "today"
        name = toponym_today(place, self._language) if today else toponym_at(place, self._window, self._language)
        return name.name if name else place.id

    def stop(self, place_id: str, *, inferred: bool = False) -> Stop | None:
        """A place as an end of a journey; None where it has no position."""
        place = self._atlas.place_by_id[place_id]
        at = place.point
        stated = not inferred and place.kind in _POINT_KINDS and place.place_basis == "stated"
        return Stop(place.id, at, self.name(place), stated) if at else None

    def spots(self) -> tuple[Spot, ...]:
        """Places with events in the window, coincident ones together, the most important first."""
        found: list[Spot] = []
        for place in sorted(self._selection.places, key=_rank):
            at = place.point
            if at is None:
                continue
            near = next((i for i, spot in enumerate(found) if _coincide(spot.at, at)), None)
            if near is None:
                found.append(Spot((place.id,), at, self.name(place), (), PLACE, place.kind in _POINT_KINDS))
            else:
                found[near] = replace(found[near], places=(*found[near].places, place.id))
        return tuple(sorted((self._marked(spot) for spot in found), key=lambda spot: (spot.priority, spot.name)))

    def _marked(self, spot: Spot) -> Spot:
        events = [event for event in self._selection.events if not set(spot.places).isdisjoint(event.places)]
        marks = build_marks(self._atlas, events, set(spot.places), self._view.select)
        chosen = self._view.select in spot.places or any(mark.selected for mark in marks)
        headline = any(mark.ordinal is not None for mark in marks)
        return replace(spot, marks=marks, priority=SELECTED if chosen else HEADLINE if headline else PLACE)

    def outside(self) -> tuple[OutsidePlace, ...]:
        """Point places of visible layers whose events all lie outside the window."""
        found = []
        taken = [at for place in self._selection.places if (at := place.point)]
        for place in self._visible:
            events = [event for event in self._selection.outside if place.id in event.places]
            at = place.point
            if place.id in self._with_events or not events or at is None or place.kind not in _POINT_KINDS:
                continue
            if not any(_coincide(at, other) for other in taken):
                taken.append(at)
                found.append(OutsidePlace(place.id, at, self.name(place), events[0].kind, _years(events)))
        return tuple(found)

    def lines(self) -> tuple[Line, ...]:
        """Routes, corridors and pipelines of the visible layers."""
        shown = [place for place in self._visible if place.geometry and "LineString" in place.geometry.geom_type]
        return tuple(self._line(place, place.geometry) for place in shown if place.geometry is not None)

    def _line(self, place: Place, geometry: BaseGeometry) -> Line:
        years = self._outside_years(place)
        style: LineStyle = "corridor" if place.kind == "corridor" else "illustrative"
        if place.precision == "exact":
            style = "exact"
        priority = SELECTED if place.id == self._view.select else LINE
        outside = years is not None
        return Line(place.id, self.name(place), geometry, style, place.directed, outside, years or "", priority)

    def _outside_years(self, place: Place) -> str | None:
        """The years of a thing that exists, or of whose events all lie, outside the window; None for one within."""
        if place.when is not None:
            return None if is_possible(place.when, self._window) else str(calendar_date(place.when.start_earliest)[0])
        if place.id in self._mentioned:
            return None
        later = [event for event in self._selection.outside if place.id in (*event.places, *event.about)]
        return _years(later) if later else None

    def areas(self) -> tuple[Area, ...]:
        """Regions that events in the window are about, or that a corridor passes; those with most events first."""
        corridors = [line.place for line in self.lines() if line.style == "corridor" and not line.outside]
        passed = {place for line in corridors for place in self._atlas.place_by_id[line].via}
        wanted = {*self._mentioned, *passed, *self._view.places, self._view.select}
        chosen = [place for place in self._visible if place.kind in _AREA_KINDS and place.id in wanted]
        chosen = [place for place in chosen if place.country_shape or _is_polygon(place)]
        chosen.sort(key=lambda place: (-self._mentioned.get(place.id, 0), place.id))
        return tuple(self._area(place, 45 if number % 2 == 0 else -45) for number, place in enumerate(chosen))

    def _area(self, place: Place, hatch: int) -> Area:
        outside = place.when is not None and not is_possible(place.when, self._window)
        geometry = None if place.country_shape else place.geometry
        priority = SELECTED if place.id == self._view.select else LINE
        name, at = self.name(place), place.point
        return Area(place.id, name, geometry, place.country_shape, hatch, at, outside, priority)

    def features(self) -> tuple[Feature, ...]:
        """Straits and seas of the visible layers, and places that a drawn line passes, where no event stands."""
        passed = {place for line in self.lines() for place in self._atlas.place_by_id[line.place].via}
        grey = {ghost.place for ghost in self.outside()}
        found = []
        for place in self._visible:
            at = place.point
            if at is None or place.id in self._with_events or place.id in grey:
                continue
            if place.kind in _WATER_KINDS or (place.id in passed and place.kind in _POINT_KINDS):
                strait = place.kind == "strait" and place.id in passed
                style: FeatureStyle = "strait" if strait else "water" if place.kind in _WATER_KINDS else "point"
                found.append(Feature(place.id, self.name(place), at, style, WATER if style == "water" else LINE))
        return tuple(found)


def build_marks(atlas: Atlas, events: Iterable[Event], at: set[str], select: str | None) -> tuple[Mark, ...]:
    """The marks of a spot: one for each event with an ordinal, in order, then one for each other kind."""
    inferred = {place.id for place in atlas.places if place.id in at and place.place_basis == "inferred"}
    numbered: list[Mark] = []
    by_kind: dict[str, list[Event]] = {kind.id: [] for kind in atlas.kinds}
    for event in events:
        if event.ordinal is not None:
            soft = is_open(event) or not inferred.isdisjoint(event.places)
            numbered.append(Mark(event.kind, (event.id,), event.ordinal, soft, event.id == select))
        else:
            by_kind.setdefault(event.kind, []).append(event)
    others = [
        Mark(
            kind,
            tuple(event.id for event in group),
            None,
            all(is_open(event) or not inferred.isdisjoint(event.places) for event in group),
            any(event.id == select for event in group),
        )
        for kind, group in by_kind.items()
        if group
    ]
    return (*sorted(numbered, key=lambda mark: mark.ordinal or 0), *others)


def is_open(event: Event) -> bool:
    """True where an event's place is inferred, its date soft, or the event itself less than certain."""
    soft = event.when is not None and event.when.soft
    return soft or event.place_basis == "inferred" or event.certainty != "certain"


def _is_polygon(place: Place) -> bool:
    return place.geometry is not None and "Polygon" in place.geometry.geom_type


def _coincide(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < COINCIDENT and abs(a[1] - b[1]) < COINCIDENT


def _rank(place: Place) -> tuple[int, str]:
    """Cities name a spot before what stands in them."""
    return (0 if place.kind == "city" else 1, place.id)


def _counts(ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in ids:
        found[one] = found.get(one, 0) + 1
    return found


def _years(events: Iterable[Event]) -> str:
    """The years of events: "2024", or "1992–2024" for more than one."""
    days = [day for event in events if event.when for day in event.when.outer if day not in (OPEN_START, OPEN_END)]
    if not days:
        return ""
    first, last = calendar_date(min(days))[0], calendar_date(max(days))[0]
    return str(first) if first == last else f"{first}–{last}"
