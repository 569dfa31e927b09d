"""What every reader of a format gives: a table of text cells, each row with the number that the file gives it.

A cell is the original text (JSON text where the value is deeper). A format that has shapes gives the geometry of a
row beside its cells, as a GeoJSON object; it is mended later, in one place for all formats.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mapapp.atlas.files import CONTROL, MAX_FIELD
from mapapp.errors import InvalidInputError, told
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry

ALL_SHEETS = "*"
"""As the decision on a sheet or layer: every one that holds rows."""

MAX_ROWS = 1_000_000
MAX_COLUMNS = 2_000
MAX_CELLS = 20_000_000


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
    about: Mapping[str, str] = field(default_factory=dict)
    """What the file says of itself, as members `x_…` of its own source."""
    questions: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    """What the reader would rather be told: the decision, the question, and the answers, the one taken first."""

    def column(self, name: str) -> list[str]:
        """The cells of a column."""
        index = self.columns.index(name)
        return [row.cells[index] for row in self.rows]

    def is_plain(self, index: int) -> bool:
        """True for a column whose cells hold no markup, no control character, and nothing that is too long."""
        cells = [row.cells[index] for row in self.rows]
        joined = "\n".join(cells)
        return "<" not in joined and not CONTROL.search(joined) and max(map(len, cells), default=0) <= MAX_FIELD

    def locator(self, row: Row) -> str:
        """How a row is cited."""
        return f"{self.name}, {self.unit} {row.number}" if self.name else f"{self.unit} {row.number}"


def unique_names(names: Sequence[str], entries: list[Entry], row: int | None) -> list[str]:
    """Names of columns, each once: an empty one is numbered, a second one of the same name as well."""
    found: dict[str, None] = {}
    times: Counter[str] = Counter()
    for number, given in enumerate(names, start=1):
        name = " ".join(given.split()) or f"column {number}"
        wanted = name
        times[name] += 1
        while wanted in found:
            wanted = f"{name} ({times[name]})"
            times[name] += wanted in found
        count = times[name]
        if wanted != name:
            times[wanted] += 1
        if wanted != given:
            if count > 1:
                why = because("column {number}: the name stands twice", number=number)
                entries.append(Entry(row, "", "changed", given, wanted, why))
            elif not given:
                why = because("column {number}: the header cell is empty", number=number)
                entries.append(Entry(row, "", "changed", given, wanted, why))
        found[wanted] = None
    return list(found)


def refuse_size(name: str, rows: int, columns: int) -> None:
    """Raise InvalidInputError where a table is larger than an atlas can be; called before its cells are made."""
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise InvalidInputError(
            told(
                "{name} holds {rows} rows of {columns} columns; at most {max_rows} rows, {max_columns} "
                "columns and {max_cells} cells become an atlas. Leave out what is not needed, or build "
                "an archive of it.",
                name=name,
                rows=f"{rows:,}",
                columns=f"{columns:,}",
                max_rows=f"{MAX_ROWS:,}",
                max_columns=f"{MAX_COLUMNS:,}",
                max_cells=f"{MAX_CELLS:,}",
            )
        )


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
        return json.dumps(value, ensure_ascii=False, default=_plain_value) if value else ""
    return str(value)


def _plain_value(value: Any) -> Any:
    """What JSON has no form for, as that of a table: an array as a list, all else as text."""
    return value.tolist() if hasattr(value, "tolist") else str(value)
