"""Journeys: arcs from an origin to stops, bowed apart, forked where the order of the stops is not known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import Arc, Point
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.curves import bowed, bows, cut, fork, great_circle
from mapapp.staticmap.marks import Cluster
from mapapp.staticmap.symbols import arrow_head
from mapapp.theme import DASH_OPEN_STOPS, SIZES

Array = NDArray[np.float64]
HOP = 1.2
"""Width in pixels of the lines between stops."""


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a journey in pixels; `head` where an arrowhead ends it."""

    arc: Arc
    path: Array
    stated: bool
    head: bool
    trunk: bool


def build_legs(canvas: Canvas, clusters: Sequence[Cluster]) -> list[Leg]:
    """All legs of the journeys of a Scene, cut short of the marks at their ends."""
    arcs = [arc for arc in canvas.scene.arcs if arc.stops]
    targets = [_target(arc) for arc in arcs]
    trunks = [great_circle(arc.origin.at, target, canvas.frame) for arc, target in zip(arcs, targets, strict=True)]
    shifts = _shifts(arcs, trunks)
    legs: list[Leg] = []
    for arc, trunk, shift in zip(arcs, trunks, shifts, strict=True):
        if np.isfinite(trunk).all():
            legs += _legs_of(canvas, arc, bowed(trunk, shift), clusters)
    return legs


def _target(arc: Arc) -> Point:
    """Where the trunk of a journey leads: its first stop, or the middle of stops in no known order."""
    if arc.ordered or len(arc.stops) == 1:
        return arc.stops[0].at
    lon, lat = np.radians(np.array([stop.at for stop in arc.stops])).T
    x, y, z = (np.cos(lat) * np.cos(lon)).sum(), (np.cos(lat) * np.sin(lon)).sum(), np.sin(lat).sum()
    return float(np.degrees(np.arctan2(y, x))), float(np.degrees(np.arctan2(z, np.hypot(x, y))))


def _shifts(arcs: Sequence[Arc], trunks: Sequence[Array]) -> list[float]:
    shifts = [0.0] * len(arcs)
    for origin in dict.fromkeys(arc.origin.place for arc in arcs):
        members = [i for i, arc in enumerate(arcs) if arc.origin.place == origin and np.isfinite(trunks[i]).all()]
        for i, bow in zip(members, bows([trunks[i] for i in members], SIZES.arc_gap + 6), strict=True):
            shifts[i] = bow
    return shifts


def _legs_of(canvas: Canvas, arc: Arc, trunk: Array, clusters: Sequence[Cluster]) -> list[Leg]:
    start = _clearance(clusters, arc.origin.place)
    if len(arc.stops) == 1 or arc.ordered:
        first = arc.stops[0]
        legs = [Leg(arc, cut(trunk, start, _clearance(clusters, first.place)), first.stated, True, True)]
        for before, after in zip(arc.stops, arc.stops[1:], strict=False):
            hop = great_circle(before.at, after.at, canvas.frame)
            if np.isfinite(hop).all():
                length = float(np.hypot(*(hop[-1] - hop[0])))
                hop = cut(bowed(hop, 0.14 * length), _clearance(clusters, before.place), _clearance(clusters, after.place))
                legs.append(Leg(arc, hop, after.stated, True, False))
        return legs
    ends = canvas.frame.to_px(np.array([stop.at for stop in arc.stops]))
    stem, branches = fork(trunk, list(ends))
    stated = all(stop.stated for stop in arc.stops)
    legs = [Leg(arc, cut(stem, start, 0), stated, False, True)]
    for stop, branch in zip(arc.stops, branches, strict=True):
        legs.append(Leg(arc, cut(branch, 0, _clearance(clusters, stop.place)), stop.stated, True, False))
    return legs


def _clearance(clusters: Sequence[Cluster], place: str) -> float:
    return next((one.radius + 4 for one in clusters if place in one.places), 4.0)


def draw_legs(canvas: Canvas, legs: Sequence[Leg]) -> None:
    """Draw halos, then lines, then heads: filled where the stop is stated, open where it is not."""
    sheet, palette = canvas.sheet, canvas.palette
    for leg in legs:
        sheet.lines([leg.path], 8, color=palette.halo, width=SIZES.arc_halo, alpha=0.75, clip=canvas.box)
    for leg in legs:
        color, width = canvas.color(leg.arc.kind), SIZES.arc if leg.trunk else HOP
        dash = None if leg.stated else DASH_OPEN_STOPS
        size = SIZES.arc_head if leg.trunk else SIZES.arc_head - 1
        body = cut(leg.path, 0, size * 0.7) if leg.head else leg.path
        sheet.lines([body], 9, color=color, width=width, dash=dash, cap="butt", clip=canvas.box)
        if leg.head:
            head = arrow_head(leg.path[-1], _heading(leg.path), size)
            face = color if leg.stated else palette.halo
            sheet.fill(head, 10, face=face, edge=color, width=0.4 if leg.stated else 1.3, clip=canvas.box)


def _heading(path: Array) -> Array:
    step = path[-1] - path[-min(5, len(path))]
    return np.asarray(step / (float(np.hypot(*step)) or 1.0))
