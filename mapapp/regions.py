"""Which areas and countries a place lies in: what a View's `region` and `country` ask for.

The page has the answers as data (`regions` and `countries` of a place), so that no polygon is tested twice.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from mapapp.basemap import read_basemap
from mapapp.model import Atlas, Place
from mapapp.near import point_of

MOST = 0.9
"""The share of an area that must lie in a region for the area to lie in it; borders are drawn at different scales."""

_EXTENDED = ("region", "area", "sea", "strait", "state", "territory")


def is_spot(place: Place) -> bool:
    """True if the place is a point on the ground, and not a large thing whose name stands at a point."""
    return isinstance(place.geometry, Point) and place.kind not in _EXTENDED


def has_area(place: Place) -> bool:
    """True if something can lie in the place: it has a polygon, or is drawn from shapes of countries."""
    polygon = place.geometry is not None and place.geometry.geom_type.endswith("Polygon")
    return polygon or bool(place.country_shape)


def places_in_regions(atlas: Atlas, regions: tuple[str, ...]) -> frozenset[str]:
    """Ids of the places that lie in one of the regions; each region lies in itself.

    A place lies in a region when its `within` names it, directly or by way of another; when its country, or all the
    countries it is made of, are among those the region is made of; when it is a spot in the region's area; or when it
    has an area of its own and nine tenths of it lie in the region's.
    """
    wanted = [atlas.place_by_id[region] for region in regions if region in atlas.place_by_id]
    return frozenset(place.id for place in atlas.places if any(_lies_in(atlas, place, region) for region in wanted))


def regions_of(atlas: Atlas) -> dict[str, tuple[str, ...]]:
    """For each place the other places that it lies in, by the same rule, in the order of the atlas."""
    held = {region for place in atlas.places for region in place.within}
    regions = [place for place in atlas.places if has_area(place) or place.id in held]
    return {
        place.id: tuple(region.id for region in regions if region is not place and _lies_in(atlas, place, region))
        for place in atlas.places
    }


def countries_of(place: Place) -> tuple[str, ...]:
    """The country a place lies in or is (ISO 3166-1 alpha-3): as the atlas says, else where a place of a point lies."""
    if place.country:
        return (place.country,)
    if place.country_shape:
        return place.country_shape if len(place.country_shape) == 1 else ()
    if is_spot(place) and isinstance(place.geometry, Point):
        code = _country_at(place.geometry.x, place.geometry.y)
        return (code,) if code else ()
    return ()


def places_in_countries(atlas: Atlas, codes: tuple[str, ...]) -> frozenset[str]:
    """Ids of the places that lie in, or are, one of the countries."""
    return frozenset(place.id for place in atlas.places if not set(codes).isdisjoint(countries_of(place)))


def _lies_in(atlas: Atlas, place: Place, region: Place) -> bool:
    if place.id == region.id or region.id in _holders(atlas, place):
        return True
    codes = place.country_shape or ((place.country,) if place.country else ())
    if codes and region.country_shape and set(codes) <= set(region.country_shape):
        return True
    if not has_area(region):
        return False
    if has_area(place):
        return _covers(_area(region), _area(place))
    return is_spot(place) and bool(shapely.intersects_xy(_area(region), *point_of(place) or (999, 999)))


def _covers(region: BaseGeometry, area: BaseGeometry) -> bool:
    """True if a region holds nine tenths of the points of a lattice over an area."""
    west, south, east, north = region.bounds
    left, bottom, right, top = area.bounds
    if left > east or right < west or bottom > north or top < south:
        return False
    points = _lattice(area)
    inside = points[(points[:, 0] >= west) & (points[:, 0] <= east) & (points[:, 1] >= south) & (points[:, 1] <= north)]
    if len(inside) < MOST * len(points):
        return False
    return int(shapely.intersects_xy(region, inside).sum()) >= MOST * len(points)


@lru_cache(maxsize=512)
def _lattice(area: BaseGeometry) -> NDArray[np.float64]:
    """Points of a lattice of 16 by 16 over the bounds of an area that lie in it, and one that surely does: (n, 2)."""
    west, south, east, north = area.bounds
    steps = (np.arange(16) + 0.5) / 16
    x, y = np.meshgrid(west + steps * (east - west), south + steps * (north - south))
    points = np.column_stack([x.ravel(), y.ravel()])
    sure = area.representative_point()
    return np.vstack([points[shapely.intersects_xy(area, points)], [[sure.x, sure.y]]])


def _holders(atlas: Atlas, place: Place) -> set[str]:
    """All that `within` names, step by step."""
    found: set[str] = set()
    waiting = list(place.within)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            holder = atlas.place_by_id.get(name)
            waiting += holder.within if holder else ()
    return found


def _area(place: Place) -> BaseGeometry:
    if place.geometry is not None and place.geometry.geom_type.endswith("Polygon"):
        shapely.prepare(place.geometry)
        return place.geometry
    return _countries_area(place.country_shape)


@lru_cache(maxsize=512)
def _countries_area(codes: tuple[str, ...]) -> BaseGeometry:
    parts = [shape.geometry for shape in read_basemap().countries if shape.properties["code"] in codes]
    whole: BaseGeometry = shapely.multipolygons([one for part in parts for one in shapely.get_parts(part)])
    shapely.prepare(whole)
    return whole


@lru_cache(maxsize=1)
def _tree() -> shapely.STRtree:
    return shapely.STRtree([shape.geometry for shape in read_basemap().countries])


@lru_cache(maxsize=65536)
def _country_at(lon: float, lat: float) -> str | None:
    hits = _tree().query(Point(lon, lat), predicate="intersects")
    return str(read_basemap().countries[int(hits[0])].properties["code"]) if len(hits) else None
