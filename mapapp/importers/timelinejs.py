"""TimelineJS (https://timeline.knightlab.com): its sheets as CSV or workbook, and its JSON."""

from __future__ import annotations

from typing import Any

from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.geojson import read_json
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, cell_text
from mapapp.importers.table import read_text_table, read_workbook

FIXED = {
    "Year": "year", "Month": "month", "Day": "day", "End Year": "end_year", "End Month": "end_month",
    "End Day": "end_day", "Headline": "title", "Text": "summary", "Group": "kind",
    "Place": "place", "Latitude": "lat", "Longitude": "lon",
}  # fmt: skip
"""The columns of a sheet that say what an event is."""


def is_timeline(columns: list[str]) -> bool:
    """True for the columns of a TimelineJS sheet."""
    return {"Year", "Headline"} <= set(columns)


def read_timeline(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The slides of a sheet; the title slide is no event. Raises InvalidInputError."""
    if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return [timeline_sheet(_slides(data, name, decisions))]
    read = read_workbook if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")) else read_text_table
    return [timeline_sheet(sheet) for sheet in read(data, name, decisions)]


def timeline_sheet(sheet: Sheet) -> Sheet:
    """A sheet of slides as a sheet of events."""
    sheet.records, sheet.closed = "events", True
    sheet.fixed = {column: field for column, field in FIXED.items() if column in sheet.columns}
    if "Type" in sheet.columns:
        index = sheet.columns.index("Type")
        headline = sheet.columns.index("Headline")
        titles = [row for row in sheet.rows if row.cells[index].strip().lower() == "title"]
        sheet.rows = [row for row in sheet.rows if row not in titles]
        for row in titles:
            sheet.entries.append(_title(row, headline))
        for row in sheet.rows:
            if row.cells[index].strip().lower() == "era":
                why = because("an era of the timeline becomes an event with a span")
                sheet.entries.append(Entry(row.number, "", "changed", row.cells[headline], "", why))
    return sheet


def _slides(data: bytes, name: str, decisions: Decisions) -> Sheet:
    """The slides of a timeline in JSON, in the columns of a sheet; what these do not have is kept under its path."""
    value, encoding = read_json(data, name, decisions)
    value = value if isinstance(value, dict) else {}
    groups = [("title", [value.get("title")]), ("", value.get("events")), ("era", value.get("eras"))]
    slides = [(sort, slide) for sort, listed in groups if isinstance(listed, list) for slide in listed if slide]
    if not slides:
        raise InvalidInputError(told("{name} holds no timeline: it has no events.", name=name))
    records = [{"Type": sort, **_cells(slide)} for sort, slide in slides]
    columns = list(dict.fromkeys(["Year", "Headline", *(column for cells in records for column in cells)]))
    rows = [Row(number, [cells.get(name, "") for name in columns]) for number, cells in enumerate(records, start=1)]
    return Sheet(columns, rows, "slide", encoding=encoding)


_PATHS = {
    "start_date.year": "Year", "start_date.month": "Month", "start_date.day": "Day", "end_date.year": "End Year",
    "end_date.month": "End Month", "end_date.day": "End Day", "text.headline": "Headline", "text.text": "Text",
    "group": "Group", "media.url": "Media", "location.name": "Place", "location.lat": "Latitude",
    "location.lon": "Longitude",
}  # fmt: skip


def _cells(slide: Any, path: str = "") -> dict[str, str]:
    """The values of a slide by column; an object's by its path."""
    if not isinstance(slide, dict):
        return {_PATHS.get(path, path or "value"): cell_text(slide)}
    found: dict[str, str] = {}
    for key, value in slide.items():
        inner = f"{path}.{key}" if path else str(key)
        found |= (
            _cells(value, inner)
            if isinstance(value, dict) and path.count(".") < 3
            else {_PATHS.get(inner, inner): cell_text(value)}
        )
    return found


def _title(row: Row, headline: int) -> Entry:
    return Entry(row.number, "title", "kept", row.cells[headline], "", because("the title slide is no event"))
