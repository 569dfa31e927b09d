"""The sheet of paper: a list of what stands on it, in CSS pixels from the top left corner.

Everything is drawn through it, so that text is never parsed (an atlas's "$" is a dollar) and sizes mean the same in
PNG, SVG and PDF. `pixels` makes a picture of it, `artists` a matplotlib Figure for the formats of vectors.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from mapapp.staticmap.fonts import Fonts, Style, printable

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""
Side = Literal["left", "center", "right"]
Cap = Literal["round", "butt"]

HAIR = "\u200a"


@dataclass(frozen=True, slots=True)
class Outline:
    """A filled path with an edge ("none" is no colour), or lines: a path without a face. `dash` is in pixels."""

    path: Path
    z: float
    face: str
    edge: str
    width: float
    alpha: float | None = None
    clip: Box | None = None
    dash: tuple[float, ...] | None = None
    cap: Cap = "butt"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text with its baseline at (x, y); `width` is its own in pixels, `rotation` in degrees.

    The halo reaches `halo_width` pixels beyond the letters.
    """

    x: float
    y: float
    text: str
    width: float
    style: Style
    color: str
    z: float
    ha: Side
    rotation: float
    halo: str | None
    halo_width: float
    clip: Box | None


class Sheet:
    """A page of `width` by `height` CSS pixels (1/96 inch), `scale` device pixels to one of them in PNG."""

    def __init__(self, width: float, height: float, scale: float, fonts: Fonts, page: str) -> None:
        self.fonts, self.page = fonts, page
        self.width, self.height, self.scale = width, height, scale
        self._items: list[Outline | Words] = []
        self._lift = 0.0

    @property
    def items(self) -> list[Outline | Words]:
        """What stands on the sheet, the lowest first."""
        return sorted(self._items, key=lambda one: one.z)

    def raised(self, by: float) -> Sheet:
        """The same sheet, on which everything is drawn `by` higher, above what is there."""
        copied = copy(self)
        copied._lift = self._lift + by
        return copied

    def fill(self, path: Path, z: float, *, face: str = "none", edge: str = "none", width: float = 0.0,
             alpha: float | None = None, clip: Box | None = None) -> None:  # fmt: skip
        """Fill a path and stroke its edge."""
        self._items.append(Outline(path, z + self._lift, face, edge if width else "none", width, alpha, clip))

    def lines(self, lines: Sequence[Array], z: float, *, color: str, width: float, dash: Sequence[float] | None = None,
              alpha: float | None = None, clip: Box | None = None, cap: Cap = "round") -> None:  # fmt: skip
        """Stroke lines, each an array of shape (n, 2). `dash` is in pixels."""
        if len(lines):
            dashes = None if dash is None else tuple(dash)
            path = lines_path(lines)
            self._items.append(Outline(path, z + self._lift, "none", color, width, alpha, clip, dashes, cap))

    def text(self, x: float, y: float, text: str, style: Style, color: str, z: float = 30, *, ha: Side = "left",
             rotation: float = 0.0, halo: str | None = None, halo_width: float = 3.0, clip: Box | None = None,
             ) -> None:  # fmt: skip
        """Write one line with its baseline at `y`. The halo is drawn apart: text stays text in SVG and PDF."""
        text = printable(text)
        if text:
            shown, width = HAIR.join(text.upper()) if style.spaced else text, self.text_width(text, style)
            line = Words(x, y, shown, width, style, color, z + self._lift, ha, rotation, halo, halo_width, clip)
            self._items.append(line)

    def text_width(self, text: str, style: Style) -> float:
        """Width of a line of text as `text` draws it."""
        return self.fonts.extent(HAIR.join(text.upper()) if style.spaced else text, style).width


def lines_path(lines: Sequence[Array]) -> Path:
    """One path of several open lines, drawn as it is: matplotlib would thin out what is long."""
    starts = np.cumsum([0, *(len(line) for line in lines[:-1])])
    vertices = np.concatenate(lines)
    codes = np.full(len(vertices), Path.LINETO, dtype=np.uint8)
    codes[starts] = Path.MOVETO
    path = Path(vertices, codes)
    path.should_simplify = False
    return path


def polygon_path(rings: Iterable[Array]) -> Path:
    """One compound path of closed rings; inner rings run the other way round."""
    vertices, codes = [], []
    for ring in rings:
        vertices.append(ring)
        code = np.full(len(ring), Path.LINETO, dtype=np.uint8)
        code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
        codes.append(code)
    if not vertices:
        return Path(np.empty((0, 2)))
    return Path(np.concatenate(vertices), np.concatenate(codes))


def box_path(box: Box, radius: float = 0.0) -> Path:
    """A rectangle, with round corners where `radius` is not 0."""
    x0, y0, x1, y1 = box
    if radius == 0:
        return Path([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)
    turn = np.linspace(0, np.pi / 2, 7)
    corners = ((x1 - radius, y1 - radius, 0), (x0 + radius, y1 - radius, 1), (x0 + radius, y0 + radius, 2),
               (x1 - radius, y0 + radius, 3))  # fmt: skip
    points = [
        (cx + radius * np.cos(angle + quarter * np.pi / 2), cy + radius * np.sin(angle + quarter * np.pi / 2))
        for cx, cy, quarter in corners
        for angle in turn
    ]
    return Path([*points, points[0]], closed=True)
