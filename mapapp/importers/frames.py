"""Layers that GDAL or pandas read, as sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapapp.importers.grids import TOLD, check_own_system, find_grid
from mapapp.importers.mercator import fits_web_mercator
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, cell_text, unique_names

if TYPE_CHECKING:
    import pandas as pd


def frame_sheet(frame: pd.DataFrame, shapes: list[Any] | None, name: str, unit: str, entries: list[Entry]) -> Sheet:
    """The sheet of a data frame and the geometries of its rows (shapely, WGS 84; None: there are none)."""
    columns = unique_names([str(column) for column in frame.columns], entries, None)
    cells = zip(*([_cell(value) for value in frame.iloc[:, at].tolist()] for at in range(len(columns))), strict=True)
    found = [list(row) for row in cells] if columns else [[] for _ in range(len(frame))]
    rows = [
        Row(number, row, shapes[number - 1] if shapes is not None else None)
        for number, row in enumerate(found, start=1)
    ]
    return Sheet(columns, rows, unit, name, entries=entries)


def _cell(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if hasattr(value, "to_pydatetime"):
        text = str(value)
        return "" if text == "NaT" else text.removesuffix(" 00:00:00").removesuffix(" 00:00:00+00:00")
    text = cell_text(value.tolist() if hasattr(value, "tolist") else value)
    return "" if text in ("<NA>", "NaT", "nan") else text


def to_degrees(frame: Any, entries: list[Entry], told: str = "") -> list[Any]:
    """The geometries of a GeoDataFrame in WGS 84, longitude first; without a reference system taken as such.

    A reference system that was told goes before the file's own. Raises InvalidInputError for an unknown one, and for
    one of the file's that names other files.
    """
    if told:
        grid = find_grid(told)
        own = "" if frame.crs is None else str(frame.crs)[:80]
        entries.append(Entry(None, "crs", "changed", own, grid.name, TOLD))
        frame = frame.set_crs(grid.crs, allow_override=True).to_crs(4326)
    elif frame.crs is None and fits_web_mercator(_corners(frame)):
        entries.append(
            Entry(None, "crs", "guessed", "", "EPSG:3857", because("no reference system; they fit web maps' metres"))
        )
        frame = frame.set_crs(3857).to_crs(4326)
    elif frame.crs is None:
        entries.append(Entry(None, "crs", "guessed", "", "WGS 84", because("the file names no reference system")))
    elif frame.crs.to_epsg() != 4326 and "CRS84" not in str(frame.crs):
        check_own_system(frame.crs)
        entries.append(
            Entry(None, "crs", "changed", str(frame.crs)[:80], "EPSG:4326", because("coordinates turned into degrees"))
        )
        frame = frame.to_crs(4326)
    return [None if shape is None or shape.is_empty else shape for shape in frame.geometry.tolist()]


def _corners(frame: Any) -> list[tuple[float, float]]:
    west, south, east, north = map(float, frame.total_bounds)
    return [(west, south), (east, north)]
