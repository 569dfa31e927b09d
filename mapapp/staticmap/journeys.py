"""Journeys: arcs from an origin to stops, bowed apart, forked where the order of the stops is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import Arc, Point, Stop
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.curves import bowed, bows, cut, fork, great_circle
from mapapp.staticmap.marks import COUNT_TEXT, Cluster
from mapapp.staticmap.sheet import Box
from mapapp.staticmap.symbols import arrow_head
from mapapp.theme import DASH_OPEN_STOPS, SIZES

Array = NDArray[np.float64]
HOP = 1.0
"""Width in pixels of the lines between stops."""
SHORTEST_HOP = 70.0
"""Ways between stops shorter than this, in pixels, are not drawn."""
TOGETHER = 130.0
"""Stops nearer than this, in pixels, are reached by one trunk that forks."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a journey in pixels; `head` where an arrowhead ends it."""

    arc: Arc
    path: Array
    stated: bool
    head: bool
    trunk: bool


@dataclass(frozen=True, slots=True)
class _Branch:
    """The stops of a journey that one trunk leads to: all in their order, or a group of near ones in no order."""

    arc: Arc
    stops: tuple[Stop, ...]
    trunk: Array


def build_legs(canvas: Canvas, clusters: Sequence[Cluster], hidden: Box | None = None) -> list[Leg]:
    """All legs of the journeys of a Scene, cut short of the marks at their ends.

    Stops in no known order are reached by one trunk for each group of near ones, which forks. Legs end at the edge of
    `hidden`, the part of the map that an inset shows larger.
    """
    branches: list[_Branch] = []
    for arc in canvas.scene.arcs:
        for stops in [arc.stops] if arc.ordered else _near_each_other(canvas, arc.stops, hidden):
            target = stops[0].at if arc.ordered else _middle(stops)
            trunk = great_circle(arc.origin.at, target, canvas.frame)
            if np.isfinite(trunk).all():
                branches.append(_Branch(arc, stops, trunk))
    legs: list[Leg] = []
    for branch, shift in zip(branches, _shifts(branches), strict=True):
        stops = branch.stops[:1] if hidden and _all_in(canvas, branch.stops, hidden) else branch.stops
        legs += _legs_of(canvas, branch.arc, stops, bowed(branch.trunk, shift), clusters)
    return legs if hidden is None else [cut_off for leg in legs if (cut_off := _outside(leg, hidden)) is not None]


def _near_each_other(canvas: Canvas, stops: tuple[Stop, ...], hidden: Box | None) -> list[tuple[Stop, ...]]:
    """Groups of stops within reach of each other on the map (single linkage), in order of first mention.

    Stops that an inset shows are a group apart.
    """
    pixels = canvas.frame.to_px(np.array([stop.at for stop in stops]))
    group = list(range(len(stops)))
    for i in range(len(stops)):
        for j in range(i):
            same_side = _is_in(pixels[i], hidden) == _is_in(pixels[j], hidden)
            if same_side and np.hypot(*(pixels[i] - pixels[j])) < TOGETHER:
                old, new = max(group[i], group[j]), min(group[i], group[j])
                group = [new if number == old else number for number in group]
    return [
        tuple(stop for stop, one in zip(stops, group, strict=True) if one == number) for number in sorted(set(group))
    ]


def _middle(stops: Sequence[Stop]) -> Point:
    """The middle of stops on the globe."""
    lon, lat = np.radians(np.array([stop.at for stop in stops])).T
    x, y, z = (np.cos(lat) * np.cos(lon)).sum(), (np.cos(lat) * np.sin(lon)).sum(), np.sin(lat).sum()
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _shifts(branches: Sequence[_Branch]) -> list[float]:
    shifts = [0.0] * len(branches)
    for origin in dict.fromkeys(branch.arc.origin.place for branch in branches):
        members = [i for i, branch in enumerate(branches) if branch.arc.origin.place == origin]
        for i, bow in zip(members, bows([branches[i].trunk for i in members], SIZES.arc_gap + 6), strict=True):
            shifts[i] = bow
    return shifts


def _legs_of(canvas: Canvas, arc: Arc, stops: tuple[Stop, ...], trunk: Array, clusters: Sequence[Cluster]) -> list[Leg]:
    start = _clearance(clusters, arc.origin.place)
    first = stops[0]
    if len(stops) == 1 or arc.ordered:
        legs = [Leg(arc, cut(trunk, start, _clearance(clusters, first.place, canvas, trunk)), first.stated, True, True)]
        for before, after in pairwise(stops):
            legs += _hop(canvas, arc, before, after, clusters)
        return legs
    ends = canvas.frame.to_px(np.array([stop.at for stop in stops]))
    stem, branches = fork(trunk, list(ends))
    legs = [Leg(arc, cut(stem, start, 0), all(stop.stated for stop in stops), False, True)]
    for stop, branch in zip(stops, branches, strict=True):
        legs.append(
            Leg(arc, cut(branch, 0, _clearance(clusters, stop.place, canvas, branch)), stop.stated, True, False)
        )
    return legs


def _hop(canvas: Canvas, arc: Arc, before: Stop, after: Stop, clusters: Sequence[Cluster]) -> list[Leg]:
    """The way between two stops; none where it is too short to see, or leaves what the projection shows."""
    path = great_circle(before.at, after.at, canvas.frame)
    length = float(np.hypot(*(path[-1] - path[0])))
    if not np.isfinite(path).all() or length < SHORTEST_HOP:
        return []
    ends = _clearance(clusters, before.place), _clearance(clusters, after.place)
    return [Leg(arc, cut(bowed(path, 0.08 * length), *ends), after.stated, True, False)]


def _all_in(canvas: Canvas, stops: Sequence[Stop], box: Box) -> bool:
    return all(_is_in(pixel, box) for pixel in canvas.frame.to_px(np.array([stop.at for stop in stops])))


def _is_in(pixel: Array, box: Box | None) -> bool:
    return box is not None and bool(box[0] < pixel[0] < box[2] and box[1] < pixel[1] < box[3])


def _outside(leg: Leg, hidden: Box) -> Leg | None:
    """The part of a leg before it enters a box; None for one that begins within."""
    left, top, right, bottom = hidden
    x, y = leg.path[:, 0], leg.path[:, 1]
    within = (x > left) & (x < right) & (y > top) & (y < bottom)
    if not within.any():
        return leg
    enters = int(within.argmax())
    return Leg(leg.arc, leg.path[:enters], leg.stated, True, leg.trunk) if enters > 4 else None


def _clearance(
    clusters: Sequence[Cluster], place: str, canvas: Canvas | None = None, path: Array | None = None
) -> float:
    """How far from a place a leg ends: clear of its symbol, and of words beside it if the leg comes from there."""
    cluster = next((one for one in clusters if place in one.places), None)
    if cluster is None:
        return 4.0
    words = cluster.entries[0].text
    if canvas is None or path is None or cluster.fanned or not words or _heading(path)[0] > -0.8:
        return cluster.radius + 4
    return cluster.radius + 9 + canvas.sheet.text_width(words, COUNT_TEXT)


def draw_legs(canvas: Canvas, legs: Sequence[Leg]) -> None:
    """Draw halos, then lines, then heads: filled where the stop is stated, open where it is not."""
    sheet, palette = canvas.sheet, canvas.palette
    for leg in legs:
        sheet.lines([leg.path], 8, color=palette.halo, width=SIZES.arc_halo, alpha=0.75, clip=canvas.box)
    for leg in legs:
        color, width = canvas.color(leg.arc.kind), SIZES.arc if leg.trunk else HOP
        dash = None if leg.stated else DASH_OPEN_STOPS
        size = SIZES.arc_head if leg.trunk else SIZES.arc_head - 1.5
        body = cut(leg.path, 0, size * 0.7) if leg.head else leg.path
        sheet.lines([body], 9, color=color, width=width, dash=dash, cap="butt", clip=canvas.box)
        if leg.head:
            head = arrow_head(leg.path[-1], _heading(leg.path), size)
            face = color if leg.stated else palette.halo
            sheet.fill(head, 10, face=face, edge=color, width=0.4 if leg.stated else 1.3, clip=canvas.box)


def _heading(path: Array) -> Array:
    step = path[-1] - path[-min(5, len(path))]
    return np.asarray(step / (float(np.hypot(*step)) or 1.0))
