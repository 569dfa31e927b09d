"""The dates of a text as EDTF, each with the range where it stands.

What a text does not say is taken from the date before it (同年, "28 August"), or from the document's own date where
that is given (去年, "last year"); such a date is `resolved`, and scores less. What stays open has no EDTF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from mapapp.errors import InvalidInputError
from mapapp.language import msg
from mapapp.reading.atoms import Atom
from mapapp.reading.dates_cjk import find_cjk
from mapapp.reading.dates_en import find_english
from mapapp.when import When, calendar_date, day_number, days_in_month, parse_when

_WIDTH = {number: chr(number - 0xFEE0) for number in range(0xFF10, 0xFF1A)} | {0xFF08: "(", 0xFF09: ")", 0xFF0F: "/"}
_RECENT_DAYS = 45
_ADDRESS = re.compile(r"https?://[^\s>\])）」]+")
_JOIN = re.compile(
    r"[\s(]*(?:-|–|—|~|～|〜|至|到|から|迄|to|until|through|till|年?\s*(?:-|–|~|～|〜|至|到|から))\s*", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:and|から|與|和)\s*", re.IGNORECASE)
_SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "winter": "24"}
_EAST_ASIAN = re.compile("[年月日紀]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date of a text: range in code points, EDTF ('' where it stays open), how it is known, score, reasons."""

    start: int
    end: int
    edtf: str
    basis: Literal["stated", "resolved"]
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Context:
    """What the dates before said, and the document's own date."""

    document: tuple[int, int] | None
    written: When | None = None
    year: int | None = None
    month: int | None = None


def find_dates(text: str, written: When | None = None) -> list[FoundDate]:
    """The dates of a text in their order; `written` is the date of the document, for "last year" and 去年."""
    plain = _ADDRESS.sub(lambda found: "_" * len(found[0]), text.translate(_WIDTH))
    document = calendar_date(written.start_earliest)[:2] if written else None
    context = _Context(document, written)
    found: list[FoundDate] = []
    for group in _groups(plain, _atoms(plain)):
        date = _range(group[0], group[1], context) if len(group) == 2 else _single(group[0], context)
        if date is not None and not _glosses(plain, found, date):
            found.append(date)
    return found


def _glosses(text: str, found: list[FoundDate], date: FoundDate) -> bool:
    """True for a date in brackets that says the one before in another calendar: both become one, the finer."""
    last = found[-1] if found else None
    if last is None or text[last.end : date.start].strip() != "(" or not text[date.end :].lstrip().startswith(")"):
        return False
    if not (last.edtf and date.edtf):
        return False
    one, other = parse_when(last.edtf).outer, parse_when(date.edtf).outer
    slack = _YEAR_OF_THE_MOON if "~" in last.edtf + date.edtf else 0
    if one[0] > other[1] + slack or other[0] > one[1] + slack:
        return False
    finer = date if other[1] - other[0] < one[1] - one[0] else last
    found[-1] = replace(finer, start=last.start, end=text.index(")", date.end) + 1)
    return True


_YEAR_OF_THE_MOON = 60
"""Days by which a year of the moon goes beyond the Gregorian one that is written for it."""


def _atoms(text: str) -> list[Atom]:
    """Atoms of both families in order, the longer where two overlap."""
    east = find_cjk(text) if _EAST_ASIAN.search(text) else ()
    atoms = sorted([*east, *find_english(text)], key=lambda atom: (atom.start, -atom.end))
    kept: list[Atom] = []
    for atom in atoms:
        if kept and atom.start < kept[-1].end:
            if atom.end - atom.start > kept[-1].end - kept[-1].start:
                kept[-1] = atom
        else:
            kept.append(atom)
    return kept


def _groups(text: str, atoms: list[Atom]) -> list[tuple[Atom, ...]]:
    """Single atoms, and pairs that make a range; digits that are a date only beside another are left out alone."""
    groups: list[tuple[Atom, ...]] = []
    taken = False
    for atom, after in pairwise([*atoms, None]):
        if taken:
            taken = False
            continue
        assert atom is not None
        between = text[atom.end : after.start] if after else ""
        if after and _joins(text, atom, between):
            groups.append((atom, after))
            taken = True
        elif not atom.bare:
            groups.append((atom,))
    return groups


def _joins(text: str, atom: Atom, between: str) -> bool:
    if _JOIN.fullmatch(between):
        return True
    before = text[max(0, atom.start - 9) : atom.start].lower()
    return bool(_BETWEEN.fullmatch(between)) and ("between" in before or "から" in between or atom.bare)


def _range(first: Atom, last: Atom, context: _Context) -> FoundDate | None:
    """Both ends; what one leaves open is taken from the other."""
    if first.bare and first.unit == "day":  # 22-28 October 2015
        first = replace(first, month=last.month, year=last.year, bare=False)
    if first.year is None and not first.anchor and last.year is not None and first.month is not None:
        first = replace(first, year=last.year)
    start = _single(first, context)
    if last.month is None and last.unit == "day" and first.month is not None:
        last = replace(last, month=first.month)
    if last.year is None and not last.anchor:
        last = replace(last, year=context.year)
    end = _single(last, context)
    if start is None or end is None or not start.edtf or not end.edtf:
        return start or end
    basis = "resolved" if "resolved" in (start.basis,) else "stated"
    try:
        low, high = parse_when(start.edtf), parse_when(end.edtf)
        edtf = f"{_side(low, 0)}/{_side(high, 1)}"
        parse_when(edtf)
    except InvalidInputError:
        return start
    reasons = tuple(dict.fromkeys((*start.reasons, *end.reasons, msg("a range of dates"))))
    return FoundDate(first.start, last.end, edtf, basis, min(start.score, 0.95), reasons)  # type: ignore[arg-type]


def _side(when: When, which: int) -> str:
    if when.edtf[0] not in "[{" and "/" not in when.edtf:
        return when.edtf
    year, month, day = calendar_date(when.outer[which])
    return f"{year:04d}-{month:02d}-{day:02d}"


def _single(atom: Atom, context: _Context) -> FoundDate | None:
    reasons: list[str] = []
    year, month, basis, score = _fill(atom, context, reasons)
    if year is None:
        if atom.anchor == "document":
            needs = (msg("needs the date of the document"),)
            return FoundDate(atom.start, atom.end, "", "resolved", 0.3, needs)
        return None
    if atom.unit == "day" and month is None:
        return None
    edtf = _edtf(atom, year, month)
    try:
        parse_when(edtf)
    except InvalidInputError:
        return None
    if atom.unit in ("day", "month", "year"):
        context.year, context.month = year, month
    if atom.ambiguous:
        reasons.append(msg("could be read in another way"))
        score -= 0.3
    return FoundDate(
        atom.start, atom.end, edtf, "resolved" if basis else "stated", round(score, 2),
        tuple(reasons) or (msg("as written"),),
    )  # fmt: skip


def _fill(atom: Atom, context: _Context, reasons: list[str]) -> tuple[int | None, int | None, bool, float]:
    """Year and month with what context adds, whether it added anything, and the score."""
    year, month = atom.year, atom.month
    if atom.anchor == "document":
        if context.document is None:
            return None, None, True, 0.3
        reasons.append(msg("from the date of the document"))
        year, month = _shifted(context.document, atom)
        return year, month, True, 0.85
    if atom.anchor == "text":
        if context.year is None:
            return None, None, True, 0.3
        reasons.append(msg("from the date before"))
        year, month = _shifted((context.year, context.month or 0), atom)
        return year, month or None, True, 0.8
    if year is not None:
        return year, month, False, 0.95
    if recent := _recent_year(atom, context):
        reasons.append(msg("from the date of the document"))
        return recent, month, True, 0.8
    known = context.year if context.year is not None else context.document[0] if context.document else None
    reasons.append(msg("the year is that of the date before") if context.year is not None else
                   msg("from the date of the document"))  # fmt: skip
    if month is None:
        month = context.month or (context.document[1] if context.document and context.year is None else None)
    return known, month, True, 0.75


def _recent_year(atom: Atom, context: _Context) -> int | None:
    """The year of a day without one that lies around the document's own date, as the days of news do; else None."""
    if context.written is None or atom.month is None or atom.day is None:
        return None
    first, last = context.written.start_earliest - _RECENT_DAYS, context.written.end_latest + _RECENT_DAYS
    for year in sorted({calendar_date(first)[0], calendar_date(last)[0]}):
        if atom.day <= days_in_month(year, atom.month) and first <= day_number(year, atom.month, atom.day) <= last:
            return year
    return None


def _shifted(base: tuple[int, int], atom: Atom) -> tuple[int, int | None]:
    year, month = base
    if atom.month_shift is not None:
        count = year * 12 + month - 1 + atom.month_shift
        return count // 12, count % 12 + 1
    return year + atom.shift, atom.month


def _edtf(atom: Atom, year: int, month: int | None) -> str:
    sign, digits = ("-", -year) if year < 0 else ("", year)
    head = f"{sign}{digits:04d}"
    if atom.unit == "century":
        return f"{head[:-2]}XX"
    if atom.unit == "decade" and atom.part in ("half-1", "half-2"):
        return f"[{head[:-1]}0..{head[:-1]}4]" if atom.part == "half-1" else f"[{head[:-1]}5..{head[:-1]}9]"
    if atom.unit == "decade":
        return _third(f"{head[:-1]}", atom.part, ("0", "3"), ("4", "6"), ("7", "9")) or f"{head[:-1]}X"
    if atom.unit == "day" and month and atom.day:
        return f"{head}-{month:02d}-{atom.day:02d}" + ("~" if atom.circa else "")
    if month:
        last = days_in_month(year, month)
        stem = f"{head}-{month:02d}"
        return _third(f"{stem}-", atom.part, ("01", "10"), ("11", "20"), ("21", str(last))) or stem
    if atom.part in _SEASONS:
        return f"{head}-{_SEASONS[atom.part]}"
    if atom.part in ("half-1", "half-2"):
        return f"{head}-4{0 if atom.part == 'half-1' else 1}"
    return _third(f"{head}-", atom.part, ("01", "04"), ("05", "08"), ("09", "12")) or head + ("~" if atom.circa else "")


def _third(stem: str, part: str, *bounds: tuple[str, str]) -> str:
    order = {"early": 0, "mid": 1, "late": 2}
    if part not in order:
        return ""
    low, high = bounds[order[part]]
    return f"[{stem}{low}..{stem}{high}]"
