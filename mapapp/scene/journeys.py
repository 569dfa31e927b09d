"""Journeys: events that set out from somewhere, as arcs keyed to the list of visits by letter."""

from __future__ import annotations

from collections.abc import Iterable
from string import ascii_lowercase

from mapapp.model import Atlas, Event, in_language
from mapapp.scene.places import Places
from mapapp.scene.records import Arc
from mapapp.when import OPEN_START, calendar_date


def build_arcs(atlas: Atlas, events: Iterable[Event], places: Places, language: str) -> tuple[Arc, ...]:
    """One arc for each event in the window with an origin and a stop elsewhere, by date, lettered in that order."""
    people = {actor.id: in_language(actor.name, language) for actor in atlas.actors if actor.kind == "person"}
    journeys = sorted((event for event in events if event.origin), key=_by_date)
    found: list[Arc] = []
    for event in journeys:
        traveller = next((people[actor] for actor in event.actors if actor in people), "")
        arc = _arc(event, places, letter(len(found)), traveller)
        if arc is not None:
            found.append(arc)
    return tuple(found)


def letter(number: int) -> str:
    """0 -> a, 25 -> z, 26 -> aa."""
    text = ascii_lowercase[number % 26]
    return text if number < 26 else letter(number // 26 - 1) + text


def _arc(event: Event, places: Places, key: str, traveller: str) -> Arc | None:
    if event.origin is None:
        return None
    origin = places.stop(event.origin)
    inferred = event.place_basis == "inferred"
    stops = [places.stop(place, inferred=inferred) for place in event.places if place != event.origin]
    known = tuple(stop for stop in stops if stop is not None)
    if origin is None or not known:
        return None
    label = " ".join(part for part in (key, traveller, _year(event)) if part)
    return Arc(event.id, event.kind, key, label, origin, known, event.stops == "ordered")


def _by_date(event: Event) -> tuple[int, str]:
    return (event.when.start_earliest if event.when else 0, event.id)


def _year(event: Event) -> str:
    if event.when is None or event.when.start_earliest == OPEN_START:
        return ""
    return str(calendar_date(event.when.start_earliest)[0])
