"""An inset: where many places crowd together, a free corner of the map shows them again, larger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapapp.staticmap.marks import Cluster
from mapapp.staticmap.projection import Frame, choose_projection, fit_frame
from mapapp.staticmap.sheet import Box

Array = NDArray[np.float64]

MOST_COVERED = 4
"""Pixels of lines, in tens, that an inset may cover."""
CROWD = 5
"""Clusters within `REACH` pixels of one of them that call for an inset."""
REACH = 120.0
SIZES = ((430.0, 330.0), (390.0, 300.0), (360.0, 280.0), (330.0, 260.0), (290.0, 230.0), (260.0, 206.0))
"""Width and height of the inset: the largest that finds room is taken."""
LARGER = 1.3
"""An inset must show things at least this many times larger."""


@dataclass(frozen=True, slots=True)
class Inset:
    """The part of the map that is shown again (in pixels of the map), and the frame that shows it larger."""

    part: Box
    frame: Frame
    times: float


def find_inset(frame: Frame, clusters: Sequence[Cluster], taken: Sequence[Box], paths: Sequence[Array]) -> Inset | None:
    """The inset that a map needs, if a corner is free: it covers no cluster, no box `taken` and hardly any line."""
    crowd = crowd_of(clusters)
    if crowd is None:
        return None
    lines = np.concatenate([_every_ten_pixels(path) for path in paths]) if paths else np.empty((0, 2))
    points = np.array([(one.x, one.y) for one in crowd])
    degrees = frame.to_degrees(points)
    for width, height in SIZES:
        boxes = [box for box in _places(frame.box, width, height) if not _meets(box, clusters, taken)]
        if not boxes:
            continue
        box = min(boxes, key=lambda one: _covered(one, lines))
        if _covered(box, lines) > MOST_COVERED:
            continue
        inner = fit_frame(choose_projection(degrees), degrees, box, (88.0, 34.0, 84.0, 40.0))
        times = frame.scale / inner.scale
        if times >= LARGER:
            return Inset(_part(frame, inner), inner, times)
    return None


def crowd_of(clusters: Sequence[Cluster]) -> list[Cluster] | None:
    """The largest number of clusters about one of them."""
    named = [one for one in clusters if one.spots]
    best: list[Cluster] = []
    for middle in named:
        near = [one for one in named if np.hypot(one.x - middle.x, one.y - middle.y) <= REACH]
        if len(near) > len(best):
            best = near
    return best if len(best) >= CROWD else None


def _places(box: Box, width: float, height: float) -> list[Box]:
    left, top, right, bottom = box
    xs = (left, right - width, (left + right - width) / 2)
    return [(x, y, x + width, y + height) for y in (top, bottom - height) for x in xs]


def _meets(box: Box, clusters: Sequence[Cluster], taken: Sequence[Box]) -> bool:
    inside = any(box[0] - 40 < one.x < box[2] + 40 and box[1] - 30 < one.y < box[3] + 30 for one in clusters)
    return inside or any(_overlap(box, other) for other in taken)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _every_ten_pixels(path: Array) -> Array:
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    marks = np.arange(0, steps[-1], 10.0)
    return np.column_stack([np.interp(marks, steps, path[:, 0]), np.interp(marks, steps, path[:, 1])])


def _covered(box: Box, lines: Array) -> int:
    """How many pixels of lines, in tens, a box covers."""
    x, y = lines[:, 0], lines[:, 1]
    return int(((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])).sum())


def _part(outer: Frame, inner: Frame) -> Box:
    """What the inner frame shows, as a box of the outer map."""
    left, top, right, bottom = inner.box
    x, y = np.meshgrid(np.linspace(left, right, 9), np.linspace(top, bottom, 9))
    pixels = outer.to_px(inner.to_degrees(np.column_stack([x.ravel(), y.ravel()])))
    (x0, y0), (x1, y1) = pixels.min(axis=0), pixels.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)
