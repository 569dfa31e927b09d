"""Generated atlases for property tests: small, of every shape that the format allows, with text that makes trouble."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from mapapp.atlas import read_atlas
from mapapp.model import Atlas, Citation, Disagreement, Event, Figure, Place, Reading, Toponym, Tour, TourStep, Words
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL

LANGUAGES = ("en", "zh-Hant", "ja")
TROUBLE = (
    '"',
    "'",
    ",",
    ";",
    "\n",
    "\t",
    "\\",
    "</script>",
    "${x}",
    "`",
    "=1+1",
    "\u202e",
    "\u2028",
    "𠮷",
    "é",
    "#",
    "é",
)
DATES = ("2004", "-0044-03-15", "2004-08/..", "199X", "2004~", "[2023-06-11..2023-06-20]", "1985/")

text = st.lists(st.sampled_from(TROUBLE) | st.characters(exclude_categories=("Cc", "Cs")), max_size=8).map(
    lambda parts: "".join(parts).strip()
)
filled = text.map(lambda found: found or "x")
words = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, filled))
lines = st.fixed_dictionaries(
    dict.fromkeys(
        LANGUAGES, text.map(lambda found: found.translate(dict.fromkeys(map(ord, "\n#[")))).map("x{}x".format)
    )
)
maybe_words: st.SearchStrategy[Words] = st.just({}) | words
when = st.sampled_from(DATES).map(parse_when)
lon = st.floats(-180, 180, allow_subnormal=False)
lat = st.floats(-90, 90, allow_subnormal=False)
extra = st.dictionaries(st.sampled_from(("x_a", "x_b")), filled, max_size=2)


def _line(start: tuple[float, float]) -> BaseGeometry:
    return LineString([start, (start[0] / 2, start[1] / 2), (0.5, 0.25)])


def _area(start: tuple[float, float]) -> BaseGeometry:
    west, south = start[0] / 2, start[1] / 2
    return Polygon([(west, south), (west + 1, south), (west + 1, south + 0.5), (west, south + 0.5)])


geometry = st.tuples(lon, lat).flatmap(
    lambda at: st.sampled_from((None, Point(at), MultiPoint([at, (0, 0)]), _line(at), _area(at)))
)


@st.composite
def places(draw: Any, identifier: str) -> Place:
    names = [Toponym(draw(filled), language) for language in LANGUAGES]
    names.append(Toponym(draw(filled), "ky", draw(when), draw(st.booleans()), draw(st.booleans()), draw(text)))
    return Place(
        id=identifier,
        kind=draw(st.sampled_from(("city", "route", "area"))),
        layer="cities",
        names=tuple(names),
        geometry=draw(geometry),
        precision=draw(st.sampled_from(("exact", "approximate", "schematic"))),
        place_basis=draw(st.sampled_from(("stated", "inferred"))),
        geometry_source=draw(text),
        country=draw(st.sampled_from((None, "KAZ"))),
        country_shape=draw(st.sampled_from(((), ("KAZ",), ("KAZ", "UZB")))),
        label_at=draw(st.none() | st.tuples(lon, lat)),
        when=draw(st.none() | when),
        directed=draw(st.booleans()),
        via=draw(st.sampled_from(((), ("p-0", "p-0")))),
        summary=draw(maybe_words),
        note=draw(text),
        extra=draw(extra | st.just({"x_deep": {"a": [1, None, {"b": 0.5}]}})),
    )


@st.composite
def events(draw: Any, identifier: str) -> Event:
    dated, at = draw(st.none() | when), draw(st.sampled_from(((), ("p-0",), ("p-0", "p-1", "p-0"))))
    return Event(
        id=identifier,
        when=dated,
        bounds=None if dated else draw(st.none() | when),
        date_basis=draw(st.sampled_from(("stated", "resolved"))),
        kind="works",
        title=draw(words),
        summary=draw(maybe_words),
        actors=draw(st.sampled_from(((), ("a-egypt", "p-nasser")))),
        places=at,
        about=draw(st.sampled_from(((), ("p-1",)))),
        place_basis=draw(st.sampled_from(("stated", "inferred"))) if at else None,
        origin=draw(st.sampled_from((None, "p-1"))),
        stops=draw(st.sampled_from(("", "ordered", "unordered"))) if at else "",
        importance=draw(st.integers(1, 3)),
        certainty=draw(st.sampled_from(("certain", "less-certain", "uncertain"))),
        projection=draw(st.booleans()),
        series="s",
        ordinal=draw(st.none() | st.integers(0, 99)),
        extra=draw(extra),
    )


@st.composite
def figures(draw: Any, identifier: str) -> Figure:
    low = draw(st.none() | st.floats(-1e12, 1e12, allow_subnormal=False) | st.integers(-9, 9).map(float))
    return Figure(
        id=identifier,
        measure="m",
        label=draw(words),
        value=draw(filled),
        unit=draw(text),
        normalized=low,
        normalized_high=None if low is None else low + 1,
        normalized_unit=draw(text),
        period=draw(st.none() | when),
        places=("p-0",),
        note=draw(maybe_words),
        extra=draw(extra),
    )


@st.composite
def atlases(draw: Any) -> Atlas:
    """An atlas without problems."""
    base = read_atlas(MINIMAL)[0]
    assert base is not None
    found_places = tuple(draw(places(f"p-{number}")) for number in range(2))
    found_events = tuple(draw(events(f"e-{number}")) for number in range(draw(st.integers(0, 3))))
    found_figures = tuple(draw(figures(f"f-{number}")) for number in range(draw(st.integers(0, 2))))
    readings = tuple(Reading(letter, draw(words), draw(text)) for letter in "ab")
    subjects = [f"place:{place.id}" for place in found_places] + [f"event:{event.id}" for event in found_events]
    subjects += [f"figure:{figure.id}" for figure in found_figures] + ["reading:d/a", "reading:d/b"]
    citations = [Citation(subject, None, "note", draw(text), start=0, end=5, note=draw(text)) for subject in subjects]
    return replace(
        base,
        title=draw(words),
        description=draw(maybe_words),
        attribution=draw(filled),
        authors=(draw(text),),
        eras=(replace(base.eras[0], title=draw(words), summary=draw(maybe_words), when=draw(when)),),
        places=found_places,
        events=found_events,
        figures=found_figures,
        citations=tuple(draw(st.permutations(citations))),
        disagreements=(
            Disagreement("d", "place:p-0", "name", "fact", 3, draw(words), readings, draw(st.sampled_from((None, "a"))),
                         draw(maybe_words), ("place:p-1",)),
        ),
        glossary=({"id": "t", **{f"term_{tag}": draw(filled) for tag in LANGUAGES}, "note": draw(text)},),
        coverage=({"source": "note", "paragraph": "3", "reason": draw(text)},),
        tours=(Tour("t", draw(words), draw(maybe_words), (TourStep("mode=in&from=2004", draw(lines), draw(lines)),)),),
    )  # fmt: skip
