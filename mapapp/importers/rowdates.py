"""The date of a row: of one cell, of a start and an end, or of year, month and day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce

from mapapp.dates import NO_YEAR, UNREADABLE, DateReading, infer_order, read_date
from mapapp.dates.moments import date_text
from mapapp.dates.months import MONTHS
from mapapp.errors import InvalidInputError
from mapapp.importers.decisions import Decisions
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row, Sheet
from mapapp.when import When, parse_when

_CELLS = ("when", "start", "end")
_ORDERS = {"day-first": because("day-first"), "month-first": because("month-first")}
_PARTS = (("year", "month", "day"), ("end_year", "end_month", "end_day"))
DATE_FIELDS = (*_CELLS, *_PARTS[0], *_PARTS[1])
"""The fields from which the date of a row is read."""
Question = tuple[str, str, tuple[str, ...]]


def _are_dates(filled: list[str], numbers: list[str]) -> bool:
    """True if most of the other cells of a column with day numbers are dates."""
    others = [cell for cell in filled if cell not in set(numbers)][:200]
    return 2 * sum(read_date(cell).how != UNREADABLE for cell in others) > len(others)


def _either(dates: Sequence[str]) -> str:
    """Dates of which one is meant."""
    return reduce(lambda first, second: because("{first} or {second}", first=first, second=second), dates)


class RowDates:
    """Reads the dates of a sheet's rows under the conventions of its columns, and reports what it changes."""

    def __init__(self, sheet: Sheet, index: Mapping[str, int], decisions: Decisions, report: ImportReport) -> None:
        self.index, self.report, self.places = index, report, sheet.records == "places"
        self.questions: list[Question] = []
        self.known: dict[str, tuple[DateReading, When | None]] = {}
        cells = [row.cells[index[name]] for name in _CELLS if name in index for row in sheet.rows]
        conventions = decisions.conventions
        order = conventions.order or self._order(cells)
        serials = conventions.serials or self._serials(cells)
        self.how = type(conventions)(order, conventions.fiscal_month, serials)  # type: ignore[arg-type]
        if "start" in index and "end" in index and not self.places:
            report.add(
                None,
                "when",
                "guessed",
                because("an empty end"),
                because("one date"),
                because("a row with a start alone happens at that date"),
            )

    def _order(self, cells: list[str]) -> str | None:
        order, counts = infer_order(cells)
        if order and counts["either"]:
            why = because("{count} cells only make sense so, and none the other way", count=counts[order])
            self.report.add(None, "when", "guessed", because("order of day and month"), _ORDERS[order], why)
        elif counts["either"] or (counts["day-first"] and counts["month-first"]):
            text = because(
                "{count} dates such as 8/9/2004 can be read in two ways. Which comes first?", count=counts["either"]
            )
            self.questions.append(("order", text, ("day-first", "month-first")))
            self.report.add(None, "when", "asked", because("order of day and month"), because("both kept"), text)
        return order

    def _serials(self, cells: list[str]) -> str | None:
        filled = [cell.strip() for cell in cells if cell.strip()]
        serials = {cell for cell in set(filled) if re.fullmatch(r"[1-7]\d{4}(\.\d+)?", cell)}
        numbers = [cell for cell in filled if cell in serials]
        if not numbers or (len(numbers) < 0.8 * len(filled) and not _are_dates(filled, numbers)):
            return None
        text = because("The dates are numbers, as spreadsheets count days. From which year do they count?")
        self.questions.append(("serials", text, ("1900", "1904")))
        self.report.add(None, "when", "guessed", because("day numbers"), because("counted from 1900"), text)
        return "1900"

    def read(self, row: Row) -> When | None:
        """The date of a row; None where it has none that could be read (which is reported)."""
        index, cells = self.index, row.cells
        if "when" in index and (text := cells[index["when"]].strip()):
            found = self._cell(row, "when", text)
            end = self._side(row, "end", _PARTS[1]) if found and "start" not in index else None
            return self._interval(row, found, end) if end else found
        ends = [self._side(row, name, parts) for name, parts in zip(("start", "end"), _PARTS, strict=True)]
        if ends[0] is None and ends[1] is None:
            return None
        if ends[1] is None and not self.places:
            return ends[0]
        return self._interval(row, *ends)

    def _side(self, row: Row, name: str, parts: tuple[str, ...]) -> When | None:
        index = self.index
        if name in index and (text := row.cells[index[name]].strip()):
            return self._cell(row, name, text)
        if parts[0] in index and (year := row.cells[index[parts[0]]].strip()):
            month, day = (row.cells[index[part]].strip() if part in index else "" for part in parts[1:])
            return self._cell(row, parts[0], self._joined(year, month, day))
        return None

    def _joined(self, year: str, month: str, day: str) -> str:
        """Year, month and day as one text: EDTF where they are plain."""
        number = MONTHS.get(month.lower().rstrip("."), int(month) if month.isdecimal() else 0)
        if re.fullmatch(r"\d{1,4}(\.0)?", year, re.ASCII):
            plain = int(float(year))
            if number:
                return date_text(plain, number, int(day) if day.isdecimal() else None) or f"{year} {month} {day}"
            return f"{plain:04d}" if not month else f"{year} {month} {day}".strip()
        return " ".join(filter(None, (day, month, year))) if month else year

    def _cell(self, row: Row, name: str, text: str) -> When | None:
        known = self.known.get(text)
        if known is None:
            found = read_date(text, self.how)
            known = self.known[text] = found, parse_when(found.edtf) if found.edtf else None
        if known[1] is None or known[0].how != "EDTF":
            self._say(row, name, text, known[0])
        return known[1]

    def _say(self, row: Row, name: str, text: str, found: DateReading) -> None:
        if found.how == UNREADABLE:
            self.report.add(row.number, name, "refused", text, "", because("this date is not understood"))
        elif found.how == NO_YEAR:
            self.report.add(
                row.number, name, "asked", text, "", because("the cell names no year, which is never guessed: add it")
            )
        elif found.edtf is None:
            self.report.add(row.number, name, "changed", text, "", because("the cell says that there is no date"))
        elif found.ambiguous:
            why = because("{how}: it can mean {dates}", how=found.how, dates=_either(found.candidates))
            self.report.add(row.number, name, "asked", text, found.edtf, why)
        else:
            self.report.add(row.number, name, "changed", text, found.edtf, found.how)

    def _interval(self, row: Row, start: When | None, end: When | None) -> When | None:
        first = start.edtf.strip("[]").split("..")[0].split("/")[0] if start else ""
        last = end.edtf.strip("[]").split("..")[-1].split("/")[-1] if end else ""
        if start and end and first == last and start.moment:
            return start
        text = f"{first}/{last}"
        try:
            return parse_when(text)
        except InvalidInputError as error:
            self.report.add(
                row.number, "end", "refused", text, first, because("{error} The start alone is kept.", error=str(error))
            )
            return start
