"""Names of places without a location, looked up in the offline gazetteer: proposed in the report, taken where told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely.geometry import Point

from mapapp.importers.report import Entry, ImportReport
from mapapp.model import Atlas

if TYPE_CHECKING:
    from mapapp.gazetteer import Candidate

_MOST_NAMES = 2000
"""So many names are looked up: a lookup takes a fraction of a millisecond, opening the gazetteer a quarter second."""
_NEAR = 500
"""Nearness to the places of an atlas counts where it has at most so many."""
_LEAST = 0.55
"""A lower score means that only the beginning of a name fits, or all but its last character: no proposal."""
_CLEAR = 0.05
"""Another place that scores nearly as much leaves the choice to a person."""

Location = tuple[Point, str]
"""A point, and where it comes from."""


class Seeker:
    """Looks up each name once; with `accept` a proposal without a rival is taken, and the report says so."""

    def __init__(self, atlas: Atlas, accept: bool, report: ImportReport) -> None:
        self.atlas, self.accept, self.report = atlas if len(atlas.places) <= _NEAR else None, accept, report
        self.known: dict[str, Location | None] = {}
        self.entries: list[Entry] = []

    def seek(self, name: str, line: int) -> Location | None:
        """The location of a name that a row gives, where it is to be taken; what was found is reported at the end."""
        if name not in self.known and len(self.known) < _MOST_NAMES:
            self.known[name] = self._ask(name, line)
        return self.known.get(name)

    def finish(self) -> None:
        """Put what was found into the report; proposals are no changes of a row, so that they come after the rows."""
        if len(self.known) >= _MOST_NAMES:
            why = f"more than {_MOST_NAMES:,} names without a location: the others are not looked up"
            self.entries.append(Entry(None, "place", "kept", "", "", why))
        self.report.entries += self.entries
        self.entries = []

    def _ask(self, name: str, line: int) -> Location | None:
        from mapapp.gazetteer import locate  # opens the gazetteer, which few imports need

        found = [one for one in locate(name, atlas=self.atlas, most=2) if one.score >= _LEAST]
        if not found:
            self._say(line, "kept", name, "", "no location, and the gazetteer has no place of this name")
            return None
        best = found[0]
        if len(found) > 1 and found[1].score > best.score - _CLEAR:
            proposed = " or ".join(map(_shown, found))
            self._say(line, "asked", name, "", f"no location; the gazetteer proposes {proposed}: name its coordinates")
            return None
        if not self.accept:
            why = f"no location; the gazetteer proposes {_shown(best)}: accept such proposals with --locate"
            self._say(line, "asked", name, "", why)
            return None
        self._say(line, "guessed", name, best.id, f"located by its name, as accepted with --locate: {_shown(best)}")
        return Point(best.point), f"{best.attribution}, {best.id}, found by the name {name}; not checked by a person"

    def _say(self, line: int, what: str, name: str, became: str, why: str) -> None:
        self.entries.append(Entry(line, "place", what, name, became, why))  # type: ignore[arg-type]


def _shown(one: Candidate) -> str:
    lon, lat = one.point
    country = f", {one.country}" if one.country else ""
    return f"{one.name} ({one.kind}{country}; {lon:.4f}, {lat:.4f}; {one.id}; score {one.score:.2f})"
