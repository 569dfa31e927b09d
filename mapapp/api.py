"""mapapp in Python: open an atlas, choose a View, and draw or write what it shows.

>>> from mapapp.api import View, open_atlas, select
>>> atlas = open_atlas("crossroads")
>>> shown = select(atlas, View(start="2004", end="2004", kinds=("meeting",)))
>>> [event.title["en"] for event in shown.events]
['First Central Asia plus Japan ministers’ meeting, Astana']
>>> shown.events[0].when.edtf
'2004-08-28'
>>> atlas.citations_of["event:2004-dialogue-1"][0].section != ""
True

Geometry is shapely in WGS 84 (EPSG:4326), longitude before latitude. Dates are EDTF text with integer days. Everything
that cannot go on raises a child of `MapAppError`, whose message says how to mend it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.atlas import open_atlas
from mapapp.errors import MapAppError
from mapapp.model import Atlas
from mapapp.select import Selection, select
from mapapp.view import View, format_view, parse_view, read_view

if TYPE_CHECKING:
    import folium
    from matplotlib.figure import Figure

__all__ = [
    "Atlas",
    "MapAppError",
    "Selection",
    "View",
    "export",
    "format_view",
    "open_atlas",
    "parse_view",
    "select",
    "static_map",
    "web_map",
]


def web_map(atlas: Atlas, view: View | None = None) -> folium.Map:
    """The explorer of an atlas as a `folium.Map`, opened at a View (default: the atlas's own).

    In a notebook it shows itself; `.save(path)` writes one HTML file that needs no network.

    >>> web_map(open_atlas("crossroads"), parse_view("mode=in&from=2014")).__class__.__mro__[1].__name__
    'Map'
    """
    from mapapp.webmap import web_map as build

    return build(atlas, view)


def static_map(atlas: Atlas, view: View | None = None, size: tuple[int, int] = (1600, 1000)) -> Figure:
    """The printed map of a View (default: the atlas's own) as a matplotlib Figure of `size` CSS pixels (1/96 inch).

    The projection is chosen by the extent shown. Raises InvalidInputError for a size that cannot be drawn.

    >>> figure = static_map(open_atlas("crossroads"), parse_view("mode=in&from=2014"), (800, 600))
    >>> [round(side * 96) for side in figure.get_size_inches()]
    [800, 600]
    """
    from mapapp.scene import build_scene
    from mapapp.staticmap import Paper
    from mapapp.staticmap import static_map as draw

    return draw(build_scene(atlas, view or read_view(atlas.view)[0]), Paper(size))


def export(atlas: Atlas, path: str | Path, view: View | None = None) -> Path:
    """Write what a View shows; the end of the file's name is its format (docs/reference/exports.md).

    Without a View a picture or page shows the atlas's own, data hold everything. The file is there whole or not at all.
    Raises InvalidInputError for an unknown ending, OutputError where it cannot be written.

    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> export(open_atlas("crossroads"), f"{folder.name}/places.geojson").name
    'places.geojson'
    >>> folder.cleanup()
    """
    from mapapp.export import format_of

    target = Path(path)
    format_ = format_of(target)
    format_.write(atlas, view or (read_view(atlas.view)[0] if format_.picture else View()), target)
    return target
