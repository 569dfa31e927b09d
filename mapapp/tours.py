"""What must hold between the tours of an atlas and its records: each step's View is understood and leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from mapapp.errors import Problem, Where
from mapapp.model import Atlas
from mapapp.view import View, read_view


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
            for field, identifier in _unknown(atlas, view):
                at = Where(where, None, f"step {number}, {field}")
                message = f"the atlas has no {field} {identifier[:80]!r}."
                problems.append(Problem("A201", at, message, "Correct the id, or add the record it names."))
    return problems


def _unknown(atlas: Atlas, view: View) -> Iterator[tuple[str, str]]:
    records = {item.id for sort in (atlas.events, atlas.places, atlas.figures, atlas.disagreements) for item in sort}
    known = {
        "kind": (view.kinds, {kind.id for kind in atlas.kinds}),
        "actor": (view.actors, {actor.id for actor in atlas.actors}),
        "place": (view.places, set(atlas.place_by_id)),
        "source": (view.sources, {source.id for source in atlas.sources}),
        "record": ((view.select,) if view.select else (), records),
    }
    for field, (wanted, ids) in known.items():
        yield from ((field, identifier) for identifier in wanted if identifier not in ids)
