"""The time slider for any folium map and any GeoDataFrame or DataFrame with dates.

    m = folium.Map()
    TimeSlider(gdf, start="begin", end="end", kind="type", title="name").add_to(m)
    m.save("map.html")

The element adds to the page: its data (typed arrays as base64 in a JSON script), one style sheet and one script of
ours, both inlined. The map, its tiles and folium's own assets stay as the user made them.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

import folium
import numpy as np
import pandas as pd
from branca.element import Element, Figure

from mapapp.errors import InvalidInputError
from mapapp.language import messages_for
from mapapp.theme import tokens
from mapapp.view import View, format_view, read_view
from mapapp.webmap.assets import bundle, read_asset, script_text
from mapapp.webmap.page import Verbatim
from mapapp.webmap.points import DateColumns, Located, Record, read_columns
from mapapp.when import parse_span

_PALETTE = ("#0067A3", "#C24A00", "#00735A", "#8A2A6E", "#7A4E2D", "#2B3338")
_SYMBOLS = ("circle", "diamond", "square", "triangle", "pentagon", "arrowhead")
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_MODES = ("in", "between", "up-to")


class TimeSlider(Element):
    """A histogram of dates under a folium map that shows the events of a time window as points.

    Parameters
    ----------
    data
        A GeoDataFrame (any CRS; of lines and areas a point in them is drawn, as an open mark), or a DataFrame with
        columns of degrees.
    start, end
        Columns of dates: EDTF or ISO 8601 text, integer years, datetimes. With `end`, an empty start or end is open
        (still going on); without it each row is one moment. Rows whose date is not understood are counted, not lost.
    kind, title
        Columns with the kind of each event (colour and symbol, at most twelve) and its name.
    start_latest, end_earliest
        Columns of the latest possible start and the earliest possible end, where the dates are known only between two:
        in that stretch a point is drawn faintly.
    lon, lat
        Columns of a DataFrame without geometry.
    mode, window
        How the slider opens: "in", "between" or "up-to", and the first and last date (None: open).
    certain
        Open with what was certainly then only; the reader can switch it.
    trail
        Years after which what is past fades; 0: it stays as it is.
    colors
        Colours by kind, as "#RRGGBB".
    language
        Of the slider's words: "en", "zh-Hant" or "ja".
    fit
        Move the map to the points; by default only where the map was made without a location.

    Raises `InvalidInputError` for columns that are not there and for values of the other parameters that are wrong.
    """

    def __init__(
        self,
        data: pd.DataFrame,
        start: str,
        end: str | None = None,
        *,
        kind: str | None = None,
        title: str | None = None,
        start_latest: str | None = None,
        end_earliest: str | None = None,
        lon: str = "lon",
        lat: str = "lat",
        mode: str = "between",
        window: tuple[str | int | None, str | int | None] = (None, None),
        certain: bool = False,
        trail: int = 0,
        colors: dict[str, str] | None = None,
        language: str = "en",
        fit: bool | None = None,
    ) -> None:
        super().__init__()
        self._name = "TimeSlider"
        self.fit = fit
        dates = DateColumns(start, end, start_latest, end_earliest)
        packed, names, place = read_columns(data, dates, kind=kind, title=title, lon=lon, lat=lat)
        self.bounds = _bounds(place)
        self.packed: Record = packed | {
            "kinds": kind_records(names, colors or {}),
            "view": opening_view(mode, window, language, certain=certain, trail=trail),
            "language": language,
            "messages": {language: messages_for(language)},
        }

    def render(self, **kwargs: Any) -> str:
        """Add style, data and script to the page of the map that holds the slider."""
        page, holder = self.get_root(), self._parent
        if not isinstance(page, Figure) or not isinstance(holder, folium.Map):
            raise InvalidInputError("A TimeSlider is added to a folium map: TimeSlider(…).add_to(m).")
        fresh = list(holder.location) == [0.0, 0.0] and holder.options.get("zoom") == 1
        fit = fresh if self.fit is None else self.fit
        values = self.packed | {"box": _box(holder), "bounds": self.bounds if fit else None}
        data = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")
        page.header.add_child(Verbatim(f"<style>{slider_style()}</style>\n"), name="mapapp-slider-style")
        opening = f'<script type="application/json" class="mapapp-slider-data" data-map="{holder.get_name()}">'
        page.html.add_child(Verbatim(f"{opening}{data}</script>\n"), name=self.get_name())
        page.html.add_child(Verbatim(slider_program()), name="mapapp-slider")
        return ""


def opening_view(
    mode: str,
    window: tuple[str | int | None, str | int | None],
    language: str,
    *,
    certain: bool = False,
    trail: int = 0,
) -> str:
    """The View with which the slider opens, as a query string. Raises InvalidInputError."""
    if mode not in _MODES:
        raise InvalidInputError(f"mode is {mode!r}; it is one of {', '.join(map(repr, _MODES))}.")
    ends = [None if end in (None, "", "..") else _date(end) for end in window]
    query = "&".join(f"{key}={end}" for key, end in zip(("from", "to"), ends, strict=True) if end is not None)
    if trail < 0:
        raise InvalidInputError(f"trail is {trail}; give a number of years, 0 for none.")
    view, problems = read_view(f"mode={mode}&{query}", View(lang=language))
    view = replace(view, certainty="certain" if certain else "possible", trail=trail)
    if problems:
        raise InvalidInputError(f"window is {window!r}; give years, months or days such as 1997 or '2004-08-28'.")
    return format_view(view)


def _date(end: str | int | None) -> str:
    text = str(end)
    if re.fullmatch(r"-?\d{1,3}", text):  # a year as a number: 476, -44
        text = f"{int(text):05d}" if text.startswith("-") else f"{int(text):04d}"
    parse_span(text)
    return text


def kind_records(names: list[str], colors: dict[str, str]) -> list[Record]:
    """Kinds as the page knows them: each with its own pair of symbol and colour. Raises InvalidInputError."""
    for name, color in colors.items():
        if not _HEX.fullmatch(color):
            raise InvalidInputError(f"The colour of {name!r} is {color!r}; write it as #RRGGBB.")
    records = []
    for i, name in enumerate(names):
        color = colors.get(name, _PALETTE[i % len(_PALETTE)])
        symbol = _SYMBOLS[(i + i // len(_SYMBOLS)) % len(_SYMBOLS)]
        records.append({"id": str(i), "title": {"en": name}, "symbol": symbol, "color": color, "color_dark": color})
    return records


def _bounds(place: Located) -> list[list[float]] | None:
    """South-west and north-east corner of the points, as Leaflet wants them (latitude first)."""
    if not np.isfinite(place.lon).any():
        return None
    corners = [(np.nanmin(place.lat), np.nanmin(place.lon)), (np.nanmax(place.lat), np.nanmax(place.lon))]
    return [[round(float(lat), 5), round(float(lon), 5)] for lat, lon in corners]


def _box(holder: Any) -> Record:
    """The size and place of the map as CSS values; the frame of map and slider takes them over."""
    sides = {side: "{}{}".format(*getattr(holder, side)) for side in ("width", "height", "left", "top")}
    return {"position": holder.position, **sides}


@lru_cache(maxsize=1)
def slider_style() -> str:
    """The slider's style sheet and its design tokens, which reach no further than the slider."""
    values = "".join(f"--{name}:{value};" for name, value in tokens("light").items())
    return "\n".join([f".mapapp-time{{{values}}}", read_asset("timeline.css"), read_asset("slider.css")])


@lru_cache(maxsize=1)
def slider_program() -> str:
    """The script that builds all sliders of a page."""
    return f'<script type="module">\n{script_text(bundle("slider-main.js"))}\nstartSliders();\n</script>\n'
