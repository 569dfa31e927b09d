"""Atlas + View -> Scene: what is drawn, in whose words, with which numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapapp.language import translator
from mapapp.model import Atlas, Place
from mapapp.names import toponym_at
from mapapp.scene import Scene, build_scene, credits_of, datasets
from mapapp.scene.journeys import letter
from mapapp.scene.words import map_title, short_date
from mapapp.view import View, parse_view
from mapapp.when import parse_span, parse_when
from tests.staticmap.sample import sample_atlas

WINDOW = "mode=between&from=1997&to=2015"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return sample_atlas()


@pytest.fixture(scope="module")
def scene(atlas: Atlas) -> Scene:
    return build_scene(atlas, parse_view(WINDOW))


def spot_names(scene: Scene) -> set[str]:
    return {spot.name for spot in scene.spots}


@pytest.mark.parametrize(
    ("window", "name"),
    [("1995", "Akmola"), ("2004", "Astana"), ("2020", "Nur-Sultan"), ("2024", "Astana"), ("1998", "Astana")],
)
def test_a_place_has_the_name_in_force_at_the_end_of_the_window(atlas: Atlas, window: str, name: str) -> None:
    toponym = toponym_at(atlas.place_by_id["astana"], parse_span(window), "en")
    assert toponym is not None
    assert toponym.name == name


def test_a_name_without_a_span_serves_where_none_is_in_force(atlas: Atlas) -> None:
    place = atlas.place_by_id["astana"]
    dated = next(name for name in place.names if name.name == "Nur-Sultan")
    undated = replace(dated, name="The capital", when=None)
    both = replace(place, names=(dated, undated))
    assert toponym_at(both, parse_span("2005"), "en") == undated
    assert toponym_at(replace(place, names=(dated,)), parse_span("2005"), "en") == dated
    assert toponym_at(replace(place, names=()), parse_span("2005"), "en") is None


def test_todays_names_on_request(atlas: Atlas) -> None:
    then = build_scene(atlas, parse_view("mode=up-to&to=1997"))
    assert "Akmola" not in spot_names(build_scene(atlas, parse_view("mode=up-to&to=1997&names=today")))
    assert then.lines  # places without events keep their lines


def test_the_sentence_counts_what_is_shown(scene: Scene) -> None:
    assert scene.sentence == (
        "Between the start of 1997 and the end of 2015: 24 events at 13 places. Undated: 1. Without a place: 1."
    )
    assert (scene.undated, scene.unlocated) == (1, 1)
    drawn = {event for spot in scene.spots for mark in spot.marks for event in mark.events}
    assert len(drawn) + scene.unlocated == 24


def test_marks_at_one_place_numbers_first_then_one_for_each_kind(scene: Scene) -> None:
    tokyo = next(spot for spot in scene.spots if spot.name == "Tokyo")
    assert [(mark.kind, mark.ordinal, mark.count) for mark in tokyo.marks] == [
        ("meeting", 2, 1),
        ("meeting", 4, 1),
        ("policy", None, 5),
        ("aid", None, 2),
    ]
    astana = next(spot for spot in scene.spots if spot.name == "Astana")
    assert [mark.open for mark in astana.marks] == [False, False, True]  # its speech stands at an inferred place


def test_a_soft_date_opens_a_mark(atlas: Atlas) -> None:
    scene = build_scene(atlas, parse_view("mode=in&from=2009"))
    marks = {mark.kind: mark.open for spot in scene.spots for mark in spot.marks}
    assert marks == {"policy": False, "aid": True}


def test_coincident_places_share_a_spot_that_the_city_names(atlas: Atlas) -> None:
    tokyo = atlas.place_by_id["tokyo"]
    office: Place = replace(tokyo, id="a-office", kind="building", names=(replace(tokyo.names[0], name="The office"),))
    first = next(event for event in atlas.events if event.id == "2013-globe")
    moved = replace(first, id="moved", places=("a-office",))
    more = replace(atlas, places=(office, *atlas.places), events=(*atlas.events, moved))
    scene = build_scene(more, parse_view(WINDOW))
    spot = next(spot for spot in scene.spots if "a-office" in spot.places)
    assert spot.name == "Tokyo"
    assert sum(mark.count for mark in spot.marks) == 10


def test_arcs_are_lettered_by_date_and_say_what_is_stated(scene: Scene) -> None:
    assert [arc.letter for arc in scene.arcs] == list("abcdef")
    assert [arc.event for arc in scene.arcs][:2] == ["1997-obuchi", "1997-aso"]
    stated = {arc.event: all(stop.stated for stop in arc.stops) for arc in scene.arcs}
    assert stated["2004-kawaguchi"]
    assert not stated["2006-koizumi"]  # the source names a state
    assert [arc.event for arc in scene.arcs if arc.ordered] == ["2015-abe"]
    visits = next(listing for listing in scene.listings if listing.id == "visits")
    assert [row.key for row in visits.rows] == [arc.letter for arc in scene.arcs]


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "az", "ba"]


def test_places_outside_the_window_are_grey_with_their_year(scene: Scene) -> None:
    assert {(ghost.place, ghost.years) for ghost in scene.outside} == {("yokota", "2024"), ("kadena", "2024")}
    hidden = build_scene(sample_atlas(), parse_view(f"{WINDOW}&layers=cities"))
    assert hidden.outside == ()


def test_a_line_outside_the_window_is_grey(atlas: Atlas) -> None:
    scene = build_scene(atlas, parse_view("mode=between&from=1992&to=2004"))
    assert {line.place: (line.outside, line.years) for line in scene.lines} == {
        "oil-lane": (False, ""),
        "north-south": (True, "2009"),
        "east-west": (True, "2009"),
    }


def test_the_legend_lists_only_what_is_there(atlas: Atlas, scene: Scene) -> None:
    symbols = [entry.symbol for entry in scene.legend]
    assert symbols[:2] == ["ordinal", "kind"]
    assert {"open", "outside", "arc", "arc-open", "corridor", "lane", "strait", "region"} <= set(symbols)
    empty = build_scene(atlas, parse_view("mode=in&from=1999&layers=none"))
    assert empty.legend == ()
    assert empty.spots == ()


def test_numbers_on_the_sheet_resolve_on_the_sheet(scene: Scene) -> None:
    cited = {row.cite.split("]")[0][1:] for listing in scene.listings for row in listing.rows}
    assert cited <= {str(reference.number) for reference in scene.references}
    paper = scene.references[0]
    assert (paper.number, paper.authors, paper.title) == (1, "洪銘德", "〈日本對中亞外交政策之分析〉")
    assert paper.locators.startswith("Notes 12, 14–15, ")


def test_a_disagreement_keeps_both_answers(scene: Scene) -> None:
    (dispute,) = scene.disputes
    assert scene.disputed == 1
    assert dispute.question == "Which meeting was it?"
    assert dispute.readings == ("The fifth [1] n. 50 (followed here)", "The fourth [1] n. 50")


def test_the_histogram_holds_the_whole_record(scene: Scene) -> None:
    histogram = scene.histogram
    assert (histogram.first, histogram.last, histogram.step) == (1992, 2024, 1)
    assert len(histogram.bars) == 29
    assert sum(bar.inside for bar in histogram.bars) == 24
    assert [bar.event for bar in histogram.bars if bar.soft] == ["2009-aid"]
    assert histogram.window == (1997.0, 2016.0)


def test_a_long_record_is_counted_in_wider_bins(atlas: Atlas) -> None:
    old = replace(atlas.events[0], id="old", when=parse_when("-0044"), places=("tokyo",))
    scene = build_scene(replace(atlas, events=(*atlas.events, old)), View())
    histogram = scene.histogram
    assert histogram.step == 50
    assert histogram.first == -50
    assert len(histogram.bars) == 30


@pytest.mark.parametrize(
    ("title", "query", "expected"),
    [
        ("Crossroads, 1991–2024", "mode=between&from=1997&to=2015", "Crossroads, 1997 to 2015"),
        ("Crossroads 1991-2024", "mode=in&from=2014-07", "Crossroads, July 2014"),
        ("Crossroads, 1991–2024", "mode=between", "Crossroads, 1991–2024"),
        ("1991–2024", "mode=up-to&to=2004", "1991–2024, until 2004"),
    ],
)
def test_the_window_takes_the_place_of_the_years_in_a_title(title: str, query: str, expected: str) -> None:
    assert map_title(title, parse_view(query), translator("en")) == expected


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1997-06-28/1997-07-09", "28 June to 9 July 1997"),
        ("2015-10-22/2015-10-28", "22 to 28 October 2015"),
        ("2014-07-17", "17 July 2014"),
        ("2014-12-30/2015-01-02", "30 December 2014 to 2 January 2015"),
        ("2004-08", "August 2004"),
    ],
)
def test_dates_in_lists_are_short(edtf: str, words: str) -> None:
    assert short_date(parse_when(edtf), translator("en")) == words


def test_the_view_and_the_atlas_are_named_in_the_scene(scene: Scene) -> None:
    assert scene.view == WINDOW
    assert (scene.atlas, scene.version, scene.sha256) == ("sample", "1.0.0", "0" * 64)


@pytest.mark.parametrize(("language", "name"), [("zh-Hant", "塔什干"), ("ja", "タシケント")])
def test_words_in_the_language_of_the_view(atlas: Atlas, language: str, name: str) -> None:
    scene = build_scene(atlas, parse_view(f"{WINDOW}&lang={language}"))
    assert name in spot_names(scene)
    assert scene.kinds[0].title in ("會議", "会合")


def test_credits_come_from_the_register_and_the_atlas(atlas: Atlas) -> None:
    basemap = next(entry for entry in datasets() if entry.kind == "basemap")
    said = credits_of(atlas, translator("en"))
    assert basemap.attribution in said[0]
    assert said[-1] == "Atlas: Sample atlas, CC BY 4.0."
