"""The printed map: a Scene on a sheet of paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.figure import Figure

from mapapp.basemap import read_basemap
from mapapp.errors import InvalidInputError
from mapapp.language import Translator, translator
from mapapp.scene import Scene, Spot
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.column import draw_column
from mapapp.staticmap.drawing import Plan, draw_map, plan_map
from mapapp.staticmap.extent import build_frame
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.furniture import legend_in_frame, legend_size, lines_in_frame
from mapapp.staticmap.inset import crowd_of
from mapapp.staticmap.labels import Occupancy
from mapapp.staticmap.projection import Frame, Projection
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.theme import PALETTES, ThemeName

SMALLEST = (480, 360)
LARGEST = 8000
ROOM_FOR_INSET = ((0.0, 0.0), (0.0, 70.0), (0.0, 140.0), (120.0, 0.0), (240.0, 0.0))
"""Pixels by which the map gives way at its right and its bottom, tried in this order."""
ONE_LINE_FOOT = 1500
"""Sheets at least this wide have one line below the map, others two."""
FOOT_TEXT = Style(11.5)


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


def static_map(
    scene: Scene, size: tuple[int, int] = (1600, 1000), scale: float = 1.0, theme: ThemeName = "print"
) -> Figure:
    """Draw a Scene on a sheet of `size` CSS pixels (1/96 inch); `scale` device pixels to one of them in PNG.

    Raises InvalidInputError for a size that is too small to read or too large to draw.
    """
    check_size(size, scale)
    palette = PALETTES[theme]
    fonts = Fonts(scene.language)
    sheet = Sheet(*size, scale, fonts, palette.page)
    layout = lay_out(size)
    plan = _plan_with_room(scene, sheet, layout.map, theme)
    draw_map(plan)
    draw_title(plan.canvas, layout, plan.away)
    draw_column(plan.canvas, layout.columns)
    draw_foot(plan.canvas, layout)
    return sheet.figure


def _plan_with_room(scene: Scene, sheet: Sheet, box: Box, theme: ThemeName) -> Plan:
    """The plan of the map. Where places crowd, the map gives way until an inset that shows them larger has room."""
    kinds = {kind.id: kind for kind in scene.kinds}
    scene = _seen(scene, build_frame(scene, box, None)[0])
    legend = legend_size(sheet, scene.legend, box)
    plans: list[Plan] = []
    for extra in ROOM_FOR_INSET:
        frame, corner = build_frame(scene, box, legend, extra)
        canvas = Canvas(
            scene, sheet, frame, PALETTES[theme], theme == "dark", read_basemap(), Occupancy(box), kinds,
            translator(scene.language),
        )  # fmt: skip
        plans.append(plan_map(canvas, corner))
        if plans[-1].inset is not None or crowd_of(plans[0].clusters) is None or scene.zoom is not None:
            return plans[-1]
    return plans[0]


def _seen(scene: Scene, frame: Frame) -> Scene:
    """A Scene whose legend and list of routes hold only what lies in the frame."""
    lines = {line.place for line in lines_in_frame(scene, frame)}
    listings = (
        replace(one, rows=tuple(row for row in one.rows if row.about in lines)) if one.id == "routes" else one
        for one in scene.listings
    )
    return replace(scene, legend=legend_in_frame(scene, frame), listings=tuple(listings))


def check_size(size: tuple[int, int], scale: float) -> None:
    """Raise InvalidInputError for a size or scale that cannot be drawn."""
    width, height = size
    if width < SMALLEST[0] or height < SMALLEST[1]:
        raise InvalidInputError(f"{width}x{height} is too small for a map; at least {SMALLEST[0]}x{SMALLEST[1]}.")
    if max(size) * scale > LARGEST * 2 or max(size) > LARGEST or scale <= 0:
        raise InvalidInputError(f"{width}x{height} at scale {scale:g} is too large; at most {LARGEST} pixels a side.")


def lay_out(size: tuple[int, int]) -> Layout:
    """The layout of a sheet: text beside the map on a wide one, below it on a tall one, none where it is small."""
    width, height = size
    margin = 34.0 if width >= 1000 else 20.0
    title = Style(34.0 if width >= 1200 else 26.0, bold=True, serif=True)
    subtitle = Style(16.5 if width >= 1000 else 13.5)
    top = margin + title.size * 0.72 + subtitle.size * 1.6 + 13
    foot = height - margin * 0.55
    bottom = foot - (22 if width >= ONE_LINE_FOOT else 38)
    columns: tuple[Box, ...] = ()
    right = width - margin
    if width >= 1000 and width >= 1.15 * height:
        column = min(max(0.243 * width, 320), 420)
        columns = ((right - column, top, right, bottom),)
        right -= column + 26
    elif height >= 1.15 * width and height >= 900:
        below = top + 0.62 * (width - 2 * margin) * min(1.25, height / width)
        count = max(int((width - 2 * margin) // 340), 1)
        across = (width - 2 * margin - 24 * (count - 1)) / count
        lefts = [margin + number * (across + 24) for number in range(count)]
        columns = tuple((left, below + 22, left + across, bottom) for left in lefts)
        bottom = below
    return Layout((margin, top, right, bottom), columns, title, subtitle, margin, width - margin, foot)


def draw_title(canvas: Canvas, layout: Layout, away: list[Spot]) -> None:
    """The atlas's title with the window, and what the map shows in words."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    room = layout.right - layout.left
    below = layout.map[1] - 13
    y = below - layout.subtitle.size * 1.6
    sheet.text(layout.left, y, sheet.fonts.fit(scene.title, layout.title, room), layout.title, palette.text_1)
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


def draw_foot(canvas: Canvas, layout: Layout) -> None:
    """Projection, credits and licences at the left, the view string at the right or, on a narrow sheet, below."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    room = layout.right - layout.left
    view = t("mapapp view: {view}", view=scene.view)
    gap = "" if t.language != "en" else " "
    projection = projection_words(canvas.frame.projection, t)
    if sheet.width >= ONE_LINE_FOOT:
        left, upper = gap.join([projection, *scene.credits]), ""
    else:
        left, upper = projection, gap.join(scene.credits)
    view = sheet.fonts.fit(view, FOOT_TEXT, room - min(sheet.text_width(left, FOOT_TEXT), 0.6 * room) - 24)
    left = sheet.fonts.fit(left, FOOT_TEXT, room - sheet.text_width(view, FOOT_TEXT) - 24)
    sheet.text(layout.left, layout.foot - 16, sheet.fonts.fit(upper, FOOT_TEXT, room), FOOT_TEXT, palette.text_2)
    sheet.text(layout.left, layout.foot, left, FOOT_TEXT, palette.text_2)
    sheet.text(layout.right, layout.foot, view, FOOT_TEXT, palette.text_2, ha="right")


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
