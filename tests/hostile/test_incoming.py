"""Hostile files for importers, readers of documents, unpacking and the review desk: an answer or words, never more.

All files of a way are given to one process with little time and memory (tests/hostile/bounded.py).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mapapp.encodings import refuse_binary
from mapapp.errors import InvalidInputError
from mapapp.hypertext import html_tokens, resolved
from mapapp.importers.grids import check_own_system, find_grid
from mapapp.importers.report import Entry
from mapapp.importers.sheet import unique_names
from tests.hostile.arriving import HARMLESS
from tests.hostile.bounded import try_all

CASES = {"importing": 310, "reading": 95, "unpacking": 50, "reviewing": 120}
"""How many cases each way has at least."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of resources")
@pytest.mark.parametrize("way", CASES)
def test_a_hostile_file_is_read_or_refused_with_words(way: str, tmp_path: Path) -> None:
    (tmp_path / "deep" / "work").mkdir(parents=True)
    answers = try_all(way, tmp_path / "deep" / "work")
    assert {name: answer for name, answer in answers.items() if not answer.startswith(("read: ", "refused: "))} == {}
    assert len(answers) >= CASES[way]
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    if way == "unpacking":
        assert {name for name, answer in answers.items() if answer.startswith("read: ")} == HARMLESS
    if way == "reviewing":
        assert {name for name, answer in answers.items() if "id" in name.split() and "id of" not in name} & {
            name for name, answer in answers.items() if answer.startswith("read: ")
        } == {"line: id is text"}


@pytest.mark.parametrize(
    ("html", "tokens"),
    [
        (
            "<p>a <B>b</B><br/>c",
            [
                ("start", "p"),
                ("text", "a "),
                ("start", "b"),
                ("text", "b"),
                ("end", "b"),
                ("start", "br"),
                ("text", "c"),
            ],
        ),
        ("a < b > c", [("text", "a < b > c")]),
        ("<a title='x > y'>z", [("start", "a"), ("text", "z")]),
        ('<p "x>y', [("start", "p"), ("text", "y")]),
        ("<script>if (a<b)</script>x", [("start", "script"), ("end", "script"), ("text", "x")]),
        ("<!-- <b> --> y <!-- z", [("text", " y <!-- z")]),
        ("<![CDATA[x]]>y</>z<?x?>", [("text", "y"), ("text", "z")]),
        ("a <b c", [("text", "a <b c")]),
        ("<style>a", [("start", "style")]),
        ("", []),
    ],
)
def test_html_is_a_row_of_tags_and_texts(html: str, tokens: list[tuple[str, str]]) -> None:
    assert list(html_tokens(html)) == tokens


@pytest.mark.parametrize(
    "text",
    ["", "\t\n", "9" * 400, "EPSG:0", "EPSG:38\x0026", "EPSG:3826\0", "\ud800", "EPSG:3826\u202e", "x" * 100_000,
     "+proj=merc +nadgrids=/etc/passwd", "proj=merc", "init=/etc/passwd:x", "http://localhost:9/x", "file:///etc/passwd",
     "GEOGCS[" * 10, '{"type":"GeographicCRS"}', "EPSG:5773", "EPSG:4978", "ESRI:104903"],
)  # fmt: skip
def test_a_reference_system_that_is_told_is_known_or_refused(text: str) -> None:
    with pytest.raises(InvalidInputError, match="is not known"):
        find_grid(text)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes that have names")
def test_a_reference_system_opens_no_file(tmp_path: Path) -> None:
    from pyproj import CRS

    os.mkfifo(tmp_path / "pipe")  # who opens it waits for ever
    wkt = (
        'GEOGCS["x",DATUM["D",SPHEROID["S",6378137,298],EXTENSION["PROJ4_GRIDS","%s"]],PRIMEM["G",0],'
        'UNIT["Degree",0.0174532925199433]]'
    )
    with pytest.raises(InvalidInputError, match="names another file"):
        check_own_system(CRS.from_wkt(wkt % (tmp_path / "pipe")))
    for harmless in (wkt % "@null", wkt % "ntf_r93.gsb", "EPSG:3857", "EPSG:32651"):
        check_own_system(CRS.from_user_input(harmless))


def test_references_to_no_character_are_marked() -> None:
    assert resolved("&lt;&#65;&#x42;&#99999999999;&#x" + "f" * 5000 + ";&amp") == "<AB\ufffd\ufffd&"


def test_columns_of_one_name_are_told_apart() -> None:
    entries: list[Entry] = []
    assert unique_names(["a", "a", "a (2)", " a ", ""], entries, 1) == ["a", "a (2)", "a (2) (2)", "a (3)", "column 5"]


@pytest.mark.parametrize(
    "data", [b"", b"plain", b"tab\tand\x1b", "漢字".encode("utf-16"), b"a\0b", "é".encode("latin-1")]
)
def test_a_text_is_no_binary_file(data: bytes) -> None:
    refuse_binary(data, "x.txt")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7", b"PK\x03\x04", b"\x89PNG\r\n", b"SQLite format 3\0", bytes(range(32)) * 20]
)
def test_a_binary_file_is_no_text(data: bytes) -> None:
    with pytest.raises(InvalidInputError, match="holds no text"):
        refuse_binary(data, "x.txt")
