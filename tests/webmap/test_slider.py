"""The slider for any folium map: what is packed, what stands in the page, and how it behaves in a browser."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import time
import warnings
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, Polygon

from mapapp.errors import InvalidInputError
from mapapp.webmap import TimeSlider
from mapapp.webmap.points import DataWarning, kinds_of, locate, pack_days, varints
from mapapp.webmap.slider import kind_records, opening_view
from mapapp.webmap.spans import day_numbers, days_in_months, join_spans, read_spans, widen_end, widen_start
from mapapp.when import OPEN_END, OPEN_START, day_number, days_in_month, parse_when


def events(n: int, seed: int = 7) -> pd.DataFrame:
    """Generated events with places, dates, kinds and titles."""
    dice = np.random.default_rng(seed)
    begin = dice.integers(1926, 2026, n)
    return pd.DataFrame(
        {
            "lon": dice.uniform(-170, 170, n).round(5),
            "lat": dice.uniform(-60, 70, n).round(5),
            "begin": begin,
            "end": begin + dice.integers(0, 3, n),
            "type": np.array(["meeting", "visit", "aid"])[dice.integers(0, 3, n)],
            "name": [f"Event {i}" for i in range(n)],
        }
    )


def page_of(*sliders: TimeSlider) -> str:
    """A page with one map for each slider."""
    figure = folium.Figure()
    for slider in sliders:
        slider.add_to(folium.Map(tiles=None).add_to(figure))
    return str(figure.render())


def data_of(page: str) -> list[dict[str, Any]]:
    """The data of the sliders of a page."""
    found = re.findall(
        r'<script type="application/json" class="mapapp-slider-data"[^>]*>(.*?)</script>', page, re.DOTALL
    )
    return [json.loads(text) for text in found]


def test_days_of_arrays_are_those_of_single_dates() -> None:
    years = np.array([-4712, -1, 0, 1, 4, 100, 400, 1900, 2000, 2024, 99999])
    for month in range(1, 13):
        months = np.full_like(years, month)
        expected = [day_number(int(year), month, 3) for year in years]
        assert day_numbers(years, months, np.full_like(years, 3)).tolist() == expected
        assert days_in_months(years, months).tolist() == [days_in_month(int(year), month) for year in years]


TEXTS = [
    "2004", "2004-08", "2004-08-28", "2004-02-29", "2003-02-29", "2004-13", "2004-00", "2004-08-28T10:00:00", "-0044",
    "2004~", "2004-08?", "200X", "2004/2006", "2004/..", "../2004", "Y17000", "[2001,2003]", "yesterday", "20040828",
    "2004-08-28 10:00", "0000", "１９９７",
]  # fmt: skip


def test_a_column_of_texts_is_read_as_each_of_them() -> None:
    spans = read_spans(pd.Series(TEXTS))
    for i, text in enumerate(TEXTS):
        try:
            when = parse_when(text.replace(" ", "T") + ":00" if " " in text else text)
        except InvalidInputError:
            assert not spans.known[i] and not spans.missing[i], text
            continue
        assert spans.known[i], text
        assert (*spans.days[i].tolist(), spans.soft[i], not spans.period[i]) == (*when.days, when.soft, when.moment), (
            text
        )


@given(st.lists(st.dates() | st.none(), min_size=1, max_size=20))
def test_dates_of_any_kind_mean_the_same(dates: list[dt.date | None]) -> None:
    expected = [date.toordinal() if date else None for date in dates]
    texts = [date.isoformat() if date else None for date in dates]
    stamps = pd.Series(np.array(texts, dtype="datetime64[s]"))
    for column in (pd.Series(texts, dtype=object), pd.Series(dates, dtype=object), stamps):
        spans = read_spans(column)
        found = [int(day) if known else None for day, known in zip(spans.days[:, 0], spans.known, strict=True)]
        assert found == expected
        assert spans.missing.tolist() == [date is None for date in dates]


def test_numbers_are_years_and_time_zones_do_not_move_days() -> None:
    spans = read_spans(pd.Series([1945, -44, np.nan, 1945.5, np.inf]))
    assert spans.known.tolist() == [True, True, False, False, False]
    assert spans.missing.tolist() == [False, False, True, False, False]
    assert spans.days[0].tolist() == list(parse_when("1945").days)
    assert spans.days[1].tolist() == list(parse_when("-0044").days)
    assert read_spans(pd.Series([1945, None], dtype="Int64")).missing.tolist() == [False, True]
    late = pd.Series(pd.to_datetime(["2024-12-31 23:30"])).dt.tz_localize("Asia/Tokyo")
    assert read_spans(late).days[0, 0] == dt.date(2024, 12, 31).toordinal()
    for column in (pd.Series([True, False]), pd.Series(pd.to_timedelta([1], unit="D"))):
        with pytest.raises(InvalidInputError, match="holds no dates"):
            read_spans(column)


@pytest.mark.parametrize(
    "texts", ["1945/1950", "1945-03/1945-05-08", "1945~/1950", "1945/..", "../1950", "1945/1945-02"]
)
def test_two_columns_mean_what_an_interval_means(texts: str) -> None:
    start, end = texts.split("/")
    when = parse_when(texts)
    spans = join_spans(read_spans(pd.Series([start])), read_spans(pd.Series([end])))
    assert (tuple(spans.days[0].tolist()), bool(spans.soft[0])) == (when.days, when.soft)


def test_ends_that_are_empty_open_or_crossed() -> None:
    start = read_spans(pd.Series(["1945", None, None, "1950", "1945", "soon"], dtype=object))
    end = read_spans(pd.Series([None, "1950", None, "1945", "1945", "1950"], dtype=object))
    spans = join_spans(start, end)
    assert spans.known.tolist() == [True, True, False, False, True, False]
    assert spans.missing.tolist() == [False, False, True, False, False, False]
    assert spans.days[0, 2:].tolist() == [OPEN_END, OPEN_END]
    assert spans.days[1, :2].tolist() == [OPEN_START, OPEN_START]
    assert spans.period.tolist()[4] is False


@given(st.lists(st.integers(0, 2**53), max_size=50))
def test_varints_come_back(values: list[int]) -> None:
    data, found, value, shift = varints(np.array(values, dtype=np.int64)), [], 0, 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    assert found == values


def test_the_page_reads_the_days_that_python_packs(node: Any) -> None:
    texts = ["1945", "1945-03/..", "../1950", "2004-08-28", "-0044", "1945~/1950", "Y17000", "2004-08"]
    whens = sorted((parse_when(text) for text in texts), key=lambda when: when.start_earliest)
    days = np.array([when.days for when in whens], dtype=np.int64)
    packed = {"n": len(days), "dated": len(days), "kinds": [], "days": base64.b64encode(pack_days(days)).decode()}
    packed["lonlat"] = base64.b64encode(np.zeros(2 * len(days), dtype="<i4").tobytes()).decode()
    assert node("readpoints.js", packed) == days.tolist()


def test_places_of_every_geometry() -> None:
    shapes = [
        Point(139.7, 35.7),
        Polygon([(0, 0), (4, 0), (4, 4), (0, 4)]),
        LineString([(10, 10), (12, 10)]),
        None,
        Point(),
        Point(190, 5),
    ]
    place = locate(gpd.GeoDataFrame(geometry=shapes, crs=4326), "lon", "lat")
    assert np.isnan(place.lon).tolist() == [False, False, False, True, True, False]
    assert place.approximate.tolist() == [False, True, True, False, False, False]
    assert (place.lon[0], place.lat[0], place.lon[5]) == (139.7, 35.7, -170)
    assert Polygon([(0, 0), (4, 0), (4, 4), (0, 4)]).contains(Point(place.lon[1], place.lat[1]))
    metres = gpd.GeoDataFrame(geometry=[Point(139.7, 35.7)], crs=4326).to_crs(3857)
    assert locate(metres, "lon", "lat").lon[0] == pytest.approx(139.7)
    table = pd.DataFrame({"x": ["139.7", "east"], "y": [35.7, 95]})
    assert np.isnan(locate(table, "x", "y").lat).tolist() == [False, True]
    with pytest.raises(InvalidInputError, match="no geometry and no columns 'lon' and 'lat'"):
        locate(table, "lon", "lat")


def test_kinds_most_frequent_first_and_at_most_twelve() -> None:
    codes, names = kinds_of(pd.Series(["b", "a", "b", None, ""]), 5)
    assert (names[0], set(names)) == ("b", {"a", "b", "other"})
    assert [names[code] for code in codes] == ["b", "a", "b", "other", "other"]
    ordered = pd.Series(pd.Categorical(["b", "a", "b"], categories=["z", "a", "b"]))
    assert kinds_of(ordered, 3)[1] == ["a", "b"]
    many = pd.Series([f"kind {i}" for i in range(40) for _ in range(40 - i)])
    codes, names = kinds_of(many, len(many))
    assert (len(names), names[0], names[-1]) == (12, "kind 0", "other")
    assert (codes == 11).sum() == sum(40 - i for i in range(11, 40))
    looks = {(kind["symbol"], kind["color"]) for kind in kind_records(names, {})}
    assert len(looks) == 12


def test_every_row_is_in_the_page_and_none_is_lost() -> None:
    table = pd.DataFrame(
        {
            "lon": [10, 20, np.nan, 30], "lat": [1, 2, 3, 4], "begin": ["1950", "soon", "1940", None],
            "name": ["second", "strange", "first", None],
        }
    )  # fmt: skip
    with pytest.warns(DataWarning) as caught:
        slider = TimeSlider(table, start="begin", title="name")
    assert [str(warning.message) for warning in caught] == [
        "1 dates are not understood and stand in the tray “undated”: soon",
        "1 rows have no place and stand in the tray “unlocated”.",
    ]
    assert {str(warning.filename) for warning in caught} == {__file__}
    (data,) = data_of(page_of(slider))
    assert (data["n"], data["dated"], data["titles"]) == (4, 2, ["first", "second", "strange", ""])


def test_text_of_the_data_stays_text() -> None:
    nasty = ["</script><script>alert(1)</script>", "{{ 7*7 }}{% for %}", "<!--<script>", "`${alert(1)}`", "日本\u2028"]
    table = pd.DataFrame({"lon": 1, "lat": 2, "begin": 1990, "type": nasty, "name": nasty})
    page = page_of(TimeSlider(table, start="begin", kind="type", title="name"))
    (data,) = data_of(page)
    assert data["titles"] == nasty
    assert {kind["title"]["en"] for kind in data["kinds"]} == set(nasty)
    assert "<script>alert" not in page and "{{ 7*7 }}" in page


def test_several_maps_share_one_script_and_one_style() -> None:
    page = page_of(TimeSlider(events(5), start="begin"), TimeSlider(events(5), start="begin"))
    assert page.count("startSliders();\n</script>") == 1
    assert page.count(".mapapp-time{") == 1
    names = re.findall(r'class="mapapp-slider-data" data-map="(\w+)"', page)
    assert len(set(names)) == 2
    assert all(f"var {name} = L.map(" in page for name in names)


def test_the_map_moves_to_the_points_only_where_the_user_chose_no_place() -> None:
    def bounds(map_: folium.Map, fit: bool | None = None) -> Any:
        TimeSlider(events(9), start="begin", fit=fit).add_to(map_)
        return data_of(map_.get_root().render())[0]["bounds"]

    assert bounds(folium.Map()) is not None
    assert bounds(folium.Map(location=[45, 9])) is None
    assert bounds(folium.Map(location=[45, 9]), fit=True) is not None
    assert bounds(folium.Map(), fit=False) is None


def test_what_is_wrong_is_said() -> None:
    table = events(3)
    with pytest.raises(InvalidInputError, match="no column 'start'"):
        TimeSlider(table, start="start")
    with pytest.raises(InvalidInputError, match="mode is 'until'"):
        TimeSlider(table, start="begin", mode="until")
    with pytest.raises(InvalidInputError):
        TimeSlider(table, start="begin", window=("soon", None))
    with pytest.raises(InvalidInputError, match="#RRGGBB"):
        TimeSlider(table, start="begin", colors={"": "red;}"})
    with pytest.raises(InvalidInputError, match="added to a folium map"):
        TimeSlider(table, start="begin").add_to(folium.Figure()).get_root().render()


def test_the_opening_window() -> None:
    assert opening_view("up-to", (None, 1990), "en") == "mode=up-to&to=1990"
    assert opening_view("between", ("-44", 476), "en") == "mode=between&from=-0044&to=0476"
    assert opening_view("in", ("2004-08", None), "ja") == "mode=in&from=2004-08&to=2004-08&lang=ja"


def test_size_and_time() -> None:
    def size(n: int) -> int:
        table = events(n)
        return len(page_of(TimeSlider(table, start="begin", end="end", kind="type", title="name")).encode()) - sum(
            len(name) + 3 for name in table["name"]
        )

    assert (size(10_000) - size(1_000)) / 9_000 <= 30  # bytes an event beyond titles; the issue allows 60
    table = events(10_000)
    times = []
    for _ in range(5):
        started = time.perf_counter()
        page_of(TimeSlider(table, start="begin", end="end", kind="type", title="name"))
        times.append(time.perf_counter() - started)
    assert min(times) <= 0.15


def test_ten_thousand_iso_dates_take_no_loop_over_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(text: str) -> Any:
        raise AssertionError(f"parsed one by one: {text}")

    monkeypatch.setattr("mapapp.webmap.spans.parse_when", forbidden)
    days = np.datetime64("1900-01-01") + np.arange(10_000)
    spans = read_spans(pd.Series(days.astype(str)))
    assert spans.known.all() and (np.diff(spans.days[:, 0]) == 1).all()


def test_the_manual_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(__file__).parents[2] / "docs" / "how-to" / "slider-on-any-map.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) >= 2
    monkeypatch.chdir(tmp_path)
    gpd.GeoDataFrame(events(20), geometry=gpd.points_from_xy(events(20)["lon"], events(20)["lat"]), crs=4326).to_file(
        "events.gpkg"
    )
    values: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        for block in blocks:
            exec(compile(block, "slider-on-any-map.md", "exec"), values)  # noqa: S102
    assert (tmp_path / "map.html").stat().st_size > 100_000


@pytest.mark.parametrize(
    ("start", "latest", "earliest", "end", "days"),
    [
        ("1990", "1992", "1995", "1999", ("1990-01-01", "1992-12-31", "1995-01-01", "1999-12-31")),
        ("1990", "", "", "1999", ("1990-01-01", "1990-12-31", "1999-01-01", "1999-12-31")),
        ("1990", "1992", "", None, ("1990-01-01", "1992-12-31", "1990-01-01", "1992-12-31")),  # one moment
        ("1990", "", "", None, ("1990-01-01", "1990-12-31", "1990-01-01", "1990-12-31")),
        ("1990", "1989", "", "1999", None),  # before the start
        ("1990", "", "2000", "1999", None),  # after the end
        ("1990", "soon", "", "1999", None),
    ],
)
def test_uncertain_stretches_come_from_columns_of_their_own(
    start: str, latest: str, earliest: str, end: str | None, days: tuple[str, ...] | None
) -> None:
    spans = read_spans(pd.Series([start]))
    if end is not None:
        spans = join_spans(spans, read_spans(pd.Series([end])))
    spans = widen_end(widen_start(spans, read_spans(pd.Series([latest]))), read_spans(pd.Series([earliest])))
    assert spans.known[0] == (days is not None)
    if days is not None:
        assert spans.days[0].tolist() == [parse_when(day).days[0] for day in days]
        assert spans.period[0] == (end is not None)


def test_the_slider_opens_with_its_trail_and_certainty() -> None:
    table = events(9).assign(latest=lambda t: t["begin"] + 1)
    slider = TimeSlider(table, start="begin", end="end", start_latest="latest", certain=True, trail=5)
    assert "certainty=certain" in slider.packed["view"] and "trail=5" in slider.packed["view"]
    with pytest.raises(InvalidInputError, match="trail is -1"):
        TimeSlider(table, start="begin", trail=-1)
    with pytest.raises(InvalidInputError, match="no column 'later'"):
        TimeSlider(table, start="begin", start_latest="later")
