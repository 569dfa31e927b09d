"""What a map of a Scene must show: the points that its frame fits, and the places that it leaves outside."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely import get_coordinates, segmentize

from mapapp.scene import Scene, Spot
from mapapp.staticmap.projection import Family, Frame, choose_projection, fit_frame, frame_at
from mapapp.staticmap.sheet import Box

Array = NDArray[np.float64]

MOST_LEFT_OUT = 0.12
"""The share of the events that may lie outside the frame so that the others are seen larger."""
GAIN = 0.68
"""Places are left out only where the map becomes at least this much smaller in radius."""
PADDING = (80.0, 60.0, 160.0, 60.0)
_GEOD = Geod(ellps="WGS84")


def build_frame(
    scene: Scene, box: Box, legend: tuple[float, float] | None, extra: tuple[float, float] = (0.0, 0.0),
    family: Family | None = None,
) -> tuple[Frame, Box | None]:  # fmt: skip
    """The frame of a Scene in `box`, and the corner for a legend of the given width and height.

    The View's centre and zoom rule where it has them, else what fits the content: the map gives way a little where
    the legend would otherwise cover what it explains, and leaves `extra` pixels free at its right and its bottom.
    """
    if scene.center is not None and scene.zoom is not None:
        frames = [frame_at(scene.center, scene.zoom, box, family)]
    else:
        points = content(scene)
        projection = choose_projection(points, family)
        share = min((box[2] - box[0]) / 1120, (box[3] - box[1]) / 850, 1.0)
        frames = [fit_frame(projection, points, box, padding) for padding in _paddings(share, legend, extra)]
    if legend is None:
        return frames[0], None
    choices = [(frame, corner) for frame in frames for corner in _corners(box, *legend)]
    drawn, spots = _drawn(scene), np.array([spot.at for spot in scene.spots]).reshape(-1, 2)

    def cost(choice: tuple[Frame, Box]) -> float:
        frame, corner = choice
        covered = 25 * _inside(frame.to_px(spots), corner, 30) + 3 * _inside(frame.to_px(drawn), corner, 8)
        return covered + 400 * (frame.scale / frames[0].scale - 1)

    return min(choices, key=cost)


def _paddings(
    share: float, legend: tuple[float, float] | None, extra: tuple[float, float]
) -> list[tuple[float, float, float, float]]:
    left, top, right, bottom = (part * share for part in PADDING)
    right, bottom = right + extra[0], bottom + extra[1]
    found = [(left, top, right, bottom)]
    if legend is not None:
        width, height = legend
        for part in (0.25, 0.5, 0.75):
            found += [(left + part * width, top, right, bottom), (left, top, right + part * width, bottom)]
            found += [(left, top, right, bottom + part * height), (left, top + part * height, right, bottom)]
    return found


def _corners(box: Box, width: float, height: float) -> list[Box]:
    left, top, right, bottom = box
    return [
        (left, bottom - height, left + width, bottom),
        (right - width, bottom - height, right, bottom),
        (left, top, left + width, top + height),
        (right - width, top, right, top + height),
    ]


def _inside(pixels: Array, box: Box, margin: float) -> int:
    x, y = pixels[:, 0], pixels[:, 1]
    across = (x > box[0] - margin) & (x < box[2] + margin)
    return int((across & (y > box[1] - margin) & (y < box[3] + margin)).sum())


def _drawn(scene: Scene) -> Array:
    """Points along everything that is drawn as a line, about a degree apart."""
    points = [np.array([spot.at for spot in scene.spots]).reshape(-1, 2)]
    for arc in scene.arcs:
        points.append(np.array(_GEOD.npts(*arc.origin.at, *arc.stops[0].at, 60)))
    points += [get_coordinates(segmentize(line.geometry, 1.0)) for line in scene.lines]
    return np.concatenate(points)


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
    centre, radius = _spread(found)
    near = [line for line in lines if (_apart(line, centre) <= radius * 1.3 + 5).mean() > 0.6]
    return np.concatenate([found, *near])


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
