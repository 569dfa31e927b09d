"""What a View shows; webmap/static/visible.js is read against the same table, see tests/js/tables.test.js."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas import open_atlas
from mapapp.folding import fold
from mapapp.model import Atlas
from mapapp.names import toponym_at, toponym_today
from mapapp.select import passes_filters, reasons_against, select, select_figures
from mapapp.view import View, normalise, parse_view
from mapapp.webmap.payload import build_payload
from mapapp.when import calendar_date
from tests.described import atlas_of, day_of, place_of, table
from tests.test_view import views

VISIBILITY = table("visibility.json")["atlases"]
ATLASES = {name: atlas_of(described) for name, described in VISIBILITY.items()}
CASES = [(name, case) for name, described in VISIBILITY.items() for case in described["cases"]]
NAMES = table("names.json")["places"]


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: part["why"] if isinstance(part, dict) else part)
def test_a_view_shows_the_events_of_the_table(name: str, case: dict[str, Any]) -> None:
    atlas = ATLASES[name]
    shown = select(atlas, parse_view(case["view"]))
    events = [event.id for event in shown.events]
    assert events == case["events"]
    assert [event.id for event in shown.undated] == case["undated"]
    rest = [event.id for event in atlas.events if event.when and event.id not in events]
    assert [event.id for event in shown.outside] == (rest if case["outside"] == "rest" else case["outside"])
    if "places" in case:
        assert [place.id for place in shown.places] == case["places"]
    if "unlocated" in case:
        assert [event.id for event in shown.unlocated] == case["unlocated"]


@pytest.mark.parametrize("name", VISIBILITY)
def test_the_page_gets_the_data_that_the_table_describes(name: str) -> None:
    described = {event["id"]: event for event in VISIBILITY[name]["events"]}
    records = {event["id"]: event for event in build_payload(ATLASES[name], View())["events"]}
    assert records.keys() == described.keys()
    for key, event in described.items():
        record = records[key]
        assert record.get("days") == ([day_of(text) for text in event["days"]] if event["when"] else None), key
        assert record.get("soft", False) == event.get("soft", False), key
        assert [citation["source"] for citation in record.get("citations", [])] == event.get("sources", []), key
        assert bool(record.get("disagreements")) == bool(event.get("disputed")), key
        for field in ("kind", "places", "about", "actors", "summary"):
            assert record.get(field) == event.get(field), f"{key} {field}"
        assert record["certainty"] == event.get("certainty", "certain"), key


@pytest.mark.parametrize("name", NAMES)
def test_a_place_has_the_names_of_the_table(name: str) -> None:
    place = place_of(NAMES[name])
    for toponym, row in zip(place.names, NAMES[name]["names"], strict=True):
        assert (toponym.when.days if toponym.when else None) == (
            tuple(day_of(text) for text in row["days"]) if "days" in row else None
        )
    for case in NAMES[name]["cases"]:
        if case["window"] is None:
            found = toponym_today(place, case["lang"])
        else:
            found = toponym_at(place, (day_of(case["window"][0]), day_of(case["window"][1])), case["lang"])
        assert found is not None, case["why"]
        assert found.name == case["name"], case["why"]


def test_a_place_without_names_has_no_toponym() -> None:
    assert toponym_today(place_of({"names": []}), "en") is None


@cache
def crossroads() -> Atlas:
    return open_atlas("crossroads")


def narrower(view: View, atlas: Atlas, data: st.DataObject) -> View:
    """A View that asks for more than `view` does, in one of the ways there are."""
    words = ("tokyo", "meeting", "日本", "2004", "zzz")
    records = {"kinds": atlas.kinds, "actors": atlas.actors, "places": atlas.places, "sources": atlas.sources}
    how = data.draw(
        st.sampled_from((*(name for name in records if records[name]), "text", "certainty", "disputed", "window"))
    )
    if how == "window":
        return replace(view, **_inside(view, data))
    if how in records:
        wanted = getattr(view, how) or tuple(record.id for record in records[how])
        return replace(view, **{how: tuple(data.draw(st.sets(st.sampled_from(wanted), min_size=1)))})
    more = {"text": f"{view.text} {data.draw(st.sampled_from(words))}", "certainty": "certain", "disputed": True}
    return replace(view, **{how: more[how]})


def _inside(view: View, data: st.DataObject) -> dict[str, Any]:
    low, high = (min(max(day, 1), 3_000_000) for day in view.window())
    start = data.draw(st.integers(low, max(low, high)))
    end = data.draw(st.integers(start, max(start, high)))
    return {"mode": "between", "start": _iso(start), "end": _iso(end)}


def _iso(day: int) -> str:
    return "{:04d}-{:02d}-{:02d}".format(*calendar_date(day))


@given(views, st.data())
def test_a_narrower_view_never_adds_an_event(view: View, data: st.DataObject) -> None:
    atlas = data.draw(st.sampled_from((crossroads(), *ATLASES.values())))
    view = normalise(view)
    if view.window()[1] < 1 or view.window()[0] > 3_000_000:
        view = replace(view, start=None, end=None)
    wide = {event.id for event in select(atlas, view).events}
    narrow = {event.id for event in select(atlas, narrower(view, atlas, data)).events}
    assert narrow <= wide


@given(views)
def test_every_event_is_shown_or_in_one_tray_or_has_a_reason(view: View) -> None:
    atlas = ATLASES["filters"]
    view = normalise(view)
    shown = select(atlas, view)
    parts = [event.id for part in (shown.events, shown.undated, shown.outside) for event in part]
    assert len(parts) == len(set(parts))
    for event in atlas.events:
        assert (
            (event.id in parts) == passes_filters(atlas, view, event) == (not list(reasons_against(atlas, view, event)))
        )


def test_all_reasons_are_given() -> None:
    atlas = ATLASES["filters"]
    view = parse_view("kind=aid&actor=obrien&place=gas-field&source=book&certainty=certain&disputed=1&q=zzz")
    nowhere = atlas.event_by_id["nowhere"]
    assert list(reasons_against(atlas, view, nowhere)) == [
        "kind", "actor", "place", "source", "certainty", "disputed", "q",
    ]  # fmt: skip


def test_figures_follow_the_window_and_the_filters_that_apply() -> None:
    atlas = crossroads()
    everything = select_figures(atlas, View())
    assert everything == atlas.figures
    early = select_figures(atlas, View(mode="up-to", end="1999"))
    assert 0 < len(early) < len(everything)
    source = atlas.citations_of[f"figure:{everything[0].id}"][0].source
    assert everything[0] in select_figures(atlas, View(sources=(source,)))
    assert select_figures(atlas, View(text="zzzz")) == ()


@given(st.text(max_size=20))
def test_folding_is_stable_and_blind_to_case(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert once == once.lower()


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ōsaka", "osaka"), ("TÜRKİYE", "turkiye"), ("ｶﾞｽ", fold("ガス")), ("Ｔｏｋｙｏ", "tokyo"), ("O’Brien", "o'brien"),
     ("№ 5", "no 5"), ("℃", "°c"), ("Đ", "đ"), ("Straße", "straße"), ("㍿", "株式会社")],
)  # fmt: skip
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
