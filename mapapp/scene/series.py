"""A View cut into windows, one after another: for small multiples, for a comparison of two, for an animation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapapp.errors import InvalidInputError
from mapapp.language import translator
from mapapp.model import Atlas, in_language
from mapapp.scene.build import build_scene
from mapapp.scene.records import Scene
from mapapp.scene.words import window_title
from mapapp.select import select
from mapapp.view import Mode, View, normalise, parse_years
from mapapp.when import OPEN_END, OPEN_START, Span, calendar_date, iso_date

MOST_WINDOWS = 400
"""Windows that a series may have."""
FEW_WINDOWS = 40
"""Windows that a series has where nobody says how to cut."""
_ROUND_STEPS = [digit * 10**power for power in range(9) for digit in (1, 2, 5)]
_STEP = re.compile(r"(?:(\d{0,9})y|year|decade|century)")
_STEPS = {"year": 1, "decade": 10, "century": 100}


@dataclass(frozen=True, slots=True)
class Panel:
    """One window of a series: its title, its View, how many events it shows, and what a map of it draws."""

    title: str
    view: View
    events: int
    scene: Scene


@dataclass(frozen=True, slots=True)
class Series:
    """The panels of a View in the order of time, and the Scene of the whole, which gives them one frame and legend."""

    whole: Scene
    panels: tuple[Panel, ...]


def build_series(atlas: Atlas, view: View, by: str | None = None) -> Series:
    """Cut a View into windows.

    `by` is None for the shortest step with at most FEW_WINDOWS windows, `year`, `decade`, `century`, a number of years
    (`5y`), `era`, or windows (`1991..2003,2004..2015`), which need not lie in the View's own. A View of mode *up-to*
    gives windows that all begin with its beginning. Raises InvalidInputError for anything else, for no window at all
    and for more than MOST_WINDOWS.
    """
    named = list(_windows(atlas, view, _fitting_step(atlas, view) if by is None else by.strip()))
    if not named:
        raise InvalidInputError(f"--series {by!r}: the view has no dated event, so there is nothing to cut by time.")
    t = translator(view.lang)
    panels = []
    for title, cut in named:
        scene = build_scene(atlas, cut)
        words = window_title(cut, t)
        text = t("{era}: {window}", era=title, window=words) if title and words else title or words
        panels.append(Panel(text, cut, len(select(atlas, cut).events), scene))
    first, last = named[0][1], named[-1][1]
    whole = normalise(replace(view, start=_start_of(first), end=last.end, mode=_mode(view)))
    return Series(build_scene(atlas, whole), tuple(panels))


def _fitting_step(atlas: Atlas, view: View) -> str:
    span = _documented(atlas, view)
    years = 1 if span is None else calendar_date(span[1])[0] - calendar_date(span[0])[0] + 1
    return f"{next(step for step in _ROUND_STEPS if -(-years // step) <= FEW_WINDOWS)}y"


def _mode(view: View) -> Mode:
    return "up-to" if view.mode == "up-to" else "between"


def _start_of(view: View) -> str | None:
    return None if view.mode == "up-to" else view.start


def _windows(atlas: Atlas, view: View, by: str) -> Iterator[tuple[str, View]]:
    """Title (of an era, else empty) and View of each window."""
    if by == "era":
        yield from _eras(atlas, view)
    elif found := _STEP.fullmatch(by):
        yield from _steps(atlas, view, _STEPS.get(by) or int(found[1] or 1))
    elif ".." in by or re.match(r"-?\d", by):
        parts = [part for part in by.split(",") if part.strip()]
        if len(parts) > MOST_WINDOWS:
            raise InvalidInputError(f"--series names {len(parts)} windows; at most {MOST_WINDOWS}.")
        for part in parts:
            start, end = parse_years(part)
            yield "", _cut(view, start, end)
    else:
        raise InvalidInputError(
            f"--series {by!r} is not understood: write year, decade, 5y, era, or windows such as 1991..2003,2004..2015."
        )


def _cut(view: View, start: str | None, end: str | None) -> View:
    if view.mode == "up-to":
        return normalise(replace(view, start=None, end=end))
    return normalise(replace(view, mode="in" if start == end and start else "between", start=start, end=end))


def _steps(atlas: Atlas, view: View, years: int) -> Iterator[tuple[str, View]]:
    if years < 1:
        raise InvalidInputError("--series 0y: a window has at least one year.")
    span = _documented(atlas, view)
    if span is None:
        return
    first, last = calendar_date(span[0])[0], calendar_date(span[1])[0]
    count = (last - first) // years + 1
    if count > MOST_WINDOWS:
        raise InvalidInputError(
            f"{count} windows of {years} years are too many, at most {MOST_WINDOWS}: choose a longer step, such as "
            f"{-(-(last - first + 1) // MOST_WINDOWS)}y, or a shorter window with --years."
        )
    for year in range(first, last + 1, years):
        yield "", _cut(view, _year_text(year), _year_text(min(year + years - 1, last)))


def _eras(atlas: Atlas, view: View) -> Iterator[tuple[str, View]]:
    if not atlas.eras:
        raise InvalidInputError(f"{atlas.id} has no eras; cut it by year, decade or 5y.")
    first, last = View(start=view.start, end=view.end).window()
    for era in atlas.eras:
        start, end = max(era.when.start_earliest, first), min(era.when.end_latest, last)
        if start <= end:
            ends = (_end_text(start, opening=True), _end_text(end, opening=False))
            yield in_language(era.title, view.lang), _cut(view, *ends)


def _documented(atlas: Atlas, view: View) -> Span | None:
    """First and last day of the window, an open end replaced by the first or last dated event in it."""
    first, last = view.window()
    spans = [event.when.days for event in select(atlas, view).events if event.when is not None]
    known = [day for days in spans for day in days if day not in (OPEN_START, OPEN_END)]
    known = [day for day in known if first <= day <= last]
    if OPEN_START in (first, last) or OPEN_END in (first, last):
        if not known:
            return None
        first = min(known) if first == OPEN_START else first
        last = max(known) if last == OPEN_END else last
    return first, last


def _year_text(year: int) -> str:
    return f"{year:05d}" if year < 0 else f"{year:04d}" if year <= 9999 else f"Y{year}"


def _end_text(day: int, *, opening: bool) -> str | None:
    """A year where the day is its first (or last) one, else the day; None for an open end."""
    if day in (OPEN_START, OPEN_END):
        return None
    year, month, dom = calendar_date(day)
    whole = (month, dom) == ((1, 1) if opening else (12, 31))
    return _year_text(year) if whole else iso_date(day)
