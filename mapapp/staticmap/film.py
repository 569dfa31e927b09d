"""The frames of an animation: one map a window in the frame of the whole, with its year large and the record below."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mapapp.scene import Scene
from mapapp.scene.series import Panel, Series
from mapapp.staticmap.drawing import draw_map, plan_map
from mapapp.staticmap.extent import build_frame
from mapapp.staticmap.figure import build_canvas, draw_foot, palette_of, seen_in
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.furniture import draw_legend, legend_size
from mapapp.staticmap.histogram import HISTOGRAM_HEIGHT, draw_histogram
from mapapp.staticmap.multiples import shared_frame
from mapapp.staticmap.paper import Layout, Paper, lay_out
from mapapp.staticmap.projection import Frame
from mapapp.staticmap.sheet import Box, Sheet

FILM_SIZE = (1280, 800)
"""Width and height of a frame in CSS pixels, where no size is asked for."""
SMALLEST_FOR_HISTOGRAM = 560
YEAR_SIZE = 44.0


def film_frames(series: Series, paper: Paper) -> Iterator[Sheet]:
    """A sheet for each window of a series. Raises InvalidInputError for paper that cannot be drawn on."""
    paper = replace(paper, size=paper.size or FILM_SIZE)
    paper.check()
    layout = _layout(paper)
    sheet = _sheet(series.whole, paper)
    frame = shared_frame(series.whole, layout.map, paper)
    whole = seen_in(series.whole, frame)
    legend = None
    if whole.center is None or whole.zoom is None:
        size = legend_size(sheet, whole.legend, layout.map)
        frame, legend = build_frame(whole, layout.map, size, family=paper.projection)
    for panel in series.panels:
        yield _draw(panel, whole, frame, legend, layout, paper)


def _sheet(scene: Scene, paper: Paper) -> Sheet:
    return Sheet(*paper.pixels, paper.scale, Fonts(scene.language), palette_of(scene, paper).page)


def _layout(paper: Paper) -> Layout:
    """Title and year above the map, the record of all years below it."""
    layout = lay_out(replace(paper, layout=None))
    left, top, _, bottom = layout.map
    below = HISTOGRAM_HEIGHT + 10 if paper.pixels[1] >= SMALLEST_FOR_HISTOGRAM else 0.0
    return replace(layout, map=(left, top, layout.right, bottom - below), columns=(), legend_below=False)


def _draw(panel: Panel, whole: Scene, frame: Frame, legend: Box | None, layout: Layout, paper: Paper) -> Sheet:
    sheet = _sheet(whole, paper)
    arcs = tuple(replace(arc, letter="", label=arc.label.removeprefix(arc.letter).strip()) for arc in panel.scene.arcs)
    scene = replace(panel.scene, legend=whole.legend, arcs=arcs)  # no list beside the map that letters would lead to
    canvas = build_canvas(scene, sheet, frame, paper)
    if legend is not None:  # drawn from the whole, so that it is the same in every frame
        canvas.occupancy.take(legend)
        draw_legend(replace(canvas, scene=whole), legend)
    draw_map(replace(plan_map(canvas, None), inset=None))
    palette, right = canvas.palette, layout.right
    year = Style(YEAR_SIZE, bold=True, serif=True)
    width = sheet.text_width(panel.title, year)
    year = replace(year, size=YEAR_SIZE * min(1.0, 0.45 * (right - layout.left) / width))
    width = sheet.text_width(panel.title, year)
    sheet.text(right, layout.map[1] - 14, panel.title, year, palette.accent, ha="right")
    room, below = right - layout.left - width - 24, layout.map[1] - 13
    title = sheet.fonts.fit(whole.title, layout.title, room)
    sheet.text(layout.left, below - layout.subtitle.size * 1.6, title, layout.title, palette.text_1)
    said = sheet.fonts.fit(scene.sentence, layout.subtitle, room)
    sheet.text(layout.left, below, said, layout.subtitle, palette.text_2)
    bottom = layout.map[3]
    if paper.pixels[1] >= SMALLEST_FOR_HISTOGRAM and scene.histogram.bars:
        draw_histogram(canvas, (layout.left, bottom + 8, right, bottom + 8 + HISTOGRAM_HEIGHT))
    draw_foot(replace(canvas, scene=whole), layout, paper)
    return sheet
