"""The coasts and borders of the base map as one SVG path, for small maps beside a form."""

from __future__ import annotations

import json
from functools import cache
from itertools import accumulate

from mapapp.atlas import geodata_folder

_LEAST = 0.12
"""Degrees below which a corner is left out."""


@cache
def land_path() -> str:
    """An SVG path of all countries; x is the longitude, y minus the latitude, in degrees (WGS 84)."""
    world = json.loads((geodata_folder() / "basemap" / "world-50m.topo.json").read_text("utf-8"))
    (x_scale, y_scale), (x0, y0) = world["transform"]["scale"], world["transform"]["translate"]

    def decode(arc: list[list[int]]) -> list[tuple[float, float]]:
        xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
        return [(x * x_scale + x0, -(y * y_scale + y0)) for x, y in zip(xs, ys, strict=True)]

    arcs = [_thin(decode(arc)) for arc in world["arcs"]]
    parts = []
    for country in world["objects"]["countries"]["geometries"]:
        for polygon in country["arcs"]:
            for ring in polygon:
                points = [point for number in ring for point in (arcs[number] if number >= 0 else arcs[~number][::-1])]
                if len(points) > 3:
                    parts.append("M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in points) + "Z")
    return "".join(parts)


def _thin(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    kept = points[:1]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > _LEAST:
            kept.append(point)
    return [*kept, points[-1]]
