"""The window in the whole record: events by year and kind."""

from __future__ import annotations

from mapapp.language import Translator
from mapapp.model import Atlas, Event, in_language
from mapapp.scene.records import Bar, EraBand, Histogram
from mapapp.scene.words import decimal_year
from mapapp.select import Selection
from mapapp.view import View
from mapapp.when import OPEN_END, OPEN_START, calendar_date

MOST_BINS = 80
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 10**4, 10**5, 10**6, 10**7, 10**8, 10**9)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def build_histogram(atlas: Atlas, view: View, selection: Selection, t: Translator, language: str) -> Histogram:
    """All events that pass the filters, in the window and outside it, by the year in which they can first start."""
    dated = [(year, event) for event in (*selection.events, *selection.outside) if (year := _year(event)) is not None]
    first, last = min((year for year, _ in dated), default=0), max((year for year, _ in dated), default=0)
    window = view.window()
    ends = [calendar_date(day)[0] for day in window if day not in (OPEN_START, OPEN_END)]
    if dated and ends:  # the window's ends are part of the axis, if they do not stretch it out of shape
        reach = max(10, last - first)
        first, last = max(min(first, *ends), first - reach), min(max(last, *ends), last + reach)
    elif ends:
        first, last = min(ends), max(ends)
    step = next((step for step in _STEPS if (last - first) // step < MOST_BINS), _STEPS[-1])
    inside = {event.id for event in selection.events}
    order = {kind.id: number for number, kind in enumerate(atlas.kinds)}
    bars = [Bar(year // step * step, one.kind, one.id, _is_soft(one), one.id in inside) for year, one in dated]
    bars.sort(key=lambda bar: (bar.year, order.get(bar.kind, len(order)), bar.event))
    labels = [str(calendar_date(day)[0]) if day not in (OPEN_START, OPEN_END) else "" for day in window]
    until = window[1] if window[1] == OPEN_END else window[1] + 1
    return Histogram(
        first // step * step,
        last // step * step,
        step,
        tuple(bars),
        (decimal_year(window[0]), decimal_year(until)),
        (labels[0], labels[1]),
        _era_bands(atlas, language),
    )


def _era_bands(atlas: Atlas, language: str) -> tuple[EraBand, ...]:
    bands = []
    for number, era in enumerate(atlas.eras):
        numeral = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
        first, last = era.when.outer
        start, end = decimal_year(first), decimal_year(last if last == OPEN_END else last + 1)
        bands.append(EraBand(in_language(era.title, language), numeral, start, end))
    return tuple(bands)


def _year(event: Event) -> int | None:
    if event.when is None:
        return None
    days = [day for day in event.when.outer if day not in (OPEN_START, OPEN_END)]
    return calendar_date(days[0])[0] if days else None


def _is_soft(event: Event) -> bool:
    """True where the date is qualified, or where it is one moment that may fall into more than one year."""
    if event.when is None or event.when.soft:
        return True
    first, last = event.when.outer
    return event.when.moment and calendar_date(first)[0] != calendar_date(last)[0]
