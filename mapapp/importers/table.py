"""Tables: CSV and other text with separators, and workbooks (Excel, OpenDocument)."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mapapp.encodings import decode_text, refuse_binary
from mapapp.errors import InvalidInputError, told
from mapapp.formulas import original
from mapapp.importers.decisions import Decisions
from mapapp.importers.edges import Rows, find_header, joined_header, without_foot
from mapapp.importers.opening import open_zip
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import ALL_SHEETS, Row, Sheet, cell_text, refuse_size, unique_names
from mapapp.importers.suspicion import refuse_far_cells

_SEPARATORS = (",", "\t", ";", "|")


def read_text_table(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The table of a text with separators. Raises InvalidInputError."""
    refuse_binary(data, name)
    decoded = decode_text(data, decisions.encoding or None)
    entries: list[Entry] = []
    separator = _separator(decoded.text)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=separator)
    try:
        rows = list(enumerate(reader, start=1))
    except csv.Error as error:
        raise InvalidInputError(
            told(
                "{name}: no table that can be read, at line {line_num}: {error}.",
                name=name,
                line_num=reader.line_num,
                error=error,
            )
        ) from error
    if "'" in decoded.text:
        rows = [(number, [original(cell) if cell[:1] == "'" else cell for cell in cells]) for number, cells in rows]
    sheet = table_sheet(rows, name, entries)
    sheet.encoding = decoded.encoding
    if decoded.replaced:
        why = because("bytes that {encoding} does not know", encoding=decoded.encoding)
        entries.append(Entry(None, "", "refused", f"{decoded.replaced} bytes", "\ufffd", why))
    if not decoded.sure:
        question = because(
            "The encoding looks like {encoding}, but is not sure. Which is it?", encoding=decoded.encoding
        )
        sheet.questions.append(("encoding", question, (decoded.encoding, *decoded.others)))
    elif decoded.encoding not in ("UTF-8", "UTF-16") and not decisions.encoding:
        entries.append(
            Entry(
                None,
                "",
                "guessed",
                because("encoding"),
                decoded.encoding,
                because("the characters it gives are usual ones"),
            )
        )
    if separator != ",":
        shown = {"\t": "tab"}.get(separator, separator)
        entries.append(
            Entry(None, "", "guessed", because("separator"), shown, because("it separates the rows most evenly"))
        )
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


def table_sheet(rows: Rows, name: str, entries: list[Entry], bare: Sequence[list[str]] | None = None) -> Sheet:
    """The sheet of numbered rows: its header found, ragged rows mended, blank rows, totals and notes left out.

    `bare` are the cells without what merged cells spread over their neighbours, where there are such.
    Raises InvalidInputError where there is no row at all.
    """
    filled = [row for row in rows if any(map(str.strip, row[1]))]
    if not filled:
        raise InvalidInputError(told("{name}: the table is empty.", name=name))
    plain = filled if bare is None else [(number, bare[number - 1]) for number, _ in filled]
    at = find_header(plain)
    for number, cells in plain[:at]:
        entries.append(
            Entry(number, "", "kept", " ".join(filter(None, cells)), "", because("a row above the header is no record"))
        )
    number, header = filled[at]
    body = filled[at + 1 :]
    merged = bare is not None and header != plain[at][1]
    if body and (joined := joined_header(plain[at][1], plain[at + 1][1], merged)):
        entries.append(
            Entry(body[0][0], "", "guessed", " ".join(filter(None, plain[at + 1][1])), ", ".join(joined),
                  because("a second row of the header: its names are taken"))
        )  # fmt: skip
        header, body = joined, body[1:]
    names, body = _trimmed(header), without_foot(body, entries)
    widest = max((len(_trimmed(cells)) for _, cells in body if len(cells) > len(names)), default=0)
    refuse_size(name, len(body), max(widest, len(names)))
    columns = unique_names([_without_blanks(cell) for cell in names], entries, number)
    if widest > len(columns):
        extra = [f"column {index}" for index in range(len(columns) + 1, widest + 1)]
        entries.append(Entry(number, "", "guessed", "", ", ".join(extra), because("rows are longer than the header")))
        columns += extra
    found = []
    for row, cells in body:
        if len(cells) == len(columns) == len(header):
            found.append(Row(row, cells))
            continue
        if len(cells) < len(header):
            why = because(
                "the row has {cells} cells, the header {header}: the last are empty",
                cells=len(cells), header=len(header),
            )  # fmt: skip
            entries.append(Entry(row, "", "changed", "", "", why))
        elif len(cells) > len(header) and len(_trimmed(cells)) > len(header):
            why = because("the row has {cells} cells, the header {header}", cells=len(cells), header=len(header))
            entries.append(Entry(row, columns[len(header)] if len(header) < len(columns) else "", "kept", "", "", why))
        found.append(Row(row, (*cells[: len(columns)], *[""] * (len(columns) - len(cells)))))
    return Sheet(columns, found, entries=entries)


def _without_blanks(cell: str) -> str:
    return " ".join(cell.split())


def _trimmed(cells: Sequence[str]) -> list[str]:
    """Cells without the empty ones at the end."""
    last = max((index for index, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return list(cells[:last])


def read_workbook(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """A sheet of a workbook: the one decided on (`*`: all), else the first that looks like a table.

    Raises InvalidInputError.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if data.startswith(b"PK"):
        refuse_far_cells(open_zip(data, name), name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {
            sheet.name: book.get_sheet_by_name(sheet.name)
            for sheet in book.sheets_metadata
            if sheet.name == decisions.sheet or sheet.visible == SheetVisibleEnum.Visible
        }
        sizes = {one: (sheet.height, sheet.width) for one, sheet in found.items() if sheet.height > 0}
        tables = [one for one, (height, width) in sizes.items() if height > 1 and width > 1]
        wanted = decisions.sheet or next(iter([*tables, *sizes]), "")
        if wanted not in (*sizes, ALL_SHEETS) or not sizes:
            listed = ", ".join(sizes) or "none with rows"
            raise InvalidInputError(
                told(
                    "{name} has no sheet {sheet}. It has {listed}.",
                    name=name,
                    sheet=repr(decisions.sheet),
                    listed=listed,
                )
            )
        refuse_size(name, sum(height for height, _ in sizes.values()), max(width for _, width in sizes.values()))
        chosen = (tables or list(sizes)) if wanted == ALL_SHEETS else [wanted]
        read = [
            (one, found[one].to_python(skip_empty_area=False), found[one].merged_cell_ranges or []) for one in chosen
        ]
    except BaseException as error:
        if not isinstance(error, (CalamineError, ValueError, OSError)) and type(error).__name__ != "PanicException":
            raise
        raise InvalidInputError(
            told("{name} is no workbook that can be read: {error}.", name=name, error=error)
        ) from error
    sheets = []
    for one, values, merged in read:
        entries: list[Entry] = []
        bare = [[cell_text(value) for value in row] for row in values]
        cells = [list(row) for row in bare]
        _fill_merged(cells, merged, entries)
        sheet = table_sheet(list(enumerate(cells, start=1)), name, entries, bare)
        sheet.name = one if len(sizes) > 1 else ""
        sheet.others = tuple(other for other in sizes if other not in chosen)
        sheets.append(sheet)
    if len(sizes) > 1 and not decisions.sheet:
        question = because(
            "The workbook has several sheets; “{sheet}” is taken. Which should be imported: one of them, or all?",
            sheet=wanted,
        )  # fmt: skip
        others = tuple(one for one in sizes if one != wanted)
        sheets[0].questions.append(("sheet", question, (wanted, *others, ALL_SHEETS)))
    return sheets


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
                Entry(top + 1, "", "changed", value, value, because("a merged cell: each of its cells has its value"))
            )
