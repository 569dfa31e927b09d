"""Writing what a View shows into a file of another format.

A new format is one module with a function `(atlas, view, path)` and one line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mapapp.errors import InvalidInputError
from mapapp.export.geojson import write_geojson
from mapapp.export.html import write_html
from mapapp.model import Atlas
from mapapp.view import View


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its function, and whether it is a picture, which opens at the atlas's default view, or data."""

    write: Callable[[Atlas, View, Path], None]
    picture: bool


FORMATS: dict[str, Format] = {
    ".html": Format(write_html, picture=True),
    ".geojson": Format(write_geojson, picture=False),
}


def format_of(path: Path) -> Format:
    """The format that the end of a file name asks for. Raises InvalidInputError, which lists the known ones."""
    name = path.name.lower()
    for extension, found in FORMATS.items():
        if name.endswith(extension):
            return found
    raise InvalidInputError(f"{path.name!r}: unknown format; export writes {', '.join(FORMATS)}.")
