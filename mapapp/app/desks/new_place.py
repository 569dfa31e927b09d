"""A place that an event needs and the atlas does not have yet: looked up by its name and added with the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapapp.editing import set_citations
from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.gazetteer import GOOD, Candidate, Company, is_small, locate, rivals
from mapapp.model import Atlas, Citation
from mapapp.reading.decide import with_place
from mapapp.reading.proposals import keep_candidate
from mapapp.when import parse_when

_MOST = 6


class OpenNameError(InvalidInputError):
    """A name that may mean several places, or none that is known: a person chooses one of the `candidates`."""

    def __init__(self, name: str, candidates: Sequence[Candidate]) -> None:
        self.name, self.candidates = name, tuple(candidates)
        super().__init__(
            told("The name “{name}” alone does not say which place is meant: choose it below the name.", name=name)
        )


def with_named_place(
    atlas: Atlas, name: str, edtf: str, citations: Sequence[Citation], chosen: str = ""
) -> tuple[Atlas, str]:
    """The atlas with the place that a name means at a date, and its id; a new one is cited as the event is.

    `chosen` is the id of the candidate that a person has chosen. Raises NotFoundError where neither the atlas nor the
    gazetteer knows the name, OpenNameError where several places have it, or only a small town far from all others.
    """
    try:
        year = parse_when(edtf) if edtf else None
    except InvalidInputError:
        year = None  # the form says what is wrong with the date
    found = [one for one in locate(name, year=year, atlas=atlas, most=_MOST) if one.score >= GOOD]
    if not found:
        raise NotFoundError(
            told(
                "No place of the name “{name}” is known: add it under Places, where a map sets its position.",
                name=name,
            )
        )
    meant = next((one for one in found if one.id == chosen), None)
    if meant is None and _is_open(found, atlas):
        raise OpenNameError(name, found)
    atlas, identifier, is_new = with_place(atlas, keep_candidate(meant or found[0]), name)
    if is_new:
        subject = f"place:{identifier}"
        atlas = set_citations(atlas, subject, [replace(one, subject=subject, field=None) for one in citations])
    return atlas, identifier


def _is_open(found: Sequence[Candidate], atlas: Atlas) -> bool:
    company = Company(place.point for place in atlas.places if place.point)
    return bool(rivals(found)) or (is_small(found[0]) and not company.is_near(found[0].point))
