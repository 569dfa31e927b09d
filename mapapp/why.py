"""Why is this not shown? Every filter of a View that keeps a record out, and the View with that filter lifted.

The twin is webmap/static/why.js; both are read against tests/tables/why.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from mapapp.errors import NotFoundError
from mapapp.model import Atlas, Disagreement, Event, Figure, Place
from mapapp.readings import follow_readings
from mapapp.select import figure_reasons, reasons_against, select
from mapapp.view import FILTERS, View, format_view, parse_view
from mapapp.when import When, is_certain, is_possible

Record = Event | Place | Figure | Disagreement
Sort = Literal["event", "place", "figure", "disagreement"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A filter that keeps a record out: its name, its value in the View, and the View (a query) without it.

    Besides the keys of the View's filters the names are `time` (outside the window), `layer` (its layer is off), and
    `undated`, `unlocated` and `untouched` (no record that it is about is shown), which nothing lifts.
    """

    filter: str
    value: str = ""
    lifted: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a record is not shown; without reasons it is."""

    id: str
    sort: Sort
    reasons: tuple[Reason, ...]


def explain(atlas: Atlas, view: View, record: str) -> Explanation:
    """Why the View does not show an event, place, figure or disagreement. Raises NotFoundError for an unknown id."""
    atlas = follow_readings(atlas, view)
    records: list[tuple[Sort, Sequence[Record]]] = [
        ("event", atlas.events),
        ("place", atlas.places),
        ("figure", atlas.figures),
        ("disagreement", atlas.disagreements),
    ]
    for sort, ones in records:
        for found in ones:
            if found.id == record:
                reasons = tuple(_reason(atlas, view, name, found) for name in _names(atlas, view, found))
                return Explanation(record, sort, reasons)
    raise NotFoundError(f"{atlas.id} has no event, place, figure or disagreement {record!r}.")


def _names(atlas: Atlas, view: View, record: Record) -> list[str]:
    match record:
        case Event():
            return _event_names(atlas, view, record)
        case Place():
            return _place_names(atlas, view, record)
        case Figure():
            reasons = list(figure_reasons(atlas, view, record))
            return [*reasons, *_time_names(record.period, replace(view, certainty="possible"))]
        case Disagreement():
            return [] if _is_touched(atlas, view, record) else ["untouched"]


def _event_names(atlas: Atlas, view: View, event: Event) -> list[str]:
    names = list(reasons_against(atlas, view, event))
    names += _time_names(event.when, view) if event.when else ["undated"]
    return [*dict.fromkeys(names), *([] if event.places else ["unlocated"])]


def _time_names(when: When | None, view: View) -> list[str]:
    if when is None:
        return []
    if not is_possible(when, view.window()):
        return ["time"]
    return ["certainty"] if view.certainty == "certain" and not is_certain(when, view.window()) else []


def _place_names(atlas: Atlas, view: View, place: Place) -> list[str]:
    located = place.point is not None or place.geometry is not None or bool(place.country_shape)
    on = view.layers if view.layers is not None else [layer.id for layer in atlas.layers if layer.visible]
    shown = any(place.id in event.places for event in select(atlas, view).events)
    hidden = place.layer not in on and not shown
    return [*(["layer"] if hidden else []), *([] if located else ["unlocated"])]


def _is_touched(atlas: Atlas, view: View, item: Disagreement) -> bool:
    """True if one of the events or figures that a disagreement is about is shown; other subjects always are."""
    events = {event.id for event in select(atlas, view).events}
    for subject in (item.subject, *item.also):
        sort, _, key = subject.partition(":")
        figure = next((one for one in atlas.figures if one.id == key), None) if sort == "figure" else None
        if sort not in ("event", "figure") or key in events:
            return True
        if figure and not _names(atlas, view, figure):
            return True
    return False


def _reason(atlas: Atlas, view: View, name: str, record: Record) -> Reason:
    values = dict(parse_qsl(format_view(view), keep_blank_values=True))
    plain = {key: value for key, value in values.items() if key != name}
    if name in FILTERS:
        return Reason(name, values.get(name, ""), _query(plain))
    if name == "time":
        window = "..".join((view.start or "", view.end or ""))
        return Reason(name, window, _query({**values, "mode": "between", "from": "..", "to": ".."}))
    if name == "layer" and isinstance(record, Place):
        on = view.layers if view.layers is not None else tuple(layer.id for layer in atlas.layers if layer.visible)
        wanted = {*on, record.layer}
        layers = tuple(layer.id for layer in atlas.layers if layer.id in wanted)
        return Reason(name, record.layer, format_view(replace(view, layers=layers)))
    return Reason(name)


def _query(values: dict[str, str]) -> str:
    return format_view(parse_view(urlencode(values)))
