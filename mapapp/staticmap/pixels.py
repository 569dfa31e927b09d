"""A sheet as pixels, drawn by matplotlib's AGG renderer without its figures, axes and artists.

Those take a third of a second to import and as long again to draw what a sheet holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgba
from matplotlib.transforms import Affine2D, Bbox
from PIL import Image

from mapapp.staticmap.fonts import Fonts
from mapapp.staticmap.letters import outlines, placed
from mapapp.staticmap.sheet import Box, Outline, Sheet, Words, box_path


def image_of(sheet: Sheet) -> Image.Image:
    """The sheet as a picture, `scale` device pixels to each of its own."""
    width, height = (round(side * sheet.scale) for side in (sheet.width, sheet.height))
    renderer: Any = RendererAgg(width, height, 72.0)  # type: ignore[no-untyped-call]
    place = Affine2D().scale(sheet.scale, -sheet.scale).translate(0, height)
    ground = Outline(box_path((0.0, 0.0, sheet.width, sheet.height)), 0.0, sheet.page, "none", 0.0)
    for item in (ground, *sheet.items):
        if isinstance(item, Outline):
            _draw_outline(renderer, item, place, sheet.scale)
        else:
            _draw_words(renderer, item, sheet.fonts, place, sheet.scale)
    return Image.fromarray(np.asarray(renderer.buffer_rgba())).convert("RGB")


def _draw_outline(renderer: Any, item: Outline, place: Affine2D, scale: float) -> None:
    gc = _context(renderer, item.clip, place)
    gc.set_alpha(item.alpha)
    gc.set_foreground(item.edge)
    gc.set_linewidth(item.width * scale if item.edge != "none" else 0.0)
    gc.set_capstyle(item.cap)
    if item.dash is not None:
        gc.set_dashes(0, [part * scale for part in item.dash])
    face = None if item.face == "none" else to_rgba(item.face, item.alpha)
    renderer.draw_path(gc, item.path, place, face)


def _draw_words(renderer: Any, words: Words, fonts: Fonts, place: Affine2D, scale: float) -> None:
    gc = _context(renderer, words.clip, place)
    gc.set_snap(False)  # snapped to pixels, the strokes of an I or a 二 would merge
    path, where = outlines(words, fonts), placed(words, scale, *place.transform((words.x, words.y)))
    if words.halo is not None:
        gc.set_foreground(words.halo)
        gc.set_linewidth(2 * words.halo_width * scale)
        renderer.draw_path(gc, path, where, None)
    gc.set_linewidth(0.0)
    renderer.draw_path(gc, path, where, to_rgba(words.color))


def _context(renderer: Any, clip: Box | None, place: Affine2D) -> Any:
    """How something is drawn: joined round, and only inside a box."""
    gc = renderer.new_gc()
    gc.set_joinstyle("round")
    if clip is not None:
        left, top, right, bottom = clip
        gc.set_clip_rectangle(Bbox(place.transform([(left, bottom), (right, top)])))
    return gc
