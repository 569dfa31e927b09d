"""CSV (RFC 4180) of the events, for spreadsheets, with its description beside it (CSV on the Web, `…-metadata.json`).

UTF-8 with a byte-order mark, without which spreadsheets misread Chinese and Japanese. A cell of text that a
spreadsheet would run as a formula gets an apostrophe before it (`neutral`); `original` takes it away again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

from mapapp.export.frames import event_shapes
from mapapp.export.provenance import provenance
from mapapp.export.rows import Column, Sort, Table, event_table
from mapapp.files import write_together
from mapapp.formulas import neutral, original
from mapapp.model import Atlas
from mapapp.view import View

METADATA = "-metadata.json"
"""What the name of the description has more than that of the table."""

TABLE_HASH = "urn:mapapp:table-sha256"
"""Where the description names the table that it was written with: two files cannot be replaced in one moment."""

_PLACED = (
    Column("longitude", "number", "Longitude (WGS 84) of the first place that can be located", "longitude"),
    Column("latitude", "number", "Latitude (WGS 84) of it", "latitude"),
    Column("geometry", "text", "All places that can be located, as WKT (WGS 84, longitude first)", "geometry"),
)
__all__ = ["METADATA", "csv_text", "located_events", "neutral", "original", "table_description", "write_csv"]
_DATATYPES: dict[Sort, str] = {
    "text": "string", "integer": "integer", "number": "double", "boolean": "boolean", "list": "string", "json": "json",
}  # fmt: skip


def write_csv(atlas: Atlas, view: View, path: Path) -> None:
    """Write the events that a View shows, and the description of the table beside it. Raises OutputError."""
    found = located_events(atlas, view)
    table = b"\xef\xbb\xbf" + csv_text(found).encode()
    about = table_description(atlas, view, found, path.name) | {TABLE_HASH: hashlib.sha256(table).hexdigest()}
    description = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    write_together({path: table, path.with_name(path.name + METADATA): description.encode()})


def located_events(atlas: Atlas, view: View) -> Table:
    """The table of events with the columns `longitude`, `latitude` and `geometry`."""
    table = event_table(atlas, view)
    places: list[list[Any]] = [
        [None, None, None] if shape is None else [*shape.geoms[0].coords[0][:2], shape.wkt]
        for shape in event_shapes(atlas, view)
    ]
    rows = [row + place for row, place in zip(table.rows, places, strict=True)]
    return Table((*table.columns, *_PLACED), rows)


def csv_text(table: Table) -> str:
    """The table as CSV; what is not there is empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([neutral(column.name) for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def table_description(atlas: Atlas, view: View, table: Table, name: str) -> dict[str, Any]:
    """The metadata of a table called `name` (https://www.w3.org/TR/tabular-metadata/)."""
    about = provenance(atlas, view)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": view.lang}],
        "url": name,
        "dc:title": about["title"],
        "dc:license": about["license"],
        "dc:creator": about["attribution"],
        "dc:identifier": about["atlas"],
        "schema:version": about["version"],
        "schema:sha256": about["sha256"],
        "urn:mapapp:view": about["view"],
        "dc:description": "Text cells that a spreadsheet would take for a formula begin with an apostrophe.",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True, "doubleQuote": True},
        "tableSchema": {"columns": [_column(column) for column in table.columns], "primaryKey": "id"},
    }


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": re.sub("[^A-Za-z0-9_]", "_", column.name),
        "titles": column.name,
        "datatype": _DATATYPES[column.sort],
        "dc:description": column.says,
    }
    if column.language:
        found["lang"] = column.language
    if column.sort == "list":
        found["separator"] = ";"
    return found
