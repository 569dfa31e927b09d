"""What matplotlib leaves out of an SVG: the facts of the view, a title, and text that can be selected.

Letters are drawn as outlines, so that they look the same where the fonts are absent. Over them lies the same text,
transparent, so that it can be selected, searched and read aloud, as in a scanned page with its text.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from mapapp.language.markup import xml_text
from mapapp.staticmap.facts import snapshot_element
from mapapp.staticmap.sheet import HAIR, Sheet, Words

_POINT = 0.75
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}
_PATH = re.compile(rb' d="[^"]+"')
_DECIMALS = re.compile(rb"(\.\d\d)\d+")
_TAG = re.compile(rb"<svg [^>]*>")


def with_text_and_facts(svg: bytes, sheet: Sheet, facts: dict[str, str], language: str) -> bytes:
    """The SVG of a sheet with its text over the outlines, its language, its title and its facts."""
    svg = _PATH.sub(lambda path: _DECIMALS.sub(rb"\1", path[0]), svg)  # hundredths of a point are fine enough
    texts = "".join(_text(one) for one in sheet.items if isinstance(one, Words))
    layer = f'<g id="mapapp-text" fill="#000" fill-opacity="0" font-family="sans-serif">\n{texts}</g>\n'
    opening = _TAG.search(svg)
    assert opening is not None
    title = escape(facts["Title"])
    head = f" xml:lang={quoteattr(language)}>\n <title>{title}</title>".encode()
    svg = svg[: opening.end() - 1] + head + svg[opening.end() :]
    svg = svg.replace(b"</metadata>", snapshot_element(facts).encode() + b"</metadata>", 1)
    end = svg.rindex(b"</svg>")
    whole = svg[:end] + layer.encode() + svg[end:]
    return xml_text(whole.decode("utf-8")).encode()  # an atlas may hold characters that would make it no XML


def _text(letters: Words) -> str:
    x, y, turn = letters.x * _POINT, letters.y * _POINT, letters.rotation
    place = f' transform="rotate({-turn:.2f} {x:.2f} {y:.2f})"' if turn else ""
    words = escape(letters.text.replace(HAIR, ""))
    size, width = letters.style.size * _POINT, letters.width * _POINT
    anchor = _ANCHOR[letters.ha]
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" text-anchor="{anchor}" textLength="{width:.2f}" '
        f'lengthAdjust="spacingAndGlyphs"{place}>{words}</text>\n'
    )
