"""A Streamlit app of a few lines, as its users write it: st.slider and a map of the events up to that year.

streamlit run rerun_app.py -- WAY COUNT, where WAY is st_folium, feature_group or pydeck.
"""

import sys

import folium
import pydeck
import streamlit as st
from events import COLORS, FIRST_YEAR, LAST_YEAR, generate
from streamlit_folium import st_folium

way, count = sys.argv[1], int(sys.argv[2])
st.set_page_config(layout="wide")
events = st.cache_data(generate)(count)
year = st.slider("year", FIRST_YEAR, LAST_YEAR, 1990)
shown = events.year <= year


def circles(parent: folium.Element) -> None:
    """One circle for each event shown."""
    for lon, lat, kind in zip(events.lon[shown], events.lat[shown], events.kind[shown], strict=True):
        folium.CircleMarker([lat, lon], radius=4, weight=1, color=COLORS[kind], fill=True).add_to(parent)


if way == "pydeck":
    data = [{"p": [lon, lat]} for lon, lat in zip(events.lon[shown].tolist(), events.lat[shown].tolist(), strict=True)]
    layer = pydeck.Layer("ScatterplotLayer", data, get_position="p", get_radius=4, radius_units="'pixels'")
    st.pydeck_chart(pydeck.Deck([layer], map_provider=None, map_style=None), key="map")
elif way == "feature_group":
    group = folium.FeatureGroup(name="events")
    circles(group)
    st_folium(
        folium.Map([20, 20], zoom_start=2, tiles=None), feature_group_to_add=group, key="map", returned_objects=[]
    )
else:
    m = folium.Map([20, 20], zoom_start=2, tiles=None)
    circles(m)
    st_folium(m, key="map", returned_objects=[])
st.markdown(f"<p id='done' data-year='{year}' data-shown='{int(shown.sum())}'></p>", unsafe_allow_html=True)
