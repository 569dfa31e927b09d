"""The sheet of paper: a matplotlib Figure whose one Axes counts CSS pixels from the top left corner.

Everything is drawn through it, so that text is never parsed (an atlas's "$" is a dollar) and sizes mean the same in
PNG, SVG and PDF.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from mapapp.staticmap.fonts import Fonts, Style, printable
from mapapp.staticmap.letters import Lettering

Array = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""

HAIR = "\u200a"
_POINT = 0.75


class Sheet:
    """A page of `width` by `height` CSS pixels (1/96 inch), `scale` device pixels to one of them in PNG."""

    def __init__(self, width: float, height: float, scale: float, fonts: Fonts, page: str) -> None:
        self.fonts = fonts
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 96, height / 96), dpi=96 * scale, facecolor=page)
        self._axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.autoscale(False)
        self._lift = 0.0

    def raised(self, by: float) -> Sheet:
        """The same sheet, on which everything is drawn `by` higher, above what is there."""
        copied = copy(self)
        copied._lift = self._lift + by
        return copied

    def _add(self, artist: Artist, clip: Box | None) -> None:
        artist.set_zorder(artist.get_zorder() + self._lift)
        artist.set_transform(self._axes.transData)
        self._axes.add_artist(artist)
        if clip is None:
            artist.set_clip_on(False)
        else:
            artist.set_clip_path(Path(_corners(clip), closed=True), self._axes.transData)

    def fill(self, path: Path, z: float, *, face: str = "none", edge: str = "none", width: float = 0.0,
             alpha: float | None = None, clip: Box | None = None) -> None:  # fmt: skip
        """Fill a path and stroke its edge."""
        patch = PathPatch(path, facecolor=face, edgecolor=edge, linewidth=width * _POINT, alpha=alpha, zorder=z)
        patch.set_joinstyle("round")
        self._add(patch, clip)

    def lines(self, lines: Sequence[Array], z: float, *, color: str, width: float, dash: Sequence[float] | None = None,
              alpha: float | None = None, clip: Box | None = None, cap: Any = "round") -> None:  # fmt: skip
        """Stroke lines, each an array of shape (n, 2). `dash` is in pixels."""
        style: Any = "solid" if dash is None else (0, tuple(part / width for part in dash))
        collection = LineCollection(
            list(lines),
            colors=color,
            linewidths=width * _POINT,
            linestyles=[style],
            alpha=alpha,
            zorder=z,
            capstyle=cap,
        )
        collection.set_joinstyle("round")
        self._add(collection, clip)

    def text(self, x: float, y: float, text: str, style: Style, color: str, z: float = 30, *, ha: Any = "left",
             rotation: float = 0.0, halo: str | None = None, halo_width: float = 3.0, clip: Box | None = None,
             ) -> None:  # fmt: skip
        """Write one line with its baseline at `y`. The halo is drawn apart: text stays text in SVG and PDF."""
        text = printable(text)
        if not text:
            return
        shown = HAIR.join(text.upper()) if style.spaced else text
        letters = Lettering(
            x, y, shown, self.text_width(text, style), halo, halo_width * _POINT + 1, zorder=z, ha=ha,
            rotation=rotation, fontproperties=self.fonts.properties(style, shown), color=color,
        )  # fmt: skip
        self._add(letters, clip)

    def text_width(self, text: str, style: Style) -> float:
        """Width of a line of text as `text` draws it."""
        return self.fonts.extent(HAIR.join(text.upper()) if style.spaced else text, style).width


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
    if radius == 0:
        return Path(_corners(box), closed=True)
    x0, y0, x1, y1 = box
    turn = np.linspace(0, np.pi / 2, 7)
    corners = ((x1 - radius, y1 - radius, 0), (x0 + radius, y1 - radius, 1), (x0 + radius, y0 + radius, 2),
               (x1 - radius, y0 + radius, 3))  # fmt: skip
    points = [
        (cx + radius * np.cos(angle + quarter * np.pi / 2), cy + radius * np.sin(angle + quarter * np.pi / 2))
        for cx, cy, quarter in corners
        for angle in turn
    ]
    return Path([*points, points[0]], closed=True)


def _corners(box: Box) -> list[tuple[float, float]]:
    x0, y0, x1, y1 = box
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
