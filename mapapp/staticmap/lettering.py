"""The lettering of the map, by priority: places, routes, journeys, grey places, regions, waters, countries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import Area
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.curves import length_of
from mapapp.staticmap.fonts import Style, has_cjk
from mapapp.staticmap.journeys import Leg
from mapapp.staticmap.labels import around, beside, best, spread, with_leader
from mapapp.staticmap.marks import NAME_TEXT, ROW, Cluster
from mapapp.staticmap.routes import Route
from mapapp.staticmap.sheet import Box
from mapapp.staticmap.symbols import symbol_path

Array = NDArray[np.float64]

MOST_BENT = 3.5
"""Pixels by which a line may leave the straight along a label that is written on it."""
HEADLINE_TEXT = Style(15.0, bold=True)
PLACE_TEXT = NAME_TEXT
GREY_TEXT = Style(12.5)
ROUTE_TEXT = Style(12.5, bold=True)
ARC_TEXT = Style(12.0)
STRAIT_TEXT = Style(12.0)
AREA_TEXT = Style(13.0, bold=True)
COUNTRY_TEXT = Style(11.0, spaced=True)
COUNTRY_CJK = Style(12.5)
WATER_TEXT = Style(14.0, serif=True, italic=True)
OCEAN_TEXT = Style(15.5, serif=True, italic=True)


def letter_map(canvas: Canvas, clusters: Sequence[Cluster], legs: Sequence[Leg], routes: Sequence[Route]) -> None:
    """Write all labels; each finds its place among those written before it, or is left out."""
    for cluster in clusters:
        if cluster.spots:
            _name_cluster(canvas, cluster)
    _straits(canvas)
    for route in routes:
        _name_route(canvas, route)
    told: set[str] = set()
    for leg in sorted(legs, key=lambda one: -length_of(one.path)):
        if leg.trunk and leg.arc.event not in told:
            color = canvas.color(leg.arc.kind)
            label = leg.arc.label.removeprefix(leg.arc.letter).strip()
            texts = (label,) if canvas.is_bare or not leg.arc.letter else (leg.arc.label, leg.arc.letter)
            if any(_along(canvas, leg.path, text, ARC_TEXT, color, offset=0.0) for text in texts):
                told.add(leg.arc.event)
    for cluster in clusters:
        if not cluster.spots:
            _name_ghost(canvas, cluster)
    spotted = {place for cluster in clusters for spot in cluster.spots for place in spot.places}
    for area in canvas.scene.areas:
        if area.place not in spotted:
            _name_area(canvas, area)
    if not canvas.is_bare:
        _waters(canvas)
        _countries(canvas)


def _write(canvas: Canvas, text: str, style: Style, color: str, box: Box, halo: str | None = None) -> None:
    extent = canvas.sheet.fonts.extent(text, style)
    canvas.occupancy.take(box)
    baseline = (box[1] + box[3]) / 2 + (extent.ascent - extent.descent) / 2 - 0.5
    canvas.sheet.text(box[0], baseline, text, style, color, 33, halo=halo or canvas.palette.halo, clip=canvas.box)


def _size(canvas: Canvas, text: str, style: Style) -> tuple[float, float]:
    return canvas.sheet.text_width(text, style), style.size * 1.12


def _name_cluster(canvas: Canvas, cluster: Cluster) -> None:
    spot = cluster.spots[0]
    style = HEADLINE_TEXT if spot.priority <= 1 else PLACE_TEXT
    ink = canvas.palette.text_1
    if any(area.place == spot.places[0] for area in canvas.scene.areas):
        style, ink = AREA_TEXT, canvas.palette.corridor_text
    width, height = _size(canvas, spot.name, style)
    boxes: list[Box] = []
    if cluster.fanned:
        boxes += beside(cluster.box, width, height)
    else:
        left, top, right, bottom = cluster.box
        middle = (left + right) / 2
        boxes += around(cluster.x, cluster.y, cluster.radius, width, height)
        for entry, (x, y) in zip(cluster.entries[1:], cluster.positions[1:], strict=True):
            boxes += around(x, y, entry.radius, width, height)[:2]
        boxes += [(middle - width / 2, bottom + 4, middle + width / 2, bottom + 4 + height)]
        boxes += [(middle - width / 2, top - 4 - height, middle + width / 2, top - 4)]
    boxes += around(cluster.x, cluster.y, 4.0 if cluster.fanned else cluster.radius, width, height)
    found = best(canvas.occupancy, boxes)
    if found is not None:
        _write(canvas, spot.name, style, ink, found)
        return
    place = with_leader(
        canvas.occupancy, cluster.x, cluster.y, cluster.radius, spread(cluster.x, cluster.y, width, height)
    )
    if place is not None and place.leader is not None:
        line = np.array([(cluster.x, cluster.y), place.leader])
        canvas.sheet.lines([line], 19, color=canvas.palette.text_3, width=0.8, clip=canvas.box)
        canvas.occupancy.take_points(np.linspace(line[0], line[1], 24), hard=True)
        _write(canvas, spot.name, style, ink, place.box)


def _name_ghost(canvas: Canvas, cluster: Cluster) -> None:
    ghost = cluster.ghosts[0]
    text = f"{ghost.name} {ghost.years}".strip()
    width, height = _size(canvas, text, GREY_TEXT)
    reach = cluster.radius if not cluster.fanned else ROW
    found = best(canvas.occupancy, around(cluster.x, cluster.y, reach, width, height), worst=0.6)
    if found is not None:
        _write(canvas, text, GREY_TEXT, canvas.palette.text_3, found)


def _straits(canvas: Canvas) -> None:
    """Small squares on the routes that pass a strait, with its name."""
    palette = canvas.palette
    shown = [one for one in canvas.scene.features if one.style in ("strait", "point")]
    pixels = [canvas.frame.to_px(np.array([one.at]))[0] for one in shown]
    for feature, (x, y) in zip(shown, pixels, strict=True):
        if canvas.frame.holds(np.array([x, y]), 6):
            canvas.occupancy.take((x - 5, y - 5, x + 5, y + 5))
            path = symbol_path("square" if feature.style == "strait" else "circle", x, y, 3.2)
            canvas.sheet.fill(path, 12, face=palette.halo, edge=palette.lane, width=1.4, clip=canvas.box)
    for feature, (x, y) in zip(shown, pixels, strict=True):
        width, height = _size(canvas, feature.name, STRAIT_TEXT)
        found = best(canvas.occupancy, around(float(x), float(y), 5.0, width, height), worst=0.7)
        if found is not None:
            _write(canvas, feature.name, STRAIT_TEXT, palette.lane, found)


def _name_route(canvas: Canvas, route: Route) -> None:
    longest = max(route.paths, key=length_of)
    text = f"{route.line.name} {route.line.years}".strip()
    if route.line.style != "corridor" and _along(canvas, longest, text, ROUTE_TEXT, route.ink, offset=10.0):
        return
    width, height = _size(canvas, text, ROUTE_TEXT)
    boxes: list[Box] = []
    for share in (0.93, 0.07, 0.8, 0.2, 0.5, 0.35, 0.65):
        x, y = longest[int(share * (len(longest) - 1))]
        boxes += around(float(x), float(y), 8.0, width, height)
    found = best(canvas.occupancy, boxes, bias=0.008)
    if found is not None:
        _write(canvas, text, ROUTE_TEXT, route.ink, found)


def _along(canvas: Canvas, path: Array, text: str, style: Style, color: str, *, offset: float) -> bool:
    """Write a label along a line where it is straight and free, from left to right. False if there is no room."""
    width, height = _size(canvas, text, style)
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    if steps[-1] < width + 30:
        return False
    found, least = None, 0.9
    starts = np.arange(12, steps[-1] - width - 12, 6.0)
    x, y = (np.interp(starts + width / 2, steps, path[:, axis]) for axis in (0, 1))
    starts = starts[_in_box(x, y, canvas.box)]
    marks = starts[:, None] + np.linspace(0, width, 12)
    points = np.stack([np.interp(marks, steps, path[:, axis]) for axis in (0, 1)], axis=2)
    chords = points[:, -1] - points[:, 0]
    chords /= np.maximum(np.hypot(*chords.T), 1e-9)[:, None]
    chords[chords[:, 0] < 0] *= -1.0  # read from left to right
    acrosses = np.column_stack([chords[:, 1], -chords[:, 0]])
    bends = np.abs(np.einsum("nkd,nd->nk", points - points[:, :1], acrosses)).max(axis=1, initial=0.0)
    worse = 0.05 * bends + 0.25 * np.abs((starts + width / 2) / steps[-1] - 0.5)
    for number in np.argsort(worse, kind="stable"):
        if worse[number] >= least:
            break
        if bends[number] > MOST_BENT:
            continue
        chord, across = chords[number], acrosses[number]
        for side in (1.0, -1.0) if offset else (1.0,):
            middle = (points[number, 0] + points[number, -1]) / 2 + across * offset * side
            cost = canvas.occupancy.points_cost(_rotated(middle, chord, width + 6, height))
            cost += worse[number] + (0.05 if side < 0 else 0)
            if cost < least:
                found, least = (middle, chord), cost
    if found is None:
        return False
    middle, chord = found
    canvas.occupancy.take_points(_rotated(middle, chord, width + 4, height), hard=True)
    extent = canvas.sheet.fonts.extent(text, style)
    down = np.array([-chord[1], chord[0]])
    base = middle - chord * width / 2 + down * ((extent.ascent - extent.descent) / 2 - 0.5)
    turn, halo = -float(np.degrees(np.arctan2(chord[1], chord[0]))), canvas.palette.halo
    canvas.sheet.text(float(base[0]), float(base[1]), text, style, color, 32, rotation=turn, halo=halo, clip=canvas.box)
    return True


def _in_box(x: Array, y: Array, box: Box) -> NDArray[np.bool_]:
    return np.asarray((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3]))


def _rotated(middle: Array, chord: Array, width: float, height: float) -> Array:
    """Points that cover a rotated box."""
    down = np.array([-chord[1], chord[0]])
    along = np.linspace(-width / 2, width / 2, max(int(width / 2), 2))
    a, b = np.meshgrid(along, np.linspace(-height / 2, height / 2, 7))
    return np.asarray(middle + np.outer(a.ravel(), chord) + np.outer(b.ravel(), down))


def _name_area(canvas: Canvas, area: Area) -> None:
    if area.label_at is None:
        return
    x, y = canvas.frame.to_px(np.array([area.label_at]))[0]
    ink = canvas.palette.text_3 if area.outside else canvas.palette.corridor_text
    width, height = _size(canvas, area.name, AREA_TEXT)
    found = best(canvas.occupancy, _about(float(x), float(y), width, height, 22), worst=0.5)
    if found is not None:
        _write(canvas, area.name, AREA_TEXT, ink, found, canvas.palette.land_focus)


def _waters(canvas: Canvas) -> None:
    """Seas of the atlas first, then those of the base map, the largest first, each name once."""
    named = {one.name for one in canvas.scene.features if one.style != "water"}
    straits = [canvas.frame.to_px(np.array([one.at]))[0] for one in canvas.scene.features if one.style == "strait"]
    own = [(one.name, one.at, 0, True) for one in canvas.scene.features if one.style == "water"]
    key = f"name_{canvas.scene.language.replace('-', '_')}"
    base = [
        (one.get(key) or one["name_en"], one["at"], one["rank"], one["kind"] == "ocean")
        for one in canvas.basemap.waters
    ]
    largest = 2 if canvas.frame.scale > 4000 else 3 if canvas.frame.scale > 2000 else 4
    for name, at, rank, ocean in [*own, *sorted(base, key=lambda one: one[2])]:
        x, y = canvas.frame.to_px(np.array([at]))[0]
        if name in named or rank > largest or not canvas.frame.holds(np.array([x, y]), 10):
            continue
        if any(np.hypot(x - px, y - py) < 45 for px, py in straits):
            continue
        style = OCEAN_TEXT if ocean and rank == 1 else WATER_TEXT
        if has_cjk(name):
            style = Style(style.size - 1)
        width, height = _size(canvas, name, style)
        found = best(canvas.occupancy, _about(float(x), float(y), width, height, 16), worst=0.2)
        if found is not None:
            named.add(name)
            _write(canvas, name, style, canvas.palette.water_text, found, canvas.palette.ocean)


def _countries(canvas: Canvas) -> None:
    """Names of countries, the largest first, where the map has room for them."""
    named = set(canvas.scene.named_countries)
    key = f"name_{canvas.scene.language.replace('-', '_')}"
    for country in sorted(canvas.basemap.countries, key=lambda one: -one.properties["area_km2"]):
        about = country.properties
        if about["code"] in named:
            continue
        pixels = about["area_km2"] * 1e6 / canvas.frame.scale**2
        x, y = canvas.frame.to_px(np.array([(about["label_lon"], about["label_lat"])]))[0]
        if pixels < 200 or not canvas.frame.holds(np.array([x, y]), 5):
            continue
        name = str(about.get(key) or about["name_en"])
        style = COUNTRY_CJK if has_cjk(name) else COUNTRY_TEXT
        width, height = _size(canvas, name, style)
        if pixels < 0.9 * width * height:
            continue
        reach = 26 if pixels > 9000 else 10
        found = best(canvas.occupancy, _about(float(x), float(y), width, height, reach), bias=0.01, worst=0.12)
        if found is not None:
            _write(canvas, name, style, canvas.palette.country_text, found, canvas.palette.land)


def _about(x: float, y: float, width: float, height: float, reach: float) -> Iterable[Box]:
    """Boxes centred on a point, then a little off it."""
    shifts = ((0, 0), (0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -2), (0, 2))
    for dx, dy in shifts:
        cx, cy = x + dx * reach, y + dy * reach * 0.7
        yield cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2
