"""The slider on a plain `folium.Map`: the same pixels by any way, what is under the pointer, several maps on a page."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from mapapp.webmap import TimeSlider
from mapapp.webmap.assets import read_asset

Show = Callable[..., Page]

PICTURE = """() => {
  const canvas = document.querySelector("canvas.mapapp-points");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const words = new Uint32Array(data.buffer);
  let hash = 17, ink = 0;
  for (const word of words) {
    hash = (Math.imul(hash, 31) + word) | 0;
    if (word) ink += 1;
  }
  return [canvas.width, canvas.height, hash, ink];
}"""

SET = """({ view, at }) => {
  const map = Object.values(window).find((value) => value?.mapappTime);
  if (at) map.setView([at[1], at[0]], at[2], { animate: false });
  map.mapappTime.set(view);
  return map.mapappTime.settled().then(() => map.mapappTime.count());
}"""


def events(n: int) -> pd.DataFrame:
    """Events in clusters, a tenth of them lasting some years, some with uncertain dates."""
    dice = np.random.default_rng(5)
    begin = dice.integers(1926, 2026, n)
    end = begin + (dice.random(n) < 0.1) * dice.integers(0, 9, n)
    return pd.DataFrame(
        {
            "lon": np.clip(20 + dice.normal(0, 40, n), -179, 179),
            "lat": np.clip(20 + dice.normal(0, 20, n), -60, 75),
            "begin": [f"{year}{'~' if year % 7 == 0 else ''}" for year in begin],
            "end": [str(year) for year in end],
            "type": np.array(["meeting", "visit", "aid"])[dice.integers(0, 3, n)],
            "name": [f"Event {i}" for i in range(n)],
        }
    )


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Open a folium page; Leaflet comes from our own files, all else that folium asks for is empty."""
    contexts = []

    def answer(route: Route) -> None:
        name = next((name for name in ("leaflet.js", "leaflet.css") if route.request.url.endswith(f"/{name}")), None)
        if route.request.url.startswith("file:"):
            route.continue_()
        elif name:
            kind = "text/css" if name.endswith("css") else "text/javascript"
            route.fulfill(body=read_asset("vendor/" + name.replace("leaflet", "leaflet-1.9.4")), content_type=kind)
        else:
            route.fulfill(body="", content_type="text/css" if ".css" in route.request.url else "text/javascript")

    def run(root: Any, **options: Any) -> Page:
        file = tmp_path / f"page-{len(contexts)}.html"
        root.save(str(file))
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 700}, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/*", answer)
        page.goto(file.as_uri())
        page.wait_for_function("Object.values(window).some((value) => value?.mapappTime)")
        assert not errors
        return page

    yield run
    for context in contexts:
        context.close()


def slider_map(table: pd.DataFrame, **options: Any) -> folium.Map:
    """A plain map with the slider."""
    m = folium.Map(**{"tiles": None, **options})
    TimeSlider(table, start="begin", end="end", kind="type", title="name", fit=True).add_to(m)
    return m


def jumps(count: int) -> list[dict[str, Any]]:
    """Random Views in all modes, and now and then another place."""
    dice = random.Random(3)  # noqa: S311
    states = []
    for _ in range(count):
        low, high = sorted(dice.choices(range(1920, 2030), k=2))
        view = dice.choice(
            [
                {"mode": "up-to", "from": None, "to": str(high)},
                {"mode": "up-to", "from": None, "to": str(high)},
                {"mode": "between", "from": str(low), "to": str(high)},
                {"mode": "between", "from": str(low), "to": None},
                {"mode": "in", "from": str(low), "to": str(low)},
            ]
        )
        view |= {"kinds": dice.choice([[], [], ["0"], ["1", "2"]])}
        view |= {"certainty": dice.choice(["possible", "possible", "certain"])}
        at = [dice.uniform(-20, 60), dice.uniform(-10, 40), dice.choice([1, 2, 3.5])] if dice.random() < 0.2 else None
        states.append({"view": view, "at": at})
    return states


@pytest.mark.parametrize("ratio", [1, 2])
def test_the_same_pixels_by_any_way_as_drawn_anew(show: Show, ratio: int) -> None:
    m = slider_map(events(8_000))
    page = show(m, device_scale_factor=ratio)
    at = [20, 20, 2]
    for step, state in enumerate(jumps(10)):
        at = state["at"] or at
        count = page.evaluate(SET, {"view": state["view"], "at": state["at"]})
        picture = page.evaluate(PICTURE)
        if step % 3 and not state["at"]:
            continue
        anew = show(m, device_scale_factor=ratio)
        assert anew.evaluate(SET, {"view": state["view"], "at": at if step or state["at"] else None}) == count
        if step == 0 and not state["at"]:
            page.evaluate(SET, {"view": state["view"], "at": at})
            anew.evaluate(SET, {"view": state["view"], "at": at})
            picture = page.evaluate(PICTURE)
        assert anew.evaluate(PICTURE) == picture
        assert (picture[3] > 0) == (count > 0)


WALK = """async (years) => {
  const map = Object.values(window).find((value) => value?.mapappTime);
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  let patches = 0;
  const canvas = document.querySelector("canvas.mapapp-points");
  const pen = CanvasRenderingContext2D.prototype;
  const [put, fill] = [pen.putImageData, pen.fill];
  pen.putImageData = function (...all) {
    patches += this.canvas === canvas && all.length > 3;
    return put.apply(this, all);
  };
  pen.fill = function (...all) {
    patches += this.canvas === canvas;
    return fill.apply(this, all);
  };
  for (const year of years) {
    map.mapappTime.set({ from: null, to: String(year) }, { settled: false });
    await frame();
  }
  Object.assign(pen, { putImageData: put, fill });
  await map.mapappTime.settled();
  return patches;
}"""
WHOLE = "() => { Object.values(window).find((value) => value?.mapappTime).fire('viewreset'); }"


@pytest.mark.parametrize("ratio", [1, 2])
def test_small_steps_touch_few_pixels_and_leave_the_same_picture(show: Show, ratio: int) -> None:
    page = show(slider_map(events(3_000)), device_scale_factor=ratio)
    page.evaluate(SET, {"view": {"mode": "up-to", "from": None, "to": "1980"}, "at": None})
    for years, select in (
        ([*range(1981, 1990)], None),
        ([*range(1988, 1979, -1)], "7"),
        ([1985, 1986, 1950, 1951], None),
    ):
        page.evaluate(SET, {"view": {"select": select}, "at": None})
        patches = page.evaluate(WALK, years)
        assert (patches > 0) == (select is None)  # the ring of what is selected lies over others
        stepped = page.evaluate(PICTURE)
        page.evaluate(WHOLE)
        assert page.evaluate(PICTURE) == stepped


def test_no_webgl_is_asked_for(show: Show, browser: Browser) -> None:
    page = show(slider_map(events(2_000)))
    asked = page.evaluate(
        """() => {
          const kinds = [];
          const own = HTMLCanvasElement.prototype.getContext;
          HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            kinds.push(kind);
            return own.call(this, kind, ...rest);
          };
          window.dispatchEvent(new Event("resize"));
          const all = () => [...new Set(kinds)];
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(all()))));
        }"""
    )
    assert all(kind == "2d" for kind in asked)
    assert page.evaluate(PICTURE)[3] > 0


def coincident() -> pd.DataFrame:
    """Three events on one spot, one elsewhere, one without a date, one without a place."""
    nasty = "<img src=x onerror=alert(1)>"
    rows = [(10, 50, "1990", nasty), (10, 50, "1991", "b"), (10, 50, "2001", "c"), (30, 40, "1995", "far")]
    rows += [(20, 45, "?", "when"), (np.nan, 45, "1992", "where")]
    table = pd.DataFrame(rows, columns=["lon", "lat", "begin", "name"])
    return table.assign(type=["a", "a", "b", "a", "a", "b"])


def place_of(page: Page, lon: float, lat: float) -> dict[str, float]:
    """Where a point of the Earth is on the page."""
    return page.evaluate(
        """([lon, lat]) => {
          const map = Object.values(window).find((value) => value?.mapappTime);
          const box = map.getContainer().getBoundingClientRect();
          const at = map.latLngToContainerPoint([lat, lon]);
          return { x: box.x + at.x, y: box.y + at.y };
        }""",
        [lon, lat],
    )


@pytest.mark.filterwarnings("ignore::mapapp.webmap.points.DataWarning")
def test_a_click_lists_all_that_coincide_and_the_trays_all_that_is_not_on_the_map(show: Show) -> None:
    m = folium.Map(tiles=None)
    TimeSlider(coincident(), start="begin", kind="type", title="name").add_to(m)
    page = show(m)
    at = place_of(page, 10, 50)
    page.mouse.move(at["x"] + 2, at["y"])
    expect(page.locator(".mapapp-hint")).to_have_text("2001 · c · 3 events")
    page.mouse.click(at["x"] + 2, at["y"])
    panel = page.locator(".mapapp-panel")
    expect(panel.locator("li")).to_have_text(["2001c", "1991b", "1990<img src=x onerror=alert(1)>"])
    assert panel.locator("img").count() == 0
    panel.get_by_role("button", name="1991").click()
    assert (
        page.evaluate("Object.values(window).find((value) => value?.mapappTime).mapappTime.view().select") is not None
    )
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    page.evaluate(SET, {"view": {"mode": "in", "from": "1990", "to": "1990"}, "at": None})
    page.mouse.click(at["x"] + 2, at["y"])
    expect(panel.locator("li")).to_have_text(["1990<img src=x onerror=alert(1)>"])
    page.evaluate(SET, {"view": {"mode": "between", "from": None, "to": None}, "at": None})
    page.locator(".tl-tray[data-tray=undated]").click()
    expect(panel.locator("li")).to_have_text(["undatedwhen"])
    page.locator(".tl-tray[data-tray=unlocated]").click()
    expect(panel.locator("li")).to_have_text(["1992where"])


def test_the_legend_switches_kinds_and_the_slider_counts(show: Show) -> None:
    table = events(500)
    page = show(slider_map(table))
    kinds = table["type"].value_counts()
    first = kinds.index[0]
    expect(page.locator(".tl-sentence-text")).to_contain_text("500 events")
    page.locator(".mapapp-legend").get_by_role("button", name=first).click()
    expect(page.locator(".tl-sentence-text")).to_contain_text(f"{500 - kinds.iloc[0]} events")
    expect(page.locator(".mapapp-legend").get_by_role("button", name=first)).to_have_attribute("aria-pressed", "false")


def test_only_certain_dates_and_only_what_the_frame_holds(show: Show) -> None:
    table = events(500)
    page = show(slider_map(table))
    sentence = page.locator(".tl-sentence-text")
    expect(sentence).to_contain_text("500 events")
    certain = page.get_by_role("button", name="Only certain dates")
    certain.click()
    sure = int((~table["begin"].str.endswith("~")).sum())
    expect(sentence).to_contain_text(f"{sure} events")
    certain.click()
    frame = page.get_by_role("button", name="Only in the map's frame")
    frame.click()
    expect(frame).to_have_attribute("aria-pressed", "true")
    count = "Object.values(window).find((value) => value?.mapappTime).mapappTime.count()"
    for at in ([20, 20, 4], [60, 30, 5]):
        page.evaluate(SET, {"view": {}, "at": at})
        west, south, east, north = page.evaluate(
            """() => {
              const bounds = Object.values(window).find((value) => value?.mapappTime).getBounds();
              return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
            }"""
        )
        inside = table["lon"].between(west, east) & table["lat"].between(south, north)
        assert 0 < inside.sum() < 500
        assert page.evaluate(count) == inside.sum()
        expect(sentence).to_contain_text(f"{inside.sum()} event")


def test_several_maps_each_keep_their_size_and_their_own_window(show: Show) -> None:
    figure = folium.Figure()
    for width in (500, 420):
        slider_map(events(200), width=width, height=380).add_to(figure)
    page = show(figure)
    frames = page.locator(".mapapp-time")
    assert [(box["width"], box["height"]) for box in (frames.nth(i).bounding_box() or {} for i in (0, 1))] == [
        (500, 380),
        (420, 380),
    ]
    frames.nth(0).get_by_role("radio", name="up to").check()
    views = page.evaluate(
        "Object.values(window).filter((value) => value?.mapappTime).map((map) => map.mapappTime.view().mode)"
    )
    assert sorted(set(views)) == ["between", "up-to"]


INK = """([lon, lat]) => {
  const map = Object.values(window).find((value) => value?.mapappTime);
  const canvas = document.querySelector("canvas.mapapp-points");
  const at = map.latLngToLayerPoint([lat, lon]).subtract(L.DomUtil.getPosition(canvas));
  return canvas.getContext("2d").getImageData(Math.floor(at.x), Math.floor(at.y), 1, 1).data[3];
}"""


def test_marks_are_pale_where_the_window_ends_in_an_uncertain_stretch_and_where_the_past_fades(show: Show) -> None:
    rows = [(10, 50, "1990", "1999", "2010", "2015"), (30, 40, "1950", "1950", "1951", "1951")]
    table = pd.DataFrame(rows, columns=["lon", "lat", "begin", "latest", "soon", "end"])
    m = folium.Map(tiles=None)
    TimeSlider(table, start="begin", start_latest="latest", end_earliest="soon", end="end", fit=True).add_to(m)
    page = show(m)

    def ink(place: tuple[float, float], **view: Any) -> int:
        page.evaluate(SET, {"view": {"mode": "up-to", "from": None, **view}, "at": None})
        return int(page.evaluate(INK, list(place)))

    pale = page.locator(".mapapp-pale")
    levels = [ink((10, 50), to=str(year)) for year in (1989, 1990, 1992, 1995, 1997, 1999, 2020)]
    assert levels[0] == 0
    assert levels == sorted(levels) and len(set(levels)) > 4  # rises over the stretch
    assert levels[-1] == levels[-2]
    expect(pale).to_be_hidden()
    ends = [ink((10, 50), mode="between", to=None, **{"from": str(year)}) for year in (2010, 2012, 2015, 2016)]
    assert ends[0] > ends[1] > ends[2] > ends[3] == 0
    assert ink((10, 50), to="1995", certainty="certain") == 0
    page.get_by_role("button", name="Step, speed and axis").click()
    page.get_by_label("The past fades").select_option("5")
    trail = [ink((30, 40), to=str(year), certainty="possible") for year in (1951, 1956, 1958, 1990)]
    assert trail[0] == trail[1] > trail[2] > trail[3] > 0
    expect(pale).to_have_text("Pale: years ago, or perhaps outside these years")
