"""Symbols of kinds: unit paths with y downwards, drawn solid (as cited), open (inferred) or grey (outside)."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from mapapp.staticmap.fonts import Style
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.theme import SIZES, Palette

Array = NDArray[np.float64]


def _regular(corners: int, turn: float) -> Array:
    angle = np.radians(turn) + np.arange(corners) * 2 * np.pi / corners
    return np.column_stack([np.cos(angle), np.sin(angle)])


_SHAPES: dict[str, Array] = {
    "circle": _regular(40, 0) * 0.95,
    "arrowhead": np.array([[1.2, 0.0], [-1.0, -0.95], [-0.5, 0.0], [-1.0, 0.95]]),
    "diamond": _regular(4, 0) * 1.2,
    "square": _regular(4, 45) * 1.25,
    "triangle": _regular(3, 90) * 1.25,
    "pentagon": _regular(5, -90) * 1.15,
}


def symbol_path(shape: str, x: float, y: float, radius: float) -> Path:
    """The closed outline of a symbol; an unknown shape is a circle."""
    points = _SHAPES.get(shape, _SHAPES["circle"]) * radius + (x, y)
    return Path(np.concatenate([points, points[:1]]), closed=True)


def draw_symbol(
    sheet: Sheet, shape: str, x: float, y: float, radius: float, color: str, palette: Palette, *, open_: bool = False,
    z: float = 20.0, clip: Box | None = None,
) -> None:  # fmt: skip
    """A symbol with its halo: solid, or open (the halo's fill and a coloured edge)."""
    path = symbol_path(shape, x, y, radius)
    sheet.fill(path, z, face=palette.halo, edge=palette.halo, width=2 * SIZES.mark_halo, clip=clip)
    if open_:
        inner = symbol_path(shape, x, y, radius - 0.4)
        sheet.fill(inner, z + 0.1, face=palette.halo, edge=color, width=SIZES.open_edge, clip=clip)
    else:
        sheet.fill(path, z + 0.1, face=color, clip=clip)


def draw_ordinal(sheet: Sheet, number: int, x: float, y: float, shape: str, color: str, palette: Palette, *,
                 open_: bool = False, selected: bool = False, radius: float = SIZES.meeting,
                 z: float = 21.0) -> None:  # fmt: skip
    """A mark of a series with its number inside."""
    radius = SIZES.selected if selected else radius
    draw_symbol(sheet, shape, x, y, radius, color, palette, open_=open_, z=z)
    if selected:
        draw_ring(sheet, x, y, radius, palette, z)
    style = Style((11.5 if number < 100 else 9.0) * radius / SIZES.meeting, bold=True)
    ink = color if open_ else palette.halo
    sheet.text(x, y + style.size * 0.35, str(number), style, ink, z + 0.2, ha="center")


def draw_ring(sheet: Sheet, x: float, y: float, radius: float, palette: Palette, z: float) -> None:
    """The ring of a selected mark."""
    sheet.fill(symbol_path("circle", x, y, (radius + 5) / 0.95), z - 0.1, edge=palette.text_1, width=2.0)


def arrow_head(tip: Array, direction: Array, size: float) -> Path:
    """A notched arrowhead of length `size` with its tip at `tip`, pointing along the unit vector `direction`."""
    across = np.array([-direction[1], direction[0]])
    back = tip - direction * size
    points = [tip, back + across * size * 0.42, back + direction * size * 0.25, back - across * size * 0.42, tip]
    return Path(np.array(points), closed=True)
