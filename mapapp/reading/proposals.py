"""A document to proposals: mentions of a place in a passage, each with a date, candidates, a score and reasons.

It proposes, never decides. One proposal stands for one place in one passage (a sentence), however often it is named
there; a passage with a date and no place gives a proposal without a place, so that no date is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from mapapp.bulk import without_collecting
from mapapp.gazetteer import Candidate, Company, Names, fold_name, is_small, locate, shipped_names
from mapapp.language import msg
from mapapp.model import Atlas
from mapapp.near import Point
from mapapp.reading.dates import FoundDate, find_dates
from mapapp.reading.documents import Document
from mapapp.reading.index import PlaceIndex
from mapapp.reading.passages import Range, language_of, passages
from mapapp.reading.places import FoundPlace, find_places
from mapapp.when import When, parse_when

FAR = 400
"""Characters within which the date of a passage before still counts."""

MOST_CANDIDATES = 3
ALONE = msg("a small town far from all other places of the document and the atlas: perhaps another place, or none")
_ALONE = 0.25
"""What such a town takes from the score."""
Progress = Callable[[float], None]
_TELL = 50_000
"""Characters after which progress is told again."""
STATUSES = ("open", "accepted", "corrected", "merged", "rejected")
Found = TypeVar("Found", FoundPlace, FoundDate)
Reasons = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Texts of the catalogues, each with its values."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that a proposal could mean, as it is kept: see `mapapp.gazetteer.Candidate`."""

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    score: float
    reasons: Reasons
    attribution: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A place in a passage, with its date and what has been decided about it.

    Ranges are code points of the document's text, end exclusive. `when` is EDTF or ''; `date` where the date stands.
    `made` names the records of the atlas that an acceptance made (`event:ID`, `place:ID`). `gone` is true for a
    decision whose passage the document no longer has.
    """

    id: str
    start: int
    end: int
    name: str
    mentions: tuple[Range, ...]
    when: str
    date: Range | None
    date_basis: str
    choices: tuple[Choice, ...]
    score: float
    reasons: Reasons
    near: str
    status: str = "open"
    place: str = ""
    title: str = ""
    kind: str = ""
    note: str = ""
    by: str = ""
    made: tuple[str, ...] = ()
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document: its fingerprint, its proposals in the order of the text, what was left out."""

    id: str
    document: str
    sha256: str
    characters: int
    language: str
    written: str
    source: str
    dates: int
    left_out: dict[str, int]
    pages: tuple[int, ...] = ()
    proposals: tuple[Proposal, ...] = ()


@dataclass(slots=True)
class _Reader:
    """What the passages of one document share."""

    text: str
    atlas: Atlas | None
    names: Names
    last: tuple[int, FoundDate] | None = None
    seen: Counter[str] = field(default_factory=Counter)
    known: dict[tuple[str, str], tuple[Choice, ...]] = field(default_factory=dict)
    small: set[tuple[str, str]] = field(default_factory=set)
    """Names, each with the id of the small town that is its first candidate."""

    def choices(self, name: str, edtf: str) -> tuple[Choice, ...]:
        """The places that a name may mean at a date."""
        if (name, edtf) not in self.known:
            year = parse_when(edtf) if edtf else None
            found = locate(name, year=year, atlas=self.atlas, most=MOST_CANDIDATES, names=self.names)
            self.known[name, edtf] = tuple(map(keep_candidate, found))
            if found and is_small(found[0]):
                self.small.add((name, found[0].id))
        return self.known[name, edtf]

    def points(self) -> list[Point]:
        """Where the atlas's places lie."""
        return [place.point for place in self.atlas.places if place.point] if self.atlas else []


def keep_candidate(candidate: Candidate) -> Choice:
    """A candidate of the gazetteer as a proposal keeps it."""
    reasons = tuple((reason.text, reason.values) for reason in candidate.reasons)
    return Choice(
        candidate.id, candidate.name, candidate.kind, candidate.country, *candidate.point, candidate.score, reasons,
        candidate.attribution,
    )  # fmt: skip


def unheard(part: float) -> None:
    """Progress that nobody asked for."""


@without_collecting
@lru_cache(maxsize=1)
def _shipped_index() -> PlaceIndex:
    return PlaceIndex(shipped_names())


def propose(
    document: Document, atlas: Atlas | None = None, written: When | None = None, progress: Progress = unheard
) -> Reading:
    """Read a document: its proposals. `written` is its date; places of `atlas` come first.

    `progress` is told how much is done, from 0 to 1.
    """
    names = shipped_names()
    progress(0.1)
    places, left_out = find_places(document.text, _shipped_index() if atlas is None else PlaceIndex(names, atlas))
    progress(0.5)
    dates = find_dates(document.text, written)
    told = 0
    reader = _Reader(document.text, atlas, names)
    proposals: list[Proposal] = []
    at_place = at_date = 0
    for start, end in passages(document.text):
        here, at_place = _take(places, at_place, end)
        when, at_date = _take(dates, at_date, end)
        proposals += _of_passage(reader, (start, end), here, when)
        if end - told > _TELL:
            told = end
            progress(0.7 + 0.3 * end / len(document.text))
    language = language_of(document.text)
    proposals = _doubted(proposals, reader)
    return Reading(
        reading_id(document.name), document.name, document.sha256, len(document.text), language,
        written.edtf if written else "", "", len(dates), dict(sorted(left_out.items())), document.pages,
        tuple(proposals),
    )  # fmt: skip


def _doubted(proposals: Sequence[Proposal], reader: _Reader) -> list[Proposal]:
    """The proposals, those of small towns far from all other places with less of a score, and why.

    A town whose state is named in the same passage is as sure as its name.
    """
    first = {one.name: one.choices[0] for one in proposals if one.choices}
    small = {(choice.lon, choice.lat) for name, choice in first.items() if (name, choice.id) in reader.small}
    sure = {(choice.lon, choice.lat) for choice in first.values()} - small
    company = Company([*sure, *reader.points()], small)
    states = {(one.start, choice.country) for one in proposals for choice in one.choices[:1] if choice.kind == "state"}

    def is_alone(one: Proposal, choice: Choice) -> bool:
        doubtful = (one.name, choice.id) in reader.small and (one.start, choice.country) not in states
        return doubtful and not company.is_near((choice.lon, choice.lat))

    return [
        replace(one, score=round(max(0.0, one.score - _ALONE), 3), reasons=((ALONE, ()), *one.reasons))
        if one.choices and is_alone(one, one.choices[0]) else one
        for one in proposals
    ]  # fmt: skip


def reading_id(name: str) -> str:
    """The id under which the reading of a document is kept, from its file name."""
    stem = re.sub(r"\.\w{1,5}$", "", name)
    slug = re.sub(r"[^a-z0-9]+", "-", fold_name(stem)).strip("-")[:40]
    return slug if slug == fold_name(stem) else f"{slug or 'document'}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _take(found: Sequence[Found], at: int, end: int) -> tuple[list[Found], int]:
    first = at
    while at < len(found) and found[at].start < end:
        at += 1
    return list(found[first:at]), at


def _of_passage(
    reader: _Reader, passage: Range, places: Sequence[FoundPlace], dates: Sequence[FoundDate]
) -> list[Proposal]:
    """The proposals of one passage: one for each place it names, or one for each date where it names none."""
    grouped: dict[str, list[FoundPlace]] = {}
    for place in places:
        grouped.setdefault(fold_name(place.name), []).append(place)
    made = [_of_place(reader, passage, mentions, dates) for mentions in grouped.values()]
    if not places:
        made = [_proposal(reader, passage, "", (), date, True, ()) for date in dates]
    dated = [date for date in dates if date.edtf]
    if dated:
        reader.last = (passage[1], dated[-1])
    return made


def _of_place(
    reader: _Reader, passage: Range, mentions: Sequence[FoundPlace], dates: Sequence[FoundDate]
) -> Proposal:  # fmt: skip
    first = mentions[0]
    date = min(dates, key=lambda one: _distance(reader.text, one, first), default=None)
    beside = date is not None
    if date is None and reader.last and passage[0] - reader.last[0] < FAR:
        same_paragraph = "\n\n" not in reader.text[reader.last[0] : passage[0]]
        date = reader.last[1] if same_paragraph else None
    choices = reader.choices(first.name, date.edtf if date else "")
    return _proposal(
        reader, passage, first.name, tuple((one.start, one.end) for one in mentions), date, beside, choices
    )


def _distance(text: str, date: FoundDate, place: FoundPlace) -> int:
    """Characters between; a date that follows counts double, for a text rather says when, then where.

    One that follows in brackets ("Aichi (2005)") is that of the place.
    """
    if date.end <= place.start:
        return place.start - date.end
    return 0 if text[place.end : date.start].strip() in ("(", "（") else 2 * (date.start - place.end)


def _proposal(
    reader: _Reader, passage: Range, name: str, mentions: tuple[Range, ...], date: FoundDate | None, beside: bool,
    choices: tuple[Choice, ...],
) -> Proposal:  # fmt: skip
    text = reader.text[slice(*passage)]
    reasons: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    where = choices[0].score if choices else 0.2
    when = 0.5
    if not name:
        reasons.append((msg("a date without a place"), ()))
    if date is None:
        reasons.append((msg("no date near by"), ()))
    else:
        when = date.score if beside else 0.6 * date.score
        reasons += [(reason, ()) for reason in date.reasons]
        if not beside:
            reasons.append((msg("the date stands in a sentence before"), ()))
    if len(choices) > 1 and not choices[0].id.startswith("atlas:") and choices[1].score > choices[0].score - 0.05:
        reasons.append((msg("another place fits as well"), ()))
        where -= 0.1
    return Proposal(
        proposal_id(text, name or (date.edtf if date else ""), reader.seen), *passage, name, mentions,
        date.edtf if date else "", (date.start, date.end) if date else None,
        "resolved" if date and (not beside or date.basis == "resolved") else "stated", choices,
        round(0.65 * where + 0.35 * when, 3), tuple(reasons), fold_name(reader.text[passage[0] - 24 : passage[0]]),
    )  # fmt: skip


def proposal_id(passage: str, name: str, seen: Counter[str]) -> str:
    """The id of a proposal: that of its passage's text and its name, whatever stands around and before it."""
    key = f"{' '.join(passage.split())}|{fold_name(name)}"
    seen[key] += 1
    return hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest()[:12]
