"""The paper of a printed map: its size, theme and layout, and where things stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from mapapp.errors import InvalidInputError
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.projection import Family
from mapapp.staticmap.sheet import Box
from mapapp.theme import PALETTES, ThemeName
from mapapp.when import parse_span

LayoutName = Literal["slide", "column", "page"]

SIZES: dict[LayoutName, tuple[int, int]] = {"slide": (1600, 1000), "column": (640, 1240), "page": (794, 1123)}
"""Width and height in CSS pixels (1/96 inch): a slide of 8 to 5, a column of 17 cm, a page of A4."""
SMALLEST = (480, 360)
LARGEST = 8000
"""Pixels on a side, before scaling; and twice that after it."""
MOST_PIXELS = 100_000_000
ONE_LINE_FOOT, TWO_LINE_FOOT = 1500, 760
"""Sheets at least this wide have one line below the map, or two, others four."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a snapshot is printed on, and how.

    `size` is in CSS pixels (None: that of the layout), `scale` the device pixels to one of them in PNG; `theme` None
    is light, or dark where the View is; `layout` None is a slide whose text goes where the size has room for it;
    `projection` None is chosen by the extent; `date` (a day, YYYY-MM-DD) is printed as the day on which the map was
    made, and makes the bytes differ from day to day.
    """

    size: tuple[int, int] | None = None
    scale: float = 1.0
    theme: ThemeName | None = None
    layout: LayoutName | None = None
    projection: Family | None = None
    date: str | None = None

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in CSS pixels."""
        return self.size or SIZES[self.layout or "slide"]

    def check(self) -> None:
        """Raise InvalidInputError for what cannot be drawn."""
        for name, value, known in (
            ("theme", self.theme, tuple(PALETTES)),
            ("layout", self.layout, get_args(LayoutName)),
            ("projection", self.projection, get_args(Family)),
        ):
            if value is not None and value not in known:
                raise InvalidInputError(f"{name} {value!r} is unknown; known are {', '.join(known)}.")
        width, height = self.pixels
        if width < SMALLEST[0] or height < SMALLEST[1]:
            raise InvalidInputError(f"{width}x{height} is too small for a map; at least {SMALLEST[0]}x{SMALLEST[1]}.")
        if not 0.25 <= self.scale <= 8:
            raise InvalidInputError(f"scale {self.scale:g} is not between 0.25 and 8.")
        side, area = max(self.pixels) * self.scale, width * height * self.scale**2
        if max(self.pixels) > LARGEST or side > 2 * LARGEST or area > MOST_PIXELS:
            raise InvalidInputError(
                f"{width}x{height} at scale {self.scale:g} is too large; at most {LARGEST} pixels a side and "
                f"{MOST_PIXELS // 10**6} million in all. PDF and SVG need no scale."
            )
        if self.date is not None:
            parse_span(self.date)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on the sheet."""

    map: Box
    columns: tuple[Box, ...]
    title: Style
    subtitle: Style
    left: float
    right: float
    foot: float
    foot_lines: int
    legend_below: bool


def lay_out(paper: Paper) -> Layout:
    """The layout of a sheet: text beside the map on a wide one, below it on a tall one, none where it is small."""
    width, height = paper.pixels
    margin = 34.0 if width >= 1000 else 20.0
    title = Style(34.0 if width >= 1200 else 26.0 if width >= 700 else 22.0, bold=True, serif=True)
    subtitle = Style(16.5 if width >= 1000 else 13.5)
    top = margin + title.size * 0.72 + subtitle.size * 1.6 + 13
    foot = height - margin * 0.55
    foot_lines = 1 if width >= ONE_LINE_FOOT else 2 if width >= TWO_LINE_FOOT else 4
    bottom = foot - 6 - 16 * foot_lines
    columns: tuple[Box, ...] = ()
    right = width - margin
    upright = paper.layout in ("column", "page")
    below_map = False
    if not upright and width >= 1000 and width >= 1.15 * height:
        column = min(max(0.243 * width, 320), 420)
        columns = ((right - column, top, right, bottom),)
        right -= column + 26
    elif (upright and height >= 700) or (height >= 1.15 * width and height >= 900):
        below = top + min(0.62 * (width - 2 * margin) * min(1.25, height / width), 0.55 * (bottom - top))
        count = 1 if paper.layout == "column" else max(int((width - 2 * margin) // 340), 1)
        across = (width - 2 * margin - 24 * (count - 1)) / count
        lefts = [margin + number * (across + 24) for number in range(count)]
        columns = tuple((left, below + 22, left + across, bottom) for left in lefts)
        bottom, below_map = below, True
    edges = (margin, width - margin)
    return Layout((margin, top, right, bottom), columns, title, subtitle, *edges, foot, foot_lines, below_map)
