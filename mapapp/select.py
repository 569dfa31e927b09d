"""Atlas + View -> what matches. The rules are those of webmap/static/visible.js.

Both are read against one table of cases, tests/tables/visibility.json, by pytest and by `node --test`, and a property
test compares their answers on generated atlases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from mapapp.folding import fold
from mapapp.model import Atlas, Event, Figure, Place
from mapapp.near import is_inside, is_near, places_along, places_within
from mapapp.readings import follow_readings
from mapapp.regions import places_in_countries, places_in_regions
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


@dataclass(frozen=True, slots=True)
class Reach:
    """The ids of the places that a View's spatial filters reach; None where a filter is off."""

    near: frozenset[str] | None
    along: frozenset[str] | None
    regions: frozenset[str] | None
    countries: frozenset[str] | None

    @classmethod
    def of(cls, atlas: Atlas, view: View) -> Self:
        """What the View reaches in the atlas."""
        return cls(
            near=places_within(atlas, view.near) if view.near else None,
            along=places_along(atlas, view.along) if view.along else None,
            regions=places_in_regions(atlas, view.regions) if view.regions else None,
            countries=places_in_countries(atlas, view.countries) if view.countries else None,
        )


def select(atlas: Atlas, view: View) -> Selection:
    """Apply a View to an atlas; its events are as the readings have them that the View follows."""
    atlas = follow_readings(atlas, view)
    window = view.window()
    reach = Reach.of(atlas, view)
    events, undated, outside = [], [], []
    for event in atlas.events:
        if not passes_filters(atlas, view, event, reach):
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

    Filters for places, actor, source and its language, and text apply; a figure without a period is kept.
    """
    atlas = follow_readings(atlas, view)
    window = view.window()
    reach = Reach.of(atlas, view)
    return tuple(
        figure
        for figure in atlas.figures
        if (figure.period is None or is_possible(figure.period, window))
        and next(figure_reasons(atlas, view, figure, reach), None) is None
    )


def figure_reasons(atlas: Atlas, view: View, figure: Figure, reach: Reach | None = None) -> Iterator[str]:
    """Names of the filters that keep a figure out (time apart), in the order of `mapapp.view.FILTERS`."""
    reach = reach or Reach.of(atlas, view)
    if not _any(view.actors, figure.actors):
        yield "actor"
    if not _any(view.places, figure.places):
        yield "place"
    if not _reaches(reach.regions, figure.places):
        yield "region"
    if not _reaches(reach.countries, figure.places):
        yield "country"
    if reach.near is not None and not is_near(figure, reach.near):
        yield "near"
    if not _reaches(reach.along, figure.places):
        yield "along"
    sources = {citation.source for citation in atlas.citations_of.get(f"figure:{figure.id}", ())}
    if not _any(view.sources, sources):
        yield "source"
    if not _any(view.source_languages, _languages(atlas, sources)):
        yield "source-lang"
    if not all(word in fold(" ".join(figure.label.values())) for word in fold(view.text).split()):
        yield "q"


def passes_filters(atlas: Atlas, view: View, event: Event, reach: Reach | None = None) -> bool:
    """True if an event passes every filter of the View but the time window; for `reach` see `reasons_against`."""
    return next(reasons_against(atlas, view, event, reach), None) is None


def reasons_against(atlas: Atlas, view: View, event: Event, reach: Reach | None = None) -> Iterator[str]:
    """Names of the filters that keep an event out, of those in `mapapp.view.FILTERS` and in their order.

    Who asks for many events gives `reach`, which depends on the View alone.
    """
    reach = reach or Reach.of(atlas, view)
    if view.kinds and event.kind not in view.kinds:
        yield "kind"
    if not _any(view.actors, event.actors):
        yield "actor"
    if not _any(view.places, (*event.places, *event.about)):
        yield "place"
    if not _reaches(reach.regions, event.places):
        yield "region"
    if not _reaches(reach.countries, event.places):
        yield "country"
    if reach.near is not None and not is_near(event, reach.near):
        yield "near"
    if not _reaches(reach.along, event.places):
        yield "along"
    if view.bbox and not any(is_inside(atlas.place_by_id[place], view.bbox) for place in event.places):
        yield "bbox"
    sources = _sources(atlas, event) if view.sources or view.source_languages else set()
    if not _any(view.sources, sources):
        yield "source"
    if not _any(view.source_languages, _languages(atlas, sources)):
        yield "source-lang"
    if not _any(view.eras, eras_of(atlas, event)):
        yield "era"
    if view.certainty == "certain" and event.certainty != "certain":
        yield "certainty"
    if view.disputed and f"event:{event.id}" not in atlas.disagreements_of:
        yield "disputed"
    if view.text and not all(word in _search_text(atlas, event) for word in fold(view.text).split()):
        yield "q"


def eras_of(atlas: Atlas, event: Event) -> list[str]:
    """Ids of the eras in which an event could lie; none for one without a date."""
    if event.when is None:
        return []
    return [era.id for era in atlas.eras if is_possible(event.when, era.when.outer)]


def _any(wanted: tuple[str, ...], has: Iterable[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(has)


def _reaches(places: frozenset[str] | None, has: tuple[str, ...]) -> bool:
    return places is None or not places.isdisjoint(has)


def _sources(atlas: Atlas, event: Event) -> set[str]:
    return {citation.source for citation in atlas.citations_of.get(f"event:{event.id}", ())}


def _languages(atlas: Atlas, sources: set[str]) -> set[str]:
    return {source.language for source in atlas.sources if source.id in sources and source.language}


def _search_text(atlas: Atlas, event: Event) -> str:
    parts = [*event.title.values(), *event.summary.values(), event.when.edtf if event.when else ""]
    for place_id in (*event.places, *event.about):
        if place_id in atlas.place_by_id:
            parts += [toponym.name for toponym in atlas.place_by_id[place_id].names]
    names = {actor.id: actor.name for actor in atlas.actors}
    for actor_id in event.actors:
        parts += names.get(actor_id, {}).values()
    return fold("\n".join(parts))
