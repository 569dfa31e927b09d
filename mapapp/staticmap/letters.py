"""The outlines of lines of text, remembered: those of a line in a font are the same wherever it stands.

matplotlib lays out every line anew each time that it is drawn, twice where it has a halo; most of the time of a
picture went there.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from mapapp.staticmap.fonts import Fonts, opened
from mapapp.staticmap.sheet import Words

_TO_PATH = TextToPath()
_GLYPHS: OrderedDict[str, Any] = OrderedDict()
_ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}


def outlines(words: Words, fonts: Fonts) -> Path:
    """The outlines of a line of text at a size of 100, its start at (0, 0), upwards."""
    return _remembered(words.text, *fonts.files(words.style, words.text))


def placed(words: Words, unit: float, x: float, y: float) -> Affine2D:
    """From outlines to where a text stands: at (x, y), upwards, with `unit` to a pixel of the sheet."""
    start = -words.width * unit * _ALIGNED[words.ha]
    turned = Affine2D().scale(words.style.size * unit / 100).translate(start, 0).rotate_deg(words.rotation)
    return turned.translate(x, y)


@lru_cache(maxsize=1024)  # of 8 kB each
def _remembered(text: str, *files: str) -> Path:
    font = opened(*files)
    glyphs, shapes, _ = _TO_PATH.get_glyphs_with_font(font, text, glyph_map=_GLYPHS)
    font.clear()  # else it keeps every glyph that it ever loaded
    parts = [(*shapes[glyph], (x, y)) for glyph, x, y, _ in glyphs if len(shapes[glyph][0])]
    if not parts:
        return Path([(0.0, 0.0)])
    vertices = np.concatenate([points + at for points, _, at in parts])
    return Path(vertices, np.concatenate([codes for _, codes, _ in parts]), readonly=True)
