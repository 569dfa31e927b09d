"""What matplotlib leaves out of a PDF: XMP metadata, the language of the text, the title in the window's bar, and
fonts that are what they are called.

They are added as an incremental update (ISO 32000-1, 7.5.6): the file stays as it is, and new objects, a new table of
objects and a new trailer follow it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapapp.staticmap.truetype import mended_fonts

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)


def with_metadata(pdf: bytes, xmp: bytes, language: str) -> bytes:
    """A PDF with an XMP packet, the language of its text, and sound fonts."""
    trailer, _ = _trailer(pdf)
    size, root = int(_number(trailer, rb"/Size (\d+)")), int(_number(trailer, rb"/Root (\d+) 0 R"))
    catalog = re.search(rb"\n%d 0 obj\n<<(.*?)>>\nendobj" % root, pdf, re.DOTALL)
    assert catalog is not None, "matplotlib writes the catalogue as it is"
    more = b"/Metadata %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>" % (size, language.encode())
    stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(xmp), xmp)
    return _updated(pdf, [(root, b"<<%s %s >>" % (catalog[1].rstrip(), more)), (size, stream), *mended_fonts(pdf)])


def with_sound_fonts(pdf: bytes) -> bytes:
    """A PDF of matplotlib whose fonts are TrueType, as it says."""
    return _updated(pdf, list(mended_fonts(pdf)))


def _trailer(pdf: bytes) -> tuple[bytes, int]:
    """The trailer of a PDF and where its table of objects stands."""
    found = _TRAILER.search(pdf)
    assert found is not None, "matplotlib writes a table of objects and a trailer"
    return found[1], int(found[2])


def _updated(pdf: bytes, objects: Sequence[tuple[int, bytes]]) -> bytes:
    """A PDF followed by objects, each with its number, that are new or take the place of older ones."""
    trailer, before = _trailer(pdf)
    size = int(_number(trailer, rb"/Size (\d+)"))
    update, places = pdf if pdf.endswith(b"\n") else pdf + b"\n", []
    for number, body in objects:
        places.append((number, len(update)))
        update += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table, larger = len(update), max([size, *(number + 1 for number, _ in objects)])
    update += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    update += b"trailer\n<<%s/Prev %d >>\n" % (trailer.replace(b"/Size %d" % size, b"/Size %d" % larger), before)
    return update + b"startxref\n%d\n%%%%EOF\n" % table


def _number(text: bytes, pattern: bytes) -> bytes:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]
