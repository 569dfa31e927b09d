"""A draft into an atlas: new records are added, records that nobody has edited are updated, edited ones are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from mapapp.importers.drafts import Draft
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.model import Atlas, Citation, Event, Place, Source

R = TypeVar("R", Place, Event)


def merge(atlas: Atlas, draft: Draft, source: Source, before: Draft | None, report: ImportReport) -> Atlas:
    """The atlas with a draft merged in; `before` is the draft of the last import of the same file, where there is one.

    A record of the last import that is no longer as it was imported has been edited: it stays. One that is no longer
    in the atlas has been deleted: it does not come back. A record whose row is gone from the file stays.
    """
    places = _records("place", dict(atlas.place_by_id), draft.places, before.places if before else {}, report)
    events = _records("event", dict(atlas.event_by_id), draft.events, before.events if before else {}, report)
    return replace(
        atlas,
        kinds=(*atlas.kinds, *draft.kinds.values()),
        layers=(*atlas.layers, *draft.layers.values()),
        actors=(*atlas.actors, *draft.actors.values()),
        places=tuple(places.values()),
        events=tuple(events.values()),
        sources=_sources(atlas, draft, source),
        citations=_citations(atlas, draft, before, places, events),
    )


def _records(
    sort: str, known: dict[str, R], found: Mapping[str, R], before: Mapping[str, R], report: ImportReport
) -> dict[str, R]:
    added = 0
    for identifier, record in found.items():
        there, last = known.get(identifier), before.get(identifier)
        if there is None and last is not None:
            report.add(
                None,
                sort,
                "kept",
                identifier,
                "",
                because("deleted from the atlas since the last import: not added again"),
            )
        elif there is None:
            known[identifier] = record
            added += 1
        elif there == record:
            report.unchanged += 1
        elif last is not None and there == last:
            known[identifier] = record
            report.updated += 1
        else:
            report.unchanged += 1
            report.add(
                None, sort, "kept", identifier, "", because("edited in the atlas since it was imported: not changed")
            )
    for identifier in before:
        if identifier not in found and identifier in known:
            report.add(None, sort, "kept", identifier, "", because("its row is gone from the file: the record stays"))
    report.added[f"{sort}s"] = report.added.get(f"{sort}s", 0) + added
    return known


def _sources(atlas: Atlas, draft: Draft, source: Source) -> tuple[Source, ...]:
    new = {source.id: source} | {item.id: item for item in draft.sources.values()}
    kept = [new.pop(item.id) if item.id == source.id else item for item in atlas.sources]
    known = {item.id for item in kept}
    return (*kept, *(item for item in new.values() if item.id not in known))


def _citations(
    atlas: Atlas, draft: Draft, before: Draft | None, places: Mapping[str, Place], events: Mapping[str, Event]
) -> tuple[Citation, ...]:
    """The citations of the atlas, those of the last import replaced by those of this one."""
    if before is draft:  # the same file again: what the atlas no longer has was deleted there
        return atlas.citations
    if not atlas.citations and before is None:  # nothing was there that could be lost, or be cited already
        return tuple(chain.from_iterable(map(_once, draft.citations.values())))
    lost = {f"place:{identifier}" for identifier in draft.places if identifier not in places}
    lost |= {f"event:{identifier}" for identifier in draft.events if identifier not in events}
    new = {subject: _once(found) for subject, found in draft.citations.items() if subject not in lost}
    more = list(chain.from_iterable(new.values()))
    earlier = before.citations if before else {}
    last = set(chain.from_iterable(earlier.values()))
    gone = {citation for subject in new for citation in earlier.get(subject, [])} - set(more)
    kept = [citation for citation in atlas.citations if citation not in gone] if gone else list(atlas.citations)
    known = set(kept)
    deleted = last - set(atlas.citations)
    return (*kept, *(one for one in more if one not in known and one not in deleted))


def _once(citations: list[Citation]) -> list[Citation]:
    """The citations of a subject, each once."""
    return citations if len(citations) == 1 else list(dict.fromkeys(citations))
