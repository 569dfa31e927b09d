"""A document as plain text: .txt, .md, .html, .docx and .pdf. What it holds is untrusted, and only read."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.atlas.files import CONTROL
from mapapp.encodings import likely_encoding, refuse_binary
from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.hypertext import html_tokens
from mapapp.reading.pdf import pdf_pages
from mapapp.zips import check_members, read_pieces, words_for_damage

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 20 * 2**20
"""Bytes of a document at most."""

LONGEST = 5_000_000
"""Characters of its text at most."""

_CODECS = {"Big5": "cp950", "GB18030": "gb18030", "Shift-JIS": "cp932", "EUC-JP": "euc_jp", "UTF-16": "utf-16"}
_BLOCKS = frozenset((
    *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table"),
    *("tr", "ul"),
))  # fmt: skip
_HIDDEN = frozenset(("script", "style", "template", "noscript", "svg", "head"))
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,20})", re.IGNORECASE)
_BROKEN_LINE = re.compile("(?<=[\u3040-\u30ff\u3400-\u9fff、，])\n(?=[\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document. `pages` holds where each page begins (PDF only), in code points.

    `sha256` is that of the text in UTF-8: of a text file in UTF-8 with plain line feeds it is the file's own.
    """

    name: str
    text: str
    pages: tuple[int, ...] = ()

    @property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def page(self, position: int) -> str:
        """The number of the page that holds a position, '' where the document has no pages."""
        number = sum(start <= position for start in self.pages)
        return str(number) if number else ""


def read_document(path: Path) -> Document:
    """Read a document from the disk. Raises NotFoundError or InvalidInputError."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise InvalidInputError(_too_large(path.name))
        data = path.read_bytes()
    except OSError as error:
        raise NotFoundError(
            told("The document {path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        ) from error
    return parse_document(path.name, data)


def parse_document(name: str, data: bytes) -> Document:
    """The text of a document given as bytes; its name's extension says what it is. Raises InvalidInputError."""
    kind = Path(name).suffix.lower()
    if kind not in FORMATS:
        raise InvalidInputError(
            told("{name} is of no kind that can be read: use {formats}.", name=repr(name), formats=", ".join(FORMATS))
        )
    if len(data) > LARGEST:
        raise InvalidInputError(_too_large(name))
    text, breaks = FORMATS[kind](name, data)
    if len(text) > LONGEST:
        raise InvalidInputError(
            told("{name} has more than {longest} characters: split it.", name=repr(name), longest=f"{LONGEST:,}")
        )
    clean = CONTROL.sub(" ", text)
    if not clean.strip():
        raise InvalidInputError(
            told("{name} holds no text (a scanned document needs text recognition first).", name=repr(name))
        )
    return Document(name, clean, breaks)


def _too_large(name: str) -> str:
    return told(
        "{name} has more than {largest} MB: split it, or save its text alone.",
        name=repr(name),
        largest=LARGEST // 2**20,
    )


def decode(data: bytes, declared: str = "") -> str:
    """Text of bytes: by its mark, as UTF-8, as declared, else as its characters look."""
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:].decode("utf-8", "replace")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    for codec in ("utf-8", declared, _CODECS.get(likely_encoding(data), "cp1252")):
        try:
            return data.decode(codec) if codec else data.decode("ascii")
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _plain(name: str, data: bytes) -> tuple[str, tuple[int, ...]]:
    refuse_binary(data, name)
    return decode(data).replace("\r\n", "\n").replace("\r", "\n"), ()


def _html(name: str, data: bytes) -> tuple[str, tuple[int, ...]]:
    refuse_binary(data, name)
    declared = _CHARSET.search(data[:4096])
    text = decode(data, declared[1].decode("ascii") if declared else "")
    return re.sub(r"\s*\n\s*\n\s*", "\n\n", "".join(_html_parts(text))).strip(), ()


def _html_parts(text: str) -> Iterator[str]:
    """The texts that a reader sees, and the blank lines between blocks."""
    hidden = 0
    for sort, words in html_tokens(text):
        if sort == "text":
            if not hidden:
                yield re.sub(r"\s+", " ", words)
        elif words in _HIDDEN:
            hidden = hidden + 1 if sort == "start" else max(0, hidden - 1)
        elif words in ("td", "th"):
            yield "\t"  # the cells of a row stay together
        elif words in _BLOCKS:
            yield "\n" if words == "br" and sort == "start" else "\n\n"


def _docx(name: str, data: bytes) -> tuple[str, tuple[int, ...]]:
    """Paragraphs of the body, then of the footnotes and endnotes."""
    with words_for_damage(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {one.filename: one for one in archive.infolist()}
        parts = [members.get(f"word/{part}.xml") for part in ("document", "footnotes", "endnotes")]
        if parts[0] is None:
            raise InvalidInputError(told("{name} is no Word document: it has no word/document.xml.", name=repr(name)))
        found = [part for part in parts if part is not None]
        check_members(found, name, 3)
        if sum(part.file_size for part in found) > 4 * LARGEST:
            raise InvalidInputError(_too_large(name))
        texts = [_paragraphs(name, b"".join(read_pieces(archive, part, name))) for part in found]
    return "\n\n".join(text for text in texts if text), ()


def _paragraphs(name: str, xml: bytes) -> str:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise InvalidInputError(
            told("{name} is no Word document that can be read: its text is damaged.", name=repr(name))
        ) from error
    return "\n\n".join(text for text in _blocks(root) if text.strip())


def _blocks(element: Element) -> Iterator[str]:
    """The paragraphs in an element, and the rows of its tables, each on one line."""
    for child in element:
        if child.tag == f"{_WORD}p":
            yield "".join(_runs(child))
        elif child.tag == f"{_WORD}tr":
            yield "\t".join(" ".join(filter(None, map(str.strip, _blocks(cell)))) for cell in child)
        else:
            yield from _blocks(child)


def _runs(paragraph: Element) -> list[str]:
    marks = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}
    return [
        (element.text or "") if element.tag == f"{_WORD}t" else marks.get(element.tag, "")
        for element in paragraph.iter()
    ]


def _pdf(name: str, data: bytes) -> tuple[str, tuple[int, ...]]:
    """Pages one after another; a line that is broken between two Chinese or Japanese characters is mended."""
    starts, position = [], 0
    pages = [_BROKEN_LINE.sub("", page) for page in pdf_pages(name, data)]
    for page in pages:
        starts.append(position)
        position += len(page) + 2
    return "\n\n".join(pages), tuple(starts)


FORMATS: dict[str, Callable[[str, bytes], tuple[str, tuple[int, ...]]]] = {
    ".txt": _plain, ".md": _plain, ".html": _html, ".htm": _html, ".docx": _docx, ".pdf": _pdf,
}  # fmt: skip
"""What can be read, by extension."""
