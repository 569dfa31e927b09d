"""The ground of the map: ocean, land, tinted countries, hatched regions, lakes, rivers, coast, borders, graticule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import shapely
from matplotlib.path import Path
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from mapapp.basemap import read_basemap
from mapapp.scene import Area
from mapapp.staticmap.basemap import lines_of, project, project_all, rings_of
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.projection import Frame
from mapapp.staticmap.sheet import box_path, polygon_path
from mapapp.theme import MINIMUM_AREA_LAKE, MINIMUM_AREA_LAND, SIZES

Array = NDArray[np.float64]
GRATICULE_TEXT = Style(10.5)
LARGEST_HATCH = 0.24
"""The largest share of the map that a hatched region may cover; a larger one is only named."""
MOST_HATCHED = 3
"""Regions hatched at most; the others are only named."""


@dataclass(frozen=True)
class Land:
    """The base map in a frame, in pixels from the frame's corner: rings, lines, and the countries by code."""

    countries: dict[str, BaseGeometry]
    land: Path
    lakes: Path
    rivers: list[Array]
    borders: list[Array]
    coasts: list[Array]


@lru_cache(maxsize=4)
def land_in(frame: Frame) -> Land:
    """The base map cut to a frame whose corner is (0, 0). Remembered: frames of a series share it."""
    basemap = read_basemap()
    coarsest = 1 if frame.scale > 5000 else 2 if frame.scale > 2500 else 3
    shown = [one for one in basemap.rivers if one.properties["rank"] <= coarsest]
    layers = (basemap.countries, basemap.lakes, shown)
    countries, lakes, rivers = (project_all([one.geometry for one in layer], frame) for layer in layers)
    borders, coasts = project_all([basemap.borders, basemap.coasts], frame)
    return Land(
        countries={one.properties["code"]: shape for one, shape in zip(basemap.countries, countries, strict=True)},
        land=polygon_path(rings_of(countries, MINIMUM_AREA_LAND)),
        lakes=polygon_path(rings_of(lakes, MINIMUM_AREA_LAKE)),
        rivers=lines_of(rivers),
        borders=lines_of(borders),
        coasts=_without_islets(lines_of(coasts)),
    )


def draw_ground(canvas: Canvas) -> None:
    """Draw everything that lies below the evidence."""
    sheet, palette, frame, clip = canvas.sheet, canvas.palette, canvas.frame, canvas.box
    left, top, right, bottom = clip
    ground = land_in(replace(frame, box=(0.0, 0.0, right - left, bottom - top)))
    move = np.array([left, top])
    globe = _globe(frame)
    sheet.fill(box_path(clip), 1, face=palette.ocean if globe is None else palette.page)
    if globe is not None:
        sheet.fill(polygon_path([globe]), 1.1, face=palette.ocean, edge=palette.coast, width=0.8, clip=clip)
    sheet.fill(_moved(ground.land, move), 2, face=palette.land, edge=palette.land, width=0.4, clip=clip)
    _draw_areas(canvas, ground.countries, move)
    rivers, borders, coasts = ([line + move for line in one] for one in (ground.rivers, ground.borders, ground.coasts))
    sheet.lines(rivers, 3, color=palette.coast, width=0.5, clip=clip)
    sheet.fill(_moved(ground.lakes, move), 3.1, face=palette.ocean, edge=palette.coast, width=0.6, clip=clip)
    sheet.lines(borders, 3.2, color=palette.border, width=SIZES.border, clip=clip)
    sheet.lines(coasts, 3.3, color=palette.coast, width=SIZES.coast, clip=clip)


def _moved(path: Path, move: Array) -> Path:
    return Path(np.asarray(path.vertices, dtype=float) + move, path.codes)


def _globe(frame: Frame) -> Array | None:
    """The edge of the globe where the frame shows it; None where the map fills the frame."""
    if frame.projection.family != "eqearth":
        return None
    west, south, east, north = frame.bounds
    lats = np.linspace(south, north, 91)
    sides = [np.column_stack([np.full_like(lats, lon), side]) for lon, side in ((west, lats), (east, lats[::-1]))]
    ring = frame.to_px(np.concatenate(sides))
    return np.concatenate([ring, ring[:1]])


def _without_islets(lines: list[Array]) -> list[Array]:
    return [line for line in lines if np.ptp(line[:, 0]) + np.ptp(line[:, 1]) > 2.4]


def _draw_areas(canvas: Canvas, shapes: dict[str, BaseGeometry], move: Array) -> None:
    """Tint and hatch the first few regions of the atlas that are not too large, and not hatched already."""
    window = canvas.frame.window
    done: list[BaseGeometry] = []
    for area in canvas.scene.areas:
        whole = shapely.make_valid(_shape(area, shapes, canvas.frame, move))
        seen = shapely.intersection(whole, window)
        if seen.is_empty or not (canvas.is_inset or _is_regional(seen.area, whole.area, float(shapely.area(window)))):
            continue
        if any(shapely.intersection(seen, other).area > 0.3 * min(seen.area, other.area) for other in done):
            continue
        slope = 1 if len(done) % 2 == 0 else -1
        done.append(seen)
        color = canvas.palette.outside_fill if area.outside else canvas.palette.region
        if area.countries:
            canvas.sheet.fill(polygon_path(rings_of(seen, 1.2)), 2.1, face=canvas.palette.land_focus, clip=canvas.box)
        hatch = shapely.intersection(_hatch(seen.bounds, slope), seen)
        canvas.sheet.lines(lines_of(hatch), 2.5, color=color, width=0.8, cap="butt", clip=canvas.box)
        if not area.countries:
            canvas.sheet.fill(polygon_path(rings_of(seen)), 2.5, edge=color, width=0.8, clip=canvas.box)
        if len(done) == MOST_HATCHED:
            return


def _is_regional(seen: float, whole: float, window: float) -> bool:
    """True for a region that lies in the frame for the most part and does not fill it."""
    return seen <= LARGEST_HATCH * window and seen >= 0.5 * whole


def _shape(area: Area, shapes: dict[str, BaseGeometry], frame: Frame, move: Array) -> BaseGeometry:
    if area.geometry is not None:
        return project(area.geometry, frame)
    parts = [shapely.make_valid(shapes[code]) for code in area.countries if code in shapes]
    return shapely.transform(shapely.union_all(parts), lambda points: points + move)


def _hatch(bounds: tuple[float, float, float, float], slope: int) -> BaseGeometry:
    """Lines at 45 or -45 degrees over a box, one hatch apart."""
    left, top, right, bottom = bounds
    height = bottom - top
    pitch = SIZES.hatch * np.sqrt(2)
    starts = np.arange(np.floor((left - height) / pitch) * pitch, right + height, pitch)
    ends = ((x, bottom, x + height, top) if slope > 0 else (x, top, x + height, bottom) for x in starts)
    return shapely.MultiLineString([((x0, y0), (x1, y1)) for x0, y0, x1, y1 in ends])


def draw_graticule(canvas: Canvas) -> None:
    """Meridians and parallels, with their degrees inside the frame."""
    frame, palette, sheet = canvas.frame, canvas.palette, canvas.sheet
    step = _step(frame)
    left, top, _, bottom = frame.box
    drawn = []
    labelled: set[tuple[str, bool]] = set()
    for text, line, meridian in _graticule(frame, step):
        seen = shapely.intersection(shapely.LineString(line), frame.window)
        parts = lines_of(seen)
        drawn += parts
        for x, y in (end for part in parts for end in (part[0], part[-1])):
            at_top, at_bottom = abs(y - top) < 0.5, abs(y - bottom) < 0.5
            if canvas.is_bare or (text, at_top) in labelled:
                continue
            if meridian and (at_top or at_bottom):
                labelled.add((text, at_top))
                _frame_label(canvas, text, x, top + 13 if at_top else bottom - 5, "center")
            elif not meridian and abs(x - left) < 0.5:
                _frame_label(canvas, text, left + 5, y + 3.6, "left")
    sheet.lines(drawn, 4, color=palette.graticule, width=SIZES.graticule, clip=frame.box)


def _frame_label(canvas: Canvas, text: str, x: float, y: float, align: str) -> None:
    width = canvas.sheet.text_width(text, GRATICULE_TEXT)
    start = x - width / 2 if align == "center" else x
    box = (start - 2, y - 9, start + width + 2, y + 3)
    left, top, right, bottom = canvas.box
    if box[0] < left + 2 or box[2] > right - 2 or box[1] < top or box[3] > bottom:
        return
    if canvas.occupancy.hard_share(box) > 0:
        return
    canvas.occupancy.take((box[0] - 6, box[1], box[2] + 6, box[3]))
    canvas.sheet.text(
        start,
        y,
        text,
        GRATICULE_TEXT,
        canvas.palette.text_3,
        31,
        halo=canvas.palette.ocean,
        halo_width=2.5,
        clip=canvas.box,
    )


_STEPS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0)


def _step(frame: Frame) -> float:
    """Degrees between parallels, so that they lie about 120 pixels apart."""
    wanted = 120 * frame.scale / 111_000
    return min(_STEPS, key=lambda step: abs(np.log(step / wanted)))


def _step_across(frame: Frame, step: float) -> float:
    """Degrees between meridians: as between parallels, but at least 40 pixels apart at the frame's highest latitude."""
    _, south, _, north = frame.bounds
    nearest = min(max(abs(south), abs(north)), 90 - step)
    apart = 111_000 * np.cos(np.radians(nearest)) / frame.scale
    return next((one for one in _STEPS if one >= step and one * apart >= 40), 30.0)


def _graticule(frame: Frame, step: float) -> Iterator[tuple[str, Array, bool]]:
    """Each line of the graticule: its degrees in words, its pixels, and whether it is a meridian."""
    west, south, east, north = frame.bounds
    lats = np.linspace(max(south, -90 + step), min(north, 90 - step), 90)
    across = _step_across(frame, step)
    for lon in np.arange(np.ceil(west / across) * across, east + 1e-9, across):
        turned = (lon + 180) % 360 - 180
        line = frame.to_px(np.column_stack([np.full_like(lats, lon), lats]))
        if np.isfinite(line).all():
            yield degrees_text(turned, "E", "W"), line, True
    lons = np.linspace(west, east, 180)
    for lat in np.arange(np.ceil(south / step) * step, north + 1e-9, step):
        line = frame.to_px(np.column_stack([lons, np.full_like(lons, lat)]))
        if abs(lat) < 90 and np.isfinite(line).all():
            yield degrees_text(lat, "N", "S"), line, False


def degrees_text(value: float, positive: str, negative: str) -> str:
    """10.0 -> "10°E"."""
    number = f"{abs(value):.2f}".rstrip("0").rstrip(".")
    if abs(value) < 1e-9 or (positive == "E" and abs(abs(value) - 180) < 1e-9):
        return f"{number}°"
    return f"{number}°{positive if value > 0 else negative}"
