"""Time: EDTF text (ISO 8601-2) to integer-day spans, and the one rule of what a window shows.

Days are counted in the proleptic Gregorian calendar with day 1 = 0001-01-01 (as `datetime.date.toordinal`), without
any limit in years; there is no time zone and no epoch. A date has four days: the earliest and the latest day on which
it can start, and the earliest and the latest day on which it can end. For "2004-08" (one moment, some day in August)
they are 1, 31, 1 and 31 August; for "2004-06/2004-08" (lasting from June to August) 1 June, 30 June, 1 August and
31 August. An open end (`..`) is `OPEN_START` or `OPEN_END`, values of their own that no calendar day reaches.

EDTF: https://www.loc.gov/standards/datetime/ (levels 0 and 1; of level 2: sets, seasons, exponential years,
significant digits, qualified components). The PyPI library `edtf` parses what the fast path below does not.
"""

from __future__ import annotations

import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from mapapp.errors import InvalidInputError, told

OPEN_START = -(10**12)
OPEN_END = 10**12

Span = tuple[int, int]
"""First and last day, both included."""

_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SIMPLE = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)", re.ASCII)
_MASKED_YEAR = re.compile(r"(-?)(\d{1,3})(X{1,3})([?~%]?)", re.ASCII)
_LONG_YEAR = re.compile(r"Y?(-?)(\d{4,}|\d+(?=E))(?:E(\d+))?(?:S(\d+))?([?~%]?)", re.ASCII)
_GROUP = re.compile(r"(-?\d{4})-(2[1-9]|3\d|4[01])([?~%]?)", re.ASCII)
_DATE_TIME = re.compile(r"(-?\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII)
_MONTH_AND_DAY = re.compile(r"-(0\d|1[0-2])-(\d{2})", re.ASCII)

_LONGEST, _LONGEST_MOMENT = 1000, 64
"""Characters of a date, and of one moment in it: Python itself refuses whole numbers of thousands of digits."""

_FARTHEST_YEAR = 2 * 10**9
"""Years beyond it would reach the open ends."""

# Parts of a year by their EDTF number: first month and number of months. Winter runs into the next year.
_GROUPS = {
    **dict(zip((21, 22, 23, 24), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),  # seasons, no hemisphere said
    **dict(zip((25, 26, 27, 28), ((3, 3), (6, 3), (9, 3), (12, 3)), strict=True)),  # of the northern hemisphere
    **dict(zip((29, 30, 31, 32), ((9, 3), (12, 3), (3, 3), (6, 3)), strict=True)),  # of the southern hemisphere
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}


@dataclass(frozen=True, slots=True)
class When:
    """A parsed EDTF date: its text and the four days between which it starts and ends.

    `soft` is true where any part is qualified as uncertain (`?`), approximate (`~`) or both (`%`): such a date keeps
    its span but is never certain. `moment` is true for one date (of whatever precision), false for an interval.
    """

    edtf: str
    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int
    soft: bool
    moment: bool

    @property
    def outer(self) -> Span:
        """From the first to the last day on which it could be."""
        return self.start_earliest, self.end_latest

    @property
    def inner(self) -> Span | None:
        """The days on which it must be; None where there are none."""
        if self.soft or self.start_latest > self.end_earliest:
            return None
        return self.start_latest, self.end_earliest

    @property
    def days(self) -> tuple[int, int, int, int]:
        """The four days: start earliest and latest, end earliest and latest."""
        return self.start_earliest, self.start_latest, self.end_earliest, self.end_latest


def is_possible(when: When, window: Span) -> bool:
    """True if the date could fall in the window (its outer span overlaps it)."""
    return when.start_earliest <= window[1] and when.end_latest >= window[0]


def is_certain(when: When, window: Span) -> bool:
    """True if the date must fall in the window, wherever in its spans it starts and ends."""
    return not when.soft and when.start_latest <= window[1] and when.end_earliest >= window[0]


def is_leap(year: int) -> bool:
    """Leap years of the proleptic Gregorian calendar; year 0 is 1 BCE."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month (1 to 12)."""
    return 29 if month == 2 and is_leap(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Days since 0000-12-31, so that 0001-01-01 is 1. Any integer year; year 0 is 1 BCE."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    return days + sum(days_in_month(year, m) for m in range(1, month)) + day


def calendar_date(day: int) -> tuple[int, int, int]:
    """The year, month and day of a day number (the inverse of `day_number`)."""
    cycle, rest = divmod(day - 1, 146097)
    century = min(rest // 36524, 3)
    rest -= century * 36524
    quad, rest = divmod(rest, 1461)
    one = min(rest // 365, 3)
    rest -= one * 365
    year = cycle * 400 + century * 100 + quad * 4 + one + 1
    month = 1
    while rest >= days_in_month(year, month):
        rest -= days_in_month(year, month)
        month += 1
    return year, month, rest + 1


def iso_date(day: int) -> str | None:
    """ISO 8601 text of a day number; None for an open end."""
    if day in (OPEN_START, OPEN_END):
        return None
    year, month, dom = calendar_date(day)
    sign, digits = ("-", -year) if year < 0 else ("", year)
    return f"{sign}{digits:04d}-{month:02d}-{dom:02d}"


@lru_cache(maxsize=65536)
def parse_when(text: str) -> When:
    """Parse EDTF text.

    Raises InvalidInputError that says what is wrong: not EDTF, no such day, an interval that ends before it starts.
    """
    clean = text.strip()
    if len(clean) > _LONGEST:
        raise InvalidInputError(told("{clean}… is no EDTF date: it is too long.", clean=repr(clean[:40])))
    if not clean:
        raise InvalidInputError(told("An EDTF date is needed, but the text is empty."))
    if clean[0] in "[{":
        return _parse_set(clean)
    if "/" in clean:
        return _parse_interval(clean)
    first, last, soft = _parse_moment(clean)
    return When(clean, first, last, first, last, soft, True)


def parse_span(text: str) -> Span:
    """The outer span of an EDTF date: first and last day that it can mean. Raises InvalidInputError."""
    return parse_when(text).outer


def _parse_interval(text: str) -> When:
    sides = text.split("/")
    if len(sides) != 2:
        raise InvalidInputError(told("{text} is no EDTF interval: it needs exactly one '/'.", text=repr(text)))
    left, right = sides
    if left in ("", "..") and right in ("", ".."):
        raise InvalidInputError(told("{text} has neither start nor end.", text=repr(text)))
    start = _parse_moment(left) if left not in ("", "..") else None
    end = _parse_moment(right) if right not in ("", "..") else None
    soft = bool((start and start[2]) or (end and end[2]))
    start_earliest, start_latest = start[:2] if start else (OPEN_START, OPEN_START)
    end_earliest, end_latest = end[:2] if end else (OPEN_END, OPEN_END)
    if left == "":  # unknown, not open: it may have started as late as it ended
        start_latest = end_latest
    if right == "":  # it may have ended as early as it started
        end_earliest = start_earliest
    if start_earliest > end_latest:
        raise InvalidInputError(told("{text} ends before it starts.", text=repr(text)))
    start_latest, end_earliest = min(start_latest, end_latest), max(end_earliest, start_earliest)
    return When(text, start_earliest, start_latest, end_earliest, end_latest, soft, False)


def _parse_set(text: str) -> When:
    one_of = text[0] == "["
    if text[-1] != ("]" if one_of else "}"):
        raise InvalidInputError(told("{text} is no EDTF set: its bracket is not closed.", text=repr(text)))
    spans: list[tuple[int, int, bool]] = []
    for part in text[1:-1].split(","):
        first, dots, last = part.strip().partition("..")
        if not dots:
            spans.append(_parse_moment(first))
            continue
        if not first and not last:
            raise InvalidInputError(told("{text} is no EDTF set: '..' needs a date on one side.", text=repr(text)))
        low = _parse_moment(first) if first else (OPEN_START, OPEN_START, False)
        high = _parse_moment(last) if last else (OPEN_END, OPEN_END, False)
        if low[0] > high[1]:
            raise InvalidInputError(told("{text} runs backwards.", text=repr(text)))
        spans += [low, high]
    soft = any(span[2] for span in spans)
    low = min(spans, key=lambda span: span[0])
    high = max(spans, key=lambda span: span[1])
    if one_of:
        return When(text, low[0], high[1], low[0], high[1], soft, True)
    return When(text, low[0], low[1], high[0], high[1], soft, False)


def _parse_moment(text: str) -> tuple[int, int, bool]:
    """First day, last day and softness of one date of any precision."""
    if len(text) > _LONGEST_MOMENT:
        raise InvalidInputError(told("{text}… is no EDTF date: it is too long.", text=repr(text[:40])))
    if match := _SIMPLE.fullmatch(text):
        year, month, day, qualifier = match.groups()
        if month is None or 1 <= int(month) <= 12:
            return (*_simple_span(text, int(year), month, day), bool(qualifier))
    if match := _MASKED_YEAR.fullmatch(text):
        sign, digits, mask, qualifier = match.groups()
        if len(digits) + len(mask) == 4:
            return (*_year_range(sign, digits + "0" * len(mask), digits + "9" * len(mask)), bool(qualifier))
    if match := _GROUP.fullmatch(text):
        return (*_group_span(int(match.group(1)), int(match.group(2))), bool(match.group(3)))
    if match := _LONG_YEAR.fullmatch(text):
        sign, digits, exponent, significant, qualifier = match.groups()
        plain_y = text.startswith("Y") and exponent is None and not significant
        year = digits + "0" * min(int((exponent or "0")[:3]), 12)
        if plain_y and (len(digits) < 5 or digits.startswith("0")):
            raise InvalidInputError(
                told("{text} is no EDTF date: after Y stands a year of more than four digits.", text=repr(text))
            )
        if int(year[:24]) > _FARTHEST_YEAR or (significant and not 0 < int(significant) <= len(year)):
            raise InvalidInputError(
                told(
                    "{text} is no date that can be counted: write a year up to {farthest_year}.",
                    text=repr(text),
                    farthest_year=f"{_FARTHEST_YEAR:,}",
                )
            )
        if text.startswith("Y") or significant:
            kept = year[: int(significant)] if significant else year
            zeros = len(year) - len(kept)
            return (*_year_range(sign, kept + "0" * zeros, kept + "9" * zeros), bool(qualifier))
    if match := _DATE_TIME.fullmatch(text):
        return _parse_moment(match.group(1))
    return _parse_with_library(text)


def _simple_span(text: str, year: int, month: str | None, day: str | None) -> Span:
    if month is None:
        return day_number(year), day_number(year, 12, 31)
    number = int(month)
    if day is None:
        return day_number(year, number), day_number(year, number, days_in_month(year, number))
    if not 1 <= int(day) <= days_in_month(year, number):
        raise InvalidInputError(
            told(
                "{text} is no date: month {number} of {year} has no day {day}.",
                text=repr(text),
                number=number,
                year=year,
                day=int(day),
            )
        )
    first = day_number(year, number, int(day))
    return first, first


def _group_span(year: int, number: int) -> Span:
    first, months = _GROUPS[number]
    last_year, last_month = year + (first + months - 2) // 12, (first + months - 2) % 12 + 1
    last_day = days_in_month(last_year, last_month)
    return day_number(year, first), day_number(last_year, last_month, last_day)


def _year_range(sign: str, low: str, high: str) -> Span:
    years = sorted((int(sign + low), int(sign + high)))
    return day_number(years[0]), day_number(years[1], 12, 31)


def _parse_with_library(text: str) -> tuple[int, int, bool]:
    """Masked months and days, qualified components: the `edtf` library reads them (and prints what it cannot)."""
    from edtf import parse_edtf  # slow to import, seldom needed
    from edtf.parser.edtf_exceptions import EDTFParseException

    if (match := _MONTH_AND_DAY.search(text)) and int(match.group(2)) > days_in_month(2000, int(match.group(1)) or 1):
        raise InvalidInputError(
            told(
                "{text} is no date: month {value} has no day {value2}.",
                text=repr(text),
                value=match.group(1),
                value2=match.group(2),
            )
        )
    try:
        with redirect_stdout(StringIO()):
            parsed = parse_edtf(text)
        low, high = parsed.lower_strict(), parsed.upper_strict()
        first = day_number(int(low.tm_year), int(low.tm_mon), int(low.tm_mday))
        last = day_number(int(high.tm_year), int(high.tm_mon), int(high.tm_mday))
    except (EDTFParseException, ValueError, OverflowError, AttributeError, TypeError) as error:
        raise InvalidInputError(
            told(
                "{text} is no EDTF date. Write 2004, 2004-08, 2004-08-28, 2004/2006, 2004/.. or 2004~ for about 2004.",
                text=repr(text),
            )
        ) from error
    if first > last or not text.isascii():
        raise InvalidInputError(told("{text} is no EDTF date.", text=repr(text)))
    return first, last, any(mark in text for mark in "?~%")
