"""GeoJSON: what RFC 7946 asks for, and what a View shows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from shapely.geometry import shape

from mapapp.atlas import open_atlas
from mapapp.export.frames import event_shape
from mapapp.export.geojson import feature_collection, place_point, write_geojson
from mapapp.model import Atlas
from mapapp.view import View
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases
from tests.export.written import clean, few, same_shape

_RFC_7946 = Path(__file__).parents[1] / "data" / "geojson.schema.json"
SCHEMA = Draft202012Validator(json.loads(_RFC_7946.read_text("utf-8")))


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return open_atlas(MINIMAL)


def features(atlas: Atlas, view: View) -> dict[str, dict[str, object]]:
    return {feature["id"]: feature for feature in feature_collection(atlas, view)["features"]}


def test_everything_for_an_open_view(atlas: Atlas) -> None:
    found = features(atlas, View())
    assert list(found) == [event.id for event in atlas.events] + [place.id for place in atlas.places]
    assert found["undated-deepening"]["geometry"] is None
    assert found["egypt"]["geometry"] is None
    assert found["1869-opening"]["geometry"] == {"type": "Point", "coordinates": [32.3019, 31.2653]}


def test_the_collection_carries_licence_credit_and_view(atlas: Atlas) -> None:
    collection = feature_collection(atlas, View(start="1869", end="1870", lang="ja"))
    assert collection["license"] == "CC0-1.0"
    assert collection["attribution"] == "The mapapp developers"
    assert collection["view"] == "mode=between&from=1869&to=1870&lang=ja"
    assert [feature["id"] for feature in collection["features"]] == ["1869-opening", "port-said", "suez-canal"]
    properties = collection["features"][0]["properties"]
    assert (properties["name"], properties["when"], properties["latest"]) == ("運河の開通", "1869-11-17", "1869-11-17")
    assert properties["citations"][0]["source"] == "note"


def test_several_places_make_a_multipoint_with_lines_and_countries_at_their_labels(atlas: Atlas) -> None:
    event = replace(atlas.events[0], places=("port-said", "suez-canal", "egypt", "sinai"))
    changed = replace(atlas, events=(event, *atlas.events[1:]))
    geometry = features(changed, View())["1869-opening"]["geometry"]
    assert geometry == {
        "type": "MultiPoint",
        "coordinates": [[32.3019, 31.2653], [32.32, 30.7], [29.5, 26.6], [33.8, 29.6]],
    }


def test_an_area_without_a_label_stands_at_a_point_inside(atlas: Atlas) -> None:
    sinai = replace(atlas.place_by_id["sinai"], label_at=None)
    point = place_point(sinai)
    assert sinai.geometry is not None and point is not None
    assert sinai.geometry.contains(shape({"type": "Point", "coordinates": point}))
    assert place_point(replace(sinai, geometry=None)) is None


@given(atlases())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_file_is_geojson_whatever_the_atlas_holds(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    target = tmp_path_factory.mktemp("out") / "a.geojson"
    write_geojson(atlas, View(), target)
    collection = json.loads(target.read_text("utf-8"))
    assert [fault.message for fault in SCHEMA.iter_errors(collection)] == []
    assert len(collection["features"]) == len(atlas.events) + len(atlas.places)
    for feature in collection["features"]:
        assert set(feature) == {"type", "id", "properties", "geometry"}
        if feature["geometry"] is not None:
            west, south, east, north = shape(feature["geometry"]).bounds
            assert -180 <= west <= east <= 180 and -90 <= south <= north <= 90


@given(atlases())
@few
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    target = tmp_path_factory.mktemp("out") / "a.geojson"
    write_geojson(atlas, View(), target)
    features = json.loads(target.read_text("utf-8"))["features"]
    for event, feature in zip(atlas.events, features, strict=False):
        properties = feature["properties"]
        assert (feature["id"], properties["title"]) == (event.id, dict(event.title))
        assert properties["when"] == (event.when.edtf if event.when else None)
        shape_read = shape(feature["geometry"]) if feature["geometry"] else None
        assert same_shape(shape_read, event_shape(atlas, event))
    for place, feature in zip(atlas.places, features[len(atlas.events) :], strict=True):
        assert [name["name"] for name in feature["properties"]["names"]] == [name.name for name in place.names]
        assert same_shape(shape(feature["geometry"]) if feature["geometry"] else None, place.geometry)


def test_the_crossroads_keep_the_schema_and_the_schema_finds_faults() -> None:
    collection = json.loads(json.dumps(feature_collection(open_atlas("crossroads"), View())))
    assert [fault.message for fault in SCHEMA.iter_errors(collection)] == []
    for geometry in ({"type": "Point", "coordinates": [0, 95]}, {"type": "LineString", "coordinates": [[0, 0]]}, 7):
        collection["features"][0]["geometry"] = geometry
        assert not SCHEMA.is_valid(collection)


def test_gdal_reads_every_feature(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    write_geojson(atlas, View(), tmp_path / "a.geojson")
    found = pyogrio.read_dataframe(tmp_path / "a.geojson")
    assert list(found["id"]) == [record.id for record in (*atlas.events, *atlas.places)]
    assert [clean(when) for when in found["when"]] == [
        record.when.edtf if record.when else None for record in (*atlas.events, *atlas.places)
    ]


def test_a_failed_write_leaves_the_old_file(atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.geojson"
    target.write_text("old", "utf-8")
    with pytest.raises(ValueError):
        write_geojson(replace(atlas, attribution=float("nan")), View(), target)  # type: ignore[arg-type]
    assert [file.name for file in tmp_path.iterdir()] == ["a.geojson"]
    assert target.read_text("utf-8") == "old"
