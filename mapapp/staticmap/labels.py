"""Where labels go: nothing is written over a symbol or another label; what does not fit moves aside or is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapapp.staticmap.sheet import Box

Array = NDArray[np.float64]
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place found for a label: its box, and the point on its edge from which a leader runs, if it needs one."""

    box: Box
    leader: tuple[float, float] | None = None


class Occupancy:
    """What is taken on the map, pixel by pixel: `hard` may not be covered, `soft` (lines) had better not be."""

    def __init__(self, box: Box) -> None:
        self._box = box
        size = (int(np.ceil(box[3] - box[1])), int(np.ceil(box[2] - box[0])))
        self._hard = np.zeros(size, dtype=bool)
        self._soft = np.zeros(size, dtype=bool)

    def _slices(self, box: Box) -> tuple[slice, slice]:
        left, top = self._box[:2]
        rows = slice(max(int(box[1] - top), 0), max(int(np.ceil(box[3] - top)), 0))
        return rows, slice(max(int(box[0] - left), 0), max(int(np.ceil(box[2] - left)), 0))

    def _inside(self, box: Box) -> bool:
        left, top, right, bottom = self._box
        return box[0] >= left + 3 and box[1] >= top + 3 and box[2] <= right - 3 and box[3] <= bottom - 3

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self._hard[self._slices(box)] = True

    def take_points(self, points: Array, *, hard: bool = False) -> None:
        """Mark the pixels around points (n, 2), as of a line or a rotated text."""
        cells = np.round(points - np.array(self._box[:2])).astype(int)
        target = self._hard if hard else self._soft
        known = (cells >= 1).all(axis=1) & (cells[:, 0] < target.shape[1] - 1) & (cells[:, 1] < target.shape[0] - 1)
        x, y = cells[known, 0], cells[known, 1]
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                target[y + dy, x + dx] = True

    def cost(self, box: Box) -> float:
        """The share of a box that covers lines; infinite where it covers a symbol or a label or leaves the map."""
        wide = (box[0] - _MARGIN, box[1] - _MARGIN, box[2] + _MARGIN, box[3] + _MARGIN)
        if not self._inside(wide) or self._hard[self._slices(wide)].any():
            return float("inf")
        part = self._soft[self._slices(box)]
        return float(part.mean()) if part.size else 0.0

    def hard_share(self, box: Box) -> float:
        """The share of a box that is taken, lines counted half."""
        rows = self._slices(box)
        part = self._hard[rows] + 0.5 * self._soft[rows]
        return float(part.mean()) if part.size else 0.0

    def points_cost(self, points: Array) -> float:
        """As `cost`, for the points of a rotated text."""
        cells = np.round(points - np.array(self._box[:2])).astype(int)
        height, width = self._hard.shape
        if (cells < 4).any() or (cells[:, 0] >= width - 4).any() or (cells[:, 1] >= height - 4).any():
            return float("inf")
        if self._hard[cells[:, 1], cells[:, 0]].any():
            return float("inf")
        return float(self._soft[cells[:, 1], cells[:, 0]].mean())

    def clear_line(self, start: Array, end: Array, skip: float) -> bool:
        """True if a line meets nothing hard after its first `skip` pixels."""
        length = float(np.hypot(*(end - start)))
        steps = np.arange(skip, max(length - 3, skip), 2.0) / max(length, 1e-9)
        points = start + np.outer(steps, end - start)
        return not len(points) or np.isfinite(self.points_cost(points))


def around(x: float, y: float, radius: float, width: float, height: float) -> list[Box]:
    """Boxes for a label about a symbol, the best first: right, left, above, below, then the corners."""
    gap = radius + 5.5
    middle = (y - height / 2, y + height / 2)
    boxes = [
        (x + gap, middle[0], x + gap + width, middle[1]),
        (x - gap - width, middle[0], x - gap, middle[1]),
        (x - width / 2, y - gap - height, x + width / 2, y - gap),
        (x - width / 2, y + gap, x + width / 2, y + gap + height),
    ]
    near = radius * 0.7 + 2
    for dx in (1, -1):
        for dy in (-1, 1):
            left = x + near if dx > 0 else x - near - width
            top = y + near if dy > 0 else y - near - height
            boxes.append((left, top, left + width, top + height))
    return boxes


def beside(box: Box, width: float, height: float) -> list[Box]:
    """Boxes for the name of a column of marks, the best first: above and below it, then left and right of it."""
    left, top, right, bottom = box
    starts = (left, (left + right - width) / 2, right - width)
    boxes = [(x, y, x + width, y + height) for x in starts for y in (top - 4 - height, bottom + 4)]
    middle = (top + bottom - height) / 2
    return boxes + [(x, middle, x + width, middle + height) for x in (left - 5 - width, right + 5)]


def spread(x: float, y: float, width: float, height: float, reach: Iterable[float] = (34.0, 48.0, 60.0)) -> list[Place]:
    """Places further off, to which a leader runs."""
    found = []
    for distance in reach:
        for angle in np.radians([0, 180, -40, 40, 220, 140, -75, 75, 255, 105]):
            px, py = x + distance * float(np.cos(angle)), y + distance * float(np.sin(angle))
            left = px if np.cos(angle) > 0.3 else px - width if np.cos(angle) < -0.3 else px - width / 2
            top = py - height / 2 + (height / 2 if np.sin(angle) > 0.9 else -height / 2 if np.sin(angle) < -0.9 else 0)
            found.append(Place((left, top, left + width, top + height), (px, py)))
    return found


def best(occupancy: Occupancy, boxes: Iterable[Box], *, bias: float = 0.03, worst: float = 1.0) -> Box | None:
    """The box with the least cost, earlier ones first at equal cost; None where all are worse than `worst`."""
    found, least = None, worst
    for number, box in enumerate(boxes):
        cost = occupancy.cost(box) + bias * number
        if cost < least:
            found, least = box, cost
    return found


def with_leader(occupancy: Occupancy, x: float, y: float, radius: float, places: Iterable[Place]) -> Place | None:
    """The first free place whose leader crosses no symbol and no label."""
    for place in places:
        if place.leader is None or not np.isfinite(occupancy.cost(place.box)):
            continue
        if occupancy.clear_line(np.array([x, y]), np.array(place.leader), radius + 3):
            return place
    return None
