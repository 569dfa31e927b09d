"""The web map: an atlas becomes a `folium.Map` and one self-contained HTML page; a slider for any other folium map."""

from mapapp.webmap.page import render_page, web_map
from mapapp.webmap.slider import TimeSlider

__all__ = ["TimeSlider", "render_page", "web_map"]
