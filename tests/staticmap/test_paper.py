"""Paper: themes that survive grey copies and colour blindness, layouts, projections, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mapapp.atlas import open_atlas
from mapapp.cli import main
from mapapp.errors import InvalidInputError
from mapapp.model import Atlas
from mapapp.scene import KindStyle, build_scene
from mapapp.staticmap import Paper, static_map
from mapapp.staticmap.inks import lab_of, print_inks
from mapapp.staticmap.projection import choose_projection
from mapapp.view import parse_view
from tests.staticmap.sample import sample_atlas
from tests.staticmap.test_snapshot import draw, overlaps, said

pytestmark = pytest.mark.slow

WINDOW = "mode=between&from=1997&to=2015"

# Severe colour blindness as matrices on linear RGB (Machado, Oliveira, Fernandes 2009, severity 1.0).
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def seen_with(color: str, deficiency: str) -> str:
    """A colour as an eye with a deficiency sees it."""
    coded = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    seen: NDArray[np.float64] = np.clip(np.array(DEFICIENCIES[deficiency]) @ linear, 0, 1)
    again = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(part * 255):02X}" for part in again)


def apart(one: str, other: str) -> float:
    """The distance of two colours in CIE L*a*b*."""
    return float(np.linalg.norm(lab_of(one) - lab_of(other)))


@pytest.fixture(scope="module")
def inks() -> dict[str, str]:
    scene = build_scene(open_atlas("crossroads"), parse_view(WINDOW))
    return print_inks(scene.kinds)


def test_kinds_in_print_differ_in_grey(inks: dict[str, str]) -> None:
    grey = sorted(lab_of(ink)[0] for ink in inks.values())
    assert np.diff(grey).min() >= 8
    assert grey[-1] <= 61  # a contrast of 3 to 1 with paper


@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_kinds_in_print_differ_for_every_eye(inks: dict[str, str], deficiency: str) -> None:
    seen = [seen_with(ink, deficiency) for ink in inks.values()]
    nearest = min(apart(seen[i], seen[j]) for i in range(len(seen)) for j in range(i))
    assert nearest >= 8


def test_every_kind_has_a_shape_of_its_own_besides_its_colour() -> None:
    kinds = build_scene(open_atlas("crossroads"), parse_view(WINDOW)).kinds
    assert len({kind.symbol for kind in kinds}) == len(kinds)


@pytest.mark.parametrize("colors", [["#FF0000"], ["#FFFFFF", "#FFFFFF", "#000000"], []])
def test_any_colours_become_inks(colors: list[str]) -> None:
    kinds = [KindStyle(str(number), "circle", color, color, "") for number, color in enumerate(colors)]
    found = print_inks(kinds)
    assert list(map(len, found.values())) == [7] * len(colors)
    assert len(set(found.values())) == len(colors)


@pytest.mark.parametrize("language", ["en", "zh-Hant", "ja"])
@pytest.mark.parametrize("layout", ["slide", "column", "page"])
def test_a_sheet_of_each_layout_is_clean(layout: str, language: str) -> None:
    scene = build_scene(open_atlas("crossroads"), parse_view(f"mode=between&from=2004&to=2010&lang={language}"))
    figure = static_map(scene, Paper(layout=layout, theme="print"))  # type: ignore[arg-type]
    draw(figure)
    assert overlaps(figure) == []
    sheet = said(figure)
    assert scene.title in sheet
    assert "[1]" in sheet
    assert all(entry.text in sheet for entry in scene.legend if entry.symbol == "kind")


@pytest.mark.parametrize("family", ["laea", "lcc", "tmerc", "eqearth"])
def test_a_projection_can_be_asked_for(family: str) -> None:
    points = np.array([(20.0, 40.0), (60.0, 55.0), (40.0, 48.0)])
    assert choose_projection(points, family).family == family  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("family", "points"),
    [
        ("tmerc", [(-100.0, 10.0), (20.0, 10.0)]),
        ("lcc", [(10.0, -30.0), (20.0, 40.0)]),
    ],
)
def test_a_projection_that_cannot_show_it_is_refused(family: str, points: list[tuple[float, float]]) -> None:
    with pytest.raises(InvalidInputError, match=family):
        choose_projection(np.array(points), family)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "mode=between&center=0,90&zoom=2", "mode=between&center=20,-90&zoom=0", "mode=between&center=180,0&zoom=24",
        "mode=between&place=tokyo&from=2013&to=2013", "mode=in&from=1700&layers=none",
    ],
    ids=["north-pole", "south-pole", "deepest", "one-point", "nothing"],
)  # fmt: skip
def test_an_extent_of_no_size_or_across_a_pole_is_drawn(query: str) -> None:
    draw(static_map(build_scene(sample_atlas(), parse_view(query)), Paper((640, 480))))


@pytest.mark.parametrize(
    "paper",
    [
        Paper((99, 99)), Paper((9000, 900)), Paper((4000, 4000), scale=8), Paper(scale=0), Paper(scale=float("nan")),
        Paper(theme="blue"), Paper(layout="poster"), Paper(projection="merc"), Paper(date="soon"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_paper_that_cannot_be_drawn_on_is_refused(paper: Paper) -> None:
    with pytest.raises(InvalidInputError):
        paper.check()


def test_the_day_is_printed_only_where_it_is_asked_for() -> None:
    scene = build_scene(sample_atlas(), parse_view("mode=in&from=2013"))
    assert "Made on 26 November 2026." in said(static_map(scene, Paper(date="2026-11-26")))
    assert "Made on" not in said(static_map(scene))


@pytest.mark.parametrize(
    "options",
    [
        ("--size", "8000x8000", "--scale", "4"), ("--theme", "blue"), ("--layout", "poster"), ("--projection", "merc"),
        ("--date", "26.11.2026"), ("--series", "weekly"), ("--seconds", "0", "--series", "era"), ("--size", "1x1"),
    ],
)  # fmt: skip
def test_options_that_are_not_understood_write_nothing(tmp_path: Path, options: tuple[str, ...]) -> None:
    name = "x.gif" if "--seconds" in options else "x.png"
    with pytest.raises(SystemExit) as done:
        main(["snapshot", "crossroads", "-o", str(tmp_path / name), *options])
    assert done.value.code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_hostile_title_gives_sound_files(tmp_path: Path) -> None:
    from dataclasses import replace
    from xml.etree import ElementTree as ET

    from mapapp.staticmap import write_snapshot

    title = "a<script>alert(1)</script>]]>--><!--&amp;\x00\x1b[31m\u202e\"'\ud800$x$"
    atlas: Atlas = replace(sample_atlas(), title={"en": title}, attribution=title)
    path = write_snapshot(atlas, parse_view("mode=in&from=2013"), tmp_path / "x.svg", Paper((480, 360)))
    root = ET.fromstring(path.read_bytes())
    assert not [one for one in root.iter() if str(one.tag).endswith("script")]
    for suffix in (".png", ".pdf"):
        write_snapshot(atlas, parse_view("mode=in&from=2013"), tmp_path / f"x{suffix}", Paper((480, 360)))
