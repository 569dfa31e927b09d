"""A place that an event needs and the atlas does not have yet: looked up by its name and added with the event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapapp.editing import set_citations
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.gazetteer import locate
from mapapp.model import Atlas, Citation
from mapapp.reading.decide import with_place
from mapapp.reading.proposals import keep_candidate
from mapapp.when import parse_when

_GOOD = 0.65
"""A lower score is that of a name that is only like the one written."""


def with_named_place(atlas: Atlas, name: str, edtf: str, citations: Sequence[Citation]) -> tuple[Atlas, str]:
    """The atlas with the place that a name means at a date, and its id; a new one is cited as the event is.

    Raises NotFoundError where neither the atlas nor the gazetteer knows the name.
    """
    try:
        year = parse_when(edtf) if edtf else None
    except InvalidInputError:
        year = None  # the form says what is wrong with the date
    found = [one for one in locate(name, year=year, atlas=atlas, most=1) if one.score >= _GOOD]
    if not found:
        raise NotFoundError(
            f"No place of the name {name!r} is known: add it under Places, where a map sets its position."
        )
    atlas, identifier, is_new = with_place(atlas, keep_candidate(found[0]), name)
    if is_new:
        subject = f"place:{identifier}"
        atlas = set_citations(atlas, subject, [replace(one, subject=subject, field=None) for one in citations])
    return atlas, identifier
