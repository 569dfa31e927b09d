"""Build geodata/basemap/world-50m.topo.json: countries, lakes, rivers and water labels in one quantised TopoJSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely
from countries import describe_country, read_countries, read_names, to_shape
from topology import SCALE, TRANSLATE, Point, Topology, encode_arc, is_seam, simplify_arc, to_degrees, to_grid
from waters import read_lakes, read_rivers, read_water_labels

TARGET = Path(__file__).parents[1] / "basemap" / "world-50m.topo.json"
FOCUS = shapely.box(20, 0, 155, 62)
FOCUS_KM2, ELSEWHERE_KM2, ARCTIC_KM2, ANTARCTIC_KM2 = 1.5, 15.0, 60.0, 600.0
LAKE_KM2, RIVER_KM2 = 3.0, 12.0


def choose_tolerance(arc: Sequence[Point]) -> float:
    """Return the area below which a corner goes: little in Eurasia, more elsewhere, most at the poles."""
    xy = to_degrees(arc)
    middle = shapely.Point(xy.mean(axis=0))
    if middle.y < -60:
        return ANTARCTIC_KM2
    if FOCUS.contains(middle):
        return FOCUS_KM2
    return ARCTIC_KM2 if middle.y > 66 else ELSEWHERE_KM2


def build_countries() -> tuple[list[dict[str, Any]], Topology]:
    """Return the countries' TopoJSON geometries, their arcs numbered from 0, and their topology."""
    countries, names = read_countries(), read_names()
    topology = Topology([to_shape(polygons) for polygons in countries.values()])
    topology.simplify(choose_tolerance)
    geometries = [
        {"type": "MultiPolygon", "id": code, "properties": describe_country(code, polygons, names), "arcs": shape}
        for (code, polygons), shape in zip(countries.items(), topology.shapes, strict=True)
    ]
    return geometries, topology


def build_lakes(first_arc: int) -> tuple[list[dict[str, Any]], Topology]:
    """Return the lakes' geometries, their arcs numbered from `first_arc`, and their topology."""
    lakes = read_lakes()
    topology = Topology([to_shape(polygons) for _, polygons in lakes])
    topology.simplify(lambda arc: LAKE_KM2 if FOCUS.contains(shapely.Point(to_degrees(arc)[0])) else 4 * LAKE_KM2)
    geometries = []
    for (properties, _), shape in zip(lakes, topology.shapes, strict=True):
        arcs = [[[_shift(n, first_arc) for n in ring] for ring in polygon] for polygon in shape]
        geometries.append({"type": "MultiPolygon", "properties": properties, "arcs": arcs})
    return geometries, topology


def _shift(number: int, by: int) -> int:
    return number + by if number >= 0 else number - by


def build_rivers(first_arc: int) -> tuple[list[dict[str, Any]], list[list[Point]]]:
    """Return the rivers' geometries and their arcs."""
    arcs: list[list[Point]] = []
    geometries = []
    for properties, pieces in read_rivers():
        mine = [simplify_arc(to_grid(piece), RIVER_KM2) for piece in pieces]
        mine = [arc for arc in mine if len(arc) > 1]
        numbers = [[first_arc + len(arcs) + i] for i in range(len(mine))]
        arcs += mine
        geometries.append({"type": "MultiLineString", "properties": properties, "arcs": numbers})
    return geometries, arcs


def build_labels() -> list[dict[str, Any]]:
    """Return the water labels as points."""
    return [{"type": "Point", "properties": names, "coordinates": xy} for names, xy in read_water_labels()]


def build_basemap() -> dict[str, Any]:
    """Return the whole topology."""
    countries, land = build_countries()
    lakes, water = build_lakes(len(land.arcs))
    rivers, lines = build_rivers(len(land.arcs) + len(water.arcs))
    arcs = [*land.arcs, *water.arcs, *lines]
    report(land, water, lines)
    objects = {"countries": countries, "lakes": lakes, "rivers": rivers, "water_labels": build_labels()}
    return {
        "type": "Topology",
        "bbox": [-180, -90, 180, 90],
        "transform": {"scale": list(SCALE), "translate": list(TRANSLATE)},
        "objects": {name: {"type": "GeometryCollection", "geometries": found} for name, found in objects.items()},
        "arcs": [encode_arc(arc) for arc in arcs],
    }


def report(land: Topology, water: Topology, lines: list[list[Point]]) -> None:
    """Print what was built."""
    kinds = {"coast": 0, "border": 0, "seam": 0}
    for arc, uses in zip(land.arcs, land.uses, strict=True):
        kinds["seam" if is_seam(arc) else "coast" if uses == 1 else "border"] += len(arc)
    print(f"countries: {len(land.arcs)} arcs, {sum(map(len, land.arcs))} points {kinds}")
    print(f"lakes: {len(water.arcs)} arcs, {sum(map(len, water.arcs))} points")
    print(f"rivers: {len(lines)} arcs, {sum(map(len, lines))} points")


def write_basemap() -> None:
    """Write the file; the same inputs give the same bytes."""
    text = json.dumps(build_basemap(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    write_basemap()
