"""What a map of a Scene must show: the points that its frame fits, and the places that it leaves outside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely import get_coordinates

from mapapp.scene import Scene, Spot
from mapapp.staticmap.projection import Frame, choose_projection, fit_frame, frame_at
from mapapp.staticmap.sheet import Box

Array = NDArray[np.float64]

MOST_LEFT_OUT = 0.12
"""The share of the events that may lie outside the frame so that the others are seen larger."""
GAIN = 0.68
"""Places are left out only where the map becomes at least this much smaller in radius."""
PADDING = (90.0, 70.0, 120.0, 80.0)
_GEOD = Geod(ellps="WGS84")


def build_frame(scene: Scene, box: Box) -> Frame:
    """The frame of a Scene in `box`: the View's centre and zoom where it has them, else what fits its content."""
    if scene.center is not None and scene.zoom is not None:
        return frame_at(scene.center, scene.zoom, box)
    points = content(scene)
    share = min((box[2] - box[0]) / 1120, (box[3] - box[1]) / 850, 1.0)
    left, top, right, bottom = (part * share for part in PADDING)
    return fit_frame(choose_projection(points), points, box, (left, top, right, bottom))


def content(scene: Scene) -> Array:
    """The points (n, 2), in degrees, that the frame shows."""
    kept = _without_outliers(scene.spots)
    if not kept:
        return _fallback(scene)
    places = {place for spot in kept for place in spot.places}
    points = [spot.at for spot in kept]
    for arc in scene.arcs:
        for stop in arc.stops[:1]:
            if stop.place in places and arc.origin.place in places:
                points += _GEOD.npts(*arc.origin.at, *stop.at, 9)
    found = np.array(points)
    lines = [get_coordinates(line.geometry) for line in scene.lines if not line.outside]
    if lines:
        near = np.concatenate(lines)
        centre, radius = _spread(found)
        found = np.concatenate([found, near[_apart(near, centre) <= radius * 1.25 + 5]])
    return found


def _fallback(scene: Scene) -> Array:
    lines = [get_coordinates(line.geometry) for line in scene.lines]
    points = [ghost.at for ghost in scene.outside] or [area.label_at for area in scene.areas if area.label_at]
    if lines:
        return np.concatenate(lines)
    return np.array(points) if points else np.array([[-179.0, -60.0], [0.0, 0.0], [179.0, 75.0]])


def _without_outliers(spots: tuple[Spot, ...]) -> list[Spot]:
    """Spots without the few far ones that would make all the others small."""
    if len(spots) < 4:
        return list(spots)
    weights = np.array([sum(mark.count for mark in spot.marks) for spot in spots], dtype=float)
    points = np.array([spot.at for spot in spots])
    middle = _vectors(points).T @ weights
    apart = _apart(points, middle / (np.linalg.norm(middle) or 1.0))
    order = np.argsort(apart)
    kept = len(spots)
    radius = _spread(points)[1]
    for count in range(len(spots) - 1, 2, -1):
        left_out = weights[order[count:]].sum() / weights.sum()
        important = any(spots[int(i)].priority <= 1 for i in order[count:])
        if left_out > MOST_LEFT_OUT or important:
            break
        smaller = _spread(points[order[:count]])[1]
        if smaller <= GAIN * radius:
            kept, radius = count, smaller
    return [spots[int(i)] for i in sorted(order[:kept])]


def _vectors(points: Array) -> Array:
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _apart(points: Array, centre: Array) -> Array:
    return np.asarray(np.degrees(np.arccos(np.clip(_vectors(points) @ centre, -1, 1))))


def _spread(points: Array) -> tuple[Array, float]:
    """A centre (unit vector) between the two points that lie furthest apart, and the radius about it in degrees."""
    vectors = _vectors(points)
    apart = np.clip(vectors @ vectors.T, -1, 1)
    first, last = np.unravel_index(int(apart.argmin()), apart.shape)
    middle = vectors[first] + vectors[last]
    centre = middle / (np.linalg.norm(middle) or 1.0)
    return centre, float(_apart(points, centre).max())
