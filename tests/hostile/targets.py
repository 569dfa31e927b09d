"""Parsers as functions of bytes, for fuzzing: each may refuse with an error of ours; any other exception is a finding.

`make fuzz` runs them under atheris (coverage-guided); tests/hostile/test_fuzz.py runs them under hypothesis, and
replays what was ever found (tests/hostile/found/TARGET-*.bin).
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from mapapp.archive import open_archive
from mapapp.archive.columns import read_columns
from mapapp.atlas import open_atlas
from mapapp.atlas.codes import RefusedError, Report, TooManyProblemsError
from mapapp.atlas.files import FILES, Files, read_json
from mapapp.atlas.geometry import geometry_json, read_geometry
from mapapp.atlas.pack import unpack_atlas
from mapapp.atlas.read import read_files
from mapapp.dates import read_date
from mapapp.errors import MapAppError
from mapapp.export.bibtex import tex_text
from mapapp.export.reopen import _facts
from mapapp.export.table import neutral, original
from mapapp.export.text import safe_text
from mapapp.hypertext import html_tokens
from mapapp.importers.columns import guess_columns
from mapapp.importers.decisions import Decisions
from mapapp.importers.drafting import Drafter
from mapapp.importers.drafts import Draft, Ids, drop_dangling
from mapapp.importers.formats import read_file
from mapapp.importers.report import ImportReport
from mapapp.language.markup import xml_text
from mapapp.prose import parse_prose
from mapapp.reading.dates import find_dates
from mapapp.reading.documents import parse_document
from mapapp.reading.passages import passages
from mapapp.reading.store import read_reading
from mapapp.view import format_view, read_view
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL

_PLAIN: Files = {file.name: file.read_bytes() for file in sorted(MINIMAL.iterdir()) if file.is_file()}
_ATLAS = open_atlas(MINIMAL)


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


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


FILES_OF = (
    ("x.csv", b"id,when,title\n"), ("x.tsv", b"id\ttitle\ttitle_source\tccodes\n"), ("x.geojson", b""), ("x.lpf.json", b""),
    ("x.kml", b""), ("x.kmz", b""), ("x.xlsx", b""), ("x.gpx", b""), ("t.csv", b"Year,Month,Day,Headline,Text\n"),
    ("x.parquet", b""),
)  # fmt: skip
"""Names of files to import and what a fuzzer need not find out about each; chosen by the first byte."""


def incoming(data: bytes) -> None:
    """A file for an importer: its sheets, the fields of their columns, its rows as records."""
    name, head = FILES_OF[data[0] % len(FILES_OF)] if data else FILES_OF[0]
    _, sheets = read_file(head + data[1:], name, Decisions())
    draft, report = Draft(), ImportReport(name, "", "")
    ids = Ids(_ATLAS, "x")
    for sheet in sheets:
        guesses = guess_columns(sheet, Decisions())
        Drafter(_ATLAS, sheet, guesses, Decisions(), "x", draft, ids, report).run()
    drop_dangling(draft, _ATLAS, report)


def cell(data: bytes) -> None:
    """A date as people write it: what is read is EDTF."""
    found = read_date(data.decode("utf-8", "replace"))
    if found.edtf:
        parse_when(found.edtf)


def document(data: bytes) -> None:
    """A document to read, and the dates of its text."""
    name = ("x.txt", "x.html", "x.docx", "x.md")[data[0] % 4] if data else "x.txt"
    found = parse_document(name, data[1:])
    find_dates(found.text[:2000])
    for low, high in passages(found.text):
        assert 0 <= low < high <= len(found.text)


def hypertext(data: bytes) -> None:
    """HTML: nothing of a text without a sign of markup is lost."""
    found = data.decode("utf-8", "replace")
    tokens = list(html_tokens(found))
    if not set("<&") & set(found):
        assert "".join(words for _, words in tokens) == found


def pack(data: bytes) -> None:
    """A ZIP file of an atlas: nothing appears beside its folder."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.zip").write_bytes(data)
        try:
            unpack_atlas(Path(folder) / "x.zip", Path(folder) / "a" / "atlas")
        finally:
            assert {path.name for path in Path(folder).iterdir()} <= {"x.zip", "a"}


def manifest(data: bytes) -> None:
    """The manifest of an archive, and the columns that a person may name for one."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "archive.json").write_bytes(data)
        (Path(folder) / "columns.toml").write_bytes(data)
        for read in (lambda: open_archive(folder), lambda: read_columns(Path(folder) / "columns.toml")):
            with contextlib.suppress(MapAppError):
                read()


def tour(data: bytes) -> None:
    """A tour: its file, and its text as blocks, of which no word is lost."""
    read_files({**_PLAIN, "tours/x.md": data}, Report())
    found = data.decode("utf-8", "replace")
    for block in parse_prose(found):
        for item in block.items:
            for run_ in item:
                assert run_.text and (run_.style == "link") == bool(run_.target)


def proposals(data: bytes) -> None:
    """What was proposed for an atlas, as it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.jsonl").write_bytes(data)
        (Path(folder) / "x.txt").write_bytes(b"text")
        found, _ = read_reading(Path(folder) / "x.jsonl")
        assert found.id == "x"


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (
        date, query, geometry, atlas, snapshot, text, folder, incoming, cell, document, hypertext, pack, manifest, tour,
        proposals,
    )
}  # fmt: skip


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
    "incoming": (
        b"\0e1,8/9/2004,x\n", b"\1a\tx\ts\tJP\n", b'\2{"type":"Feature","properties":{"when":"2004"},"geometry":{"type":"Point","coordinates":[1,2]}}',
        b'\3{"features":[{"@id":"x","names":[{"toponym":"x"}],"when":{"timespans":[{"start":{"in":"1950"}}]}}]}',
        b"\4<kml><Placemark><name>x</name><TimeSpan><begin>2004</begin></TimeSpan><Point><coordinates>1,2</coordinates></Point></Placemark></kml>",
        b"\5" + _zipped({"doc.kml": b"<kml><Placemark/></kml>"}), b'\7<gpx><wpt lat="1" lon="2"/></gpx>', b"\x082004,1,2,x,y\n",
    ),
    "cell": (b"8/9/2004", "令和6年8月".encode(), b"c. 1850-60", "民國93年".encode(), b"44 BC", b"FY2004", b"spring 2004"),
    "document": (b"\0In 2004 in Tokyo.", b"\1<p>In 2004 <b>in</b> Tokyo.", b"\2" + _zipped({"word/document.xml": b"<x/>"}), "\0二〇〇四年".encode()),
    "hypertext": (b"<p a='b'>x<!-- y --><script>z</script>&amp;&#65;", b"<a \"<b>", b"<![CDATA[x]]>"),
    "pack": (_zipped({"atlas.toml": b"x", "a/b.csv": b"y"}), _zipped({"x/atlas.toml": b"x"})),
    "manifest": (b'{"format":1,"shards":[],"files":{}}', b'start = "x"\nkeep = ["a"]\nyears = "1..2"'),
    "tour": (b"+++\n[title]\nen = \"x\"\n+++\n## `mode=in`\n### en: x\n**a** *b* [c](event:d)\n\n- e\n", b"[x](javascript:y) \\*"),
    "proposals": (b'{"id":"x","document":"x","sha256":"","characters":1,"language":"en","written":"","source":"","dates":0,"left_out":{},"pages":[]}\n'
                  b'{"id":"p","start":0,"end":1,"score":1,"date_basis":"stated"}',),
}  # fmt: skip
