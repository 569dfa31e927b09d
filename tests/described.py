"""Atlases written down in a few words (tests/tables/) made into models; tests/js/described.js makes page data of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from shapely.geometry import LineString, Point

from mapapp.model import Actor, Atlas, Citation, Disagreement, Era, Event, Kind, Layer, Place, Reading, Source, Toponym
from mapapp.when import OPEN_END, OPEN_START, When, day_number, parse_when

TABLES = Path(__file__).parent / "tables"
_DAY = re.compile(r"Y?(-?\d+)-(\d\d)-(\d\d)")

Described = dict[str, Any]


def table(name: str) -> Any:
    """One of the tables that Python and JavaScript both read."""
    return json.loads((TABLES / name).read_text("utf-8"))


def day_of(text: str) -> int:
    """The number of a day written as in the tables: "2004-08-28", "Y17000-01-01", "open-start" or "open-end"."""
    if text in ("open-start", "open-end"):
        return OPEN_START if text == "open-start" else OPEN_END
    found = _DAY.fullmatch(text)
    assert found, text
    return day_number(*(int(part) for part in found.groups()))


def atlas_of(described: Described) -> Atlas:
    """The model of a described atlas: `kinds`, `sources` (or with `language`), `actors`, `places`, `events`, `eras`."""
    events = described["events"]
    return Atlas(
        id="described",
        version="1",
        title={"en": "Described"},
        description={},
        license="MIT",
        attribution="",
        authors=(),
        languages=("en",),
        view="",
        eras=tuple(Era(era["id"], parse_when(era["when"]), {}, {}) for era in described.get("eras", ())),
        kinds=tuple(Kind(kind, "circle", "#000000", "#ffffff", {"en": kind}) for kind in described["kinds"]),
        layers=(Layer("all", {"en": "All"}),),
        sources=tuple(_source(source) for source in described["sources"]),
        actors=tuple(Actor(actor["id"], "state", "", actor["name"]) for actor in described["actors"]),
        places=tuple(place_of(place) for place in described["places"]),
        events=tuple(_event(event) for event in events),
        figures=(),
        citations=tuple(
            Citation(f"event:{event['id']}", None, source) for event in events for source in event.get("sources", ())
        ),
        disagreements=tuple(_disagreement(event) for event in events if event.get("disputed")),
    )


def _source(described: Described | str) -> Source:
    source = described if isinstance(described, dict) else {"id": described}
    language = {"language": source["language"]} if "language" in source else {}
    return Source(source["id"], {"title": source["id"], **language}, {"en": source["id"]})


def place_of(described: Described) -> Place:
    """A place: `id`, `names`, `at` (lon, lat; null for one without a point) or `line`, `within`, `country`, `via`."""
    names = tuple(
        Toponym(name["name"], name["lang"], _when(name), formal=name.get("formal", False))
        for name in described["names"]
    )
    at = described.get("at", (0, 0))
    geometry = LineString(described["line"]) if "line" in described else Point(at) if at else None
    return Place(
        described.get("id", "place"),
        "city",
        "all",
        names,
        geometry,
        "exact",
        country=described.get("country"),
        within=tuple(described.get("within", ())),
        via=tuple(described.get("via", ())),
    )


def _event(described: Described) -> Event:
    return Event(
        id=described["id"],
        when=_when(described),
        kind=described["kind"],
        title=described.get("title", {"en": described["id"]}),
        summary=described.get("summary", {}),
        actors=tuple(described.get("actors", ())),
        places=tuple(described.get("places", ())),
        about=tuple(described.get("about", ())),
        certainty=described.get("certainty", "certain"),
    )


def _when(described: Described) -> When | None:
    return parse_when(described["when"]) if described.get("when") else None


def _disagreement(event: Described) -> Disagreement:
    """One whose subject is the event, or something else that touches the event as well."""
    subject = f"event:{event['id']}"
    main, also = (subject, ()) if event["disputed"] == "subject" else ("place:elsewhere", (subject,))
    readings = (Reading("a", {"en": "yes"}), Reading("b", {"en": "no"}))
    return Disagreement(f"d-{event['id']}", main, "when", "documents", 1, {"en": "?"}, readings, "a", {}, also)
