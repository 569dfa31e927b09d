"""A picture of the map, by the end of the file's name: PNG, SVG or PDF, in the size of `mapapp snapshot`."""

from __future__ import annotations

from pathlib import Path

from mapapp.model import Atlas
from mapapp.view import View


def write_picture(atlas: Atlas, view: View, path: Path) -> None:
    """Draw the map of a View. Raises OutputError."""
    from mapapp.staticmap import write_snapshot  # matplotlib is slow to import

    write_snapshot(atlas, view, path)
