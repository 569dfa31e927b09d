"""GeoPackage, read back by GDAL."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pyogrio
import pytest
from hypothesis import given

from mapapp.atlas import open_atlas
from mapapp.export.frames import event_shape
from mapapp.export.records import chosen_citations
from mapapp.model import Atlas
from mapapp.view import View, parse_view
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases
from tests.export.written import clean, few, same_shape, written


@pytest.fixture(scope="module")
def crossroads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("gpkg"), ".gpkg", open_atlas("crossroads"))


def test_there_is_a_layer_for_each_sort_of_record(crossroads: Path) -> None:
    atlas = open_atlas("crossroads")
    counts = {
        name: pyogrio.read_info(crossroads, layer=name)["features"] for name, _ in pyogrio.list_layers(crossroads)
    }
    assert counts == {
        "events": len(atlas.events),
        "places": len(atlas.places),
        "figures": len(atlas.figures),
        "citations": len(atlas.citations),
        "disagreements": len(atlas.disagreements),
        "readings": sum(len(item.readings) for item in atlas.disagreements),
        "sources": len(atlas.sources),
    }
    assert dict(pyogrio.list_layers(crossroads))["figures"] is None
    assert pyogrio.read_info(crossroads, layer="events")["crs"] == "EPSG:4326"


def test_numbers_and_truths_have_types(crossroads: Path) -> None:
    events = pyogrio.read_info(crossroads, layer="events")
    types = dict(zip(events["fields"], zip(events["ogr_types"], events["ogr_subtypes"], strict=True), strict=True))
    assert types["importance"] == ("OFTInteger64", "OFSTNone")
    assert types["projection"] == ("OFTInteger", "OFSTBoolean")
    figures = pyogrio.read_dataframe(crossroads, layer="figures").set_index("id")
    assert figures.loc["f-oda-1993", "normalized"] == 250000.0
    assert clean(figures.loc["f-oda-1993", "normalized_high"]) is None
    assert figures.loc["f-oda-1993", "value"] == "25"


def test_citations_name_records_and_sources_that_are_in_the_file(crossroads: Path) -> None:
    layers = {name: pyogrio.read_dataframe(crossroads, layer=name) for name, _ in pyogrio.list_layers(crossroads)}
    citations = layers["citations"]
    assert set(citations["source"]) <= set(layers["sources"]["id"])
    for sort in ("event", "place", "figure"):
        named = {subject.partition(":")[2] for subject in citations["subject"] if subject.startswith(f"{sort}:")}
        assert named == set(layers[f"{sort}s"]["id"])
    letters = {f"reading:{row.disagreement}/{row.reading}" for row in layers["readings"].itertuples()}
    assert letters <= set(citations["subject"])
    ranged = citations[citations["start"].notna()]
    assert (ranged["start"] < ranged["end"]).all()


def test_a_view_takes_what_it_shows_and_what_that_cites(tmp_path: Path) -> None:
    atlas, view = open_atlas("crossroads"), parse_view("mode=in&from=2009&to=2009&lang=ja")
    path = written(tmp_path, ".gpkg", atlas, view)
    events = pyogrio.read_dataframe(path, layer="events")
    assert 0 < len(events) < len(atlas.events)
    assert len(pyogrio.read_dataframe(path, layer="citations")) == len(chosen_citations(atlas, view))
    places = pyogrio.read_dataframe(path, layer="places").set_index("id")
    assert {place for found in events["places"].dropna() for place in found.split(";")} <= set(places.index)
    assert set(places["name"]) != set(places.index)
    assert set(pyogrio.read_dataframe(path, layer="citations")["source"]) <= set(
        pyogrio.read_dataframe(path, layer="sources")["id"]
    )


def test_it_is_sound_sqlite(crossroads: Path) -> None:
    with sqlite3.connect(crossroads) as opened:
        assert opened.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert opened.execute("pragma application_id").fetchone() == (0x47504B47,)


@pytest.mark.slow
@given(atlases())
@few
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    path = written(tmp_path_factory.mktemp("out"), ".gpkg", atlas)
    events = pyogrio.read_dataframe(path, layer="events")
    places = pyogrio.read_dataframe(path, layer="places")
    assert list(events["id"]) == [event.id for event in atlas.events]
    for event, row in zip(atlas.events, events.to_dict("records"), strict=True):
        assert clean(row["when"]) == (event.when.edtf if event.when else None)
        assert {tag: row[f"title_{tag}"] for tag in atlas.languages} == dict(event.title)
        assert clean(row["places"]) == (";".join(event.places) or None)
        assert same_shape(row["geometry"], event_shape(atlas, event))
    assert list(places["id"]) == [place.id for place in atlas.places]
    for place, row in zip(atlas.places, places.to_dict("records"), strict=True):
        assert [name["name"] for name in json.loads(row["names"])] == [name.name for name in place.names]
        assert same_shape(row["geometry"], place.geometry)


def test_an_undated_unlocated_event_is_there(tmp_path: Path) -> None:
    events = pyogrio.read_dataframe(written(tmp_path, ".gpkg", open_atlas(MINIMAL), View()), layer="events")
    row = events.set_index("id").loc["undated-deepening"]
    assert clean(row["when"]) is None and row["geometry"] is None and row["bounds"] == "1869/.."
