"""Readings that are followed: which ones, and what they make of the records, in Python and in the page alike."""

from __future__ import annotations

from functools import cache

from mapapp.atlas import open_atlas
from mapapp.model import Atlas
from mapapp.readings import chosen_readings, follow_readings
from mapapp.select import select, select_figures
from mapapp.view import View, format_view, parse_view
from mapapp.webmap.payload import build_payload
from tests.conftest import NodeRunner


@cache
def crossroads() -> Atlas:
    return open_atlas("crossroads")


def test_without_a_choice_the_atlas_is_itself() -> None:
    assert follow_readings(crossroads(), View()) is crossroads()
    assert (
        follow_readings(crossroads(), View(readings=("d-meeting-5-date~a", "nothing~b", "d-pledge~z"))) is crossroads()
    )


def test_one_reading_moves_one_event() -> None:
    atlas = follow_readings(crossroads(), View(readings=("d-meeting-5-date~b",)))
    meeting = atlas.event_by_id["2014-dialogue-5"]
    assert meeting.when is not None
    assert (meeting.when.edtf, meeting.date_basis) == ("2014-07-16", "outside")
    assert [one.id for one, old in zip(atlas.events, crossroads().events, strict=True) if one != old] == [meeting.id]
    assert next(one for one in atlas.disagreements if one.id == "d-meeting-5-date").follows == "b"


def test_lists_exchange_only_what_is_disputed() -> None:
    atlas = follow_readings(crossroads(), View(readings=("d-who-spoke~a",)))
    before = crossroads().event_by_id["1997-hashimoto-speech"].actors
    assert atlas.event_by_id["1997-hashimoto-speech"].actors == tuple(
        "p-obuchi" if actor == "p-hashimoto" else actor for actor in before
    )


def test_a_value_is_in_the_normalised_unit() -> None:
    atlas = follow_readings(crossroads(), View(readings=("d-missiles-headline-body~a",)))
    figure = next(one for one in atlas.figures if one.id == "f-china-missiles")
    assert (figure.normalized, figure.normalized_high, figure.value) == (1250.0, None, "1\u202f250")


def test_a_single_reading_goes_before_a_source() -> None:
    source = View(follow="out-mofa-2014")
    assert chosen_readings(crossroads(), source) == {"d-meeting-5-date": "b"}
    both = View(follow="out-mofa-2014", readings=("d-meeting-5-date~a",))
    assert chosen_readings(crossroads(), both) == {}
    twice = follow_readings(follow_readings(crossroads(), source), source)
    assert twice.events == follow_readings(crossroads(), source).events


def test_the_page_follows_the_same(node: NodeRunner) -> None:
    atlas = crossroads()
    singles = [f"readings={one.id}~{reading.id}" for one in atlas.disagreements for reading in one.readings]
    sources = [f"follow={source.id}" for source in atlas.sources]
    mixed = [
        "follow=out-mofa-2014&mode=in&from=2014-07-16&certainty=certain",
        "follow=hung&readings=d-pledge~a,d-gas-unit~a",
    ]
    queries = [format_view(parse_view(query)) for query in ("", *singles, *sources, *mixed, "")]
    page = build_payload(atlas, View()) | {"basemap": None}
    for query, answer in zip(queries, node("parity.js", ["readings", [page, queries]]), strict=True):
        view = parse_view(query)
        followed = follow_readings(atlas, view)
        shown = {event.id for event in select(followed, view).events}
        events = {
            event.id: [
                event.when.edtf if event.when else None,
                event.kind,
                *map(list, (event.actors, event.places)),
                event.ordinal,
            ]
            for event in followed.events
        }
        assert answer["chosen"] == chosen_readings(atlas, view), query
        assert answer["events"] == events, query
        assert set(answer["shown"]) == shown, query
        assert answer["figures"] == {one.id: [one.normalized, one.value] for one in followed.figures}, query
        assert set(answer["figuresShown"]) == {one.id for one in select_figures(followed, view)}, query
        assert answer["eras"] == [era.when.edtf for era in followed.eras], query
