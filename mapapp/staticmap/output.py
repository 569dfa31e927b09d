"""Writing a snapshot: the same View gives the same bytes, and the file says which View it shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL.PngImagePlugin import PngInfo

import mapapp
from mapapp.errors import InvalidInputError
from mapapp.files import write_whole
from mapapp.language.markup import xml_text
from mapapp.model import Atlas
from mapapp.scene import Scene, build_scene
from mapapp.staticmap.figure import static_map
from mapapp.theme import ThemeName
from mapapp.view import View

FORMATS = (".png", ".svg", ".pdf")
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "path",
    "svg.hashsalt": "mapapp",
    "pdf.fonttype": 42,
    "path.simplify": False,
    "text.hinting": "none",
}


def write_snapshot(
    atlas: Atlas, view: View, path: str | Path, size: tuple[int, int] = (1600, 1000), *, scale: float = 1.0,
    theme: ThemeName | None = None,
) -> Path:  # fmt: skip
    """Write the map of a View as .png, .svg or .pdf, whole or not at all.

    `theme` is print unless the View asks for dark. Raises InvalidInputError for another ending or an impossible size,
    OutputError where the file cannot be written.
    """
    target = Path(path)
    if target.suffix.lower() not in FORMATS:
        raise InvalidInputError(f"{target.name!r} is no snapshot: its name must end in {', '.join(FORMATS)}.")
    scene = build_scene(atlas, view)
    figure = static_map(scene, size, scale, theme or ("dark" if view.theme == "dark" else "print"))
    data = render(figure, scene, target.suffix.lower())
    write_whole(target, data)
    return target


def render(figure: Figure, scene: Scene, suffix: str) -> bytes:
    """The bytes of a figure, with the facts of its Scene inside."""
    buffer = BytesIO()
    ground = figure.get_facecolor()
    facts = facts_of(scene)
    for text in figure.findobj(Text):  # the PDF backend stumbles over a byte-order mark, which no reader sees
        text.set_text(text.get_text().replace("\ufeff", ""))
    with mpl.rc_context(_SETTINGS):
        if suffix == ".png":
            info = PngInfo()
            for key, value in facts.items():
                info.add_itxt(key, value)
            figure.savefig(buffer, format="png", dpi="figure", facecolor=ground, pil_kwargs={"pnginfo": info})
        elif suffix == ".svg":
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, facecolor=ground)
            return _with_facts(buffer.getvalue(), facts)
        else:
            words = "; ".join(f"{key}={value}" for key, value in facts.items() if ":" in key)
            about = {"Title": scene.title, "Keywords": words, "Creator": facts["Software"], "CreationDate": None}
            figure.savefig(buffer, format="pdf", metadata=about, facecolor=ground)
    return buffer.getvalue()


def facts_of(scene: Scene) -> dict[str, str]:
    """What a snapshot says about itself, so that it can be opened again as the view it shows."""
    return {
        "Title": scene.title,
        "Software": f"mapapp {mapapp.__version__}",
        "mapapp:view": scene.view,
        "mapapp:atlas": scene.atlas,
        "mapapp:version": scene.version,
        "mapapp:sha256": scene.sha256,
    }


def _with_facts(svg: bytes, facts: dict[str, str]) -> bytes:
    named = " ".join(f"{key.split(':')[1]}={quoteattr(text)}" for key, text in facts.items() if ":" in key)
    element = f'<mapapp:snapshot xmlns:mapapp="urn:mapapp:snapshot" {named}/>'
    whole = svg.decode("utf-8").replace("</metadata>", f"{element}</metadata>", 1)
    return xml_text(whole).encode()  # an atlas may hold characters that would make the drawing no XML
