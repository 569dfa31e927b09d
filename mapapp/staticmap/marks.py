"""Marks on the map: coincident ones hang below the first, or fan out on leaders from the true point."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import Mark, OutsidePlace, Spot
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.labels import beside
from mapapp.staticmap.sheet import Box
from mapapp.staticmap.symbols import draw_ordinal, draw_ring, draw_symbol, symbol_path
from mapapp.theme import SIZES

Array = NDArray[np.float64]


HARD = 10.0
"""What it costs that a mark covers another or leaves the map: more than all that is only ugly."""
NAMELESS = 0.8
"""What it costs that the name of a place finds no room."""
LEADER_COST = 0.01
"""What a pixel of the mean leader costs: as much as covering a line with a hundredth of every mark."""
NEAR = 13.0
"""Places nearer than this, in pixels, are drawn together."""
HANGING = 3
"""Up to this many marks hang below each other (in an inset one more); others fan out."""
FANNED = 8
"""Up to this many marks of a fan tell their places apart; more are counted by kind."""
MOST_LETTERS = 6
"""Up to this many visits at one place are told by their letters; more are counted."""
ROW = 21.0
COUNT_TEXT = Style(11.5)
NAME_TEXT = Style(13.5)
"""As the names of places are written; those of meetings are a little larger."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark to draw, with the words beside it ("× 3", "Yokota 2024")."""

    mark: Mark
    text: str = ""
    grey: bool = False

    @property
    def radius(self) -> float:
        """Radius of the symbol in pixels."""
        return SIZES.meeting if self.mark.ordinal is not None else SIZES.symbol


@dataclass
class Cluster:
    """Places that are drawn together at one point of the map."""

    x: float
    y: float
    spots: list[Spot] = field(default_factory=list)
    ghosts: list[OutsidePlace] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    positions: list[tuple[float, float]] = field(default_factory=list)
    fanned: bool = False
    box: Box = (0.0, 0.0, 0.0, 0.0)

    @property
    def places(self) -> set[str]:
        """Ids of the places drawn here."""
        return {place for spot in self.spots for place in spot.places} | {ghost.place for ghost in self.ghosts}

    @property
    def radius(self) -> float:
        """Radius of what stands on the point itself."""
        return 3.0 if self.fanned else self.entries[0].radius


def build_clusters(canvas: Canvas) -> tuple[list[Cluster], list[Spot]]:
    """The clusters of a Scene in order of importance, and the spots outside the frame."""
    clusters: list[Cluster] = []
    away: list[Spot] = []
    letters = {arc.event: arc.letter for arc in canvas.scene.arcs if arc.letter and not canvas.is_bare}
    for spot in sorted(canvas.scene.spots, key=lambda one: (one.priority, -sum(mark.count for mark in one.marks))):
        pixel = canvas.frame.to_px(np.array([spot.at]))[0]
        if not canvas.frame.holds(pixel, 8):
            away.append(spot)
            continue
        near = next((one for one in clusters if np.hypot(one.x - pixel[0], one.y - pixel[1]) < NEAR), None)
        if near is None:
            near = Cluster(float(pixel[0]), float(pixel[1]))
            clusters.append(near)
        near.spots.append(spot)
    for ghost in canvas.scene.outside:
        pixel = canvas.frame.to_px(np.array([ghost.at]))[0]
        if canvas.frame.holds(pixel, 8):
            near = next((one for one in clusters if np.hypot(one.x - pixel[0], one.y - pixel[1]) < NEAR), None)
            if near is None:
                near = Cluster(float(pixel[0]), float(pixel[1]))
                clusters.append(near)
            near.ghosts.append(ghost)
    for cluster in clusters:
        cluster.entries = _entries(cluster, letters)
        cluster.fanned = len(cluster.entries) > HANGING + canvas.is_inset
    return clusters, away


def _entries(cluster: Cluster, letters: Mapping[str, str]) -> list[Entry]:
    """What a cluster shows: its first place's marks, then those of the others, told apart while there are few."""
    ghosts = [Entry(Mark(one.kind, ()), f"{one.name} {one.years}".strip(), True) for one in cluster.ghosts]
    if not cluster.spots:
        first = replace(ghosts[0], text="")
        return [first, *ghosts[1:]]
    apart = [
        _entry(mark, "" if spot is cluster.spots[0] else spot.name, letters)
        for spot in cluster.spots
        for mark in spot.marks
    ]
    if len(apart) + len(ghosts) <= FANNED:
        return [*apart, *ghosts]
    merged = [_entry(mark, "", letters) for mark in _by_kind(mark for spot in cluster.spots for mark in spot.marks)]
    return [*merged, *ghosts[: max(FANNED - len(merged), 0)]]


def _entry(mark: Mark, name: str, letters: Mapping[str, str]) -> Entry:
    """A mark with its place, where that is not the cluster's, and its letters in the list of visits or its count."""
    keys = [letters[event] for event in mark.events if event in letters]
    told = len(keys) == mark.count <= MOST_LETTERS
    count = " ".join(keys) if told else f"× {mark.count}" if mark.count > 1 else ""
    return Entry(mark, " ".join(part for part in (name, count) if part))


def _by_kind(marks: Iterable[Mark]) -> list[Mark]:
    """Marks without an ordinal, united by kind; those with one as they are, in order."""
    numbered: list[Mark] = []
    others: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.ordinal is None:
            others.setdefault(mark.kind, []).append(mark)
        else:
            numbered.append(mark)
    united = [
        Mark(
            kind,
            tuple(dict.fromkeys(event for one in group for event in one.events)),
            None,
            all(one.open for one in group),
            any(one.selected for one in group),
        )
        for kind, group in others.items()
    ]
    return [*sorted(numbered, key=lambda one: one.ordinal or 0), *united]


def place_clusters(canvas: Canvas, clusters: Sequence[Cluster]) -> None:
    """Find where each mark stands, so that no cluster covers the point of another, and take that room."""
    points = np.array([(one.x, one.y) for one in clusters]).reshape(-1, 2)
    for number, cluster in enumerate(clusters):
        others = np.delete(points, number, axis=0)
        hangs = [] if cluster.fanned else _hangs(cluster)
        layouts = [*hangs, *_fans(cluster)]
        worse = [0.03 * i for i in range(len(hangs))] + [_fan_cost(cluster, layout) for layout in layouts[len(hangs) :]]
        chosen, least = 0, np.inf
        for i in sorted(range(len(layouts)), key=worse.__getitem__):
            if worse[i] >= least:  # and so are all that follow
                break
            clear_of = others if i < len(hangs) else points  # a fan leaves its own point free as well
            cost = worse[i] + _layout_cost(canvas, cluster, layouts[i], clear_of)
            if i >= len(hangs) and cost < least:
                cost += _nameless(canvas, cluster, layouts[i])
            if cost < least:
                chosen, least = i, cost
        cluster.positions, cluster.fanned = layouts[chosen], chosen >= len(hangs)
        _take(canvas, cluster)


def _take(canvas: Canvas, cluster: Cluster) -> None:
    boxes = [_box(canvas, entry, at) for entry, at in zip(cluster.entries, cluster.positions, strict=True)]
    for box in boxes:
        canvas.occupancy.take(box)
    canvas.occupancy.take((cluster.x - 4, cluster.y - 4, cluster.x + 4, cluster.y + 4))
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    cluster.box = (min(lefts), min(tops), max(rights), max(bottoms))
    if cluster.fanned:
        for at in cluster.positions:
            canvas.occupancy.take_points(np.linspace((cluster.x, cluster.y), at, 24))


def _hangs(cluster: Cluster) -> list[list[tuple[float, float]]]:
    """The first mark on the point, the others in a row below, above, to the right or to the left."""
    found = []
    for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        x, y = cluster.x, cluster.y
        positions = [(x, y)]
        for before, entry in pairwise(cluster.entries):
            gap = before.radius + entry.radius + 3.5 + (22 if dx and before.text else 0)
            x, y = x + dx * gap, y + dy * gap
            positions.append((x, y))
        found.append(positions)
    return found


def _fans(cluster: Cluster) -> list[list[tuple[float, float]]]:
    """A column of marks beside the point, right or left of it, higher or lower, near or further off."""
    rows = len(cluster.entries)
    found = []
    for away in (36.0, 56.0, 84.0, 116.0, 150.0, 190.0):
        for side in (1, -1):
            for shift in (0.0, -0.25, 0.25, -0.5, 0.5, -0.9, 0.9, -1.4, 1.4):
                top = cluster.y - (rows - 1) * ROW / 2 + shift * max(rows, 3) * ROW
                found.append([(cluster.x + side * away, top + row * ROW) for row in range(rows)])
    return found


def _fan_cost(cluster: Cluster, layout: list[tuple[float, float]]) -> float:
    """What leaders cost: more the longer they are, and those to the left a hair more."""
    lengths = [float(np.hypot(x - cluster.x, y - cluster.y)) for x, y in layout]
    aside = 0.02 if layout[0][0] < cluster.x else 0.0
    return 0.4 + LEADER_COST * sum(lengths) / len(lengths) + aside


def _nameless(canvas: Canvas, cluster: Cluster, layout: list[tuple[float, float]]) -> float:
    """What a fan costs beside which the name of its place finds no room."""
    if not cluster.spots:
        return 0.0
    boxes = [_box(canvas, entry, at) for entry, at in zip(cluster.entries, layout, strict=True)]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    width = canvas.sheet.text_width(cluster.spots[0].name, NAME_TEXT)
    rooms = beside((min(lefts), min(tops), max(rights), max(bottoms)), width, NAME_TEXT.size * 1.12)
    return 0.0 if any(np.isfinite(canvas.occupancy.cost(room)) for room in rooms) else NAMELESS


def _layout_cost(canvas: Canvas, cluster: Cluster, layout: list[tuple[float, float]], others: Array) -> float:
    """What a layout covers: most for each mark that covers a mark or leaves the map, 2 for each point."""
    boxes = [_box(canvas, entry, at) for entry, at in zip(cluster.entries, layout, strict=True)]
    total = HARD * sum(_overlap(one, other) for one, other in combinations(boxes, 2))
    for box in boxes:
        cost = canvas.occupancy.cost(box)
        total += HARD if not np.isfinite(cost) else cost
        near_x = (others[:, 0] > box[0] - 8) & (others[:, 0] < box[2] + 8)
        total += 2.0 * int((near_x & (others[:, 1] > box[1] - 8) & (others[:, 1] < box[3] + 8)).sum())
    return total


def _overlap(a: Box, b: Box) -> bool:
    """True if two boxes lie over each other by more than the halo that stacked symbols share."""
    return a[0] + 2 < b[2] and b[0] + 2 < a[2] and a[1] + 2 < b[3] and b[1] + 2 < a[3]


def _box(canvas: Canvas, entry: Entry, at: tuple[float, float]) -> Box:
    radius = entry.radius + SIZES.mark_halo
    width = canvas.sheet.text_width(entry.text, COUNT_TEXT) + 6 if entry.text else 0
    return at[0] - radius, at[1] - radius, at[0] + radius + width, at[1] + radius


def draw_clusters(canvas: Canvas, clusters: Sequence[Cluster]) -> None:
    """Draw all marks, with leaders where they are fanned out."""
    palette, sheet = canvas.palette, canvas.sheet
    for cluster in clusters:
        if cluster.fanned:
            leaders = [np.array([(cluster.x, cluster.y), at]) for at in cluster.positions]
            sheet.lines(leaders, 19, color=palette.text_3, width=0.8, clip=canvas.box)
            draw_symbol(sheet, "circle", cluster.x, cluster.y, 3.2, palette.text_1, palette, z=19.5)
        pairs = list(zip(cluster.entries, cluster.positions, strict=True))
        for entry, (x, y) in reversed(pairs):
            _draw_entry(canvas, entry, x, y)


def _draw_entry(canvas: Canvas, entry: Entry, x: float, y: float) -> None:
    sheet, palette, mark = canvas.sheet, canvas.palette, entry.mark
    shape, color = canvas.shape(mark.kind), canvas.color(mark.kind)
    if entry.grey:
        draw_symbol(sheet, shape, x, y, entry.radius, palette.outside_fill, palette, z=20)
        draw_symbol_edge(canvas, shape, x, y, entry.radius)
    elif mark.ordinal is not None:
        draw_ordinal(sheet, mark.ordinal, x, y, shape, color, palette, open_=mark.open, selected=mark.selected)
    else:
        draw_symbol(sheet, shape, x, y, entry.radius, color, palette, open_=mark.open, clip=canvas.box)
        if mark.selected:
            draw_ring(sheet, x, y, entry.radius, palette, 20)
    if entry.text:
        ink = palette.text_3 if entry.grey else palette.text_2
        sheet.text(x + entry.radius + 5, y + 4, entry.text, COUNT_TEXT, ink, 32, halo=palette.halo, clip=canvas.box)


def draw_symbol_edge(canvas: Canvas, shape: str, x: float, y: float, radius: float) -> None:
    """The edge of a grey symbol."""
    canvas.sheet.fill(symbol_path(shape, x, y, radius), 20.2, edge=canvas.palette.outside, width=1.2, clip=canvas.box)
