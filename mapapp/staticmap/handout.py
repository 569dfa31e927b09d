"""A tour on paper: a page of A4 for each step, with its map, its text, and where each claim stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from mapapp.files import write_whole
from mapapp.language import Translator, translator
from mapapp.model import Atlas, Citation, Tour, TourStep, in_language
from mapapp.prose import Run, parse_prose
from mapapp.scene import build_scene
from mapapp.scene.words import short_date
from mapapp.staticmap.artists import figure_of
from mapapp.staticmap.figure import draw_sheet
from mapapp.staticmap.fonts import Fonts, Style
from mapapp.staticmap.multiples import Progress
from mapapp.staticmap.paper import Paper
from mapapp.staticmap.pdf import with_sound_fonts
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.theme import PALETTES
from mapapp.view import read_view

PAGE = (794, 1123)
"""A4 in CSS pixels."""
MARGIN = 52.0
LOWEST_MAP, TALLEST_MAP = 304.0, 620.0
_MAP_SCALE = 0.84
_POINT = 0.75
"""PDF counts in points from the bottom left corner."""
_NAME, _TITLE, _SUMMARY = Style(12.5), Style(24, bold=True, serif=True), Style(14)
_TEXT, _CITE, _FOOT = Style(14), Style(11.5), Style(10.5)
_LINE, _CITE_LINE, _GAP = 21.0, 16.0, 8.0


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: its paragraphs, and its claims with where they stand."""

    title: str
    paragraphs: tuple[str, ...]
    claims: tuple[str, ...]


def write_handout(atlas: Atlas, tour: Tour, language: str, path: Path, progress: Progress | None = None) -> None:
    """Write a tour as a PDF, whole or not at all; the same tour gives the same bytes. Raises OutputError."""
    buffer = BytesIO()
    boxes: list[Box] = []
    with mpl.rc_context({"pdf.fonttype": 42, "path.simplify": False}), PdfPages(buffer) as pdf:
        for number, step in enumerate(tour.steps):
            figure, box = draw_page(atlas, tour, number, language)
            pdf.savefig(figure)
            pdf.savefig(draw_step_map(atlas, step, language, box))
            boxes.append(box)
            if progress:
                progress(number + 1, len(tour.steps))
    write_whole(path, _with_maps_in_place(buffer, boxes, atlas, tour, language))


def _with_maps_in_place(drawn: BytesIO, boxes: Sequence[Box], atlas: Atlas, tour: Tour, language: str) -> bytes:
    """The pages of text with the map that follows each of them set into its box: lines, letters and fonts as drawn."""
    reader, writer = PdfReader(BytesIO(with_sound_fonts(drawn.getvalue()))), PdfWriter()
    for number, (left, _, _, bottom) in enumerate(boxes):
        page = writer.add_page(reader.pages[2 * number])
        place = f"{_MAP_SCALE} 0 0 {_MAP_SCALE} {left * _POINT:.2f} {(PAGE[1] - bottom) * _POINT:.2f}"
        _put_form(writer, page, reader.pages[2 * number + 1], place)
    writer.metadata = {
        "/Title": in_language(tour.title, language),
        "/Subject": in_language(atlas.title, language),
        "/Creator": "mapapp",
    }
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(language)
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


def _put_form(writer: PdfWriter, page: PageObject, inner: PageObject, place: str) -> None:
    """Put a page into another one as a form (ISO 32000-1, 8.10); `place` is the matrix that takes it there."""
    contents: Any = inner["/Contents"]
    form = contents.get_object().clone(writer)
    form[NameObject("/Type")], form[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
    for name in ("/Resources", "/MediaBox"):
        form[NameObject(name.replace("/MediaBox", "/BBox"))] = inner[name].clone(writer)
    call = StreamObject()
    call.set_data(f"q {place} cm /Map Do Q\n".encode())
    shared: Any = page["/Resources"]  # by all pages that matplotlib writes
    resources = DictionaryObject(shared.get_object())
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Map"): form.indirect_reference})
    page[NameObject("/Resources")] = resources
    page[NameObject("/Contents")] = ArrayObject([page.raw_get("/Contents"), writer._add_object(call)])


def draw_page(atlas: Atlas, tour: Tour, number: int, language: str) -> tuple[Figure, Box]:
    """The text of one step, counted from 0, and the box that its map has to fill."""
    t, fonts, palette = translator(language), Fonts(language), PALETTES["print"]
    sheet = Sheet(*PAGE, 2.0, fonts, palette.page)
    step, room = tour.steps[number], PAGE[0] - 2 * MARGIN
    page = page_of(atlas, step, language)
    count = t("{n} of {all}", n=number + 1, all=len(tour.steps))
    name = in_language(tour.title, language)
    y = MARGIN + 10
    sheet.text(MARGIN, y, fonts.fit(name, _NAME, room - 80), _NAME, palette.text_2)
    sheet.text(PAGE[0] - MARGIN, y, count, _NAME, palette.text_2, ha="right")
    if number == 0 and tour.summary:
        y = _lines(
            sheet,
            fonts.wrap(in_language(tour.summary, language), _SUMMARY, room),
            y + 26,
            _SUMMARY,
            20.0,
            palette.text_1,
        )
    y = _lines(sheet, fonts.wrap(page.title, _TITLE, room, most=2), y + 44, _TITLE, 30.0, palette.text_1)
    text = [fonts.wrap(paragraph, _TEXT, room) for paragraph in page.paragraphs]
    claims = [fonts.wrap(claim, _CITE, room, most=2) for claim in page.claims]
    height = PAGE[1] - MARGIN - 24 - y - _height(text, _LINE) - _height(claims, _CITE_LINE) - 46
    bottom = y + max(LOWEST_MAP, min(TALLEST_MAP, height))
    box = (MARGIN, y, PAGE[0] - MARGIN, bottom)
    y = bottom + 32
    for lines in text:
        y = _lines(sheet, lines, y, _TEXT, _LINE, palette.text_1) + _GAP
    if claims:
        y += 6
        sheet.lines([np.array([(MARGIN, y - 14), (PAGE[0] - MARGIN, y - 14)])], 30, color=palette.rule, width=1.0)
    for lines in claims:
        y = _lines(sheet, lines, y, _CITE, _CITE_LINE, palette.text_2) + 2
    _draw_foot(sheet, fonts, atlas, language, palette.text_3)
    return figure_of(sheet), box


def page_of(atlas: Atlas, step: TourStep, language: str) -> Page:
    """The words of a page; each record that a link leads to is numbered, and named below with its citation."""
    t = translator(language)
    numbers: dict[str, int] = {}
    paragraphs: list[str] = []
    for block in parse_prose(in_language(step.text, language)):
        mark = "• " if block.kind == "list" else ""
        paragraphs += [mark + "".join(_run(run, numbers, language) for run in item) for item in block.items]
    claims = tuple(f"{number}  {_claim(atlas, target, t)}" for target, number in numbers.items())
    return Page(in_language(step.title, language), tuple(paragraphs), claims)


def _run(run: Run, numbers: dict[str, int], language: str) -> str:
    sort, _, identifier = run.target.partition(":")
    if run.style != "link" or not identifier or identifier.startswith("//"):
        return run.text
    number = numbers.setdefault(f"{sort}:{identifier}", len(numbers) + 1)
    return f"{run.text} [{number}]" if language == "en" else f"{run.text}［{number}］"


def _claim(atlas: Atlas, target: str, t: Translator) -> str:
    """A record in words: its title, its date, and the first passage that supports it."""
    sort, _, identifier = target.partition(":")
    title, when, subject = identifier, "", target
    if sort == "event" and (event := atlas.event_by_id.get(identifier)):
        title, when = in_language(event.title, t.language), short_date(event.when, t) if event.when else t("undated")
    elif sort == "place" and (place := atlas.place_by_id.get(identifier)):
        title = in_language({name.lang: name.name for name in reversed(place.names)}, t.language)
    elif sort == "disagreement":
        item = next(one for one in atlas.disagreements if one.id == identifier)
        title, subject = in_language(item.question, t.language), f"reading:{item.id}/{item.readings[0].id}"
    elif sort == "figure":
        title = next(in_language(one.label, t.language) for one in atlas.figures if one.id == identifier)
    said = t(", ").join(part for part in (title, when) if part)
    passages = (one for one in atlas.citations_of.get(subject, ()) if one.stance == "supports")
    where = _passage(atlas, next(passages, None), t)
    return f"{said}{t(': ')}{where}" if where else said


def _passage(atlas: Atlas, citation: Citation | None, t: Translator) -> str:
    if citation is None:
        return ""
    source = next(one for one in atlas.sources if one.id == citation.source)
    parts = [in_language(source.short, t.language) or source.id]
    if citation.section:
        parts.append(t("section “{section}”", section=citation.section))
    if citation.page:
        parts.append(t("page {page}", page=citation.page))
    if citation.footnote:
        parts.append(t("footnote {footnote}", footnote=citation.footnote))
    return t(", ").join(parts)


def draw_step_map(atlas: Atlas, step: TourStep, language: str, box: Box) -> Figure:
    """The map of the step's View, as it is printed, of a size that fills the box when it is scaled down."""
    x0, y0, x1, y1 = box
    view = replace(read_view(step.view)[0], lang=language, panel=(), theme="light")
    size = round((x1 - x0) / _MAP_SCALE), round((y1 - y0) / _MAP_SCALE)
    return figure_of(draw_sheet(build_scene(atlas, view), Paper(size, theme="print")))


def _draw_foot(sheet: Sheet, fonts: Fonts, atlas: Atlas, language: str, color: str) -> None:
    facts = [in_language(atlas.title, language), atlas.version, atlas.attribution, atlas.license]
    text = translator(language)(", ").join(part for part in facts if part)
    sheet.text(MARGIN, PAGE[1] - MARGIN + 12, fonts.fit(text, _FOOT, PAGE[0] - 2 * MARGIN), _FOOT, color)


def _lines(sheet: Sheet, lines: Sequence[str], y: float, style: Style, line: float, color: str) -> float:
    """Write lines from the baseline `y` on; gives the baseline after them."""
    for number, text in enumerate(lines):
        sheet.text(MARGIN, y + number * line, text, style, color)
    return y + len(lines) * line


def _height(blocks: Sequence[Sequence[str]], line: float) -> float:
    return sum(len(lines) * line + _GAP for lines in blocks)
