"""What must hold of a file before a library of others opens it: libraries in C and Rust abort, or never end."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

from mapapp.errors import InvalidInputError, told
from mapapp.importers.opening import read_member, read_xml
from mapapp.importers.sheet import MAX_CELLS

_AT = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,20})(\d{1,20})[\"']")
_DRIVERS = re.compile(rb"<(?:OGR\w+DataSource|OGRVRT|WFS_|GDAL_WMS|VRTDataset|OGC)", re.IGNORECASE)


def refuse_far_cells(archive: zipfile.ZipFile, name: str) -> None:
    """Raise InvalidInputError for a workbook with a cell so far out that the room up to it would fill the memory."""
    for member in archive.namelist():
        if member.lower().endswith("workbook.bin"):
            raise InvalidInputError(told("{name} is a binary workbook (.xlsb): save it as .xlsx.", name=name))
        data = read_member(archive, member, name)
        if b"\0" in data[:4096] and b"<\0" in data[:4096]:
            raise InvalidInputError(
                told(
                    "{name}: {member} is not in UTF-8: save the workbook again as .xlsx.",
                    name=name,
                    member=repr(member),
                )
            )
        rows = columns = 1
        for letters, digits in _AT.findall(data):
            rows = max(rows, int(digits))
            columns = max(columns, _number(letters))
        if rows * columns > MAX_CELLS:
            raise InvalidInputError(
                told(
                    "{name} has a cell in row {rows} or column {columns}: the table up to it has more than "
                    "{max_cells} cells. Delete what stands so far out.",
                    name=name,
                    rows=f"{rows:,}",
                    columns=f"{columns:,}",
                    max_cells=f"{MAX_CELLS:,}",
                )
            )


def _number(letters: bytes) -> int:
    """The number of a column by its letters: 28 for AB."""
    found = 0
    for letter in letters.upper():
        found = found * 26 + letter - 64
    return found


_REGISTERS = {
    "gpkg_contents": "table_name", "geometry_columns": "f_table_name", "views_geometry_columns": "view_name",
}  # fmt: skip
"""Where a GeoPackage or a SpatiaLite database says which of its tables are layers."""


def refuse_views(path: Path, name: str) -> None:
    """Raise InvalidInputError for a database whose layers are made by statements, which may never end."""
    made = "SELECT lower(name) FROM sqlite_master WHERE type = 'view' OR sql LIKE 'CREATE VIRTUAL%'"
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            tables = {str(table) for (table,) in base.execute("SELECT lower(name) FROM sqlite_master")}
            views = {str(table) for (table,) in base.execute(made)}
            wrong = {table for table in views if table.startswith("gpkg_") or table in _REGISTERS}
            for register, column in _REGISTERS.items() if not wrong else ():
                if register in tables:
                    wrong |= views & {str(one).lower() for (one,) in base.execute(f"SELECT {column} FROM {register}")}  # noqa: S608
    except sqlite3.Error as error:
        raise InvalidInputError(
            told("{name} is no database of layers that can be read: {error}.", name=name, error=error)
        ) from error
    if wrong:
        raise InvalidInputError(
            told(
                "{name}: the layer {wrong} is a view, which may do anything. Save it as a table of its own.",
                name=name,
                wrong=repr(min(wrong)[:80]),
            )
        )


def refuse_other_xml(data: bytes, name: str, root: str) -> None:
    """Raise InvalidInputError for XML with entities or another root ('': any): GDAL would try its other drivers."""
    found = read_xml(data, name)
    if (root and found.tag != root) or _DRIVERS.search(data):
        raise InvalidInputError(told("{name} is not what its name says: it is not read.", name=name))
