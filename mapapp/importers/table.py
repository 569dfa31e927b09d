"""Tables: CSV and other text with separators, and workbooks (Excel, OpenDocument)."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mapapp.encodings import decode_text, refuse_binary
from mapapp.errors import InvalidInputError
from mapapp.formulas import original
from mapapp.importers.decisions import Decisions
from mapapp.importers.opening import open_zip
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, refuse_size, unique_names
from mapapp.importers.suspicion import refuse_far_cells

_SEPARATORS = (",", "\t", ";", "|")
_HEADER_ROWS = 12
"""A header is looked for in so many rows."""


def read_text_table(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The table of a text with separators. Raises InvalidInputError."""
    refuse_binary(data, name)
    decoded = decode_text(data, decisions.encoding or None)
    entries: list[Entry] = []
    separator = _separator(decoded.text)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((number, [original(cell) if cell[:1] == "'" else cell for cell in cells]))
    except csv.Error as error:
        raise InvalidInputError(f"{name}: no table that can be read, at line {reader.line_num}: {error}.") from error
    sheet = table_sheet(rows, name, entries)
    sheet.encoding = decoded.encoding
    if decoded.replaced:
        why = f"bytes that {decoded.encoding} does not know"
        entries.append(Entry(None, "", "refused", f"{decoded.replaced} bytes", "\ufffd", why))
    if not decoded.sure:
        question = f"The encoding looks like {decoded.encoding}, but is not sure. Which is it?"
        sheet.questions.append(("encoding", question, (decoded.encoding, *decoded.others)))
    elif decoded.encoding not in ("UTF-8", "UTF-16") and not decisions.encoding:
        entries.append(
            Entry(None, "", "guessed", "encoding", decoded.encoding, "the characters it gives are usual ones")
        )
    if separator != ",":
        shown = {"\t": "tab"}.get(separator, separator)
        entries.append(Entry(None, "", "guessed", "separator", shown, "it separates the rows most evenly"))
    return [sheet]


def _separator(text: str) -> str:
    """The separator that gives the first rows the most equal number of cells, more than one."""
    lines = [line for line in text[:20_000].splitlines()[:20] if line.strip()]
    best, most = ",", 0.0
    for separator in _SEPARATORS:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=separator) if cells]
        if not counts:
            continue
        width, times = Counter(counts).most_common(1)[0]
        score = times / len(counts) * min(width - 1, 5)
        if score > most:
            best, most = separator, score
    return best


def table_sheet(rows: Sequence[tuple[int, list[str]]], name: str, entries: list[Entry]) -> Sheet:
    """The sheet of numbered rows: its header found, ragged rows mended, blank rows left out.

    Raises InvalidInputError where there is no row at all.
    """
    filled = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not filled:
        raise InvalidInputError(f"{name}: the table is empty.")
    at = _header(filled)
    for number, cells in filled[:at]:
        entries.append(
            Entry(number, "", "kept", " ".join(filter(None, cells)), "", "a row above the header is no record")
        )
    number, header = filled[at]
    names, body = _trimmed(header), filled[at + 1 :]
    widest = max((len(_trimmed(cells)) for _, cells in body if len(cells) > len(names)), default=0)
    refuse_size(name, len(body), max(widest, len(names)))
    columns = unique_names([_without_blanks(cell) for cell in names], entries, number)
    if widest > len(columns):
        extra = [f"column {index}" for index in range(len(columns) + 1, widest + 1)]
        entries.append(Entry(number, "", "guessed", "", ", ".join(extra), "rows are longer than the header"))
        columns += extra
    found = []
    for row, cells in body:
        if len(cells) < len(header):
            why = f"the row has {len(cells)} cells, the header {len(header)}: the last are empty"
            entries.append(Entry(row, "", "changed", "", "", why))
        elif len(cells) > len(header) and len(_trimmed(cells)) > len(header):
            why = f"the row has {len(cells)} cells, the header {len(header)}"
            entries.append(Entry(row, columns[len(header)] if len(header) < len(columns) else "", "kept", "", "", why))
        found.append(Row(row, (*cells[: len(columns)], *[""] * (len(columns) - len(cells)))))
    return Sheet(columns, found, entries=entries)


def _without_blanks(cell: str) -> str:
    return " ".join(cell.split())


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return list(cells[:last])


def _header(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The row that is the header: the first that fills about as many cells as rows usually do."""
    widths = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows[:200]]
    usual = Counter(widths).most_common(1)[0][0]
    for index, width in enumerate(widths[:_HEADER_ROWS]):
        if width > 1 and width >= 0.6 * usual:
            return index
    return 0


def read_workbook(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """A sheet of a workbook: the one decided on, else the first that holds rows. Raises InvalidInputError."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if data.startswith(b"PK"):
        refuse_far_cells(open_zip(data, name), name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.name == decisions.sheet
            or (sheet.visible == SheetVisibleEnum.Visible and book.get_sheet_by_name(sheet.name).height > 0)
        ]
        wanted = decisions.sheet or next(iter(names), "")
        if wanted not in names:
            listed = ", ".join(names) or "none with rows"
            raise InvalidInputError(f"{name} has no sheet {decisions.sheet!r}. It has {listed}.")
        found = book.get_sheet_by_name(wanted)
        refuse_size(name, found.height, found.width)
        table = found.to_python(skip_empty_area=False)
        merged = found.merged_cell_ranges or []
    except BaseException as error:
        if not isinstance(error, (CalamineError, ValueError, OSError)) and type(error).__name__ != "PanicException":
            raise
        raise InvalidInputError(f"{name} is no workbook that can be read: {error}.") from error
    entries: list[Entry] = []
    cells = [[cell_text(value) for value in row] for row in table]
    _fill_merged(cells, merged, entries)
    sheet = table_sheet(list(enumerate(cells, start=1)), name, entries)
    sheet.name = wanted if len(names) > 1 else ""
    sheet.others = tuple(other for other in names if other != wanted)
    if sheet.others and not decisions.sheet:
        question = f"The workbook has several sheets; {wanted!r} is taken. Which should it be?"
        sheet.questions.append(("sheet", question, (wanted, *sheet.others)))
    return [sheet]


def cell_text(value: Any) -> str:
    """The text of a value of a spreadsheet or a data frame: dates in ISO 8601, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _fill_merged(cells: list[list[str]], ranges: Sequence[Any], entries: list[Entry]) -> None:
    """Give every cell of a merged range its value, so that a header over two columns names both."""
    for (top, left), (bottom, right) in ranges:
        if top >= len(cells) or left >= len(cells[top]) or (bottom - top + 1) * (right - left + 1) > 100_000:
            continue
        value = cells[top][left]
        for row in cells[top : bottom + 1]:
            for index in range(left, min(right + 1, len(row))):
                row[index] = row[index] or value
        if value:
            entries.append(
                Entry(top + 1, "", "changed", value, value, "a merged cell: each of its cells has its value")
            )
