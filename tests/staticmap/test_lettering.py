"""Fonts, line breaks and places for labels."""

from __future__ import annotations

import numpy as np
import pytest

from mapapp.errors import InvalidInputError
from mapapp.scene import build_scene
from mapapp.staticmap import Paper, draw_sheet
from mapapp.staticmap.fonts import Fonts, Style, has_cjk, opened
from mapapp.staticmap.labels import Occupancy, around, best, spread, with_leader
from mapapp.staticmap.letters import outlines
from mapapp.staticmap.sheet import Words
from mapapp.view import parse_view
from tests.staticmap.sample import sample_atlas

PLAIN = Style(13)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A rather long sentence about conferences in Tashkent and Bishkek, 2004–2014"),
        ("zh-Hant", "二〇〇四年八月二十八日，第一屆「中亞＋日本」對話會議，於阿斯塔納召開。"),
        ("ja", "横田基地と嘉手納基地、およびアスタナで開かれた第１回「対話」会合。"),
    ],
)
def test_no_line_is_wider_than_its_column(language: str, text: str) -> None:
    fonts = Fonts(language)
    lines = fonts.wrap(text, PLAIN, 120)
    assert len(lines) > 2
    assert all(fonts.extent(line, PLAIN).width <= 120 + 13 for line in lines)  # a stop may hang out
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。、」）" or line[-1] in "「（" for line in lines)


def test_text_that_does_not_fit_ends_in_an_ellipsis() -> None:
    fonts = Fonts("en")
    assert fonts.fit("Tashkent", PLAIN, 500) == "Tashkent"
    short = fonts.fit("A rather long sentence", PLAIN, 80)
    assert short.endswith("…")
    assert fonts.extent(short, PLAIN).width <= 80
    assert fonts.wrap("one two three four five six", PLAIN, 60, most=2)[1].endswith("…")


def test_the_language_decides_the_face_of_shared_characters() -> None:
    assert "JP" in Fonts("ja").properties(PLAIN, "横").get_family()[1]
    assert "TC" in Fonts("zh-Hant").properties(PLAIN, "橫").get_family()[1]
    assert has_cjk("東京")
    assert not has_cjk("Tōkyō")


def test_a_missing_glyph_is_not_passed_over() -> None:
    atlas = sample_atlas()
    object.__setattr__(atlas, "title", {"en": "A sign that no font has: \U00010a3f"})
    with pytest.raises(UserWarning, match="missing from the fonts"):
        draw_sheet(build_scene(atlas, parse_view("mode=in&from=2013")), Paper((640, 480)))


@pytest.mark.parametrize("size", [(100, 900), (900, 100), (9000, 900)])
def test_sizes_that_cannot_be_drawn_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(InvalidInputError, match="too"):
        draw_sheet(build_scene(sample_atlas(), parse_view("mode=in&from=2013")), Paper(size))


def test_a_label_yields_to_what_is_taken() -> None:
    occupancy = Occupancy((0, 0, 400, 300))
    boxes = around(200, 150, 6, 60, 15)
    assert best(occupancy, boxes) == boxes[0]
    occupancy.take(boxes[0])
    second = best(occupancy, boxes)
    assert second == boxes[1]
    occupancy.take((0, 0, 400, 300))
    assert best(occupancy, boxes) is None


def test_a_label_prefers_to_cover_no_line() -> None:
    occupancy = Occupancy((0, 0, 400, 300))
    occupancy.take_points(np.linspace((200, 150), (400, 150), 200))
    boxes = around(200, 150, 6, 60, 15)
    assert best(occupancy, boxes) == boxes[1]


def test_a_leader_leads_out_of_a_crowd_but_crosses_no_symbol() -> None:
    occupancy = Occupancy((0, 0, 400, 300))
    for box in around(200, 150, 6, 60, 15):
        occupancy.take((box[0] + 25, box[1] + 6, box[0] + 28, box[1] + 9))
    found = with_leader(occupancy, 200, 150, 6, spread(200, 150, 60, 15))
    assert found is not None
    assert np.isfinite(occupancy.cost(found.box))
    for angle in np.linspace(0, 2 * np.pi, 200):
        occupancy.take(
            (195 + 20 * np.cos(angle), 145 + 20 * np.sin(angle), 205 + 20 * np.cos(angle), 155 + 20 * np.sin(angle))
        )
    assert with_leader(occupancy, 200, 150, 6, spread(200, 150, 60, 15)) is None


def test_labels_stay_inside_the_map() -> None:
    occupancy = Occupancy((0, 0, 400, 300))
    found = best(occupancy, around(390, 150, 6, 60, 15))
    assert found is not None
    assert found[2] < 400


def test_fonts_do_not_keep_the_glyphs_that_were_loaded() -> None:
    """A font of matplotlib keeps each glyph until it is told to let go: a server would grow with every picture."""
    fonts, text = Fonts("zh-Hant"), "Glyphs 字形 of a line"
    fonts.extent(text, PLAIN)
    words = Words(0, 0, text, 99, PLAIN, "#000000", 1, "left", 0, None, 0, None)
    assert len(outlines(words, fonts).vertices) > 100
    files = fonts.files(PLAIN, text)
    assert [opened(file).get_num_glyphs() for file in files] == [0] * len(files)
    assert opened(*files).get_num_glyphs() == 0
