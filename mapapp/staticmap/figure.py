"""The printed map: a Scene on a sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mapapp.basemap import read_basemap
from mapapp.language import Translator, translator
from mapapp.language.dates import span_words
from mapapp.scene import Scene, Spot
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.column import draw_column
from mapapp.staticmap.drawing import Plan, draw_map, plan_map
from mapapp.staticmap.extent import build_frame
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.furniture import legend_in_frame, legend_size, lines_in_frame
from mapapp.staticmap.inks import print_inks
from mapapp.staticmap.inset import crowd_of
from mapapp.staticmap.labels import Occupancy
from mapapp.staticmap.paper import Layout, Paper, lay_out
from mapapp.staticmap.projection import Frame, Projection
from mapapp.staticmap.sheet import Sheet
from mapapp.theme import PALETTES, Palette, ThemeName
from mapapp.when import parse_span

ROOM_FOR_INSET = ((0.0, 0.0), (0.0, 70.0), (0.0, 140.0), (120.0, 0.0), (240.0, 0.0))
"""Pixels by which the map gives way at its right and its bottom, tried in this order."""
FOOT_TEXT = Style(11.5)


def draw_sheet(scene: Scene, paper: Paper | None = None) -> Sheet:
    """Draw a Scene on a sheet of paper. Raises InvalidInputError for paper on which it cannot be drawn."""
    paper = paper or Paper()
    paper.check()
    sheet = Sheet(*paper.pixels, paper.scale, Fonts(scene.language), palette_of(scene, paper).page)
    layout = lay_out(paper)
    plan = _plan_with_room(scene, sheet, layout, paper)
    draw_map(plan)
    draw_title(plan.canvas, layout, plan.away)
    draw_column(plan.canvas, layout.columns, legend=layout.legend_below)
    draw_foot(plan.canvas, layout, paper)
    return sheet


def theme_of(scene: Scene, paper: Paper) -> ThemeName:
    """The theme that is asked for, else light, or dark where the View is."""
    return paper.theme or ("dark" if scene.theme == "dark" else "light")


def palette_of(scene: Scene, paper: Paper) -> Palette:
    """The colours of the sheet."""
    return PALETTES[theme_of(scene, paper)]


def inks_of(scene: Scene, paper: Paper) -> dict[str, str]:
    """The colour of each kind of events, by its id."""
    theme = theme_of(scene, paper)
    if theme == "print":
        return print_inks(scene.kinds)
    return {kind.id: kind.color_dark if theme == "dark" else kind.color for kind in scene.kinds}


def build_canvas(scene: Scene, sheet: Sheet, frame: Frame, paper: Paper) -> Canvas:
    """What the parts of a map need to draw themselves in a frame."""
    theme, inks = theme_of(scene, paper), inks_of(scene, paper)
    kinds = {kind.id: kind for kind in scene.kinds}
    t = translator(scene.language)
    return Canvas(scene, sheet, frame, PALETTES[theme], inks, read_basemap(), Occupancy(frame.box), kinds, t)


def _plan_with_room(scene: Scene, sheet: Sheet, layout: Layout, paper: Paper) -> Plan:
    """The plan of the map. Where places crowd, the map gives way until an inset that shows them larger has room."""
    box = layout.map
    scene = seen_in(scene, build_frame(scene, box, None, family=paper.projection)[0])
    legend = None if layout.legend_below else legend_size(sheet, scene.legend, box)
    plans: list[Plan] = []
    for extra in ROOM_FOR_INSET:
        frame, corner = build_frame(scene, box, legend, extra, paper.projection)
        plans.append(plan_map(build_canvas(scene, sheet, frame, paper), corner))
        if plans[-1].inset is not None or crowd_of(plans[0].clusters) is None or scene.zoom is not None:
            return plans[-1]
    return plans[0]


def seen_in(scene: Scene, frame: Frame) -> Scene:
    """A Scene whose legend and list of routes hold only what lies in the frame."""
    lines = {line.place for line in lines_in_frame(scene, frame)}
    listings = (
        replace(one, rows=tuple(row for row in one.rows if row.about in lines)) if one.id == "routes" else one
        for one in scene.listings
    )
    return replace(scene, legend=legend_in_frame(scene, frame), listings=tuple(listings))


def draw_title(canvas: Canvas, layout: Layout, away: list[Spot]) -> None:
    """The atlas's title with the window, and what the map shows in words."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    room = layout.right - layout.left
    below = layout.map[1] - 13
    y = below - layout.subtitle.size * 1.6
    sizes = (replace(layout.title, size=layout.title.size * share) for share in (1.0, 0.92, 0.85, 0.78, 0.7))
    style = next((one for one in sizes if sheet.text_width(scene.title, one) <= room), None)
    style = style or replace(layout.title, size=layout.title.size * 0.7)
    sheet.text(layout.left, y, sheet.fonts.fit(scene.title, style, room), style, palette.text_1)
    fits = (text for n in (3, 2, 1) if sheet.text_width(text := subtitle(scene, away, n, t), layout.subtitle) <= room)
    said = next(fits, scene.sentence)
    sheet.text(layout.left, below, sheet.fonts.fit(said, layout.subtitle, room), layout.subtitle, palette.text_2)


def subtitle(scene: Scene, away: Sequence[Spot], most: int, t: Translator) -> str:
    """What the map shows in words, with at most so many names of places outside the frame."""
    if not away:
        return scene.sentence
    names = t(", ").join(spot.name for spot in away[:most])
    if len(away) > most:
        names = t("{names} and {n} more", names=names, n=len(away) - most)
    outside = t("Outside the frame: {places}.", places=names)
    return f"{scene.sentence} {outside}" if t.language == "en" else scene.sentence + outside


def draw_foot(canvas: Canvas, layout: Layout, paper: Paper) -> None:
    """Credits, projection, the day where it is wanted, and the view string: on one line, or on two or four."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    room = layout.right - layout.left
    view = t("mapapp view: {view}", view=scene.view)
    gap = "" if t.language != "en" else " "
    projection = projection_words(canvas.frame.projection, t)
    if paper.date is not None:
        made = t("Made on {date}.", date=span_words(*parse_span(paper.date), t))
        projection = gap.join([projection, made])
    said = gap.join(scene.credits)
    if layout.foot_lines == 1:
        rows = [(gap.join([projection, said]), view)]
    elif layout.foot_lines == 2:
        rows = [(said, ""), (projection, view)]
    else:
        wrapped = [*sheet.fonts.wrap(said, FOOT_TEXT, room, most=2), ""]
        rows = [(wrapped[0], ""), (wrapped[1], ""), (projection, ""), (view, "")]
    for number, (left, right) in enumerate(rows):
        y = layout.foot - 16 * (len(rows) - 1 - number)
        right = sheet.fonts.fit(right, FOOT_TEXT, room - min(sheet.text_width(left, FOOT_TEXT), 0.6 * room) - 24)
        left = sheet.fonts.fit(left, FOOT_TEXT, room - (sheet.text_width(right, FOOT_TEXT) + 24 if right else 0))
        sheet.text(layout.left, y, left, FOOT_TEXT, palette.text_2)
        sheet.text(layout.right, y, right, FOOT_TEXT, palette.text_2, ha="right")


def projection_words(projection: Projection, t: Translator) -> str:
    """The projection and its centre, for the reader who measures."""
    names = {
        "laea": t("Lambert azimuthal equal-area"),
        "lcc": t("Lambert conformal conic"),
        "tmerc": t("Transverse Mercator"),
        "eqearth": t("Equal Earth"),
    }
    lon = f"{abs(projection.lon):.0f}°{'E' if projection.lon >= 0 else 'W'}"
    lat = f"{abs(projection.lat):.0f}°{'N' if projection.lat >= 0 else 'S'}"
    if projection.family == "eqearth":
        return t("{projection} projection, centred on {lon}.", projection=names["eqearth"], lon=lon)
    return t("{projection} projection, centred on {lat} {lon}.", projection=names[projection.family], lat=lat, lon=lon)
