"""How each rival shows the events cumulatively (“up to”): its page, and the script that moves it by one step.

`driver` is JavaScript: an expression that gives `{ready: () => boolean, step: (year) => void}`. What is done to a
rival so that it works at all is said in `patched`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import folium
import pydeck
import swiftmap
from events import COLORS, FIRST_YEAR, LAST_YEAR, Events
from folium.plugins import HeatMapWithTime, Timeline, TimelineSlider, TimestampedGeoJson
from folium.utilities import JsCode

from mapapp.webmap import TimeSlider

VIEW = {"location": [20, 20], "zoom_start": 2, "tiles": None}


@dataclass(frozen=True)
class Built:
    """A page as HTML and its driver."""

    html: str
    driver: str
    hits: bool = False
    """Does the driver answer `at(x, y)`, what is under a pixel, and move the start of a window (`between`, `start`)?"""


@dataclass(frozen=True)
class Rival:
    """Something that shows events in time."""

    name: str
    build: Callable[[Events], Built]
    most: int = 200_000
    webgl: bool = False
    patched: str = ""


def _ours(events: Events) -> Built:
    m = folium.Map(**VIEW)
    TimeSlider(events.table, start="begin", kind="kind", title="title", mode="up-to").add_to(m)
    html = m.get_root().render()
    driver = f"""{{ready: () => window.{m.get_name()}?.mapappTime,
      step: (year) => {m.get_name()}.mapappTime.set({{from: null, to: String(year)}}, {{settled: false}}),
      between: () => {m.get_name()}.mapappTime.set({{mode: "between", from: "{FIRST_YEAR}", to: null}}),
      start: (year) => {m.get_name()}.mapappTime.set({{from: String(year)}}, {{settled: false}}),
      at: (x, y) => {m.get_name()}.mapappTime.at(x, y)}}"""
    return Built(html, driver, hits=True)


def _milliseconds(year: int) -> int:
    return int(dt.datetime(year, 1, 1, tzinfo=dt.UTC).timestamp() * 1000)


def _features(events: Events, properties: Callable[[int, int], dict[str, Any]]) -> dict[str, Any]:
    columns = zip(events.lon.tolist(), events.lat.tolist(), events.year.tolist(), events.kind.tolist(), strict=True)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties(year, kind),
        }
        for lon, lat, year, kind in columns
    ]
    return {"type": "FeatureCollection", "features": features}


def _timestamped(canvas: bool) -> Callable[[Events], Built]:
    def properties(year: int, kind: int) -> dict[str, Any]:
        style = {"radius": 4, "weight": 1, "color": COLORS[kind], "fillColor": COLORS[kind], "fillOpacity": 0.8}
        return {"times": [_milliseconds(year)], "icon": "circle", "iconstyle": style}

    def build(events: Events) -> Built:
        m = folium.Map(prefer_canvas=canvas, **VIEW)
        data = _features(events, properties)
        layer = TimestampedGeoJson(data, period="P1Y", auto_play=False, add_last_point=False, transition_time=1).add_to(
            m
        )
        html = m.get_root().render()
        sort = (
            "<script>L.TimeDimension.Util.sort_and_deduplicate = (a) => [...new Set(a)].sort((x, y) => x - y);</script>"
        )
        html = html.replace("</head>", sort + "</head>", 1)
        driver = f"""{{ready: () => window.{layer.get_name()}, step: (year) => {{
          const time = {m.get_name()}.timeDimension, all = time.getAvailableTimes();
          time.setCurrentTimeIndex(all.findLastIndex((at) => at <= Date.UTC(year, 0, 1)));
        }}}}"""
        return Built(html, driver)

    return build


def _timeline(canvas: bool) -> Callable[[Events], Built]:
    def properties(year: int, kind: int) -> dict[str, Any]:
        return {"start": _milliseconds(year), "end": _milliseconds(LAST_YEAR + 1), "color": COLORS[kind]}

    def build(events: Events) -> Built:
        m = folium.Map(prefer_canvas=canvas, **VIEW)
        mark = JsCode(
            "(of, at) => L.circleMarker(at, {radius: 4, weight: 1, color: of.properties.color, fillOpacity: 0.8})"
        )
        layer = Timeline(_features(events, properties), point_to_layer=mark).add_to(m)
        slider = TimelineSlider(auto_play=False, show_ticks=False).add_timelines(layer).add_to(m)
        driver = f"""{{ready: () => window.{slider.get_name()}?.timelines.length,
          step: (year) => {slider.get_name()}.setTime(Date.UTC(year, 0, 1))}}"""
        return Built(m.get_root().render(), driver)

    return build


def _heat(events: Events) -> Built:
    m = folium.Map(**VIEW)
    places = [[lat, lon] for lat, lon in zip(events.lat.tolist(), events.lon.tolist(), strict=True)]
    ends = [int((events.year <= year).sum()) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    layer = HeatMapWithTime([places[:end] for end in ends], radius=8).add_to(m)
    driver = f"""{{ready: () => window.{layer.get_name()},
      step: (year) => {m.get_name()}.timeDimension.setCurrentTimeIndex(year - {FIRST_YEAR})}}"""
    return Built(m.get_root().render(), driver)


def _swiftmap(events: Events) -> Built:
    m = swiftmap.Map(center=(20, 20), zoom=2)
    table = events.table
    table["begin"] = [f"{year}-01-01T00:00:00Z" for year in table["begin"]]
    m.add_circle_markers(table, name="events", color_col="kind", radius=4)
    m.make_time_layer("events", time_field="begin", period="P1Y", duration=None)
    driver = f"""{{ready: () => window.__ready && document.querySelector("#swiftmap input[type=range]"),
    step: (year) => {{
      const slider = document.querySelector("#swiftmap input[type=range]");
      slider.value = String(Number(slider.min || 0) + year - {FIRST_YEAR});
      slider.dispatchEvent(new Event("input", {{bubbles: true}}));
    }}}}"""
    return Built(m.to_html(), driver)


def _pydeck(events: Events) -> Built:
    """pydeck has no control for time: its page gets another filtered layer at each step, as its users write it."""
    colors = [[int(color[i : i + 2], 16) for i in (1, 3, 5)] for color in COLORS]
    columns = zip(events.lon.tolist(), events.lat.tolist(), events.year.tolist(), events.kind.tolist(), strict=True)
    data = [{"p": [lon, lat], "y": year, "c": colors[kind]} for lon, lat, year, kind in columns]
    layer = pydeck.Layer(
        "ScatterplotLayer",
        data,
        id="events",
        get_position="p",
        get_fill_color="c",
        get_radius=4,
        radius_units="'pixels'",
    )
    state = pydeck.ViewState(latitude=20, longitude=20, zoom=1.5)
    deck = pydeck.Deck([layer], initial_view_state=state, map_provider=None, map_style=None)
    html = str(deck.to_html(as_string=True))
    ends = [int((events.year <= year).sum()) for year in range(FIRST_YEAR, LAST_YEAR + 1)]
    driver = f"""(() => {{const ends = {json.dumps(ends)}; const data = jsonInput.layers[0].data;
      return {{ready: () => deckInstance.layerManager?.getLayers().length, step: (year) => {{
        const [layer] = deckInstance.props.layers.flat();
        deckInstance.setProps({{layers: [layer.clone({{data: data.slice(0, ends[year - {FIRST_YEAR}])}})]}});
      }}}}}})()"""
    return Built(html, driver)


SORTED = "its times are sorted as text, so that data on both sides of September 2001 collapse; sorted as numbers here"
RIVALS = (
    Rival("mapapp TimeSlider", _ours),
    Rival("folium TimestampedGeoJson", _timestamped(False), patched=SORTED),
    Rival("folium TimestampedGeoJson, prefer_canvas", _timestamped(True), patched=SORTED),
    Rival("folium Timeline + TimelineSlider", _timeline(False)),
    Rival("folium Timeline + TimelineSlider, prefer_canvas", _timeline(True)),
    Rival(
        "folium HeatMapWithTime", _heat, most=10_000, patched="cumulative lists; above 10,000 the page exceeds 80 MB"
    ),
    Rival("swiftmap 0.5.1 (WebGL)", _swiftmap, webgl=True),
    Rival("pydeck, layer replaced (WebGL)", _pydeck, webgl=True),
)
