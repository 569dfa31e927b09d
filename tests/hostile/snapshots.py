"""Hostile pictures and pages: what a person might drop on the explorer, or give to `--from`."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>%s</metadata></svg>'
_SNAPSHOT = b'<mapapp:snapshot xmlns:mapapp="urn:mapapp:snapshot" %s/>'
_FACTS = b'atlas="minimal" version="1" sha256="x" view="mode=in"'


def chunk(kind: bytes, data: bytes, length: int | None = None) -> bytes:
    """A chunk of a PNG, with a length that may be a lie."""
    return struct.pack(">I", len(data) if length is None else length) + kind + data + struct.pack(">I", 0)


def text_chunk(key: bytes, text: bytes, *, packed: bool = False) -> bytes:
    """An iTXt chunk."""
    return chunk(b"iTXt", key + b"\0" + (b"\1\0" if packed else b"\0\0") + b"\0\0" + text)


def _doctype(inside: bytes, use: bytes = b"") -> bytes:
    return b"<!DOCTYPE svg [" + inside + b"]>" + _SVG % use


def _bomb(levels: int) -> bytes:
    entities = b'<!ENTITY a0 "aaaaaaaaaa">'
    for level in range(1, levels):
        entities += b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10)
    return entities


def refused() -> Iterator[tuple[str, bytes]]:
    """Files that say nothing, or are damaged: InvalidInputError and nothing else."""
    view = b"mapapp:view"
    bomb = zlib.compress(b"A" * 50_000_000, 9)
    yield "empty", b""
    yield "one byte", b"<"
    yield (
        "a pickle",
        b"\x80\x04\x95\x20\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.",
    )
    yield "a zip", b"PK\x03\x04" + b"\0" * 100
    yield "a script", b"#!/bin/sh\ntouch pwned\n"
    yield "text", b"mode=in" * 1000
    yield "png: nothing behind its mark", _PNG
    yield "png: cut off", _PNG + b"\0\0"
    yield "png: a length beyond its end", _PNG + chunk(b"iTXt", b"mapapp:view\0", 0xFFFFFFFF)
    yield "png: no length", _PNG + chunk(b"IDAT", b"") * 50_000
    yield "png: no parts of a text", _PNG + chunk(b"iTXt", b"mapapp:view\0\0")
    yield "png: text without a key", _PNG + chunk(b"tEXt", b"\0mode=in")
    yield "png: broken compression", _PNG + text_chunk(view, b"nonsense", packed=True)
    yield "png: decompression bomb", _PNG + text_chunk(b"mapapp:atlas", bomb, packed=True)
    yield "png: billion pixels", _PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", 2**31 - 1, 2**31 - 1, 16, 6, 0, 0, 0))
    yield "png: an atlas with a path", _PNG + text_chunk(b"mapapp:atlas", b"../../etc") + text_chunk(view, b"mode=in")
    yield "png: an atlas with a script", _PNG + text_chunk(b"mapapp:atlas", b"<script>") + text_chunk(view, b"x")
    yield "png: an atlas with NUL", _PNG + text_chunk(b"mapapp:atlas", b"minimal\0") + text_chunk(view, b"x")
    yield (
        "png: overlong text",
        _PNG + text_chunk(view, b"q=" + b"x" * 100_000) + text_chunk(b"mapapp:atlas", b"minimal"),
    )
    yield "svg: billion laughs", _doctype(_bomb(12), b"&a11;")
    yield "svg: quadratic entity", _doctype(b'<!ENTITY a "%s">' % (b"a" * 50_000), b"&a;" * 50_000)
    yield "svg: external entity", _doctype(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;")
    yield "svg: external parameter entity", _doctype(b'<!ENTITY % x SYSTEM "http://localhost:9/x.dtd"> %x;')
    yield "svg: entity in an attribute", _doctype(b'<!ENTITY x "minimal">', _SNAPSHOT % b'atlas="&x;" view="mode=in"')
    yield "svg: undeclared entity", _SVG % b"&nosuch;"
    yield "svg: not closed", b"<svg>" * 50_000
    yield "svg: NUL", _SVG % b"\0"
    yield "svg: not UTF-8", _SVG % b"\xff\xfe"
    yield "svg: unknown encoding", b'<?xml version="1.0" encoding="x-pwned"?>' + _SVG % b""
    yield "svg: attribute twice", _SVG % (_SNAPSHOT % b'atlas="minimal" atlas="x" view="x"')
    yield "svg: another name space", _SVG % b'<snapshot xmlns="urn:x" atlas="minimal" view="mode=in"/>'
    yield "svg: an atlas with a path", _SVG % (_SNAPSHOT % b'atlas="../x" view="mode=in"')
    yield "pdf: nothing", b"%PDF-1.7\n"
    yield "pdf: keywords not closed", b"%PDF-1.7\n/Keywords (" + b"x" * 500_000
    yield "pdf: many keywords", b"%PDF-1.7\n" + b"/Keywords (" * 50_000
    yield "pdf: many backslashes", b"%PDF-1.7\n/Keywords (" + b"\\" * 500_001 + b")"
    yield "pdf: many packets that do not end", b"%PDF-1.7\n" + b"<x:xmpmeta" * 100_000
    yield "pdf: a packet of nonsense", b"%PDF-1.7\n<x:xmpmeta>&</x:xmpmeta>"
    yield "pdf: a packet with a bomb", b"%PDF-1.7\n<x:xmpmeta <!DOCTYPE x [" + _bomb(9) + b"]></x:xmpmeta>"
    yield "pdf: odd octal", b"%PDF-1.7\n/Keywords (\\777\\9\\8mapapp:view=x)"
    yield "html: nothing", b"<!doctype html>"
    yield "html: many brackets", b"<!doctype html>" + b"<" * 60_000
    yield "html: many comments", b"<!doctype html>" + b"<!--" * 15_000
    yield "html: many declarations", b"<!doctype html>" + b"<![" * 20_000
    yield "html: many instructions", b"<!doctype html>" + b"<?" * 30_000
    yield "html: many attributes", b"<!doctype html><meta " + b"a " * 30_000
    yield "html: attribute not closed", b"<!doctype html><meta name='" + b"x" * 60_000
    yield "html: script not closed", b"<!doctype html><script>" + b"</script" * 7_000
    yield "html: in its body", b'<!doctype html><body><meta name="mapapp:view" content="x">'
    yield (
        "html: an atlas with a path",
        (b'<!doctype html><meta name="mapapp:atlas" content="..\\..\\x"><meta name="mapapp:view" content="x">'),
    )


def read() -> Iterator[tuple[str, bytes]]:
    """Odd files that do say their view; nothing else of them is believed."""
    yield "svg: deep before it", b"<svg>" + b"<g>" * 20_000 + _SNAPSHOT % _FACTS
    yield "svg: script beside it", b"<svg><script>pwned()</script>" + _SNAPSHOT % _FACTS + b"</svg>"
    yield (
        "html: script beside it",
        (
            b'<!doctype html><script>pwned()</script><meta name="mapapp:atlas" content="minimal">'
            b'<meta name="mapapp:view" content="mode=in&amp;q=&lt;script&gt;">'
        ),
    )
    yield (
        "pdf: open action beside it",
        (
            b"%PDF-1.7\n/OpenAction << /S /JavaScript /JS (pwned) >>\n/Keywords (mapapp:view=mode=in; mapapp:atlas=minimal)"
        ),
    )
    yield (
        "png: a view with a script",
        (
            _PNG
            + text_chunk(b"mapapp:atlas", b"minimal")
            + text_chunk(b"mapapp:view", b"q=<script>&lang=\x1b[31m&mode=x")
        ),
    )
    yield "png: facts of others", (
        _PNG + text_chunk(b"mapapp:__class__", b"x") + text_chunk(b"mapapp:self", b"x")
        + text_chunk(b"mapapp:atlas", b"minimal") + text_chunk(b"mapapp:view", b"mode=in")
    )  # fmt: skip
