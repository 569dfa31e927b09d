"""Which columns of a source hold what: a small TOML file, or a guess by their names (docs/reference/archive.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.when import calendar_date, parse_span

Dates = Literal["edtf", "yyyymmdd", "epoch-days", "epoch-seconds", "epoch-milliseconds"]

_GUESSES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event_id", "globaleventid", "event_id_cnty"),
    "title": ("title", "name", "label", "headline"),
    "kind": ("kind", "type", "category", "event_type", "class"),
    "lon": ("lon", "lng", "longitude", "long", "x"),
    "lat": ("lat", "latitude", "y"),
    "start": ("start", "when", "date", "begin", "event_date", "day", "year", "time", "timestamp"),
    "end": ("end", "until", "end_date", "stop"),
}
_RESERVED = (
    "id",
    "kind",
    "title",
    "first",
    "last",
    "soft",
    "edtf",
    "geometry",
    "approximate",
    "quadkey",
    "file",
    "row",
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of columns; "" where there is none or where it is to be guessed.

    `dates` says how numbers (and text) are read; `years` is (first, last): dates outside are rejected; `keep` are
    further columns to store as text; `encoding` are tried for each line in turn; `delimiter` "" is guessed.
    """

    id: str = ""
    title: str = ""
    kind: str = ""
    lon: str = ""
    lat: str = ""
    geometry: str = ""
    start: str = ""
    end: str = ""
    dates: Dates = "edtf"
    keep: tuple[str, ...] = ()
    encoding: tuple[str, ...] = ("utf-8",)
    delimiter: str = ""
    years: tuple[int, int] = (-9999, 9999)
    name: str = ""
    attribution: str = ""

    def wanted(self) -> list[str]:
        """The columns that are named."""
        one = (self.id, self.title, self.kind, self.lon, self.lat, self.geometry, self.start, self.end)
        return [name for name in one if name] + list(self.keep)


def read_columns(path: Path) -> Columns:
    """Read a mapping. Raises NotFoundError, or InvalidInputError with everything that is wrong in it."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise NotFoundError(f"There is no file {path}.") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}") from error
    wrong: list[str] = []
    known = {field.name for field in fields(Columns)}
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            wrong.append(f"{path}, {key!r}: there is no such key; there are {', '.join(sorted(known))}.")
            continue
        try:
            given[key] = _value(key, value)
        except (InvalidInputError, ValueError) as error:
            wrong.append(f"{path}, {key!r}: {error}")
    if wrong:
        raise InvalidInputError("\n".join(wrong))
    return Columns(**given)


def _value(key: str, value: Any) -> Any:
    if key in ("keep", "encoding"):
        texts = (value,) if isinstance(value, str) else value
        if not isinstance(texts, (list, tuple)) or not texts or not all(isinstance(text, str) for text in texts):
            raise ValueError('write a list of texts: ["one", "two"]')
        for text in texts if key == "encoding" else ():
            _check_encoding(text)
        for text in texts if key == "keep" else ():
            if text.lower() in _RESERVED:
                raise ValueError(
                    f"a kept column cannot be called {text!r}; the archive has its own column of that name"
                )
        return tuple(texts)
    if not isinstance(value, str):
        raise ValueError("write a text in quotation marks")
    if key == "dates" and value not in get_args(Dates):
        raise ValueError(f"it is one of {', '.join(get_args(Dates))}")
    if key == "delimiter" and (len(value) != 1 or value in '"\r\n' or ord(value) > 126):
        raise ValueError('write one character, such as ";" or "\\t"')
    return _years(value) if key == "years" else value


def _check_encoding(name: str) -> None:
    try:
        line = "a\n".encode(name)
    except LookupError as error:
        raise ValueError(f"there is no encoding {name!r}") from error
    if line != b"a\n":
        raise ValueError(
            f"{name!r} is not read line by line; files in UTF-16 with a mark at their start are known as such"
        )


def _years(text: str) -> tuple[int, int]:
    first, dots, last = text.partition("..")
    if not dots:
        raise ValueError('write the first and the last year: "1900..2030"')
    ends = calendar_date(parse_span(first)[0])[0], calendar_date(parse_span(last)[1])[0]
    if not -9999 <= ends[0] <= ends[1] <= 9999:
        raise ValueError("the first year is before the last, and both between -9999 and 9999")
    return ends


def resolve(columns: Columns, names: Sequence[str], file: Path, *, geometry: str = "") -> Columns:
    """The mapping for a file with these columns: named ones must be there, the others are guessed.

    `geometry` is the file's own column of shapes. Raises InvalidInputError with all that is missing.
    """
    lower = {name.lower(): name for name in reversed(names)}
    found: dict[str, Any] = {}
    for role, guesses in _GUESSES.items():
        named = getattr(columns, role)
        found[role] = named or next((lower[guess] for guess in guesses if guess in lower), "")
    found["geometry"] = columns.geometry or geometry
    if found["geometry"] and not (columns.lon or columns.lat):
        found["lon"] = found["lat"] = ""
    elif found["lon"] and found["lat"]:
        found["geometry"] = ""
    chosen = replace(columns, **found)
    there = set(names) | ({geometry} if geometry else set())
    wrong = [f"{file}: it has no column {name!r}." for name in chosen.wanted() if name not in there]
    if not chosen.geometry and not (chosen.lon and chosen.lat):
        wrong.append(f"{file}: no column of longitudes or latitudes is known; name them as lon and lat.")
    if not chosen.start:
        wrong.append(f"{file}: no column of dates is known; name it as start.")
    if wrong:
        some = ", ".join(names[:20]) or "none"
        raise InvalidInputError("\n".join([*wrong, f"Its columns: {some}. Name them in a file given to --columns."]))
    return chosen


def columns_record(columns: Columns) -> dict[str, Any]:
    """The mapping as plain values."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(columns).items()}
