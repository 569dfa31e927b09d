"""Tables as people keep them: titles and totals around them, two rows of headers, several sheets, names of places."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from mapapp.errors import InvalidInputError
from mapapp.importers import Decisions, import_file, open_questions, parse_places, propose, short_report
from mapapp.importers.edges import joined_header
from tests.importers.made import bytes_of, imported, said, table


def messy_workbook(path: Path) -> Path:
    """A sheet of notes, a table with titles, a header of two rows and totals, and a second table of its columns."""
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "Read me"
    notes.append(["Compiled by the desk"])
    sheet = book.create_sheet("Protests")
    for row in (
        ["Protests 2019–2023"],
        ["source: own research"],
        [],
        ["No.", "Date", "Where", None, "People", "What happened"],
        [None, None, "City", "Country", None, None],
        [1, dt.datetime(2019, 6, 9), "Minsk", "Belarus", 1000, "A march"],
        [2, "13/7/2021", "Havana", "Cuba", "c. 200", "A strike"],
        ["Total", None, None, None, 1200],
        ["Source: the desk"],
    ):
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("C4:D4")
    later = book.create_sheet("2024")
    for row in (
        ["No.", "Date", "City", "Country", "People", "What happened"],
        [3, "2024-05-01", "Yerevan", "Armenia", 9, "A walk"],
    ):
        later.append(row)
    book.save(path)
    return path


def test_a_journalists_workbook_becomes_a_map(tmp_path: Path) -> None:
    book = messy_workbook(tmp_path / "protests.xlsx")
    proposal = propose(book)
    assert (proposal.sheet, proposal.rows) == ("Protests", 2)
    assert {guess.column: guess.field for guess in proposal.columns} == {
        "No.": "", "Date": "when", "City": "place", "Country": "country", "People": "", "What happened": "title",
    }  # fmt: skip
    assert proposal.questions[0].answers == ("Protests", "Read me", "2024", "*")
    asked = open_questions(book, tmp_path / "atlas", Decisions())
    assert "one of them, or all?\n    --sheet Protests\n    --sheet 'Read me'\n" in asked
    assert "--sheet '*'  (all of them)" in asked
    atlas, report = imported(book, tmp_path / "atlas")
    assert [event.when and event.when.edtf for event in atlas.events] == ["2019-06-09", "2021-07-13"]
    assert [(place.country, place.geometry_source) for place in atlas.places] == [
        ("BLR", "GeoNames, CC BY 4.0"), ("CUB", "GeoNames, CC BY 4.0"),
    ]  # fmt: skip
    assert (report.undated, report.unlocated) == (0, 0)
    kept = {entry.original: entry.why for entry in report.entries if entry.what == "kept"}
    assert kept["Total 1200"] == "a row of totals is no record" and "Source: the desk" in kept
    assert "Protests 2019–2023" in kept
    before = bytes_of(tmp_path / "atlas")
    import_file(book, tmp_path / "atlas")
    assert bytes_of(tmp_path / "atlas") == before
    atlas, _ = imported(book, tmp_path / "both", sheet="*")
    assert [event.title["en"] for event in atlas.events] == ["A march", "A strike", "A walk"]


@pytest.mark.parametrize(
    ("upper", "lower", "names"),
    [
        (["a", "where", "", "b"], ["", "city", "state", ""], ["a", "city", "state", "b"]),
        (["a", "from", "", "to", ""], ["", "x", "y", "x", "y"], ["a", "from x", "from y", "to x", "to y"]),
        (["a", "b", "c"], ["x", "y", "z"], None),
        (["a", "b", ""], ["", "2", "3"], None),
        (["a", "b", "c"], ["", "x", ""], None),
    ],
)
def test_a_header_of_two_rows(upper: list[str], lower: list[str], names: list[str] | None) -> None:
    assert joined_header(upper, lower) == names


def test_below_merged_cells_a_header_of_two_rows_may_name_every_column() -> None:
    upper, lower = ["what", "", "when", "", "who"], ["title", "type", "date", "until", "people"]
    assert joined_header(upper, lower) is None
    assert joined_header(upper, lower, merged=True) == lower
    assert joined_header(upper, ["March", "A", "2001", "2002", "9"], merged=True) is None


def test_names_of_places_are_looked_up_and_what_is_open_is_asked(tmp_path: Path) -> None:
    rows = [
        ["title", "date", "place", "country"],
        ["A", "2001", "比什凱克", ""], ["B", "2002", "Portsmouth", ""], ["C", "2003", "Portsmouth", "GBR"],
        ["D", "2004", "Minsk", "FRA"], ["E", "2005", "Nowhere at all", ""], ["F", "2006", "Georgetown, Guyana", ""],
    ]  # fmt: skip
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    located = {place.names[0].name: place.country for place in atlas.places if place.geometry}
    assert located == {"比什凱克": "KGZ", "Portsmouth": "GBR", "Georgetown, Guyana": "GUY"}
    assert len(atlas.places) == 6 and report.unlocated == 3
    asked = said(report, "asked", "place")
    assert len(asked) == 2 and "has several" in asked[0] and "none of this name in FRA" in asked[1]
    assert said(report, "kept", "place") == ["the gazetteer knows no place of this name: it has no location"]
    names = propose(table(tmp_path, rows)).names
    assert set(names) == {"Portsmouth", "Minsk"}
    told = {"Portsmouth": names["Portsmouth"][1].id}
    atlas, report = imported(table(tmp_path, rows), tmp_path / "told", places=told)
    assert [place.country for place in atlas.places if place.names[0].name == "Portsmouth"] == ["USA", "GBR"]
    again = propose(table(tmp_path, [*rows, ["G", "2007", "Portsmouth", ""]]), folder=tmp_path / "told")
    assert again.decisions.places == told and set(again.names) == {"Minsk"}
    atlas, report = imported(table(tmp_path, rows), tmp_path / "plain", gazetteer="no")
    assert not any(place.geometry for place in atlas.places) and report.unlocated == 6


def test_a_small_town_far_from_everything_is_not_simply_taken(tmp_path: Path) -> None:
    header = ["title", "date", "place", "country"]
    rows = [
        header, ["A", "2001", "Atlantis", ""], ["B", "2002", "Bishkek", ""], ["C", "2003", "Naryn", ""],
        ["D", "2004", "Davos", "Switzerland"], ["E", "2005", "Valhalla", ""],
    ]  # fmt: skip
    file = table(tmp_path, rows)
    atlas, report = imported(file, tmp_path / "atlas")
    located = {place.names[0].name for place in atlas.places if place.geometry}
    assert located == {"Bishkek", "Naryn", "Davos"}  # Naryn lies near Bishkek, Davos in its row's country
    assert report.unlocated == 2
    asked = said(report, "asked", "place")
    assert len(asked) == 2 and "one that never was: Atlantis, ZAF" in asked[0] and "gn:3370352" in asked[0]
    lines = open_questions(file, tmp_path / "atlas", Decisions())
    assert "    --place Atlantis=gn:3370352  Atlantis, ZAF" in lines
    told = {**parse_places(["Atlantis=gn:3370352"]), "Valhalla": ""}
    atlas, report = imported(file, tmp_path / "told", places=told)
    assert report.unlocated == 1 and "told that no place of the gazetteer is meant" in said(report, "kept", "place")
    atlas, report = imported(file, tmp_path / "nowhere", places={"Atlantis": "gn:1"})
    assert "no place of the gazetteer has the id gn:1" in said(report, "refused", "place")
    _, report = imported(file, tmp_path / "all", gazetteer="yes")
    assert report.unlocated == 0
    near = table(tmp_path, [header, ["F", "2006", "Atlantis", ""], ["G", "2007", "Cape Town", ""]], "cape.csv")
    assert imported(near, tmp_path / "near")[1].unlocated == 0
    for company, unlocated in ((["H", "2008", "Stellenbosch", ""], 0), (["H", "2008", "Kadena", ""], 2)):
        small = table(tmp_path, [header, ["F", "2006", "Atlantis", ""], company], f"{company[2]}.csv")
        assert imported(small, tmp_path / company[2])[1].unlocated == unlocated
    later = table(tmp_path, [header, ["I", "2009", "Tokmok", ""]], "later.csv")
    assert imported(later, tmp_path / "atlas")[1].unlocated == 0  # the atlas has Bishkek
    with pytest.raises(InvalidInputError, match="NAME=ID"):
        parse_places(["Davos"])


def test_a_report_names_places_and_countries_in_the_readers_language(tmp_path: Path) -> None:
    rows = [
        ["標題", "日期", "地點", "國家"],
        ["甲", "2001", "Portsmouth", "英國"], ["乙", "2002", "Minsk", "フランス"], ["丙", "2003", "Atlantis", ""],
    ]  # fmt: skip
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [place.country for place in atlas.places] == ["GBR", "FRA", None]
    assert atlas.layers[-1].title == {"zh-Hant": "匯入的地點"} and atlas.kinds[0].title == {"zh-Hant": "事件"}
    told = short_report(report, language="ja", field_words=lambda name: f"<{name}>")
    assert "ポーツマス, イギリス (-1.0912, 50.799)" in told and "<place>：採らない" in told
    assert "フランス にこの名がなく、よそにある：ミンスク, ベラルーシ" in told
    assert "アトランティス, 南アフリカ (18.4834, -33.5667) gn:3370352" in told and "行 → 出来事" in told
    assert "none of this name in France" in short_report(report) and "rows → events" in short_report(report)


def test_metres_where_degrees_were_said(tmp_path: Path) -> None:
    rows = [
        ["name", "date", "longitude", "latitude"],
        ["A", "2006", "15558804.5", "4256427.2"],
        ["B", "2007", "8302893,1", "5292541,9"],
    ]
    atlas, report = imported(table(tmp_path, rows), tmp_path / "atlas")
    assert [place.point for place in atlas.places] == [(139.7671188, 35.6781646), (74.5861577, 42.8722153)]
    assert any("EPSG:3857" in why for why in said(report, "guessed", "lon"))
    grid = [["name", "date", "x", "y"], ["A", "2006", "500000", "4649776"], ["B", "2007", "431000", "4581000"]]
    atlas, report = imported(table(tmp_path, grid, "utm.csv"), tmp_path / "grid")
    assert report.unlocated == 2 and len(said(report, "refused", "lon")) == 2
