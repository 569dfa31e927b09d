"""The shipped base map (TopoJSON), decoded: countries, lakes, rivers and waters in degrees, WGS 84.

Arcs are decoded once with numpy. An arc used by two countries is a border, by one a coast; edges along the
antimeridian or a pole are seams, which are filled but never stroked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry

from mapapp.shipped import geodata_folder

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A country, lake or river in degrees with its properties."""

    geometry: BaseGeometry
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class BaseMap:
    """The decoded base map, in degrees."""

    countries: tuple[Shape, ...]
    lakes: tuple[Shape, ...]
    rivers: tuple[Shape, ...]
    waters: tuple[Mapping[str, Any], ...]
    coasts: BaseGeometry
    borders: BaseGeometry


@lru_cache(maxsize=1)
def read_basemap() -> BaseMap:
    """Read geodata/basemap/world-50m.topo.json."""
    topology = json.loads((geodata_folder() / "basemap" / "world-50m.topo.json").read_bytes())
    scale, move = np.array(topology["transform"]["scale"]), np.array(topology["transform"]["translate"])
    grid = [np.cumsum(np.array(arc), axis=0) for arc in topology["arcs"]]
    arcs = [points * scale + move for points in grid]
    objects = {name: layer["geometries"] for name, layer in topology["objects"].items()}
    uses = Counter(
        number if number >= 0 else ~number for one in objects["countries"] for number in _numbers(one["arcs"])
    )
    seams = {number for number in uses if _is_seam(grid[number])}
    waters = tuple(
        {**one["properties"], "at": tuple(np.array(one["coordinates"]) * scale + move)}
        for one in objects["water_labels"]
    )
    return BaseMap(
        countries=tuple(Shape(_polygons(one["arcs"], arcs), one["properties"]) for one in objects["countries"]),
        lakes=tuple(Shape(_polygons(one["arcs"], arcs), one["properties"]) for one in objects["lakes"]),
        rivers=tuple(Shape(_lines(one["arcs"], arcs), one["properties"]) for one in objects["rivers"]),
        waters=waters,
        coasts=MultiLineString([arcs[i] for i, times in uses.items() if times == 1 and i not in seams]),
        borders=MultiLineString([arcs[i] for i, times in uses.items() if times > 1 and i not in seams]),
    )


def _numbers(arcs: Any) -> Iterator[int]:
    for part in arcs:
        if isinstance(part, int):
            yield part
        else:
            yield from _numbers(part)


def _is_seam(points: NDArray[np.int64]) -> bool:
    x, y = points[:, 0], points[:, 1]
    return bool((x == 0).all() or (x == 99999).all() or (y == 0).all())


def _joined(numbers: Sequence[int], arcs: Sequence[Array]) -> Array:
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _polygons(parts: Any, arcs: Sequence[Array]) -> BaseGeometry:
    return shapely.MultiPolygon(
        [Polygon(_joined(rings[0], arcs), [_joined(ring, arcs) for ring in rings[1:]]) for rings in parts]
    )


def _lines(parts: Any, arcs: Sequence[Array]) -> BaseGeometry:
    return MultiLineString([_joined(part, arcs) for part in parts])
