"""Rows drafted by columns and rows drafted one by one give the same records and the same report."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mapapp.atlas import check_atlas
from mapapp.errors import MapAppError
from mapapp.importers import Decisions, drafting, import_file, plainrows
from mapapp.importers.texts import digest
from tests.importers.made import bytes_of, imported, said, table

CELLS: dict[str, Sequence[str]] = {
    "id": ["", "a1", "A 1", "x-2", "公元", "place-1"],
    "title": ["A meeting", "<b>bold</b>", "", " blanks ", "條約", "bell\x07"],
    "title_ja": ["会議", ""],
    "description": ["What happened.", "", "<p>one</p><p>two</p>"],
    "date": ["2004-08-28", "28 August 2004", "", "8/9/2004", "before 1950", "2004年8月", "c. 1904", "whenever"],
    "start": ["1990", "", "May 1991"],
    "end": ["", "1995", "1980"],
    "place": ["", "Tokyo", "Nowhere at all", "Tokyo; Kobe", "Stand", "tokyo"],
    "country": ["", "Japan", "XX"],
    "longitude": ["139.7", "", "12.5", "12,5", "139°30′E", "400"],
    "latitude": ["35.7", "", "50.1", "n/a", "95"],
    "kind": ["meeting", "", "treaty"],
    "actors": ["", "", "", "Japan; UN", "UN"],
    "source": ["", "A book", "https://example.org/a"],
    "page": ["", "12"],
    "importance": ["", "3", "9"],
    "certainty": ["", "uncertain"],
    "date_basis": ["", "resolved", "outside"],
    "series": ["", "talks"],
    "ordinal": ["", "2"],
    "about": ["", "", "unknown-place"],
    "remark": ["one", "", " two "],
}
"""Cells of each column; the first is the usual one."""


def made_rows(chance: random.Random, columns: Sequence[str], count: int) -> list[list[str]]:
    """Rows of which most are plain, and some are doubled."""
    rows: list[list[str]] = []
    for number in range(count):
        odd = chance.random() < 0.3
        row = [chance.choice(CELLS[name]) if odd else CELLS[name][0] for name in columns]
        if "title" in columns and not odd:
            row[columns.index("title")] = f"Event {number}"
        if "id" in columns and not odd:
            row[columns.index("id")] = f"r{number}"
        if "longitude" in columns and chance.random() < 0.6:
            row[columns.index("longitude")] = str(chance.randrange(-180, 180) / 4)
        rows.append(chance.choice(rows) if rows and chance.random() < 0.05 else row)
    return rows


def both_ways(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What an import by columns writes, and one row by row; each file is imported, and imported once more."""
    found = []
    for least in (1, 10**9):
        for module in (plainrows, drafting):
            monkeypatch.setattr(module, "LEAST", least)
        atlas = folder / f"least-{least}" / "atlas"
        report = import_file(path, atlas, Decisions(gazetteer="no"))
        assert not import_file(path, atlas, Decisions(gazetteer="no")).changes_atlas
        counted = {"counts": repr((report.rows, report.added, report.undated, report.unlocated)).encode()}
        found.append(bytes_of(atlas) | counted)
    return found[0], found[1]


@pytest.mark.parametrize("seed", range(6))
def test_a_table_gives_the_same_by_columns_and_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    most = [name for name in CELLS if chance.random() < 0.6]
    columns = [*dict.fromkeys(["title", "longitude", "latitude", *most])]
    path = table(tmp_path, [columns, *made_rows(chance, columns, 60)])
    first, second = both_ways(path, tmp_path, monkeypatch)
    assert first == second


def test_features_give_the_same_by_columns_and_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def feature(number: int, geometry: Any) -> dict[str, Any]:
        properties = {"name": f"Event {number % 7}", "date": f"{1900 + number}", "place": "" if number % 3 else "Here"}
        return {"type": "Feature", "properties": properties, "geometry": geometry}

    shapes: list[Any] = [
        {"type": "Point", "coordinates": [10, 50.5]}, {"type": "Point", "coordinates": [11.25, 51.5, 3]}, None,
        {"type": "Point", "coordinates": [200, 10]}, {"type": "LineString", "coordinates": [[1, 2], [3, 4]]},
        {"type": "Point", "coordinates": []}, {"type": "Point", "coordinates": [12, 40]},
    ]  # fmt: skip
    features = [feature(number, shapes[number % 9] if number % 9 < 7 else shapes[0]) for number in range(60)]
    path = tmp_path / "events.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    first, second = both_ways(path, tmp_path, monkeypatch)
    assert first == second


HOSTILE = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "<script>alert(1)</script>", "{{ 7*7 }}", "${x}", "&amp;",
    "a\x00b", "bell\x07\x1b[31m", "\u202egnp.exe", "\u200f\u2066x\u2069", "\ufeffmark", "e\u0301", "\U0001f4a3",
    "two\nlines", "two\rlines", "two\r\nlines", 'a "quoted" word', "a,b;c", "；", "\u2028\u2029", "\xa0", "\x85",
    "x" * 40_000, "\ud800", "\ufffe", "../../etc/passwd", "__proto__", "nan", "inf", "1e999", "１２．５", "−12.5", "0",
)  # fmt: skip
"""Cells of a file that was made to do harm, or was harmed itself."""


def dirty_file(chance: random.Random, columns: Sequence[str]) -> bytes:
    """A table of which most rows are plain; cells, quotation marks, line ends and lengths of some are hostile."""
    lines = [",".join(columns).encode()]
    for row in made_rows(chance, columns, 90):
        cells = [chance.choice(HOSTILE) if chance.random() < 0.02 else cell for cell in row]
        if chance.random() < 0.04:
            cells = cells[: chance.randrange(len(cells))] + ["more"] * chance.randrange(3)
        quoted = ['"' + cell.replace('"', '""') + '"' if set(cell) & set(',"\r\n') else cell for cell in cells]
        line = ",".join(quoted).encode("utf-8", "surrogatepass")
        if chance.random() < 0.02:
            line = chance.choice((line + b'"', line.replace(b",", b',"', 1), line.replace(b"e", b"\xff", 1)))
        lines.append(line)
    ends = [b"\n"] if chance.random() < 0.5 else [b"\n", b"\r\n", b"\r", b"\n\n"]
    return b"".join(line + chance.choice(ends) for line in lines)


def outcome(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, least: int) -> dict[str, bytes]:
    """What an import of a file leaves behind, or why it was refused; then what another one of it changes."""
    for module in (plainrows, drafting):
        monkeypatch.setattr(module, "LEAST", least)
    atlas = folder / f"least-{least}" / "atlas"
    try:
        report = import_file(path, atlas, Decisions(gazetteer="no", encoding="utf-8"))
    except MapAppError as error:
        return {"refused": str(error).encode()}
    assert check_atlas(atlas) == []
    assert not import_file(path, atlas, Decisions(gazetteer="no", encoding="utf-8")).changes_atlas
    return bytes_of(atlas) | {"counts": repr((report.rows, report.added, report.undated, report.unlocated)).encode()}


@pytest.mark.parametrize("seed", range(10))
def test_a_hostile_table_gives_the_same_by_columns_and_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(1000 + seed)  # noqa: S311
    most = [name for name in CELLS if chance.random() < 0.7]
    columns = [*dict.fromkeys(["title", "longitude", "latitude", *most])]
    path = tmp_path / "dirty.csv"
    path.write_bytes(dirty_file(chance, columns))
    by_columns = outcome(path, tmp_path, monkeypatch, 1)
    assert by_columns == outcome(path, tmp_path, monkeypatch, 10**9)


def test_a_source_an_actor_and_an_event_of_one_name_have_ids_of_their_own(tmp_path: Path) -> None:
    name = "World Bank"
    rows = [[f"Event {n}", f"{1950 + n}", name if n else "", name, f"world-bank-{digest(name)}" if n == 9 else ""]
            for n in range(40)]  # fmt: skip
    path = table(tmp_path, [["title", "date", "actors", "source", "id"], *rows])
    atlas, report = imported(path, tmp_path / "atlas")
    ids = [one.id for group in (atlas.sources, atlas.actors, atlas.events) for one in group]
    assert len(set(ids)) == len(ids) and report.added["events"] == 40
    assert not import_file(path, tmp_path / "atlas").changes_atlas


def test_a_cell_that_is_read_as_it_is_may_hold_nothing_that_an_atlas_may_not(tmp_path: Path) -> None:
    path = table(tmp_path, [["title", "date", "series"], ["One", "1950", "bell\x07"], ["Two", "1951", "x" * 120_000]])
    atlas, report = imported(path, tmp_path / "atlas")
    assert [len(event.series) for event in atlas.events] == [4, 100_000]
    assert said(report, "changed", "series") == ["control characters or length"] * 2
