"""The web map: an atlas becomes a `folium.Map` and one self-contained HTML page."""

from mapapp.webmap.page import render_page, web_map

__all__ = ["render_page", "web_map"]
