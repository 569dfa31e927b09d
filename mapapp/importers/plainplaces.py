"""The places of many events at once: where each row lies, and those that have to be made for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapapp.importers.fields import folded
from mapapp.importers.rowplaces import country_code
from mapapp.importers.sheet import Row
from mapapp.importers.texts import clean_text

if TYPE_CHECKING:
    from mapapp.importers.drafting import Drafter

_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The places of a run of rows."""

    places: list[tuple[str, ...]]
    """Of each row."""
    first: dict[int, str]
    """Those to be made, by the row in which they come first."""
    nameless: dict[int, str]
    """What those of them are called that the row does not name, by row."""
    unlocated: int
    """The number of rows without a location."""

    @property
    def made(self) -> list[str]:
        """The ids of the places to be made."""
        return list(self.first.values())


class PlainPlaces:
    """Where the rows of a sheet lie that name one place at most, or have a plain point."""

    def __init__(
        self, drafter: Drafter, rows: Sequence[Row], columns: Sequence[Sequence[str]], doubtful: set[int]
    ) -> None:
        self.drafter, self.rows = drafter, rows
        self.shapes, unsure = drafter.shapes.read_all(rows)
        doubtful |= unsure
        index = drafter.index
        cells = columns[index["place"]] if "place" in index else ("",) * len(rows)
        countries = columns[index["country"]] if "country" in index else ("",) * len(rows)
        names = {cell: clean_text(cell.strip()) for cell in set(cells)}
        several = {cell for cell in names if ";" in cell or "；" in cell}
        codes = {cell: (code,) if (code := country_code(cell.strip())) else () for cell in set(countries)}
        self.names = [names[cell] for cell in cells]
        self.keys: list[_Key | None] = []
        for cell, country, shape in zip(cells, countries, self.shapes, strict=True):
            if shape is not None:
                self.keys.append((folded(names[cell]), drafter.shapes.text(shape)))
            elif not names[cell]:
                self.keys.append(None)
            else:
                self.keys.append((folded(names[cell]), "", *codes[country]))
        if several:
            doubtful.update(at for at, cell in enumerate(cells) if cell in several)
        self._doubt_first(doubtful)

    def _doubt_first(self, doubtful: set[int]) -> None:
        """Doubt each row that is the first to name a place without saying where it lies: it is looked up."""
        seen: set[_Key] = set()
        for at, (key, shape) in enumerate(zip(self.keys, self.shapes, strict=True)):
            if shape is None and key is not None and key not in seen and at not in doubtful:
                seen.add(key)
                doubtful.add(at)

    def find(self, start: int, stop: int) -> Run | None:
        """The places of a run of rows; None where one that is only named is not known yet."""
        drafter, placed = self.drafter, self.drafter.placed
        new: dict[_Key, str] = {}
        found: list[tuple[str, ...]] = []
        first: dict[int, str] = {}
        nameless: dict[int, str] = {}
        unlocated = 0
        for at in range(start, stop):
            key, shape = self.keys[at], self.shapes[at]
            if key is None:
                found.append(())
                unlocated += 1
                continue
            identifier = placed.get(key) or new.get(key)
            if identifier is None and shape is None:
                return None
            if identifier is None:
                name = self.names[at]
                identifier = new[key] = first[at] = drafter.place_id(name, key)
                if not name and shape is not None:
                    nameless[at] = drafter.shapes.name(shape)
            elif shape is None:
                unlocated += not drafter.has_place(identifier)
            found.append((identifier,))
        return Run(found, first, nameless, unlocated)

    def make(self, run: Run) -> None:
        """Remember the places of a run that are new, as `Drafter` does."""
        drafter = self.drafter
        if run.first:
            drafter.layer("")
        for at, identifier in run.first.items():
            key, name, row = self.keys[at], self.names[at] or run.nameless[at], self.rows[at]
            if key is not None:
                drafter.placed[key] = identifier
            source = f"{drafter.report.file}, {drafter.sheet.locator(row)}"
            drafter.added[identifier] = name, self.shapes[at], source, None
