"""Parsers as functions of bytes, for fuzzing: each may refuse with an error of ours; any other exception is a finding.

`make fuzz` runs them under atheris (coverage-guided); tests/hostile/test_fuzz.py runs them under hypothesis, and
replays what was ever found (tests/hostile/found/TARGET-*.bin).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable

from mapapp.atlas.codes import RefusedError, Report, TooManyProblemsError
from mapapp.atlas.files import FILES, Files, read_json
from mapapp.atlas.geometry import geometry_json, read_geometry
from mapapp.atlas.read import read_files
from mapapp.errors import MapAppError
from mapapp.export.bibtex import tex_text
from mapapp.export.reopen import _facts
from mapapp.export.table import neutral, original
from mapapp.export.text import safe_text
from mapapp.language.markup import xml_text
from mapapp.view import format_view, read_view
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL

_PLAIN: Files = {file.name: file.read_bytes() for file in sorted(MINIMAL.iterdir()) if file.is_file()}


def date(data: bytes) -> None:
    """EDTF: a date that is read keeps its order, and reads the same again."""
    when = parse_when(data.decode("utf-8", "surrogateescape"))
    assert when.start_earliest <= when.start_latest and when.end_earliest <= when.end_latest
    assert when.start_earliest <= when.end_latest
    assert parse_when(when.edtf).days == when.days


def query(data: bytes) -> None:
    """A View's query: what is understood has one text, which reads as the same View."""
    view, _ = read_view(data.decode("utf-8", "surrogateescape"))
    view.window()
    text = format_view(view)
    assert read_view(text) == (view, []) and text.isascii()


def geometry(data: bytes) -> None:
    """GeoJSON geometry: what is read can be written and read again."""
    value = read_json({"x": data}, "x", Report())
    shape = read_geometry(value)
    assert read_geometry(geometry_json(shape)).equals(shape)


def atlas(data: bytes) -> None:
    """One file of an atlas, chosen by the first byte, among the plain others."""
    name = FILES[data[0] % len(FILES)] if data else FILES[0]
    read_files({**_PLAIN, name: data[1:]}, Report())


def snapshot(data: bytes) -> None:
    """A picture or page that may say its View."""
    for text in _facts(data).values():
        read_view(text)


def text(data: bytes) -> None:
    """Text on its way out: no formula, no steering, no forbidden character."""
    found = data.decode("utf-8", "surrogatepass" if data[:1] == b"\xed" else "replace")
    assert original(neutral(found)) == found
    assert neutral(neutral(found)) is not None
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in safe_text(found))
    xml_text(found).encode("utf-8")
    tex_text(found)


def folder(data: bytes) -> None:
    """The name of an atlas from outside."""
    from mapapp.atlas import find_atlas

    with tempfile.TemporaryDirectory():
        find_atlas(data.decode("utf-8", "surrogateescape") + "/no-such-atlas")


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (date, query, geometry, atlas, snapshot, text, folder)
}


def run(name: str, data: bytes) -> None:
    """Give bytes to a parser. An error of ours is an answer; any other exception goes through."""
    try:
        TARGETS[name](data)
    except (MapAppError, RefusedError, TooManyProblemsError):
        pass
    except UnicodeDecodeError:
        if name != "text":  # only that target decodes strictly, and by itself
            raise


SEEDS: dict[str, tuple[bytes, ...]] = {
    "date": (b"2004-08-28", b"-0044-03-15/..", b"[2004..2006,2008]", b"199X", b"Y1E5S2", b"2004-21?", b"?2004-06~/1985-XX-01%"),
    "query": (b"mode=between&from=2004&to=2010&near=tokyo,500", b"bbox=1,2,3,4&center=1.5,2&zoom=3&q=%E4%BA%AC", b"layers=none&select=x"),
    "geometry": (b'{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}', b'{"type":"MultiPoint","coordinates":[[1,2,3]]}'),
    "atlas": tuple(bytes([number]) + (_PLAIN.get(name) or b"") for number, name in enumerate(FILES)),
    "snapshot": (
        b"\x89PNG\r\n\x1a\n\0\0\0\x10iTXtmapapp:view\0\0\0\0\0x\0\0\0\0", b"%PDF-1.7 /Keywords (mapapp:view=\\101; mapapp:atlas=x)",
        b'<svg xmlns:m="urn:mapapp:snapshot"><m:snapshot view="x"/></svg>', b'<!doctype html><meta name="mapapp:view" content="x&amp;y">',
        b'%PDF-<x:xmpmeta xmlns:x="x" xmlns:m="urn:mapapp:snapshot" m:view="x"></x:xmpmeta>',
    ),
    "text": (b"=1+1", b"' =1", "\u202e\uff1d1".encode(), b"\x1b[31m", b"{\\x}"),
    "folder": (b"crossroads", b"../x", b"\0", b"x" * 300),
}  # fmt: skip
