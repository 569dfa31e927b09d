"""Writing a snapshot: the same View gives the same bytes, and the file says which View it shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from PIL.PngImagePlugin import PngInfo

from mapapp.errors import InvalidInputError, OutputError
from mapapp.files import write_whole
from mapapp.model import Atlas
from mapapp.scene import build_scene
from mapapp.scene.series import build_series
from mapapp.staticmap.animation import ANIMATIONS, SECONDS, animate, need_video
from mapapp.staticmap.facts import facts_of, keywords_of, xmp_packet
from mapapp.staticmap.figure import draw_sheet
from mapapp.staticmap.multiples import Progress, small_multiples
from mapapp.staticmap.paper import Paper
from mapapp.staticmap.pixels import image_of
from mapapp.staticmap.sheet import Sheet
from mapapp.view import View

PICTURES = (".png", ".svg", ".pdf")
PNG_LEVEL = 3
"""How hard zlib tries: harder takes up to eight times as long and saves a seventieth."""
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "mapapp",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "text.hinting": "none",
}


def write_snapshot(
    atlas: Atlas, view: View, path: str | Path, paper: Paper | None = None, *, series: str | None = None,
    seconds: float = SECONDS, progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Write the map of a View, whole or not at all; the end of the name is the format.

    .png, .svg and .pdf hold one map or, with `series` (how to cut the View into windows, as in `build_series`), a sheet
    of small ones; .gif, .webp and .mp4 an animation of the series (by year, or by a longer step where there are many),
    each window shown for so many `seconds`. Nothing is written before the last map is drawn, so stopping halfway leaves
    nothing behind. Raises InvalidInputError for another ending or for what cannot be drawn, MissingPartError where MP4
    has no encoder, OutputError where the file cannot be written.
    """
    target, paper = Path(path), paper or Paper()
    suffix = target.suffix.lower()
    if suffix not in (*PICTURES, *ANIMATIONS):
        known = ", ".join((*PICTURES, *ANIMATIONS))
        raise InvalidInputError(f"{target.name!r} is no snapshot: its name must end in {known}.")
    paper.check()
    if suffix == ".mp4":
        need_video()
    if not target.parent.is_dir():  # said before the work, not after it
        raise OutputError(f"{target} cannot be written: there is no folder {target.parent}.")
    if suffix in ANIMATIONS:
        data = animate(build_series(atlas, view, series), suffix, paper, seconds, progress)
    elif series:
        cut = build_series(atlas, view, series)
        data = render(small_multiples(cut, paper, progress), facts_of(cut.whole), cut.whole.language, suffix)
    else:
        scene = build_scene(atlas, view)
        data = render(draw_sheet(scene, paper), facts_of(scene), scene.language, suffix)
    write_whole(target, data)
    return target


def render(sheet: Sheet, facts: dict[str, str], language: str, suffix: str) -> bytes:
    """The bytes of a sheet, with facts about what it shows inside."""
    buffer = BytesIO()
    if suffix == ".png":
        info = PngInfo()
        for key, value in facts.items():
            info.add_itxt(key, value)
        dpi = 96 * sheet.scale
        image_of(sheet).save(buffer, "PNG", pnginfo=info, dpi=(dpi, dpi), compress_level=PNG_LEVEL)
        return buffer.getvalue()
    from mapapp.staticmap.artists import figure_of  # the formats of vectors are slower to import

    figure = figure_of(sheet)
    with mpl.rc_context(_SETTINGS):
        if suffix == ".svg":
            from mapapp.staticmap.svg import with_text_and_facts

            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, facecolor=sheet.page)
            return with_text_and_facts(buffer.getvalue(), sheet, facts, language)
        from mapapp.staticmap.pdf import with_metadata

        about = {
            "Title": facts["Title"], "Keywords": keywords_of(facts), "Creator": facts["Software"], "CreationDate": None,
        }  # fmt: skip
        figure.savefig(buffer, format="pdf", metadata=about, facecolor=sheet.page)
        return with_metadata(buffer.getvalue(), xmp_packet(facts), language)
