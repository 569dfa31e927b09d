"""A name to candidate places, each with its score and the reasons for it: it proposes, a person decides."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mapapp.gazetteer.folding import fold_name, fold_text, kana_variants
from mapapp.gazetteer.names import ATTRIBUTIONS, Name, Names, shipped_names
from mapapp.language import Translator, msg
from mapapp.near import Point, distance_km
from mapapp.when import When, day_number, is_possible, parse_when

if TYPE_CHECKING:
    from mapapp.model import Atlas, Place

SUFFIXES = ("特別市", "廣域市", "市", "縣", "町", "村", "區", "省", "州", "都", "府", "國", "島", "郡")
_BARE = {"state": 0.2, "territory": 0.14, "region": 0.14, "sea": 0.14, "strait": 0.14, "base": 0.16, "island": 0.14}
_NEAR_KM = 1500.0
_SAME_KM = (900.0, 30.0)
"""Kilometres within which two of one kind and name are one place: areas, and cities."""
MOST = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a candidate scores as it does: a text of the catalogues and its values."""

    text: str
    values: tuple[tuple[str, str], ...] = ()

    def words(self, t: Translator) -> str:
        """The reason in the reader's language."""
        return t(self.text, **dict(self.values))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    `id` is `atlas:ID` for a place of the atlas, else an id of the gazetteer (`gn:` and GeoNames' number, `c:` and a
    country's code, `w:` a water, `m:` one of our own). `point` is (lon, lat) in degrees, WGS 84; `when` the EDTF span
    in which the name was in force, or ''. `score` runs from 0 to 1.
    """

    id: str
    name: str
    matched: str
    lang: str
    kind: str
    country: str
    point: Point
    population: int
    when: str
    score: float
    reasons: tuple[Reason, ...]
    attribution: str


@dataclass(slots=True)
class _Weighing:
    score: float = 0.0
    reasons: list[Reason] = field(default_factory=list)

    def add(self, value: float, text: str, **values: object) -> None:
        self.score += value
        self.reasons.append(Reason(text, tuple((key, str(value)) for key, value in values.items())))


def locate(
    name: str, *, year: When | None = None, atlas: Atlas | None = None, most: int = MOST, names: Names | None = None
) -> list[Candidate]:
    """The places that a name may mean, best first: the atlas's own, then those of the shipped gazetteer.

    `year` prefers names in force at that date; `atlas` prefers places near its own. An empty list where nothing fits.
    """
    known = names or shipped_names()
    key = fold_name(name)
    if not key:
        return []
    points = [place.point for place in atlas.places if place.point] if atlas else []
    own = _own(name, key, year, atlas) if atlas else []
    found = _weigh_all(name, _matches(key, known), year, points, known)
    return (own + [one for one in found if not _is_among(one, own)])[:most]


def _is_among(one: Candidate, own: Sequence[Candidate]) -> bool:
    """True for a place of the gazetteer that the atlas has itself: of the same kind and near by."""
    return any(one.kind == other.kind and distance_km(one.point, other.point) < _SAME_KM[one.kind == "city"]
               for other in own)  # fmt: skip


def _matches(key: str, known: Names) -> list[tuple[Name, str]]:
    """Names that fit a key, each with the way it fits: same, without or with a suffix, the beginning of a name."""
    found = [(name, "same") for spelling in (key, *kana_variants(key)) for name in known.find(spelling)]
    if found:
        return found
    for suffix in SUFFIXES:
        folded = fold_text(suffix)
        if key.endswith(folded) and len(key) > len(folded) + 1:
            found += [(name, "suffix") for name in known.find(key.removesuffix(folded))]
        found += [(name, "suffix") for name in known.find(key + folded)]
    if not found and len(key) > 2:
        found = [(name, "beginning") for name in known.starting(key, 40)]
    return found


def _weigh_all(
    wanted: str, matches: Iterable[tuple[Name, str]], year: When | None, points: Sequence[Point], known: Names
) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for name, how in matches:
        candidate = _weigh(wanted, name, how, year, points, known)
        if name.row not in best or best[name.row].score < candidate.score:
            best[name.row] = candidate
    return sorted(best.values(), key=lambda one: (-one.score, -one.population, one.id))


def _weigh(
    wanted: str, name: Name, how: str, year: When | None, points: Sequence[Point], known: Names
) -> Candidate:  # fmt: skip
    place = known.place(name.row)
    weighing = _Weighing()
    _weigh_spelling(weighing, wanted, name.name, how)
    if name.source == "mapapp":
        weighing.add(0.1, msg("name from mapapp's own table"))
    elif name.lang == "":
        weighing.add(0.05, msg("the place's main name"))
    if place.kind in _BARE:
        weighing.score += _BARE[place.kind]
    elif place.population:
        weighing.add(
            min(0.16, 0.02 * math.log10(place.population + 1)), msg("{people} people"), people=f"{place.population:,}"
        )
    _weigh_span(weighing, parse_when(name.when) if name.when else None, year)
    _weigh_nearness(weighing, place.point, points)
    return Candidate(
        place.id, place.name, name.name, name.lang, place.kind, place.country, place.point, place.population, name.when,
        round(max(0.0, min(1.0, weighing.score)), 3), tuple(weighing.reasons), ATTRIBUTIONS[name.source],
    )  # fmt: skip


def _weigh_spelling(weighing: _Weighing, wanted: str, spelling: str, how: str) -> None:
    if how == "beginning":
        weighing.add(0.2, msg("the name only begins so: {name}"), name=spelling)
    elif how == "suffix":
        weighing.add(0.45, msg("the same but for its last character: {name}"), name=spelling)
    elif wanted == spelling:
        weighing.add(0.6, msg("same spelling"))
    elif wanted.casefold() == spelling.casefold():
        weighing.add(0.58, msg("same spelling but for capitals"))
    elif any(char > "\u2e80" for char in spelling):
        weighing.add(0.56, msg("other form of the same characters: {name}"), name=spelling)
    else:
        weighing.add(0.55, msg("same letters but for accents and marks: {name}"), name=spelling)


def _weigh_span(weighing: _Weighing, span: When | None, year: When | None) -> None:
    if span is None:
        return
    if year is None:
        today = is_possible(span, (day_number(9000), day_number(9000)))
        weighing.add(0.0 if today else -0.02, msg("in force {span}"), span=span.edtf)
    elif is_possible(span, year.outer):
        weighing.add(0.1, msg("in force {span}"), span=span.edtf)
    else:
        weighing.add(-0.3, msg("not in force in {year}: {span}"), year=year.edtf, span=span.edtf)


def _weigh_nearness(weighing: _Weighing, point: Point, points: Sequence[Point]) -> None:
    if not points:
        return
    nearest = min(distance_km(point, other) for other in points)
    weighing.add(0.12 * math.exp(-nearest / _NEAR_KM), msg("{km} km from the atlas's nearest place"), km=round(nearest))


def _own(wanted: str, key: str, year: When | None, atlas: Atlas) -> list[Candidate]:
    found = []
    for place in atlas.places:
        fitting = [(_own_weighing(wanted, one.name, one.when, year), one) for one in place.names
                   if fold_name(one.name) == key]  # fmt: skip
        if not fitting or place.point is None:
            continue
        weighing, toponym = max(fitting, key=lambda pair: pair[0].score)
        found.append(
            Candidate(
                f"atlas:{place.id}", _title(place), toponym.name, toponym.lang, place.kind, place.country or "",
                place.point, 0, toponym.when.edtf if toponym.when else "", round(min(1.0, weighing.score), 3),
                tuple(weighing.reasons), atlas.attribution,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-one.score, one.id))


def _own_weighing(wanted: str, spelling: str, span: When | None, year: When | None) -> _Weighing:
    weighing = _Weighing()
    weighing.add(0.3, msg("a place of this atlas"))
    _weigh_spelling(weighing, wanted, spelling, "same")
    weighing.score += 0.1
    _weigh_span(weighing, span, year)
    return weighing


def _title(place: Place) -> str:
    return next((one.name for one in place.names if one.lang == "en"), place.names[0].name)
