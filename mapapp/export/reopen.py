"""Reading back which View of which atlas a picture or a page shows, so that it can be opened again.

A PNG says so in text chunks `mapapp:…`, an SVG in an element of its metadata, a PDF in the keywords of its information
dictionary or in XMP, a WebP in XMP, a GIF or MP4 in its comment, a page in `<meta>` elements. What the file is is
seen from its first bytes, not from its name.
The file is untrusted: sizes are limited, no pixel is decoded, entities of XML are refused, nothing is fetched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.parsers import expat

from mapapp.atlas.vocabulary import ID
from mapapp.errors import InvalidInputError, NotFoundError

MAX_FILE = 256 * 2**20
MAX_TEXT = 64 * 2**10
"""Bytes of a file that are looked at, and of one text in it."""

_NAMES = ("atlas", "version", "sha256", "view")
_PNG = b"\x89PNG\r\n\x1a\n"
_XMP, _XMP_END = b"<x:xmpmeta", b"</x:xmpmeta>"
_KEYWORDS = re.compile(rb"/Keywords\s{0,8}\(((?:[^()\\]|\\.){0,%d}+)\)" % MAX_TEXT, re.DOTALL)
_META = re.compile(r'<meta name="mapapp:(atlas|version|sha256|view)" content="([^"]*)"')
_COMMENT = re.compile(rb"mapapp:view=[\x20-\x7e]{0,%d}" % MAX_TEXT)
_PAIR = re.compile(r"mapapp:(atlas|version|sha256|view)=(.*?)(?=; mapapp:|$)", re.DOTALL)

Facts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file says about itself: id, version and hash of the atlas, and the View's query string."""

    atlas: str
    version: str
    sha256: str
    view: str


def read_embedded(path: Path) -> Embedded:
    """The atlas and the View that a picture or page of mapapp shows.

    Raises NotFoundError where there is no such file, InvalidInputError where it is damaged or says nothing.
    """
    facts = _facts(_read(path))
    if "view" not in facts or not ID.fullmatch(facts.get("atlas", "")):
        raise InvalidInputError(f"{path.name!r} does not say which view of which atlas it shows.")
    return Embedded(**{name: facts.get(name, "") for name in _NAMES})


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NotFoundError(f"There is no file {str(path)!r}.")
        if path.stat().st_size > MAX_FILE:
            raise InvalidInputError(f"{path.name!r} is too large: more than {MAX_FILE // 2**20} MB.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"{str(path)!r} cannot be read: {error}.") from error


def _facts(data: bytes) -> Facts:
    if data.startswith(_PNG):
        return dict(_png_facts(data))
    if data.startswith(b"%PDF-"):
        return _pdf_facts(data)
    if data.startswith(b"GIF8"):
        return _gif_facts(data)
    if data[8:12] == b"WEBP" or data[4:8] == b"ftyp":
        return _film_facts(data)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return _html_facts(data[:MAX_TEXT])
    return _xml_facts(data) if start.startswith(b"<") else {}


def _png_facts(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts `mapapp:…` of a PNG's chunks tEXt and iTXt (https://www.w3.org/TR/png-3/#11textinfo)."""
    at = len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in (b"tEXt", b"iTXt") and length <= MAX_TEXT:
            chunk = data[at + 8 : at + 8 + length]
            key, _, rest = chunk.partition(b"\0")
            if key.startswith(b"mapapp:"):
                text = rest.decode("latin-1") if kind == b"tEXt" else _international(rest)
                yield key.decode("latin-1").removeprefix("mapapp:"), text
        at += 12 + length


def _international(rest: bytes) -> str:
    """The text of an iTXt chunk after its keyword: flag, method, language, translated keyword, text."""
    body = rest[2:].split(b"\0", 2)
    if len(body) < 3:
        return ""
    text = body[2]
    if rest[:1] == b"\1":
        try:
            text = zlib.decompressobj().decompress(text, MAX_TEXT)
        except zlib.error:
            return ""
    return text.decode("utf-8", "replace")


class _FoundError(Exception):
    """Enough of a document has been read."""


def _xml_facts(data: bytes) -> Facts:
    """The attributes of `snapshot` (or its like in XMP) in the name space `urn:mapapp:snapshot`."""
    facts: Facts = {}
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*given: Any) -> None:
        raise InvalidInputError("The file declares entities, which no picture of mapapp does.")

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "urn:mapapp:snapshot snapshot":
            facts.update(attributes)
            raise _FoundError
        found = {key.partition(" ")[2]: text for key, text in attributes.items() if key.startswith("urn:mapapp:")}
        facts.update(found)

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except _FoundError:
        pass
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter: encodings that do not fit
        raise InvalidInputError(f"The file is damaged: {error}.") from error
    return {name: text for name, text in facts.items() if len(text) <= MAX_TEXT}


def _pdf_facts(data: bytes) -> Facts:
    """The pairs `mapapp:view=…; …` of the keywords; else the attributes in the XMP packet."""
    for found in _KEYWORDS.finditer(data):
        if facts := dict(_PAIR.findall(_pdf_string(found[1]))):
            return facts
    for packet in _packets(data):
        if facts := _xml_facts(packet):
            return facts
    return {}


def _gif_facts(data: bytes) -> Facts:
    """The pairs in the comments of a GIF, which stand in blocks of at most 255 bytes (GIF89a, 24)."""
    at = data.find(b"!\xfe")
    while at >= 0:
        text, at = b"", at + 2
        while at < len(data) and data[at] and len(text) <= MAX_TEXT:
            text += data[at + 1 : at + 1 + data[at]]
            at += 1 + data[at]
        if facts := dict(_PAIR.findall(text.decode("utf-8", "replace"))):
            return facts
        at = data.find(b"!\xfe", at)
    return {}


def _packets(data: bytes) -> Iterator[bytes]:
    """The XMP packets: each from the last start before its end, so that no text is looked at twice."""
    end = 0
    while (end := data.find(_XMP_END, end)) >= 0:
        start = data.rfind(_XMP, max(0, end - MAX_TEXT), end)
        end += len(_XMP_END)
        if start >= 0:
            yield data[start:end]


def _film_facts(data: bytes) -> Facts:
    """The XMP of a WebP, or the pairs in the comment of an MP4."""
    for packet in _packets(data):
        if facts := _xml_facts(packet):
            return facts
    found = _COMMENT.search(data)
    return dict(_PAIR.findall(found[0].decode("utf-8", "replace"))) if found else {}


def _pdf_string(raw: bytes) -> str:
    """A literal string of a PDF (ISO 32000-1, 7.3.4.2): escapes undone, UTF-16 with its mark, else Latin."""
    letters = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

    def plain(found: re.Match[bytes]) -> bytes:
        escape = found[1]
        return bytes([int(escape, 8) & 255]) if escape[:1] in b"01234567" else letters.get(escape, escape)

    text = re.sub(rb"\\([0-7]{1,3}|.)", plain, raw, flags=re.DOTALL)
    return text[2:].decode("utf-16-be", "replace") if text.startswith(b"\xfe\xff") else text.decode("latin-1")


def _html_facts(data: bytes) -> Facts:
    """What the `<meta name="mapapp:…" content="…">` of the head say, as mapapp and browsers write them.

    No parser of HTML is asked: Python's own takes a time that grows with the square of a hostile text.
    """
    head = data.decode("utf-8", "replace").partition("<body")[0]
    facts: Facts = {}
    for name, content in _META.findall(head):
        facts.setdefault(name, unescape(content))
    return facts
