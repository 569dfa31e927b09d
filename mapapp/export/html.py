"""The standalone page: one HTML file with map, slider and panels, that asks no other host for anything."""

from __future__ import annotations

from pathlib import Path

from mapapp.files import write_whole
from mapapp.model import Atlas
from mapapp.view import View


def write_html(atlas: Atlas, view: View, path: Path) -> None:
    """Write the page of an atlas, opened at a View. Raises OutputError."""
    from mapapp.webmap import render_page  # folium is slow to import

    write_whole(path, render_page(atlas, view).encode("utf-8"))
