"""Shared-arc topology on an integer grid: cut rings at junctions, simplify arcs, write TopoJSON.

Every ring is a list of grid points. Two neighbours that share points share arcs, so a border is one arc used twice
and a coast is one arc used once. Edges that lie on the antimeridian or on the pole's edge are arcs of their own
(`is_seam`), so that nobody draws them as coast.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
import shapely

GRID = 100_000
Point = tuple[int, int]
Ring = list[Point]
Shape = list[list[Ring]]  # polygons, each a list of rings without the closing point
SCALE = (360 / (GRID - 1), 180 / (GRID - 1))
TRANSLATE = (-180.0, -90.0)


def to_grid(coordinates: np.ndarray) -> Ring:
    """Round longitude and latitude to grid points and leave out repeated neighbours."""
    grid = np.rint((np.asarray(coordinates)[:, :2] - TRANSLATE) / SCALE).astype(int)
    kept = [tuple(map(int, point)) for point in grid]
    return [point for i, point in enumerate(kept) if i == 0 or point != kept[i - 1]]


def to_degrees(points: Sequence[Point]) -> np.ndarray:
    """Turn grid points into longitude and latitude."""
    return np.asarray(points, dtype=float) * SCALE + TRANSLATE


def is_seam_edge(a: Point, b: Point) -> bool:
    """Tell whether an edge lies on the antimeridian or on the south edge of the grid."""
    return (a[0] == b[0] and a[0] in (0, GRID - 1)) or (a[1] == b[1] == 0)


def is_seam(arc: Sequence[Point]) -> bool:
    """Tell whether an arc is a cut of the map and not a coast or a border."""
    return all(is_seam_edge(a, b) for a, b in pairwise(arc))


def clean_ring(points: Iterable[Point]) -> Ring:
    """Open the ring, leave out repeats and spikes; an empty list when nothing of it is left."""
    ring = list(points)
    changed = True
    while changed and len(ring) >= 3:
        changed = False
        for i in range(len(ring)):
            before, here, after = ring[i - 1], ring[i], ring[(i + 1) % len(ring)]
            if here == before or before == after:
                del ring[i]
                changed = True
                break
    return ring if len(ring) >= 3 else []


class Topology:
    """Arcs of many shapes, each stored once."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        """Find the junctions of all shapes and cut every ring there."""
        self.arcs: list[list[Point]] = []
        self.uses: list[int] = []
        self._index: dict[tuple[Point, ...], int] = {}
        self._junctions = _find_junctions(ring for shape in shapes for polygon in shape for ring in polygon)
        self.shapes = [[[self._cut(ring) for ring in polygon] for polygon in shape] for shape in shapes]

    def _cut(self, ring: Ring) -> list[int]:
        starts = [i for i, point in enumerate(ring) if point in self._junctions]
        if not starts:
            start = ring.index(min(ring))
            loop = [*ring[start:], *ring[:start], ring[start]]
            return [self._store(min(loop, loop[::-1]), loop)]
        turned = ring[starts[0] :] + ring[: starts[0]] + [ring[starts[0]]]
        stops = [i for i, point in enumerate(turned) if point in self._junctions]
        pieces = [turned[a : b + 1] for a, b in pairwise(stops)]
        return [self._store(min(piece, piece[::-1]), piece) for piece in pieces]

    def _store(self, canonical: list[Point], wanted: list[Point]) -> int:
        number = self._index.setdefault(tuple(canonical), len(self.arcs))
        if number == len(self.arcs):
            self.arcs.append(canonical)
            self.uses.append(0)
        self.uses[number] += 1
        return number if canonical == wanted else ~number

    def read_ring(self, arcs: Sequence[int]) -> list[Point]:
        """Return the closed ring of these arcs."""
        points: list[Point] = []
        for number in arcs:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points += arc[1:] if points else arc
        return points

    def to_geometry(self, shape: Sequence[Sequence[Sequence[int]]]) -> shapely.MultiPolygon:
        """Return a shape in longitude and latitude."""
        polygons = [[to_degrees(self.read_ring(ring)) for ring in polygon] for polygon in shape]
        return shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])

    def simplify(self, tolerance: Callable[[Sequence[Point]], float]) -> None:
        """Simplify each arc by the area (km²) that a point's removal would change, keeping every shape valid."""
        full = self.arcs
        wanted = [tolerance(arc) for arc in full]
        for turn in range(8):
            self.arcs = [simplify_arc(arc, limit) for arc, limit in zip(full, wanted, strict=True)]
            broken = {abs_number(n) for shape in self.shapes if not self._is_valid(shape) for n in _flatten(shape)}
            if not broken:
                return
            wanted = [limit / 4 * (turn < 6) if i in broken else limit for i, limit in enumerate(wanted)]
        raise SystemExit(f"{len(broken)} arcs belong to shapes that are not valid even when not simplified")

    def _is_valid(self, shape: Sequence[Sequence[Sequence[int]]]) -> bool:
        if any(len(self.read_ring(ring)) < 4 for polygon in shape for ring in polygon):
            return False
        return self.to_geometry(shape).is_valid


def abs_number(number: int) -> int:
    """Return the arc's index, whichever way it is walked."""
    return number if number >= 0 else ~number


def _flatten(shape: Sequence[Sequence[Sequence[int]]]) -> list[int]:
    return [number for polygon in shape for ring in polygon for number in ring]


def _find_junctions(rings: Iterable[Ring]) -> set[Point]:
    """Return the points where rings meet or part, or where a seam begins or ends."""
    neighbours: dict[Point, frozenset[Point]] = {}
    junctions: set[Point] = set()
    for ring in rings:
        for i, here in enumerate(ring):
            before, after = ring[i - 1], ring[(i + 1) % len(ring)]
            around = frozenset((before, after))
            if neighbours.setdefault(here, around) != around or is_seam_edge(before, here) != is_seam_edge(here, after):
                junctions.add(here)
    return junctions


def simplify_arc(arc: list[Point], limit: float) -> list[Point]:
    """Visvalingam's algorithm on one arc; ends stay, a closed arc keeps at least four corners."""
    closed = arc[0] == arc[-1]
    if limit <= 0 or len(arc) <= (5 if closed else 2) or is_seam(arc):
        return arc
    xy = to_degrees(arc) * (111.32, 110.57)
    xy[:, 0] *= np.cos(np.radians(to_degrees(arc)[:, 1].mean()))
    last = len(arc) - 1
    before, after = list(range(-1, last)), list(range(1, last + 2))

    def area(i: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = xy[before[i]], xy[i], xy[after[i]]
        return float(abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2)

    current = {i: area(i) for i in range(1, last)}
    queue = [(value, i) for i, value in current.items()]
    heapq.heapify(queue)
    floor = 4 if closed else 1
    while queue and len(current) > floor - 1:
        value, i = heapq.heappop(queue)
        if current.get(i) != value:
            continue
        if value >= limit:
            break
        del current[i]
        before[after[i]], after[before[i]] = before[i], after[i]
        for j in (before[i], after[i]):
            if j in current:
                current[j] = max(value, area(j))
                heapq.heappush(queue, (current[j], j))
    return [arc[0], *(arc[i] for i in sorted(current)), arc[-1]]


def encode_arc(arc: Sequence[Point]) -> list[list[int]]:
    """Return the arc as differences, the way TopoJSON stores it."""
    grid = np.asarray(arc)
    return np.vstack([grid[:1], np.diff(grid, axis=0)]).tolist()
