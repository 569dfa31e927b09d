"""What every reader of a format gives: a table of text cells, each row with the number that the file gives it.

A cell is the original text (JSON text where the value is deeper). A format that has shapes gives the geometry of a
row beside its cells, as a GeoJSON object; it is mended later, in one place for all formats.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapapp.importers.report import Entry

ALL_SHEETS = "*"
"""As the decision on a sheet or layer: every one that holds rows."""


@dataclass(slots=True)
class Row:
    """A row: its number in the file, its cells in the order of the sheet's columns, and its geometry (GeoJSON)."""

    number: int
    cells: Sequence[str]
    geometry: Any = None


@dataclass(slots=True)
class Sheet:
    """A table of a file.

    `unit` is what a row is called where it is cited ("row", "feature", "placemark"); `name` is that of the sheet or
    layer where the file has several. `fixed` gives the field of each column that the format itself settles; where the
    sheet is `closed` there are no others. `records` is what a row is where the format says so. `others` are the names
    of the other sheets that the file has, `entries` what the reader mended on the way.
    """

    columns: list[str]
    rows: list[Row]
    unit: str = "row"
    name: str = ""
    encoding: str = ""
    records: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    others: tuple[str, ...] = ()
    entries: list[Entry] = field(default_factory=list)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """CSL-JSON items by id, where the file carries its sources."""
    questions: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    """What the reader would rather be told: the decision, the question, and the answers, the one taken first."""

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        index = self.columns.index(name)
        return [row.cells[index] for row in self.rows]

    def locator(self, row: Row) -> str:
        """How a row is cited."""
        return f"{self.name}, {self.unit} {row.number}" if self.name else f"{self.unit} {row.number}"


def unique_names(names: Sequence[str], entries: list[Entry], row: int) -> list[str]:
    """Names of columns, each once: an empty one is numbered, a second one of the same name as well."""
    found: list[str] = []
    for number, given in enumerate(names, start=1):
        name = " ".join(given.split()) or f"column {number}"
        wanted, count = name, 1
        while wanted in found:
            count += 1
            wanted = f"{name} ({count})"
        if wanted != given:
            why = "the name stands twice" if count > 1 else "the header cell is empty" if not given else "blanks"
            if why != "blanks":
                entries.append(Entry(row, "", "changed", given, wanted, f"column {number}: {why}"))
        found.append(wanted)
    return found


def cell_text(value: Any) -> str:
    """A value of a workbook, a data frame or JSON as the text of a cell.

    Whole numbers without a point, dates in ISO 8601 without an hour of zero, a list of texts joined by `;`, what is
    deeper as JSON.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list) and value and all(isinstance(part, str) and ";" not in part for part in value):
        return ";".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=str) if value else ""
    return str(value)
