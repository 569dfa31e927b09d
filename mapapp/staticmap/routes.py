"""Routes and corridors of the atlas: wide schematic bands, dashed illustrative lanes, plain lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import Line
from mapapp.staticmap.basemap import lines_of, project
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.curves import cut, length_of
from mapapp.staticmap.symbols import arrow_head
from mapapp.theme import DASH_ILLUSTRATIVE, SIZES

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Route:
    """A line of the Scene in pixels, with the colour of its label."""

    line: Line
    paths: tuple[Array, ...]
    color: str
    ink: str


def build_routes(canvas: Canvas) -> list[Route]:
    """The lines of a Scene that are in the frame."""
    palette = canvas.palette
    found = []
    for line in canvas.scene.lines:
        paths = tuple(path for path in lines_of(project(line.geometry, canvas.frame)) if length_of(path) > 2)
        if paths:
            color = palette.corridor if line.style == "corridor" else palette.lane
            ink = palette.corridor_text if line.style == "corridor" else palette.lane
            grey = palette.outside if line.outside else None
            found.append(Route(line, paths, grey or color, grey or ink))
    return found


def draw_routes(canvas: Canvas, routes: list[Route]) -> None:
    """Draw corridors below lanes."""
    for route in routes:
        if route.line.style == "corridor":
            _draw_corridor(canvas, route)
    for route in routes:
        if route.line.style != "corridor":
            _draw_lane(canvas, route)


def _draw_corridor(canvas: Canvas, route: Route) -> None:
    sheet, clip = canvas.sheet, canvas.box
    directed = route.line.directed
    bodies = [*route.paths[:-1], cut(route.paths[-1], 0, SIZES.corridor_head * 0.7 if directed else 0)]
    width = 2 * SIZES.corridor / 2
    sheet.lines(bodies, 5, color=route.color, width=width, alpha=0.5, cap="butt", clip=clip)
    sheet.lines(bodies, 5.1, color=route.ink, width=1.3, dash=(0.1, 4), clip=clip)
    if directed:
        end = route.paths[-1]
        sheet.fill(arrow_head(end[-1], _direction(end), SIZES.corridor_head * 1.15), 5.2, face=route.color, clip=clip)


def _draw_lane(canvas: Canvas, route: Route) -> None:
    sheet, clip = canvas.sheet, canvas.box
    dash = DASH_ILLUSTRATIVE if route.line.style == "illustrative" else None
    sheet.lines(route.paths, 6, color=canvas.palette.halo, width=SIZES.lane + 2.4, alpha=0.6, clip=clip)
    end = route.paths[-1]
    bodies = [*route.paths[:-1], cut(end, 0, 6) if route.line.directed else end]
    sheet.lines(bodies, 6.1, color=route.color, width=SIZES.lane, dash=dash, cap="butt", clip=clip)
    if route.line.directed:
        sheet.fill(arrow_head(end[-1], _direction(end), 10), 6.2, face=route.color, clip=clip)


def _direction(path: Array) -> Array:
    back = cut(path, max(length_of(path) - 12, 0), 0)
    step = path[-1] - back[0]
    return np.asarray(step / (float(np.hypot(*step)) or 1.0))
