"""Linked Places: the shape that its specification and its schema ask for, tried on others' records too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyogrio
import pytest
from hypothesis import given

from mapapp.atlas import open_atlas
from mapapp.export.linked_places import gazetteer
from mapapp.importers import import_file
from mapapp.importers.linked_origin import ORIGIN
from mapapp.model import Atlas
from mapapp.view import View
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases
from tests.export.written import few, hostile_atlas, same_shape, written

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples" / "linked-places"

_IDENTIFIER = re.compile(r"https?://\S+|\w+:\S+")
_DATE = re.compile(r"-\d{5,}|-?\d{1,4}(-(0[1-9]|1[0-2]))?(-([0-2]\d|3[01]))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*")
_DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}

Json = dict[str, Any]


def faults(collection: Json) -> Iterator[str]:
    """What is wrong with a collection under the format's specification (1.2) and the rules of its schema (2.0)."""
    if collection.get("type") != "FeatureCollection" or not collection.get("@context"):
        yield "no FeatureCollection with a context"
    for feature in collection["features"]:
        for fault in _feature_faults(feature):
            yield f"{feature.get('@id')}: {fault}"


def _feature_faults(feature: Json) -> Iterator[str]:
    if feature.get("type") != "Feature" or not _IDENTIFIER.fullmatch(feature.get("@id", "")):
        yield "no Feature with an @id"
    if not feature["properties"].get("title") or "\n" in feature["properties"]["title"]:
        yield "no title"
    codes = feature["properties"].get("ccodes", ["XX"])
    if not codes or not all(re.fullmatch("[A-Z]{2}", code) for code in codes) or len(set(codes)) < len(codes):
        yield "ccodes"
    for name in feature["names"]:
        if not name.get("toponym") or not _LANGUAGE.fullmatch(name.get("lang", "en")):
            yield "names"
        yield from _when_faults(name.get("when"))
        for citation in name.get("citations", ()):
            if not (citation.get("label") or citation.get("@id")) and set(citation) != {"@id", "label"}:
                yield "citation"
    if not any(name.get("citations") for name in feature["names"]):
        yield "no name is cited"
    for sort in feature["types"]:
        if not _IDENTIFIER.fullmatch(sort.get("identifier", "aat:1")) or not sort.get("label"):
            yield "types"
    yield from _when_faults(feature.get("when"))
    yield from _geometry_faults(feature["geometry"])
    for relation in feature.get("relations", ()):
        if not all(_IDENTIFIER.fullmatch(relation[key]) for key in ("relationType", "relationTo")):
            yield "relations"


def _when_faults(when: Json | None) -> Iterator[str]:
    for span in (when or {"timespans": []})["timespans"]:
        if not span or set(span) - {"start", "end"}:
            yield "timespan"
        for bound in span.values():
            if not bound or set(bound) - {"in", "earliest", "latest"} or ("in" in bound and len(bound) > 1):
                yield "bound"
            if not all(_DATE.fullmatch(date) for date in bound.values()):
                yield f"date {bound}"


def _geometry_faults(geometry: Json | None) -> Iterator[str]:
    if geometry is None:
        return
    positions = [geometry["coordinates"]]
    for _ in range(_DEPTHS[geometry["type"]]):
        positions = [inner for outer in positions for inner in outer]
    for position in positions:
        if len(position) != 2 or not (-180 <= position[0] <= 180 and -90 <= position[1] <= 90):
            yield f"position {position}"
    if geometry.get("certainty", "certain") not in ("certain", "less-certain", "uncertain"):
        yield "certainty"


def test_the_crossroads_are_sound() -> None:
    atlas = open_atlas("crossroads")
    collection = gazetteer(atlas, View())
    assert list(faults(collection)) == []
    found = {feature["@id"]: feature for feature in collection["features"]}
    assert list(found) == [f"urn:mapapp:crossroads:{place.id}" for place in atlas.places]
    relations = [relation for feature in found.values() for relation in feature.get("relations", ())]
    assert relations and all(relation["relationTo"] in found for relation in relations)
    kazakhstan = found["urn:mapapp:crossroads:kazakhstan"]
    assert kazakhstan["properties"] == {"title": "Kazakhstan", "ccodes": ["KZ"]}
    soviet = next(name for name in kazakhstan["names"] if name["toponym"] == "Kazakh SSR")
    assert soviet["when"]["timespans"] == [
        {"start": {"earliest": "1936-01-01", "latest": "1936-12-31"}, "end": {"in": "1991-12-10"}}
    ]
    assert kazakhstan["types"] == [{"label": "state", "identifier": "aat:300232420"}]


def test_the_check_finds_faults() -> None:
    collection = gazetteer(open_atlas(MINIMAL), View())
    feature = collection["features"][0]
    broken = {
        **feature,
        "@id": "no id",
        "when": {"timespans": [{"start": {"in": "soon"}}]},
        "names": [{"toponym": "x"}],
    }
    assert len(list(faults({**collection, "features": [broken]}))) == 3


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not beside this checkout")
def test_records_of_the_world_historical_gazetteer_have_the_same_shape() -> None:
    theirs = json.loads((SAMPLES / "lugares_20.jsonld").read_text("utf-8"))
    ours = gazetteer(open_atlas("crossroads"), View())
    assert list(faults(theirs)) == []
    assert theirs["@context"] == ours["@context"]
    keys = {key for feature in theirs["features"] for key in feature if feature[key]}
    assert keys - {"links"} <= {key for feature in ours["features"] for key in feature}


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1869-11-17", {"start": {"in": "1869-11-17"}, "end": {"in": "1869-11-17"}}),
        ("2000/..", {"start": {"earliest": "2000-01-01", "latest": "2000-12-31"}}),
        ("../2000-05-01", {"end": {"in": "2000-05-01"}}),
        ("-0044-03-15/..", {"start": {"in": "-0044-03-15"}}),
        ("Y-12000/Y17000", {"start": {"in": "-12000"}}),
    ],
)
def test_spans(edtf: str, expected: Json) -> None:
    atlas = open_atlas(MINIMAL)
    place = replace(atlas.places[0], when=parse_when(edtf))
    feature = gazetteer(replace(atlas, places=(place, *atlas.places[1:])), View())["features"][0]
    assert feature["when"] == {"timespans": [expected], "label": edtf}


def test_hostile_text_keeps_the_shape() -> None:
    assert list(faults(gazetteer(hostile_atlas(), View()))) == []


def test_gdal_reads_it_as_geojson(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    found = pyogrio.read_dataframe(f"GeoJSON:{written(tmp_path, '.lpf.json', atlas)}")
    assert len(found) == len(atlas.places)
    assert all(same_shape(shape, place.geometry) for shape, place in zip(found["geometry"], atlas.places, strict=True))


@given(atlases())
@few
def test_the_shape_is_kept_whatever_the_atlas_holds(atlas: Atlas) -> None:
    collection = gazetteer(atlas, View())
    assert list(faults(collection)) == []
    for place, feature in zip(atlas.places, collection["features"], strict=True):
        assert [name["toponym"] for name in feature["names"]] == [" ".join(name.name.split()) for name in place.names]


SPANS = {"timespans": [{"start": {"in": "1624"}, "end": {"in": "1662"}}, {"start": {"in": "1683"}}], "label": "twice"}
TAINAN: Json = {
    "@id": "http://example.org/1", "type": "Feature",
    "properties": {"title": "臺南", "ccodes": ["TW"], "population": {"1935": 110816}},
    "geometry": {"type": "Point", "coordinates": [120.2, 22.99, 15.5], "certainty": "certain", "when": SPANS},
    "names": [
        {"toponym": "臺灣府", "lang": "zh-Hant", "citations": [{"label": "府志", "year": 1696}], "when": SPANS},
        {"toponym": "Tainan", "lang": "en"}, {"toponym": "臺南", "lang": ""},
    ],
    "types": [{"identifier": "aat:300008389", "label": "cities", "sourceLabel": "府城"}, {"label": "seat"}],
    "when": SPANS, "links": [{"type": "closeMatch", "identifier": "wd:Q140631"}],
    "relations": [{"relationType": "gvp:broaderPartitive", "relationTo": "http://example.org/2", "label": "in Taiwan"}],
    "descriptions": [{"@id": "http://example.org/d", "value": "Old <i>capital</i>.", "lang": "en"}],
    "depictions": [{"@id": "http://example.org/p.jpg", "license": "cc:by-sa/3.0/"}],
}  # fmt: skip
RING = [[177, -19], [183, -19], [183, -16], [177, -16], [177, -19]]
FIJI: Json = {
    "@id": "urn:x:2", "type": "Feature", "properties": {"title": "Fiji", "ccodes": ["FJ", "WS"]},
    "names": [{"toponym": "Fiji", "lang": "en", "citations": [{"label": "chart"}]}], "types": [{"label": "island"}],
    "geometry": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "coordinates": [RING], "certainty": "uncertain", "when": SPANS},
        {"type": "Point", "coordinates": [178, -18], "certainty": "uncertain"},
    ]},
}  # fmt: skip


def test_what_came_in_goes_out_again_but_for_what_the_atlas_has_changed(tmp_path: Path) -> None:
    file, folder = tmp_path / "g.lpf.json", tmp_path / "atlas"
    given = {"type": "FeatureCollection", "@context": "linkedplaces", "indexing": {"name": "G"}}
    file.write_text(json.dumps(given | {"features": [TAINAN, FIJI]}), "utf-8")
    import_file(file, folder)
    atlas = open_atlas(folder)
    found = gazetteer(atlas, View())
    assert found["indexing"] == {"name": "G"} and found["features"][1] == FIJI
    assert found["features"][0] == TAINAN
    assert not import_file(file, folder).changes_atlas
    first = atlas.places[0]
    assert (first.precision, {name.name for name in first.names}) == ("exact", {"臺灣府", "Tainan", "臺南"})

    names = tuple(replace(name, name="Tayouan") if name.lang == "en" else name for name in first.names)
    changed = replace(first, names=names, when=parse_when("1624"), kind="building", precision="schematic", summary={})
    (feature, _) = gazetteer(replace(atlas, places=(changed, atlas.places[1])), View())["features"]
    assert [name["toponym"] for name in feature["names"]] == ["臺灣府", "臺南", "Tayouan"]
    assert feature["names"][0] == TAINAN["names"][0]
    assert (feature["types"], feature["when"]["label"]) == ([{"label": "building"}], "1624")
    assert feature["geometry"]["certainty"] == "uncertain" and "descriptions" not in feature
    assert feature["links"] == TAINAN["links"] and feature["relations"] == TAINAN["relations"]


def test_a_table_of_places_goes_out_with_its_terms_and_matches(tmp_path: Path) -> None:
    file, folder = tmp_path / "g.tsv", tmp_path / "atlas"
    row = {
        "id": "P_7", "title": "Emesa", "title_source": "LHOM", "title_uri": "https://example.org/7", "ccodes": "SY",
        "types": "town; castle", "aat_types": "300008375; 300008063", "matches": "wd:Q1; tgn:2", "parent_id": "urn:x:0",
        "parent_name": "Syria", "lon": "36.7", "lat": "34.7",
    }  # fmt: skip
    file.write_text("\n".join(map("\t".join, (row.keys(), row.values()))), "utf-8")
    import_file(file, folder)
    (feature,) = gazetteer(open_atlas(folder), View())["features"]
    types = [("town", "aat:300008375"), ("castle", "aat:300008063")]
    assert [(one["label"], one["identifier"]) for one in feature["types"]] == types
    assert [one["identifier"] for one in feature["links"]] == ["wd:Q1", "tgn:2"]
    assert feature["relations"][0]["relationTo"] == "urn:x:0" and feature["properties"]["src_id"] == "P_7"
    assert feature["names"][0]["citations"][0] == {"label": "LHOM", "@id": "https://example.org/7"}


@pytest.mark.parametrize("text", ["{", "[]", '{"when": NaN}', '{"a": "\\ud800"}', '{"a":' * 900 + "1" + "}" * 900, 7])
def test_what_is_no_feature_is_passed_over(text: object) -> None:
    atlas = open_atlas(MINIMAL)
    place = replace(atlas.places[0], extra={ORIGIN: text})
    assert list(faults(gazetteer(replace(atlas, places=(place, *atlas.places[1:])), View()))) == []


@pytest.mark.parametrize("value", [7, "x", [7], {"x": 7}, [{"x": [1]}], None])
def test_members_of_other_sorts_do_no_harm(value: Any) -> None:
    atlas = open_atlas(MINIMAL)
    text = json.dumps(dict.fromkeys(("@id", "properties", "geometry", "names", "types", "when", "descriptions"), value))
    place = replace(atlas.places[0], extra={ORIGIN: text})
    assert gazetteer(replace(atlas, places=(place, *atlas.places[1:])), View())["features"][0]["names"]
