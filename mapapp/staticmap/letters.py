"""Text as an artist of the sheet: real text in PDF, outlines in pictures of pixels, where they are remembered.

matplotlib lays out every line anew each time that it is drawn, twice where it has a halo; most of the time of a
picture went there. The outlines of a line in a font are the same wherever it stands.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

_TO_PATH = TextToPath()
_ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


class Lettering(Text):
    """One line of text with its baseline at (x, y) and, where it has one, a halo around it.

    `width` is that of the line in pixels, `halo_width` that of the halo's stroke in points.
    """

    def __init__(
        self, x: float, y: float, text: str, width: float, halo: str | None, halo_width: float, **style: Any
    ) -> None:
        super().__init__(x, y, text, va="baseline", rotation_mode="anchor", parse_math=False, **style)
        self.width, self._halo, self._halo_width = width, halo, halo_width

    def draw(self, renderer: Any) -> None:
        """Draw the halo and the text."""
        on_pixels = isinstance(renderer, RendererAgg)
        if not on_pixels and self._halo is None:
            super().draw(renderer)
            return
        gc = renderer.new_gc()
        if self.get_clip_on():
            gc.set_clip_path(self.get_clip_path())
        gc.set_snap(False)  # snapped to pixels, the strokes of an I or a 二 would merge
        path, place = _outlines(self.get_text(), self.get_fontproperties()), self._place(renderer)
        if self._halo is not None:
            self._draw_halo(renderer, gc, path, place)
        if on_pixels:
            gc.set_linewidth(0)
            renderer.draw_path(gc, path, place, to_rgba(self.get_color()))
        gc.restore()
        if not on_pixels:
            super().draw(renderer)

    def _draw_halo(self, renderer: Any, gc: Any, path: Path, place: Any) -> None:
        gc.set_foreground(self._halo)
        gc.set_linewidth(renderer.points_to_pixels(self._halo_width))
        gc.set_joinstyle("round")
        renderer.draw_path(gc, path, place, None)

    def _place(self, renderer: Any) -> Affine2D:
        """From the outlines (for a size of `_TO_PATH.FONT_SCALE`) to where the text stands."""
        place: Any = self.get_transform()
        x, y = place.transform(self.get_position())
        unit = renderer.points_to_pixels(1.0)
        scale = float(self.get_fontsize()) * unit / _TO_PATH.FONT_SCALE
        start = -self.width * 0.75 * unit * _ALIGNED[self.get_horizontalalignment()]
        return Affine2D().scale(scale).translate(start, 0).rotate_deg(self.get_rotation()).translate(x, y)


def _outlines(text: str, font: FontProperties) -> Path:
    face: tuple[Any, ...] = (font.get_file(), tuple(font.get_family()), font.get_style(), font.get_weight())
    return _remembered(text, *face)


@lru_cache(maxsize=4096)
def _remembered(text: str, file: str | None, family: tuple[str, ...], style: Any, weight: Any) -> Path:
    font = FontProperties(fname=file) if file else FontProperties(family=list(family), style=style, weight=weight)
    vertices, codes = _TO_PATH.get_text_path(font, text)
    return Path(vertices, codes, readonly=True) if len(vertices) else Path([(0.0, 0.0)])
