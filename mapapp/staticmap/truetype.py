"""The fonts of a PDF as TrueType: matplotlib embeds OpenType fonts with PostScript outlines under the wrong name.

A stream /FontFile2 must be TrueType (ISO 32000-1, 9.9); with anything else some readers and printers show nothing. Only
the glyphs that a file uses are there to be converted; their curves stay within a thousandth of the letter's size.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

_FONT_FILE = re.compile(rb"\n(\d+) 0 obj\n<<[^>]*/Length1 [^>]*>>\nstream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_POSTSCRIPT = b"OTTO"
_APART = 0.001
"""How far a curve may move, as a share of the size of a letter."""
_UNUSED = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements",
)  # fmt: skip


def mended_fonts(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    """The numbers and the new bodies of the objects of a PDF that hold PostScript outlines as TrueType."""
    for found in _FONT_FILE.finditer(pdf):
        data = zlib.decompressobj().decompress(found[2])
        if data.startswith(_POSTSCRIPT):
            font = to_true_type(data)
            packed = zlib.compress(font, 9)
            about = b"/Length %d /Length1 %d /Filter /FlateDecode" % (len(packed), len(font))
            yield int(found[1]), b"<< %s >>\nstream\n%s\nendstream" % (about, packed)


def to_true_type(data: bytes) -> bytes:
    """An OpenType font with TrueType outlines in place of PostScript ones, its glyphs in the same order."""
    font: Any = TTFont(BytesIO(data), recalcTimestamp=False)
    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    table, most = newTable("glyf"), _APART * font["head"].unitsPerEm
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, most, reverse_direction=True))
        table.glyphs[name] = glyph = pen.glyph()
        glyph.recalcBounds(table)
        font["hmtx"][name] = (font["hmtx"][name][0], getattr(glyph, "xMin", 0))
    for postscript in {"CFF ", "VORG", "post"} & set(font.keys()):
        del font[postscript]
    font["loca"], font["glyf"] = newTable("loca"), table
    font["maxp"].tableVersion, font["maxp"].maxZones = 0x00010000, 1
    for name in _UNUSED:
        setattr(font["maxp"], name, 0)
    font.sfntVersion = "\x00\x01\x00\x00"
    out = BytesIO()
    font.save(out)
    return out.getvalue()
