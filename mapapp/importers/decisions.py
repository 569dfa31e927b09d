"""What a person decides about a file, as a mapping file holds it and as it is remembered beside the atlas."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args

from mapapp.dates import Conventions, Order
from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.importers.grids import find_grid

FILE = "decisions.toml"
RECORDS = ("events", "places", "both")
_TABLES = ("columns", "places")


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions about a file; empty where nobody has decided.

    `columns` gives the column of a field (`{"title": "事件"}`); an empty column leaves the field out. `language` is
    that of texts whose column names none. `gazetteer` is `no` where places that are only named stay without a
    location, `yes` where small towns far from all other places are taken as well, which are asked about otherwise.
    `crs` is the reference system of the coordinates, an EPSG code or a name; it goes before what the file says.
    """

    format: str = ""
    encoding: str = ""
    sheet: str = ""
    records: str = ""
    order: str = ""
    fiscal_month: int | None = None
    serials: str = ""
    language: str = ""
    gazetteer: str = ""
    crs: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    """The gazetteer's id of the place that a name means (`{"Portsmouth": "gn:2639996"}`); empty: none."""

    @property
    def conventions(self) -> Conventions:
        """What the dates mean where a cell alone cannot say."""
        order: Order | None = "day-first" if self.order == "day-first" else "month-first" if self.order else None
        serials = None if not self.serials else "1904" if self.serials == "1904" else "1900"
        return Conventions(order, self.fiscal_month, serials)  # type: ignore[arg-type]

    def over(self, other: Decisions) -> Decisions:
        """These decisions, and those of `other` where these say nothing."""
        given = {
            item.name: getattr(self, item.name) for item in fields(self) if getattr(self, item.name) not in ("", None)
        }
        tables = {"columns": {**other.columns, **self.columns}, "places": {**other.places, **self.places}}
        return replace(other, **{**given, **tables})


def check_decisions(decisions: Decisions) -> Decisions:
    """The decisions, if each is one that exists. Raises InvalidInputError."""
    wrong = []
    if decisions.records and decisions.records not in RECORDS:
        wrong.append(f"records {decisions.records!r} is none of events, places and both.")
    if decisions.order and decisions.order not in get_args(Order):
        wrong.append(f"order {decisions.order!r} is neither day-first nor month-first.")
    if decisions.serials and decisions.serials not in ("1900", "1904"):
        wrong.append(f"serials {decisions.serials!r} is neither 1900 nor 1904.")
    if decisions.gazetteer not in ("", "yes", "no"):
        wrong.append(f"gazetteer {decisions.gazetteer!r} is neither yes nor no.")
    if decisions.fiscal_month is not None and not 1 <= decisions.fiscal_month <= 12:
        wrong.append(f"fiscal_month {decisions.fiscal_month!r} is no month: write a number from 1 to 12.")
    if decisions.crs:
        try:
            find_grid(decisions.crs)
        except InvalidInputError as error:
            wrong.append(str(error))
    if wrong:
        raise InvalidInputError("\n".join(wrong))
    return decisions


def parse_map(texts: Sequence[str]) -> Decisions:
    """The decisions of `--map`: `title=事件,when=日期`, or the name of a mapping file. Raises InvalidInputError."""
    found = Decisions()
    for text in texts:
        if "=" not in text:
            found = read_mapping(Path(text)).over(found)
            continue
        columns = {}
        for part in text.split(","):
            name, mark, column = part.partition("=")
            if not mark or not name.strip():
                raise InvalidInputError(
                    told("--map {part} is not understood: write FIELD=COLUMN,FIELD=COLUMN or a file.", part=repr(part))
                )
            columns[name.strip()] = column.strip()
        found = Decisions(columns=columns).over(found)
    return check_decisions(found)


def parse_places(texts: Sequence[str]) -> dict[str, str]:
    """What names mean, of `--place NAME=ID`. Raises InvalidInputError."""
    found = {}
    for text in texts:
        name, mark, place = (part.strip() for part in text.rpartition("="))
        if not mark or not name or not place:
            raise InvalidInputError(
                told("--place {text} is not understood: write NAME=ID, as Portsmouth=gn:2639996.", text=repr(text))
            )
        found[name] = place
    return found


def read_mapping(path: Path) -> Decisions:
    """The decisions of a mapping file (TOML). Raises NotFoundError or InvalidInputError."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError as error:
        raise NotFoundError(told("There is no mapping file {path}.", path=repr(str(path)))) from error
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            told("{path}: no mapping file that can be read: {error}.", path=path, error=error)
        ) from error
    return check_decisions(_from_table(table, str(path)))


def _from_table(table: Mapping[str, Any], name: str) -> Decisions:
    known = {item.name for item in fields(Decisions)}
    values = {key: value for key, value in table.items() if key not in ("shape", "file")}
    if unknown := sorted(set(values) - known):
        raise InvalidInputError(
            told(
                "{name}: unknown key {unknown}; known are {known}.",
                name=name,
                unknown=repr(unknown[0]),
                known=", ".join(sorted(known)),
            )
        )
    tables = {key: values.pop(key, {}) for key in _TABLES}
    texts = all(isinstance(value, int if key == "fiscal_month" else str) for key, value in values.items())
    plain = all(
        isinstance(one, dict) and all(isinstance(value, str) for value in one.values()) for one in tables.values()
    )
    if not texts or not plain:
        raise InvalidInputError(
            told("{name}: a value has the wrong form: write texts in quotes and a table [columns].", name=name)
        )
    return Decisions(**values, **tables)


def shape_of(format_name: str, columns: Sequence[str]) -> str:
    """What files of the same shape have in common: their format and their columns, in any order."""
    text = json.dumps([format_name, sorted(columns)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def remembered(folder: Path, shape: str) -> Decisions:
    """What was decided the last time about a file of this shape; nothing where nothing is remembered."""
    return next((found for known, found in read_remembered(folder).items() if known == shape), Decisions())


def read_remembered(folder: Path) -> dict[str, Decisions]:
    """All remembered decisions by shape. Raises InvalidInputError for a file that cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig")).get("files", [])
        return {str(entry["shape"]): _from_table(entry, str(path)) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInputError(
            told("{path}: what was decided before cannot be read ({error}): mend or delete it.", path=path, error=error)
        ) from error


def remembered_text(known: Mapping[str, Decisions]) -> bytes:
    """The bytes of the file of remembered decisions."""
    lines = ["# What was decided about files of each shape; used again for the next file of the same columns."]
    for shape in sorted(known):
        decided = known[shape]
        lines += ["", "[[files]]", f"shape = {json.dumps(shape)}"]
        for item in fields(decided):
            value = getattr(decided, item.name)
            if item.name not in _TABLES and value not in ("", None):
                lines.append(f"{item.name} = {json.dumps(value, ensure_ascii=False)}")
        for table in _TABLES:
            given: Mapping[str, str] = getattr(decided, table)
            if given or table == "columns":
                lines.append(f"[files.{table}]")
                lines += [f"{_key(name)} = {_key(value)}" for name, value in sorted(given.items())]
    return ("\n".join(lines) + "\n").encode()


def _key(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
