"""The window, the dates and the counts of a Scene in words."""

from __future__ import annotations

import re

from mapapp.language import Translator, date_words
from mapapp.language.dates import span_words
from mapapp.select import Selection
from mapapp.view import View
from mapapp.when import OPEN_END, OPEN_START, When, calendar_date, parse_span

_YEARS_AT_END = re.compile(r"[\s,，、:：(（]*(?:1|2)\d{3}\s*[-–—至到]\s*(?:1|2)\d{3}\s*年?[)）]?$")


def map_title(title: str, view: View, t: Translator) -> str:
    """The atlas's title with the window in place of the years with which it may end."""
    window = window_title(view, t)
    return t("{title}, {window}", title=_YEARS_AT_END.sub("", title) or title, window=window) if window else title


def window_title(view: View, t: Translator) -> str:
    """The window for a title: "1997 to 2015", "2004", "until 2004"; empty where nothing is restricted."""
    start, end = _end_words(view.start, t), _end_words(view.end, t)
    if view.mode == "in":
        return start or end
    if view.mode == "up-to":
        return t("until {end}", end=end) if end else ""
    if start and end:
        return start if start == end else t("{start} to {end}", start=start, end=end)
    if start:
        return t("from {start} on", start=start)
    return t("until {end}", end=end) if end else ""


def sentence(view: View, selection: Selection, t: Translator) -> str:
    """What the map shows: "Between the start of 1997 and the end of 2015: 25 events at 12 places. Undated 3."."""
    events = t.plural("{n} event", "{n} events", len(selection.events))
    places = t.plural("at {n} place", "at {n} places", len(selection.places))
    counted = t("{events} {places}", events=events, places=places) if selection.places else events
    text = t("{window}: {counted}.", window=_window_words(view, t), counted=counted)
    trays = []
    if selection.undated:
        trays.append(t("Undated: {n}.", n=len(selection.undated)))
    if selection.unlocated:
        trays.append(t("Without a place: {n}.", n=len(selection.unlocated)))
    return " ".join([text, *trays]) if t.language == "en" else "".join([text, *trays])


def short_date(when: When, t: Translator) -> str:
    """A date in words without the weekday."""
    first, last = when.start_earliest, when.end_latest
    days = when.start_earliest == when.start_latest and when.end_earliest == when.end_latest
    if when.soft or not days or OPEN_START in when.days or OPEN_END in when.days:
        return date_words(when, t.language)
    words = span_words(last, last, t)
    return words if first == last else t("{start} to {end}", start=_shared_left_out(first, last, t), end=words)


def _shared_left_out(first: int, last: int, t: Translator) -> str:
    """The first day of two in words, without the year (and in English the month) that it shares with the last."""
    (year, month, day), (last_year, last_month, _) = calendar_date(first), calendar_date(last)
    words = span_words(first, first, t)
    if year != last_year:
        return words
    if t.language == "en":
        return str(day) if month == last_month else words.removesuffix(f" {year}")
    return words


def decimal_year(day: int) -> float | None:
    """A day as a decimal year; None for an open end."""
    if day in (OPEN_START, OPEN_END):
        return None
    year, month, dom = calendar_date(day)
    return year + (month - 1) / 12 + (dom - 1) / 372


def _window_words(view: View, t: Translator) -> str:
    start, end = _end_words(view.start, t), _end_words(view.end, t)
    if view.mode == "in":
        return t("In {date}", date=start or end) if start or end else t("In all years")
    if view.mode == "between" and start and end:
        return t("Between the start of {start} and the end of {end}", start=start, end=end)
    if view.mode == "between" and start:
        return t("From the start of {start} on", start=start)
    return t("Up to the end of {end}", end=end) if end else t("In all years")


def _end_words(edtf: str | None, t: Translator) -> str:
    return "" if edtf is None else span_words(*parse_span(edtf), t)
