"""The shipped base map, cut to a frame and projected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.staticmap.projection import Frame

Array = NDArray[np.float64]
LONGEST_EDGE = 2.0
"""Degrees: longer edges are divided before they are projected, so that they bend as they should."""


def project(geometry: BaseGeometry, frame: Frame, *, tolerance: float = 0.35) -> BaseGeometry:
    """A geometry in degrees, cut to what the frame can show, in pixels. Empty where nothing is in the frame.

    Works across the antimeridian: the geometry is cut in each of the worlds that the frame sees.
    """
    return project_all([geometry], frame, tolerance=tolerance)[0]


def project_all(geometries: Sequence[BaseGeometry], frame: Frame, *, tolerance: float = 0.35) -> list[BaseGeometry]:
    """As `project`, for many geometries at once, which is several times as fast as one by one."""
    west, south, east, north = frame.bounds
    whole = np.array(geometries, dtype=object)
    x0, y0, x1, y1 = shapely.bounds(whole).T
    cut = np.full(len(whole), shapely.GeometryCollection(), dtype=object)
    for turn in (-360.0, 0.0, 360.0):
        left, right = max(west - turn, -180.0), min(east - turn, 180.0)
        if left >= right:
            continue
        near = np.flatnonzero((x0 <= right) & (x1 >= left) & (y0 <= north) & (y1 >= south))
        parts = shapely.clip_by_rect(whole[near], left, south, right, north)
        for number, part in zip(near, parts, strict=True):
            if not part.is_empty:
                cut[number] = part if cut[number].is_empty else _together(cut[number], part)
    divided = shapely.segmentize(cut, LONGEST_EDGE)
    projected = shapely.transform(divided, lambda points: _finite(frame.to_px(points)))
    return list(shapely.simplify(projected, tolerance, preserve_topology=False))


def _together(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Two geometries that do not touch as one: a union would look for where they do."""
    parts = [*shapely.get_parts(one), *shapely.get_parts(other)]
    kinds = {part.geom_type for part in parts}
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(parts)
    return shapely.MultiLineString(parts) if kinds == {"LineString"} else shapely.GeometryCollection(parts)


def _finite(points: Array) -> Array:
    return np.nan_to_num(points, nan=0.0, posinf=1e7, neginf=-1e7)


def rings_of(geometry: BaseGeometry | Sequence[BaseGeometry], smallest: float = 0.0) -> list[Array]:
    """The rings of polygonal geometries, without polygons of less than `smallest` square pixels."""
    parts = _parts(geometry, shapely.GeometryType.POLYGON)
    return _points(shapely.get_rings(parts[shapely.area(parts) >= smallest]))


def lines_of(geometry: BaseGeometry | Sequence[BaseGeometry]) -> list[Array]:
    """The lines of linear geometries as arrays of shape (n, 2)."""
    return _points(_parts(geometry, shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING))


def _parts(geometry: BaseGeometry | Sequence[BaseGeometry], *types: int) -> NDArray[np.object_]:
    """The parts that are of some types and not empty, those of collections in collections too."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return np.asarray(parts[np.isin(shapely.get_type_id(parts), types) & ~shapely.is_empty(parts)])


def _points(lines: NDArray[np.object_]) -> list[Array]:
    points, numbers = shapely.get_coordinates(lines, return_index=True)
    return np.split(points, np.flatnonzero(np.diff(numbers)) + 1) if len(points) else []
