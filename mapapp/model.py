"""What the documents say: the records of an atlas, frozen and typed.

Names of fields are those of the atlas format (docs/reference/atlas-format.md). Text that exists per language is a
`Words` mapping from BCP 47 tag to text. Geometry is shapely, WGS 84 (EPSG:4326), longitude before latitude.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cached_property
from itertools import repeat
from typing import Any, Literal, TypeVar

from shapely.geometry import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from mapapp.when import When

T = TypeVar("T")
Words = Mapping[str, str]

Certainty = Literal["certain", "less-certain", "uncertain"]
Precision = Literal["exact", "approximate", "schematic"]
Basis = Literal["stated", "resolved", "inferred", "outside"]
Stance = Literal["supports", "differs"]


@dataclass(frozen=True, slots=True)
class Era:
    """A named period of the atlas, drawn as a band under the slider."""

    id: str
    when: When
    title: Words
    summary: Words


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event: the shape and colour it is drawn with."""

    id: str
    symbol: str
    color: str
    color_dark: str
    title: Words


@dataclass(frozen=True, slots=True)
class Layer:
    """A group of places that the reader can switch on and off."""

    id: str
    title: Words
    visible: bool = True


@dataclass(frozen=True, slots=True)
class TextFingerprint:
    """What a source's plain text must be for character ranges to hold: SHA-256 of its bytes, its code points."""

    sha256: str
    characters: int
    encoding: str
    language: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document, as a CSL-JSON item, with the fingerprint of its text where it has one."""

    id: str
    csl: Mapping[str, object]
    short: Words
    text: TextFingerprint | None = None
    outside: bool = False

    @property
    def language(self) -> str:
        """The language of the source (a BCP 47 tag): of its text, else as its CSL item says; "" where unknown."""
        stated = self.text.language if self.text else self.csl.get("language")
        return stated if isinstance(stated, str) else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """The passage that supports (or contradicts) a record or one field of it."""

    subject: str
    field: str | None
    source: str
    section: str = ""
    page: str = ""
    footnote: str = ""
    start: int | None = None
    end: int | None = None
    term: str = ""
    stance: Stance = "supports"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a state, an organisation or a person."""

    id: str
    kind: str
    country: str
    name: Words


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place, with its language and, where it is known, the span in which it was official.

    A `formal` name is the long official form of a state or area: told in full records, never a label on the map.
    """

    name: str
    lang: str
    when: When | None = None
    outside: bool = False
    formal: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place, route, corridor or region.

    `geometry` is None where the place has a `country_shape` (drawn from the base map) or cannot be located.
    `label_at` is (longitude, latitude) in degrees.
    """

    id: str
    kind: str
    layer: str
    names: tuple[Toponym, ...]
    geometry: BaseGeometry | None
    precision: Precision
    place_basis: Basis = "stated"
    geometry_source: str = ""
    country: str | None = None
    country_shape: tuple[str, ...] = ()
    label_at: tuple[float, float] | None = None
    when: When | None = None
    directed: bool = False
    via: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    summary: Words = field(default_factory=dict)
    note: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def point(self) -> tuple[float, float] | None:
        """Where the place stands as one point (lon, lat): its Point, else `label_at`, else a point in its geometry."""
        if isinstance(self.geometry, ShapelyPoint):
            return self.geometry.x, self.geometry.y
        if self.label_at is not None:
            return self.label_at
        if self.geometry is None or self.geometry.is_empty:
            return None
        inside = self.geometry.representative_point()
        return inside.x, inside.y


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, where, when. `when` is None for an undated event, whose `bounds` say what the text allows."""

    id: str
    when: When | None
    kind: str
    title: Words
    summary: Words
    bounds: When | None = None
    date_basis: Basis = "stated"
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    place_basis: Basis | None = None
    origin: str | None = None
    stops: str = ""
    importance: int = 2
    certainty: Certainty = "certain"
    projection: bool = False
    series: str = ""
    ordinal: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, as printed and normalised (never converted between currencies)."""

    id: str
    measure: str
    label: Words
    value: str
    unit: str
    bound: str = "exact"
    normalized: float | None = None
    normalized_high: float | None = None
    normalized_unit: str = ""
    period: When | None = None
    date_basis: Basis = "stated"
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    series: str = ""
    note: Words = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer to the question of a disagreement; `value` is the field's machine value under this answer."""

    id: str
    says: Words
    value: str = ""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question to which the sources, or a source and established fact, give two or more answers."""

    id: str
    subject: str
    field: str
    between: str
    severity: int
    question: Words
    readings: tuple[Reading, ...]
    follows: str | None
    why: Words
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TourStep:
    """A View, as a query string, and what is said of it: Markdown as `mapapp.prose` reads it."""

    view: str
    title: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Tour:
    """A walk through an atlas, step by step."""

    id: str
    title: Words
    summary: Words
    steps: tuple[TourStep, ...]


@dataclass(frozen=True)
class Atlas:
    """A whole atlas, checked: ids are unique, references resolve, every record is cited."""

    id: str
    version: str
    title: Words
    description: Words
    license: str
    attribution: str
    authors: tuple[str, ...]
    languages: tuple[str, ...]
    view: str
    eras: tuple[Era, ...]
    kinds: tuple[Kind, ...]
    layers: tuple[Layer, ...]
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    figures: tuple[Figure, ...]
    citations: tuple[Citation, ...]
    disagreements: tuple[Disagreement, ...]
    glossary: tuple[Mapping[str, str], ...] = ()
    coverage: tuple[Mapping[str, str], ...] = ()
    tours: tuple[Tour, ...] = ()
    sha256: str = ""

    @cached_property
    def place_by_id(self) -> dict[str, Place]:
        """Places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def event_by_id(self) -> dict[str, Event]:
        """Events by id."""
        return {event.id: event for event in self.events}

    @cached_property
    def citations_of(self) -> dict[str, tuple[Citation, ...]]:
        """Citations by subject without its field (`event:2004-dialogue-1`), in the order of the file."""
        found: dict[str, list[Citation]] = {}
        for citation in self.citations:
            found.setdefault(citation.subject, []).append(citation)
        return {subject: tuple(items) for subject, items in found.items()}

    @cached_property
    def disagreements_of(self) -> dict[str, tuple[Disagreement, ...]]:
        """Disagreements by each subject they touch."""
        found: dict[str, list[Disagreement]] = {}
        for item in self.disagreements:
            for subject in dict.fromkeys((item.subject, *item.also)):
                found.setdefault(subject, []).append(item)
        return {subject: tuple(items) for subject, items in found.items()}


def in_language(words: Words, language: str, fallback: str = "en") -> str:
    """The text in `language`, else in one that shares its first subtag, else in `fallback`, else any, else ''."""
    if words.get(language):
        return words[language]
    base = language.split("-")[0]
    related = next((text for tag, text in words.items() if text and tag.split("-")[0] == base), "")
    return related or words.get(fallback, "") or next((text for text in words.values() if text), "")


def records_of(kind: type[T], count: int, columns: Mapping[str, Iterable[Any]]) -> list[T]:
    """So many records of a slotted class from columns of values by field; a field without a column has its default.

    A frozen dataclass takes microseconds for each record, mostly for its guard against being written to: where there
    are 100,000 of them, setting the slots column by column takes a third of the time.
    """
    made = list(map(object.__new__, repeat(kind, count)))
    for item in fields(kind):  # type: ignore[arg-type]
        values = columns.get(item.name)
        if values is None:
            values = repeat(item.default) if item.default is not MISSING else map(_made, repeat(item.default_factory))
        deque(map(getattr(kind, item.name).__set__, made, values), maxlen=0)
    return made


def _made(factory: Any) -> Any:
    return factory()
