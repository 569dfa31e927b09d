"""A small map on which a person sets a point or draws a line or an area, as one HTML page for an iframe."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from mapapp.atlas import geodata_folder
from mapapp.language import messages_for
from mapapp.model import Atlas
from mapapp.names import toponym_today
from mapapp.theme import tokens
from mapapp.webmap.basemap import pack_basemap
from mapapp.webmap.page import AtlasElement, BareMap, Page, renumber


def render_sketch(atlas: Atlas, geometry: BaseGeometry | None, language: str, *, dark: bool = False) -> str:
    """The page of a sketch that begins with `geometry` (WGS 84), among the places of an atlas.

    Its document fires `mapapp:sketch` with the GeoJSON geometry, or null while there is none, at every change.
    """
    payload = {
        "geometry": None if geometry is None else _plain(mapping(geometry)),
        "places": list(_places(atlas, language)),
        "basemap": pack_basemap(geodata_folder() / "basemap" / "world-50m.topo.json"),
        "theme": {name: tokens(name) for name in ("light", "dark")},
        "messages": messages_for(language),
        "dark": dark,
    }
    page = Page("mapapp", language, {})
    map_ = BareMap(zoomControl=True)
    page.add_child(map_)
    map_.add_child(AtlasElement(payload, "sketch-main.js", "startSketch"))
    renumber(page)
    return str(page.render())


def _places(atlas: Atlas, language: str) -> list[dict[str, Any]]:
    located = ((place, place.point) for place in atlas.places)
    return [
        {"name": name.name if (name := toponym_today(place, language)) else place.id, "at": list(point)}
        for place, point in located
        if point is not None
    ]


def _plain(value: Any) -> Any:
    """Tuples of shapely's mapping as lists."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value
