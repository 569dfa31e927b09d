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
from itertools import chain
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
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
    grid = _arcs(topology["arcs"])
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
        countries=_areas(objects["countries"], arcs),
        lakes=_areas(objects["lakes"], arcs),
        rivers=tuple(
            Shape(_lines([_joined(part, arcs) for part in one["arcs"]]), one["properties"]) for one in objects["rivers"]
        ),
        waters=waters,
        coasts=_lines([arcs[i] for i, times in uses.items() if times == 1 and i not in seams]),
        borders=_lines([arcs[i] for i, times in uses.items() if times > 1 and i not in seams]),
    )


@lru_cache(maxsize=1)
def country_words() -> Mapping[str, Mapping[str, Any]]:
    """The properties of the base map's countries by ISO 3166-1 alpha-3 code, without their shapes."""
    topology = json.loads((geodata_folder() / "basemap" / "world-50m.topo.json").read_bytes())
    return {one["properties"]["code"]: one["properties"] for one in topology["objects"]["countries"]["geometries"]}


def _arcs(arcs: Sequence[Sequence[Sequence[int]]]) -> list[NDArray[np.int64]]:
    """The arcs, each written as steps from point to point, as the points themselves."""
    lengths = np.fromiter(map(len, arcs), np.int64, len(arcs))
    numbers = chain.from_iterable(chain.from_iterable(arcs))
    steps = np.fromiter(numbers, np.int64, 2 * int(lengths.sum())).reshape(-1, 2)
    points, starts = np.cumsum(steps, axis=0), np.cumsum(lengths) - lengths
    points -= np.repeat(points[starts] - steps[starts], lengths, axis=0)
    return np.split(points, starts[1:])


def _numbers(arcs: Any) -> Iterator[int]:
    for part in arcs:
        if isinstance(part, int):
            yield part
        else:
            yield from _numbers(part)


def _is_seam(points: NDArray[np.int64]) -> bool:
    x, y = points[0]
    return bool((x in (0, 99999) and (points[:, 0] == x).all()) or (y == 0 and not points[:, 1].any()))


def _joined(numbers: Sequence[int], arcs: Sequence[Array]) -> Array:
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return parts[0] if len(parts) == 1 else np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _areas(records: Sequence[Mapping[str, Any]], arcs: Sequence[Array]) -> tuple[Shape, ...]:
    """The shapes of multipolygons, all built at once: one by one takes ten times as long."""
    rings = [_joined(ring, arcs) for one in records for polygon in one["arcs"] for ring in polygon]
    polygon_of = [number for number, polygon in enumerate(_polygons(records)) for _ in polygon]
    record_of = [number for number, one in enumerate(records) for _ in one["arcs"]]
    points = np.concatenate(rings)
    numbers = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    polygons = np.asarray(
        shapely.polygons(np.asarray(shapely.linearrings(points, indices=numbers)), indices=polygon_of)
    )
    shapes = np.asarray(shapely.multipolygons(polygons, indices=record_of))
    return tuple(Shape(shape, one["properties"]) for shape, one in zip(shapes, records, strict=True))


def _polygons(records: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[Sequence[int]]]:
    for one in records:
        yield from one["arcs"]


def _lines(lines: Sequence[Array]) -> BaseGeometry:
    numbers = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return shapely.MultiLineString(list(np.asarray(shapely.linestrings(np.concatenate(lines), indices=numbers))))
