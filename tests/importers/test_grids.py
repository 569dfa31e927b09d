"""Coordinates in metres of a reference system that a person names."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import geopandas as gpd
import pytest
from shapely.geometry import Point

from mapapp.errors import InvalidInputError
from mapapp.importers import Decisions, import_file, propose, short_report
from mapapp.importers.reasons import in_words, report_words
from mapapp.model import Atlas
from tests.importers.made import imported, said, table

X, Y = 310_000, 2_650_000
"""Metres of TWD97 (EPSG:3826)."""
AT = (121.58951, 23.95351)
GRID = "EPSG:3826, TWD97 / TM2 zone 121"


def points(atlas: Atlas) -> list[tuple[float, ...]]:
    return [tuple(round(part, 5) for part in place.point or ()) for place in atlas.places]


def test_a_table_asks_is_told_and_remembers(tmp_path: Path) -> None:
    rows = [["name", "date", "x", "y"], ["A", "2006", X, Y], ["B", "2007", "99999999", Y]]
    path, folder = table(tmp_path, rows), tmp_path / "atlas"
    (question,) = propose(path).questions
    assert (question.decision, question.answers) == ("crs", ("EPSG:3826", "EPSG:3857"))
    atlas, report = imported(path, folder, crs="EPSG:3826")
    assert points(atlas) == [AT]
    assert atlas.events[0].extra["x_original"] == '{"x": "310000", "y": "2650000"}'
    assert said(report, "refused", "lon") == [f"this is no place of {GRID}"]
    assert (None, "x", GRID) in [(one.line, one.original, one.became) for one in report.entries]
    assert not import_file(path, folder).changes_atlas  # the decision is remembered
    assert propose(path, folder=folder).questions == ()


@pytest.mark.parametrize(
    ("column", "cell", "crs"),
    [
        ("wkt", f"POINT ({X} {Y})", "TWD97 / TM2 zone 121"),
        ("wkt", f"SRID=3826;POINT({X} {Y})", ""),
        ("coordinates", f"({X}, {Y})", "3826"),
    ],
)
def test_other_columns_of_metres(tmp_path: Path, column: str, cell: str, crs: str) -> None:
    path = table(tmp_path, [["name", "date", column], ["A", "2006", cell]])
    atlas, report = imported(path, tmp_path / "atlas", crs=crs)
    assert points(atlas) == [AT]
    assert said(report, "changed", column if column != "wkt" else "geometry")[-1] == f"turned into degrees from {GRID}"
    assert cell in atlas.events[0].extra["x_original"]


def test_on_grids_of_japan_x_counts_north(tmp_path: Path) -> None:
    rows = [["name", "date", "X座標", "Y座標"], ["東京駅", "2006", "-35367.1", "-6990.6"]]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas", crs="EPSG:6677")
    assert points(atlas) == [(139.7561, 35.68119)]
    assert "in this reference system X counts metres north, Y metres east" in said(report, "guessed", "lon")


@pytest.mark.parametrize(("name", "driver"), [("a.gpkg", "GPKG"), ("a.gml", "GML"), ("a.fgb", "FlatGeobuf")])
def test_layers_without_a_reference_system(tmp_path: Path, name: str, driver: str) -> None:
    frame = gpd.GeoDataFrame({"name": ["A"], "date": ["2006"]}, geometry=[Point(X, Y)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / name, driver=driver)
    assert [one.decision for one in propose(tmp_path / name).questions] == ["crs"]
    atlas, report = imported(tmp_path / name, tmp_path / "atlas", crs="EPSG:3826")
    assert points(atlas) == [AT]
    assert said(report, "changed", "crs") == ["the reference system that was told: coordinates are turned into degrees"]
    assert not import_file(tmp_path / name, tmp_path / "atlas").changes_atlas


def test_a_shapefile_without_its_prj(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"name": ["A"], "date": ["2006"]}, geometry=[Point(X, Y)])
    with pytest.warns(UserWarning, match="crs"):
        frame.to_file(tmp_path / "a.shp")
    with pytest.raises(InvalidInputError, match=r"one of several files.*\.dbf, \.prj"):
        propose(tmp_path / "a.shp")
    path = tmp_path / "a.zip"
    with ZipFile(path, "w") as archive:
        for part in ("shp", "shx", "dbf"):
            archive.write(tmp_path / f"a.{part}", f"a.{part}")
    assert [one.decision for one in propose(path).questions] == ["crs"]
    atlas, report = imported(path, tmp_path / "atlas", crs="EPSG:3826")
    assert points(atlas) == [AT]
    assert said(report, "changed", "crs") == ["the reference system that was told: coordinates are turned into degrees"]


def test_what_is_told_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    feature = {
        "type": "Feature", "properties": {"name": "A", "date": "2006"},
        "geometry": {"type": "Point", "coordinates": [X, Y]},
    }  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), "utf-8")
    assert [one.decision for one in propose(path).questions] == ["crs"]
    atlas, _ = imported(path, tmp_path / "atlas", crs="EPSG:3826")
    assert points(atlas) == [AT]


@pytest.mark.parametrize("crs", ["EPSG:99999", "nonsense", "+proj=utm +zone=51", "https://epsg.io/3826", "EPSG:5773"])
def test_an_unknown_reference_system_is_refused_in_words(tmp_path: Path, crs: str) -> None:
    path = table(tmp_path, [["name", "date", "x", "y"], ["A", "2006", X, Y]])
    with pytest.raises(InvalidInputError, match="Write an EPSG code"):
        propose(path, Decisions(crs=crs))


def test_reasons_are_told_in_the_language_of_the_interface(tmp_path: Path) -> None:
    rows = [["name", "date", "x", "y"], ["A", "昭和3年6月", X, Y], ["B", "c. 1904", "a", Y], ["C", "8/9/2004", X, ""]]
    proposal = propose(table(tmp_path, rows), Decisions(crs="EPSG:3826"))
    words = report_words("ja")
    told = {one.why: in_words(one.why, words) for one in proposal.report.entries}
    assert told["column: name"] == "列：名前"
    assert told[f"turned into degrees from {GRID}"] == f"{GRID} から度に換算"
    assert told["Han year, month, day, year of 昭和"] == "漢字の年月日、昭和の年"
    assert told["year, about"] == "年、およそ"
    assert told["day and month in numbers: it can mean 2004-08-09 or 2004-09-08"].startswith("数字の日と月：2004-08-09")
    assert in_words(proposal.questions[0].text, words).startswith("8/9/2004 のような日付が 1 件あり")
    report = short_report(proposal.report, language="zh-Hant").splitlines()
    assert report[0] == "events.csv：3 列（CSV, TSV、UTF-8）"
    assert any(line.startswith("無法採用的值：2") for line in report)
