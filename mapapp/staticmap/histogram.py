"""The small histogram: events of the whole record by year and kind, the window, and the eras."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np

from mapapp.scene import Bar, EraBand
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.sheet import Box, box_path

HISTOGRAM_HEIGHT = 106.0
_BARS = 64.0
_TALLEST = 9.0
_PALE = 0.38
AXIS_TEXT = Style(11.0)
TAG_TEXT = Style(11.5, bold=True)
ERA_TEXT = Style(11.0)


class _Axis:
    """Decimal years to pixels."""

    def __init__(self, canvas: Canvas, box: Box) -> None:
        histogram = canvas.scene.histogram
        self.first, self.last = float(histogram.first), float(histogram.last + histogram.step)
        self.left, self.right = box[0] + 2, box[2] - 2
        self.bin = (self.right - self.left) * histogram.step / (self.last - self.first)

    def x(self, year: float) -> float:
        """Pixel of a decimal year, kept on the axis."""
        share = (year - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


def draw_histogram(canvas: Canvas, box: Box) -> None:
    """Draw bars, window, axis and eras from the top of `box` down."""
    axis = _Axis(canvas, box)
    base = box[1] + _BARS
    _draw_window(canvas, axis, box[1], base)
    _draw_bars(canvas, axis, base)
    line = np.array([(box[0], base), (box[2], base)])
    canvas.sheet.lines([line], 31, color=canvas.palette.text_3, width=1.0, cap="butt")
    _draw_years(canvas, axis, base)
    _draw_eras(canvas, axis, base + 22)


def _draw_window(canvas: Canvas, axis: _Axis, top: float, base: float) -> None:
    start, end = canvas.scene.histogram.window
    x0 = axis.left if start is None else axis.x(start)
    x1 = axis.right if end is None else axis.x(end)
    canvas.sheet.fill(box_path((x0, top, x1, base)), 29, face=canvas.palette.accent, alpha=0.08)
    ends = [np.array([(x, top), (x, base)]) for x, year in ((x0, start), (x1, end)) if year is not None]
    canvas.sheet.lines(ends, 32, color=canvas.palette.accent, width=1.6, cap="butt")


def _draw_bars(canvas: Canvas, axis: _Axis, base: float) -> None:
    years: dict[int, list[Bar]] = defaultdict(list)
    for bar in canvas.scene.histogram.bars:
        years[bar.year].append(bar)
    palette = canvas.palette
    heights = sorted(len(bars) for bars in years.values())
    tallest = min(heights[-1], max(12, 2 * heights[-2] if len(heights) > 1 else 0))
    unit = min(_TALLEST, (_BARS - 12) / tallest)
    width = max(min(axis.bin - 1.2, 9.0), 1.5)
    for year, bars in years.items():
        middle = axis.x(year) + axis.bin / 2
        height = min(unit, unit * tallest / len(bars))
        gap = 1.0 if height > 3 else 0.0
        for number, bar in enumerate(bars):
            top = base - (number + 1) * height
            _draw_bar(canvas, bar, (middle - width / 2, top + gap, middle + width / 2, top + height))
        if len(bars) > tallest:  # one busy year must not flatten the others: it is cut, and says so
            count = str(len(bars))
            canvas.sheet.text(
                middle, base - unit * tallest - 3, count, AXIS_TEXT, palette.text_2, 34, ha="center", halo=palette.page
            )


def _draw_bar(canvas: Canvas, bar: Bar, box: Box) -> None:
    color, alpha = canvas.color(bar.kind), None if bar.inside else _PALE
    if not bar.soft:
        canvas.sheet.fill(box_path(box), 30, face=color, alpha=alpha)
        return
    canvas.sheet.fill(box_path(box), 30, face=canvas.palette.page, edge=color, width=0.8, alpha=alpha)
    height = box[3] - box[1]
    starts = np.arange(box[0] - height, box[2], 3.0)
    hatch = [np.array([(x, box[3]), (x + height, box[1])]) for x in starts]
    canvas.sheet.lines(hatch, 30.1, color=color, width=1.1, alpha=alpha, cap="butt", clip=box)


def _draw_years(canvas: Canvas, axis: _Axis, base: float) -> None:
    """Labels of the axis, without those that the tags of the window cover; ticks at each label."""
    histogram, palette = canvas.scene.histogram, canvas.palette
    taken: list[tuple[float, float]] = []
    ends = [
        (year, text) for year, text in zip(histogram.window, histogram.window_labels, strict=True) if year is not None
    ]
    if histogram.window_labels[0] == histogram.window_labels[1]:
        ends = [(year + histogram.step / 2, text) for year, text in ends[:1]]
    for number, (year, text) in enumerate(ends):
        width = canvas.sheet.text_width(text, TAG_TEXT) + 10
        x = min(max(axis.x(year), axis.left + width / 2), axis.right - width / 2)
        if number and taken and x - width / 2 < taken[-1][1] + 2:
            x = min(taken[-1][1] + 2 + width / 2, axis.right - width / 2)
        box = (x - width / 2, base + 2, x + width / 2, base + 17)
        canvas.sheet.fill(box_path(box, 2), 33, face=palette.accent)
        canvas.sheet.text(x, base + 13.5, text, TAG_TEXT, palette.accent_ink, 34, ha="center")
        taken.append((box[0], box[2]))
    span = axis.last - axis.first
    step = min((1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10**4, 10**5), key=lambda s: abs(span / s - 6))
    for year in range(int(np.ceil(axis.first / step) * step), int(axis.last) + 1, step):
        x = axis.x(year) + (axis.bin / 2 if histogram.step == 1 else 0)
        half = canvas.sheet.text_width(str(year), AXIS_TEXT) / 2 + 3
        clear = all(x + half < left or x - half > right for left, right in taken)
        if clear and axis.left <= x - half + 3 and x + half - 3 <= axis.right:
            canvas.sheet.text(x, base + 13.5, str(year), AXIS_TEXT, palette.text_3, ha="center")
            canvas.sheet.lines([np.array([(x, base), (x, base + 3)])], 31, color=palette.text_3, width=1.0)


def era_edges(eras: tuple[EraBand, ...]) -> list[tuple[float | None, float | None]]:
    """Start and end of each era as drawn: two that share a year are cut in its middle."""
    edges = [[era.start, era.end] for era in eras]
    for before, after in pairwise(edges):
        if before[1] is not None and after[0] is not None and after[0] < before[1]:
            before[1] = after[0] = (before[1] + after[0]) / 2
    return [(edge[0], edge[1]) for edge in edges]


def _draw_eras(canvas: Canvas, axis: _Axis, top: float) -> None:
    palette, sheet = canvas.palette, canvas.sheet
    eras = canvas.scene.histogram.eras
    for number, (era, (start, end)) in enumerate(zip(eras, era_edges(eras), strict=True)):
        x0 = axis.left if start is None else axis.x(start)
        x1 = axis.right if end is None else axis.x(end)
        if x1 - x0 < 2:
            continue
        face = palette.era_1 if number % 2 == 0 else palette.era_2
        sheet.fill(box_path((x0, top, x1 - 1, top + 16)), 30, face=face)
        full = f"{era.numeral} {era.title}"
        text = next((one for one in (full, era.numeral) if sheet.text_width(one, ERA_TEXT) < x1 - x0 - 12), "")
        sheet.text(x0 + 6, top + 12, text, ERA_TEXT, palette.text_1, 31)
        if end is None:
            chevron = np.array([(x1 - 8, top + 4), (x1 - 4, top + 8), (x1 - 8, top + 12)])
            sheet.lines([chevron], 31, color=palette.text_1, width=1.2)


def histogram_note(canvas: Canvas) -> str:
    """What the bars, the eras and their signs mean, naming only what is there."""
    t, histogram = canvas.t, canvas.scene.histogram
    eras = t(", ").join(f"{era.numeral} {era.title}" for era in histogram.eras)
    parts = [eras + t(".")] if eras else []
    parts.append(t("One block an event.") if histogram.step == 1 else t("Bars of {n} years.", n=histogram.step))
    if any(bar.soft for bar in histogram.bars):
        parts.append(t("Hatched: uncertain date."))
    if any(not bar.inside for bar in histogram.bars):
        parts.append(t("Pale: outside the window."))
    return (" " if t.language == "en" else "").join(parts)
