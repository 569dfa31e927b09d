"""CSV: safe in a spreadsheet, whole when read back, described beside."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import from_wkt

from mapapp.atlas import open_atlas
from mapapp.errors import OutputError
from mapapp.export.frames import event_shape
from mapapp.export.table import METADATA, TABLE_HASH, neutral, original, write_csv
from mapapp.importers import import_file
from mapapp.model import Atlas
from mapapp.view import View, parse_view
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases
from tests.described import table
from tests.export.written import few, hostile_atlas, same_shape, written

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\xa0@")
NUMBERS = ("longitude", "latitude")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("start", STARTS)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    for text in (f"{start}1+1", f"'{start}1", f"''{start}"):
        assert neutral(text) == f"'{text}"
        assert original(neutral(text)) == text


@pytest.mark.parametrize("text", ["", "a=1", "'", "''x", "1-2", "(=1)", "運河", " x"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert neutral(text) == original(text) == text


@given(st.lists(st.sampled_from([*STARTS, "'", " ", "a", "1"]), max_size=6).map("".join))
def test_what_was_neutralised_can_be_had_back_and_begins_no_formula(text: str) -> None:
    assert original(neutral(text)) == text
    assert not neutral(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


def test_the_file_holds_no_formula(tmp_path: Path) -> None:
    found = rows(written(tmp_path, ".csv", hostile_atlas()))
    assert found[0]["title_en"].startswith("'=1+1")
    assert not any(cell.startswith(STARTS) for row in found for name, cell in row.items() if name not in NUMBERS)


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    text = (MINIMAL / "places.geojson").read_text("utf-8")
    assert "32.3019" in text
    folder = tmp_path / "atlas"
    folder.mkdir()
    for file in (path for path in MINIMAL.iterdir() if path.is_file()):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "places.geojson").write_text(text.replace("[32.3019", "[-32.3019"), "utf-8")
    assert rows(written(tmp_path, ".csv", open_atlas(folder)))[0]["longitude"] == "-32.3019"


def test_a_date_before_our_era_is_no_formula(tmp_path: Path) -> None:
    atlas = open_atlas(MINIMAL)
    event = replace(atlas.events[0], when=parse_when("-0044-03-15"))
    (found,) = rows(written(tmp_path, ".csv", replace(atlas, events=(event,))))
    assert found["when"] == "'-0044-03-15"
    assert original(found["when"]) == "-0044-03-15"


def test_pandas_reads_it_without_being_told_anything(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    found = pd.read_csv(written(tmp_path, ".csv", atlas))
    assert list(found["id"]) == [event.id for event in atlas.events]
    assert list(found["title_zh-Hant"]) == [event.title["zh-Hant"] for event in atlas.events]
    assert found["longitude"].dtype == float


def test_the_description_beside_it_is_csv_on_the_web(tmp_path: Path) -> None:
    path = written(tmp_path, ".csv", open_atlas(MINIMAL), parse_view("mode=between&lang=ja"))
    about = json.loads(path.with_name(path.name + METADATA).read_text("utf-8"))
    assert about["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "ja"}]
    assert about["url"] == path.name
    columns = about["tableSchema"]["columns"]
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file)) == [column["titles"] for column in columns]
    names = [column["name"] for column in columns]
    assert len(set(names)) == len(names)
    assert all(name.replace("_", "").isalnum() and name.isascii() for name in names)
    assert {column["datatype"] for column in columns} <= {"string", "integer", "double", "boolean", "json"}
    assert all(column["dc:description"] for column in columns)
    known = {column["titles"]: column for column in columns}
    assert known["places"]["separator"] == ";"
    assert known["title_zh-Hant"]["lang"] == "zh-Hant"


def test_both_files_are_written_or_none(tmp_path: Path) -> None:
    atlas = open_atlas(MINIMAL)
    (tmp_path / f"{atlas.id}.csv{METADATA}").mkdir()
    with pytest.raises(OutputError, match=r"metadata\.json cannot be written"):
        written(tmp_path, ".csv", atlas)
    assert [path.name for path in tmp_path.iterdir()] == [f"{atlas.id}.csv{METADATA}"]


@given(atlases())
@few
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    found = rows(written(tmp_path_factory.mktemp("out"), ".csv", atlas))
    assert [row["id"] for row in found] == [event.id for event in atlas.events]
    for event, row in zip(atlas.events, found, strict=True):
        assert original(row["when"]) == (event.when.edtf if event.when else "")
        assert {tag: original(row[f"title_{tag}"]) for tag in atlas.languages} == dict(event.title)
        assert tuple(filter(None, row["places"].split(";"))) == event.places
        shape = event_shape(atlas, event)
        assert same_shape(from_wkt(row["geometry"]) if row["geometry"] else None, shape)
        if shape is not None:
            assert (float(row["longitude"]), float(row["latitude"])) == shape.geoms[0].coords[0][:2]


@pytest.mark.parametrize(("text", "cell"), table("cells.json")["cases"])
def test_cells_are_neutral_as_in_the_page(text: str, cell: str) -> None:
    assert (neutral(text), original(cell)) == (cell, text)


def test_a_description_names_its_table_and_an_import_says_where_it_is_of_another(tmp_path: Path) -> None:
    atlas = open_atlas(MINIMAL)
    file = tmp_path / "events.csv"
    write_csv(atlas, View(), file)
    about = json.loads(file.with_name(file.name + METADATA).read_text("utf-8"))
    assert about[TABLE_HASH] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "another state" not in str(import_file(file, tmp_path / "one").entries)
    description = file.with_name(file.name + METADATA).read_bytes()
    write_csv(atlas, parse_view("mode=in&from=1956"), file)
    file.with_name(file.name + METADATA).write_bytes(description)  # as a program that was ended leaves it
    assert "another state" in str(import_file(file, tmp_path / "two").entries)
