"""Tables: columns guessed, dates and places read, encodings, ragged rows, and everything said in the report."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError
from mapapp.importers import Decisions, import_file, parse_map, propose, short_report
from mapapp.importers.fields import field_of
from mapapp.importers.numbers import read_degrees, read_number, read_pair
from tests.importers.made import bytes_of, imported, said, table

ZH = [["事件", "日期", "地點", "經度", "緯度"], ["日俄戰爭爆發", "民國前8年2月8日", "旅順", 121.26, 38.81]]
JA = [
    ["できごと", "日付", "場所", "経度", "緯度"],
    ["ポーツマス条約の調印", "明治38年9月5日", "ポーツマス", "-70.76", "43.07"],
]


@pytest.mark.parametrize(
    ("rows", "encoding", "name", "language"),
    [
        (ZH, "utf-8", "UTF-8", "zh-Hant"),
        (ZH, "utf-8-sig", "UTF-8", "zh-Hant"),
        (ZH, "utf-16", "UTF-16", "zh-Hant"),
        (ZH, "utf-16-le", "UTF-16LE", "zh-Hant"),
        (ZH, "cp950", "Big5", "zh-Hant"),
        (ZH, "gb18030", "GB18030", "zh-Hant"),
        (JA, "cp932", "Shift-JIS", "ja"),
        (JA, "euc_jp", "EUC-JP", "ja"),
        ([["Event", "Date"], ["Traité signé à Genève", "1864-08-22"]], "cp1252", "Windows-1252", "en"),
    ],
)
def test_each_encoding_is_seen_and_said(
    tmp_path: Path, rows: list[list[object]], encoding: str, name: str, language: str
) -> None:
    atlas, report = imported(table(tmp_path, rows, encoding=encoding), tmp_path / "atlas")
    assert report.encoding == name
    assert dict(atlas.events[0].title) == {language: rows[1][0]}
    assert atlas.events[0].when is not None


def test_an_encoding_can_be_told(tmp_path: Path) -> None:
    path = table(tmp_path, ZH, encoding="cp950")
    atlas, report = imported(path, tmp_path / "atlas", encoding="big5")
    assert atlas.events[0].title == {"zh-Hant": "日俄戰爭爆發"} and report.encoding == "big5"
    with pytest.raises(InvalidInputError, match="Shift-JIS"):
        import_file(path, tmp_path / "other", Decisions(encoding="no-such"))


def test_a_row_becomes_an_event_at_a_place_with_its_citation(tmp_path: Path) -> None:
    rows = [
        ["title", "date", "place", "lon", "lat", "type", "description", "source", "page", "remark"],
        ["Treaty signed", "5 September 1905", "Portsmouth", "-70.76", "43.07", "treaty", "<p>Peace.</p>",
         "Smith 1907", "12", "a"],
        ["War begins", "before 1905", "Port Arthur", "121.26", "38.81", "war", "", "Smith 1907", "3", ""],
    ]  # fmt: skip
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    treaty, war = atlas.events
    place = atlas.place_by_id[treaty.places[0]]
    assert (treaty.when and treaty.when.edtf, treaty.kind, treaty.summary) == ("1905-09-05", "treaty", {"en": "Peace."})
    assert (war.when, war.bounds and war.bounds.edtf) == (None, "[..1904]")
    assert place.names[0].name == "Portsmouth" and place.point == (-70.76, 43.07)
    assert treaty.extra["x_remark"] == "a"
    assert json.loads(treaty.extra["x_original"]) == {"date": "5 September 1905", "description": "<p>Peace.</p>"}
    cited = atlas.citations_of[f"event:{treaty.id}"]
    titles = {source.id: source.csl["title"] for source in atlas.sources}
    assert [(titles[item.source], item.section, item.page) for item in cited] == [
        ("Smith 1907", "", "12"), ("events.csv", "row 2", ""),
    ]  # fmt: skip
    assert (tmp_path / "atlas" / "imports" / "events.csv").read_bytes() == (tmp_path / "events.csv").read_bytes()
    assert report.path is not None
    written = list(csv.DictReader(report.path.open(encoding="utf-8-sig", newline="")))
    assert {"file": "events.csv", "line": "2", "field": "when", "what": "changed", "original": "5 September 1905",
            "became": "1905-09-05", "why": "day, month, year"} in written  # fmt: skip


def test_rows_that_cannot_be_placed_or_dated_come_in_with_their_originals(tmp_path: Path) -> None:
    rows = [
        ["title", "date", "place", "lon", "lat"],
        ["A", "some day", "Nowhere", "NaN", "NaN"], ["B", "n.d.", "", "", ""], ["C", "1904", "X", "400", "12"],
        ["", "1905", "", "10", "20"],
    ]  # fmt: skip
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [event.when and event.when.edtf for event in atlas.events] == [None, None, "1904", "1905"]
    assert (report.undated, report.unlocated) == (2, 3)
    assert json.loads(atlas.events[0].extra["x_original"]) == {"date": "some day"}
    assert json.loads(atlas.events[2].extra["x_original"]) == {"lon": "400", "lat": "12"}
    assert "this date is not understood" in said(report, "refused", "when")
    assert atlas.events[3].title == {"en": "row 5"}


def test_the_order_of_day_and_month_is_settled_by_the_column_or_asked(tmp_path: Path) -> None:
    settled = table(tmp_path, [["title", "date"], ["A", "8/9/2004"], ["B", "13/9/2004"]], "settled.csv")
    atlas, report = imported(settled, tmp_path / "one")
    assert [event.when and event.when.edtf for event in atlas.events] == ["2004-09-08", "2004-09-13"]
    open_question = table(tmp_path, [["title", "date"], ["A", "8/9/2004"], ["B", "2004"]], "open.csv")
    atlas, report = imported(open_question, tmp_path / "two")
    assert atlas.events[0].when and atlas.events[0].when.edtf == "[2004-08-09,2004-09-08]"
    assert len(said(report, "asked", "when")) == 2
    proposal = propose(open_question)
    assert [(one.decision, one.answers) for one in proposal.questions] == [("order", ("day-first", "month-first"))]
    atlas, _ = imported(open_question, tmp_path / "three", order="month-first")
    assert atlas.events[0].when and atlas.events[0].when.edtf == "2004-08-09"


def test_swapped_coordinates_are_seen_in_the_whole_column(tmp_path: Path) -> None:
    rows = [["title", "lon", "lat"], ["Tokyo", 35.68, 139.77], ["Singapore", 1.35, 103.82], ["Null", 40, 50]]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [place.point for place in atlas.places] == [(139.77, 35.68), (103.82, 1.35), (50, 40)]
    assert said(report, "guessed", "lon")


def test_ragged_rows_doubled_and_empty_headers_and_titles_above(tmp_path: Path) -> None:
    rows = [
        ["My table", "", "", ""], ["title", "date", "", "date"], ["A", "1904", "x"], ["B", "1905", "y", "z", "beyond"],
        [],
        ["C", "1906", "", ""],
    ]  # fmt: skip
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [event.title["en"] for event in atlas.events] == ["A", "B", "C"]
    assert atlas.events[1].extra == {"x_column_3": "y", "x_date_(2)": "z", "x_column_5": "beyond"}
    assert {entry.line for entry in report.entries if entry.what in ("changed", "kept") and entry.line} == {1, 2, 3, 4}


def test_duplicates_are_kept_apart_and_said(tmp_path: Path) -> None:
    rows = [["id", "title", "date"], ["x", "A", 1904], ["x", "B", 1905], ["X!", "C", 1906]]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [event.id for event in atlas.events][:2] == ["x", "x-2"] and atlas.events[2].id.startswith("x-")
    assert len(said(report, "changed", "id")) == 2


def test_what_is_decided_is_remembered_for_files_of_the_same_shape(tmp_path: Path) -> None:
    first = table(tmp_path, [["foo", "bar", "baz"], ["one", "1904", "p"]], "first.csv")
    second = table(tmp_path, [["foo", "bar", "baz"], ["two", "1905", "q"]], "second.csv")
    decisions = parse_map(["summary=foo,title=baz,when=bar"])
    import_file(first, tmp_path / "atlas", decisions)
    atlas, _ = imported(second, tmp_path / "atlas")
    assert [(event.title["en"], event.summary["en"]) for event in atlas.events] == [("p", "one"), ("q", "two")]
    mapping = tmp_path / "mapping.toml"
    mapping.write_text('order = "day-first"\n[columns]\ntitle = "bar"\n', "utf-8")
    assert parse_map([str(mapping), "when=foo"]) == Decisions(
        order="day-first", columns={"title": "bar", "when": "foo"}
    )
    with pytest.raises(InvalidInputError, match="no column 'nope'"):
        import_file(first, tmp_path / "x", parse_map(["title=nope"]))
    with pytest.raises(InvalidInputError, match="no field 'titel'"):
        import_file(first, tmp_path / "x", parse_map(["titel=foo"]))


def test_nothing_is_written_in_a_dry_run(tmp_path: Path) -> None:
    path = table(tmp_path, ZH)
    report = import_file(path, tmp_path / "atlas", dry_run=True)
    assert report.added == {"places": 1, "events": 1} and not (tmp_path / "atlas").exists()
    assert "1 places, 1 events" in short_report(report)


def test_formulas_stay_text_in_the_atlas_and_in_the_report(tmp_path: Path) -> None:
    rows = [["title", "date"], ["=1+1", "=HYPERLINK(1)"], ["'=2+2", "1904"]]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [event.title["en"] for event in atlas.events] == ["=1+1", "=2+2"]
    assert report.path and b",'=HYPERLINK(1)," in report.path.read_bytes()


def test_an_edited_file_updates_only_what_nobody_has_edited(tmp_path: Path) -> None:
    rows = [["id", "title", "date"], ["a", "A", 1904], ["b", "B", 1905], ["c", "C", 1906]]
    path, folder = table(tmp_path, rows), tmp_path / "atlas"
    imported(path, folder)
    before = bytes_of(folder)
    assert not imported(path, folder)[1].changes_atlas and bytes_of(folder) == before
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace(",B,", ",B edited,"), "utf-8")
    table(tmp_path, [rows[0], ["a", "A new", 1904], ["b", "B new", 1905], ["d", "D", 1907]])
    atlas, report = imported(path, folder)
    assert [event.title["en"] for event in atlas.events] == ["A new", "B edited", "C", "D"]
    assert (report.updated, report.added["events"]) == (1, 1)
    assert any("edited in the atlas" in why for why in said(report, "kept"))
    assert any("gone from the file" in why for why in said(report, "kept"))


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ("Title", "title"), ("title_ja", "title_ja"), ("Title (zh-Hant)", "title_zh-Hant"), ("標題", "title"),
        ("発生日", ""), ("日付", "when"), ("經度", "lon"), ("LONGITUDE", "lon"), ("ＤＡＴＥ", "when"), ("x", "lon"),
    ],
)  # fmt: skip
def test_names_of_columns_are_known_in_three_languages(column: str, field: str) -> None:
    assert field_of(column) == field


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("35.68", 35.68), ("35,68", 35.68), ("35°41′N", 35 + 41 / 60), ("35°41'30\"S", -(35 + 41 / 60 + 30 / 3600)),
        ("139.77E", 139.77), ("W 70.76", -70.76), ("北緯35度41分", 35 + 41 / 60), ("−12.5", -12.5), ("abc", None),
    ],
)  # fmt: skip
def test_degrees_are_read_in_every_form(text: str, degrees: float | None) -> None:
    assert read_degrees(text) == degrees


def test_numbers_and_pairs() -> None:
    assert [read_number(text) for text in ("1,234.5", "1.234,5", "１２", "nan", "inf", "1e400")] == [
        1234.5,
        1234.5,
        12,
        None,
        None,
        None,
    ]
    assert read_pair("35.68, 139.77") == (35.68, 139.77) == read_pair("35.68N 139.77E") == read_pair("139.77E, 35.68N")
    assert read_pair("35.68") is None


def test_what_a_date_lacks_is_asked_and_days_of_the_moon_stay_a_year(tmp_path: Path) -> None:
    file = tmp_path / "dates.csv"
    file.write_text("id,title,date\na,One,28 août 2004\nb,Two,光緒二十六年五月\nc,Three,8月28日\n", "utf-8")
    report = import_file(file, tmp_path / "atlas")
    atlas = open_atlas(str(tmp_path / "atlas"))
    assert [event.when.edtf if event.when else None for event in atlas.events] == ["2004-08-28", "1900~", None]
    why = {entry.line: entry.why for entry in report.entries if entry.field == "when" and entry.line}
    assert "calendar of the moon" in why[3]
    assert "no year" in why[4]


def test_columns_that_the_records_have_no_room_for_are_kept_and_said(tmp_path: Path) -> None:
    header = ("title", "title_ja", "date", "lon", "lat", "country", "source", "link")
    rows = [
        header,
        *(("Opening", "開港", "1859-07-01", 139.6, 35.4, "Japan", "Diary", link) for link in ("https://a.example/1",)),
    ]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas", language="en")
    (event,) = atlas.events
    assert event.extra["x_country"] == "Japan" and event.extra["x_link"] == "https://a.example/1"
    assert set(said(report, "kept")) >= {"these records have no such field"}
    assert ("x_title_ja" in event.extra) != ("ja" in atlas.languages)
    assert [one.csl.get("URL") for one in atlas.sources if one.csl.get("title") == "Diary"] == ["https://a.example/1"]
    second = table(tmp_path, [("title", "date", "link"), ("Fire", "1866", "https://a.example/2")], "second.csv")
    again, _ = imported(second, tmp_path / "second")
    assert {one.csl.get("URL") for one in again.sources} == {None, "https://a.example/2"}


def test_a_date_with_an_end_is_a_span_and_dates_that_are_not_read_are_kept(tmp_path: Path) -> None:
    rows = [("title", "date", "until"), ("Strike", "2020-08-09", "2020-08-12"), ("Rally", "2021", "")]
    atlas, _ = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [event.when.edtf for event in atlas.events if event.when] == ["2020-08-09/2020-08-12", "2021"]
    rows = [("title", "date", "start", "end"), ("Strike", "2020-08-09", "14:00", "16:00")]
    atlas, _ = imported(table(tmp_path, rows, "times.csv"), tmp_path / "times")
    assert atlas.events[0].extra == {"x_start": "14:00", "x_end": "16:00"}
