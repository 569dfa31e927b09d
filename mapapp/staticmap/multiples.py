"""Small multiples: one map for each window, all in the same frame, with one legend and one list of sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, log2

from mapapp.errors import InvalidInputError
from mapapp.scene import Scene
from mapapp.scene.series import Panel, Series
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.column import Section, draw_section, legend_section, sources_section
from mapapp.staticmap.drawing import draw_map, plan_map
from mapapp.staticmap.extent import content
from mapapp.staticmap.figure import build_canvas, draw_foot, draw_title, palette_of, seen_in
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.paper import Paper, lay_out
from mapapp.staticmap.projection import Frame, choose_projection, fit_frame, frame_at
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.staticmap.symbols import draw_symbol
from mapapp.theme import SIZES

Progress = Callable[[int, int], None]
"""Called with the number of steps done and of all steps."""

SMALLEST_PANEL = (190.0, 130.0)
"""Width and height of the smallest map that still says something."""
MOST_DETAILED = 4
"""Panels of which each can show grey places, straits and regions besides its events."""
GAP = 20.0
HEAD = 22.0
BEST_SHAPE = 1.45
"""Width to height of a panel that suits most extents."""
PADDING = (34.0, 34.0, 44.0, 30.0)
PANEL_TITLE = Style(14.0, bold=True)
PANEL_NOTE = Style(12.0)
CHANGE_TEXT = Style(12.5)


@dataclass(frozen=True, slots=True)
class Grid:
    """How panels stand: columns and rows, and the width and height of each map."""

    columns: int
    rows: int
    width: float
    height: float


def small_multiples(series: Series, paper: Paper | None = None, progress: Progress | None = None) -> Sheet:
    """Draw the panels of a series on one sheet; those without events are left out and counted in the subtitle.

    Two windows make a comparison: what changed stands below the maps. Raises InvalidInputError where the panels find
    no room.
    """
    paper = paper or Paper()
    paper.check()
    shown = [panel for panel in series.panels if panel.events] or list(series.panels[:1])
    crowded = len(shown) > MOST_DETAILED
    whole = _plainer(series.whole) if crowded else series.whole
    sheet = Sheet(*paper.pixels, paper.scale, Fonts(whole.language), palette_of(whole, paper).page)
    layout = replace(lay_out(replace(paper, layout="slide", size=paper.pixels)), columns=())
    area = (layout.left, layout.map[1], layout.right, layout.map[3])
    about = build_canvas(whole, sheet, shared_frame(whole, area, paper), paper)
    about = replace(about, scene=seen_in(whole, about.frame))
    sections = _sections(about, area)
    below = max(section.height for section, _, _ in sections)
    changes = _changes(about, shown) if len(shown) == 2 else []
    grid = find_grid(len(shown), (area[0], area[1], area[2], area[3] - below - 14 - 26 * bool(changes)), paper)
    for number, panel in enumerate(shown):
        if progress is not None:
            progress(number, len(shown))
        scene = _plainer(panel.scene) if crowded else panel.scene
        frame = shared_frame(whole, _box(grid, number, area), paper)
        canvas = replace(build_canvas(scene, sheet, frame, paper), is_bare=True, scale_bar=number == 0)
        _draw_panel(canvas, panel)
    if changes:
        _draw_changes(about, changes, area[0], area[3] - below - 12)
    for section, left, width in sections:
        draw_section(about, section, left, area[3] - below, width)
    left_out = len(series.panels) - len(shown)
    said = [whole.sentence, *([about.t("Windows without events, left out: {n}.", n=left_out)] if left_out else [])]
    named = replace(about.scene, sentence=(" " if about.t.language == "en" else "").join(said))
    draw_title(replace(about, scene=named), layout, [])
    draw_foot(about, layout, paper)
    if progress is not None:
        progress(len(shown), len(shown))
    return sheet


def find_grid(count: int, area: Box, paper: Paper) -> Grid:
    """The columns and rows that give the largest maps of a good shape. Raises InvalidInputError where none fits."""
    across, down = area[2] - area[0], area[3] - area[1]
    grids = []
    for columns in range(1, count + 1):
        rows = ceil(count / columns)
        width = (across - GAP * (columns - 1)) / columns
        height = (down - 12 * (rows - 1)) / rows - HEAD
        if width >= SMALLEST_PANEL[0] and height >= SMALLEST_PANEL[1]:
            grids.append(Grid(columns, rows, width, height))
    if not grids:
        size = "x".join(str(part) for part in paper.pixels)
        raise InvalidInputError(
            f"{count} maps do not fit on {size}: choose a longer step, such as --series 5y, a shorter window with "
            "--years, a larger --size, or an animation (.gif, .webp, .mp4)."
        )
    return max(grids, key=lambda grid: min(grid.width / BEST_SHAPE, grid.height) - 0.5 * (grid.columns * grid.rows))


def _box(grid: Grid, number: int, area: Box) -> Box:
    row, column = divmod(number, grid.columns)
    left = area[0] + column * (grid.width + GAP)
    top = area[1] + row * (grid.height + HEAD + 12) + HEAD
    return left, top, left + grid.width, top + grid.height


def _sections(about: Canvas, area: Box) -> list[tuple[Section, float, float]]:
    """The legend and the sources side by side: each with its left edge and its width."""
    across = area[2] - area[0] - GAP
    sources = sources_section(about, about.scene.references, 0.34 * across, 150.0)
    legend_width = across * (0.66 if sources else 1.0)
    found = [(legend_section(about, legend_width), area[0], legend_width)] if about.scene.legend else []
    return [*found, *([(sources, area[0] + legend_width + GAP, 0.34 * across)] if sources else [])]


def _plainer(scene: Scene) -> Scene:
    """A Scene of small maps: without what lies outside its window, straits and named regions."""
    lines = tuple(line for line in scene.lines if not line.outside)
    return replace(scene, outside=(), features=(), areas=(), lines=lines)


def _draw_panel(canvas: Canvas, panel: Panel) -> None:
    sheet, palette, box = canvas.sheet, canvas.palette, canvas.box
    counted = canvas.t.plural("{n} event", "{n} events", panel.events)
    if panel.scene.unlocated:
        counted += canvas.t("; without a place: {n}", n=panel.scene.unlocated)
    title = sheet.fonts.fit(panel.title, PANEL_TITLE, box[2] - box[0] - sheet.text_width(counted, PANEL_NOTE) - 10)
    sheet.text(box[0], box[1] - 6, title, PANEL_TITLE, palette.text_1)
    sheet.text(box[2], box[1] - 6, counted, PANEL_NOTE, palette.text_3, ha="right")
    draw_map(plan_map(canvas, None))


def _changes(about: Canvas, shown: Sequence[Panel]) -> list[tuple[str, int, int]]:
    """For each kind: its id, and how many events it has in the first and in the second window."""
    counts = [Counter(bar.kind for bar in panel.scene.histogram.bars if bar.inside) for panel in shown]
    return [(kind, counts[0][kind], counts[1][kind]) for kind in about.kinds if counts[0][kind] or counts[1][kind]]


def _draw_changes(about: Canvas, changes: Sequence[tuple[str, int, int]], x: float, y: float) -> None:
    """One line: each kind with its numbers before and after."""
    for kind, before, after in changes:
        draw_symbol(about.sheet, about.shape(kind), x + 7, y - 4, SIZES.symbol, about.color(kind), about.palette)
        text = f"{about.kinds[kind].title} {before} → {after}"
        about.sheet.text(x + 18, y, text, CHANGE_TEXT, about.palette.text_1)
        x += 18 + about.sheet.text_width(text, CHANGE_TEXT) + 22


def shared_frame(whole: Scene, box: Box, paper: Paper) -> Frame:
    """The frame in a box that every map of a series has: that of the whole."""
    if whole.center is not None and whole.zoom is not None:
        smaller = min((box[2] - box[0]) / paper.pixels[0], 1.0)
        return frame_at(whole.center, whole.zoom + log2(smaller), box, paper.projection)
    points = content(whole)
    return fit_frame(choose_projection(points, paper.projection), points, box, PADDING)
