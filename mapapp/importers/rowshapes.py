"""Where a row lies: its own shape, well-known text, a pair of degrees, or longitude and latitude."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.errors import GEOSException
from shapely.geometry import Point, mapping
from shapely.geometry.base import BaseGeometry

from mapapp.atlas.codes import RefusedError
from mapapp.errors import InvalidInputError
from mapapp.importers.geometry import mend_geometry, plain_position
from mapapp.importers.grids import TOLD, Grid, find_grid, grid_question, some_positions, two_numbers
from mapapp.importers.mercator import are_metres, degrees_of, fits_web_mercator
from mapapp.importers.numbers import PLAIN_NUMBER, read_degrees, read_pair
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row, Sheet

NOWHERE = frozenset({"", "nan", "none", "null", "n/a", "na", "-", "?", "不明", "不詳", "未知"})
"""What people write where they know no place."""


_X = re.compile(r"(?<![a-z])x(?![a-z])", re.IGNORECASE)
"""A column that is called after the letter X."""
_SRID = re.compile(r"SRID=(\d{1,6});", re.IGNORECASE)
_DEGREES = (0, 4326, 4979)
"""Numbers that PostGIS writes before well-known text in degrees (WGS 84)."""
_LINES = re.compile(f"^(?:{PLAIN_NUMBER.pattern})$", re.ASCII | re.MULTILINE)


class RowShapes:
    """Reads where the rows of a sheet lie, and reports what it mends and what it cannot use."""

    def __init__(self, sheet: Sheet, index: Mapping[str, int], report: ImportReport, crs: str = "") -> None:
        self.index, self.report = index, report
        self.grid = find_grid(crs) if crs else None
        self.questions: list[tuple[str, str, tuple[str, ...]]] = []
        self.pairs_lon_first = self.grid is None and self._pairs_lon_first(sheet)
        self.swapped = self.metres = self.north_first = False
        self.plain: dict[tuple[str, str], BaseGeometry] = {}
        self.made: list[BaseGeometry] = []
        self.at: dict[int, tuple[float, ...]] = {}  # by points of `made` and of rows, which stay as long as this reader
        if self.grid is not None:
            self._tell_grid(sheet, self.grid)
            return
        far: list[tuple[float, float]] = []
        if {"lon", "lat"} <= set(index):
            self.swapped = self._read_degrees(sheet, far)
        if not self.metres and not self.swapped and not self.plain:
            self._ask_grid(sheet, far)

    def _tell_grid(self, sheet: Sheet, grid: Grid) -> None:
        """Say in which reference system the cells are read."""
        fields = [name for name in ("lon", "coordinates", "geometry") if name in self.index]
        if not fields:
            return
        column = sheet.columns[self.index[fields[0]]]
        self.report.add(None, fields[0], "changed", column, grid.name, TOLD)
        if grid.x_is_north and (fields[0] != "lon" or _X.search(column)):
            self.north_first = True
            why = because("in this reference system X counts metres north, Y metres east")
            self.report.add(None, fields[0], "guessed", column, because("north, east"), why)

    def _ask_grid(self, sheet: Sheet, far: list[tuple[float, float]]) -> None:
        """Ask after the reference system of coordinates that can be no degrees."""
        texts = [
            row.cells[self.index[name]] for name in ("geometry", "coordinates") if name in self.index
            for row in sheet.rows[:500]
        ]  # fmt: skip
        pairs = far or some_positions([row.geometry for row in sheet.rows[:500]], texts)
        if question := grid_question(pairs):
            self.questions.append(question)
            self.report.add(None, "crs", "asked", f"{pairs[0][0]:.10g}, {pairs[0][1]:.10g}", "", question[1])

    def _pairs_lon_first(self, sheet: Sheet) -> bool:
        """True if pairs of degrees in this sheet can only be longitude, latitude."""
        if "coordinates" not in self.index:
            return False
        pairs = [pair for row in sheet.rows if (pair := read_pair(row.cells[self.index["coordinates"]])) is not None]
        first = sum(abs(pair[0]) > 90 for pair in pairs)
        second = sum(abs(pair[1]) > 90 for pair in pairs)
        if first and not second:
            why = because("{count} pairs only make sense so, and none the other way", count=first)
            self.report.add(
                None, "coordinates", "guessed", because("pairs of degrees"), because("longitude first"), why
            )
        elif pairs and not second:
            why = because("no pair settles the order: latitude usually comes first")
            self.report.add(None, "coordinates", "guessed", because("pairs of degrees"), because("latitude first"), why)
        return bool(first) and not second

    def _read_degrees(self, sheet: Sheet, beyond: list[tuple[float, float]]) -> bool:
        """Make the points of plain cells at once; True if longitude and latitude can only be meant the other way.

        Pairs that can be no degrees are added to `beyond`.
        """
        at = self.index["lon"], self.index["lat"]
        columns = [[row.cells[one].strip() for row in sheet.rows] for one in at]
        pairs = list(dict.fromkeys(zip(*columns, strict=True)))
        known, plain_texts = _read_texts(set(chain.from_iterable(columns)))
        read = [[known[pair[side]] for pair in pairs] for side in (0, 1)]
        xy = np.array(read, dtype=float).T  # no number: NaN
        x, y = abs(xy[:, 0]), abs(xy[:, 1])
        wrong = int(((y > 90) & (x <= 90) & (y <= 180)).sum())
        right = int(((x > 90) & (y <= 90)).sum())
        globe = ((x <= 180) & (y <= 90)).tolist()
        if len(plain_texts) == len(known):
            plain = [index for index, fits in enumerate(globe) if fits]
        else:
            plain = [index for index, pair in enumerate(pairs) if globe[index] and plain_texts.issuperset(pair)]
        if not wrong and not right:
            far = [one for one in xy[(x > 360) | (y > 360)].tolist() if are_metres(*one)]
            if len(far) > len(plain) and fits_web_mercator(far):
                self.metres = True
                why = because(
                    "{count} pairs are far beyond degrees, and fit the metres of web maps (EPSG:3857)", count=len(far)
                )
                self.report.add(None, "lon", "guessed", because("longitude and latitude"), "Web Mercator", why)
                return False
        beyond += map(tuple, xy[(x > 360) | (y > 360)].tolist())
        if wrong and not right:
            why = because("{count} latitudes are beyond 90, and no longitude is", count=wrong)
            self.report.add(None, "lon", "guessed", because("longitude and latitude"), because("swapped"), why)
            return True
        self.plain = dict(zip([pairs[index] for index in plain], self._points(xy[plain]), strict=True))
        return False

    def _points(self, xy: npt.NDArray[np.float64]) -> list[BaseGeometry]:
        """A point for each pair of degrees, which this reader keeps."""
        shapes: Any = shapely.points(xy)  # an array: `xy` has two dimensions
        made: list[BaseGeometry] = shapes.tolist()
        self.made += made
        self.at |= zip(map(id, made), map(tuple, xy.tolist()), strict=True)
        return made

    def read_all(self, rows: Sequence[Row]) -> tuple[list[BaseGeometry | None], set[int]]:
        """The shape of each row that is a plain point or none at all, and the indexes of the other rows."""
        given = [row.geometry for row in rows]
        found: list[BaseGeometry | None] = [None] * len(rows)
        doubtful = {index for index, one in enumerate(given) if one is not None}
        if doubtful:
            self._take_points(given, found, doubtful)
        shapeless = [index for index, one in enumerate(given) if one is None]
        for field in ("geometry", "coordinates"):
            if field in self.index:
                at = self.index[field]
                doubtful.update(one for one in shapeless if rows[one].cells[at].strip().lower() not in NOWHERE)
        if {"lon", "lat"} <= set(self.index):
            lon, lat = self.index["lon"], self.index["lat"]
            for index in shapeless:
                pair = rows[index].cells[lon].strip(), rows[index].cells[lat].strip()
                found[index] = ready = self.plain.get(pair)
                if ready is None and not (pair[0].lower() in NOWHERE and pair[1].lower() in NOWHERE):
                    doubtful.add(index)
        return found, doubtful

    def _take_points(self, given: Sequence[Any], found: list[BaseGeometry | None], doubtful: set[int]) -> None:
        """Take the plain points among shapes of GeoJSON and of shapely, which are then no longer in doubt."""
        flat = [(index, at) for index, one in enumerate(given) if (at := plain_position(one)) is not None]
        points = self._points(np.array([at for _, at in flat], dtype=float).reshape(-1, 2))
        for (index, _), point in zip(flat, points, strict=True):
            found[index] = point
        doubtful.difference_update(index for index, _ in flat)
        ready = [index for index, one in enumerate(given) if isinstance(one, Point)]
        shapes = np.array([given[index] for index in ready], dtype=object)
        xy = shapely.get_coordinates(shapes)
        if len(xy) != len(ready):  # an empty one among them
            return
        plain = (abs(xy[:, 0]) <= 180) & (abs(xy[:, 1]) <= 90) & ~shapely.has_z(shapes)
        for index, at in zip(np.array(ready)[plain].tolist(), xy[plain].tolist(), strict=True):
            found[index] = given[index]
            self.at[id(given[index])] = at[0], at[1]
            doubtful.discard(index)

    def text(self, geometry: Any) -> str:
        """A geometry as text, so that rows that differ in it alone differ."""
        at = self.at.get(id(geometry))
        return shape_text(geometry) if at is None else repr(at)

    def name(self, geometry: BaseGeometry) -> str:
        """A name for a place that has none: where it is."""
        lon, lat = self.at.get(id(geometry)) or _point_in(geometry)
        return f"{abs(lat):.4f}° {'S' if lat < 0 else 'N'}, {abs(lon):.4f}° {'W' if lon < 0 else 'E'}"

    def read(self, row: Row) -> BaseGeometry | None:
        """The shape of a row; None where it has none that could be used (which is reported)."""
        if row.geometry is not None:
            return self._shape(row, row.geometry)
        for field in ("geometry", "coordinates"):
            if field in self.index and row.cells[self.index[field]].strip().lower() not in NOWHERE:
                found = self._text(row, field, row.cells[self.index[field]].strip())
                if found is not None:
                    self._compare(row, found)
                    return found
        return self._degrees(row) if "lon" in self.index and "lat" in self.index else None

    def _degrees(self, row: Row) -> BaseGeometry | None:
        x_text, y_text = row.cells[self.index["lon"]].strip(), row.cells[self.index["lat"]].strip()
        if (ready := self.plain.get((x_text, y_text))) is not None:
            return ready
        if x_text.lower() in NOWHERE and y_text.lower() in NOWHERE:
            return None
        x, y = read_degrees(x_text), read_degrees(y_text)
        if x is None or y is None:
            why = (
                because("a coordinate is no number")
                if x_text and y_text
                else because("one of the two coordinates is missing")
            )
            self.report.add(row.number, "lon" if x is None else "lat", "refused", f"{x_text}, {y_text}", "", why)
            return None
        if self.swapped:
            x, y = y, x
        if self.metres and are_metres(x, y):
            x, y = degrees_of(x, y)
        if self.grid is not None:
            return self._on_grid(row, "lon", f"{x_text}, {y_text}", (x, y), self.grid)
        try:
            if not (_plain(x_text, x) and _plain(y_text, y)) and not self.swapped:
                self.report.add(
                    row.number, "lon", "changed", f"{x_text}, {y_text}", f"{x:g}, {y:g}", because("decimal degrees")
                )
            return mend_geometry({"type": "Point", "coordinates": [x, y]}, self._sayer(row, f"{x_text}, {y_text}"))
        except RefusedError as refused:
            self.report.add(row.number, "lon", "refused", f"{x_text}, {y_text}", "", refused.message)
            return None

    def _on_grid(
        self, row: Row, field: str, text: str, at: tuple[float, float], grid: Grid
    ) -> BaseGeometry | None:  # fmt: skip
        """The point of metres of a reference system."""
        x, y = grid.degrees(*(reversed(at) if self.north_first else at))
        if not (abs(x) <= 180 and abs(y) <= 90):
            self.report.add(
                row.number, field, "refused", text, "", because("this is no place of {grid}", grid=grid.name)
            )
            return None
        self.report.add(
            row.number, field, "changed", text, f"{x}, {y}", because("turned into degrees from {grid}", grid=grid.name)
        )
        return Point(x, y)

    def _text(self, row: Row, field: str, text: str) -> BaseGeometry | None:
        if self.grid is not None:
            if field == "coordinates" and (at := two_numbers(text)):
                return self._on_grid(row, field, text, at, self.grid)
            return self._shape(row, {"wkt": text}, self.grid)
        if pair := read_pair(text):
            lon, lat = pair if self.pairs_lon_first else (pair[1], pair[0])
            return self._shape(row, {"type": "Point", "coordinates": [lon, lat]})
        if text.startswith("{"):
            try:
                return self._shape(row, json.loads(text))
            except (ValueError, RecursionError):
                self.report.add(row.number, field, "refused", text[:200], "", because("this is no GeoJSON geometry"))
                return None
        if (srid := _SRID.match(text)) and int(srid[1]) not in _DEGREES:
            try:
                return self._shape(row, {"wkt": text}, find_grid(srid[1]))
            except InvalidInputError as error:
                self.report.add(row.number, field, "refused", text[:200], "", str(error))
                return None
        return self._shape(row, {"wkt": text})

    def _shape(self, row: Row, given: Any, grid: Grid | None = None) -> BaseGeometry | None:
        """A GeoJSON object, well-known text (in degrees or on a grid) or a shapely geometry, mended."""
        try:
            if isinstance(given, BaseGeometry):
                if isinstance(given, Point) and not given.has_z and abs(given.x) <= 180 and abs(given.y) <= 90:
                    return given
                given = _json_of(given)
            elif isinstance(given, dict) and "wkt" in given:
                shape = shapely.from_wkt(given["wkt"].partition(";")[2] or given["wkt"])
                if grid is not None:
                    self._sayer(row, given["wkt"][:200])(because("turned into degrees from {grid}", grid=grid.name))
                    shape = grid.shape(shape)
                given = _json_of(shape)
            return mend_geometry(given, self._sayer(row, ""))
        except RefusedError as refused:
            shown = json.dumps(given, default=str, ensure_ascii=False)[:200]
            self.report.add(row.number, "geometry", "refused", shown, "", refused.message)
        except (GEOSException, ValueError, TypeError) as error:
            self.report.add(
                row.number,
                "geometry",
                "refused",
                str(given)[:200],
                "",
                because("no geometry: {error}", error=str(error)[:100]),
            )
        return None

    def _sayer(self, row: Row, original: str) -> Any:
        return lambda why: self.report.add(row.number, "geometry", "changed", original, "", why)

    def _compare(self, row: Row, found: BaseGeometry) -> None:
        """Say where longitude and latitude beside a geometry are off the globe or elsewhere."""
        if not {"lon", "lat"} <= set(self.index) or self.grid is not None:
            return
        texts = [row.cells[self.index[name]].strip() for name in ("lon", "lat")]
        x, y = (read_degrees(text) for text in texts)
        if x is None or y is None:
            return
        near = abs(y) <= 90 and abs(x) <= 180 and found.distance(Point(x, y)) < 0.1
        if not near:
            why = because("longitude and latitude do not fit the geometry beside them, which is taken")
            self.report.add(row.number, "lat", "refused", ", ".join(texts), "", why)


def _point_in(geometry: BaseGeometry) -> tuple[float, float]:
    at = geometry if isinstance(geometry, Point) else geometry.representative_point()
    return float(getattr(at, "x", 0)), float(getattr(at, "y", 0))


def shape_text(geometry: Any) -> str:
    """A geometry, of shapely or of GeoJSON, as text; '' for None."""
    if geometry is None:
        return ""
    if isinstance(geometry, Point):
        return repr(geometry.coords[0])
    return geometry.wkb_hex if isinstance(geometry, BaseGeometry) else repr(geometry)


def _read_texts(texts: set[str]) -> tuple[dict[str, float | None], set[str]]:
    """The degrees that each text means, and the texts that are plain numbers."""
    joined = "\n".join(texts)
    if len(_LINES.findall(joined)) == len(texts) == joined.count("\n") + 1:
        return dict(zip(texts, map(float, texts), strict=True)), texts
    plain = {text: float(text) for text in texts if PLAIN_NUMBER.fullmatch(text)}
    others = {text: read_degrees(text) for text in texts - plain.keys()}
    return {**plain, **others}, {
        *plain, *(text for text, value in others.items() if value is not None and _plain(text, value))
    }  # fmt: skip


def _plain(text: str, value: float) -> bool:
    try:
        return float(text) == value
    except ValueError:
        return False


def _json_of(shape: BaseGeometry) -> Any:
    if shape is None or shape.is_empty:
        return None
    found = mapping(shape)
    if found["type"] == "GeometryCollection":
        return {"type": "GeometryCollection", "geometries": [_json_of(part) for part in getattr(shape, "geoms", ())]}
    return {"type": found["type"], "coordinates": found["coordinates"]}
