"""What matplotlib leaves out of a PDF: XMP metadata, the language of the text, the title in the window's bar, and
fonts that are what they are called.

They are added as an incremental update (ISO 32000-1, 7.5.6): the file stays as it is, and new objects, a new table of
objects and a new trailer follow it.
"""

from __future__ import annotations

import re

from mapapp.staticmap.truetype import mended_fonts

_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d+)\s+%%EOF\s*$", re.DOTALL)


def with_metadata(pdf: bytes, xmp: bytes, language: str) -> bytes:
    """A PDF with an XMP packet, the language of its text, and sound fonts."""
    found = _TRAILER.search(pdf)
    assert found is not None, "matplotlib writes a table of objects and a trailer"
    trailer, before = found[1], int(found[2])
    size, root = int(_number(trailer, rb"/Size (\d+)")), int(_number(trailer, rb"/Root (\d+) 0 R"))
    catalog = re.search(rb"\n%d 0 obj\n<<(.*?)>>\nendobj" % root, pdf, re.DOTALL)
    assert catalog is not None, "matplotlib writes the catalogue as it is"
    more = b"/Metadata %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>" % (size, language.encode())
    update = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    places = []
    stream = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream" % (len(xmp), xmp)
    changes = ((root, b"<<%s %s >>" % (catalog[1].rstrip(), more)), (size, stream), *mended_fonts(pdf))
    for number, body in changes:
        places.append((number, len(update)))
        update += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(update)
    update += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places)
    update += b"trailer\n<<%s/Prev %d >>\n" % (trailer.replace(b"/Size %d" % size, b"/Size %d" % (size + 1)), before)
    return update + b"startxref\n%d\n%%%%EOF\n" % table


def _number(text: bytes, pattern: bytes) -> bytes:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return found[1]
