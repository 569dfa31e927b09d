"""The web map: an atlas becomes a `folium.Map` and one self-contained HTML page; a slider for any other folium map."""

from mapapp.webmap.counted import CountedPage, render_counted_page
from mapapp.webmap.page import render_page, web_map
from mapapp.webmap.slider import TimeSlider

__all__ = ["CountedPage", "TimeSlider", "render_counted_page", "render_page", "web_map"]
