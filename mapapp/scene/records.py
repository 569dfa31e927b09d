"""The records of a Scene: frozen data, words already in the reader's language.

Points are (longitude, latitude) in degrees, WGS 84. Lower `priority` is more important; labels are placed in its order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shapely.geometry.base import BaseGeometry

Point = tuple[float, float]

SELECTED, HEADLINE, PLACE, LINE, ARC, OUTSIDE, WATER, COUNTRY = range(8)
"""Priorities of labels."""

LineStyle = Literal["corridor", "illustrative", "exact"]
FeatureStyle = Literal["strait", "water", "point", "area"]
LegendSymbol = Literal["ordinal", "kind", "open", "outside", "arc", "arc-open", "corridor", "lane", "region", "strait"]


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How events of a kind are drawn."""

    id: str
    symbol: str
    color: str
    color_dark: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One symbol: an event of a series with its ordinal, or all events of one kind at a spot.

    `open` means that the place is inferred or the date soft, for all events of the mark.
    """

    kind: str
    events: tuple[str, ...]
    ordinal: int | None = None
    open: bool = False
    selected: bool = False

    @property
    def count(self) -> int:
        """Number of events the mark stands for."""
        return len(self.events)


@dataclass(frozen=True, slots=True)
class Spot:
    """A point with events in the window. Places that coincide share a spot; the first names it."""

    places: tuple[str, ...]
    at: Point
    name: str
    marks: tuple[Mark, ...]
    priority: int
    point_like: bool = True


@dataclass(frozen=True, slots=True)
class OutsidePlace:
    """A place of a visible layer whose events all lie outside the window: drawn grey, with their year."""

    place: str
    at: Point
    name: str
    kind: str
    years: str
    priority: int = OUTSIDE


@dataclass(frozen=True, slots=True)
class Stop:
    """A place on a visit; `stated` is false where the source names a country or region, or the stop is inferred."""

    place: str
    at: Point
    name: str
    stated: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A journey from an origin to its stops, in their order where `ordered`, keyed to the list by `letter`."""

    event: str
    kind: str
    letter: str
    label: str
    origin: Stop
    stops: tuple[Stop, ...]
    ordered: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A route or corridor: geometry is a LineString or MultiLineString."""

    place: str
    name: str
    geometry: BaseGeometry
    style: LineStyle
    directed: bool
    outside: bool
    years: str
    priority: int = LINE


@dataclass(frozen=True, slots=True)
class Area:
    """A region: its own polygon, or shapes of countries by alpha-3 code. Hatched at 45 or -45 degrees."""

    place: str
    name: str
    geometry: BaseGeometry | None
    countries: tuple[str, ...]
    hatch: int
    label_at: Point | None
    outside: bool
    priority: int = LINE


@dataclass(frozen=True, slots=True)
class Feature:
    """A named thing of the atlas without events in the window: a strait on a route, a sea, a point."""

    place: str
    name: str
    at: Point
    style: FeatureStyle
    priority: int


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A line of the legend; only what is in the Scene has one. `kind` is empty where the entry is about no kind."""

    symbol: LegendSymbol
    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list keyed to the map, by ordinal, letter or the symbol of a kind; `about` is an event or a place."""

    about: str
    key: str
    text: str
    cite: str
    kind: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list beside the map."""

    id: Literal["series", "visits", "routes", "others"]
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered source: authors, title and the rest of its reference, and which of its notes and pages are used."""

    number: int
    source: str
    authors: str
    title: str
    rest: str
    locators: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A question to which the sources give two or more answers."""

    id: str
    question: str
    readings: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One event in the histogram: the first year of its bin, its kind, and whether it lies in the window."""

    year: int
    kind: str
    event: str
    soft: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class EraBand:
    """A named period: first and last year as decimal years; None where the end is open."""

    title: str
    numeral: str
    start: float | None
    end: float | None


@dataclass(frozen=True, slots=True)
class Histogram:
    """Events by year. Bins of `step` years from `first` to the one that begins with `last`; window in decimal years."""

    first: int
    last: int
    step: int
    bars: tuple[Bar, ...]
    window: tuple[float | None, float | None]
    window_labels: tuple[str, str]
    eras: tuple[EraBand, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a map of a View shows.

    `named_countries` are the alpha-3 codes of countries that a spot or an area names already; `disputes` are the
    gravest of the `disputed` disagreements about what is shown.
    """

    atlas: str
    version: str
    sha256: str
    view: str
    language: str
    theme: str
    title: str
    sentence: str
    undated: int
    unlocated: int
    kinds: tuple[KindStyle, ...]
    spots: tuple[Spot, ...]
    outside: tuple[OutsidePlace, ...]
    arcs: tuple[Arc, ...]
    lines: tuple[Line, ...]
    areas: tuple[Area, ...]
    features: tuple[Feature, ...]
    named_countries: tuple[str, ...]
    legend: tuple[LegendEntry, ...]
    listings: tuple[Listing, ...]
    references: tuple[Reference, ...]
    disputes: tuple[Dispute, ...]
    disputed: int
    histogram: Histogram
    credits: tuple[str, ...]
    center: Point | None
    zoom: float | None
