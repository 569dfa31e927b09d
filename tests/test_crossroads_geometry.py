"""The crossroads atlas draws its routes and areas where its sources say they run."""

from __future__ import annotations

import json
import math
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from pyproj import Geod
from shapely import unary_union
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

ROOT = Path(__file__).parents[1]
PLACES = ROOT / "geodata" / "crossroads" / "places.geojson"
BASEMAP = ROOT / "geodata" / "basemap" / "world-50m.topo.json"

WGS84 = Geod(ellps="WGS84")
CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
EUROPE = ("AUT", "BGR", "CZE", "DEU", "HUN", "POL", "ROU", "SVK")
HORMUZ = Point(56.5, 26.55)
TOKYO_BAY = Point(139.8, 35.45)


@cache
def countries() -> dict[str, BaseGeometry]:
    table = gpd.read_file(BASEMAP, layer="countries")
    return dict(zip(table["code"], table.geometry, strict=True))


@cache
def land() -> BaseGeometry:
    return unary_union(list(countries().values()))


@cache
def places() -> dict[str, dict[str, Any]]:
    features = json.loads(PLACES.read_text(encoding="utf-8"))["features"]
    found = {feature["id"]: feature for feature in features}
    assert len(found) == len(features), "an id occurs twice"
    return found


def codes(feature: dict[str, Any]) -> list[str]:
    value = feature["properties"].get("country_shape")
    return [value] if isinstance(value, str) else list(value or [])


@cache
def geometry(place: str) -> BaseGeometry:
    """The place's own geometry, or the shapes of the states it is made of."""
    feature = places()[place]
    if feature.get("geometry"):
        return shape(feature["geometry"])
    return unary_union([countries()[code] for code in codes(feature)])


def line(place: str) -> LineString:
    found = geometry(place)
    assert isinstance(found, LineString)
    return found


def states(*wanted: str) -> BaseGeometry:
    return unary_union([countries()[code] for code in wanted])


def km(geom: BaseGeometry) -> float:
    return float(WGS84.geometry_length(geom)) / 1000


def km_between(one: BaseGeometry, other: BaseGeometry) -> float:
    """Geodesic distance between the points that are nearest in degrees."""
    a, b = nearest_points(one, other)
    return float(WGS84.inv(a.x, a.y, b.x, b.y)[2]) / 1000


def km2(geom: BaseGeometry) -> float:
    return abs(float(WGS84.geometry_area_perimeter(geom)[0])) / 1e6


def ends(place: str) -> tuple[Point, Point]:
    found = line(place).coords
    return Point(found[0]), Point(found[-1])


def middle(path: LineString, area: BaseGeometry) -> float:
    """How far along the line its stretch within the area is centred."""
    centre = path.intersection(area).centroid
    assert isinstance(centre, Point)
    return float(path.project(centre))


def polygons(geom: BaseGeometry) -> list[Polygon]:
    if isinstance(geom, Polygon):
        return [geom]
    return list(geom.geoms) if isinstance(geom, MultiPolygon) else []


def own_geometries() -> list[str]:
    return [key for key, feature in places().items() if feature.get("geometry")]


# --- every geometry ---------------------------------------------------------------


def test_geometries_are_valid_and_follow_rfc_7946() -> None:
    wrong = []
    for place in own_geometries():
        geom = geometry(place)
        west, south, east, north = geom.bounds
        if geom.is_empty or not geom.is_valid:
            wrong.append(f"{place}: empty or not valid")
        if west < -180 or east > 180 or south < -90 or north > 90:
            wrong.append(f"{place}: outside the world")
        for polygon in polygons(geom):
            if not polygon.exterior.is_ccw:
                wrong.append(f"{place}: outer ring runs clockwise")
            if any(ring.is_ccw for ring in polygon.interiors):
                wrong.append(f"{place}: hole runs counter-clockwise")
    assert wrong == []


def test_nothing_jumps_over_the_antimeridian() -> None:
    wrong = []
    for place in own_geometries():
        geom = geometry(place)
        for part in getattr(geom, "geoms", [geom]):
            rings = [part.exterior, *part.interiors] if isinstance(part, Polygon) else [part]
            for ring in rings:
                xs = [point[0] for point in ring.coords]
                if any(abs(a - b) > 180 for a, b in pairwise(xs)):
                    wrong.append(place)
    assert wrong == []


def test_references_resolve() -> None:
    wrong = []
    for place, feature in places().items():
        properties = feature["properties"]
        wrong += [f"{place}: {code}" for code in codes(feature) if code not in countries()]
        wrong += [f"{place}: {other}" for other in properties.get("via", []) if other not in places()]
        if feature.get("geometry") and codes(feature):
            wrong.append(f"{place}: both a geometry and a country shape")
    assert wrong == []


def test_labels_stand_at_their_places() -> None:
    wrong = []
    for place, feature in places().items():
        at = feature["properties"].get("label_at")
        if at and (feature.get("geometry") or codes(feature)):
            away = km_between(Point(at), geometry(place))
            if away > 120:
                wrong.append(f"{place}: {away:.0f} km away")
    assert wrong == []


def test_everything_drawn_by_hand_says_so() -> None:
    for place in (
        "malacca-route",
        "north-south-route",
        "east-west-corridor",
        "proposed-pipeline",
    ):
        properties = places()[place]["properties"]
        assert properties["precision"] == "schematic"
        assert properties["directed"] is True
        assert properties["geometry_source"].startswith(("Schematic", "Illustrative"))
    for place in ("arc-freedom-prosperity", "corridor-peace-stability"):
        assert places()[place]["properties"]["precision"] == "schematic"


@pytest.mark.parametrize(
    ("place", "degrees"),
    [
        ("north-south-route", 8),
        ("east-west-corridor", 8),
        ("proposed-pipeline", 12),
        ("malacca-route", 40),
    ],
)
def test_lines_are_smooth(place: str, degrees: float) -> None:
    points = list(line(place).coords)
    bearings = [float(WGS84.inv(a[0], a[1], b[0], b[1])[0]) for a, b in pairwise(points) if a != b]
    turns = [abs((b - a + 180) % 360 - 180) for a, b in pairwise(bearings)]
    assert max(turns) < degrees


# --- the sea lane -----------------------------------------------------------------


def test_the_sea_lane_keeps_off_land() -> None:
    assert km(line("malacca-route").intersection(land())) < 1


def test_the_sea_lane_passes_the_named_waters_in_order() -> None:
    lane = line("malacca-route")
    malacca, south_china = geometry("malacca-strait"), geometry("south-china-sea")
    start, end = ends("malacca-route")
    assert km_between(start, geometry("middle-east")) < 60
    assert km_between(HORMUZ, lane) < 30
    assert km(lane.intersection(malacca)) > 700
    assert km(lane.intersection(south_china)) > 2000
    assert km_between(TOKYO_BAY, end) < 30
    order = [
        lane.project(HORMUZ),
        middle(lane, malacca),
        middle(lane, south_china),
        lane.project(TOKYO_BAY),
    ]
    assert order == sorted(order)


def test_the_sea_lane_is_about_as_long_as_a_router_says() -> None:
    # searoute 1.6.0, Ras Tanura to Tokyo Bay: 12,362 km
    assert math.isclose(km(line("malacca-route")), 12_362, rel_tol=0.03)


# --- the Eurasian Crossroads ------------------------------------------------------


def test_the_corridors_cross_once_in_central_asia() -> None:
    crossing = line("north-south-route").intersection(line("east-west-corridor"))
    assert isinstance(crossing, Point)
    assert states(*CENTRAL_ASIA).contains(crossing)
    assert km_between(crossing, geometry("eurasian-crossroads")) < 1
    # like the character for ten: an arm of 300 km or more on each side
    for place in ("north-south-route", "east-west-corridor"):
        for end in ends(place):
            assert km_between(end, crossing) > 300


def test_the_corridors_cross_at_a_wide_angle() -> None:
    crossing = geometry("eurasian-crossroads")
    assert isinstance(crossing, Point)
    bearings = []
    for place in ("north-south-route", "east-west-corridor"):
        corridor = line(place)
        at = corridor.project(crossing)
        a, b = corridor.interpolate(at - 0.5), corridor.interpolate(at + 0.5)
        bearings.append(float(WGS84.inv(a.x, a.y, b.x, b.y)[0]))
    angle = abs(bearings[0] - bearings[1]) % 180
    assert 60 < angle < 120


def test_the_north_south_route_crosses_afghanistan_to_the_arabian_sea() -> None:
    route = line("north-south-route")
    start, end = ends("north-south-route")
    assert states("UZB").contains(start)
    assert km(route.intersection(states("AFG"))) > 300
    assert km_between(end, geometry("arabian-sea")) < 30
    assert route.intersects(geometry("arabian-sea"))
    assert km_between(end, land()) < 30
    assert middle(route, states("AFG")) > middle(route, states(*CENTRAL_ASIA))


def test_the_east_west_corridor_runs_over_the_caucasus_to_europe() -> None:
    corridor = line("east-west-corridor")
    start, end = ends("east-west-corridor")
    assert states(*CENTRAL_ASIA).contains(start)
    assert corridor.intersects(geometry("caspian-sea"))
    for state in ("AZE", "GEO"):
        assert km(corridor.intersection(states(state))) > 100
    assert corridor.intersects(geometry("caucasus"))
    assert states(*EUROPE).contains(end)
    order = [
        middle(corridor, part)
        for part in (
            states(*CENTRAL_ASIA),
            geometry("caspian-sea"),
            geometry("caucasus"),
            states(*EUROPE),
        )
    ]
    assert order == sorted(order)


# --- arcs and areas ---------------------------------------------------------------


def test_the_arc_touches_every_region_the_source_lists() -> None:
    arc = geometry("arc-freedom-prosperity")
    for region in (
        "northeast-asia",
        "central-asia",
        "caucasus",
        "central-eastern-europe",
        "baltic",
    ):
        assert km2(arc.intersection(geometry(region))) > 20_000, region
    for state in (*CENTRAL_ASIA, "TUR", "JPN", "GEO", "ARM", "AZE"):
        assert arc.intersects(countries()[state]), state
    assert isinstance(arc, Polygon)
    assert len(arc.interiors) == 0
    assert geometry("outer-rim-eurasia").contains(arc)


def test_the_corridor_of_peace_is_central_asia() -> None:
    area, five = geometry("corridor-peace-stability"), states(*CENTRAL_ASIA)
    both = km2(area.intersection(five))
    assert both > 0.93 * km2(five)
    assert both > 0.8 * km2(area)


def test_regions_lie_where_they_are_said_to_lie() -> None:
    assert km2(geometry("tarim-basin").difference(geometry("xinjiang"))) < 2_000
    assert 1.5e6 < km2(geometry("xinjiang")) < 1.75e6
    assert km2(geometry("xinjiang").difference(countries()["CHN"])) < 5_000
    russia = countries()["RUS"]
    for place in ("siberia", "russian-far-east"):
        inside = geometry(place).intersection(russia)
        assert km2(inside) > 0.98 * km2(geometry(place)), place
    apart = geometry("siberia").intersection(geometry("russian-far-east"))
    assert km2(apart) < 20_000
    assert geometry("heartland").intersects(states(*CENTRAL_ASIA))
    assert geometry("caspian-region").contains(Point(51, 42))


def test_the_proposed_pipeline_crosses_china_to_japan() -> None:
    pipe = line("proposed-pipeline")
    start, end = ends("proposed-pipeline")
    assert states(*CENTRAL_ASIA).contains(start)
    assert km(pipe.intersection(geometry("tarim-basin"))) > 200
    assert km(pipe.intersection(geometry("xinjiang"))) > 800
    assert km(pipe.intersection(countries()["CHN"])) > 3000
    assert km_between(end, countries()["JPN"]) < 30


@pytest.mark.parametrize(
    "place",
    [
        "arabian-sea",
        "caspian-sea",
        "east-china-sea",
        "malacca-strait",
        "south-china-sea",
        "taiwan-strait",
    ],
)
def test_seas_keep_off_land(place: str) -> None:
    assert km2(geometry(place).intersection(land())) < 0.015 * km2(geometry(place))
    assert not land().contains(Point(places()[place]["properties"]["label_at"]))


def test_neighbouring_seas_do_not_overlap() -> None:
    strait = geometry("taiwan-strait")
    for sea in ("south-china-sea", "east-china-sea"):
        assert km2(strait.intersection(geometry(sea))) < 500
        assert km_between(strait, geometry(sea)) < 15


def test_islands_are_where_they_should_be() -> None:
    northern = geometry("northern-territories")
    for name, point in {
        "Etorofu": Point(147.9, 45.0),
        "Kunashiri": Point(145.95, 44.1),
        "Shikotan": Point(146.75, 43.8),
        "Habomai": Point(146.13, 43.5),
    }.items():
        assert km_between(point, northern) < 12, name
    kadena = Point(127.7678, 26.3556)
    assert geometry("okinawa").buffer(0.005).contains(kadena)
    assert geometry("nansei-islands").buffer(0.02).contains(kadena)
    camp_smith = Point(-157.9036, 21.3856)
    assert km_between(camp_smith, geometry("hawaii")) < 3
    assert geometry("missouri").contains(Point(-93.548, 38.730))
    assert geometry("wyoming").contains(Point(-104.867, 41.133))
    uotsuri = Point(123.4733, 25.7447)
    assert km_between(uotsuri, geometry("senkaku")) < 3
