"""When a name alone does not say which place is meant, or whether it is one of the gazetteer's at all.

Somewhere on earth a small town is called Atlantis. A name that only a small town far from everything else bears may be
another place, or an invented one: it is not simply taken.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from mapapp.gazetteer.locate import Candidate
from mapapp.gazetteer.names import ATTRIBUTIONS
from mapapp.near import Point, distance_km

GOOD = 0.65
"""A lower score is that of a name that is only like the one written."""

SMALL = 100_000
"""A town with fewer people is meant by its bare name only where others lie near."""

NEAR_KM = 300.0
"""A small town nearer than that to another place is in its company."""

_LEAD = 0.025
"""The best candidate must be better than one elsewhere by so much."""
_SAME_KM = 60.0
_APART_KM = 5.0
"""Two names for one town are no company for each other."""
_KM_OF_DEGREE = 111.0


class Company:
    """Points among which a town may lie: `sure` ones, and those of `small` towns, which vouch for each other."""

    def __init__(self, sure: Iterable[Point], small: Iterable[Point] = ()) -> None:
        self._sure, self._small = _by_latitude(sure), _by_latitude(small)

    def is_near(self, point: Point) -> bool:
        """True where one of the points lies within NEAR_KM of this one (lon, lat in degrees, WGS 84)."""
        return _any_within(self._sure, point, 0.0) or _any_within(self._small, point, _APART_KM)


def rivals(found: Sequence[Candidate]) -> list[Candidate]:
    """Of candidates, best first, all that the name may mean as well as the best, the best included; else none."""
    best = found[0]
    close = [
        one for one in found[1:] if one.score > best.score - _LEAD and distance_km(one.point, best.point) > _SAME_KM
    ]
    return [best, *close] if close else []


def is_small(one: Candidate) -> bool:
    """True for a town of GeoNames with few people, under a name that nobody of ours has confirmed."""
    return one.id.startswith("gn:") and one.attribution == ATTRIBUTIONS["geonames"] and one.population < SMALL


def _by_latitude(points: Iterable[Point]) -> list[tuple[float, float]]:
    return sorted({(lat, lon) for lon, lat in points})


def _any_within(points: Sequence[tuple[float, float]], point: Point, least: float) -> bool:
    """True where a point lies within NEAR_KM and no nearer than `least` kilometres; only those beside are measured."""
    lon, lat = point
    band = NEAR_KM / _KM_OF_DEGREE
    farthest = abs(lat) + band
    width = band / math.cos(math.radians(farthest)) if farthest < 89 else 360.0
    for number in range(bisect_left(points, (lat - band, -math.inf)), len(points)):
        other_lat, other_lon = points[number]
        if other_lat > lat + band:
            return False
        apart = abs(other_lon - lon)
        if min(apart, 360 - apart) <= width and least <= distance_km(point, (other_lon, other_lat)) <= NEAR_KM:
            return True
    return False
