"""Colours of kinds of events for print: told apart in grey, and by eyes that mix up hues.

Kinds keep their hue and the order of their lightness, but their lightness is spread evenly between nearly black and
the lightest that still stands out from paper. Two kinds that differ in lightness differ for every reader and every
copying machine.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mapapp.scene import KindStyle

Array = NDArray[np.float64]

DARKEST, LIGHTEST = 14.0, 60.0
"""CIE lightness of the darkest and the lightest ink; 60 has a contrast of 3 to 1 with white paper."""

_TO_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
                    [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = _TO_XYZ.sum(axis=1)
_KNEE = 6.0 / 29.0


def print_inks(kinds: Iterable[KindStyle]) -> dict[str, str]:
    """An ink (`#RRGGBB`) for each kind, by its id."""
    labs = {kind.id: lab_of(kind.color) for kind in kinds}
    order = sorted(labs, key=lambda one: (labs[one][0], one))
    steps = np.linspace(DARKEST, LIGHTEST, len(order)) if len(order) > 1 else [(DARKEST + LIGHTEST) / 2][: len(order)]
    return {kind: _printable(float(light), labs[kind][1:]) for kind, light in zip(order, steps, strict=True)}


def lab_of(color: str) -> Array:
    """CIE L*a*b* (white D65) of a colour `#RRGGBB`."""
    coded = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    ratio = _TO_XYZ @ linear / _WHITE
    x, y, z = np.where(ratio > _KNEE**3, np.cbrt(ratio), ratio / (3 * _KNEE**2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def _printable(light: float, hue: Array) -> str:
    """The most vivid colour of a lightness and a hue (its a* and b*) that a screen can show."""
    for share in np.linspace(1.0, 0.0, 41):
        linear = _linear(light, hue * share)
        if (linear >= -1e-9).all() and (linear <= 1 + 1e-9).all():
            break
    clipped = np.clip(linear, 0, 1)
    coded = np.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(part * 255):02X}" for part in coded)


def _linear(light: float, hue: Array) -> Array:
    y = (light + 16) / 116
    parts = np.array([y + hue[0] / 500, y, y - hue[1] / 200])
    ratio = np.where(parts > _KNEE, parts**3, 3 * _KNEE**2 * (parts - 4 / 29))
    return np.asarray(np.linalg.solve(_TO_XYZ, ratio * _WHITE))
