"""The printed map: a Scene on a sheet of paper."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from mapapp.errors import InvalidInputError
from mapapp.language import Translator, translator
from mapapp.scene import Scene, Spot
from mapapp.staticmap.basemap import read_basemap
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.column import draw_column
from mapapp.staticmap.extent import build_frame
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.furniture import draw_frame, draw_legend, draw_scale_bar, place_legend
from mapapp.staticmap.ground import draw_graticule, draw_ground
from mapapp.staticmap.journeys import build_legs, draw_legs
from mapapp.staticmap.labels import Occupancy
from mapapp.staticmap.lettering import letter_map
from mapapp.staticmap.marks import build_clusters, draw_clusters, place_clusters
from mapapp.staticmap.projection import Projection
from mapapp.staticmap.routes import build_routes, draw_routes
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.theme import PALETTES, ThemeName

SMALLEST = (480, 360)
LARGEST = 8000
SUBTITLE_TEXT = Style(16.5)
FOOT_TEXT = Style(11.5)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand on the sheet."""

    map: Box
    columns: tuple[Box, ...]
    title: Style
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
    layout = plan(size)
    frame = build_frame(scene, layout.map)
    kinds = {kind.id: kind for kind in scene.kinds}
    canvas = Canvas(
        scene, sheet, frame, palette, theme == "dark", read_basemap(), Occupancy(layout.map), kinds, translator(scene.language)
    )
    away = draw_map(canvas)
    draw_title(canvas, layout, away)
    draw_column(canvas, layout.columns)
    draw_foot(canvas, layout)
    return sheet.figure


def check_size(size: tuple[int, int], scale: float) -> None:
    """Raise InvalidInputError for a size or scale that cannot be drawn."""
    width, height = size
    if width < SMALLEST[0] or height < SMALLEST[1]:
        raise InvalidInputError(f"{width}x{height} is too small for a map; at least {SMALLEST[0]}x{SMALLEST[1]}.")
    if max(size) * scale > LARGEST * 2 or max(size) > LARGEST or scale <= 0:
        raise InvalidInputError(f"{width}x{height} at scale {scale:g} is too large; at most {LARGEST} pixels a side.")


def plan(size: tuple[int, int]) -> Layout:
    """The layout of a sheet: text beside the map on a wide one, below it on a tall one, none where it is small."""
    width, height = size
    margin = 34.0 if width >= 1000 else 20.0
    title = Style(34.0 if width >= 1200 else 26.0, bold=True, serif=True)
    top, foot = margin + title.size * 1.9 - 8, height - margin * 0.55
    bottom = foot - 24
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
        columns = tuple(
            (margin + i * (across + 24), below + 22, margin + i * (across + 24) + across, bottom) for i in range(count)
        )
        bottom = below
    return Layout((margin, top, right, bottom), columns, title, margin, width - margin, foot)


def draw_map(canvas: Canvas) -> list[Spot]:
    """Draw the map itself; give back the spots that lie outside its frame."""
    clusters, away = build_clusters(canvas)
    legs, routes = build_legs(canvas, clusters), build_routes(canvas)
    for leg in legs:
        canvas.occupancy.take_points(leg.path)
    for route in routes:
        for path in route.paths:
            canvas.occupancy.take_points(path)
    place_clusters(canvas, clusters)
    legend = place_legend(canvas)
    draw_ground(canvas)
    draw_scale_bar(canvas)
    draw_graticule(canvas)
    draw_routes(canvas, routes)
    draw_legs(canvas, legs)
    letter_map(canvas, clusters, legs, routes)
    draw_clusters(canvas, clusters)
    if legend is not None:
        draw_legend(canvas, legend)
    draw_frame(canvas)
    return away


def draw_title(canvas: Canvas, layout: Layout, away: list[Spot]) -> None:
    """The atlas's title with the window, and what the map shows in words."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    title = t("{title}, {window}", title=scene.title, window=scene.window_title) if scene.window_title else scene.title
    y = layout.map[1] - layout.title.size * 1.15 - 6
    room = layout.right - layout.left
    sheet.text(layout.left, y + 4, sheet.fonts.fit(title, layout.title, room), layout.title, palette.text_1)
    said = scene.sentence
    if away:
        names = t(", ").join(spot.name for spot in away)
        said += (" " if t.language == "en" else "") + t("Outside the frame: {places}.", places=names)
    style = SUBTITLE_TEXT if sheet.width >= 1000 else Style(13.5)
    sheet.text(layout.left, layout.map[1] - 13, sheet.fonts.fit(said, style, room), style, palette.text_2)


def draw_foot(canvas: Canvas, layout: Layout) -> None:
    """Projection, credits and licences at the left, the view string at the right."""
    sheet, palette, scene, t = canvas.sheet, canvas.palette, canvas.scene, canvas.t
    view = t("mapapp view: {view}", view=scene.view)
    width = sheet.text_width(view, FOOT_TEXT)
    room = layout.right - layout.left
    gap = "" if t.language != "en" else " "
    said = gap.join([projection_words(canvas.frame.projection, t), *scene.credits])
    if width > 0.5 * room:
        view = sheet.fonts.fit(view, FOOT_TEXT, 0.5 * room)
        width = sheet.text_width(view, FOOT_TEXT)
    said = sheet.fonts.fit(said, FOOT_TEXT, room - width - 24)
    sheet.text(layout.left, layout.foot, said, FOOT_TEXT, palette.text_2)
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
