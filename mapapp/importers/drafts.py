"""What an import would add to an atlas, before it is merged into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from mapapp.gazetteer import Candidate
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.model import Actor, Atlas, Citation, Event, Kind, Layer, Place, Source
from mapapp.when import When

PALETTE = (
    ("circle", "#0067A3", "#5DB5EA"), ("diamond", "#8A2A6E", "#DE95C7"), ("square", "#00735A", "#45C79E"),
    ("triangle", "#7A4E2D", "#D3A77B"), ("pentagon", "#2B3338", "#E7EBED"), ("arrowhead", "#C24A00", "#F28C4E"),
)  # fmt: skip
"""Symbols and colours of new kinds of events, on light and on dark ground, in the order of their coming."""


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a row only names, with what the row says that may tell it from others of its name."""

    name: str
    country: str | None
    when: When | None
    row: int
    is_record: bool
    """True where the row is the place's own, false where an event names it."""


@dataclass(slots=True)
class Draft:
    """Records by id, and the citations of each subject."""

    places: dict[str, Place] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    layers: dict[str, Layer] = field(default_factory=dict)
    citations: dict[str, list[Citation]] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    named: dict[str, Named] = field(default_factory=dict)
    """Places without a location, by id."""
    open_names: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    """Names that may mean several places of the gazetteer."""

    def cite(self, subject: str, found: Iterable[Citation]) -> None:
        """Add citations of a subject, each once."""
        known = self.citations.setdefault(subject, [])
        known += [citation for citation in found if citation not in known]


def drop_dangling(draft: Draft, atlas: Atlas, report: ImportReport) -> None:
    """Take away references of places to places that neither the draft nor the atlas has."""
    for identifier, place in draft.places.items():
        if not place.via and not place.within:
            continue
        known = [
            tuple(one for one in given if one in draft.places or one in atlas.place_by_id)
            for given in (place.via, place.within)
        ]
        missing = ";".join(one for one in (*place.via, *place.within) if one not in (*known[0], *known[1]))
        if missing:
            why = because("neither the atlas nor the file has this place, which {record} names", record=identifier)
            report.add(None, "within", "refused", missing, "", why)
            draft.places[identifier] = replace(place, via=known[0], within=known[1])


class Ids:
    """Ids that nobody else has: those of an atlas are taken, except those that come from the same source."""

    def __init__(self, atlas: Atlas, source: str) -> None:
        groups: tuple[Iterable[object], ...] = (
            atlas.sources, atlas.actors, atlas.places, atlas.events, atlas.figures, atlas.disagreements, atlas.eras,
        )  # fmt: skip
        own = {
            citation.subject.partition(":")[2]
            for citation in atlas.citations
            if citation.source == source and citation.subject.startswith(("event:", "place:"))
        }
        self.taken = {str(getattr(record, "id", "")) for group in groups for record in group} - own
        self.taken.add(source)

    def claim(self, wanted: str) -> str:
        """The wanted id, numbered where it is taken."""
        found, number = wanted, 1
        while found in self.taken:
            number += 1
            found = f"{wanted[:74]}-{number}"
        self.taken.add(found)
        return found
