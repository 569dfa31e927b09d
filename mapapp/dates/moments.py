"""One date of any precision, without words around it: a table of forms, each with the EDTF texts that it can mean.

A form that can mean several things gives all of them; `Conventions` may leave one. None says that the form does not
apply after all (a month 13).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from mapapp.dates.conventions import Conventions
from mapapp.dates.months import MONTH, MONTHS
from mapapp.when import days_in_month

Candidates = tuple[str, ...]

_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "春": 21, "夏": 22, "秋": 23, "冬": 24}
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_LAST_OF_REPUBLIC = 120
_YEARS_WITHOUT_ERA = {0: 999, 1911: _LAST_OF_REPUBLIC, 1925: 64, 1988: 31}
"""The year before the first one of an era, and its last year: our era, 民國 (as far as years come), 昭和, 平成."""
_NTH = "(?:st|nd|rd|th|er|o|º|ª)?"
_THE, _OF, _YEAR = "(?:(?:the|le|el|il|den|am|op) )?", "(?:of|de|del|di)", r"(?: ?г\.?| года)?"
_QUARTER = "(first|second|third|fourth|[123][a-z]{2}|4th)"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of date: its name (shown in reports), its pattern, and what a match can mean."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Conventions], Candidates | None]


def year_text(year: int) -> str:
    """EDTF text of an astronomical year (0 is 1 BCE)."""
    return f"{'-' if year < 0 else ''}{abs(year):04d}" if abs(year) < 10_000 else f"Y{year}"


def date_text(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """EDTF text of a year, month or day; None where there is no such month or day."""
    if month is None:
        return year_text(year)
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= days_in_month(year, month)):
        return None
    return f"{year_text(year)}-{month:02d}" + (f"-{day:02d}" if day is not None else "")


def _one(text: str | None) -> Candidates | None:
    return None if text is None else (text,)


def _ymd(found: re.Match[str], _: Conventions) -> Candidates | None:
    parts = [int(part) for part in found.groups() if part and part.isdigit()]
    return _one(date_text(*parts[:3]))


def _han(found: re.Match[str], how: Conventions) -> Candidates | None:
    """A year before 年: one of few digits may as well be of the Republic of China, or of 昭和 or 平成."""
    year, *rest = (int(part) for part in found.groups() if part)
    short = year <= _LAST_OF_REPUBLIC and "年" in found[0] and len(found[1]) < 4
    starts = _YEARS_WITHOUT_ERA if short else {0: year}
    texts = [date_text(start + year, *rest) for start, last in starts.items() if year <= last]
    return tuple(sorted(text for text in texts if text)) or None


def _numeric(found: re.Match[str], how: Conventions) -> Candidates | None:
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    by_order = {"day-first": date_text(year, second, first), "month-first": date_text(year, first, second)}
    if found[2] == ".":  # 28.8.2004: nobody writes the month first with points
        return _one(by_order["day-first"])
    if how.order and by_order[how.order]:
        return _one(by_order[how.order])
    texts = tuple(sorted({text for text in by_order.values() if text}))
    return texts or None


def _short_year(found: re.Match[str], how: Conventions) -> Candidates | None:
    """8/28/04: which century, and perhaps which order."""
    found_years = (1900 + int(found[4]), 2000 + int(found[4]))
    texts: list[str] = []
    for year in found_years:
        full = re.fullmatch(r"(\d{1,2})([./–-])(\d{1,2})[./–-](\d+)", f"{found[1]}{found[2]}{found[3]}{found[2]}{year}")
        texts += (_numeric(full, how) or ()) if full else ()
    return tuple(sorted(texts)) or None


def _named_month_short_year(found: re.Match[str], _: Conventions) -> Candidates | None:
    texts = [date_text(century + int(found[3]), MONTHS[found[2]], int(found[1])) for century in (1900, 2000)]
    return tuple(text for text in texts if text) or None


def _year_pair(found: re.Match[str], _: Conventions) -> Candidates | None:
    """2004/05: a month, or two years where the second follows the first (then it could be both)."""
    year, second = int(found[1]), int(found[2])
    month = date_text(year, second)
    follows = second == (year + 1) % 100
    if follows:
        span = f"{year_text(year)}/{year_text(year + 1)}"
        return (month, span) if month else (span,)
    return _one(month)


def _fiscal(found: re.Match[str], how: Conventions) -> Candidates | None:
    year = int(found["year"])
    first = how.fiscal_month
    if first is None:
        return tuple(year_text(year + step) for step in (-1, 0, 1))
    start = year - 1 if first > 6 else year
    last_month, last_year = (12, start) if first == 1 else (first - 1, start + 1)
    return (f"{date_text(start, first)}/{date_text(last_year, last_month)}",)


def _before_christ(found: re.Match[str], _: Conventions) -> Candidates | None:
    year = int(found["year"].replace(",", ""))
    return (year_text(1 - year),) if year else None


def _century(found: re.Match[str], _: Conventions) -> Candidates | None:
    number = int(found["number"])
    if not number:
        return None
    before = any(found[name] for name in ("bc", "zen") if name in found.re.groupindex)
    if before:
        return (f"[{year_text(1 - 100 * number)}..{year_text(-100 * (number - 1))}]",)
    return (f"{number - 1:02d}XX",) if number <= 100 else None


def _group(number: int) -> Callable[[re.Match[str], Conventions], Candidates | None]:
    return lambda found, _: (f"{year_text(int(found['year']))}-{number + _index(found)}",)


def _index(found: re.Match[str]) -> int:
    part = found["part"]
    return (
        int(part) if part.isdigit() else _ORDINALS.get(part, {"上": 1, "下": 2, "前": 1, "後": 2, "后": 2}.get(part, 1))
    ) - 1


def _season(found: re.Match[str], _: Conventions) -> Candidates | None:
    return (f"{year_text(int(found['year']))}-{_SEASONS[found['season']]}",)


def _form(name: str, pattern: str, read: Callable[[re.Match[str], Conventions], Candidates | None]) -> Form:
    return Form(name, re.compile(pattern, re.ASCII if pattern.isascii() else 0), read)


_Y = r"(?P<year>\d{3,4})"
FORMS: tuple[Form, ...] = (
    _form("year", r"(\d{3,4})年?", _han),
    _form("year-month-day", r"(\d{3,4})([–./])(\d{1,2})\2(\d{1,2})", _ymd),
    _form("year-month", r"(\d{4})[.–](\d{1,2})", _ymd),
    _form("year/month", r"(\d{4})/(\d{1,2})", _year_pair),
    _form("digits", r"(1[0-9]{3}|20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])", _ymd),
    _form("Han year, month, day", r"(\d{1,4})年\s*(\d{1,2})月(?:\s*(\d{1,2})[日號号]?)?(?:份)?", _han),
    _form("day and month in numbers", r"(\d{1,2})([./–])(\d{1,2})\2(\d{4})", _numeric),
    _form("two-digit year", r"(\d{1,2})([./–])(\d{1,2})\2(\d{2})", _short_year),
    _form("two-digit year", rf"(\d{{1,2}})[ –]{MONTH}[ –'](\d\d)", _named_month_short_year),
    _form("day, month, year", rf"{_THE}(\d{{1,2}}){_NTH}(?: {_OF})?[ –.]*{MONTH},?(?: {_OF})?[ –]?(\d{{3,4}}){_YEAR}",
          lambda found, _: _one(date_text(int(found[3]), MONTHS[found[2]], int(found[1])))),
    _form("month, day, year", rf"{MONTH} ?(\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{3,4}})",
          lambda found, _: _one(date_text(int(found[3]), MONTHS[found[1]], int(found[2])))),
    _form("year, month, day", rf"(\d{{4}}),?[ –]{MONTH}[ –](\d{{1,2}})(?:st|nd|rd|th)?",
          lambda found, _: _one(date_text(int(found[1]), MONTHS[found[2]], int(found[3])))),
    _form("month and year", rf"{MONTH}(?: {_OF})?,?[ –]?(\d{{3,4}}){_YEAR}",
          lambda found, _: _one(date_text(int(found[2]), MONTHS[found[1]]))),
    _form("year and month", rf"(\d{{4}}),?[ –]{MONTH}",
          lambda found, _: _one(date_text(int(found[1]), MONTHS[found[2]]))),
    _form("before our era", r"(?P<year>\d{1,3}(?:,\d{3})+|\d{1,6}) ?(?:b\.? ?c\.? ?(?:e\.?)?)", _before_christ),
    _form("before our era", r"(?:紀元|纪元|西元|公元)?前(?P<year>\d{1,6})年?", _before_christ),
    _form("year of our era", r"(?:a\.?d\.? ?|西元|公元|西暦|紀元)(\d{1,4})年?", _ymd),
    _form("year of our era", r"(\d{1,4}) ?(?:c\.?e\.?|a\.?d\.?)", _ymd),
    _form("decade", r"(?:the )?(\d{2,3})0'?s|(\d{2,3})0年代", lambda found, _: (f"{int(found[1] or found[2]):03d}X",)),
    _form("century", r"(?:the )?(?P<number>\d{1,3})(?:st|nd|rd|th)[ –](?:century|c\.?|cent\.?)"
          r"(?P<bc> ?b\.? ?c\.? ?(?:e\.?)?)?(?: ?(?:a\.?d\.?|c\.?e\.?))?", _century),
    _form("century", r"(?P<zen>(?:紀元|纪元|西元|公元)?前)?(?:西元|公元)?(?P<number>\d{1,2})世[紀纪]", _century),
    _form("season", rf"(?P<season>spring|summer|autumn|fall|winter)(?: of)?,? {_Y}", _season),
    _form("season", rf"{_Y},? (?P<season>spring|summer|autumn|fall|winter)", _season),
    _form("season", rf"{_Y}年?(?:の|的)?(?P<season>[春夏秋冬])(?:季|天)?", _season),
    _form("quarter", rf"q(?P<part>[1-4])[ ,/–]*{_Y}", _group(33)),
    _form("quarter", rf"{_Y}[ ,/–]*q(?P<part>[1-4])", _group(33)),
    _form("quarter", rf"(?P<part>first|second|third|fourth|1st|2nd|3rd|4th) quarter(?: of|,)? {_Y}", _group(33)),
    _form("quarter", rf"{_Y}年?第?(?P<part>[1-4])(?:四半期|季度?)", _group(33)),
    _form("half-year", rf"(?P<part>first|second|1st|2nd) half(?: of|,)? {_Y}", _group(40)),
    _form("half-year", rf"{_Y}年?(?P<part>[上下])半[年期]", _group(40)),
    _form("half-year", rf"h(?P<part>[12])[ /–]?{_Y}|", lambda found, how: _group(40)(found, how) if found[0] else None),
    _form("fiscal year", rf"(?:fy|fiscal(?: year)?|financial year)[ –']*{_Y}", _fiscal),
    _form("fiscal year", rf"{_Y}(?:年度|會計年度|会計年度)", _fiscal),
)  # fmt: skip
"""The forms, tried in this order."""


_DAY_AND_MONTH = re.compile(
    rf"{_THE}\d{{1,2}}{_NTH}(?: {_OF})?[ –.]*{MONTH}|{MONTH} ?\d{{1,2}}{_NTH}|{MONTH}"
    r"|–?–?(?:0?[1-9]|1[0-2])[–/](?:0?[1-9]|[12]\d|3[01])|(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])"
    r"|(?:0?[1-9]|[12]\d|3[01])\. ?(?:0?[1-9]|1[0-2])\.|(?:0?[1-9]|1[0-2])月(?:份|\d{1,2}[日號号]?)?"
)


def lacks_year(text: str) -> bool:
    """True for a month, or a day and month, without a year. `text` is plain and in lower case."""
    return _DAY_AND_MONTH.fullmatch(text) is not None


def read_moment(text: str, how: Conventions) -> tuple[str, Candidates] | None:
    """The form of a date and what it can mean; None where no form fits. `text` is plain and in lower case."""
    for form in FORMS:
        if (found := form.pattern.fullmatch(text)) and (texts := form.read(found, how)):
            return form.name, texts
    return None
