"""What a View shows of an archive is what it shows of the same events in an atlas."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pytest
from PIL import Image

from mapapp.archive import Archive
from mapapp.archive.exporting import write_archive_export
from mapapp.archive.ingest import span_text
from mapapp.archive.paging import open_pages
from mapapp.archive.picture import count_map, write_archive_snapshot
from mapapp.archive.query import quadkey, stream_records, when_sql, word_pattern
from mapapp.cli import main
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.folding import fold
from mapapp.view import View, parse_view
from mapapp.when import day_number, is_possible, parse_when
from tests.archive.samples import build, events, stored, write_csv

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    return events(1500)


@pytest.fixture(scope="module")
def archive(rows: Rows, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("query")
    return build(folder / "made", write_csv(folder / "events.csv", rows), keep=("note",), name="Test =1+1")


def matches(row: dict[str, Any], view: View) -> bool:
    """The rule in Python."""
    inside = True
    if view.bbox:
        west, south, east, north = view.bbox
        across = west <= row["lon"] <= east if west <= east else row["lon"] >= west or row["lon"] <= east
        inside = across and south <= row["lat"] <= north
    words = fold(view.text).split()
    text = fold(f"{row['title']} {row['note']}")
    return (
        inside
        and is_possible(parse_when(row["date"]), view.window())
        and (not view.kinds or row["kind"] in view.kinds)
        and all(word in text for word in words)
    )


QUERIES = (
    "", "mode=in&from=1990&to=1990", "from=1950&to=1999-06", "mode=up-to&to=1960", "from=2001-05-03&to=..",
    "kind=aid,protest", "q=EVENT%2012%20%E2%80%9Cquotes", "q=n3", "bbox=-20,-40,60,50", "bbox=100,-60,-100,70",
    "kind=conflict&from=1980&to=1985&bbox=-180,-10,180,60&q=event",
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_events_as_by_the_rule(archive: Archive, rows: Rows, query: str) -> None:
    view = parse_view(query)
    found = [json.loads(record) for record in stream_records(archive, view)]
    assert {record["id"] for record in found} == {row["id"] for row in rows if matches(row, view)}
    by_id = {row["id"]: row for row in rows}
    for record in found:
        row = by_id[record["id"]]
        assert record["when"] == row["date"] and record["title"] == {"und": row["title"]}
        assert record["geometry"]["coordinates"] == [row["lon"], row["lat"]] and record["more"] == {"note": row["note"]}


def test_pages_are_in_the_order_of_dates_and_complete(archive: Archive) -> None:
    view = parse_view("from=1950&to=1960")
    with open_pages(archive) as reader:
        pages = [reader.page(view, None, start, 90) for start in range(0, 360, 90)]
    found = [event for page, _ in pages for event in page]
    assert len(found) == pages[0][1] == len({event["id"] for event in found})
    earliest = [str(event["earliest"] or "") for event in found]
    assert earliest == sorted(earliest)


def test_quadkeys_are_those_of_the_store(archive: Archive) -> None:
    for row in stored(archive)[:200]:
        assert quadkey(row["geometry"]["x"], row["geometry"]["y"]) == row["quadkey"]


def test_dates_in_sql_are_those_of_python() -> None:
    dice = random.Random(1)  # noqa: S311
    ends = [
        day_number(y, m, d)
        for y in (-45, 0, 800, 2004)
        for m, d in ((1, 1), (2, 29), (8, 31), (12, 31))
        if m != 2 or y % 4 == 0
    ]
    spans = [(a, b) for a in [None, *ends] for b in [None, *ends] if a is None or b is None or a <= b]
    spans = [span for span in spans if span != (None, None)] + [(d, d) for d in dice.sample(range(1, 800_000), 50)]
    values = ", ".join(
        f"({n}, {'NULL' if a is None else a}::INT, {'NULL' if b is None else b}::INT)" for n, (a, b) in enumerate(spans)
    )
    table = f"(SELECT n, first, last, NULL AS edtf FROM (VALUES {values}) t(n, first, last))"
    sql = f"SELECT {when_sql()} FROM {table} ORDER BY n"
    assert [text for (text,) in duckdb.sql(sql).fetchall()] == [span_text(*span) for span in spans]


def test_what_archives_do_not_have_is_said(archive: Archive) -> None:
    with pytest.raises(InvalidInputError, match="actors, near"):
        list(stream_records(archive, parse_view("actor=japan&near=tokyo,50")))
    with pytest.raises(NotFoundError, match="It has conflict, "):
        list(stream_records(archive, parse_view("kind=war")))


@pytest.mark.parametrize(
    ("asked", "title"),
    [("國際", "国际会议"), ("ガス", "がすの交渉"), ("koln", "KÖLN"), ("it's", "It’s so"), ("ＡＢＣ", "abc"),
     ("a.c", "a.c"), ("[x]^-", "[x]^-"), ("gas", "ｇａｓ"), ("guérin", "Guerin")],
)  # fmt: skip
def test_words_are_found_in_whatever_form_they_are_written(asked: str, title: str) -> None:
    pattern = word_pattern(fold(asked))
    sql = "SELECT regexp_matches(nfc_normalize(lower(?)), ?), regexp_matches('abd', ?)"
    assert duckdb.execute(sql, [title, pattern, pattern]).fetchone() == (True, False)
    assert fold(asked) in fold(title)


@pytest.mark.parametrize("ending", ["geojson", "csv", "parquet"])
def test_exports_hold_what_the_view_shows(archive: Archive, rows: Rows, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    view = parse_view("kind=aid&from=1990&to=..")
    write_archive_export(archive, view, path)
    expected = {row["id"]: row for row in rows if matches(row, view)}
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = {row["id"]: row for row in csv.DictReader(file)}
        assert {key: row["when"] for key, row in found.items()} == {key: row["date"] for key, row in expected.items()}
    else:
        frame = gpd.read_file(path) if ending == "geojson" else gpd.read_parquet(path)
        assert set(frame["id"]) == set(expected)
        assert {row["id"]: row["when"] for _, row in frame.iterrows()} == {k: r["date"] for k, r in expected.items()}
        assert frame.geometry.x.min() == min(row["lon"] for row in expected.values())
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_other_endings_are_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="written as"):
        write_archive_export(archive, View(), tmp_path / "out.kml")


def test_the_picture_counts_whole_years_and_says_which_view_it_shows(
    archive: Archive, rows: Rows, tmp_path: Path
) -> None:
    view = parse_view("from=1950&to=1959&kind=aid")
    shown = count_map(archive, view)
    assert shown.counts.sum() == sum(matches(row, view) for row in rows)
    assert sum(n for _, inside, n in shown.bars if inside) <= shown.counts.sum()
    write_archive_snapshot(archive, view, tmp_path / "a.png", (900, 600))
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (900, 600) and image.info["mapapp:view"] == "mode=between&from=1950&to=1959&kind=aid"
    with pytest.raises(InvalidInputError, match="no words"):
        write_archive_snapshot(archive, parse_view("q=event"), tmp_path / "c.png", (900, 600))


def test_the_command_line(archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = str(archive.folder)
    main_quietly(["list", folder, "events", "--json", "--years", "1950..1960", "--kind", "aid"])
    found = json.loads(capsys.readouterr().out)
    assert found and {event["kind"] for event in found} == {"aid"}
    main_quietly(["list", folder, "events", "--json", "--text", "nothing at all"])
    assert json.loads(capsys.readouterr().out) == []
    main_quietly(["list", folder, "events", "--mode", "in", "--years", "1990"])
    assert len(capsys.readouterr().out.splitlines()) > 3
    main_quietly(["archive", "info", folder, "--json"])
    assert json.loads(capsys.readouterr().out)["checksum"] == archive.checksum
    with pytest.raises(SystemExit) as stop:
        main(["archive", "check", folder])
    assert stop.value.code == 0
    with pytest.raises(SystemExit) as stop:
        main(["list", folder, "places"])
    assert stop.value.code == 2
    main_quietly(["export", folder, "-o", str(tmp_path / "x.csv"), "--years", "1990"])
    assert (tmp_path / "x.csv").is_file()


def main_quietly(arguments: list[str]) -> None:
    """Run a command that must succeed."""
    try:
        main(arguments)
    except SystemExit as stop:
        assert not stop.code
