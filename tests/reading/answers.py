"""Texts with known answers (tests/data/reading) and how well a reading agrees with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mapapp.gazetteer import locate, shipped_names
from mapapp.reading.dates import find_dates
from mapapp.reading.index import PlaceIndex
from mapapp.reading.places import find_places
from mapapp.when import parse_when

FOLDER = Path(__file__).parents[1] / "data" / "reading"
_MARK = re.compile(r"⟦([^⟦⟧=]+)(?:=([^⟦⟧]*))?⟧|⟨([^⟨⟩=]+)=([^⟨⟩]*)⟩")

Answer = tuple[int, int, str]
"""Start, end, and id or EDTF."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A text without its marks, its language and date, and its places and dates."""

    name: str
    language: str
    written: str
    text: str
    places: tuple[Answer, ...]
    dates: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts of one kind of answer in one text; `right` are found ones that are also resolved as the answer says."""

    wanted: int
    found: int
    proposed: int
    right: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]


@cache
def answered(name: str) -> Answered:
    """Read a text with answers."""
    head, _, marked = (FOLDER / f"{name}.txt").read_text("utf-8").partition("\n")
    language, written = head.split()
    parts: list[str] = []
    places: list[Answer] = []
    dates: list[Answer] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        plain = marked[at : match.start()]
        words = match[1] or match[3]
        start = length + len(plain)
        (places if match[1] else dates).append((start, start + len(words), (match[2] if match[1] else match[4]) or ""))
        parts += [plain, words]
        length, at = start + len(words), match.end()
    parts.append(marked[at:])
    return Answered(name, language, written, "".join(parts), tuple(places), tuple(dates))


def names_of(*, held_out: bool) -> list[str]:
    """The texts, those that the rules were written with or those that were held out."""
    return [path.stem for path in sorted(FOLDER.glob("*.txt")) if path.stem.endswith("held-out") is held_out]


@cache
def index() -> PlaceIndex:
    """The index of the shipped names."""
    return PlaceIndex(shipped_names())


def measure_places(one: Answered) -> Measured:
    """How well places are found: the range must be the answer's, and the first candidate its place."""
    found, _ = find_places(one.text, index())
    ranges = {(place.start, place.end) for place in found}
    year = parse_when(one.written)
    hits = [answer for answer in one.places if answer[:2] in ranges]
    right = 0
    for start, end, place_id in hits:
        candidates = locate(one.text[start:end])
        right += bool(candidates) and candidates[0].id == place_id
    wanted = {answer[:2] for answer in one.places}
    missed = tuple(one.text[low:high] for low, high, _ in one.places if (low, high) not in ranges)
    extra = tuple(one.text[low:high] for low, high in sorted(ranges - wanted))
    assert year.moment
    return Measured(len(one.places), len(hits), len(ranges), right, missed, extra)


def measure_dates(one: Answered) -> Measured:
    """How well dates are found: the range overlaps the answer's and the EDTF is the answer's."""
    found = find_dates(one.text, parse_when(one.written))
    hits = right = 0
    missed = []
    used: set[int] = set()
    for start, end, edtf in one.dates:
        over = [number for number, date in enumerate(found) if date.start < end and start < date.end]
        used.update(over)
        hits += bool(over)
        exact = any(found[number].edtf == edtf for number in over)
        right += exact
        if not exact:
            missed.append(f"{one.text[start:end]} ({edtf}): {[found[number].edtf for number in over]}")
    extra = tuple(one.text[date.start : date.end] for number, date in enumerate(found) if number not in used)
    return Measured(len(one.dates), hits, len(found), right, tuple(missed), extra)
