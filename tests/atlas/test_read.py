"""Reading: tolerant about marks and line ends, honest about the rest."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas import check_atlas, find_atlas, geodata_folder, open_atlas, read_atlas, shipped_atlases, target_folder
from mapapp.atlas.check import check_parts
from mapapp.atlas.codes import Report
from mapapp.atlas.files import FILES, Files
from mapapp.atlas.finding import WORKSPACE_VARIABLE
from mapapp.atlas.read import build_atlas, read_files
from mapapp.atlas.tours import tour_names
from mapapp.cli import main
from mapapp.errors import InvalidAtlasError, NotFoundError
from mapapp.when import iso_date
from tests.atlas.examples import MINIMAL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINIMAL, tmp_path / "atlas"))


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert before in text
    file.write_text(text.replace(before, after), "utf-8")


def test_the_records_are_those_of_the_files() -> None:
    atlas = open_atlas(MINIMAL)
    event = atlas.event_by_id["1956-nationalisation"]
    assert event.when is not None
    assert iso_date(event.when.outer[0]) == "1956-07-26"
    assert (event.actors, event.places, event.about) == (
        ("a-egypt", "p-nasser"),
        ("alexandria",),
        ("suez-canal", "egypt"),
    )
    assert (event.place_basis, event.importance, event.certainty, event.projection) == ("stated", 1, "certain", False)
    egypt = atlas.place_by_id["egypt"]
    assert (egypt.geometry, egypt.country_shape, egypt.label_at) == (None, ("EGY",), (29.5, 26.6))
    assert egypt.names[-1].when is not None and egypt.names[-1].outside
    canal = atlas.place_by_id["suez-canal"]
    assert canal.geometry is not None
    assert canal.geometry.coords[0] == (32.3019, 31.2653)  # longitude first
    assert canal.directed
    first = atlas.citations_of["event:1869-opening"][1]
    assert (first.field, first.source, first.start, first.end, first.term) == (
        "when",
        "note",
        0,
        58,
        "17 November 1869",
    )
    assert [reading.id for reading in atlas.disagreements[0].readings] == ["a", "b"]
    assert atlas.sources[1].outside and atlas.sources[0].text is not None
    assert atlas.layers[2].visible is False


@pytest.mark.parametrize("name", [name for name in FILES if name != "coverage.csv"])
def test_byte_order_mark_and_windows_line_ends_are_tolerated(folder: Path, name: str) -> None:
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert open_atlas(folder) == open_atlas(MINIMAL)


def test_optional_files_may_be_missing(folder: Path) -> None:
    for name in ("figures.csv", "disagreements.csv", "readings.csv", "glossary.csv", "coverage.csv"):
        (folder / name).unlink()
    gone = ("figure:", "reading:")
    lines = (folder / "citations.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "citations.csv").write_text("".join(line for line in lines if not line.startswith(gone)), "utf-8")
    atlas = open_atlas(folder)
    assert (atlas.figures, atlas.disagreements, atlas.glossary) == ((), (), ())


def test_rows_are_counted_as_a_spreadsheet_does(folder: Path) -> None:
    """A blank row counts, a line feed within a cell does not."""
    change(folder / "events.csv", "Ships pass", "\n")
    change(folder / "events.csv", "\n from Port Said to Suez for the first time.", '"two\nlines"')
    change(folder / "events.csv", "1956-nationalisation,1956-07-26", ",,,\n1956-nationalisation,1956-13-26")
    problems = [problem for problem in check_atlas(folder) if problem.code == "A301"]
    assert [problem.where.row for problem in problems] == [4]


def test_own_columns_and_properties_are_kept(folder: Path) -> None:
    change(folder / "events.csv", "ordinal\n", "ordinal,x_desk\n")
    change(folder / "events.csv", "1,certain,,,\n", "1,certain,,,,checked\n")
    change(folder / "events.csv", "3,certain,,,\n", "3,certain,,,,\n")
    change(folder / "places.geojson", '"kind": "city"', '"kind": "city", "x_rank": [1, {"a": null}]')
    atlas = open_atlas(folder)
    assert [dict(event.extra) for event in atlas.events] == [{"x_desk": "checked"}] * 2 + [{}]
    assert atlas.places[0].extra == {"x_rank": [1, {"a": None}]}


def test_rings_are_turned_as_rfc_7946_wants(folder: Path) -> None:
    ring = "[[[32.4, 31.1], [32.6, 29.9], [34.2, 27.75], [34.9, 29.5], [34.2, 31.3], [32.4, 31.1]]]"
    change(folder / "places.geojson", ring, json.dumps([list(reversed(json.loads(ring)[0]))]))
    sinai = open_atlas(folder).place_by_id["sinai"].geometry
    assert sinai is not None
    assert sinai.exterior.is_ccw


def test_an_atlas_that_was_read_whole_but_does_not_hang_together_is_given_to_editors(folder: Path) -> None:
    change(folder / "citations.csv", "place:sinai,", "place:egypt,")
    atlas, problems = read_atlas(folder)
    assert atlas is not None
    assert {problem.code for problem in problems} == {"A501"}
    with pytest.raises(InvalidAtlasError, match="place:sinai"):
        open_atlas(folder)


def test_an_atlas_of_which_something_was_not_read_is_none(folder: Path) -> None:
    change(folder / "actors.csv", "country", "land")
    assert read_atlas(folder)[0] is None


def test_one_broken_file_does_not_make_every_reference_dangle(folder: Path) -> None:
    (folder / "places.geojson").write_text("{", "utf-8")
    (folder / "sources.json").write_text("[", "utf-8")
    assert {problem.code for problem in check_atlas(folder)} == {"A108"}


def test_problems_come_in_the_order_of_files_and_rows(folder: Path) -> None:
    change(folder / "citations.csv", ",note,", ",nota,")
    change(folder / "atlas.toml", "CC0-1.0", "nothing")
    change(folder / "events.csv", ",certain,", ",sure,")
    found = [(problem.where.file, problem.where.row) for problem in check_atlas(folder)]
    assert found[0][0] == "atlas.toml"
    assert [row for file, row in found if file == "events.csv"] == [2, 3, 4]
    assert found[-1][0] == "citations.csv"


def test_an_unknown_atlas_names_the_shipped_ones() -> None:
    shipped = shipped_atlases()
    assert all((path / "atlas.toml").is_file() for path in shipped.values())
    assert geodata_folder().is_dir()
    with pytest.raises(NotFoundError, match="no atlas 'no-such-atlas': no folder of this name in") as caught:
        find_atlas("no-such-atlas")
    assert all(name in str(caught.value) for name in shipped)
    assert [problem.code for problem in check_atlas("no-such-atlas")] == ["A101"]
    with pytest.raises(NotFoundError):
        find_atlas("a\0b")


def test_every_command_finds_an_atlas_of_ones_own_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(MINIMAL, tmp_path / "own" / "canals")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "own"))
    assert find_atlas("canals") == tmp_path / "own" / "canals" == target_folder(Path("canals"))
    assert find_atlas("canals", tmp_path / "own") and target_folder(Path("new")) == Path("new")
    Path("paper.txt").write_text("In 2004 ministers met at Bishkek.", "utf-8")
    Path("more.csv").write_text("title,date,place\nA walk,2004,Tokyo\n", "utf-8")
    for command in (
        "validate canals", "list canals events", "read paper.txt --to canals", "import more.csv --to canals",
        "locate Osh --near canals", "pack canals -o canals.zip", "export canals -o canals.csv",
    ):  # fmt: skip
        with pytest.raises(SystemExit) as stop:
            main(command.split())
        assert not stop.value.code, command
    assert (tmp_path / "own" / "canals" / "imports" / "more.csv").exists() and not Path("canals").exists()
    capsys.readouterr()
    for name in ("canal", "elsewhere/canals"):
        with pytest.raises(NotFoundError) as refused:
            find_atlas(name)
        assert ("canals" in str(refused.value) and "Did you mean 'canals'?" in str(refused.value)) == (name == "canal")
    shutil.copytree(MINIMAL, "canals")
    assert find_atlas("canals") == Path("canals") == target_folder(Path("canals"))
    with pytest.raises(NotFoundError, match="there is none"):
        find_atlas("canal", tmp_path / "no-such-folder")


def test_a_folder_or_a_pipe_in_place_of_a_file_is_a_problem(folder: Path) -> None:
    (folder / "events.csv").unlink()
    (folder / "events.csv").mkdir()
    (folder / "figures.csv").unlink()
    os.mkfifo(folder / "figures.csv")
    found = [(problem.code, problem.where.file) for problem in check_atlas(folder) if problem.code != "A201"]
    assert found == [("A102", "events.csv"), ("A102", "figures.csv")]


def read_and_check(files: Files) -> None:
    report = Report()
    parts = read_files(files, report)
    if parts is not None:
        check_parts(parts, report)
        str(build_atlas(parts))
    "".join(str(problem) for problem in report.problems).encode("utf-8", "backslashreplace")


@pytest.mark.parametrize("depth", [2000, 200_000])
def test_deep_nesting_is_a_problem_not_a_crash(folder: Path, depth: int) -> None:
    (folder / "places.geojson").write_text('{"type": ' + "[" * depth, "utf-8")
    assert {problem.code for problem in check_atlas(folder)} == {"A108"}
    (folder / "atlas.toml").write_text("a = " + "[" * depth, "utf-8")
    assert "A108" in {problem.code for problem in check_atlas(folder)}


@given(st.sampled_from((*FILES, *tour_names(MINIMAL))), st.binary(max_size=200), st.integers(0, 3000))
def test_no_damage_of_a_file_crashes_the_reader(name: str, damage: bytes, at: int) -> None:
    files: Files = {name: (MINIMAL / name).read_bytes() for name in (*FILES, *tour_names(MINIMAL))}
    data = files[name] or b""
    at %= len(data) + 1
    files[name] = data[:at] + damage + data[at + len(damage) :]
    read_and_check(files)


@given(st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(("type", "features", "id", "properties", "geometry", "coordinates", "names", "custom", "text")),
        inner, max_size=4),
    max_leaves=20,
))  # fmt: skip
def test_no_json_value_crashes_the_reader(value: object) -> None:
    files: Files = {name: (MINIMAL / name).read_bytes() for name in (*FILES, *tour_names(MINIMAL))}
    text = json.dumps(value)
    files["sources.json"] = f"[{text}]".encode()
    files["places.geojson"] = f'{{"type": "FeatureCollection", "features": [{text}]}}'.encode()
    read_and_check(files)
