"""Dates in words: "Thursday, 17 July 2014", "2014年7月17日（木）", "between 11 and 20 June 2023"."""

from __future__ import annotations

from datetime import date

from mapapp.language.catalogue import Translator, translator
from mapapp.when import OPEN_END, OPEN_START, When, calendar_date, day_number, days_in_month

_BABEL = {"en": "en", "zh-Hant": "zh_Hant_TW", "ja": "ja"}
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""In English; the dates of other languages have numbers."""
_DAY = {"en": "EEEE, d MMMM y", "zh-Hant": "y年M月d日，EEEE", "ja": "y年M月d日（EEE）"}


def date_words(when: When, language: str, *, weekday: bool = True) -> str:
    """An EDTF date in words, with its weekday where it is a day, and with "about" or "uncertain" where it is soft."""
    t = translator(language)
    if when.moment:
        words = _range_words(when.start_earliest, when.end_latest, t, weekday=weekday)
    else:
        start = "" if when.start_earliest == OPEN_START else span_words(when.start_earliest, when.start_latest, t)
        end = "" if when.end_latest == OPEN_END else span_words(when.end_earliest, when.end_latest, t)
        words = _between(start, end, t)
    if not when.soft:
        return words
    return (
        t("about {date}", date=words)
        if "?" not in when.edtf and "%" not in when.edtf
        else t("{date}, uncertain", date=words)
    )


def window_words(start: str, end: str, mode: str, language: str) -> str:
    """The time window in words. `start` and `end` are words for its ends, empty where open."""
    t = translator(language)
    if not start and not end:
        return t("all years")
    if mode == "up-to":
        return t("up to {end}", end=end)
    return end if start == end else _between(start, end, t)


def span_words(first: int, last: int, t: Translator) -> str:
    """A span of whole days as a day, month, year, decade or century where it is one, else as first to last day."""
    if OPEN_START in (first, last) or OPEN_END in (first, last):
        return _range_words(first, last, t)
    (y1, m1, d1), (y2, m2, d2) = calendar_date(first), calendar_date(last)
    if first == last:
        return _day_words(y1, m1, d1, t, weekday=False)
    if (m1, d1) == (1, 1) and (m2, d2) == (12, 31):
        return _years_words(y1, y2, t)
    if d1 == 1 and d2 == days_in_month(y2, m2) and (y1, m1) == (y2, m2):
        return _month_words(y1, m1, t)
    return _between(_day_words(y1, m1, d1, t, weekday=False), _day_words(y2, m2, d2, t, weekday=False), t)


def _range_words(first: int, last: int, t: Translator, *, weekday: bool = True) -> str:
    if first == OPEN_START:
        return t("not later than {end}", end=span_words(*_widest_unit_ending(last), t))
    if last == OPEN_END:
        return t("not earlier than {start}", start=span_words(*_widest_unit_starting(first), t))
    if first == last:
        return _day_words(*calendar_date(first), t, weekday=weekday)
    (y1, m1, d1), (y2, m2, d2) = calendar_date(first), calendar_date(last)
    whole_years = (m1, d1) == (1, 1) and (m2, d2) == (12, 31)
    whole_month = d1 == 1 and d2 == days_in_month(y2, m2) and (y1, m1) == (y2, m2)
    if whole_years or whole_month:
        return span_words(first, last, t)
    start = _day_words(y1, m1, d1, t, weekday=False)
    return t("some time from {start} to {end}", start=start, end=_day_words(y2, m2, d2, t, weekday=False))


def _widest_unit_ending(day: int) -> tuple[int, int]:
    year, month, dom = calendar_date(day)
    if (month, dom) == (12, 31):
        return day_number(year), day
    return (day_number(year, month), day) if dom == days_in_month(year, month) else (day, day)


def _widest_unit_starting(day: int) -> tuple[int, int]:
    year, month, dom = calendar_date(day)
    if (month, dom) == (1, 1):
        return day, day_number(year, 12, 31)
    return (day, day_number(year, month, days_in_month(year, month))) if dom == 1 else (day, day)


def _between(start: str, end: str, t: Translator) -> str:
    if not start:
        return t("until {end}", end=end)
    if not end:
        return t("from {start}, no end stated", start=start)
    return start if start == end else t("{start} to {end}", start=start, end=end)


def _day_words(year: int, month: int, day: int, t: Translator, *, weekday: bool) -> str:
    if weekday and 1 <= year <= 9999:
        from babel.dates import format_date  # pictures name no weekday, and do not wait for it

        return format_date(date(year, month, day), _DAY[t.language], locale=_BABEL[t.language])
    if t.language == "en":
        return f"{day} {_month_name(month)} {_year_words(year, t)}"
    return f"{_year_words(year, t)}{month}月{day}日"


def _month_words(year: int, month: int, t: Translator) -> str:
    if t.language == "en":
        return f"{_month_name(month)} {_year_words(year, t)}"
    return f"{_year_words(year, t)}{month}月"


def _years_words(first: int, last: int, t: Translator) -> str:
    if first == last:
        return _year_words(first, t)
    if last - first == 9 and first % 10 == 0 and first > 0:
        return t("the {decade}s", decade=first)
    return t("some time from {start} to {end}", start=_year_words(first, t), end=_year_words(last, t))


def _year_words(year: int, t: Translator) -> str:
    if year > 0:
        return str(year) if t.language == "en" else f"{year}年"
    return t("{year} BCE", year=1 - year)


def _month_name(month: int) -> str:
    return _MONTHS[month - 1]
