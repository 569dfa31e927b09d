"""Tours and the View: what a link to a step opens, and what must hold between the tours of an atlas and its records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl

from mapapp.errors import Problem, Where, told
from mapapp.model import Atlas
from mapapp.view import View, dock_part, read_view

_READERS_OWN = ("lang", "theme", "names")


def read_link(atlas: Atlas, query: str, base: View | None = None) -> tuple[View, list[Problem]]:
    """The View that a link opens, as `read_view` does, and what in it is not understood.

    A link that names a step of a tour and nothing else but the reader's own choices (`panel=tour,ID,3&lang=ja`) opens
    that step's View; a whole View always has its `mode` and is taken as it is. The twin of webmap/static/tourviews.js.
    """
    view, problems = read_view(query, base)
    name, identifier, number = (*view.panel, "", "", "")[:3]
    tour = next((one for one in atlas.tours if name == "tour" and one.id == identifier), None)
    named = {key for key, _ in parse_qsl(query.lstrip("?"), keep_blank_values=True)}
    if tour is None or named - {*_READERS_OWN, "panel"}:
        return view, problems
    step = max(1, min(len(tour.steps), int(number) if number.isdecimal() else 1))
    own = read_view(tour.steps[step - 1].view)[0]
    panel = ("tour", tour.id, str(step), *dock_part(own.panel))
    return replace(own, lang=view.lang, theme=view.theme, names=view.names, panel=panel), problems


def check_tours(atlas: Atlas) -> list[Problem]:
    """All problems of the Views of an atlas's tours."""
    problems = []
    for tour in atlas.tours:
        for number, step in enumerate(tour.steps, start=1):
            view, found = read_view(step.view)
            where = f"tours/{tour.id}.md"
            for one in found:
                at = Where(where, None, f"step {number}, {one.where.field}")
                problems.append(Problem(one.code, at, one.message, one.mend))
            if view.panel[:1] == ("tour",):
                at = Where(where, None, f"step {number}, panel")
                mend = told("Name what stands beside the map at this step: table, figures, periods or matrix.")
                problems.append(Problem("A106", at, told("a step cannot open a tour."), mend))
            for field, identifier in _unknown(atlas, view):
                at = Where(where, None, f"step {number}, {field}")
                message = told("the atlas has no {field} {identifier}.", field=field, identifier=repr(identifier[:80]))
                problems.append(Problem("A201", at, message, told("Correct the id, or add the record it names.")))
    return problems


def _unknown(atlas: Atlas, view: View) -> Iterator[tuple[str, str]]:
    records = {item.id for sort in (atlas.events, atlas.places, atlas.figures, atlas.disagreements) for item in sort}
    series = {figure.series for figure in atlas.figures}
    places = (*view.places, *view.regions, *(view.near or ())[:1], *(view.along or ())[:1])
    known = {
        "kind": (view.kinds, {kind.id for kind in atlas.kinds}),
        "actor": (view.actors, {actor.id for actor in atlas.actors}),
        "place": (tuple(str(place) for place in places), set(atlas.place_by_id)),
        "era": (view.eras, {era.id for era in atlas.eras}),
        "layer": (view.layers or (), {layer.id for layer in atlas.layers}),
        "source": ((*view.sources, *filter(None, [view.follow])), {source.id for source in atlas.sources}),
        "series": (view.panel[1:2] if view.panel[:1] == ("figures",) else (), series),
        "record": ((view.select,) if view.select else (), records),
    }
    for field, (wanted, ids) in known.items():
        yield from ((field, identifier) for identifier in wanted if identifier not in ids)
