"""A sheet as a matplotlib Figure, for the formats of vectors and for notebooks: one Axes that counts its pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.transforms import Bbox, TransformedBbox

from mapapp.staticmap.fonts import Fonts
from mapapp.staticmap.letters import outlines, placed
from mapapp.staticmap.sheet import Outline, Sheet, Words

POINT = 0.75
"""Points of 1/72 inch to a CSS pixel."""


def figure_of(sheet: Sheet) -> Figure:
    """The sheet as a Figure."""
    figure = Figure(figsize=(sheet.width / 96, sheet.height / 96), dpi=96 * sheet.scale, facecolor=sheet.page)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(sheet.height, 0)
    axes.autoscale(False)
    for item in sheet.items:
        artist: Artist = _patch(item) if isinstance(item, Outline) else Lettering(item, sheet.fonts)
        artist.set_transform(axes.transData)
        axes.add_artist(artist)
        if item.clip is None:
            artist.set_clip_on(False)
        else:
            artist.set_clip_path(None)
            artist.set_clip_box(TransformedBbox(Bbox(np.reshape(item.clip, (2, 2))), axes.transData))
    return figure


def _patch(item: Outline) -> PathPatch:
    dash: Any = "solid" if item.dash is None else (0, tuple(part / item.width for part in item.dash))
    return PathPatch(
        item.path, facecolor=item.face, edgecolor=item.edge, linewidth=item.width * POINT, linestyle=dash,
        alpha=item.alpha, zorder=item.z, joinstyle="round", capstyle=item.cap,
    )  # fmt: skip


class Lettering(Text):
    """One line of text: real text in PDF, outlines in pictures of pixels, with its halo drawn apart."""

    def __init__(self, words: Words, fonts: Fonts) -> None:
        super().__init__(
            words.x, words.y, words.text, va="baseline", ha=words.ha, rotation=words.rotation,
            rotation_mode="anchor", parse_math=False, zorder=words.z, color=words.color,
            fontproperties=fonts.properties(words.style, words.text),
        )  # fmt: skip
        self._words, self._fonts = words, fonts

    def draw(self, renderer: Any) -> None:
        """Draw the halo and the text."""
        on_pixels = isinstance(renderer, RendererAgg)
        if on_pixels or self._words.halo is not None:
            self._draw_outlines(renderer, on_pixels)
        if not on_pixels:
            super().draw(renderer)

    def _draw_outlines(self, renderer: Any, filled: bool) -> None:
        gc, words = renderer.new_gc(), self._words
        if self.get_clip_on():
            gc.set_clip_rectangle(self.get_clip_box())
        gc.set_snap(False)
        transform: Any = self.get_transform()
        unit = renderer.points_to_pixels(POINT)
        path = outlines(words, self._fonts)
        where = placed(words, unit, *transform.transform((words.x, words.y)))
        if words.halo is not None:
            gc.set_foreground(words.halo)
            gc.set_linewidth(2 * words.halo_width * POINT)
            gc.set_joinstyle("round")
            renderer.draw_path(gc, path, where, None)
        if filled:
            gc.set_linewidth(0)
            renderer.draw_path(gc, path, where, to_rgba(words.color))
        gc.restore()
