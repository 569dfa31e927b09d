"""Series: small multiples, a comparison of two windows, animations."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from mapapp.cli import main
from mapapp.errors import InvalidInputError, MissingPartError, OutputError
from mapapp.export.reopen import read_embedded
from mapapp.model import Atlas
from mapapp.scene.series import build_series
from mapapp.staticmap import Paper, write_snapshot
from mapapp.staticmap.artists import figure_of
from mapapp.staticmap.film import film_frames
from mapapp.staticmap.multiples import small_multiples
from mapapp.staticmap.pixels import image_of
from mapapp.view import View, parse_view
from tests.staticmap.sample import sample_atlas
from tests.staticmap.test_snapshot import draw, overlaps, said

pytestmark = pytest.mark.slow

WINDOW = parse_view("mode=between&from=2004&to=2010")
SMALL = Paper((480, 360))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return sample_atlas()


@pytest.mark.parametrize(
    ("query", "by", "titles"),
    [
        ("mode=between&from=2004&to=2006", "year", ["2004", "2005", "2006"]),
        ("mode=between&from=2001&to=2010", "5y", ["2001 to 2005", "2006 to 2010"]),
        ("mode=between&from=1991&to=2000", "decade", ["1991 to 2000"]),
        ("mode=up-to&to=1993", "year", ["until 1992", "until 1993"]),
        ("mode=between", "1991..2003, 2004..", ["1991 to 2003", "from 2004 on"]),
        ("mode=between", "..1997,2004-08", ["until 1997", "August 2004"]),
        ("mode=between&from=1994&to=2005", "era",
         ["Exploration: 1994 to 1997", "Development: 1997 to 2004", "Comprehensive: 2004 to 2005"]),
        ("mode=between&from=-0002&to=0002", "2y", ["3 BCE to 2 BCE", "1 BCE to 1", "2"]),
    ],
)  # fmt: skip
def test_a_view_is_cut_into_windows(atlas: Atlas, query: str, by: str, titles: list[str]) -> None:
    assert [panel.title for panel in build_series(atlas, parse_view(query), by).panels] == titles


@pytest.mark.parametrize(
    ("query", "by", "said_so"),
    [
        ("mode=between", "weekly", "not understood"),
        ("mode=between", "0y", "at least one year"),
        ("mode=between&from=0001&to=2000", "year", "too many"),
        ("mode=between&kind=alliance&place=astana", "year", "no dated event"),
        ("mode=between", ",".join(["2004..2005"] * 401), "401 windows"),
        ("mode=between", "2004..20x", "EDTF"),
    ],
)
def test_what_cannot_be_cut_is_refused(atlas: Atlas, query: str, by: str, said_so: str) -> None:
    with pytest.raises(InvalidInputError, match=said_so):
        build_series(atlas, parse_view(query), by)


def test_small_multiples_have_a_map_for_each_window_with_events(atlas: Atlas) -> None:
    steps: list[tuple[int, int]] = []
    figure = figure_of(small_multiples(build_series(atlas, WINDOW, "year"), None, lambda *step: steps.append(step)))
    draw(figure)
    sheet = said(figure).split("\n")
    assert {"2004", "2006", "2008", "2009", "2010"} <= set(sheet)
    assert "2005" not in sheet
    assert any("Windows without events, left out: 2." in line for line in sheet)
    assert steps == [(done, 5) for done in range(6)]
    assert overlaps(figure) == []


def test_two_windows_are_compared_by_kind(atlas: Atlas) -> None:
    sheet = said(figure_of(small_multiples(build_series(atlas, View(), "1991..2003,2004..2015"))))
    assert "Meetings 0 → 5" in sheet
    assert "Visits 3 → 3" in sheet


def test_more_maps_than_fit_are_refused_with_a_remedy(atlas: Atlas) -> None:
    with pytest.raises(InvalidInputError, match=r"do not fit on 600x400.*--series 5y"):
        small_multiples(build_series(atlas, WINDOW, "year"), Paper((600, 400)))


def test_every_frame_of_a_film_has_its_year_and_the_frame_of_the_whole(atlas: Atlas) -> None:
    frames = list(map(figure_of, film_frames(build_series(atlas, WINDOW, "year"), Paper((700, 600)))))
    years = [str(year) for year in range(2004, 2011)]
    for year, figure in zip(years, frames, strict=True):
        draw(figure)
        assert year in said(figure).split("\n")
        assert overlaps(figure) == []
    degrees = [sorted(line for line in said(figure).split("\n") if "°" in line) for figure in frames]
    assert degrees.count(degrees[0]) == len(degrees)


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".mp4"])
def test_an_animation_says_which_view_it_shows_and_repeats_its_bytes(atlas: Atlas, tmp_path: Path, suffix: str) -> None:
    view = parse_view("mode=between&from=2009&to=2010")
    path = write_snapshot(atlas, view, tmp_path / f"a{suffix}", SMALL, seconds=0.5)
    assert read_embedded(path).view == "mode=between&from=2009&to=2010"
    if suffix != ".mp4":
        again = write_snapshot(atlas, view, tmp_path / f"b{suffix}", SMALL, seconds=0.5)
        assert again.read_bytes() == path.read_bytes()
        with Image.open(path) as image:
            assert getattr(image, "n_frames", 1) == 2
            assert image.size == (480, 360)


def test_a_gif_holds_the_colours_of_the_kinds(atlas: Atlas, tmp_path: Path) -> None:
    path = write_snapshot(atlas, parse_view("mode=between&from=2009&to=2010"), tmp_path / "a.gif", SMALL, seconds=0.5)
    with Image.open(path) as image:
        colours = {color for _, color in image.convert("RGB").getcolors(100_000) or []}
    for kind in ("#8A2A6E",):  # speeches
        assert tuple(int(kind[i : i + 2], 16) for i in (1, 3, 5)) in colours


def test_a_video_can_be_played(atlas: Atlas, tmp_path: Path) -> None:
    import av

    path = write_snapshot(atlas, parse_view("mode=between&from=2009&to=2010"), tmp_path / "a.mp4", SMALL, seconds=0.5)
    with av.open(str(path)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 10
        assert film.metadata["title"] == "Japan and Central Asia, 2009 to 2010"


def test_without_its_encoder_a_video_names_the_command(
    atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MissingPartError, match=r"pip install 'mapapp\[video\]'"):
        write_snapshot(atlas, View(), tmp_path / "a.mp4", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_stopping_halfway_leaves_the_old_file_and_nothing_else(atlas: Atlas, tmp_path: Path) -> None:
    def stop(done: int, _: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    (tmp_path / "a.gif").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_snapshot(atlas, WINDOW, tmp_path / "a.gif", SMALL, progress=stop)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.gif", b"old")]
    with pytest.raises(OutputError, match="no folder"):
        write_snapshot(atlas, WINDOW, tmp_path / "none" / "a.gif", SMALL)


def test_the_command_line_writes_series(tmp_path: Path) -> None:
    target = tmp_path / "eras.png"
    with pytest.raises(SystemExit) as done:
        main(["snapshot", "crossroads", "-o", str(target), "--series", "era", "--size", "900x600", "--theme", "print"])
    assert done.value.code == 0
    with Image.open(BytesIO(target.read_bytes())) as image:
        assert image.size == (900, 600)


def test_frames_are_drawn_without_a_missing_glyph_in_chinese(atlas: Atlas) -> None:
    view = parse_view("mode=between&from=2009&to=2010&lang=zh-Hant")
    for sheet in film_frames(build_series(atlas, view, "year"), SMALL):
        image_of(sheet)
