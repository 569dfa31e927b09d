"""Which column fills which field: told, remembered, by name, or by what the cells look like."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mapapp.atlas.codes import nearest
from mapapp.dates import NO_YEAR, UNREADABLE, read_date
from mapapp.errors import InvalidInputError
from mapapp.importers.decisions import Decisions
from mapapp.importers.fields import DERIVED, NAMES, TEXTS, field_of, is_field
from mapapp.importers.numbers import read_degrees, read_number, read_pair
from mapapp.importers.reasons import because
from mapapp.importers.sheet import Sheet

_SAMPLE = 400
"""So many cells of a column are looked at."""
_MOST = 0.8
"""So large a part of them must look like the field."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A column and the field that it fills ('' for none: its cells are kept as they are), and why."""

    column: str
    field: str
    why: str


def guess_columns(sheet: Sheet, decisions: Decisions) -> list[Guess]:
    """For each column of a sheet the field that it fills. A field is filled by one column.

    Raises InvalidInputError where a decision names a column or a field that does not exist.
    """
    _check_named(sheet, decisions)
    taken: dict[str, Guess] = {}
    dropped = {name for name, column in decisions.columns.items() if not column}

    def take(column: str, field: str, why: str) -> None:
        if (
            field
            and field not in taken
            and field not in dropped
            and column not in {one.column for one in taken.values()}
        ):
            taken[field] = Guess(column, field, why)

    for field, column in decisions.columns.items():
        if column:
            take(column, field, because("told"))
    for column, field in sheet.fixed.items():
        take(column, field, because("the format says so"))
    own = {"id", "record"} <= set(sheet.columns) or {"date_basis", "place_basis"} <= set(sheet.columns)
    for column in [] if sheet.closed else sheet.columns:
        if own and column in DERIVED - {"longitude", "latitude"}:
            continue
        if column in NAMES or is_field(column):
            take(column, column, because("name"))
    for column in [] if sheet.closed else sheet.columns:
        field = field_of(column)
        if not (own and column in DERIVED) and not (field in _WORDS and _are_numbers(sheet, column)):
            take(column, field, because("name"))
    if own:
        for column, field in (("longitude", "lon"), ("latitude", "lat"), ("place_names", "place")):
            if column in sheet.columns:
                take(column, field, because("name"))
    elif not sheet.closed:
        _sniff(sheet, taken, take)
    by_column = {guess.column: guess for guess in taken.values()}
    return [by_column.get(column, Guess(column, "", because("kept as it is"))) for column in sheet.columns]


def _check_named(sheet: Sheet, decisions: Decisions) -> None:
    wrong = []
    for field, column in decisions.columns.items():
        if not is_field(field):
            known = ", ".join(NAMES)
            wrong.append(f"There is no field {field!r}. {nearest(field, list(NAMES)) or f'Fields are {known}.'}")
        if column and column not in sheet.columns:
            hint = nearest(column, sheet.columns) or f"It has {', '.join(sheet.columns[:20])}."
            wrong.append(f"The file has no column {column!r}. {hint}")
    if wrong:
        raise InvalidInputError("\n".join(wrong))


def _filled(sheet: Sheet, index: int) -> list[str]:
    cells = (row.cells[index].strip() for row in sheet.rows[: 4 * _SAMPLE])
    return [cell for cell in cells if cell][:_SAMPLE]


def _are_numbers(sheet: Sheet, column: str) -> bool:
    """True for a column of numbers: how many people there were names nobody."""
    cells = _filled(sheet, sheet.columns.index(column))
    return _share(cells, (_is_number(cell) for cell in cells)) > 0.5


def _is_number(cell: str) -> bool:
    return _COUNT.fullmatch(cell) is not None or read_number(cell.removeprefix("c.").strip()) is not None


_COUNT = re.compile(r"[~<>≈約约]?\s*\d[\d.,]*\s*[kKmM+千萬万]?\s*[人名]?|=.*")
"""How many, as people write it: ~10,000, 60k, 3萬人, or a formula."""


_WORDS = frozenset({"actors", "place"})
"""Fields that no column of numbers fills."""


def _share(cells: Sequence[str], fits: Iterable[bool]) -> float:
    return sum(fits) / len(cells) if cells else 0.0


def _sniff(sheet: Sheet, taken: dict[str, Guess], take: Callable[[str, str, str], None]) -> None:
    """Guess from the cells what the names did not say: coordinates, dates, a title."""
    free = [
        (column, cells)
        for index, column in enumerate(sheet.columns)
        if column not in {guess.column for guess in taken.values()} and (cells := _filled(sheet, index))
    ]
    if not {"lon", "lat", "coordinates", "geometry"} & set(taken) and not any(row.geometry for row in sheet.rows[:50]):
        _sniff_places(free, take)
    if not {"when", "start", "year"} & set(taken):
        for column, cells in free:
            dates = [read_date(cell) for cell in cells]
            if _share(
                cells, (found.how not in (UNREADABLE, NO_YEAR, "undated") for found in dates)
            ) >= _MOST and not _numbers(cells):
                take(column, "when", because("{count} cells look like dates", count=len(cells)))
                break
    if not any(field.partition("_")[0] in TEXTS[:1] for field in taken):
        used = {guess.column for guess in taken.values()}
        for column, cells in free:
            text = _share(cells, (not re.fullmatch(r"[\d.,/ :–-]*", cell) for cell in cells)) >= _MOST
            many = 2 * len(cells) >= min(len(sheet.rows), _SAMPLE)
            if column not in used and text and many and len(set(cells)) > len(cells) / 2:
                take(column, "title", because("the first column of text whose cells differ"))
                break


def _numbers(cells: Sequence[str]) -> bool:
    """True for plain numbers that are no years."""
    years = _share(cells, (re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None for cell in cells))
    return (
        years > 0.5
        and _share(cells, (re.fullmatch(r"1[0-9]{3}|20[0-9]{2}", cell) is not None for cell in cells)) < _MOST
    )


def _sniff_places(free: list[tuple[str, list[str]]], take: Callable[[str, str, str], None]) -> None:
    for column, cells in free:
        if _share(cells, (cell[:12].upper().startswith(_SHAPES) for cell in cells)) >= _MOST:
            take(column, "geometry", because("the cells are well-known text"))
            return
    for column, cells in free:
        if _share(cells, (read_pair(cell) is not None for cell in cells)) >= _MOST:
            take(column, "coordinates", because("the cells are pairs of degrees"))
            return
    degrees = []
    for column, cells in free:
        values = [read_degrees(cell) for cell in cells]
        known = [value for value in values if value is not None and abs(value) <= 180]
        if (
            len(known) >= _MOST * len(cells)
            and _share(cells, (re.search(r"[.,]\d{2,}", cell) is not None for cell in cells)) >= _MOST
        ):
            degrees.append((column, max(abs(value) for value in known)))
    for (first, most_first), (second, most_second) in pairwise(degrees):
        if most_first > 90 >= most_second:
            take(first, "lon", because("decimal degrees beyond 90"))
            take(second, "lat", because("decimal degrees beside them"))
            return
        if most_second > 90 >= most_first:
            take(second, "lon", because("decimal degrees beyond 90"))
            take(first, "lat", because("decimal degrees beside them"))
            return


_SHAPES = ("POINT", "LINESTRING", "POLYGON", "MULTI", "GEOMETRYCOL")
