"""Snapshots: files that can be printed, and that say which view they show."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError, OutputError
from mapapp.files import write_whole
from mapapp.model import Atlas
from mapapp.scene import build_scene
from mapapp.staticmap import Paper, static_map, write_snapshot
from mapapp.view import View, parse_view
from tests.staticmap.sample import sample_atlas

pytestmark = pytest.mark.slow

WINDOW = "mode=between&from=1997&to=2015"
SMALL = (640, 480)
SMALLEST = (480, 360)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return sample_atlas()


def draw(figure: Figure) -> None:
    """Render a figure: a missing glyph is an error here."""
    FigureCanvasAgg(figure).draw()  # type: ignore[no-untyped-call]


def texts(figure: Figure) -> list[Text]:
    """The text on the sheet."""
    found = figure.axes[0].findobj(Text)
    return [one for one in found if isinstance(one, Text) and one.get_text()]


def said(figure: Figure) -> str:
    return "\n".join(one.get_text() for one in texts(figure)).replace("\u200a", "")


def overlaps(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of upright texts that lie over each other by more than a hair."""
    upright = [one for one in texts(figure) if one.get_rotation() == 0]
    boxes = [one.get_window_extent().padded(-1.5) for one in upright]
    return [
        (upright[i].get_text(), upright[j].get_text())
        for i in range(len(boxes))
        for j in range(i)
        if boxes[i].overlaps(boxes[j])
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hant"])
def test_no_text_lies_over_another(atlas: Atlas, language: str) -> None:
    figure = static_map(build_scene(atlas, parse_view(f"{WINDOW}&lang={language}")))
    draw(figure)
    assert overlaps(figure) == []


def test_the_sheet_says_what_it_shows(atlas: Atlas) -> None:
    sheet = said(static_map(build_scene(atlas, parse_view(WINDOW))))
    for words in (
        "Japan and Central Asia, 1997 to 2015", "24 events at 13 places", "Outside the frame: New York.", "Astana",
        "Kadena Air Base 2024", "Legend", "Oil sea lane (illustrative)", "Which meeting was it?",
        "Lambert azimuthal equal-area projection", "Sample atlas, CC BY 4.0", f"mapapp view: {WINDOW}",
        "洪銘德，〈日本對中亞外交政策之分析〉", "III Comprehensive",
    ):  # fmt: skip
        assert words in sheet
    assert re.search(r"^\d+ km$", sheet, re.MULTILINE)
    assert re.search(r"^\d+°N$", sheet, re.MULTILINE)


def test_crowded_places_are_shown_larger_in_an_inset(atlas: Atlas) -> None:
    sheet = said(static_map(build_scene(open_atlas("crossroads"), parse_view("mode=between&from=2004&to=2015"))))
    assert "enlarged" in sheet
    assert {"Tajikistan", "Turkmenistan", "Uzbekistan", "Kyrgyzstan"} <= set(sheet.split("\n"))


def test_the_shipped_atlas_prints_clean_in_the_dark() -> None:
    scene = build_scene(open_atlas("crossroads"), parse_view("mode=in&from=2024&lang=ja"))
    figure = static_map(scene, Paper(theme="dark"))
    draw(figure)
    assert overlaps(figure) == []


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("mode=in&from=1999&layers=none", (1600, 1000)),
        ("mode=between&from=1997&to=2015", (900, 1273)),
        ("mode=in&from=2014", (480, 360)),
        ("mode=between&center=170,40&zoom=2.2", (800, 600)),
        ("mode=between&center=0,0&zoom=0", (700, 500)),
        ("mode=up-to&to=2014&select=2014-dialogue", (1200, 800)),
    ],
    ids=["nothing", "page", "smallest", "antimeridian", "world", "selected"],
)
def test_every_view_can_be_printed(atlas: Atlas, query: str, size: tuple[int, int]) -> None:
    figure = static_map(build_scene(atlas, parse_view(query)), Paper(size))
    draw(figure)
    assert figure.get_size_inches() * 96 == pytest.approx(size)
    assert overlaps(figure) == []


def test_a_png_says_which_view_it_shows(atlas: Atlas, tmp_path: Path) -> None:
    path = write_snapshot(atlas, parse_view(f"{WINDOW}&q=中亞"), tmp_path / "map.png", Paper(SMALLEST, scale=2))
    with Image.open(path) as image:
        assert image.size == (960, 720)
        assert image.info["mapapp:view"] == f"{WINDOW}&q=%E4%B8%AD%E4%BA%9E"
        assert image.info["mapapp:atlas"] == "sample"
        assert image.info["mapapp:version"] == "1.0.0"
        assert image.info["mapapp:sha256"] == "0" * 64
    assert b"iTXtmapapp:view" in path.read_bytes()


def test_svg_and_pdf_say_so_too(atlas: Atlas, tmp_path: Path) -> None:
    view = parse_view("mode=in&from=2013")
    svg = write_snapshot(atlas, view, tmp_path / "map.svg", Paper(SMALLEST)).read_text("utf-8")
    assert 'view="mode=in&amp;from=2013&amp;to=2013" atlas="sample" version="1.0.0"' in svg
    pdf = write_snapshot(atlas, view, tmp_path / "map.pdf", Paper(SMALLEST)).read_bytes()
    assert pdf.startswith(b"%PDF")
    assert b"mapapp:view=mode=in&from=2013&to=2013" in pdf


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_view_gives_the_same_bytes(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    view = parse_view("mode=in&from=2013")
    first = write_snapshot(atlas, view, tmp_path / f"a{suffix}", Paper(SMALLEST)).read_bytes()
    assert write_snapshot(atlas, view, tmp_path / f"b{suffix}", Paper(SMALLEST)).read_bytes() == first


def test_a_dollar_is_a_dollar_and_markup_is_text(atlas: Atlas) -> None:
    nasty = replace(atlas, title={"en": "Costs $1 and $2 & <b>${x}</b> \\alpha"})
    figure = static_map(build_scene(nasty, View(mode="in", start="2013")), Paper(SMALL))
    draw(figure)
    assert "Costs $1 and $2 & <b>${x}</b> \\alpha" in said(figure)


def test_an_unknown_ending_is_refused(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="must end in"):
        write_snapshot(atlas, View(), tmp_path / "map.bmp")


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "absent" / "map.png", b"map")
    (tmp_path / "taken.png").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "taken.png", b"map")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.png"]
    write_whole(tmp_path / "map.png", b"map")
    assert (tmp_path / "map.png").read_bytes() == b"map"
