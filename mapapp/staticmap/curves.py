"""Curves between places: great circles bowed apart, cut short of symbols, forked to unordered stops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from mapapp.scene import Point
from mapapp.staticmap.projection import Frame

Array = NDArray[np.float64]
_GEOD = Geod(ellps="WGS84")
STEPS = 80


def great_circle(start: Point, end: Point, frame: Frame) -> Array:
    """The great circle from `start` to `end` in pixels, shape (n, 2)."""
    inner = _GEOD.npts(*start, *end, STEPS - 2)
    return frame.to_px(np.array([start, *inner, end]))


def bowed(path: Array, bow: float) -> Array:
    """A path pushed sideways by at most `bow` pixels in its middle (to the left of its direction where positive)."""
    chord = path[-1] - path[0]
    length = float(np.hypot(*chord)) or 1.0
    across = np.array([chord[1], -chord[0]]) / length
    along = np.linspace(0, 1, len(path))
    return path + np.outer(np.sin(np.pi * along) * bow, across)


def bows(paths: Sequence[Array], gap: float) -> list[float]:
    """How far to bow paths that leave one point, so that their middles lie at least `gap` pixels apart."""
    found = [0.0] * len(paths)
    if not paths:
        return found
    chords = [path[-1] - path[0] for path in paths]
    angles = np.array([np.arctan2(chord[1], chord[0]) for chord in chords])
    start = angles.mean() if np.ptp(angles) < np.pi else np.mod(angles, 2 * np.pi).mean()
    turned = (angles - start + np.pi) % (2 * np.pi) - np.pi
    order = [int(number) for number in np.argsort(turned, kind="stable")]
    for group in _split(order, turned, np.radians(50)):
        direction = start + turned[group].mean()
        across = np.array([-np.sin(direction), np.cos(direction)])
        middles = np.array([(paths[i][len(paths[i]) // 2] - paths[i][0]) @ across for i in group])
        for i, shift in zip(group, push_apart(middles, gap) - middles, strict=True):
            limit = 0.2 * float(np.hypot(*chords[i]))
            sign = -1.0 if np.dot(np.array([chords[i][1], -chords[i][0]]), across) < 0 else 1.0
            found[i] = float(np.clip(shift, -limit, limit)) * sign
    return found


def _split(order: list[int], turned: Array, gap: float) -> list[list[int]]:
    groups = [[order[0]]]
    for before, number in pairwise(order):
        if turned[number] - turned[before] > gap:
            groups.append([])
        groups[-1].append(number)
    return groups


def push_apart(values: Array, gap: float) -> Array:
    """Values moved as little as possible so that each is at least `gap` above the one before (in the given order).

    Isotonic regression by pooling adjacent violators.
    """
    blocks: list[tuple[float, int]] = []
    for value in values - np.arange(len(values)) * gap:
        total, count = float(value), 1
        while blocks and blocks[-1][0] / blocks[-1][1] > total / count:
            before = blocks.pop()
            total, count = total + before[0], count + before[1]
        blocks.append((total, count))
    level = np.concatenate([np.full(count, total / count) for total, count in blocks]) if blocks else np.empty(0)
    return level + np.arange(len(values)) * gap


def cut(path: Array, from_start: float, from_end: float) -> Array:
    """A path without its first and last pixels (lengths along it). At least its middle remains."""
    steps = np.hypot(*np.diff(path, axis=0).T)
    along = np.concatenate([[0], np.cumsum(steps)])
    first, last = from_start, along[-1] - from_end
    if last - first < 4:
        middle = along[-1] / 2
        first, last = middle - 2, middle + 2
    marks = np.concatenate([[first], along[(along > first) & (along < last)], [last]])
    return np.column_stack([np.interp(marks, along, path[:, 0]), np.interp(marks, along, path[:, 1])])


def length_of(path: Array) -> float:
    """Length in pixels."""
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


def fork(trunk: Array, ends: Sequence[Array]) -> tuple[Array, list[Array]]:
    """A trunk that stops short of its end, and a branch from there to each of `ends`, leaving in its direction."""
    reach = max(float(np.hypot(*(end - trunk[-1]))) for end in ends)
    short = min(reach * 1.25 + 24, length_of(trunk) * 0.6)
    stem = cut(trunk, 0, short)
    base, heading = stem[-1], stem[-1] - stem[-2]
    heading = heading / (float(np.hypot(*heading)) or 1.0)
    t = np.linspace(0, 1, 24)[:, None]
    branches = []
    for end in ends:
        control = base + heading * 0.55 * float(np.hypot(*(end - base)))
        branches.append((1 - t) ** 2 * base + 2 * t * (1 - t) * control + t**2 * end)
    return stem, branches
