"""Reading back the View that a picture or a page shows; files that were made to do harm."""

from __future__ import annotations

import base64
import json
import shutil
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError, MapAppError, NotFoundError
from mapapp.export import FORMATS, PAGE, PICTURE
from mapapp.export.reopen import MAX_TEXT, Embedded, read_embedded
from mapapp.view import format_view, parse_view
from tests.atlas.examples import MINIMAL
from tests.export.written import HOSTILE, few, written

VIEW = parse_view("mode=between&from=1869&to=1960&q=%22%3C運&lang=ja")
REOPENED = [extension for extension, found in FORMATS.items() if found.group in (PICTURE, PAGE)]
PNG = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def itxt(key: str, text: bytes, compressed: bool = False) -> bytes:
    body = zlib.compress(text, 9) if compressed else text
    return chunk(b"iTXt", key.encode() + b"\0" + bytes([compressed, 0]) + b"\0\0" + body)


def made(folder: Path, data: bytes | str) -> Path:
    path = folder / "file.bin"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("extension", REOPENED)
def test_what_mapapp_writes_can_be_reopened_under_any_name(tmp_path: Path, extension: str) -> None:
    atlas = open_atlas(MINIMAL)
    path = written(tmp_path, extension, atlas, VIEW)
    expected = Embedded(atlas.id, atlas.version, atlas.sha256, format_view(VIEW))
    assert read_embedded(path) == expected
    assert read_embedded(Path(shutil.copy(path, tmp_path / "renamed"))) == expected


def test_a_page_of_a_hostile_atlas_gives_its_own_facts(tmp_path: Path) -> None:
    title = '"><meta name="mapapp:view" content="evil">'
    atlas = replace(open_atlas(MINIMAL), title=dict.fromkeys(("en", "ja", "zh-Hant"), title), version=HOSTILE)
    found = read_embedded(written(tmp_path, ".html", atlas, VIEW))
    assert found.view == format_view(VIEW)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        PNG,
        PNG + b"\xff\xff\xff\xffiTXt",
        PNG + itxt("mapapp:atlas", b"minimal"),
        PNG + itxt("mapapp:view", b"mode=between"),
        PNG + itxt("mapapp:view", b"mode=between") + itxt("mapapp:atlas", b"../../etc"),
        b"%PDF-1.4 /Keywords (a; b)",
        b"%PDF-1.4 /Keywords (" + b"x" * 100_000,
        b"%PDF-1.4 <x:xmpmeta><broken></x:xmpmeta>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg",
        b"<html><body><meta name='mapapp:view' content='mode=in'><meta name='mapapp:atlas' content='a'></html>",
    ],
)
def test_a_file_that_says_nothing_sound_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        read_embedded(made(tmp_path, data))


@pytest.mark.parametrize("name", ["none.png", ".", "nul\0.png"])
def test_no_file_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises((NotFoundError, InvalidInputError)):
        read_embedded(tmp_path / name)


def test_a_compressed_text_is_read_only_so_far(tmp_path: Path) -> None:
    bomb = itxt("mapapp:view", b"q=" + b"a" * 50_000_000, compressed=True)
    assert len(bomb) < MAX_TEXT
    found = read_embedded(made(tmp_path, PNG + bomb + itxt("mapapp:atlas", b"minimal")))
    assert len(found.view) == MAX_TEXT


def test_text_chunks_of_both_sorts_are_read(tmp_path: Path) -> None:
    data = PNG + chunk(b"tEXt", b"mapapp:view\0mode=in") + itxt("mapapp:atlas", b"a", compressed=True)
    assert read_embedded(made(tmp_path, data)) == Embedded("a", "", "", "mode=in")


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://localhost:1/x.dtd"> %a;',
    ],
)
def test_xml_that_declares_entities_is_refused(tmp_path: Path, declared: str) -> None:
    element = '<m:snapshot xmlns:m="urn:mapapp:snapshot" view="mode=in" atlas="a"/>'
    svg = f'<?xml version="1.0"?><!DOCTYPE svg [{declared}]><svg>{element}</svg>'
    with pytest.raises(InvalidInputError, match="entities"):
        read_embedded(made(tmp_path, svg))
    assert read_embedded(made(tmp_path, f"<svg>{element}</svg>")).view == "mode=in"


def test_a_pdf_says_it_in_keywords_of_any_form_or_in_xmp(tmp_path: Path) -> None:
    words = "mapapp:view=mode=in&q=(a)\\; mapapp:atlas=a; mapapp:version=1; mapapp:sha256=0f"
    expected = Embedded("a", "1", "0f", "mode=in&q=(a)\\")
    plain = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\051")
    assert read_embedded(made(tmp_path, f"%PDF-1.4\n<< /Keywords ({plain}) >>")) == expected
    wide = (b"\xfe\xff" + words.encode("utf-16-be")).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    assert read_embedded(made(tmp_path, b"%PDF-1.4\n<< /Keywords (" + wide + b") >>")) == expected
    packet = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><m:snapshot xmlns:m="urn:mapapp:snapshot" view="mode=in" atlas="a"/>'
    assert read_embedded(made(tmp_path, f"%PDF-1.4\n{packet}</x:xmpmeta>")).view == "mode=in"


CASES = json.loads((Path(__file__).parents[1] / "tables" / "embedded.json").read_bytes())["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_the_table_that_the_page_reads_too(tmp_path: Path, case: dict[str, Any]) -> None:
    path = made(tmp_path, base64.b64decode(case["base64"]))
    if case["expected"] is None:
        with pytest.raises(InvalidInputError):
            read_embedded(path)
    else:
        assert read_embedded(path) == Embedded(**case["expected"])


@given(st.sampled_from((PNG, b"%PDF-1.4", b"<svg", b"<!doctype html>", b"")), st.binary(max_size=400))
@few
def test_no_file_makes_it_fail_otherwise(tmp_path: Path, start: bytes, rest: bytes) -> None:
    with suppress(MapAppError):
        read_embedded(made(tmp_path, start + rest))


@pytest.mark.parametrize("extension", [".svg", ".png", ".pdf", ".html"])
def test_a_cut_off_file_is_read_or_refused(tmp_path: Path, extension: str) -> None:
    data = written(tmp_path, extension, open_atlas(MINIMAL), VIEW).read_bytes()
    for length in (1, 10, 100, 500, 1000, len(data) // 2, len(data) - 20):
        try:
            assert read_embedded(made(tmp_path, data[:length])).view == format_view(VIEW)
        except InvalidInputError:
            continue
