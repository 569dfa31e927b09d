"""The text beside the map: lists keyed to it, the window in the whole record, disagreements, numbered sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from mapapp.scene import Dispute, Listing, Reference, Row
from mapapp.staticmap.canvas import Canvas
from mapapp.staticmap.fonts import Style
from mapapp.staticmap.furniture import PITCH, draw_entry, entry_width
from mapapp.staticmap.histogram import HISTOGRAM_HEIGHT, draw_histogram, histogram_note
from mapapp.staticmap.sheet import Box
from mapapp.staticmap.symbols import draw_ordinal, draw_symbol
from mapapp.theme import SIZES

HEAD_TEXT = Style(13.5, bold=True)
ROW_TEXT = Style(12.5)
CITE_TEXT = Style(12.0)
NOTE_TEXT = Style(12.0)
KEY_TEXT = Style(12.5, bold=True)
LINE = 16.0
HEAD = 28.0
TAIL = 8.0
MOST_FIXED = 0.5
"""The share of the column that histogram, disagreements and sources may take from lists that need it."""
_KEY = 30.0


@dataclass(frozen=True)
class Section:
    """A part of the column: its height, and how it is drawn at a left edge, a top and a width."""

    heading: str
    height: float
    draw: Callable[[float, float, float], None]


def draw_column(canvas: Canvas, boxes: Sequence[Box], *, legend: bool = False) -> None:
    """Fill `boxes` (one beside the map, or several below it) with the sections, none broken across two.

    The lists hold as many rows as the boxes have room for. `legend` puts the legend
    above them.
    """
    if not boxes:
        return
    if legend and canvas.scene.legend:
        boxes = _draw_legend_above(canvas, boxes)
    width = boxes[0][2] - boxes[0][0]
    room = sum(box[3] - box[1] for box in boxes)
    for lost in range(0, int(0.6 * room), 16) if len(boxes) > 1 else (0,):
        sections = _sections(canvas, width, room - lost)
        placed = _packed(sections, boxes)
        if len(placed) == len(sections):
            break
    for section, x, y in placed:
        draw_section(canvas, section, x, y, width)


def _draw_legend_above(canvas: Canvas, boxes: Sequence[Box]) -> list[Box]:
    """Draw the legend across all boxes; gives what is left of them below it."""
    left, top, right = boxes[0][0], boxes[0][1], boxes[-1][2]
    section = legend_section(canvas, right - left)
    draw_section(canvas, section, left, top, right - left)
    return [(box[0], box[1] + section.height, box[2], box[3]) for box in boxes]


def _packed(sections: Sequence[Section], boxes: Sequence[Box]) -> list[tuple[Section, float, float]]:
    """Each section with its left edge and its top, as many as find room, in their order."""
    placed: list[tuple[Section, float, float]] = []
    number, y = 0, boxes[0][1]
    for section in sections:
        while number < len(boxes) and y + section.height - TAIL > boxes[number][3] + 1:
            number += 1
            y = boxes[number][1] if number < len(boxes) else y
        if number == len(boxes):
            break
        placed.append((section, boxes[number][0], y))
        y += section.height
    return placed


def draw_section(canvas: Canvas, section: Section, x: float, y: float, width: float) -> None:
    """Draw a section under a rule and its heading."""
    line = np.array([(x, y), (x + width, y)])
    canvas.sheet.lines([line], 30, color=canvas.palette.text_1, width=1.0, cap="butt")
    canvas.sheet.text(x, y + 19, section.heading, HEAD_TEXT, canvas.palette.text_1)
    section.draw(x, y + HEAD, width)


def _sections(canvas: Canvas, width: float, room: float) -> list[Section]:
    scene = canvas.scene
    histogram = _histogram(canvas, width) if scene.histogram.bars else None
    sources = sources_section(canvas, scene.references, width, 0.3 * room)
    disputes = _disputes(canvas, scene.disputes, width, 0.16 * room)
    fixed = [section for section in (histogram, disputes, sources) if section is not None]
    wanted = sum(HEAD + TAIL + 1.6 * LINE * len(one.rows) for one in scene.listings if one.id != "others")
    for less in (disputes, histogram):  # where room is short, lists and sources go first
        used = sum(section.height for section in fixed)
        if less in fixed and used > MOST_FIXED * room and used + wanted > room:
            fixed.remove(less)
    left = room - sum(section.height for section in fixed)
    lists: list[Section] = []
    shown = [listing for listing in scene.listings if listing.rows]
    for number, listing in enumerate(shown):
        later = [one for one in shown[number + 1 :] if one.id != "others"]
        reserved = sum(HEAD + TAIL + min(len(one.rows), 2) * LINE for one in later)
        section = _listing(canvas, listing, width, left - reserved)
        if section is not None:
            lists.append(section)
            left -= section.height
    return [*lists, *fixed]


def legend_section(canvas: Canvas, width: float) -> Section:
    """The legend where it has no room on the map, in as many columns as fit."""
    entries = canvas.scene.legend
    widest = max(entry_width(canvas.sheet, entry) for entry in entries)
    across = max(int(width // (widest + 12)), 1)
    rows = ceil(len(entries) / across)

    def draw(x: float, y: float, _: float) -> None:
        for number, entry in enumerate(entries):
            draw_entry(canvas, entry, x + number // rows * width / across, y + 13 + number % rows * PITCH)

    return Section(canvas.t("Legend"), HEAD + rows * PITCH + TAIL, draw)


def _listing(canvas: Canvas, listing: Listing, width: float, room: float) -> Section | None:
    """As many rows of a list as there is room for, and how many more there are."""
    keyed = listing.id != "routes"
    cites = max(canvas.sheet.text_width(row.cite, CITE_TEXT) for row in listing.rows)
    text_width = width - (_KEY if keyed else 0) - cites - 14
    rows: list[tuple[Row, list[str]]] = []
    used = HEAD + TAIL
    for row in listing.rows:
        lines = canvas.sheet.fonts.wrap(row.text, ROW_TEXT, text_width, most=2)
        more = LINE if len(rows) + 1 < len(listing.rows) else 0
        if used + len(lines) * LINE + 2 + more > room:
            break
        rows.append((row, lines))
        used += len(lines) * LINE + 2
    if not rows:
        return None
    left = len(listing.rows) - len(rows)

    def draw(x: float, y: float, across: float) -> None:
        for row, lines in rows:
            _draw_row(canvas, row, lines, x, y, across, _KEY if keyed else 0)
            y += len(lines) * LINE + 2
        if left:
            text = canvas.t("and {n} more", n=left)
            canvas.sheet.text(x + (_KEY if keyed else 0), y + 12, text, NOTE_TEXT, canvas.palette.text_3)

    return Section(listing.heading, used + (LINE if left else 0), draw)


def _draw_row(canvas: Canvas, row: Row, lines: list[str], x: float, y: float, width: float, indent: float) -> None:
    sheet, palette = canvas.sheet, canvas.palette
    color, shape = canvas.color(row.kind), canvas.shape(row.kind)
    if row.key.isdecimal():
        draw_ordinal(sheet, int(row.key), x + 9, y + 8, shape, color, palette, open_=row.open, radius=8.0)
    elif row.key:
        sheet.text(x + 9, y + 12.5, row.key, KEY_TEXT, color, ha="center")
    elif indent:
        draw_symbol(sheet, shape, x + 9, y + 8, SIZES.symbol - 0.5, color, palette, open_=row.open)
    for number, line in enumerate(lines):
        sheet.text(x + indent, y + 12.5 + number * LINE, line, ROW_TEXT, palette.text_1)
    sheet.text(x + width, y + 12.5, row.cite, CITE_TEXT, palette.text_3, ha="right")


def _histogram(canvas: Canvas, width: float) -> Section:
    note = canvas.sheet.fonts.wrap(histogram_note(canvas), NOTE_TEXT, width, most=3)

    def draw(x: float, y: float, across: float) -> None:
        draw_histogram(canvas, (x, y, x + across, y + HISTOGRAM_HEIGHT))
        _draw_lines(canvas, note, x, y + HISTOGRAM_HEIGHT + 14)

    height = HEAD + HISTOGRAM_HEIGHT + 4 + len(note) * LINE + TAIL
    return Section(canvas.t("This window in the whole record"), height, draw)


def _draw_lines(canvas: Canvas, lines: Sequence[str], x: float, y: float) -> None:
    for number, line in enumerate(lines):
        canvas.sheet.text(x, y + number * LINE, line, NOTE_TEXT, canvas.palette.text_2)


def _disputes(canvas: Canvas, disputes: Sequence[Dispute], width: float, room: float) -> Section | None:
    """The gravest disagreements: the question, then its answers."""
    blocks: list[tuple[list[str], list[str]]] = []
    used = HEAD + TAIL
    for dispute in disputes:
        question = canvas.sheet.fonts.wrap(dispute.question, KEY_TEXT, width, most=2)
        joined = canvas.t("; ").join(dispute.readings) + canvas.t(".")
        answers = canvas.sheet.fonts.wrap(joined, NOTE_TEXT, width, most=3)
        height = (len(question) + len(answers)) * LINE + 3
        if blocks and used + height + LINE > room:
            break
        blocks.append((question, answers))
        used += height
    if not blocks:
        return None
    left = canvas.scene.disputed - len(blocks)

    def draw(x: float, y: float, _: float) -> None:
        for question, answers in blocks:
            for number, line in enumerate(question):
                canvas.sheet.text(x, y + 12 + number * LINE, line, KEY_TEXT, canvas.palette.dispute_text)
            y += len(question) * LINE
            _draw_lines(canvas, answers, x, y + 12)
            y += len(answers) * LINE + 3
        if left:
            _draw_lines(canvas, [canvas.t("and {n} more", n=left)], x, y + 12)

    return Section(canvas.t("Where sources disagree"), used + (LINE if left else 0), draw)


def sources_section(canvas: Canvas, references: Sequence[Reference], width: float, room: float) -> Section | None:
    """The numbered sources, as many as have room; None where there are none."""
    blocks: list[tuple[str, list[str]]] = []
    used = HEAD + TAIL
    for reference in references:
        lines = canvas.sheet.fonts.wrap(reference_text(reference), NOTE_TEXT, width - _KEY, most=3)
        height = len(lines) * LINE + 2
        if blocks and used + height + LINE > room:
            break
        blocks.append((f"[{reference.number}]", lines))
        used += height
    if not blocks:
        return None
    left = len(references) - len(blocks)

    def draw(x: float, y: float, _: float) -> None:
        for key, lines in blocks:
            canvas.sheet.text(x, y + 12, key, KEY_TEXT, canvas.palette.text_1)
            _draw_lines(canvas, lines, x + _KEY, y + 12)
            y += len(lines) * LINE + 2
        if left:
            _draw_lines(canvas, [canvas.t("and {n} more", n=left)], x + _KEY, y + 12)

    return Section(canvas.t("Sources"), used + (LINE if left else 0), draw)


def reference_text(reference: Reference) -> str:
    """A reference on one line: authors, title, the rest, and the notes used."""
    comma = "，" if reference.title[:1] in "〈《「『" else ", "
    stop = "。" if comma == "，" else ". "
    said = comma.join(part for part in (reference.authors, reference.title, reference.rest) if part)
    return f"{said}{stop}{reference.locators}".strip()
