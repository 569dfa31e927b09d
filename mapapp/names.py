"""Names in force: which of a place's toponyms a map of a given window shows."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.model import Place, Toponym
from mapapp.when import OPEN_END, Span, is_possible


def toponym_at(place: Place, window: Span, language: str) -> Toponym | None:
    """The toponym of `place` in force in `window` (first and last day), in `language` or the nearest there is.

    Among the toponyms of the language the one valid at the window's end wins, then one that is always valid (it has
    no span), then today's, which is the latest. None for a place without names.
    """
    names = _in_language([name for name in place.names if not name.formal] or place.names, language)
    at_end = [name for name in names if _covers(name, window)]
    if at_end:
        return max(at_end, key=_started)
    always = next((name for name in names if name.when is None), None)
    return always or max(names, key=_ended, default=None)


def toponym_today(place: Place, language: str) -> Toponym | None:
    """The toponym in use today: the one with an open end, else one that is always valid, else the latest."""
    return toponym_at(place, (OPEN_END, OPEN_END), language)


def _in_language(names: Sequence[Toponym], language: str) -> list[Toponym]:
    base = language.split("-")[0]
    choices = (
        [name for name in names if name.lang == language],
        [name for name in names if name.lang.split("-")[0] == base],
        [name for name in names if name.lang.split("-")[0] == "en"],
        list(names),
    )
    return next((choice for choice in choices if choice), [])


def _covers(name: Toponym, window: Span) -> bool:
    """True if the name is in force on the last day of the window, or was within it and has not been replaced since."""
    return name.when is not None and is_possible(name.when, window) and name.when.end_latest >= window[1]


def _started(name: Toponym) -> int:
    return name.when.start_earliest if name.when else 0


def _ended(name: Toponym) -> tuple[int, int]:
    return (name.when.end_latest, name.when.start_earliest) if name.when else (0, 0)
