"""A picture or an animation of the map, by the end of the file's name, as `mapapp snapshot` draws it by itself."""

from __future__ import annotations

from pathlib import Path

from mapapp.model import Atlas
from mapapp.view import View


def write_picture(atlas: Atlas, view: View, path: Path) -> None:
    """Draw the map of a View. Raises OutputError, and MissingPartError for MP4 without its encoder."""
    from mapapp.staticmap import write_snapshot  # matplotlib is slow to import

    write_snapshot(atlas, view, path)
