"""The one reader of the CSV files of an atlas: column by column, and one by one only the rows that are in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.atlas.codes import RefusedError, Report, nearest
from mapapp.atlas.files import CONTROL, MAX_FIELD, Files, Row, Rows, read_rows
from mapapp.atlas.forms import TEXT, read_each, refuse_length_and_controls
from mapapp.atlas.tables import Column, Headings, Table, headings
from mapapp.errors import Where, told


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was read: its number and values by column; `whole` is false where a cell could not be read."""

    row: int
    values: dict[str, Any]
    whole: bool


@dataclass(slots=True)
class Columns:
    """The rows of a table: their numbers, the values of each field in their order, the indexes of those not whole."""

    numbers: list[int]
    values: dict[str, list[Any]]
    broken: set[int]

    def whole(self) -> Iterable[int]:
        """The indexes of the rows that could be read."""
        return (index for index in range(len(self.numbers)) if index not in self.broken)


def read_table(files: Files, table: Table, languages: Sequence[str], report: Report) -> Columns | None:
    """Read a CSV. None, with problems, where the file or its header cannot be read; no rows where it may be missing."""
    if table.file not in files:
        if table.optional:
            return Columns([], {name: [] for name in (*(one.name for one in table.columns), "extra")}, set())
        report.add("A102", Where(table.file), told("the file is missing."))
        return None
    rows = read_rows(files, table.file, report)
    return None if rows is None else _read_columns(table, rows, languages, report)


def read_rows_of(
    table: Table, header: Row, rows: Iterable[Row], languages: Sequence[str], report: Report
) -> list[Record]:
    """Read rows of a table under one header."""
    reader = _RowReader(table, header, headings(table, languages), report)
    return [reader.read(row) for row in rows]


def _read_columns(table: Table, rows: Rows, languages: Sequence[str], report: Report) -> Columns:
    """All rows by columns; those in which anything is wrong are then read one by one, which reports it."""
    reader = _RowReader(table, rows.header, headings(table, languages), report)
    width, count = len(rows.header.cells), len(rows.numbers)
    ragged: set[int] = set()
    if not set(map(len, rows.cells)) <= {width}:
        ragged = {index for index, cells in enumerate(rows.cells) if len(cells) != width}
    even = (
        [[""] * width if index in ragged else cells for index, cells in enumerate(rows.cells)] if ragged else rows.cells
    )
    cells = [_stripped(column) for column in zip(*even, strict=True)] or [[] for _ in range(width)]
    found = _Transposed(reader, cells, count)
    doubtful = ragged | found.doubtful
    if not rows.clean:
        doubtful |= {index for index, row in enumerate(rows.cells) if CONTROL.search("".join(row))}
    if len(set(rows.header.cells)) < width:
        doubtful = set(range(count))
    broken = set() if reader.complete else set(range(count))
    for index in sorted(doubtful):
        record = reader.read(Row(rows.numbers[index], [cell.strip() for cell in rows.cells[index]]))
        for name, value in record.values.items():
            found.values[name][index] = value
        if not record.whole:
            broken.add(index)
    return Columns(rows.numbers, found.values, broken)


def _stripped(column: Sequence[str]) -> list[str]:
    """The cells of a column without blanks around them; often all of them are the same, or empty."""
    if column.count(column[0]) == len(column):
        return [column[0].strip()] * len(column)
    return list(map(str.strip, column))


class _Transposed:
    """The values of each field from the cells of each column, and the indexes of the rows that need a second look."""

    def __init__(self, reader: _RowReader, cells: list[list[str]], count: int) -> None:
        self.doubtful: set[int] = set()
        self.values: dict[str, list[Any]] = {name: [empty] * count for name, empty in reader.empty.items()}
        extra: list[tuple[str, list[str]]] = []
        texts: dict[str, list[tuple[str, list[str]]]] = {name: [] for name in reader.texts}
        for name, (column, language), column_cells in zip(reader.header, reader.fields, cells, strict=True):
            if max(map(len, column_cells), default=0) > MAX_FIELD:
                self._doubt(index for index, cell in enumerate(column_cells) if len(cell) > MAX_FIELD)
            if column is None:
                extra.append((name, column_cells))
            elif language is not None:
                texts[column.name].append((language, column_cells))
            else:
                self.values[column.name] = self._read(column, column_cells)
        needed = {column.name for column in reader.table.columns if column.need == "value"}
        for name, by_language in texts.items():
            self.values[name] = self._words(by_language, name in needed, count)
        if reader.table.extra:
            self.values["extra"] = _filled(extra, count)

    def _doubt(self, indexes: Iterable[int]) -> None:
        self.doubtful.update(indexes)

    def _read(self, column: Column, cells: list[str]) -> list[Any]:
        """The values of a column, each different text read once."""
        if column.need == "value" and "" in cells:
            self._doubt(index for index, cell in enumerate(cells) if not cell)
        if column.form is TEXT:
            return cells
        known, refused = read_each(column.form.read, set(cells), column.form.empty)
        if refused:
            self._doubt(index for index, cell in enumerate(cells) if cell in refused)
        return list(known.values()) * len(cells) if len(known) == 1 else list(map(known.__getitem__, cells))

    def _words(self, by_language: list[tuple[str, list[str]]], needed: bool, count: int) -> list[dict[str, str]]:
        """The texts of each row by language; a row that lacks one is in doubt."""
        columns = [cells for _, cells in by_language]
        if any("" in cells for cells in columns):
            rows = enumerate(zip(*columns, strict=True))
            self._doubt(index for index, texts in rows if "" in texts and (needed or any(texts)))
        return _filled(by_language, count)


def _filled(columns: list[tuple[str, list[str]]], count: int) -> list[dict[str, str]]:
    """For each row the cells that are not empty, by the names of their columns."""
    if not columns:
        return [{} for _ in range(count)]
    if len(columns) == 1:
        ((name, cells),) = columns
        return [{name: cell} if cell else {} for cell in cells]
    found: list[dict[str, str]] = [{} for _ in range(count)]
    for name, cells in columns:
        for one, cell in zip(found, cells, strict=True):
            if cell:
                one[name] = cell
    return found


class _RowReader:
    """Reads the rows of a table under one header; the header is checked first."""

    def __init__(self, table: Table, header: Row, known: Headings, report: Report) -> None:
        self.table, self.header, self.known, self.report = table, header.cells, known, report
        self._check_names(header)
        self.complete = self._check_missing(header.number)
        nothing: tuple[Column | None, str | None] = (None, None)
        self.fields = [known.get(name, nothing) for name in header.cells]
        self.empty: dict[str, Any] = {column.name: column.form.empty for column in table.columns if not column.words}
        self.texts = [column.name for column in table.columns if column.words]
        self.worded = [(name, column, tag) for name, (column, tag) in known.items() if tag and name in header.cells]

    def _check_names(self, header: Row) -> None:
        seen: set[str] = set()
        for index, name in enumerate(header.cells):
            at = Where(self.table.file, header.number, name[:80] or None)
            if name in seen:
                self.report.add(
                    "A111",
                    at,
                    told("the column {name} stands twice.", name=repr(name[:80])),
                    told("Rename or remove one of the two."),
                )
            elif not name:
                self.report.add(
                    "A103", at, told("column {index} has no name.", index=index + 1), told("Name or remove it.")
                )
            elif name not in self.known and not (self.table.extra and name.startswith("x_")):
                listed = "" if self.table.extra else told("Known here are {known}.", known=", ".join(self.known))
                self.report.add(
                    "A103",
                    at,
                    told("unknown column {name}.", name=repr(name[:80])),
                    nearest(name, self.known) or listed,
                )
            seen.add(name)

    def _check_missing(self, number: int) -> bool:
        started = {column.name for name, (column, _) in self.known.items() if column.words and name in self.header}
        missing = [
            name
            for name, (column, _) in self.known.items()
            if name not in self.header and (column.need != "no" or column.name in started)
        ]
        for name in missing:
            self.report.add(
                "A104", Where(self.table.file, number, name), told("the column {name} is missing.", name=repr(name))
            )
        return not missing

    def read(self, row: Row) -> Record:
        """Read a row; of a ragged one only the first cell, which names it."""
        values = self.empty.copy()
        for name in self.texts:
            values[name] = {}
        extra: dict[str, str] = {}
        before = len(self.report.problems)
        cells = row.cells
        ragged = len(cells) != len(self.header)
        if ragged:
            message = told("the row has {count} cells, the header {count2}.", count=len(cells), count2=len(self.header))
            self.report.add("A109", Where(self.table.file, row.number), message)
        joined = "".join(cells)
        doubtful = len(joined) > MAX_FIELD or CONTROL.search(joined) is not None
        for name, (column, language), cell in zip(
            self.header, self.fields, cells[:1] if ragged else cells, strict=False
        ):
            if not cell and (column is None or column.need != "value" or language is not None):
                continue
            try:
                if doubtful:
                    refuse_length_and_controls(cell)
                if not cell:
                    raise RefusedError("A118", told("{name} is empty.", name=name))
                if column is None:
                    extra[name] = cell
                elif language is not None:
                    values[column.name][language] = cell
                else:
                    values[column.name] = column.form.read(cell)
            except RefusedError as refused:
                where = Where(self.table.file, row.number, name)
                self.report.add(refused.code, where, refused.message, refused.mend)
        whole = self.complete and len(self.report.problems) == before
        if whole and self.worded:
            self._check_languages(row.number, values)
        if self.table.extra:
            values["extra"] = extra
        return Record(row.number, values, whole)

    def _check_languages(self, row: int, values: Mapping[str, Any]) -> None:
        """A text that is needed, or that stands in one language, must stand in all."""
        for name, column, language in self.worded:
            if language in values[column.name]:
                continue
            if column.need == "value" or values[column.name]:
                where = Where(self.table.file, row, name)
                self.report.add(
                    "A110", where, told("{name} is missing in {language}.", name=column.name, language=language)
                )
