"""The printed map of an archive: counts by cell as circles, with their sum by year and by kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

import mapapp
from mapapp.basemap import read_basemap
from mapapp.errors import InvalidInputError
from mapapp.files import write_whole
from mapapp.language import translator
from mapapp.staticmap.basemap import lines_of, project, project_all, rings_of
from mapapp.staticmap.figure import projection_words
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.output import PICTURES, render
from mapapp.staticmap.paper import Paper
from mapapp.staticmap.projection import Frame, choose_projection, fit_frame
from mapapp.staticmap.sheet import Box, Sheet, box_path, polygon_path
from mapapp.theme import MINIMUM_AREA_LAKE, MINIMUM_AREA_LAND, PALETTES, Palette, ThemeName

_TITLE, _SUBTITLE, _TEXT, _FINE, _NUMERAL = (
    Style(30, bold=True, serif=True), Style(15.5), Style(13), Style(11), Style(11, bold=True),
)  # fmt: skip
_FOOT = 64.0
_BARS = 110.0


@dataclass(frozen=True)
class CountMap:
    """Counts in cells: `places` (n, 2) in degrees, `counts` (n, kinds); `kinds` are (title, colour); `bars` by bin.

    `bars` are (label of the bin, in the window, count) in order of time. `facts` go into the file.
    """

    title: str
    subtitle: str
    places: NDArray[np.float64]
    counts: NDArray[np.int64]
    kinds: tuple[tuple[str, str], ...]
    bars: tuple[tuple[str, bool, int], ...]
    credits: str
    facts: dict[str, str]
    language: str


def write_counts(shown: CountMap, path: Path, size: tuple[int, int], theme: ThemeName = "print") -> None:
    """Draw counts and write them as .png, .svg or .pdf. Raises InvalidInputError, OutputError."""
    if path.suffix.lower() not in PICTURES:
        raise InvalidInputError(
            f"{path.name!r} is no snapshot of an archive: its name must end in {', '.join(PICTURES)}."
        )
    Paper(size).check()
    palette = PALETTES[theme]
    sheet = Sheet(*size, 1.0, Fonts(shown.language), palette.page)
    width, height = size
    box: Box = (34.0, 84.0, width - 34.0, height - _FOOT - _BARS)
    some = shown.places if len(shown.places) else np.array([[-180.0, 0.0], [180.0, 0.0]])
    projection = choose_projection(some)
    frame = fit_frame(projection, some, box, (40, 40, 40, 40))
    room = box[2] - box[0]
    sheet.text(box[0], 46, sheet.fonts.fit(shown.title, _TITLE, room), _TITLE, palette.text_1)
    sheet.text(box[0], 72, sheet.fonts.fit(shown.subtitle, _SUBTITLE, room), _SUBTITLE, palette.text_2)
    _draw_ground(sheet, frame, palette)
    _draw_cells(sheet, frame, palette, shown)
    _draw_bars(sheet, palette, shown, (box[0], box[3] + 16, box[2], height - _FOOT + 4))
    _draw_legend(sheet, palette, shown, box[0], height - 38, room)
    foot = f"{projection_words(projection, translator(shown.language))} {shown.credits}"
    sheet.text(box[0], height - 14, sheet.fonts.fit(foot, _FINE, room), _FINE, palette.text_2)
    said = {"Title": shown.title, "Software": f"mapapp {mapapp.__version__}", "Copyright": shown.credits}
    facts = said | shown.facts
    write_whole(path, render(sheet, facts, shown.language, path.suffix.lower()))


def _draw_ground(sheet: Sheet, frame: Frame, palette: Palette) -> None:
    base, clip = read_basemap(), frame.box
    sheet.fill(box_path(clip), 1, face=palette.ocean)
    countries, lakes = (project_all([one.geometry for one in layer], frame) for layer in (base.countries, base.lakes))
    land = rings_of(countries, MINIMUM_AREA_LAND)
    sheet.fill(polygon_path(land), 2, face=palette.land, clip=clip)
    sheet.fill(polygon_path(rings_of(lakes, MINIMUM_AREA_LAKE)), 3, face=palette.ocean, clip=clip)
    sheet.lines(lines_of(project(base.borders, frame)), 3.2, color=palette.border, width=0.7, clip=clip)
    sheet.lines(lines_of(project(base.coasts, frame)), 3.3, color=palette.coast, width=0.8, clip=clip)


def _draw_cells(sheet: Sheet, frame: Frame, palette: Palette, shown: CountMap) -> None:
    """One circle a cell, its area the number of events, its colour the kind that is most frequent there."""
    totals = shown.counts.sum(axis=1) if len(shown.places) else np.zeros(0)
    if not totals.size or not totals.max():
        return
    pixels = frame.to_px(shown.places)
    radii = np.maximum(1.5, 20 * np.sqrt(totals / totals.max()))
    for i in np.argsort(-totals, kind="stable"):
        if not totals[i] or not np.isfinite(pixels[i]).all():
            continue
        x, y = pixels[i]
        color = shown.kinds[int(shown.counts[i].argmax())][1]
        circle = Outline.circle((float(x), float(y)), float(radii[i]))
        sheet.fill(circle, 10, face=color, edge=palette.halo, width=0.8, alpha=0.9, clip=frame.box)
        text = short_number(int(totals[i]))
        if radii[i] * 2 > sheet.text_width(text, _NUMERAL) + 6:
            sheet.text(float(x), float(y) + 4, text, _NUMERAL, "#FFFFFF", 11, ha="center", clip=frame.box)


def short_number(n: int) -> str:
    """A number in at most five characters: 950, 1.2k, 35k, 4.1M."""
    for size, letter in ((1_000_000_000, "G"), (1_000_000, "M"), (1000, "k")):
        if n >= size:
            part = n / size
            return f"{part:.1f}{letter}" if part < 9.95 else f"{part:.0f}{letter}"
    return str(n)


def _draw_bars(sheet: Sheet, palette: Palette, shown: CountMap, box: Box) -> None:
    """The histogram: the window dark, what lies outside pale, first and last bin and the highest count labelled."""
    left, top, right, bottom = box
    most = max((n for _, _, n in shown.bars), default=0)
    if not most:
        return
    pitch = (right - left) / len(shown.bars)
    base, room = bottom - 16, bottom - top - 34
    for i, (_, inside, n) in enumerate(shown.bars):
        height = n / most * room
        x = left + i * pitch
        bar = box_path((x + pitch * 0.08, base - height, x + pitch * 0.92, base))
        sheet.fill(bar, 10, face=palette.text_2 if inside else palette.edge)
    sheet.lines([np.array([[left, base], [right, base]])], 11, color=palette.text_3, width=1)
    sheet.text(left, base + 14, shown.bars[0][0], _FINE, palette.text_2)
    sheet.text(right, base + 14, shown.bars[-1][0], _FINE, palette.text_2, ha="right")
    at = max(range(len(shown.bars)), key=lambda i: shown.bars[i][2])
    label = f"{shown.bars[at][0]}: {most:,}"
    half = sheet.text_width(label, _FINE) / 2
    middle = min(max(left + (at + 0.5) * pitch, left + half), right - half)
    sheet.text(middle, base - room - 4, label, _FINE, palette.text_2, ha="center")


def _draw_legend(sheet: Sheet, palette: Palette, shown: CountMap, x: float, y: float, room: float) -> None:
    end = x + room
    sums = shown.counts.sum(axis=0) if len(shown.places) else np.zeros(len(shown.kinds), np.int64)
    for (title, color), n in zip(shown.kinds, sums, strict=True):
        text = f"{title} {int(n):,}"
        wide = sheet.text_width(text, _TEXT) + 34
        if not n or x + wide > end:
            continue
        sheet.fill(Outline.circle((x + 6, y - 4.5), 5.5), 10, face=color)
        sheet.text(x + 16, y, text, _TEXT, palette.text_1)
        x += wide
