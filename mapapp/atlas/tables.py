"""The CSV files of atlas format 1, declared column by column, and the one reader and writer for all of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mapapp.atlas import vocabulary as words
from mapapp.atlas.codes import RefusedError, Report, nearest
from mapapp.atlas.files import CONTROL, MAX_FIELD, Files, Row, read_rows
from mapapp.atlas.forms import (
    FLAG,
    IDENTIFIER,
    IDS,
    LIST,
    NUMBER,
    OPTIONAL_ID,
    TEXT,
    WHEN,
    Form,
    choice,
    integer,
    refuse_length_and_controls,
)  # fmt: skip
from mapapp.errors import Where

Need = Literal["no", "column", "value"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `need` says whether it may be missing, must be there, or must hold a value in every row.

    A column of `words` stands once per language, as `title_en`, `title_ja`; its value is a mapping by language.
    """

    name: str
    form: Form = TEXT
    need: Need = "no"
    words: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file: its name, its columns in the order of writing, and whether columns x_… are kept."""

    file: str
    columns: tuple[Column, ...]
    extra: bool = False
    optional: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """A row that was read: its number and values by column; `whole` is false where a cell could not be read."""

    row: int
    values: dict[str, Any]
    whole: bool


ACTORS = Table(
    "actors.csv",
    (
        Column("id", IDENTIFIER, "value"),
        Column("kind", choice(words.ACTOR_KINDS), "value"),
        Column("country"),
        Column("name", need="value", words=True),
    ),
)
EVENTS = Table(
    "events.csv",
    (
        Column("id", IDENTIFIER, "value"),
        Column("when", WHEN, "column"),
        Column("bounds", WHEN),
        Column("date_basis", choice(words.DATE_BASES, "stated")),
        Column("kind", IDENTIFIER, "value"),
        Column("title", need="value", words=True),
        Column("summary", words=True),
        Column("actors", IDS),
        Column("places", IDS, "column"),
        Column("about", IDS),
        Column("place_basis", choice(words.PLACE_BASES, None)),
        Column("origin", OPTIONAL_ID),
        Column("stops", choice(words.STOPS)),
        Column("importance", integer(1, 3, 2)),
        Column("certainty", choice(words.CERTAINTIES, "certain")),
        Column("projection", FLAG),
        Column("series"),
        Column("ordinal", integer(0, 10**9, None)),
    ),
    extra=True,
    optional=False,
)
FIGURES = Table(
    "figures.csv",
    (
        Column("id", IDENTIFIER, "value"),
        Column("measure", IDENTIFIER, "value"),
        Column("label", need="value", words=True),
        Column("value", need="value"),
        Column("unit", need="column"),
        Column("bound", choice(words.BOUNDS_OF_NUMBERS, "exact")),
        Column("normalized", NUMBER),
        Column("normalized_high", NUMBER),
        Column("normalized_unit"),
        Column("period", WHEN, "column"),
        Column("date_basis", choice(words.DATE_BASES, "stated")),
        Column("places", IDS),
        Column("actors", IDS),
        Column("events", IDS),
        Column("series"),
        Column("note", words=True),
    ),
    extra=True,
)
CITATIONS = Table(
    "citations.csv",
    (
        Column("subject", need="value"),
        Column("source", IDENTIFIER, "value"),
        Column("section"),
        Column("page"),
        Column("footnote"),
        Column("start", integer(0, 10**12, None)),
        Column("end", integer(0, 10**12, None)),
        Column("term"),
        Column("stance", choice(words.STANCES, "supports")),
        Column("note"),
    ),
    optional=False,
)
DISAGREEMENTS = Table(
    "disagreements.csv",
    (
        Column("id", IDENTIFIER, "value"),
        Column("subject", need="value"),
        Column("also", LIST),
        Column("field", need="value"),
        Column("between", choice(words.BETWEEN), "value"),
        Column("severity", integer(1, 3, 2)),
        Column("question", need="value", words=True),
        Column("follows", Form(str, lambda value: value or "", None)),
        Column("why", words=True),
    ),
)
READINGS = Table(
    "readings.csv",
    (
        Column("disagreement", IDENTIFIER, "value"),
        Column("reading", IDENTIFIER, "value"),
        Column("says", need="value", words=True),
        Column("value"),
    ),
)
GLOSSARY = Table(
    "glossary.csv",
    (Column("id", IDENTIFIER, "value"), Column("term", need="value", words=True), Column("note")),
)
COVERAGE = Table(
    "coverage.csv",
    (Column("source", IDENTIFIER, "value"), Column("paragraph", integer(1, 10**9, None), "value"), Column("reason")),
)


Headings = Mapping[str, tuple[Column, str | None]]
"""The names of a table's columns in the order of writing, each with its column and, for words, the language."""


def headings(table: Table, languages: Sequence[str]) -> Headings:
    """The columns of a table in an atlas of these languages."""
    found: dict[str, tuple[Column, str | None]] = {}
    for column in table.columns:
        if column.words:
            found |= {f"{column.name}_{language}": (column, language) for language in languages}
        else:
            found[column.name] = (column, None)
    return found


def read_table(files: Files, table: Table, languages: Sequence[str], report: Report) -> list[Record] | None:
    """Read a CSV. None, with problems, where the file or its header cannot be read; no rows where it may be missing."""
    if table.file not in files:
        if table.optional:
            return []
        report.add("A102", Where(table.file), "the file is missing.")
        return None
    rows = read_rows(files, table.file, report)
    if rows is None:
        return None
    return read_rows_of(table, rows[0], rows[1:], languages, report)


def read_rows_of(
    table: Table, header: Row, rows: Iterable[Row], languages: Sequence[str], report: Report
) -> list[Record]:
    """Read rows of a table under one header."""
    reader = _RowReader(table, header, headings(table, languages), report)
    return [reader.read(row) for row in rows]


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
                    "A111", at, f"the column {name[:80]!r} stands twice.", "Rename or remove one of the two."
                )
            elif not name:
                self.report.add("A103", at, f"column {index + 1} has no name.", "Name or remove it.")
            elif name not in self.known and not (self.table.extra and name.startswith("x_")):
                listed = "" if self.table.extra else f"Known here are {', '.join(self.known)}."
                self.report.add("A103", at, f"unknown column {name[:80]!r}.", nearest(name, self.known) or listed)
            seen.add(name)

    def _check_missing(self, number: int) -> bool:
        started = {column.name for name, (column, _) in self.known.items() if column.words and name in self.header}
        missing = [
            name
            for name, (column, _) in self.known.items()
            if name not in self.header and (column.need != "no" or column.name in started)
        ]
        for name in missing:
            self.report.add("A104", Where(self.table.file, number, name), f"the column {name!r} is missing.")
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
            message = f"the row has {len(cells)} cells, the header {len(self.header)}."
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
                    raise RefusedError("A118", f"{name} is empty.")
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
                self.report.add("A110", where, f"{column.name} is missing in {language}.")


def write_table(table: Table, languages: Sequence[str], records: Iterable[Mapping[str, Any]]) -> str:
    """The text of a CSV: columns in declared order, then the x_… columns by name; one line feed per row."""
    rows = list(records)
    known = headings(table, languages)
    extra = sorted({name for record in rows for name in record.get("extra", ())}) if table.extra else []
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*known, *extra])
    for record in rows:
        cells = [
            column.form.write(record[column.name]) if language is None else record[column.name].get(language, "")
            for column, language in known.values()
        ]
        writer.writerow([*cells, *(record["extra"].get(name, "") for name in extra)])
    return out.getvalue()
