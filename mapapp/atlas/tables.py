"""The CSV files of atlas format 1, declared column by column, and the one writer for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, Literal

from mapapp.atlas import vocabulary as words
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
)  # fmt: skip
from mapapp.bulk import csv_of_columns

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


def values_of(table: Table, records: Sequence[object]) -> dict[str, Sequence[Any]]:
    """The values of each field of a table's records, column by column; `extra` holds the x_… columns."""
    names = (*(column.name for column in table.columns), *(("extra",) if table.extra else ()))
    return {name: list(map(attrgetter(name), records)) for name in names}


def table_cells(
    table: Table, languages: Sequence[str], values: Mapping[str, Sequence[Any]], extra: Sequence[str] | None = None
) -> dict[str, Sequence[str]]:
    """The cells of each column, from the values of each field: in declared order, then the x_… columns by name.

    `extra` names the x_… columns, where the values are those of some records only.
    """
    kept: Sequence[Mapping[str, str]] = values["extra"] if table.extra else ()
    cells = {
        name: _cells(column.form, values[column.name])
        if language is None
        else [words.get(language, "") for words in values[column.name]]
        for name, (column, language) in headings(table, languages).items()
    }
    names = extra_names(kept) if extra is None else extra
    return cells | {name: [one.get(name, "") for one in kept] for name in names}


def extra_names(kept: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The names of the x_… columns of some records, in order."""
    return tuple(sorted(set(chain.from_iterable(kept))))


def write_table(table: Table, languages: Sequence[str], values: Mapping[str, Sequence[Any]]) -> str:
    """The text of a CSV from the values of each field, as `table_cells` has it; one line feed ends a row."""
    return csv_of_columns(table_cells(table, languages, values))


def _cells(form: Form, values: Sequence[Any]) -> Sequence[str]:
    if form is TEXT:
        return values
    if form.few:
        texts = {value: form.write(value) for value in set(values)}
        return list(map(texts.__getitem__, values))
    return list(map(form.write, values))
