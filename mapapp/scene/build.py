"""Atlas + View -> Scene."""

from __future__ import annotations

from mapapp.language import translator
from mapapp.model import Atlas, Kind, in_language
from mapapp.readings import follow_readings
from mapapp.scene.citing import Citer
from mapapp.scene.credits import credits_of
from mapapp.scene.histogram import build_histogram
from mapapp.scene.journeys import build_arcs
from mapapp.scene.legend import build_legend
from mapapp.scene.listings import build_disputes, build_listings
from mapapp.scene.places import Places
from mapapp.scene.records import Area, KindStyle, OutsidePlace, Scene, Spot
from mapapp.scene.words import map_title, sentence
from mapapp.select import select
from mapapp.view import View, format_view


def build_scene(atlas: Atlas, view: View, language: str | None = None) -> Scene:
    """What a map of `view` shows, with words in `language` (default: the View's).

    Raises InvalidInputError where the View holds a date that is none.
    """
    atlas = follow_readings(atlas, view)
    tag = language or view.lang
    t = translator(tag)
    selection = select(atlas, view)
    citer = Citer(atlas, t)
    places = Places(atlas, view, selection, tag)
    spots, outside = places.spots(), places.outside()
    arcs = build_arcs(atlas, selection.events, places, tag)
    lines, areas, features = places.lines(), places.areas(), places.features()
    listings = build_listings(atlas, selection.events, arcs, lines, citer, tag)
    disputes, disputed = build_disputes(atlas, selection, lines, citer, tag)
    return Scene(
        atlas=atlas.id,
        version=atlas.version,
        sha256=atlas.sha256,
        view=format_view(view),
        language=tag,
        theme=view.theme,
        title=map_title(in_language(atlas.title, tag), view, t),
        sentence=sentence(view, selection, t),
        undated=len(selection.undated),
        unlocated=len(selection.unlocated),
        kinds=tuple(_kind_style(kind, tag) for kind in atlas.kinds),
        spots=spots,
        outside=outside,
        arcs=arcs,
        lines=lines,
        areas=areas,
        features=features,
        named_countries=_named_countries(atlas, spots, outside, areas),
        legend=build_legend(_kinds_shown(atlas, spots), spots, outside, arcs, lines, areas, features, t, tag),
        listings=listings,
        references=citer.references(tag),
        disputes=disputes,
        disputed=disputed,
        histogram=build_histogram(atlas, view, selection, t, tag),
        credits=credits_of(atlas, t),
        center=view.center,
        zoom=view.zoom,
    )


def _kind_style(kind: Kind, language: str) -> KindStyle:
    return KindStyle(kind.id, kind.symbol, kind.color, kind.color_dark, in_language(kind.title, language))


def _kinds_shown(atlas: Atlas, spots: tuple[Spot, ...]) -> tuple[Kind, ...]:
    shown = {mark.kind for spot in spots for mark in spot.marks}
    return tuple(kind for kind in atlas.kinds if kind.id in shown)


def _named_countries(
    atlas: Atlas, spots: tuple[Spot, ...], outside: tuple[OutsidePlace, ...], areas: tuple[Area, ...]
) -> tuple[str, ...]:
    """Codes of countries that a label of the atlas names, so that the base map need not name them again."""
    ids = [place for spot in spots for place in spot.places[:1]]
    ids += [ghost.place for ghost in outside] + [area.place for area in areas]
    shapes = (atlas.place_by_id[place].country_shape for place in ids)
    return tuple(sorted({shape[0] for shape in shapes if len(shape) == 1}))
