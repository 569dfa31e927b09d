"""Geometry as files hold it to geometry that an atlas may hold; every mend is said.

A position is longitude, latitude and perhaps a height, in degrees (WGS 84).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import shapely
from shapely.affinity import translate
from shapely.errors import GEOSException
from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.geometry import geometry_json, read_geometry
from mapapp.importers.numbers import read_degrees
from mapapp.importers.reasons import because

Say = Callable[[str], None]
"""Takes a mend in words."""

_TYPES = {
    name.lower(): name
    for name in (
        "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection",
    )
} | {"linearring": "LineString"}  # fmt: skip
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_MAX_NESTING = 50


def mend_position(value: Any, say: Say) -> list[float]:
    """A position on the globe. RefusedError where it is none."""
    if not isinstance(value, list | tuple) or len(value) < 2:
        raise RefusedError("A405", because("{value} is no position", value=_short(value)))
    if len(value) > 3:
        say(because("a position has {count} numbers, three are kept", count=len(value)))
    numbers: list[float] = []
    for part in value[:3]:
        number = part if isinstance(part, int | float) and not isinstance(part, bool) else None
        if number is None and isinstance(part, str) and (number := read_degrees(part)) is not None:
            say(because("a number stood as text"))
        if number is None and len(numbers) == 2:
            say(because("a height is no number: it is left out"))
            continue
        if number is None or not abs(number) < math.inf or abs(number) > 1e300:
            raise RefusedError("A402", because("{value} is no number", value=_short(part)))
        numbers.append(float(number))
    lon, lat = numbers[:2]
    if abs(lat) > 90 and abs(lon) <= 90 and abs(lat) <= 180:
        say(because("longitude and latitude were swapped"))
        lon, lat = lat, lon
    if 180 < abs(lon) <= 360 and abs(lat) <= 90:
        say(because("the longitude was counted beyond 180"))
        lon -= math.copysign(360, lon)
    if abs(lon) > 180 or abs(lat) > 90:
        raise RefusedError(
            "A401", because("longitude {lon}, latitude {lat} is not on the globe", lon=f"{lon:g}", lat=f"{lat:g}")
        )
    return [lon, lat, *numbers[2:]]


def mend_geometry(value: Any, say: Say) -> BaseGeometry | None:
    """The geometry of a GeoJSON object, mended where that is possible; None for null. RefusedError where it is not."""
    if value is None:
        return None
    if (at := plain_position(value)) is not None:
        return Point(at)
    parts = [_mend_simple(part, say) for part in _parts(value, say)]
    if not parts:
        return None
    return _joined(parts, say)


def plain_position(value: Any) -> tuple[float, float] | None:
    """The longitude and latitude of a GeoJSON Point that needs no mending; None for anything else."""
    if not isinstance(value, dict) or value.get("type") != "Point":
        return None
    at = value.get("coordinates")
    if not isinstance(at, list | tuple) or len(at) != 2:
        return None
    lon, lat = at
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return (float(lon), float(lat)) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _parts(value: Any, say: Say, depth: int = 0) -> list[dict[str, Any]]:
    """The simple geometries of an object, collections taken apart."""
    if not isinstance(value, dict) or depth > _MAX_NESTING:
        raise RefusedError("A405", because("{value} is no geometry", value=_short(value)))
    given = value.get("type")
    kind = _TYPES.get(given.lower()) if isinstance(given, str) else None
    if kind is None:
        raise RefusedError("A405", because("the geometry type {value} is not known", value=_short(given)))
    if kind != given:
        say(because("the geometry type was written {given}", given=given))
    if kind != "GeometryCollection":
        return [{"type": kind, "coordinates": value.get("coordinates")}]
    inner = value.get("geometries")
    if not isinstance(inner, list):
        raise RefusedError("A405", because("a collection of geometries has none"))
    if depth:
        say(because("a collection stood in a collection"))
    return [part for one in inner for part in _parts(one, say, depth + 1)]


def _mend_simple(value: dict[str, Any], say: Say) -> BaseGeometry:
    kind, given = value["type"], value["coordinates"]
    coordinates = _nested(given, _DEPTH[kind], say)
    if kind.endswith("Polygon"):
        rings = coordinates if kind == "Polygon" else [ring for polygon in coordinates for ring in polygon]
        for ring in rings:
            if len(ring) >= 3 and ring[0][:2] != ring[-1][:2]:
                say(because("a ring was not closed"))
                ring.append(list(ring[0]))
            elif ring and ring[0] != ring[-1]:
                say(because("a ring ends at another height than it begins"))
                ring[-1] = list(ring[0])
    elif kind == "LineString" and len(coordinates) == 1:
        say(because("a line has a single position: it is a point"))
        kind, coordinates = "Point", coordinates[0]
    elif kind == "MultiLineString" and any(len(line) < 2 for line in coordinates):
        say(because("a line with a single position is left out"))
        coordinates = [line for line in coordinates if len(line) > 1]
    mixed = {len(at) for at in _positions(coordinates)}
    if len(mixed) > 1:
        say(because("only some positions have a height: heights are left out"))
        coordinates = _flat(coordinates)
    if any(abs(a[0] - b[0]) > 180 for path in _paths(coordinates, kind) for a, b in pairwise(path)):
        say(because("the shape runs over longitude 180: it is cut there"))
        return _cut(kind, coordinates)
    try:
        return read_geometry({"type": kind, "coordinates": coordinates})
    except RefusedError as refused:
        if refused.code != "A403":
            raise
    say(because("the polygon was invalid: its rings are sorted anew"))
    return _valid(_shape(kind, coordinates))


def _nested(value: Any, depth: int, say: Say) -> Any:
    if depth == 0:
        return mend_position(value, say)
    if not isinstance(value, list | tuple):
        raise RefusedError("A405", because("{value} is no array of coordinates", value=_short(value)))
    return [_nested(part, depth - 1, say) for part in value]


def _positions(value: Any) -> list[list[float]]:
    if value and isinstance(value[0], float):
        return [value]
    return [at for part in value for at in _positions(part)]


def _flat(value: Any) -> Any:
    return value[:2] if value and isinstance(value[0], float) else [_flat(part) for part in value]


def _paths(coordinates: Any, kind: str) -> list[list[list[float]]]:
    if kind == "LineString":
        return [coordinates]
    if kind in ("MultiLineString", "Polygon"):
        return list(coordinates)
    return [ring for polygon in coordinates for ring in polygon] if kind == "MultiPolygon" else []


def _shape(kind: str, coordinates: Any) -> BaseGeometry:
    try:
        return shapely.from_geojson(json.dumps({"type": kind, "coordinates": coordinates}))
    except GEOSException as error:
        raise RefusedError("A405", because("the coordinates make no {kind}", kind=kind)) from error


def _valid(shape: BaseGeometry) -> BaseGeometry:
    found = shapely.make_valid(shape)
    parts = [part for part in getattr(found, "geoms", [found]) if part.geom_type.endswith("Polygon")]
    if not parts:
        raise RefusedError("A403", because("the polygon encloses nothing"))
    return read_geometry(geometry_json(shapely.union_all(parts)))


def _cut(kind: str, coordinates: Any) -> BaseGeometry:
    """A shape whose paths jump over longitude 180, cut there (RFC 7946, 3.1.9)."""

    def unrolled(path: list[list[float]]) -> list[list[float]]:
        found = [list(path[0])]
        for at in path[1:]:
            turns = round((found[-1][0] - at[0]) / 360)
            found.append([at[0] + 360 * turns, *at[1:]])
        return found

    def roll(value: Any, depth: int) -> Any:
        return unrolled(value) if depth == 1 else [roll(part, depth - 1) for part in value]

    shape = _shape(kind, roll(coordinates, _DEPTH[kind]))
    if kind.endswith("Polygon"):
        shape = shapely.make_valid(shape)
    pieces = [
        translate(shapely.intersection(shape, box(west, -90, west + 360, 90)), -180 - west)
        for west in (-540, -180, 180)
    ]  # fmt: skip
    return read_geometry(geometry_json(_same_sort([piece for piece in pieces if not piece.is_empty])))


def _same_sort(shapes: list[BaseGeometry]) -> BaseGeometry:
    parts = [part for shape in shapes for part in getattr(shape, "geoms", [shape]) if not part.is_empty]
    most = max((shapely.get_dimensions(part) for part in parts), default=-1)
    kept = [part for part in parts if shapely.get_dimensions(part) == most]
    if not kept:
        raise RefusedError("A405", because("the shape is empty"))
    if len(kept) == 1:
        only: BaseGeometry = kept[0]
        return only
    join = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)[int(most)]
    joined: BaseGeometry = join(kept)
    return joined


def _joined(parts: list[BaseGeometry], say: Say) -> BaseGeometry:
    """One geometry of several: of one sort as they are, of several sorts those of the most dimensions."""
    if len(parts) == 1:
        return parts[0]
    sorts = {int(shapely.get_dimensions(part)) for part in parts}
    if len(sorts) > 1:
        say(
            {
                0: because("a collection holds shapes of several sorts: only its points are taken"),
                1: because("a collection holds shapes of several sorts: only its lines are taken"),
                2: because("a collection holds shapes of several sorts: only its areas are taken"),
            }[max(sorts)]
        )
    joined = _same_sort([shapely.force_2d(part) for part in parts])
    try:
        return read_geometry(geometry_json(joined))
    except RefusedError:
        return _valid(joined)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
