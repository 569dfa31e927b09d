"""Dates in English texts, and dates in figures: 28 August 2004, mid-June 2023, the 1990s, c. 1904, 2004-08-28."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mapapp.reading.atoms import Anchor, Atom, Part, Unit

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_PARTS: dict[str, Part] = {
    "early": "early", "beginning of": "early", "start of": "early", "mid": "mid", "middle of": "mid", "late": "late",
    "end of": "late", "spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter",
    "first half of": "half-1", "second half of": "half-2",
}  # fmt: skip
_RELATIVE: dict[str, tuple[Anchor, int]] = {
    "last year": ("document", -1), "this year": ("document", 0), "next year": ("document", 1),
    "the same year": ("text", 0), "that year": ("text", 0), "that same year": ("text", 0),
    "the following year": ("text", 1), "the next year": ("text", 1), "a year later": ("text", 1),
    "the previous year": ("text", -1), "the year before": ("text", -1),
}  # fmt: skip
_RELATIVE_MONTH: dict[str, tuple[Anchor, int]] = {
    "last month": ("document", -1), "this month": ("document", 0), "next month": ("document", 1),
    "the same month": ("text", 0), "that month": ("text", 0), "the following month": ("text", 1),
}  # fmt: skip
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = "|".join(sorted(_PARTS, key=len, reverse=True)).replace(" ", r"\s+")
_NEAR = "|".join(sorted((*_RELATIVE, *_RELATIVE_MONTH), key=len, reverse=True)).replace(" ", r"\s+")
_CENTURIES = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first"),
)
_TO = r"\s*(?:-|–|—|to|and|until|through)\s*"
_AFTER = (
    r"(?!\s*(?:km|miles?|kilomet|people|troops|men|tons?|metres|meters|million|billion|per|percent|%)|[\d,]*\d|\.\d)"
)

_PATTERN = re.compile(
    rf"""
    (?:(?=[\d'’])|(?<!\w)(?=[adefjlmnost]))  # no date begins elsewhere: most positions are passed over at once
    (?:
      (?<![\d./-])(?P<iso_year>\d{{4}})[-/.](?P<iso_month>\d{{1,2}})(?:[-/.](?P<iso_day>\d{{1,2}}))?(?![\d/-]|\.\d)
    | (?<![\d./-])(?P<first>\d{{1,2}})(?P<mark>[/.])(?P<second>\d{{1,2}})(?P=mark)(?P<slash_year>\d{{4}})(?!\d)
    | \b(?P<century>\d{{1,2}}(?:st|nd|rd|th)|{"|".join(_CENTURIES)})[\s-]+century
    | (?<![\d.,])(?P<decade>\d{{3}}0)s\b
    | (?<!\w)['’](?P<short_decade>[2-9]0)s\b
    | \b(?P<day>{_DAY})(?=(?:{_TO}{_DAY})?\s+(?:of\s+)?{_MONTH})
      (?:\s+(?:of\s+)?(?P<month>{_MONTH})(?:\s*,?\s*(?:of\s+)?(?P<year>\d{{4}})\b)?)?
    | \b(?P<month_first>{_MONTH})\s+(?P<day_second>{_DAY})(?!\d|:|\s*(?:st|nd|rd|th))
      (?:\s*,?\s+(?P<year_third>\d{{4}})\b)?
    | \b(?P<month_alone>{_MONTH})(?:\s*,?\s*(?:of\s+)?(?P<month_year>\d{{4}})\b)?
    | (?P<relative>\b(?:{_NEAR})\b)
    | (?<![\w./,§$€£¥:-])(?P<year_alone>1\d{{3}}|20\d{{2}})(?![\w/:]){_AFTER}
    | (?<=[-–—])(?P<year_second>1\d{{3}}|20\d{{2}})(?![\w/:-]){_AFTER}
    | (?<=\d{{4}}[-–])(?P<short_year>\d{{2}})(?![\d\w-])
    | (?<=\d[-–—])(?P<day_last>{_DAY})(?=\s*,\s*\d{{4}})(?:\s*,\s*(?P<day_last_year>\d{{4}}))
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

_PREFIX = re.compile(
    rf"(?P<circa>\b(?:c\.|ca\.|circa|about|around|approximately)\s*)?"
    rf"(?:\b(?P<part>{_PART})(?:\s+|-)(?:of\s+)?)?(?:the\s+)?\Z",
    re.IGNORECASE,
)
_PREFIX_LENGTH = 40


def find_english(text: str) -> Iterator[Atom]:
    """The dates of a text whose digits are half width, in their order."""
    for match in _PATTERN.finditer(text):
        atom = _read(match)
        if atom and (atom.month is None or atom.month <= 12) and (atom.day is None or 1 <= atom.day <= 31):
            yield _with_prefix(text, atom)


def _with_prefix(text: str, atom: Atom) -> Atom:
    """An atom with what stands before it: about, early, the end of."""
    before = text[max(0, atom.start - _PREFIX_LENGTH) : atom.start]
    found = _PREFIX.search(before)
    if found is None or not (found["circa"] or found["part"]):
        return atom
    words = " ".join((found["part"] or "").lower().split())
    part = _PARTS[words] if words and atom.unit != "day" else ""
    return replace(atom, start=atom.start - len(found[0]), part=part, circa=bool(found["circa"]))


def _read(match: re.Match[str]) -> Atom | None:
    get = match.groupdict().get
    if get("iso_year"):
        return _moment(match, int(match["iso_year"]), int(match["iso_month"]), int(get("iso_day") or 0))
    if get("slash_year"):
        return _read_slashes(match)
    if century := get("century"):
        number = _CENTURIES.index(century.lower()) + 1 if century.lower() in _CENTURIES else int(century[:-2])
        return _whole(match, "century", (number - 1) * 100)
    if decade := get("decade"):
        return _whole(match, "decade", int(decade))
    if decade := get("short_decade"):
        return _whole(match, "decade", 1900 + int(decade))
    if relative := get("relative"):
        return _read_relative(match, " ".join(relative.lower().split()))
    if year := get("year_alone") or get("year_second"):
        return _whole(match, "year", int(year))
    if short := get("short_year"):
        century_of = int(match.string[match.start() - 5 : match.start() - 3])
        return _whole(match, "year", century_of * 100 + int(short))
    return _read_named(match)


def _read_slashes(match: re.Match[str]) -> Atom | None:
    first, second = int(match["first"]), int(match["second"])
    if max(first, second) > 31 or min(first, second) > 12:
        return None
    month, day = (second, first) if first > 12 else (first, second)
    both = first <= 12 and second <= 12 and first != second
    return Atom(*match.span(), "day", int(match["slash_year"]), month, day, ambiguous=both)


def _read_relative(match: re.Match[str], words: str) -> Atom:
    if words in _RELATIVE:
        anchor, shift = _RELATIVE[words]
        return Atom(*match.span(), "year", anchor=anchor, shift=shift)
    anchor, shift = _RELATIVE_MONTH[words]
    return Atom(*match.span(), "month", anchor=anchor, month_shift=shift)


def _read_named(match: re.Match[str]) -> Atom | None:
    get = match.groupdict().get
    if day := get("day_last"):
        return Atom(*match.span(), "day", int(match["day_last_year"]), None, _number(day))
    name = get("month") or get("month_first") or get("month_alone")
    day = get("day") or get("day_second")
    year = get("year") or get("year_third") or get("month_year")
    if name is None:
        return Atom(*match.span(), "day", None, None, _number(day or "0"), bare=True)
    if not name[0].isupper() and name.islower():
        return None  # may, march
    if get("month_alone") and not year and name.rstrip(".") in ("May", "March", "Mar", "Jan", "Sep", "Dec", "Jun"):
        return None
    return _moment(match, int(year) if year else None, _MONTHS[name.lower().rstrip(".")], _number(day) if day else 0)


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def _moment(match: re.Match[str], year: int | None, month: int | None, day: int) -> Atom:
    unit: Unit = "day" if day else "month"
    return Atom(*match.span(), unit, year, month, day or None)


def _whole(match: re.Match[str], unit: Unit, year: int) -> Atom:
    return Atom(*match.span(), unit, year)
