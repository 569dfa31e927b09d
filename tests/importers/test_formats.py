"""Files of other formats, good, broken and hostile."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
from shapely.geometry import LineString, Point

from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.importers import import_file, propose
from tests.importers.made import SAMPLES, bytes_of, imported, said

KML = '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_a_workbook_with_a_merged_header_real_dates_and_another_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Events"
    for row in (["title", "date", "where", None], ["A", dt.date(2004, 8, 28), "x", 1], ["B", "=1+1", "y", 2.5]):
        sheet.append(row)
    sheet.merge_cells("C1:D1")
    book.create_sheet("Notes").append(["nothing", "here"])
    book.save(tmp_path / "book.xlsx")
    atlas, report = imported(tmp_path / "book.xlsx", tmp_path / "atlas")
    assert atlas.events[0].when and atlas.events[0].when.edtf == "2004-08-28"
    assert atlas.events[0].extra["x_where_(2)"] == "1" and atlas.events[1].extra["x_where_(2)"] == "2.5"
    assert atlas.citations_of[f"event:{atlas.events[0].id}"][0].section == "Events, row 2"
    assert propose(tmp_path / "book.xlsx").questions[0].answers == ("Events", "Notes", "*")
    assert any("merged cell" in why for why in said(report, "changed"))


def test_day_numbers_of_a_workbook_are_read_and_asked_about(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["title", "date"], ["A", 38227], ["B", 38228.5]):
        sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    atlas, _ = imported(tmp_path / "book.xlsx", tmp_path / "atlas")
    assert [event.when and event.when.edtf for event in atlas.events] == ["2004-08-28", "2004-08-29"]
    assert propose(tmp_path / "book.xlsx").questions[0].decision == "serials"
    atlas, _ = imported(tmp_path / "book.xlsx", tmp_path / "other", serials="1904")
    assert atlas.events[0].when and atlas.events[0].when.edtf == "2008-08-29"


def test_geojson_is_mended_and_each_mend_is_said(tmp_path: Path) -> None:
    ring = [[0, 0], [1, 0], [1, 1], [0, 1]]
    features = [
        feature({"type": "polygon", "coordinates": [ring]}, name="unclosed"),
        feature({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}, name="bow tie"),
        feature({"type": "Point", "coordinates": [35.0, 139.0]}, name="swapped"),
        feature({"type": "Point", "coordinates": ["12.5", "7", 3]}, name="text"),
        feature({"type": "Point", "coordinates": [float("nan"), 1]}, name="nan"),
        feature({"type": "LineString", "coordinates": [[170, 10], [-170, 20]]}, name="antimeridian"),
        feature({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [1, 2]}, {"type": "Point", "coordinates": [3, 4]}]}]}, name="nested"),
        feature(None, name="no geometry"),
        feature({"type": "Point", "coordinates": [200, 10]}, name="beyond"),
        None,
    ]  # fmt: skip
    path = written(tmp_path, "f.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    atlas, report = imported(path, tmp_path / "atlas")
    shapes = {place.names[0].name: place.geometry for place in atlas.places}
    assert {name: shape.geom_type if shape is not None else None for name, shape in shapes.items()} == {
        "unclosed": "Polygon", "bow tie": "MultiPolygon", "swapped": "Point", "text": "Point", "nan": None,
        "antimeridian": "MultiLineString", "nested": "MultiPoint", "no geometry": None, "beyond": "Point",
    }  # fmt: skip
    assert shapes["swapped"] is not None and shapes["swapped"].coords[0] == (139.0, 35.0)
    assert shapes["beyond"] is not None and shapes["beyond"].coords[0] == (-160.0, 10.0)
    mends = " ".join(said(report, "changed", "geometry"))
    for word in ("not closed", "swapped", "as text", "cut there", "in a collection", "beyond 180", "sorted anew"):
        assert word in mends
    assert "nan is no number" in said(report, "refused", "geometry") and "this is no feature" in said(report, "refused")


def test_an_old_reference_system_is_turned_into_degrees(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    value = {
        "type": "FeatureCollection",
        "crs": crs,
        "features": [feature({"type": "Point", "coordinates": [1113194.9079, 0.0]}, name="x")],
    }
    atlas, report = imported(written(tmp_path, "f.geojson", json.dumps(value)), tmp_path / "atlas")
    assert atlas.places[0].point == pytest.approx((10, 0), abs=1e-6)
    assert said(report, "changed", "crs")


def test_kml_inherits_time_from_folders_and_forgives_blanks_in_coordinates(tmp_path: Path) -> None:
    body = (
        "<Folder><name>wars</name><TimeSpan><begin>1904-02</begin><end>1905-09</end></TimeSpan>"
        "<Placemark><name>A</name><Point><coordinates> 121.26, 38.81, 0 </coordinates></Point></Placemark>"
        "<Placemark><name>B &lt;b&gt;bold&lt;/b&gt;</name><TimeStamp><when>1904-08-10</when></TimeStamp></Placemark>"
        "</Folder>"
    )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("doc.kml", KML.format(body))
    for name, content in (("f.kml", KML.format(body).encode()), ("f.kmz", archive.getvalue())):
        atlas, report = imported(written(tmp_path, name, content), tmp_path / name.replace(".", ""))
        first, second = atlas.events
        assert (first.when and first.when.edtf, second.when and second.when.edtf) == ("1904-02/1905-09", "1904-08-10")
        assert atlas.place_by_id[first.places[0]].point == (121.26, 38.81) and first.kind == "wars"
        assert second.title["en"] == "B bold" and "the time is that of the folder" in said(report, "guessed", "when")


def test_linked_places_with_misspelt_and_unknown_dates(tmp_path: Path) -> None:
    place = {
        "@id": "http://example.org/1", "type": "Feature", "properties": {"title": "Frunze", "ccodes": ["KG"]},
        "names": [{"toponym": "Фрунзе", "lang": "ru", "when": {"timespans": [SOVIET]}}],
        "types": [{"label": "settlement"}], "geometry": {"type": "Point", "coordinates": [74.6, 42.87]},
        "when": {"timespan": [{"start": {"in": "1926"}, "end": {"in": "9999"}}]}, "links": [{"type": "closeMatch"}],
    }  # fmt: skip
    value = {"type": "FeatureCollection", "@context": "linkedplaces", "features": [place]}
    atlas, report = imported(written(tmp_path, "p.jsonld", json.dumps(value)), tmp_path / "atlas")
    found = atlas.places[0]
    assert (found.when and found.when.edtf, found.country, found.kind) == ("1926/", "KGZ", "city")
    assert [(name.name, name.lang, name.when and name.when.edtf) for name in found.names] == [
        ("Фрунзе", "ru", "1926/1991"), ("Frunze", "en", None),
    ]  # fmt: skip
    assert "closeMatch" in str(found.extra["x_linked_places"])
    assert {"the member is called timespans", "stands for a date that nobody knows"} <= set(said(report, "changed"))


def test_layers_and_parquet_are_read_with_shapes_dates_and_reference_system(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"name": ["A", "B"], "date": ["1904", "1905年9月"], "n": [1.0, None]},
        geometry=[Point(10, 20), LineString([(0, 0), (1, 1)])], crs=4326,
    )  # fmt: skip
    frame.to_crs(3857).to_file(tmp_path / "f.gpkg", layer="one")
    frame.to_parquet(tmp_path / "f.parquet")
    frame.to_file(tmp_path / "f.fgb")
    for name in ("f.gpkg", "f.parquet", "f.fgb"):
        atlas, _ = imported(tmp_path / name, tmp_path / name.replace(".", ""))
        events = {event.title["en"]: event for event in atlas.events}
        assert events["B"].when and events["B"].when.edtf == "1905-09"
        point = atlas.place_by_id[events["A"].places[0]].point
        assert point == pytest.approx((10, 20), abs=1e-6)
        assert events["A"].extra == {"x_n": "1"}


SOVIET = {"start": {"in": "1926"}, "end": {"in": "1991"}}
BOMB = KML.replace("<kml", '<!DOCTYPE k [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><kml').format("<name>&b;</name>")
VRT = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/x</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'


def _zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("doc.kml", b"0" * (40 * 2**20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.kml", BOMB), ("b.kml", "<kml>" * 300), ("c.kml", "no xml"), ("d.kmz", _zip_bomb()),
        ("e.xlsx", _zip_bomb()),
        ("f.xlsx", b"PK\x03\x04broken"), ("g.gpkg", VRT), ("h.gpx", VRT), ("i.geojson", "{"),
        ("j.geojson", "[" * 100_000),
        ("k.parquet", b"PAR1PAR1"), ("l.csv", ""), ("m.csv", "\n\n"), ("n.fgb", b"fgb\x03broken"),
        ("o.geojson", '{"type": 3}'),
        ("p.xyz", "?"), ("q.zip", b"PK\x05\x06" + b"\0" * 18), ("r.jsonld", "3"),
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_whole(tmp_path: Path, name: str, content: str | bytes) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(InvalidInputError):
        import_file(path, tmp_path / "atlas")
    assert not (tmp_path / "atlas").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        import_file(tmp_path / "none.csv", tmp_path / "atlas")


FILES = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".geojson", ".kml", ".tsv", ".jsonld", ".csv"))
EMPTY = {"bad-object-type.geojson", "notype.geojson", "unknowntype.geojson"}


@pytest.mark.skipif(not FILES, reason="the samples are not here")
def test_every_sample_comes_in_valid_and_twice_changes_nothing(tmp_path: Path) -> None:
    for number, path in enumerate(FILES):
        folder = tmp_path / str(number)
        if path.name in EMPTY:
            with pytest.raises(InvalidInputError):
                import_file(path, folder)
            continue
        atlas, report = imported(path, folder)
        assert len(atlas.places) + len(atlas.events) >= report.rows
        if path.parent.name == "geojson-bad" and path.name.startswith(("bad", "multi", "point", "short", "different")):
            assert [entry for entry in report.entries if entry.what in ("changed", "refused", "kept")], path.name
        before = bytes_of(folder)
        assert not import_file(path, folder).changes_atlas and bytes_of(folder) == before
