"""From bytes on the disk to text, rows and values; tolerant about byte-order marks and line ends only."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mapapp.atlas.codes import Report
from mapapp.encodings import likely_encoding
from mapapp.errors import Where, told

FILES = (
    "atlas.toml", "sources.json", "actors.csv", "places.geojson", "events.csv", "figures.csv", "citations.csv",
    "disagreements.csv", "readings.csv", "glossary.csv", "coverage.csv",
)  # fmt: skip
"""The files of an atlas."""

MAX_FILE = 64 * 2**20
MAX_FIELD = 100_000

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no text of an atlas may hold: controls other than tab and line feed, and lone surrogates."""

_CONTROL_BYTES = bytes(number for number in (*range(0x20), 0x7F) if chr(number) not in "\t\n\r")
_HIGH_CONTROL = re.compile(b"\xc2[\x80-\x9f]")

Files = dict[str, bytes | None]
"""The bytes of the files of an atlas by name; None for one that cannot be read, which has been reported already."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV: its number as a spreadsheet shows it (the header is row 1), and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a CSV below its header, with their numbers; `clean` where no character of the file is a control."""

    header: Row
    numbers: list[int]
    cells: list[list[str]]
    clean: bool


def load_files(folder: Path, names: Sequence[str], report: Report) -> Files:
    """The bytes of those of the named files that are there."""
    files: Files = {}
    for name in names:
        path = folder / name
        try:
            if not path.is_file() and path.exists():
                report.add("A102", Where(name), told("this is no file but a folder or a device."))
                files[name] = None
            elif path.stat().st_size > MAX_FILE:
                report.add(
                    "A115", Where(name), told("the file has more than {max_file} MB.", max_file=MAX_FILE // 2**20)
                )
                files[name] = None
            else:
                files[name] = path.read_bytes()
        except FileNotFoundError:
            continue
        except OSError as error:
            report.add("A102", Where(name), told("the file cannot be read ({strerror}).", strerror=error.strerror))
            files[name] = None
    return files


def read_text(files: Files, name: str, report: Report) -> str | None:
    """The text of a file, or None with a problem (reported here or, where the bytes are missing, before)."""
    data = files[name]
    if data is None:
        return None
    where = Where(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        likely = likely_encoding(data)
        line = data.count(b"\n", 0, error.start) + 1
        report.add(
            "A107",
            where,
            told(
                "the file is not UTF-8 (first bad byte in line {line}); it looks like {likely}.",
                line=line,
                likely=likely,
            ),
        )
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        wide = told("; it looks like UTF-16") if text.count("\0") > len(text) // 4 else ""
        report.add(
            "A116", where, told("the file holds NUL bytes, the first in line {line}{wide}.", line=line, wide=wide)
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def read_rows(files: Files, name: str, report: Report) -> Rows | None:
    """The rows of a CSV without blank rows, blanks around cells left; None with a problem if there is no header."""
    text = read_text(files, name, report)
    if text is None:
        return None
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    wrong: csv.Error | None = None
    try:
        rows.extend(reader)
    except csv.Error as error:
        wrong = error
    numbers = list(range(1, len(rows) + 1))
    if not all(map(any, rows)):
        numbers = [number for number in numbers if any(rows[number - 1])]
        rows = [rows[number - 1] for number in numbers]
    if wrong:
        code = "A115" if "field limit" in str(wrong) else "A108"
        report.add(
            code,
            Where(name, numbers[-1] + 1 if rows else 1),
            told("no CSV at line {line_num}: {wrong}.", line_num=reader.line_num, wrong=wrong),
        )
        return None
    if not rows:
        report.add("A104", Where(name), told("the file is empty: it has no header row."))
        return None
    header = Row(numbers[0], [cell.strip() for cell in rows[0]])
    if len(header.cells) == 1 and (mark := next((mark for mark in ";\t" if mark in header.cells[0]), "")):
        kind = "semicolons" if mark == ";" else "tabs"
        report.add(
            "A108",
            Where(name, 1),
            told("the columns are separated by {kind}.", kind=kind),
            told("Save the file with commas."),
        )
        return None
    return Rows(header, numbers[1:], rows[1:], not has_controls(files[name] or b""))


def has_controls(data: bytes) -> bool:
    """True where UTF-8 may hold a character of CONTROL, other than the CR of a line end; told from the bytes."""
    return len(data.translate(None, _CONTROL_BYTES)) != len(data) or _HIGH_CONTROL.search(data) is not None


def read_json(files: Files, name: str, report: Report) -> Any:
    """The value of a JSON file; None with a problem. Keys that stand twice in one object are a problem too."""
    text = read_text(files, name, report)
    if text is None:
        return None
    twice: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return found

    try:
        value = json.loads(text, object_pairs_hook=collect)
    except json.JSONDecodeError as error:
        report.add(
            "A108",
            Where(name),
            told(
                "no JSON at line {lineno}, column {colno}: {msg}.",
                lineno=error.lineno,
                colno=error.colno,
                msg=error.msg,
            ),
        )
        return None
    except (ValueError, RecursionError) as error:
        report.add("A108", Where(name), told("no JSON that can be read: {error}.", error=str(error)[:120]))
        return None
    for key in dict.fromkeys(twice):
        report.add(
            "A111", Where(name, None, key[:80]), told("the key {key} stands twice in one object.", key=repr(key[:80]))
        )
    return value


def read_toml(files: Files, name: str, report: Report) -> dict[str, Any] | None:
    """The table of a TOML file; None with a problem."""
    text = read_text(files, name, report)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        report.add("A108", Where(name), told("no TOML: {error}.", error=error))
    except (ValueError, RecursionError) as error:
        report.add("A108", Where(name), told("no TOML that can be read: {error}.", error=str(error)[:120]))
    return None
