"""The command line: the contract's shapes through the installed command, everything else in this process."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
import typer

from mapapp.atlas import open_atlas
from mapapp.cli import app, main
from mapapp.cli.options import choose_view, parse_size
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.view import format_view, parse_years

MINIMAL = Path(__file__).parent / "data" / "minimal"
PAGE = Path(__file__).parents[1] / "docs" / "reference" / "command-line.md"


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from mapapp.cli import main; main()", *arguments],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def listing(capsys: pytest.CaptureFixture[str], what: str, *more: str) -> list[dict[str, Any]]:
    status, out, err = run(capsys, "list", str(MINIMAL), what, "--json", *more)
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, list)
    return found


def ids(records: list[dict[str, Any]]) -> list[str]:
    return [record["id"] for record in records]


SHAPES: dict[str, dict[str, type | tuple[type, ...]]] = {
    "events": {
        "id": str, "when": (str, type(None)), "earliest": (str, type(None)), "latest": (str, type(None)), "title": dict,
        "kind": str, "actors": list, "places": list, "about": list, "importance": int, "certainty": str,
        "citations": list, "disagreements": list,
    },
    "places": {
        "id": str, "kind": str, "names": list, "geometry": (dict, type(None)), "precision": str, "citations": list,
    },
    "figures": {
        "id": str, "measure": str, "value": str, "unit": str, "normalized": (float, int, type(None)),
        "normalized_unit": str, "period": (str, type(None)), "places": list, "citations": list,
    },
    "sources": {"id": str, "type": str, "title": str},
    "disagreements": {
        "id": str, "subject": str, "field": str, "readings": list, "follows": (str, type(None)), "why": str,
    },
}  # fmt: skip


@pytest.mark.parametrize("what", SHAPES)
def test_list_prints_one_array_of_the_contracts_shape(what: str) -> None:
    done = command("list", str(MINIMAL), what, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    records = json.loads(done.stdout)
    assert records
    for record in records:
        for name, kind in SHAPES[what].items():
            assert isinstance(record[name], kind), name
        for citation in record.get("citations", []):
            assert set(citation) >= {"source", "section", "footnote", "start", "end", "stance"}
        for reading in record.get("readings", []):
            assert isinstance(reading["says"], str) and reading["citations"]


def test_list_gives_the_values_of_the_atlas(capsys: pytest.CaptureFixture[str]) -> None:
    opening, _, undated = listing(capsys, "events")
    assert (opening["when"], opening["earliest"], opening["latest"]) == ("1869-11-17",) * 3
    assert opening["title"]["ja"] == "運河の開通"
    assert opening["citations"][0]["start"] == 0 and opening["citations"][0]["end"] == 58
    assert (undated["when"], undated["earliest"], undated["bounds"]) == (None, None, "1869/..")
    places = {place["id"]: place for place in listing(capsys, "places")}
    assert places["suez-canal"]["latest"] is None and places["suez-canal"]["earliest"] == "1869-11-17"
    assert places["alexandria"]["geometry"] == {"type": "Point", "coordinates": [29.9187, 31.2001]}
    assert places["egypt"]["names"][0] == {"name": "Egypt", "lang": "en", "when": None}
    assert places["suez-canal"]["disagreements"] == ["d-length"]
    text = (MINIMAL.parent / "texts" / "suez.txt").read_bytes()
    source = next(source for source in listing(capsys, "sources") if source["id"] == "note")
    assert source["custom"]["text"]["characters"] == len(text.decode())


def test_every_range_of_the_minimal_atlas_holds_its_term() -> None:
    text = (MINIMAL.parent / "texts" / "suez.txt").read_text("utf-8")
    for citation in open_atlas(MINIMAL).citations:
        if citation.start is not None:
            assert citation.term in text[citation.start : citation.end]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), ["1869-opening", "1956-nationalisation", "undated-deepening"]),
        (("--years", "1869"), ["1869-opening"]),
        (("--years", "1869", "--mode", "in"), ["1869-opening"]),
        (("--years", "1869..1956"), ["1869-opening", "1956-nationalisation"]),
        (("--years", "1870..1955"), []),
        (("--years", "..1900"), ["1869-opening"]),
        (("--years", "1900.."), ["1956-nationalisation"]),
        (("--years", "18XX"), ["1869-opening"]),
        (("--years", "1956-07-27.."), []),
        (("--years", "1900", "--mode", "up-to"), ["1869-opening"]),
        (("--years=-0044..1869-12",), ["1869-opening"]),
        (("--kind", "works"), ["1869-opening", "undated-deepening"]),
        (("--kind", "works,speech", "--kind", "works"), ["1869-opening", "1956-nationalisation", "undated-deepening"]),
        (("--kind", "works", "--years", "1800.."), ["1869-opening"]),
        (("--actor", "p-nasser"), ["1956-nationalisation"]),
        (("--place", "egypt"), ["1956-nationalisation"]),
        (("--source", "sca"), []),
        (("--text", "国有化"), ["1956-nationalisation"]),
        (("--view", "mode=up-to&to=1900"), ["1869-opening"]),
        (("--view", "mode=up-to&to=1900", "--years", "2000"), ["1869-opening", "1956-nationalisation"]),
        (("--view", "kind=speech", "--kind", "works"), ["1869-opening", "undated-deepening"]),
    ],
)
def test_filters(capsys: pytest.CaptureFixture[str], options: tuple[str, ...], expected: list[str]) -> None:
    assert ids(listing(capsys, "events", *options)) == expected


def test_other_lists_follow_the_chosen_events(capsys: pytest.CaptureFixture[str]) -> None:
    assert ids(listing(capsys, "places", "--years", "1956")) == ["alexandria", "suez-canal", "egypt"]
    assert ids(listing(capsys, "figures", "--years", "1956")) == []
    assert ids(listing(capsys, "sources", "--kind", "speech", "--years", "1956")) == ["note"]
    assert ids(listing(capsys, "disagreements", "--actor", "p-nasser", "--years", "1956")) == ["d-length"]
    assert ids(listing(capsys, "disagreements", "--years", "2001")) == []


def test_one_text_stands_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    [found] = listing(capsys, "disagreements", "--lang", "ja")
    assert found["why"] == "覚書は1869年のことを述べる。"
    assert found["readings"][0]["says"] == "開通時164キロ"
    assert found["why_words"]["en"] == "The note speaks of 1869."


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--kind", "work"), "has no kind 'work'. Did you mean 'works'?"),
        (("--place", "port-sayd"), "Did you mean 'port-said'?"),
        (("--actor", "nobody"), "It has a-egypt, p-nasser."),
        (("--source", "nota"), "Did you mean 'note'?"),
        (("--lang", "fr"), "has no language 'fr'"),
    ],
)
def test_an_unknown_id_is_an_error_with_the_nearest_one(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], hint: str
) -> None:
    status, out, err = run(capsys, "list", str(MINIMAL), "events", *options)
    assert (status, out) == (3, "")
    assert hint in err


@pytest.mark.parametrize(
    "options",
    [("--years", "1869-02-30"), ("--years", ".."), ("--years", "soon"), ("--mode", "about"), ("--view", "form=1869"),
     ("--certainty", "maybe"), ("--years", "1869..1956", "--mode", "in")],
)  # fmt: skip
def test_what_is_not_understood_is_exit_2(capsys: pytest.CaptureFixture[str], options: tuple[str, ...]) -> None:
    status, out, err = run(capsys, "list", str(MINIMAL), "events", *options)
    assert (status, out) == (2, "")
    assert err.startswith("mapapp: ") and "Traceback" not in err


def test_text_output_is_aligned_by_the_width_of_its_characters(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", str(MINIMAL), "events", "--lang", "ja")
    assert out.splitlines() == [
        "when        id                    kind    title                     places",
        "1869-11-17  1869-opening          works   運河の開通                ポートサイド",
        "1956-07-26  1956-nationalisation  speech  ナセルが運河国有化を宣言  アレクサンドリア",
        "undated     undated-deepening     works   運河の浚渫                スエズ運河",
    ]


def test_places_have_the_name_in_force_in_the_window(capsys: pytest.CaptureFixture[str]) -> None:
    names = [run(capsys, "list", str(MINIMAL), "places", "--view", f"mode=up-to&to={year}")[1] for year in (1960, 1990)]
    assert "United Arab Republic" in names[0]
    assert "United Arab Republic" not in names[1]


@pytest.mark.parametrize("what", ["places", "figures", "sources", "disagreements"])
def test_every_list_has_a_table(capsys: pytest.CaptureFixture[str], what: str) -> None:
    status, out, _ = run(capsys, "list", str(MINIMAL), what, "--lang", "zh-Hant")
    records = listing(capsys, what)
    assert status == 0
    assert len(out.splitlines()) == len(records) + 1
    assert all(record["id"] in line for record, line in zip(records, out.splitlines()[1:], strict=True))


def test_text_of_an_atlas_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    events = tmp_path / "atlas" / "events.csv"
    text = events.read_text("utf-8").replace("The canal is opened", "The \u202ecanal\u2066 is\u2028opened")
    events.write_text(text, "utf-8")
    _, out, _ = run(capsys, "list", str(tmp_path / "atlas"), "events")
    assert "The \\u202ecanal\\u2066 is opened" in out
    _, out, _ = run(capsys, "list", str(tmp_path / "atlas"), "events", "--json")
    assert "\u202e" not in out and json.loads(out)[0]["title"]["en"] == "The \u202ecanal\u2066 is\u2028opened"
    events.write_text(text.replace("1869-11-17", "\x1b[2J\x9b1m"), "utf-8")
    for arguments in (("validate",), ("validate", "--json"), ("list", "events")):
        name, *more = arguments
        _, out, err = run(capsys, name, str(tmp_path / "atlas"), *more)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out + err)


def test_validate_says_nothing_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "validate", str(MINIMAL)) == (0, f"{MINIMAL}: no problems\n", "")
    assert run(capsys, "validate", str(MINIMAL), "--json") == (0, "[]\n", "")


def test_validate_gives_every_problem_with_its_remedy(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    events = tmp_path / "atlas" / "events.csv"
    events.write_text(
        events.read_text("utf-8").replace("1869-11-17", "1869-02-30").replace(",speech,", ",speach,"), "utf-8"
    )
    status, out, _ = run(capsys, "validate", str(tmp_path / "atlas"))
    first, second, count = out.splitlines()
    assert status == 1
    assert first.startswith("A301 events.csv, row 2, field 'when': ")
    assert second.endswith("the atlas has no kind 'speach'. Did you mean 'speech'?")
    assert count.endswith("2 problems")
    status, out, _ = run(capsys, "validate", str(tmp_path / "atlas"), "--json")
    assert status == 1
    assert [set(problem) for problem in json.loads(out)] == [{"code", "file", "row", "field", "message", "mend"}] * 2
    assert json.loads(out)[0]["row"] == 2


def test_an_invalid_atlas_is_no_stack_trace(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "atlas.toml").write_text("format =", "utf-8")
    status, out, err = run(capsys, "list", str(tmp_path), "events")
    assert (status, out) == (1, "")
    assert "A108 atlas.toml" in err and "A102 events.csv" in err


def test_an_unknown_atlas_is_exit_3_and_names_the_shipped_ones(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "list", "no-such-atlas", "events")
    assert status == 3
    assert "no atlas 'no-such-atlas'" in err
    assert run(capsys, "validate", "no-such-atlas")[0] == 1


def test_export_of_an_unknown_extension_lists_the_known_ones(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    status, _, err = run(capsys, "export", str(MINIMAL), "-o", str(tmp_path / "a.shp"))
    assert status == 2
    assert ".html" in err and ".geojson" in err
    assert list(tmp_path.iterdir()) == []


def test_export_writes_the_filtered_events(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "suez.geojson"
    status, out, _ = run(capsys, "export", str(MINIMAL), "-o", str(target), "--years", "1956")
    assert (status, out) == (0, "")
    features = json.loads(target.read_text("utf-8"))["features"]
    assert ids(features) == ["1956-nationalisation", "alexandria", "suez-canal", "egypt"]


def test_export_into_a_folder_that_is_not_there_is_exit_4(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = run(capsys, "export", str(MINIMAL), "-o", str(tmp_path / "none" / "a.geojson"))
    assert status == 4
    assert "cannot be written" in err


def test_a_picture_begins_at_the_default_view_and_data_with_everything() -> None:
    atlas = open_atlas(MINIMAL)
    assert format_view(choose_view(atlas, None, {}, picture=True)) == "mode=between&from=1869&to=1956"
    assert format_view(choose_view(atlas, None, {}, picture=False)) == "mode=between"
    assert format_view(choose_view(atlas, None, {"lang": "ja"}, picture=True)).endswith("lang=ja")
    with pytest.raises(NotFoundError):
        choose_view(atlas, "layers=none,nowhere", {}, picture=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2009", ("2009", "2009")),
        ("2004..2010", ("2004", "2010")),
        ("2004/2010", ("2004", "2010")),
        (" ..2010-08 ", (None, "2010-08")),
        ("2004-08-28..", ("2004-08-28", None)),
        ("-0044..0014", ("-0044", "0014")),
        ("199X..200X", ("1990-01-01", "2009-12-31")),
        ("2004~", ("2004-01-01", "2004-12-31")),
    ],
)
def test_parse_years(text: str, expected: tuple[str | None, str | None]) -> None:
    assert parse_years(text) == expected


@pytest.mark.parametrize("text", ["1600", "0x10", "1600x", "axb", "1600x1000000", "-1x5"])
def test_parse_size_refuses(text: str) -> None:
    assert parse_size("1600x1000") == (1600, 1000)
    with pytest.raises(InvalidInputError):
        parse_size(text)


def test_version_and_help_load_nothing_heavy() -> None:
    code = (
        "import sys\nfrom mapapp.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'geopandas', 'pandas', 'numpy', 'shapely', 'matplotlib', 'folium', 'streamlit', 'pyproj', 'rich'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert re.fullmatch(r"mapapp \d+\.\d+\.\d+\n", command("--version").stdout)


def test_the_manual_names_every_command_and_option() -> None:
    page = PAGE.read_text("utf-8")
    group = typer.main.get_command(app)
    for name, found in group.commands.items():  # type: ignore[attr-defined]
        assert f"## `mapapp {name} " in page
        for parameter in found.params:
            for option in (*parameter.opts, *parameter.secondary_opts) if parameter.param_type_name == "option" else ():
                assert option == "--help" or f"`{option}`" in page, f"{name} {option}"


def test_export_writes_a_standalone_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "suez.html"
    status, out, err = run(capsys, "export", str(MINIMAL), "-o", str(target), "--lang", "ja")
    assert (status, out, err) == (0, "", f"wrote {target}\n")
    page = target.read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    packed = re.search(r'id="mapapp-data">([^<]+)<', page)
    assert packed is not None
    assert b"1956-nationalisation" in gzip.decompress(b64decode(packed[1]))


def test_snapshot_writes_a_picture_of_the_size_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "suez.png"
    status, out, _ = run(capsys, "snapshot", str(MINIMAL), "-o", str(target), "--size", "640x400")
    assert (status, out) == (0, "")
    data = target.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")) == (640, 400)


def test_explore_of_an_unknown_atlas_does_not_start_a_server(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "explore", "no-such-atlas", "--no-browser")
    assert status == 3
    assert "no atlas 'no-such-atlas'" in err
