"""Where sources disagree, the atlas with another reading followed than its own: dates, places, actors, values.

A View chooses readings one by one (`readings`, each DISAGREEMENT~READING) or by source (`follow`). The page gets what
each reading changes as data (`sets` of a reading), made here, so that both show the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from mapapp.errors import InvalidInputError
from mapapp.model import Atlas, Disagreement, Era, Event, Figure, Place, Reading
from mapapp.view import View
from mapapp.when import parse_when

Record = Event | Figure | Place | Era

_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")


@dataclass(frozen=True, slots=True)
class Change:
    """What following a reading makes of a record: the collection of the atlas it is in, the record before and after."""

    collection: str
    before: Record
    after: Record


def chosen_readings(atlas: Atlas, view: View) -> dict[str, str]:
    """For each disagreement on which the View departs from the atlas, the id of the reading it follows.

    A reading named in `readings` goes before `follow`. A source that gives several answers is followed in the
    atlas's own reading where that is one of them, else in its first.
    """
    single = dict(item.split("~", 1) for item in view.readings if "~" in item)
    chosen: dict[str, str] = {}
    for item in atlas.disagreements:
        wanted = single.get(item.id)
        if wanted not in {reading.id for reading in item.readings}:
            wanted = _reading_of(atlas, item, view.follow) if view.follow else None
        if wanted is not None and wanted != item.follows:
            chosen[item.id] = wanted
    return chosen


def _reading_of(atlas: Atlas, item: Disagreement, source: str) -> str | None:
    def says(reading: Reading) -> bool:
        citations = atlas.citations_of.get(f"reading:{item.id}/{reading.id}", ())
        return any(citation.source == source for citation in citations)

    answers = [reading.id for reading in item.readings if says(reading)]
    return item.follows if item.follows in answers else next(iter(answers), None)


def follow_readings(atlas: Atlas, view: View) -> Atlas:
    """The atlas as it is when the View's readings are followed; the atlas itself where the View departs from none."""
    chosen = chosen_readings(atlas, view)
    if not chosen:
        return atlas
    collections: dict[str, dict[str, Any]] = {}
    disagreements = []
    for item in atlas.disagreements:
        reading = next((one for one in item.readings if one.id == chosen.get(item.id)), None)
        disagreements.append(replace(item, follows=reading.id) if reading else item)
        change = change_of(atlas, item, reading) if reading else None
        if change:
            changed = collections.setdefault(change.collection, {})
            before = changed.get(change.before.id, change.before)
            changed[before.id] = _merged(before, change)
    records: dict[str, Any] = {
        name: tuple(changed.get(one.id, one) for one in getattr(atlas, name)) for name, changed in collections.items()
    }
    return replace(atlas, disagreements=tuple(disagreements), **records)


def _merged(record: Any, change: Change) -> Any:
    fields = {
        name: getattr(change.after, name)
        for name in change.after.__slots__
        if getattr(change.after, name) != getattr(change.before, name)
    }
    return replace(record, **fields)


def change_of(atlas: Atlas, item: Disagreement, reading: Reading) -> Change | None:
    """What following a reading changes; None where it has no value that a map, a date or a figure could follow."""
    sort, _, key = item.subject.partition(":")
    collection = {"event": "events", "figure": "figures", "place": "places", "era": "eras"}.get(sort)
    setter = _SETTERS.get((sort, item.field))
    record = next((one for one in getattr(atlas, collection) if one.id == key), None) if collection else None
    if not reading.value or setter is None or record is None or collection is None:
        return None
    outside = {source.id for source in atlas.sources if source.outside}
    citations = atlas.citations_of.get(f"reading:{item.id}/{reading.id}", ())
    basis = "outside" if citations and all(citation.source in outside for citation in citations) else "stated"
    own = next((one.value for one in item.readings if one.id == item.follows), "")
    try:
        fields = setter(atlas, reading.value, basis)
    except (InvalidInputError, ValueError):
        return None
    if "unit" in fields:
        fields["unit"] = getattr(record, "normalized_unit", "")
    if item.field in _LISTS:
        fields[item.field] = _exchanged(getattr(record, item.field), _parts(own), fields[item.field])
    if basis == "stated" and getattr(record, "date_basis", "") != "outside":
        fields.pop("date_basis", None)
    return Change(collection, record, replace(record, **fields))


_LISTS = ("actors", "places", "about")
"""Fields whose readings name only what the sources disagree on, and not the whole list."""

Fields = dict[str, Any]


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(";") if part.strip())


def _exchanged(ids: tuple[str, ...], old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """The ids with `new` where the first of `old` stood (else at the end), and without the others of `old`."""
    at = next((place for place, one in enumerate(ids) if one in old), len(ids))
    rest = [[one for one in part if one not in (*old, *new)] for part in (ids[:at], ids[at:])]
    return (*rest[0], *new, *rest[1])


def _when(atlas: Atlas, value: str, basis: str) -> Fields:
    return {"when": parse_when(value), "date_basis": basis}


def _era(atlas: Atlas, value: str, basis: str) -> Fields:
    return {"when": parse_when(value)}


def _period(atlas: Atlas, value: str, basis: str) -> Fields:
    return {"period": parse_when(value), "date_basis": basis}


def _ids(field: str, known: str) -> Callable[[Atlas, str, str], Fields]:
    def read(atlas: Atlas, value: str, basis: str) -> Fields:
        ids = _parts(value)
        if not set(ids) <= {one.id for one in getattr(atlas, known)}:
            raise ValueError(value)
        more = {"place_basis": basis} if field == "places" else {}
        return {field: ids, **more}

    return read


def _kind(atlas: Atlas, value: str, basis: str) -> Fields:
    if value not in {kind.id for kind in atlas.kinds}:
        raise ValueError(value)
    return {"kind": value}


def _ordinal(atlas: Atlas, value: str, basis: str) -> Fields:
    return {"ordinal": int(value)}


def _certainty(atlas: Atlas, value: str, basis: str) -> Fields:
    if value not in ("certain", "less-certain", "uncertain"):
        raise ValueError(value)
    return {"certainty": value}


def _number(atlas: Atlas, value: str, basis: str) -> Fields:
    """A value in the figure's normalised unit: `1250`, or a range `1250-1900`."""
    found = _NUMBER.fullmatch(value)
    if not found:
        raise ValueError(value)
    low, high = float(found[1]), float(found[2]) if found[2] else None
    return {"normalized": low, "normalized_high": high, "value": _shown(low, high), "unit": ""}


def _shown(low: float, high: float | None) -> str:
    numbers = [number for number in (low, high) if number is not None]
    return "–".join(f"{number:,.10f}".rstrip("0").rstrip(".").replace(",", "\u202f") for number in numbers)


def _shape(atlas: Atlas, value: str, basis: str) -> Fields:
    """An area made of other areas, where all of them are made of countries."""
    parts = [atlas.place_by_id[part] for part in _parts(value) if part in atlas.place_by_id]
    if not parts or not all(part.country_shape for part in parts):
        raise ValueError(value)
    return {
        "geometry": None,
        "country_shape": tuple(dict.fromkeys(code for one in parts for code in one.country_shape)),
    }


_SETTERS: dict[tuple[str, str], Callable[[Atlas, str, str], Fields]] = {
    ("event", "when"): _when,
    ("event", "places"): _ids("places", "places"),
    ("event", "about"): _ids("about", "places"),
    ("event", "actors"): _ids("actors", "actors"),
    ("event", "kind"): _kind,
    ("event", "ordinal"): _ordinal,
    ("event", "certainty"): _certainty,
    ("figure", "value"): _number,
    ("figure", "unit"): _number,
    ("figure", "period"): _period,
    ("place", "geometry"): _shape,
    ("era", "when"): _era,
}
"""How a reading's value changes a record, by sort of record and field; other fields are told, not drawn."""
