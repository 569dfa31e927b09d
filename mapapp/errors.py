"""What can go wrong: errors stop the program, problems are found in data.

An *error* means that the program cannot go on; `EXIT_CODES` maps each to the exit code of the command line.
A *problem* is something wrong in an atlas, a file or a query: it says what, where, and how to mend it, and all of
them are collected before anything is reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Told(str):
    """An English text that knows the text it was made of and what was put into it, so that it can be translated."""

    __slots__ = ("msgid", "values")

    msgid: str
    values: Mapping[str, object]


def told(msgid: str, **values: object) -> Told:
    """The text `msgid` with its {placeholders} filled in; a value may itself be told."""
    found = Told(filled(msgid, values))
    found.msgid, found.values = msgid, values
    return found


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its {placeholders} filled in, all at once: braces in a value are text."""
    return _PLACEHOLDER.sub(lambda name: str(values.get(name[1], name[0])), text) if values else text


class MapAppError(Exception):
    """Base of every error that mapapp raises on purpose; its text is written for the person at the keyboard."""


class NotFoundError(MapAppError):
    """A file, folder, atlas or id that was named does not exist."""


class InvalidInputError(MapAppError):
    """What was given cannot be understood (a date, a query, an option, an unknown file extension)."""


class OutputError(MapAppError):
    """A result cannot be written where it was asked for."""


class MissingPartError(MapAppError):
    """An optional part is not installed; the text says which command installs it."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem: a file of the atlas, a row (1-based line of a CSV, or a record's id) and a field."""

    file: str
    row: int | str | None = None
    field: str | None = None

    def __str__(self) -> str:
        parts = [self.file]
        if self.row is not None:
            parts.append(f"row {self.row}" if isinstance(self.row, int) else f"record {self.row!r}")
        if self.field is not None:
            parts.append(f"field {self.field!r}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in data.

    `code` is stable and documented in docs/reference/problems.md; its first digit is the group: A1xx structure,
    A2xx references, A3xx time, A4xx geometry, A5xx citations, A6xx licences.
    """

    code: str
    where: Where
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.message} {self.mend}"


class InvalidAtlasError(MapAppError):
    """An atlas has problems; `problems` holds all of them."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(f"{name}: {count}\n{lines}")


EXIT_CODES: dict[type[MapAppError], int] = {
    InvalidAtlasError: 1,
    InvalidInputError: 2,
    NotFoundError: 3,
    OutputError: 4,
    MissingPartError: 5,
    MapAppError: 1,
}


def exit_code(error: MapAppError) -> int:
    """The exit code of the command line for an error (the nearest class in `EXIT_CODES`)."""
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
