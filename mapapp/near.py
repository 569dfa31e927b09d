"""Where places lie: great-circle distances and boxes, what a View's `near`, `along` and `bbox` ask for.

The twin is webmap/static/near.js.

A distance is from point to point on a sphere of the mean Earth radius, by haversine: within 0.6 % of the geodesic.
Of a line, an area or a country the point is where its name stands (`Place.point`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.model import Atlas, Event, Figure, Place

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of WGS 84, (2a + b) / 3."""

Point = tuple[float, float]


def point_of(place: Place) -> Point | None:
    """The point of a place (lon, lat) to four decimals, about 11 m, as the page has it."""
    point = place.point
    return (round(point[0], 4), round(point[1], 4)) if point else None


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres between two points (lon, lat in degrees, WGS 84)."""
    lat_a, lat_b = math.radians(a[1]), math.radians(b[1])
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lon = math.sin(math.radians(b[0] - a[0]) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lon * half_lon
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def places_within(atlas: Atlas, near: tuple[str, float]) -> frozenset[str]:
    """Ids of the places whose point lies within so many kilometres of a place's own; empty if that has no point."""
    centre = atlas.place_by_id.get(near[0])
    at = point_of(centre) if centre else None
    if at is None:
        return frozenset()
    points = ((place.id, point_of(place)) for place in atlas.places)
    return frozenset(name for name, point in points if point and distance_km(at, point) <= near[1])


def km_to_line(point: Point, line: Sequence[Point]) -> float:
    """Kilometres from a point to the nearest point of a line of great-circle arcs (lon, lat in degrees)."""
    nearest = min((distance_km(point, corner) for corner in line), default=math.inf)
    at = _vector(point)
    for a, b in pairwise(line):
        first, last = _vector(a), _vector(b)
        pole = _cross(first, last)
        length = math.hypot(*pole)
        if length > 0 and _dot(_cross(pole, first), at) >= 0 and _dot(_cross(last, pole), at) >= 0:
            nearest = min(nearest, EARTH_RADIUS_KM * abs(math.asin(max(-1.0, min(1.0, _dot(pole, at) / length)))))
    return nearest


def lines_of(place: Place) -> list[list[Point]]:
    """The lines of a route or corridor to four decimals, as the page has them; none for a place that is no line."""
    if place.geometry is None or not place.geometry.geom_type.endswith("LineString"):
        return []
    parts = getattr(place.geometry, "geoms", [place.geometry])
    return [[(round(x, 4), round(y, 4)) for x, y, *_ in part.coords] for part in parts]


def places_along(atlas: Atlas, along: tuple[str, float]) -> frozenset[str]:
    """Ids of the places within so many kilometres of a line, those on its way (`via`) included; empty if it is none."""
    route = atlas.place_by_id.get(along[0])
    lines = lines_of(route) if route else []
    if route is None or not lines:
        return frozenset()
    points = ((place.id, point_of(place)) for place in atlas.places)
    close = {name for name, at in points if at and min(km_to_line(at, line) for line in lines) <= along[1]}
    return frozenset(close | {route.id, *route.via})


def _vector(point: Point) -> tuple[float, float, float]:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _cross(a: tuple[float, float, float], b: tuple[float, float, float]) -> tuple[float, float, float]:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _dot(a: tuple[float, float, float], b: tuple[float, float, float]) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def is_inside(place: Place, bbox: tuple[float, float, float, float]) -> bool:
    """True if the point of a place lies in a box (west, south, east, north); west > east crosses the antimeridian."""
    point = point_of(place)
    if point is None:
        return False
    west, south, east, north = bbox
    across = west <= point[0] <= east if west <= east else point[0] >= west or point[0] <= east
    return across and south <= point[1] <= north


def is_near(record: Event | Figure, within: frozenset[str]) -> bool:
    """True if one of the places of an event or a figure, or one that an event is about, is among `within`."""
    about: tuple[str, ...] = getattr(record, "about", ())
    return not within.isdisjoint((*record.places, *about))
