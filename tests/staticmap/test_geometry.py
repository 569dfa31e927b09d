"""Projections, frames, the cut base map, curves: the geometry of the printed map."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from mapapp.basemap import read_basemap
from mapapp.scene import build_scene
from mapapp.staticmap.basemap import project, rings_of
from mapapp.staticmap.curves import bowed, bows, cut, fork, length_of, push_apart
from mapapp.staticmap.extent import content
from mapapp.staticmap.ground import degrees_text
from mapapp.staticmap.projection import Projection, choose_projection, fit_frame, frame_at
from mapapp.view import parse_view
from tests.staticmap.sample import sample_atlas

BOX = (0.0, 0.0, 1100.0, 850.0)


@pytest.mark.parametrize(
    ("points", "family"),
    [
        ([(139.7, 35.7), (135.5, 34.7)], "tmerc"),
        ([(37.6, 55.8), (139.7, 35.7), (101.0, 2.6)], "laea"),
        ([(-120.0, 38.0), (-70.0, 45.0), (-95.0, 33.0)], "lcc"),
        ([(-100.0, 40.0), (20.0, 10.0), (140.0, -30.0), (-60.0, -30.0)], "eqearth"),
    ],
)
def test_the_projection_suits_the_extent(points: list[tuple[float, float]], family: str) -> None:
    assert choose_projection(np.array(points)).family == family


@pytest.mark.parametrize(
    "points",
    [
        [(37.6, 55.8), (139.7, 35.7), (101.0, 2.6)],
        [(170.0, 50.0), (-170.0, 20.0), (-155.0, 60.0)],
        [(-120.0, 38.0), (-70.0, 45.0)],
        [(10.0, 80.0), (-120.0, 75.0), (140.0, 70.0)],
        [(69.2, 41.3)],
    ],
    ids=["asia", "dateline", "belt", "pole", "one-point"],
)
def test_the_frame_holds_its_content(points: list[tuple[float, float]]) -> None:
    degrees = np.array(points)
    frame = fit_frame(choose_projection(degrees), degrees, BOX, (60, 60, 60, 60))
    assert all(frame.holds(pixel, 59) for pixel in frame.to_px(degrees))
    back = frame.to_degrees(frame.to_px(degrees))
    assert np.allclose((back - degrees + 180) % 360 - 180, 0, atol=1e-6)


def test_a_view_with_centre_and_zoom_has_the_scale_of_the_screen() -> None:
    frame = frame_at((70.0, 42.0), 4.5, BOX)
    assert np.allclose(frame.to_px(np.array([(70.0, 42.0)])), [(550, 425)])
    assert frame.scale == pytest.approx(156543.03 * np.cos(np.radians(42)) / 2**4.5, rel=1e-4)


@pytest.mark.parametrize("lon", [100.0, 180.0])
def test_no_country_is_torn_across_the_map(lon: float) -> None:
    """Wherever the map is centred: no ring jumps across the sheet, and no land covers what is ocean."""
    for projection in (Projection("laea", lon, 30.0), Projection("eqearth", lon, 0.0)):
        points = np.array([(lon - 50, 10.0), (lon + 50, 10.0), (lon, 60.0)])
        frame = fit_frame(projection, points, BOX, (0, 0, 0, 0))
        ocean = frame.to_px(np.array([(-160.0, 30.0), (-30.0, 30.0), (80.0, -10.0), (180.0, 30.0)]))
        for country in read_basemap().countries:
            shape = project(country.geometry, frame)
            assert not shapely.intersects_xy(shapely.make_valid(shape), ocean).any(), country.properties["code"]
            for ring in rings_of(shapely.clip_by_rect(shapely.make_valid(shape), *BOX)):
                assert np.isfinite(ring).all()


def test_borders_are_shared_and_coasts_are_not() -> None:
    basemap = read_basemap()
    assert shapely.distance(basemap.borders, shapely.Point(87.3, 49.1)) < 0.5  # where four states meet, far inland
    assert shapely.distance(basemap.coasts, shapely.Point(87.3, 49.1)) > 10
    seam = shapely.box(179.99, 66, 180, 68)  # the antimeridian cuts through the land of Chukotka
    assert not shapely.intersects(basemap.coasts, seam)


def test_a_few_far_places_do_not_make_all_others_small() -> None:
    scene = build_scene(sample_atlas(), parse_view("mode=between&from=1997&to=2015"))
    points = content(scene)
    assert points[:, 0].min() > 20  # New York is named as outside, not fitted
    alone = build_scene(sample_atlas(), parse_view("mode=in&from=2001"))
    assert content(alone)[:, 0].min() < -70


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=12), st.floats(1, 40))
def test_pushing_apart_keeps_order_distance_and_mean(values: list[float], gap: float) -> None:
    ordered = np.sort(np.array(values))
    moved = push_apart(ordered, gap)
    assert (np.diff(moved) >= gap - 1e-6).all()
    assert moved.mean() == pytest.approx(ordered.mean(), abs=1e-6)


def test_arcs_with_shared_ends_are_bowed_apart() -> None:
    paths = [np.linspace((900, 300), (300, 300 + dy), 81) for dy in (0, 2, 4, 6)]
    bent = [bowed(path, bow) for path, bow in zip(paths, bows(paths, 18), strict=True)]
    middles = np.sort([path[40, 1] for path in bent])
    assert (np.diff(middles) >= 17.5).all()
    assert all(np.allclose(path[[0, -1]], straight[[0, -1]]) for path, straight in zip(bent, paths, strict=True))


def test_a_cut_path_ends_short_of_its_symbols() -> None:
    path = np.linspace((0.0, 0.0), (100.0, 0.0), 11)
    assert cut(path, 10, 20)[[0, -1]].tolist() == [[10, 0], [80, 0]]
    assert length_of(cut(path, 90, 90)) == pytest.approx(4)


def test_a_fork_reaches_every_stop() -> None:
    ends = [np.array([320.0, 250.0]), np.array([300.0, 350.0])]
    stem, branches = fork(np.linspace((900, 300), (310, 300), 60), ends)
    assert [branch[-1].tolist() for branch in branches] == [end.tolist() for end in ends]
    assert all(np.allclose(branch[0], stem[-1]) for branch in branches)


@pytest.mark.parametrize(("value", "text"), [(10.0, "10°E"), (-7.5, "7.5°W"), (0.0, "0°"), (-180.0, "180°")])
def test_degrees_in_words(value: float, text: str) -> None:
    assert degrees_text(value, "E", "W") == text
