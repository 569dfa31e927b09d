"""Golden images, one hazard each. `python -m tests.staticmap.test_golden` writes them; look at them before committing.

Fonts and rasters differ a little between builds of FreeType and AGG, so a picture may differ from its golden one by a
mean of 2 of 255 in each channel, and by more than 48 in no more than 1.5 % of its pixels.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from shapely.geometry import MultiLineString

from mapapp.model import Atlas, Place
from mapapp.scene import build_scene
from mapapp.scene.series import build_series
from mapapp.staticmap import Paper, draw_sheet
from mapapp.staticmap.artists import figure_of
from mapapp.staticmap.facts import facts_of
from mapapp.staticmap.multiples import small_multiples
from mapapp.staticmap.output import render
from mapapp.staticmap.pixels import image_of
from mapapp.view import parse_view
from tests.staticmap.sample import names, sample_atlas

FOLDER = Path(__file__).parents[1] / "data" / "golden"
MOST_MEAN, MOST_FAR, FAR = 2.0, 0.015, 48
SMALL = Paper((760, 520))
CAUCASUS = "mode=between&from=2009&to=2015&layers=regions,corridors,cities&center=46,42&zoom=4.6"


def with_pacific_route() -> Atlas:
    """The sample with a route from Tokyo to Hawaii and on to California, across the antimeridian."""
    atlas = sample_atlas()
    west, east = [(139.7, 35.4), (160, 36), (180, 33)], [(-180, 33), (-158, 21.3), (-138, 28), (-122.4, 37.8)]
    line = MultiLineString([west, east])
    route = Place("pacific", "route", "lanes", names("Pacific route", "太平洋航線", "太平洋航路"), line, "schematic")
    return replace(atlas, places=(*atlas.places, route))


def one(atlas: Atlas, query: str, paper: Paper = SMALL) -> bytes:
    scene = build_scene(atlas, parse_view(query))
    return render(draw_sheet(scene, paper), facts_of(scene), scene.language, ".png")


def several() -> bytes:
    series = build_series(sample_atlas(), parse_view("mode=between&from=2004&to=2010"), "year")
    return render(small_multiples(series, Paper((1000, 700))), facts_of(series.whole), series.whole.language, ".png")


PICTURES: dict[str, Callable[[], bytes]] = {
    "antimeridian-route": lambda: one(with_pacific_route(), "mode=in&from=2013&layers=lanes&center=180,30&zoom=2.7"),
    "chinese-labels": lambda: one(sample_atlas(), "mode=between&from=2009&to=2015&lang=zh-Hant"),
    "uncertain-region": lambda: one(sample_atlas(), CAUCASUS, replace(SMALL, theme="print")),
    "crowded-tokyo": lambda: one(sample_atlas(), "mode=between&from=1993&to=2024&place=tokyo&layers=lanes,bases"),
    "small-multiples": several,
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_picture_is_the_golden_one(name: str, tmp_path: Path) -> None:
    golden = FOLDER / f"{name}.png"
    assert golden.is_file(), f"{golden.name} is missing: python -m tests.staticmap.test_golden writes it"
    made = tmp_path / f"{name}.png"
    made.write_bytes(PICTURES[name]())
    with Image.open(golden) as expected, Image.open(made) as found:
        assert found.size == expected.size
        pixels = [np.asarray(image.convert("RGB"), dtype=int) for image in (found, expected)]
    apart = np.abs(pixels[0] - pixels[1])
    assert apart.mean() <= MOST_MEAN
    assert (apart.max(axis=2) > FAR).mean() <= MOST_FAR


def test_the_figure_is_the_same_picture() -> None:
    """Pixels are drawn without matplotlib's figures; a notebook shows the figure."""
    sheet = draw_sheet(build_scene(sample_atlas(), parse_view("mode=between&from=2009&to=2015&lang=ja")), SMALL)
    canvas = FigureCanvasAgg(figure_of(sheet))
    canvas.draw()  # type: ignore[no-untyped-call]
    apart = np.abs(np.asarray(image_of(sheet), dtype=int) - np.asarray(canvas.buffer_rgba(), dtype=int)[..., :3])
    assert apart.max() == 0


def write_golden() -> None:
    """Write all golden images, with at most 200 colours, which keeps them small."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, make in PICTURES.items():
        path = FOLDER / f"{name}.png"
        path.write_bytes(make())
        with Image.open(path) as image:
            flat = image.convert("RGB").quantize(200, dither=Image.Dither.NONE)
        flat.save(path, optimize=True)
        print(f"wrote {path.name}: {path.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    write_golden()
