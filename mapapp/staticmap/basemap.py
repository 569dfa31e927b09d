"""The shipped base map, cut to a frame and projected."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from mapapp.staticmap.projection import Frame

Array = NDArray[np.float64]
LONGEST_EDGE = 2.0
"""Degrees: longer edges are divided before they are projected, so that they bend as they should."""


def project(geometry: BaseGeometry, frame: Frame, *, tolerance: float = 0.35) -> BaseGeometry:
    """A geometry in degrees, cut to what the frame can show, in pixels. Empty where nothing is in the frame.

    Works across the antimeridian: the geometry is cut in each of the worlds that the frame sees.
    """
    west, south, east, north = frame.bounds
    x0, y0, x1, y1 = geometry.bounds
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        left, right = max(west - turn, -180.0), min(east - turn, 180.0)
        if left < right and x0 <= right and x1 >= left and y0 <= north and y1 >= south:
            part = shapely.clip_by_rect(geometry, left, south, right, north)
            if not part.is_empty:
                parts.append(part)
    if not parts:
        return shapely.GeometryCollection()
    whole = parts[0] if len(parts) == 1 else shapely.union_all(parts)
    divided = shapely.segmentize(whole, LONGEST_EDGE)
    projected = shapely.transform(divided, frame.to_px)
    projected = shapely.transform(projected, _finite)
    return shapely.simplify(projected, tolerance, preserve_topology=False)


def _finite(points: Array) -> Array:
    return np.nan_to_num(points, nan=0.0, posinf=1e7, neginf=-1e7)


def rings_of(geometry: BaseGeometry, smallest: float = 0.0) -> list[Array]:
    """The rings of a polygonal geometry, without polygons of less than `smallest` square pixels."""
    found: list[Array] = []
    for part in shapely.get_parts(geometry):
        if isinstance(part, Polygon) and part.area >= smallest:
            found += [np.asarray(ring.coords) for ring in (part.exterior, *part.interiors)]
        elif part.geom_type.startswith("Multi") or part.geom_type == "GeometryCollection":
            found += rings_of(part, smallest)
    return found


def lines_of(geometry: BaseGeometry) -> list[Array]:
    """The lines of a linear geometry as arrays of shape (n, 2)."""
    found: list[Array] = []
    for part in shapely.get_parts(geometry):
        if part.is_empty:
            continue
        if part.geom_type in ("LineString", "LinearRing"):
            found.append(np.asarray(part.coords))
        elif part.geom_type.startswith("Multi") or part.geom_type == "GeometryCollection":
            found += lines_of(part)
    return found
