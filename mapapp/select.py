"""Atlas + View -> what matches. The rules are those of webmap/static/visible.js.

Both are read against one table of cases, tests/tables/visibility.json, by pytest and by `node --test`, and a property
test compares their answers on generated atlases.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mapapp.model import Atlas, Event, Figure, Place
from mapapp.near import is_inside, is_near, places_within
from mapapp.view import View
from mapapp.when import is_certain, is_possible


@dataclass(frozen=True, slots=True)
class Selection:
    """What a View shows of an atlas.

    `events` lie in the window, `undated` pass every other filter but have no date, `outside` pass every other filter
    but lie outside the window. `places` are those of the events in the window, in order of first mention;
    `unlocated` are events in the window that no place of the atlas carries.
    """

    events: tuple[Event, ...]
    undated: tuple[Event, ...]
    outside: tuple[Event, ...]
    places: tuple[Place, ...]
    unlocated: tuple[Event, ...]


def select(atlas: Atlas, view: View) -> Selection:
    """Apply a View to an atlas."""
    window = view.window()
    within = places_within(atlas, view.near) if view.near else None
    events, undated, outside = [], [], []
    for event in atlas.events:
        if not passes_filters(atlas, view, event, within):
            continue
        if event.when is None:
            undated.append(event)
        elif is_possible(event.when, window) and (view.certainty != "certain" or is_certain(event.when, window)):
            events.append(event)
        else:
            outside.append(event)
    ids = dict.fromkeys(place for event in events for place in event.places)
    places = tuple(atlas.place_by_id[place] for place in ids if place in atlas.place_by_id)
    unlocated = tuple(event for event in events if not event.places)
    return Selection(tuple(events), tuple(undated), tuple(outside), places, unlocated)


def select_figures(atlas: Atlas, view: View) -> tuple[Figure, ...]:
    """Figures whose period could fall in the window and that pass the filters which apply to figures.

    Filters for place, distance, actor, source and text apply; a figure without a period is kept.
    """
    window = view.window()
    within = places_within(atlas, view.near) if view.near else None

    def shown(figure: Figure) -> bool:
        if figure.period is not None and not is_possible(figure.period, window):
            return False
        sources = {citation.source for citation in atlas.citations_of.get(f"figure:{figure.id}", ())}
        return (
            _any(view.places, figure.places)
            and (within is None or is_near(figure, within))
            and _any(view.actors, figure.actors)
            and (not view.sources or bool(sources & set(view.sources)))
            and all(word in fold(" ".join(figure.label.values())) for word in fold(view.text).split())
        )

    return tuple(figure for figure in atlas.figures if shown(figure))


def passes_filters(atlas: Atlas, view: View, event: Event, within: frozenset[str] | None = None) -> bool:
    """True if an event passes every filter of the View but the time window; for `within` see `reasons_against`."""
    return next(reasons_against(atlas, view, event, within), None) is None


def reasons_against(atlas: Atlas, view: View, event: Event, within: frozenset[str] | None = None) -> Iterator[str]:
    """Names of the filters that keep an event out.

    `kind`, `actor`, `place`, `near`, `bbox`, `source`, `certainty`, `disputed`, `q`, in this order. Who asks for
    many events gives as `within` the ids of the places that `view.near` reaches, so that they are found only once.
    """
    if within is None and view.near:
        within = places_within(atlas, view.near)
    if view.kinds and event.kind not in view.kinds:
        yield "kind"
    if not _any(view.actors, event.actors):
        yield "actor"
    if not _any(view.places, (*event.places, *event.about)):
        yield "place"
    if within is not None and not is_near(event, within):
        yield "near"
    if view.bbox and not any(is_inside(atlas.place_by_id[place], view.bbox) for place in event.places):
        yield "bbox"
    if view.sources and not _sources(atlas, event) & set(view.sources):
        yield "source"
    if view.certainty == "certain" and event.certainty != "certain":
        yield "certainty"
    if view.disputed and f"event:{event.id}" not in atlas.disagreements_of:
        yield "disputed"
    if view.text and not all(word in _search_text(atlas, event) for word in fold(view.text).split()):
        yield "q"


def _any(wanted: tuple[str, ...], has: tuple[str, ...]) -> bool:
    return not wanted or not set(wanted).isdisjoint(has)


def _sources(atlas: Atlas, event: Event) -> set[str]:
    return {citation.source for citation in atlas.citations_of.get(f"event:{event.id}", ())}


def _search_text(atlas: Atlas, event: Event) -> str:
    parts = [*event.title.values(), *event.summary.values(), event.when.edtf if event.when else ""]
    for place_id in (*event.places, *event.about):
        if place_id in atlas.place_by_id:
            parts += [toponym.name for toponym in atlas.place_by_id[place_id].names]
    names = {actor.id: actor.name for actor in atlas.actors}
    for actor_id in event.actors:
        parts += names.get(actor_id, {}).values()
    return fold("\n".join(parts))


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text for comparison: compatibility forms (NFKD), no combining marks, lower case, straight apostrophes."""
    plain = unicodedata.normalize("NFKD", text).lower()
    kept = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    return kept.replace("\u2019", "'").replace("\u2018", "'")
