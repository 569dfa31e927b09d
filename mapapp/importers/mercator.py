"""Metres of web maps (EPSG:3857) where degrees were said: recognised, and turned into degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence

_RADIUS = 6_378_137.0
"""Metres: the sphere of EPSG:3857."""
_HALF_WORLD = math.pi * _RADIUS
_GRID_EAST = (100_000, 900_000)
_GRID_NORTH = (0, 10_000_000)
"""Metres in which grids of one zone (UTM and most national ones) count: these are never taken for web maps'."""


def are_metres(x: float, y: float) -> bool:
    """True for a pair that is no degrees and lies in the square of Web Mercator."""
    return (abs(x) > 360 or abs(y) > 360) and abs(x) <= _HALF_WORLD and abs(y) <= _HALF_WORLD


def fits_web_mercator(pairs: Sequence[tuple[float, float]]) -> bool:
    """True if pairs can only be metres of web maps: no degrees, and not all of them within one zone of a grid."""
    found = [pair for pair in pairs if are_metres(*pair)]
    grid = all(_GRID_EAST[0] <= x <= _GRID_EAST[1] and _GRID_NORTH[0] <= y <= _GRID_NORTH[1] for x, y in found)
    return bool(found) and 2 * len(found) > len(pairs) and not grid


def degrees_of(x: float, y: float) -> tuple[float, float]:
    """Longitude and latitude (WGS 84) of a pair in Web Mercator, to a ten-millionth of a degree."""
    latitude = math.degrees(2 * math.atan(math.exp(y / _RADIUS)) - math.pi / 2)
    return round(math.degrees(x / _RADIUS), 7), round(latitude, 7)
