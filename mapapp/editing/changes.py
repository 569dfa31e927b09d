"""Changes to an atlas as pure functions: an Atlas in, another out, untouched records shared.

None of them checks whether the result hangs together; `mapapp.atlas.records.check_records` does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Literal

from mapapp.errors import InvalidInputError, told
from mapapp.model import Actor, Atlas, Citation, Disagreement, Event, Figure, Place, Source

Sort = Literal["event", "place", "figure", "source", "actor", "disagreement"]
Record = Event | Place | Figure | Source | Actor | Disagreement

IDS_OF: dict[Sort, str] = {
    "event": "events",
    "place": "places",
    "figure": "figures",
    "source": "sources",
    "actor": "actors",
    "disagreement": "disagreements",
}
"""The sorts of records that can be put and removed, and the field of Atlas that holds each."""


def put(atlas: Atlas, sort: Sort, record: Record) -> Atlas:
    """The atlas with a record in the place of the one that has its id, or at the end; itself, where it is the same.

    Raises InvalidInputError where a record of another sort has the id: ids are unique across an atlas.
    """
    for other, name in IDS_OF.items():
        if other != sort and record.id in map(attrgetter("id"), getattr(atlas, name)):
            raise InvalidInputError(
                told(
                    "The id {id} is that of a record of the sort {other}: choose another.",
                    id=repr(record.id),
                    other=told(other),
                )
            )
    records: Sequence[Any] = getattr(atlas, IDS_OF[sort])
    known = next((item for item in records if item.id == record.id), None)
    if known == record:
        return atlas
    changed = tuple(record if item is known else item for item in records) if known else (*records, record)
    return _with(atlas, IDS_OF[sort], changed)


def remove(atlas: Atlas, sort: Sort, identifier: str) -> Atlas:
    """The atlas without a record and without what cites passages for it; references to it stay (and are problems)."""
    left = tuple(item for item in getattr(atlas, IDS_OF[sort]) if item.id != identifier)
    subjects = set(_subjects(atlas, sort, identifier))
    kept = tuple(citation for citation in atlas.citations if citation.subject not in subjects)
    changed = _with(atlas, IDS_OF[sort], left)
    return changed if len(kept) == len(atlas.citations) else _with(changed, "citations", kept)


def _subjects(atlas: Atlas, sort: Sort, identifier: str) -> Iterator[str]:
    yield f"{sort}:{identifier}"
    if sort == "disagreement":
        for item in atlas.disagreements:
            if item.id == identifier:
                yield from (f"reading:{item.id}/{reading.id}" for reading in item.readings)


def citations_about(atlas: Atlas, subject: str) -> list[Citation]:
    """The citations of one subject: after each change of an atlas cheaper than `Atlas.citations_of` for them all."""
    return [citation for citation in atlas.citations if citation.subject == subject]


def set_citations(atlas: Atlas, subject: str, citations: Sequence[Citation]) -> Atlas:
    """The atlas with these citations of a subject (`event:ID`) instead of those it has, where they stood."""
    if list(citations) == citations_about(atlas, subject):
        return atlas  # so that the file need not be written
    first = next((index for index, found in enumerate(atlas.citations) if found.subject == subject), None)
    others = [citation for citation in atlas.citations if citation.subject != subject]
    if first is None:
        first = len(others)
    else:
        first -= sum(citation.subject == subject for citation in atlas.citations[:first])
    return _with(atlas, "citations", (*others[:first], *citations, *others[first:]))


def new_id(atlas: Atlas, *words: str) -> str:
    """An id that no record has, made of the Latin letters and digits of some words (a year, a title)."""
    plain = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-") or "record"
    taken = {item.id for name in IDS_OF.values() for item in getattr(atlas, name)}
    return next(name for name in _numbered(stem) if name not in taken)


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _with(atlas: Atlas, name: str, records: tuple[Any, ...]) -> Atlas:
    changes: dict[str, Any] = {name: records, "sha256": ""}
    return replace(atlas, **changes)
