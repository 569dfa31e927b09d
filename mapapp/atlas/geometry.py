"""GeoJSON geometry (RFC 7946) to shapely and back: WGS 84, degrees, longitude before latitude."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from itertools import pairwise
from json.encoder import encode_basestring
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.forms import short
from mapapp.errors import told

_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""How many arrays lie around the positions of each type."""

Position = tuple[float, ...]


def read_position(value: Any) -> Position:
    """A position: longitude, latitude and perhaps a height. RefusedError with A401, A402 or A405."""
    if not isinstance(value, list) or not 2 <= len(value) <= 3:
        raise RefusedError(
            "A405", told("{value} is no position.", value=short(value)), told("Write [longitude, latitude].")
        )
    for number in value:
        if not _is_finite(number):
            raise RefusedError("A402", told("{number} is no finite number.", number=short(number)))
    lon, lat = value[:2]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        swapped = -180 <= lat <= 180 and -90 <= lon <= 90
        mend = (
            told("Longitude comes first; if the two are swapped, write [{lat}, {lon}].", lat=lat, lon=lon)
            if swapped
            else ""
        )
        raise RefusedError(
            "A401", told("longitude {lon}, latitude {lat} is not on the globe.", lon=short(lon), lat=short(lat)), mend
        )
    return tuple(float(number) for number in value)


def _is_finite(number: Any) -> bool:
    """True for a number that a float can hold; JSON may hold whole numbers of any length."""
    try:
        return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(number)
    except OverflowError:
        return False


def read_geometry(value: Any) -> BaseGeometry:
    """A geometry; rings are turned as RFC 7946 wants them. RefusedError with A401 to A405."""
    if not isinstance(value, dict) or set(value) - {"type", "coordinates", "bbox"}:
        raise RefusedError("A405", told("{value} is no GeoJSON geometry.", value=short(value)))
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise RefusedError("A405", told("geometry type {kind} is not known here.", kind=short(kind)))
    coordinates = _read_nested(value.get("coordinates"), _DEPTH[kind])
    parts = _paths(coordinates, kind)
    for path in parts:
        _check_path(path, kind)
    try:
        geometry = shape({"type": kind, "coordinates": coordinates})
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise RefusedError("A405", told("the coordinates make no {kind}: {error}.", kind=kind, error=error)) from error
    if geometry.is_empty:
        raise RefusedError(
            "A405", told("the {kind} is empty.", kind=kind), told("Write null where there is no geometry.")
        )
    if kind in ("Polygon", "MultiPolygon"):
        if not geometry.is_valid:
            raise RefusedError(
                "A403", told("the polygon is invalid: {geometry}.", geometry=shapely.is_valid_reason(geometry))
            )
        geometry = shapely.orient_polygons(geometry)
    return geometry


def _read_nested(value: Any, depth: int) -> Any:
    if depth == 0:
        return read_position(value)
    if not isinstance(value, list):
        raise RefusedError("A405", told("{value} is no array of coordinates.", value=short(value)))
    return [_read_nested(part, depth - 1) for part in value]


def _paths(coordinates: Any, kind: str) -> list[list[Position]]:
    """The sequences of positions that are lines or rings."""
    if kind == "LineString":
        return [coordinates]
    if kind in ("MultiLineString", "Polygon"):
        return list(coordinates)
    if kind == "MultiPolygon":
        return [ring for polygon in coordinates for ring in polygon]
    return []


def _check_path(path: list[Position], kind: str) -> None:
    ring = kind.endswith("Polygon")
    if len(path) < (4 if ring else 2):
        raise RefusedError(
            "A405",
            told(
                "a ring has only {count} positions." if ring else "a line has only {count} positions.", count=len(path)
            ),
            told("Add positions."),
        )
    if ring and path[0] != path[-1]:
        raise RefusedError("A405", told("a ring is not closed."), told("Repeat its first position at its end."))
    for before, after in pairwise(path):
        if abs(after[0] - before[0]) > 180:
            raise RefusedError(
                "A404",
                told(
                    "from longitude {before} to {after} the path runs round the globe.",
                    before=before[0],
                    after=after[0],
                ),
            )


def geometry_json(geometry: BaseGeometry) -> dict[str, Any]:
    """The GeoJSON geometry of a shape; whole degrees without a point."""
    found = mapping(geometry)
    return {"type": found["type"], "coordinates": _plain(found["coordinates"])}


def geometry_texts(geometries: Sequence[BaseGeometry | None]) -> list[str]:
    """The JSON text of each geometry, `null` for None; all plain points at once."""
    found = ["null" if one is None else "" for one in geometries]
    shapes = np.array(geometries, dtype=object)
    flat = ((shapely.get_type_id(shapes) == 0) & ~shapely.has_z(shapes)).nonzero()[0]
    for index, (x, y) in zip(flat.tolist(), shapely.get_coordinates(shapes[flat]).tolist(), strict=True):
        lon, lat = int(x) if x.is_integer() else x, int(y) if y.is_integer() else y
        found[index] = f'{{"type": "Point", "coordinates": [{lon!r}, {lat!r}]}}'
    for index, one in enumerate(geometries):
        if one is not None and not found[index]:
            found[index] = json_text(geometry_json(one))
    return found


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def json_text(value: Any) -> str:
    """A value as JSON on one line, characters as they are. ValueError for a number that is not finite."""
    return encode_basestring(value) if isinstance(value, str) else _encode(value)


def _plain(value: Any) -> Any:
    if value and isinstance(value[0], float):
        return [int(part) if part.is_integer() else part for part in value]
    return [_plain(part) for part in value]
