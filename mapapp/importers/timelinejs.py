"""Sheets of TimelineJS (https://timeline.knightlab.com), as CSV or workbook."""

from __future__ import annotations

from mapapp.importers.decisions import Decisions
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.table import read_text_table, read_workbook

FIXED = {
    "Year": "year", "Month": "month", "Day": "day", "End Year": "end_year", "End Month": "end_month",
    "End Day": "end_day", "Headline": "title", "Text": "summary", "Group": "kind", "Media": "url",
}  # fmt: skip
"""The columns of a sheet that say what an event is."""


def is_timeline(columns: list[str]) -> bool:
    """True for the columns of a TimelineJS sheet."""
    return {"Year", "Headline"} <= set(columns)


def read_timeline(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The slides of a sheet; the title slide is no event. Raises InvalidInputError."""
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
    return sheet


def _title(row: Row, headline: int) -> Entry:
    return Entry(row.number, "title", "kept", row.cells[headline], "", "the title slide is no event")
