"""Distances between places; webmap/static/near.js is read against the same table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import LineString, Point, Polygon

from mapapp.model import Place, Toponym
from mapapp.near import EARTH_RADIUS_KM, distance_km, places_within, point_of
from mapapp.view import FARTHEST_KM, View
from mapapp.webmap.payload import build_payload
from tests.described import atlas_of, table

WGS84 = Geod(ellps="WGS84")
points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@pytest.mark.parametrize("case", table("distances.json")["cases"], ids=lambda case: case["why"])
def test_distances_of_the_table(case: dict[str, Any]) -> None:
    assert distance_km(case["from"], case["to"]) == pytest.approx(case["km"], abs=0.000501)


@given(points, points)
def test_a_distance_is_symmetric_and_within_six_per_mille_of_the_geodesic(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    km = distance_km(a, b)
    assert km == distance_km(b, a)
    assert 0 <= km <= FARTHEST_KM
    assert km == pytest.approx(WGS84.inv(*a, *b)[2] / 1000, rel=0.006, abs=0.001)


def test_the_radius_is_the_mean_one() -> None:
    assert pytest.approx((2 * WGS84.a + WGS84.b) / 3000, abs=0.0001) == EARTH_RADIUS_KM


POINT = Place("p", "city", "all", (Toponym("P", "en"),), Point(1.234567, 2), "exact")
SQUARE = Polygon([(10, 10), (20, 10), (20, 20), (10, 20)])


@pytest.mark.parametrize(
    ("place", "point"),
    [
        (POINT, (1.2346, 2)),
        (replace(POINT, label_at=(5, 5)), (1.2346, 2)),
        (replace(POINT, geometry=SQUARE, label_at=(11.5, 12)), (11.5, 12)),
        (replace(POINT, geometry=SQUARE), (15, 15)),
        (replace(POINT, geometry=LineString([(0, 0), (2, 0), (4, 0)])), (2, 0)),
        (replace(POINT, geometry=None, country_shape=("JPN",), label_at=(138.5, 36.3)), (138.5, 36.3)),
        (replace(POINT, geometry=None, country_shape=("JPN",)), None),
    ],
    ids=["point", "point with a label", "area with a label", "area", "line", "country with a label", "country"],
)
def test_the_point_of_a_place_is_the_same_for_the_page(place: Place, point: tuple[float, float] | None) -> None:
    assert point_of(place) == point
    described = atlas_of({"kinds": [], "sources": [], "actors": [], "places": [], "events": []})
    record = build_payload(replace(described, places=(place,)), View())["places"][0]
    at = record["geometry"]["coordinates"] if record.get("geometry", {}).get("type") == "Point" else record.get("point")
    assert (tuple(at) if at else None) == point


def test_what_lies_within_includes_the_place_itself() -> None:
    atlas = atlas_of(table("visibility.json")["atlases"]["near"])
    assert places_within(atlas, ("pole", 0)) == {"pole"}
    assert places_within(atlas, ("pole", 12)) == {"pole", "beyond-the-pole"}
    assert places_within(atlas, ("pointless", FARTHEST_KM)) == frozenset()
