"""The rows of a sheet that hold nothing out of the ordinary, made to events by columns.

A row in which something has to be asked, mended or refused, or in which a kind, an actor or a name of a place comes
first, is drafted by itself (`mapapp.importers.drafting`) in its turn, so that records and report are those of rows
drafted one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import groupby, repeat
from typing import TYPE_CHECKING, Any

from mapapp.atlas.vocabulary import ID
from mapapp.importers.leftovers import SIMPLE
from mapapp.importers.placing import NAMELESS, original_text
from mapapp.importers.plainplaces import PlainPlaces, Run
from mapapp.importers.report import Entry, What
from mapapp.importers.rowdates import DATE_FIELDS
from mapapp.importers.sheet import Row
from mapapp.importers.texts import clean_text
from mapapp.model import Event, records_of
from mapapp.when import OPEN_END, OPEN_START, When

if TYPE_CHECKING:
    from mapapp.importers.drafting import Drafter

LEAST = 32
"""Fewer rows one after another are drafted one by one."""
_BY_THEMSELVES = ("bounds", "places", "about", "origin", "citations")
"""Fields whose cells are read row by row."""
_NAMES = tuple(item.name for item in fields(Event))


class EventColumns:
    """The values of events, field by field."""

    def __init__(self) -> None:
        self.values: dict[str, list[Any]] = {name: [] for name in _NAMES}

    def add(self, event: Mapping[str, Any]) -> None:
        """Add the values of one event."""
        for name, values in self.values.items():
            values.append(event[name])

    def extend(self, columns: Mapping[str, Iterable[Any]]) -> None:
        """Add those of many."""
        for name, values in self.values.items():
            values.extend(columns[name])

    def records(self) -> Iterator[tuple[str, Event]]:
        """The events, each with its id."""
        ids = self.values["id"]
        return zip(ids, records_of(Event, len(ids), self.values), strict=True)


@dataclass(frozen=True, slots=True)
class _Dated:
    """What cells about a date mean: the date, what is to be reported, the cells that were changed as JSON text."""

    when: When | None
    said: tuple[tuple[str, What, str, str, str], ...]
    original: str


class PlainRows:
    """Rows that are events: which of them are plain, and what their columns hold."""

    def __init__(self, drafter: Drafter, rows: Sequence[Row]) -> None:
        self.drafter, self.rows, self.count = drafter, rows, len(rows)
        self.columns: list[tuple[str, ...]] = list(zip(*(row.cells for row in rows), strict=True))
        self.doubtful: set[int] = set()
        for name in _BY_THEMSELVES:
            self._doubt(map(str.strip, self._cells(name)))
        self.titles = self._texts("title", needed=True)
        self.summaries = self._texts("summary")
        self.dates: list[_Dated] = self._read(DATE_FIELDS, self._dated)
        self.simple: list[dict[str, Any]] = self._read(SIMPLE, self._simple_values)
        self.places = PlainPlaces(drafter, rows, self.columns, self.doubtful)
        self.keys, self.ids = self._identify()
        self.extra = self._extra()
        self.kinds = list(map(str.strip, self._cells("kind")))
        self.actors = list(map(str.strip, self._cells("actors")))
        self.doubtful.update(first_of(self.kinds).values())
        if "actors" in drafter.index:
            self.doubtful.update(first_of(self.actors).values())

    def _cells(self, name: str) -> Sequence[str]:
        at = self.drafter.index.get(name)
        return self.columns[at] if at is not None else ("",) * self.count

    def _doubt(self, doubts: Iterable[object]) -> None:
        """Doubt the rows for which something is true."""
        self.doubtful.update(index for index, doubt in enumerate(doubts) if doubt)

    def _texts(self, name: str, needed: bool = False) -> list[dict[str, str]]:
        found = self.drafter.words.read_all(self.columns, name, self.count)
        self._doubt(one is None or (needed and not one) for one in found)
        return [one or {} for one in found]

    def _read(self, names: Sequence[str], read: Callable[[Row], Any]) -> list[Any]:
        """What the cells of some fields mean together in each row, cells that are the same read once; None: doubt."""
        at = [self.drafter.index[name] for name in names if name in self.drafter.index]
        keys: list[tuple[str, ...]] = list(zip(*(self.columns[one] for one in at), strict=True)) or [()] * self.count
        known = {key: read(self.rows[index]) for key, index in first_of(keys).items()}
        found = [known[key] for key in keys]
        self._doubt(one is None for one in found)
        return found

    def _apart(self, read: Callable[[Row], Any], row: Row) -> tuple[Any, list[Entry]]:
        """What is read in a row, and what is to be reported of it, which is not yet in the report."""
        entries = self.drafter.report.entries
        before = len(entries)
        found, said = read(row), entries[before:]
        del entries[before:]
        return found, said

    def _dated(self, row: Row) -> _Dated | None:
        when, entries = self._apart(self.drafter.dates.read, row)
        if when is not None and when.edtf[0] == "[" and (when.outer[0] == OPEN_START or when.outer[1] == OPEN_END):
            return None  # bounds
        changed = self.drafter.changed_cells(row, entries)
        said = tuple((one.field, one.what, one.original, one.became, one.why) for one in entries)
        return _Dated(when, said, original_text(changed) if changed else "")

    def _simple_values(self, row: Row) -> dict[str, Any] | None:
        found, entries = self._apart(self.drafter.simple_values, row)
        return found if not entries and found["date_basis"] != "outside" else None

    def _identify(self) -> tuple[list[str], list[str]]:
        """What tells each row from the others, and the id that it should have."""
        drafter, tag = self.drafter, self.drafter.atlas.languages[0]
        keys, ids = [], []
        for row, given, title in zip(self.rows, map(str.strip, self._cells("id")), self.titles, strict=True):
            key = given or drafter.key_of(row)
            keys.append(key)
            ids.append(given or drafter.id_of(title.get(tag, ""), key))
        self._doubt(not ID.fullmatch(one) for one in ids)
        if len(set(keys)) < self.count:
            times = Counter(keys)
            self._doubt(times[key] > 1 for key in keys)
        return keys, ids

    def _extra(self) -> list[dict[str, str]]:
        """The cells of each row that fill no field, and the originals of its date."""
        names = [name for name, _ in self.drafter.kept]
        found: list[dict[str, str]] = [{} for _ in range(self.count)]
        for name, at in self.drafter.kept:
            known = {cell: clean_text(cell) for cell in set(self.columns[at])}
            for extra, cell in zip(found, self.columns[at], strict=True):
                if text := known[cell]:
                    extra[name] = text
        if len(set(names)) < len(names):
            self.doubtful.update(range(self.count))
        for extra, dated in zip(found, self.dates, strict=True):
            if dated is not None and dated.original:
                extra["x_original"] = dated.original
        return found

    def runs(self) -> Iterator[tuple[int, int, bool]]:
        """The rows in their order as runs: first, one beyond the last, and whether all of them are plain."""
        start = 0
        for is_plain, group in groupby(index not in self.doubtful for index in range(self.count)):
            stop = start + len(list(group))
            yield start, stop, is_plain and stop - start >= LEAST
            start = stop

    def draft(self, start: int, stop: int, found: EventColumns) -> bool:
        """Draft a run of plain rows; False, with nothing done, where an id is taken or a place is not yet known."""
        drafter, at = self.drafter, slice(start, stop)
        ids, keys = self.ids[at], [f"{drafter.records}{key}" for key in self.keys[at]]
        run = self.places.find(start, stop)
        if run is None or not drafter.rows_by_key.keys().isdisjoint(keys) or not self._claim((*ids, *run.made)):
            return False
        drafter.rows_by_key.update(zip(keys, (row.number for row in self.rows[at]), strict=True))
        self._report(start, run)
        self.places.make(run)
        self._cite(start, ids, run)
        drafter.words.count_filled("title", self.titles[at])
        drafter.words.count_filled("summary", self.summaries[at])
        whens, simple = [one.when for one in self.dates[at]], self.simple[at]
        drafter.report.undated += whens.count(None)
        drafter.report.unlocated += run.unlocated
        named = first_of(self.actors[at])
        actors = {cell: drafter.actors_of(self.rows[start + index]) for cell, index in named.items()}
        kinds = {cell: drafter.kinds.get(cell, "event") for cell in set(self.kinds[at])}
        columns: dict[str, Iterable[Any]] = {
            **{name: [one[name] for one in simple] for name in SIMPLE},
            "id": ids, "when": whens, "bounds": [None] * len(ids),
            "kind": [kinds[cell] for cell in self.kinds[at]], "title": self.titles[at],
            "summary": self.summaries[at], "actors": [actors[cell] for cell in self.actors[at]],
            "places": run.places, "about": repeat((), len(ids)), "origin": [None] * len(ids), "extra": self.extra[at],
        }  # fmt: skip
        located = list(map(bool, run.places))
        columns["place_basis"] = [
            (one["place_basis"] or "stated") if there else None for one, there in zip(simple, located, strict=True)
        ]
        columns["stops"] = [one["stops"] if there else "" for one, there in zip(simple, located, strict=True)]
        columns["ordinal"] = [one["ordinal"] if one["series"] else None for one in simple]
        found.extend(columns)
        return True

    def _claim(self, wanted: Sequence[str]) -> bool:
        """Take ids, if each of them is free."""
        different, taken = set(wanted), self.drafter.ids.taken
        if len(different) < len(wanted) or not taken.isdisjoint(different):
            return False
        taken |= different
        return True

    def _report(self, start: int, run: Run) -> None:
        """Say of each row what its date means and which place it does not name."""
        entries = self.drafter.report.entries
        for index in range(start, start + len(run.places)):
            number = self.rows[index].number
            for said in self.dates[index].said:
                entries.append(Entry(number, *said))
            if (name := run.nameless.get(index)) is not None:
                entries.append(Entry(number, "place", "guessed", "", name, NAMELESS))

    def _cite(self, start: int, ids: Sequence[str], run: Run) -> None:
        """Cite the row of each place that is new, and of each event."""
        subjects, rows = [], []
        for index, identifier in enumerate(ids, start=start):
            if (place := run.first.get(index)) is not None:
                subjects.append(f"place:{place}")
                rows.append(self.rows[index])
            subjects.append(f"event:{identifier}")
            rows.append(self.rows[index])
        self.drafter.citations.cite_all(subjects, rows)


def first_of(keys: Sequence[Any]) -> dict[Any, int]:
    """The index at which each key comes first, the keys in that order."""
    first: dict[Any, int] = {}
    for index, key in enumerate(keys):
        first.setdefault(key, index)
    return first
