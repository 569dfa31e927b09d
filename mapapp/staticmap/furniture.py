"""What stands on the map besides the map: legend, scale bar, frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely import get_coordinates, segmentize

from mapapp.scene import LegendEntry, Line, Point, Scene
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.projection import Frame
from mapapp.staticmap.sheet import Box, Sheet, box_path
from mapapp.staticmap.symbols import arrow_head, draw_ordinal, draw_symbol, symbol_path
from mapapp.theme import DASH_ILLUSTRATIVE, DASH_OPEN_STOPS, SIZES

Array = NDArray[np.float64]
HEAD_TEXT = Style(12.5, bold=True)
ENTRY_TEXT = Style(12.5)
SCALE_TEXT = Style(11.0)
PITCH = 20.0
_KEY = 46.0
_MARKS = ("ordinal", "kind", "open", "outside")


def lines_in_frame(scene: Scene, frame: Frame) -> list[Line]:
    """The routes and corridors of which at least a part lies in the frame."""

    def seen(line: Line) -> bool:
        pixels = frame.to_px(get_coordinates(segmentize(line.geometry, 1.0)))
        return any(frame.holds(pixel) for pixel in pixels)

    return [line for line in scene.lines if seen(line)]


def legend_in_frame(scene: Scene, frame: Frame) -> tuple[LegendEntry, ...]:
    """The entries of the legend for what lies in the frame."""

    def seen(points: Iterable[Point]) -> bool:
        pixels = frame.to_px(np.array(list(points)).reshape(-1, 2))
        return any(frame.holds(pixel) for pixel in pixels)

    marks = [mark for spot in scene.spots if seen([spot.at]) for mark in spot.marks]
    styles = {line.style for line in lines_in_frame(scene, frame) if not line.outside}
    shown = {
        "open": any(mark.open for mark in marks),
        "outside": seen(ghost.at for ghost in scene.outside) or any(line.outside for line in scene.lines),
        "corridor": "corridor" in styles,
        "lane": "illustrative" in styles,
        "strait": seen(one.at for one in scene.features if one.style == "strait"),
        "region": seen(area.label_at for area in scene.areas if area.label_at),
    }
    kinds = {(mark.kind, mark.ordinal is not None) for mark in marks}

    def kept(entry: LegendEntry) -> bool:
        if entry.symbol in ("kind", "ordinal"):
            return (entry.kind, entry.symbol == "ordinal") in kinds
        return shown.get(entry.symbol, True)

    return tuple(entry for entry in scene.legend if kept(entry))


def legend_size(sheet: Sheet, entries: Sequence[LegendEntry], box: Box) -> tuple[float, float] | None:
    """Width and height of the legend; None where there is nothing to explain or the map is too small for it."""
    if not entries:
        return None
    width = max(entry_width(sheet, entry) for entry in entries) + 24
    divided = any(entry.symbol in _MARKS for entry in entries) and any(entry.symbol not in _MARKS for entry in entries)
    height = len(entries) * PITCH + 34 + (8 if divided else 0)
    if width > 0.45 * (box[2] - box[0]) or width * height > 0.25 * (box[2] - box[0]) * (box[3] - box[1]):
        return None
    return width, height


def entry_width(sheet: Sheet, entry: LegendEntry) -> float:
    """Width of an entry with its sign."""
    return _KEY + sheet.text_width(entry.text, ENTRY_TEXT)


def draw_entry(canvas: Canvas, entry: LegendEntry, x: float, y: float) -> None:
    """An entry with its baseline at `y`."""
    _draw_key(canvas, entry, x, y - 4)
    canvas.sheet.text(x + _KEY, y, entry.text, ENTRY_TEXT, canvas.palette.text_1, 42)


def draw_legend(canvas: Canvas, box: Box) -> None:
    """Draw the legend in its box."""
    sheet, palette = canvas.sheet, canvas.palette
    sheet.fill(box_path(box), 40, face=palette.panel, edge=palette.text_2, width=0.8)
    x, y = box[0] + 12, box[1] + 21
    sheet.text(x, y, canvas.t("Legend"), HEAD_TEXT, palette.text_1, 42)
    y += 4
    before: LegendEntry | None = None
    for entry in canvas.scene.legend:
        if before is not None and before.symbol in _MARKS and entry.symbol not in _MARKS:
            sheet.lines([np.array([(x, y + 8), (box[2] - 12, y + 8)])], 41, color=palette.rule, width=1)
            y += 8
        y += PITCH
        draw_entry(canvas, entry, x, y)
        before = entry


def _draw_key(canvas: Canvas, entry: LegendEntry, x: float, y: float) -> None:
    """The sign of one entry, in a cell from `x` of the width of a key, about the height `y`."""
    sheet, palette = canvas.sheet, canvas.palette
    middle, shape, color = x + 17, canvas.shape(entry.kind), canvas.color(entry.kind)
    line = np.array([(x, y), (x + 34, y)])
    if entry.symbol == "ordinal":
        numbers = [mark.ordinal for spot in canvas.scene.spots for mark in spot.marks if mark.ordinal is not None]
        draw_ordinal(sheet, max(numbers, default=1), middle, y, shape, color, palette, z=42)
    elif entry.symbol in ("kind", "open"):
        draw_symbol(sheet, shape, middle, y, SIZES.symbol, color, palette, open_=entry.symbol == "open", z=42)
    elif entry.symbol == "outside":
        sheet.fill(symbol_path(shape, middle, y, SIZES.symbol), 42, face=palette.outside_fill)
        sheet.fill(symbol_path(shape, middle, y, SIZES.symbol), 42.1, edge=palette.outside, width=1.2)
    elif entry.symbol in ("arc", "arc-open"):
        _draw_arc_key(canvas, entry, x, y)
    elif entry.symbol == "corridor":
        sheet.lines([line], 42, color=palette.corridor, width=SIZES.corridor, alpha=0.5, cap="butt")
        sheet.lines([line], 42.1, color=palette.corridor_text, width=1.3, dash=(0.1, 4))
    elif entry.symbol == "lane":
        sheet.lines([line], 42, color=palette.lane, width=SIZES.lane, dash=DASH_ILLUSTRATIVE, cap="butt")
    elif entry.symbol == "strait":
        sheet.fill(symbol_path("square", middle, y, 3.2), 42, face=palette.halo, edge=palette.lane, width=1.4)
    else:
        _draw_region_key(canvas, (x, y - 6, x + 34, y + 6))


def _draw_arc_key(canvas: Canvas, entry: LegendEntry, x: float, y: float) -> None:
    color, stated = canvas.color(entry.kind), entry.symbol == "arc"
    t = np.linspace(0, 1, 20)
    path = np.column_stack([x + 30 * t, y + 5 - 10 * np.sin(np.pi * t * 0.75)])
    dash = None if stated else DASH_OPEN_STOPS
    canvas.sheet.lines([path[:-2]], 42, color=color, width=SIZES.arc, dash=dash, cap="butt")
    step = path[-1] - path[-4]
    head = arrow_head(path[-1] + step / 3, step / np.hypot(*step), SIZES.arc_head)
    face = color if stated else canvas.palette.halo
    canvas.sheet.fill(head, 42.1, face=face, edge=color, width=0.4 if stated else 1.3)


def _draw_region_key(canvas: Canvas, box: Box) -> None:
    sheet, palette = canvas.sheet, canvas.palette
    sheet.fill(box_path(box), 42, face=palette.land_focus, edge=palette.region, width=0.8)
    hatch = [np.array([(x, box[3]), (x + 12, box[1])]) for x in np.arange(box[0] - 12, box[2], SIZES.hatch * 1.4)]
    sheet.lines(hatch, 42.1, color=palette.region, width=0.8, cap="butt", clip=box)


def draw_scale_bar(canvas: Canvas) -> None:
    """A bar of a round number of kilometres, true in the middle of the map, in a free corner or along a free edge."""
    frame, palette, sheet = canvas.frame, canvas.palette, canvas.sheet
    left, top, right, bottom = canvas.box
    if frame.projection.family == "eqearth":
        return  # the scale of a world map differs from place to place
    middle = np.array([((left + right) / 2 - 50, (top + bottom) / 2), ((left + right) / 2 + 50, (top + bottom) / 2)])
    west, east = frame.to_degrees(middle)
    metres = abs(Geod(ellps="WGS84").inv(*west, *east)[2]) / 100
    wanted = min(130, max(70, (right - left) / 5)) * metres / 1000
    km = max((n for n in _round_numbers() if n <= wanted), default=0.1)
    length = km * 1000 / metres
    texts = ["0", f"{km / 2:g}" if length >= 90 else "", canvas.t("{n} km", n=f"{km:g}")]
    width = length + sheet.text_width(texts[2], SCALE_TEXT)
    across = np.linspace(right - width - 30, left + 24, 9)
    places = [(float(x), y) for y in (bottom - 34, top + 40) for x in (across[0], across[-1], *across[1:-1])]
    boxes = [(x - 8, y - 18, x + width + 6, y + 10) for x, y in places]
    x, y = places[int(np.argmin([canvas.occupancy.hard_share(box) for box in boxes]))]
    canvas.occupancy.take((x - 8, y - 18, x + width + 6, y + 10))
    marks: Sequence[float] = (x, x + length / 2, x + length)
    sheet.fill(box_path((x, y, x + length / 2, y + 4)), 35, face=palette.text_2)
    sheet.fill(box_path((x, y, x + length, y + 4)), 35, edge=palette.text_2, width=1.0)
    if frame.projection.family == "tmerc":  # elsewhere north is another way at each end of the map
        _draw_north(canvas, x + width - 4, y - 26)
    for mark, text in zip(marks, texts, strict=True):
        start = mark - sheet.text_width(text.split(" ")[0], SCALE_TEXT) / 2
        sheet.text(start, y - 5, text, SCALE_TEXT, palette.text_2, 35, halo=palette.ocean, halo_width=2.5)


def _draw_north(canvas: Canvas, x: float, y: float) -> None:
    sheet, palette = canvas.sheet, canvas.palette
    box = (x - 9, y - 30, x + 9, y)
    if canvas.occupancy.hard_share(box) > 0:
        return
    canvas.occupancy.take(box)
    sheet.fill(arrow_head(np.array([x, y - 17]), np.array([0.0, -1.0]), 15.0), 35, face=palette.text_2)
    sheet.text(x, y - 20, canvas.t("N"), SCALE_TEXT, palette.text_2, 35, ha="center", halo=palette.ocean)


def _round_numbers() -> list[float]:
    return [digit * 10.0**power for power in range(-1, 5) for digit in (1, 2, 5)]


def draw_frame(canvas: Canvas) -> None:
    """The line around the map."""
    canvas.sheet.fill(box_path(canvas.box), 50, edge=canvas.palette.text_2, width=1.0)
