"""Draw the dependency rule: docs/images/layers.svg, from the contracts of import-linter in pyproject.toml.

    .venv/bin/python docs/layers.py

Rows stand as in the table of docs/explanation/architecture.md: the first at the top, and each imports only from those
above it. A test holds drawing and table to the contracts. The drawing is as wide as a phone, so that it is read on one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "images" / "layers.svg"

WIDTH, LEFT, RIGHT, TOP = 400, 52, 392, 12
BOX, GAP, LETTER = 22, 6, 7.25
"""Height of a box, room between boxes, and the advance of a monospaced letter of 12 pixels."""

STYLE = """
text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1b262c }
.paper { fill: #ffffff } .row { fill: #f1f4f6 } .module { fill: #ffffff; stroke: #5f717b }
.library { fill: none; stroke: #0a5c8f; stroke-dasharray: 3 2 } text.outside { fill: #0a5c8f }
text.number { fill: #4f5f68; text-anchor: end } .arrow { stroke: #4f5f68; stroke-width: 2; fill: none }
.head { fill: #4f5f68 } text.word { fill: #4f5f68; text-anchor: middle }
@media (prefers-color-scheme: dark) {
text { fill: #e8eef1 } .paper { fill: #14191c } .row { fill: #1e262a } .module { fill: #14191c; stroke: #8fa3ad }
.library { stroke: #7cc4f0 } text.outside { fill: #7cc4f0 } text.number, text.word { fill: #a9b8c0 }
.arrow { stroke: #a9b8c0 } .head { fill: #a9b8c0 }
}
"""


@dataclass(frozen=True)
class Box:
    """A module, or the libraries that only the module before it may import."""

    text: str
    library: bool = False

    @property
    def width(self) -> float:
        """In pixels, with the room around its letters."""
        return len(self.text) * LETTER + 14


def contracts() -> list[dict[str, Any]]:
    """The contracts of import-linter, as they stand in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return list(settings["tool"]["importlinter"]["contracts"])


def rows() -> list[list[str]]:
    """The modules of each row, the first row first; `__main__` is a line that calls `cli`, and no row."""
    (layers,) = (found["layers"] for found in contracts() if found["type"] == "layers")
    return [[name.strip() for name in row.split("|")] for row in reversed(layers) if row != "__main__"]


def libraries() -> dict[str, list[str]]:
    """For a module, the libraries that it alone may import; parts of a library that is named are left out."""
    found: dict[str, list[str]] = {}
    for contract in contracts():
        if contract["type"] == "forbidden":
            (owner,) = {line.split(" -> ")[0].split(".")[1] for line in contract["ignore_imports"]}
            found.setdefault(owner, []).extend(contract["forbidden_modules"])
    return found


def lines(row: list[str], owned: dict[str, list[str]]) -> list[list[Box]]:
    """The boxes of a row, in lines that the drawing has room for; a module keeps its libraries beside it."""
    made: list[list[Box]] = [[]]
    for name in row:
        group = [Box(name), *(Box(library, library=True) for library in owned.get(name, ()))]
        parts = [group] if _fits(group) else [[box] for box in group]
        for part in parts:
            if made[-1] and not _fits([*made[-1], *part]):
                made.append([])
            made[-1].extend(part)
    return made


def _fits(boxes: list[Box]) -> bool:
    return sum(box.width + GAP for box in boxes) <= RIGHT - LEFT - GAP


def draw() -> str:
    """The drawing, as SVG."""
    owned, parts, y = libraries(), [], float(TOP)
    for number, row in enumerate(rows(), 1):
        drawn = lines(row, owned)
        height = len(drawn) * (BOX + GAP) + GAP
        parts.append(f'<rect class="row" x="{LEFT}" y="{y:g}" width="{RIGHT - LEFT}" height="{height}" rx="4"/>')
        parts.append(f'<text class="number" x="{LEFT - 6}" y="{y + height / 2 + 4:g}">{number}</text>')
        for line, boxes in enumerate(drawn):
            x = float(LEFT + GAP)
            for box in boxes:
                parts.append(_box(box, x, y + GAP + line * (BOX + GAP)))
                x += box.width + GAP
        y += height + GAP
    words = f'<text class="word" transform="translate(13 {y / 2:g}) rotate(-90)" dy="4">may import</text>'
    arrow = f'<path class="arrow" d="M13 {y - GAP:g}V{y / 2 + 44:g}M13 {y / 2 - 44:g}V{TOP + 8}"/>'
    head = f'<path class="head" d="M13 {TOP}l-5 10h10z"/>'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + TOP - GAP:g}" width="{WIDTH}" role="img">',
        "<title>Who may import whom</title>", f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{y + TOP - GAP:g}" rx="6"/>',
        *parts, arrow, head, words, "</svg>\n",
    ])  # fmt: skip


def _box(box: Box, x: float, y: float) -> str:
    shape, letters = ("library", ' class="outside"') if box.library else ("module", "")
    return (
        f'<rect class="{shape}" x="{x:g}" y="{y:g}" width="{box.width:g}" height="{BOX}" rx="3"/>'
        f'<text{letters} x="{x + 7:g}" y="{y + 15:g}">{escape(box.text)}</text>'
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), "utf-8")
    print(PICTURE.relative_to(ROOT))
