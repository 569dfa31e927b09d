"""Hostile documents to read, ZIP files to unpack, proposals kept beside an atlas, and archives from others."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.atlas.examples import MINIMAL
from tests.hostile.pieces import LAUGHS, Case, broken_zip, zipped

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PLAIN = {file.name: file.read_bytes() for file in sorted(MINIMAL.iterdir()) if file.is_file()}


def _docx(body: str, head: str = "", **parts: bytes) -> bytes:
    text = f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped({"word/document.xml": text.encode(), **{f"word/{name}.xml": data for name, data in parts.items()}})


def _run(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _pdf(content: bytes, *, more: bytes = b"", page: bytes = b"", length: bytes | None = None) -> bytes:
    """A PDF of one page with a content stream."""
    size = b"%d" % len(content) if length is None else length
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
        + page
        + b"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        b"4 0 obj<<" + more + b"/Length " + size + b">>stream\n" + content + b"\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
    )


def documents() -> Iterator[Case]:
    """Texts, pages, Word documents and PDFs."""
    word = "In 2004 the ministers met in Tokyo. "
    yield "txt: empty", "x.txt", b""
    yield "txt: a picture", "x.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    yield "txt: NULs", "x.md", b"\0" * 1000 + word.encode()
    yield "txt: a PDF", "x.txt", _pdf(b"BT /F 1 Tf (In 2004 in Tokyo) Tj ET")
    yield "txt: steering signs", "x.txt", f"\x1b[31m{word}\u202e{word}\u2066\x07".encode()
    yield "txt: lone surrogates", "x.txt", b"\xff\xfe" + word.encode("utf-16-le") + b"\x00\xd8" * 9
    yield "txt: half a character", "x.txt", b"\xfe\xff" + word.encode("utf-16-be") + b"\x00"
    yield "txt: bytes of no encoding", "x.txt", bytes(range(128, 256)) * 200
    yield "txt: one line of blanks", "x.txt", word.encode() + b" " * 60_000 + word.encode()
    yield "txt: no line ends", "x.txt", word.encode() * 3000
    yield "txt: only line ends", "x.txt", word.encode() + b"\n" * 60_000
    for name, text in {
        "digits": "1" * 30_000,
        "years": "2004" * 6_000,
        "dates": "2004-" * 6_000,
        "slashes": "/" * 30_000,
        "Han numerals": "二〇〇四" * 6_000,
        "eras": "昭和" * 6_000,
        "reiwa": "令和" + "九" * 15_000 + "年",
        "months": "May " * 6_000,
        "capitals": "A" * 30_000,
        "names": "Tokyo" * 6_000,
        "spaced letters": "T o k y o " * 10_000,
        "ranges": "from " * 6_000 + "2004",
        "full stops": "." * 30_000,
        "brackets": "(" * 30_000,
        "quotations": "「" * 30_000,
        "marks": "e" + "\u0301" * 15_000,
        "blanks of no width": "To\u200bkyo\u200b" * 10_000,
        "last year": "last " * 6_000 + "year",
        "kana": "ー" * 30_000,
        "dashes": "–" * 30_000,
        "ages": "19" + "XX" * 30_000,
        "century": "the 99999999999999999999th century " * 50,
    }.items():
        yield f"txt: {name}", "x.txt", f"{word}{text} {word}".encode()
    for name, text in {
        "script": f"<script>window.pwned=1</script><p>{word}",
        "remarks": "<!--" * 15_000 + word,
        "declarations": "<![" * 15_000 + word + ">",
        "instructions": "<?" * 15_000 + word,
        "attributes": "<p a=" * 15_000 + word,
        "quotations": '<a "' * 15_000 + word + ">",
        "deep": "<div>" * 30_000 + word,
        "hidden": "<svg>" * 15_000 + word + "</svg>" * 15_000 + word,
        "nothing closed": "<p" + word * 1000,
        "characters by number": "&#" + "9" * 5000 + ";&#0;&#xD800;&#x" + "f" * 5000 + ";" + word,
        "entity": word + "&" + "a" * 30_000 + ";",
        "a system file": '<iframe src="file:///etc/passwd"></iframe>' + word,
        "brackets": "<" * 30_000 + word + ">",
    }.items():
        yield f"html: {name}", "x.html", text.encode()
    for charset in (
        "x-none",
        "idna",
        "punycode",
        "unicode_escape",
        "utf-7",
        "undefined",
        "zlib_codec",
        "rot13",
        "utf-16",
        "mbcs",
    ):
        yield f"html: in {charset}", "x.html", f'<meta charset="{charset}"><p>{word}'.encode() + b"\xff\x80\xfe"
    yield "docx: empty", "x.docx", b""
    yield "docx: text", "x.docx", word.encode()
    yield "docx: no text in it", "x.docx", zipped({"word/styles.xml": b"<x/>"})
    yield "docx: broken bytes", "x.docx", broken_zip({"word/document.xml": b"<x>" * 3000}, 60)
    yield "docx: entities", "x.docx", _docx(_run("&j;"), LAUGHS.decode() + "]>")
    yield (
        "docx: external entity",
        "x.docx",
        _docx(_run("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    )
    yield (
        "docx: parameter entity",
        "x.docx",
        _docx(_run("x"), '<!DOCTYPE x [<!ENTITY % x SYSTEM "http://localhost:9/x"> %x;]>'),
    )
    yield "docx: unknown encoding", "x.docx", _docx(_run(word), '<?xml version="1.0" encoding="x-none"?>')
    yield "docx: encoding of more bytes", "x.docx", _docx(_run(word), '<?xml version="1.0" encoding="big5"?>')
    yield "docx: deep", "x.docx", _docx(f"<w:p>{'<w:x>' * 30_000}{'</w:x>' * 30_000}</w:p>" + _run(word))
    yield "docx: paragraphs in paragraphs", "x.docx", _docx("<w:p>" * 3000 + _run(word) + "</w:p>" * 3000)
    yield "docx: bomb", "x.docx", _docx(" " * 60_000_000)
    yield (
        "docx: bombs in the notes",
        "x.docx",
        _docx(_run(word), footnotes=b" " * 30_000_000, endnotes=b" " * 30_000_000),
    )
    yield "docx: a document twice", "x.docx", zipped([("word/document.xml", b"<x/>"), ("word/document.xml", b"<y/>")])
    yield (
        "docx: a macro",
        "x.docx",
        zipped(
            {
                "word/document.xml": f'<w:document xmlns:w="{W}">{_run(word)}</w:document>'.encode(),
                "word/vbaProject.bin": b"x",
            }
        ),
    )
    yield "pdf: empty", "x.pdf", b""
    yield "pdf: text", "x.pdf", word.encode()
    yield "pdf: only its head", "x.pdf", b"%PDF-1.7\n"
    yield "pdf: nonsense", "x.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 100
    show = b"BT /F 1 Tf (In 2004 the ministers met in Tokyo.) Tj ET"
    yield "pdf: plain", "x.pdf", _pdf(show)
    yield "pdf: packed bomb", "x.pdf", _pdf(zlib.compress(b" " * 100_000_000, 9), more=b"/Filter/FlateDecode")
    yield "pdf: packed many times", "x.pdf", _pdf(_packed(show, 50), more=b"/Filter[" + b"/FlateDecode " * 50 + b"]")
    yield "pdf: broken packing", "x.pdf", _pdf(b"x" * 1000, more=b"/Filter/FlateDecode")
    yield "pdf: unknown packing", "x.pdf", _pdf(show, more=b"/Filter/Nothing")
    yield "pdf: run lengths", "x.pdf", _pdf(b"\x81 " * 200_000, more=b"/Filter/RunLengthDecode")
    yield "pdf: LZW", "x.pdf", _pdf(b"\x80" * 60_000, more=b"/Filter/LZWDecode")
    yield "pdf: ASCII85", "x.pdf", _pdf(b"z" * 60_000, more=b"/Filter/ASCII85Decode")
    yield "pdf: a length beyond", "x.pdf", _pdf(show, length=b"99999999999")
    yield "pdf: a length of itself", "x.pdf", _pdf(show, length=b"4 0 R")
    yield "pdf: pages in a ring", "x.pdf", _pdf(show).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield (
        "pdf: its page a thousand times",
        "x.pdf",
        _pdf(show).replace(b"/Kids[3 0 R]", b"/Kids[" + b"3 0 R " * 1000 + b"]"),
    )
    yield (
        "pdf: contents in a ring",
        "x.pdf",
        _pdf(show).replace(b"/Contents 4 0 R", b"/Contents[" + b"4 0 R " * 1000 + b"]"),
    )
    yield "pdf: deep arrays", "x.pdf", _pdf(b"[" * 30_000)
    yield "pdf: deep dictionaries", "x.pdf", _pdf(show, page=b"/X" + b"<</X" * 6_000)
    yield "pdf: a number of ten thousand digits", "x.pdf", _pdf(b"9" * 10_000 + b" Tf " + show)
    yield "pdf: text not closed", "x.pdf", _pdf(b"BT (" + b"(" * 30_000)
    yield (
        "pdf: a billion objects",
        "x.pdf",
        b"%PDF-1.7\nxref\n0 2000000000\n"
        + b"0000000000 65535 f \n" * 10
        + b"trailer<</Size 2000000000/Root 1 0 R>>startxref\n9\n%%EOF",
    )
    yield (
        "pdf: tables in a ring",
        "x.pdf",
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF",
    )
    yield (
        "pdf: locked by an unknown filter",
        "x.pdf",
        _pdf(show).replace(b"/Size 6", b"/Size 6/Encrypt<</Filter/X/V 99/R 99>>"),
    )
    yield (
        "pdf: locked",
        "x.pdf",
        _pdf(show).replace(
            b"/Size 6",
            b"/Size 6/ID[<00><00>]/Encrypt<</Filter/Standard/V 5/R 6/Length 256/P -1/O("
            + b"x" * 48
            + b")/U("
            + b"x" * 48
            + b")>>",
        ),
    )
    yield (
        "pdf: a script",
        "x.pdf",
        _pdf(show).replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    )
    yield "exe", "x.exe", b"MZ"
    yield "no ending", "x", word.encode()


def _packed(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data)
    return data


def packs() -> Iterator[Case]:
    """ZIP files of atlases; every one but those in `HARMLESS` is refused."""
    header = PLAIN["atlas.toml"]

    def packed(more: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
        return zipped([*PLAIN.items(), *(more.items() if isinstance(more, dict) else more)])

    def marked(name: str, mode: int, data: bytes) -> bytes:
        import io

        out = io.BytesIO(zipped(PLAIN))
        with zipfile.ZipFile(out, "a") as archive:
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, data)
        return out.getvalue()

    for name in (
        "../evil",
        "../../evil",
        "a/../../evil",
        "/etc/evil",
        "//evil",
        "\\evil",
        "..\\evil",
        "a\\..\\..\\evil",
        "C:\\evil",
        "C:evil",
        "c:/evil",
        "\\\\host\\share",
        "file:///evil",
        "a/b/../../../evil",
        "evil:stream",
        "..",
    ):
        yield f"zip: path {name}", "x.zip", packed({name: b"pwned"})
    yield "zip: the atlas itself outside", "x.zip", zipped({f"../{name}": data for name, data in PLAIN.items()})
    yield "zip: a file twice", "x.zip", packed([("x.txt", b"1"), ("x.txt", b"2")])
    yield "zip: a file twice in capitals", "x.zip", packed([("x.txt", b"1"), ("X.TXT", b"2")])
    yield (
        "zip: a file twice by its points",
        "x.zip",
        packed([("x.txt", b"1"), ("./x.txt", b"2"), ("a//x", b"3"), ("a/x", b"4")]),
    )
    yield "zip: a file twice by its accents", "x.zip", packed([("é.txt", b"1"), ("e\u0301.txt", b"2")])
    yield "zip: a file and a folder of one name", "x.zip", packed([("x", b"1"), ("x/y", b"2")])
    yield "zip: a folder and a file of one name", "x.zip", packed([("x/y", b"2"), ("X", b"1")])
    yield "zip: a link", "x.zip", marked("link", 0o120777, b"/etc/passwd")
    yield "zip: a link as a file of ours", "x.zip", marked("tours", 0o120777, b"/tmp")
    yield "zip: an overlong name", "x.zip", packed({"x" * 300: b""})
    yield "zip: deep folders", "x.zip", packed({"a/" * 3000 + "x": b""})
    yield "zip: NUL in a name", "x.zip", packed({"README": b""}).replace(b"README", b"REA\0ME")
    yield "zip: a folder outside", "x.zip", packed({"../": b""})
    yield "zip: many files", "x.zip", packed({f"x{n}": b"" for n in range(10_001)})
    yield "zip: bomb", "x.zip", packed({"x": b"\0" * 60_000_000})
    yield "zip: nothing", "x.zip", zipped({})
    yield "zip: no zip", "x.zip", b"x" * 1000
    yield "zip: empty", "x.zip", b""
    yield "zip: no atlas", "x.zip", zipped({"x.txt": b"x"})
    yield "zip: broken bytes", "x.zip", broken_zip({"atlas.toml": header * 5}, 60)
    yield "zip: cut off", "x.zip", zipped(PLAIN)[:-40]
    data = zipped(PLAIN)
    at = data.rindex(b"PK\x01\x02")
    yield "zip: lies about a size", "x.zip", data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
    yield "zip: claims four gigabytes", "x.zip", data[: at + 24] + struct.pack("<I", 2**32 - 2) + data[at + 28 :]
    yield "zip: locked", "x.zip", data[: at + 8] + b"\x01" + data[at + 9 :]
    yield "zip: unknown method", "x.zip", data[: at + 10] + b"\x63" + data[at + 11 :]
    yield "zip: LZMA of nonsense", "x.zip", data[: at + 10] + b"\x0e" + data[at + 11 :]
    yield "zip: bzip2 of nonsense", "x.zip", data[: at + 10] + b"\x0c" + data[at + 11 :]
    yield (
        "zip: hidden files",
        "x.zip",
        packed({".bashrc": b"x", ".git/hooks/post-checkout": b"x", ".saving/events.csv": b"x"}),
    )
    yield "zip: a program", "x.zip", marked("run.sh", 0o104777, b"#!/bin/sh\ntouch pwned\n")
    yield "zip: a pipe", "x.zip", marked("pipe", 0o010666, b"")
    yield "zip: a device", "x.zip", marked("device", 0o020666, b"")
    yield "zip: names of Windows", "x.zip", packed({"con": b"", "nul.csv": b"", "x. ": b""})
    yield "zip: steering signs", "x.zip", packed({"\x1b[31m\u202e.txt": b""})
    yield "zip: before it a program", "x.zip", b"#!/bin/sh\n" + zipped(PLAIN)


HARMLESS = {
    f"zip: {name}"
    for name in (
        "hidden files",
        "a program",
        "a pipe",
        "a device",
        "names of Windows",
        "steering signs",
        "before it a program",
        "a folder outside",
        "NUL in a name",
    )
}
"""ZIP files that are unpacked: what is odd in them is left out, or is a plain file."""


def kept_proposals() -> Iterator[tuple[str, bytes]]:
    """Files of proposals (`proposals/x.jsonl`) as a stranger's atlas may hold them."""
    head = {
        "id": "x",
        "document": "x.txt",
        "language": "en",
        "sha256": "0" * 64,
        "characters": 9,
        "pages": [],
        "dates": 0,
        "left_out": {},
        "source": "",
        "written": "",
    }
    line = {
        "id": "p1",
        "start": 0,
        "end": 4,
        "name": "Tokyo",
        "when": "2004",
        "near": "x",
        "score": 1.0,
        "status": "open",
        "date_basis": "stated",
    }

    def lines(*values: object) -> bytes:
        return "".join(json.dumps(value) + "\n" for value in values).encode()

    yield "empty", b""
    yield "no JSON", b"{"
    yield "NULs", b"\0" * 100
    yield "deep", b"[" * 100_000
    yield "id leads out", lines(head | {"id": "../../../evil"}, line)
    yield "id leads to the root", lines(head | {"id": "/evil/evil"}, line)
    yield "id of another", lines(head | {"id": "y"}, line)
    for key in head:
        yield f"head: {key} is an object", lines(head | {key: {"x": [1]}}, line)
        yield f"head: {key} is null", lines(head | {key: None}, line)
    for key in (*line, "mentions", "date", "choices", "reasons", "made", "place", "title", "kind", "note", "by"):
        for name, value in {
            "an object": {"x": 1},
            "null": None,
            "a list": [[1]],
            "a huge number": 10**400,
            "text": "<b>\u202e",
        }.items():
            yield f"line: {key} is {name}", lines(head, line | {key: value})
    yield "unknown member", lines(head | {"__class__": "x"}, line)
    yield "not finite", lines(head, line | {"score": float("nan")})
    yield "a range beyond", lines(head, line | {"start": -5, "end": 10**9})
