"""What every format of the table must do: carry where it comes from, repeat its bytes, and never half-write."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pyarrow.parquet as pq
import pyogrio
import pytest

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError, OutputError
from mapapp.export import DATA, FORMATS, GROUPS, PAGE, REFERENCES, format_of
from mapapp.export.provenance import provenance
from mapapp.view import View, parse_view
from tests.atlas.examples import MINIMAL
from tests.export.written import hostile_atlas, written

MANUAL = Path(__file__).parents[2] / "docs" / "reference"
PLAIN = [extension for extension, found in FORMATS.items() if found.group in (DATA, REFERENCES)]
VIEW = parse_view("mode=between&from=1850&to=1960&q=canal&lang=ja")
NOTHING = parse_view("mode=in&from=1700&to=1700&source=sca")


def test_every_format_is_in_a_group_and_every_group_has_one() -> None:
    groups = [found.group for found in FORMATS.values()]
    assert set(groups) == set(GROUPS)
    in_order = "the lines of FORMATS stand by group, in the order of GROUPS, as the explorer's dialog shows them"
    assert groups == sorted(groups, key=GROUPS.index), in_order


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_is_found_by_its_extension_and_has_its_manual(extension: str) -> None:
    assert format_of(Path(f"x.y{extension.upper()}")) is FORMATS[extension]
    manual = (MANUAL / "exports.md").read_text("utf-8")
    listed = f"`{extension}`" in (MANUAL / "command-line.md").read_text("utf-8")
    assert listed, f"docs/reference/command-line.md, mapapp export, does not list `{extension}`"
    section = re.search(rf"^## .*`{re.escape(extension)}`", manual, re.MULTILINE)
    assert section, f"docs/reference/exports.md has no section `{extension}`"


@pytest.mark.parametrize("name", ["x.json", "geojson", "x.shp", "x"])
def test_another_extension_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(InvalidInputError, match=r"\.gpkg.*\.csl\.json"):
        format_of(Path(name))


def stated(path: Path) -> str:
    """What a file says about its atlas and View, as an outside reader finds it."""
    match "".join(path.suffixes):
        case ".gpkg":
            return str(pyogrio.read_info(path, layer="events")["dataset_metadata"])
        case ".fgb":
            return str(pyogrio.read_info(path)["layer_metadata"])
        case ".parquet":
            return str(json.loads(pq.read_schema(path).metadata[b"mapapp"]))
        case ".csv":
            return str(json.loads(path.with_name(f"{path.name}-metadata.json").read_bytes()))
        case ".kml":
            return path.read_text("utf-8").replace("&amp;", "&")
        case ".bib":
            return path.read_text("utf-8")
        case ".geojson" | ".jsonld" | ".lpf.json" | ".csl.json":
            return str(json.loads(path.read_bytes()))
        case unknown:
            pytest.fail(f"stated() in {Path(__file__).name} cannot read {unknown}: add a case for the new format")


@pytest.mark.parametrize("extension", PLAIN)
@pytest.mark.parametrize("view", [View(), VIEW])
def test_a_file_carries_licence_credit_version_hash_and_view(tmp_path: Path, extension: str, view: View) -> None:
    atlas = open_atlas(MINIMAL)
    text = stated(written(tmp_path, extension, atlas, view))
    for name, value in provenance(atlas, view).items():
        if name != "title" or extension not in (".geojson", ".csl.json"):
            assert value in text, name


@pytest.mark.parametrize("extension", [*PLAIN, ".html"])
def test_the_same_view_gives_the_same_bytes(tmp_path: Path, extension: str) -> None:
    atlas = open_atlas(MINIMAL)
    (tmp_path / "again").mkdir()
    first, second = written(tmp_path, extension, atlas, VIEW), written(tmp_path / "again", extension, atlas, VIEW)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("extension", PLAIN)
def test_a_view_that_shows_nothing_gives_a_sound_file(tmp_path: Path, extension: str) -> None:
    path = written(tmp_path, extension, open_atlas(MINIMAL), NOTHING)
    assert path.stat().st_size
    assert extension == ".csl.json" or quote("1700") in stated(path)


@pytest.mark.parametrize("extension", [*PLAIN, ".html"])
def test_hostile_text_gives_a_sound_file(tmp_path: Path, extension: str) -> None:
    path = written(tmp_path, extension, hostile_atlas())
    if extension != ".html":
        assert stated(path)


@pytest.mark.parametrize("extension", [*PLAIN, ".html"])
def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path, extension: str) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        written(tmp_path / "none", extension, open_atlas(MINIMAL))


@pytest.mark.parametrize("extension", [*PLAIN, ".html"])
def test_a_target_that_cannot_be_written_stays_as_it_is(tmp_path: Path, extension: str) -> None:
    atlas = open_atlas(MINIMAL)
    (tmp_path / f"{atlas.id}{extension}").mkdir()
    with pytest.raises(OutputError):
        written(tmp_path, extension, atlas)
    assert [path.name for path in tmp_path.iterdir()] == [f"{atlas.id}{extension}"]


def test_the_libraries_leave_no_trace_of_this_machine(tmp_path: Path) -> None:
    path = written(tmp_path, ".gpkg", open_atlas(MINIMAL))
    with sqlite3.connect(path) as opened:
        assert {row[0] for row in opened.execute("select last_change from gpkg_contents")} == {
            "1970-01-01T00:00:00.000Z"
        }
    assert str(tmp_path).encode() not in path.read_bytes()
    assert PAGE in GROUPS
