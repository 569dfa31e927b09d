"""Journeys through the standalone page of crossroads, opened from the disk."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import Point

from mapapp.model import Atlas
from mapapp.names import toponym_at
from mapapp.select import select
from mapapp.view import View
from mapapp.when import parse_span
from tests.browser.agreement import agree, selected, visible
from tests.browser.conftest import PHONE, Opened, wait_for, wait_until_ready

OpenPage = Callable[..., Opened]


def panel(page: Page) -> Locator:
    """The detail panel."""
    return page.locator("#detail")


def test_the_page_opens_without_asking_anyone(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    opened = open_page(crossroads_page)
    page = opened.page
    assert opened.requests == [crossroads_page]
    assert agree(page, crossroads)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == crossroads.title["en"]
    page.evaluate("mapapp.set({mode: 'up-to', to: '2010', lang: 'ja', theme: 'dark', select: '2014-dialogue-5'})")
    page.get_by_role("button", name="全").first.wait_for()
    assert opened.requests == [crossroads_page], "nor later"
    assert opened.errors == []


def test_the_map_is_not_blank(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page).page
    assert page.locator("canvas").first.is_visible()
    colours = """() => [...document.querySelectorAll("main canvas")].map((canvas) => {
      const { width, height } = canvas;
      if (!width || !height) return [0, 0];
      const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer);
      return [new Set(pixels).size, pixels.filter((value) => value !== 0).length / pixels.length];
    })"""
    wait_for(page, f"() => ({colours})().some(([colours]) => colours > 200)")
    found = page.evaluate(colours)
    assert max(share for _, share in found) > 0.9, "the base map fills its canvas"
    box = page.locator("main .map-element").bounding_box()
    assert box is not None
    assert box["width"] > 600
    assert box["height"] > 400


def test_bishkek_tells_its_citation(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2014-07-17&center=75,42&zoom=5").page
    place = crossroads.place_by_id["bishkek"]
    assert isinstance(place.geometry, Point)
    spot = page.evaluate(
        """([lon, lat]) => {
          const box = document.querySelector(".map-element").getBoundingClientRect();
          const { center, zoom } = mapapp.view();
          const unit = (x, y) => {
            const s = Math.sin((y * Math.PI) / 180);
            return [0.5 + x / 360, 0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)];
          };
          const [a, b] = [unit(lon, lat), unit(...center)];
          const size = 256 * 2 ** zoom;
          return { x: box.x + box.width / 2 + (a[0] - b[0]) * size, y: box.y + box.height / 2 + (a[1] - b[1]) * size };
        }""",
        [place.geometry.x, place.geometry.y],
    )
    assert "2014-dialogue-5" in agree(page, crossroads)
    page.mouse.click(spot["x"], spot["y"])
    wait_for(page, "() => mapapp.view().select !== null")
    if page.evaluate("mapapp.view().select") == "bishkek":
        panel(page).get_by_role("button", name="Fifth", exact=False).first.click()
    wait_for(page, "() => mapapp.view().select === '2014-dialogue-5'")
    details = panel(page)
    expect(details).to_contain_text("17 July 2014")
    expect(details).to_contain_text(re.compile("多邊機制.{0,20}50"))


def test_a_permalink_restores_everything(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    query = (
        "mode=between&from=2004&to=2015-10&kind=meeting,visit&actor=japan&layers=cities,corridors&q=tokyo&names=today"
        "&lang=ja&theme=dark&center=100.5,40.25&zoom=4.25&select=2014-dialogue-5"
    )
    page = open_page(f"{crossroads_page}#{query}").page
    assert page.evaluate("mapapp.query()") == query
    agree(page, crossroads)
    expect(panel(page)).to_contain_text("2014年7月17日")
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.evaluate("mapapp.set({q: '', to: '2010', select: 'bishkek'})")
    wait_for(page, "() => location.hash.includes('select=bishkek')")
    kept = page.evaluate("mapapp.query()")
    assert unquote(page.evaluate("location.hash.slice(1)")) == unquote(kept)
    page.reload()
    wait_until_ready(page)
    assert page.evaluate("mapapp.query()") == kept


def test_the_address_is_followed(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    page.evaluate("location.hash = 'mode=in&from=2006&to=2006'")
    wait_for(page, "() => mapapp.view().mode === 'in' && mapapp.view().from === '2006'")
    agree(page, crossroads)


def test_unknown_parts_of_a_link_are_told_and_the_rest_is_shown(open_page: OpenPage, crossroads_page: str) -> None:
    opened = open_page(f"{crossroads_page}#mode=in&from=2006&colour=red&to=2004-13&%3Cb%3E=%3Cimg%20src=x%3E")
    page = opened.page
    notice = page.locator(".notice")
    expect(notice).to_contain_text("colour=red")
    expect(notice).to_contain_text("to=2004-13")
    expect(notice).to_contain_text("<img src=x>")
    assert page.evaluate("mapapp.view().from") == "2006"
    assert page.locator("img").count() == 0
    notice.get_by_role("button").click()
    expect(page.locator(".notice")).to_have_count(0)
    assert opened.errors == []


@pytest.mark.parametrize(("button", "language"), [("繁體中文", "zh-Hant"), ("日本語", "ja")])
def test_the_language_changes_everywhere(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, button: str, language: str
) -> None:
    opened = open_page(f"{crossroads_page}#mode=between&from=2004&to=2015&select=2014-dialogue-5")
    page = opened.page
    english = {part: page.locator(part).inner_text() for part in ("header", "#rail", "#detail", ".time-host")}
    page.get_by_role("button", name=button).click()
    wait_for(page, "(lang) => document.documentElement.lang === lang", language)
    event = crossroads.event_by_id["2014-dialogue-5"]
    expect(panel(page)).to_contain_text(event.title[language])
    for part, before in english.items():
        expect(page.locator(part)).not_to_have_text(before)
    assert page.title() == crossroads.title[language]
    page.get_by_role("button", name="EN", exact=True).click()
    wait_for(page, "() => document.documentElement.lang === 'en'")
    expect(panel(page)).to_contain_text(event.title["en"])
    assert opened.errors == []


def test_facets_count_and_filter(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(f"{crossroads_page}#mode=between&from=2004&to=2015").page
    rail = page.locator("#rail")
    visits = rail.get_by_role("button", name="Visits")
    wanted = View(start="2004", end="2015", kinds=("visit",))
    shown = select(crossroads, wanted)
    expect(visits).to_contain_text(str(len(shown.events)))
    expect(visits).to_contain_text(str(len(shown.events) + len(shown.outside) + len(shown.undated)))
    visits.click()
    wait_for(page, "() => mapapp.view().kinds.includes('visit')")
    assert sorted(agree(page, crossroads)) == sorted(selected(crossroads, wanted))
    visits = rail.locator(".kind-row", has_text="Visits")
    expect(visits).to_have_attribute("aria-pressed", "true")
    visits.click()
    wait_for(page, "() => mapapp.view().kinds.length === 0")
    rail.get_by_role("button", name="Only certain dates").click()
    wait_for(page, "() => mapapp.view().certainty === 'certain'")
    agree(page, crossroads)


def test_layers_switch(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page).page
    before = visible(page)
    page.get_by_role("switch", name="Bases, headquarters").click()
    wait_for(page, "() => mapapp.view().layers !== null && !mapapp.view().layers.includes('bases')")
    expect(page.get_by_role("switch", name="Bases, headquarters")).not_to_be_checked()
    assert visible(page) == before, "layers are places: they hide no event"


def test_search_finds_in_every_language(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    field = page.get_by_role("searchbox")
    for words in ("TOKYO dialogue", "東京", "ビシュケク", "比什凱克"):
        field.fill(words)
        wait_for(page, "(words) => mapapp.view().q === words", words)
        assert agree(page, crossroads), words
    expect(page.locator(".search-hits")).to_contain_text("Bishkek")
    field.fill("zzzz")
    wait_for(page, "() => mapapp.visible().length === 0")
    expect(page.locator(".notice")).to_be_visible()
    page.locator(".notice").get_by_role("button").first.click()
    wait_for(page, "() => mapapp.visible().length > 0")


def test_names_are_those_of_the_time(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    changed = {}
    for place in crossroads.places:
        then, now = (toponym_at(place, parse_span(year), "en") for year in ("1995", "2023"))
        if then and now and then.name != now.name:
            changed[place.id] = (then.name, now.name)
    assert changed, "crossroads has a place that changed its name"
    place_id, (then_name, now_name) = next(iter(changed.items()))
    page = open_page(f"{crossroads_page}#mode=in&from=1995&select={place_id}").page
    heading = panel(page).get_by_role("heading", level=2)
    expect(heading).to_contain_text(then_name)
    page.evaluate("mapapp.set({mode: 'in', from: '2023', to: '2023'})")
    expect(heading).to_contain_text(now_name)


def test_changes_are_told_when_they_settle(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page).page
    told = page.evaluate(
        """() => new Promise((done) => {
          document.addEventListener("mapapp:change", (event) => done(event.detail), { once: true });
          mapapp.set({ mode: "in", from: "2006" });
        })"""
    )
    assert told["query"].startswith("mode=in&from=2006&to=2006")
    assert told["view"]["from"] == "2006"
    state = page.evaluate("(mapapp.set({mode: 'up-to', from: null, to: null}), mapapp.view())")
    assert (state["mode"], state["from"], state["to"]) == ("up-to", None, None), "the state is changed when set returns"
    for bad in ("{mode: 'during'}", "{from: '2004-13'}", "{colour: 'red'}"):
        refused = page.evaluate(
            f"(() => {{ try {{ mapapp.set({bad}); return ''; }} catch (e) {{ return e.message; }} }})()"
        )
        assert refused, bad
    assert page.evaluate("mapapp.view().mode") == "up-to"


def test_a_phone_shows_map_and_slider_without_sideways_scrolling(open_page: OpenPage, crossroads_page: str) -> None:
    opened = open_page(crossroads_page, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    page = opened.page
    widths = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
    assert max(widths[:2]) <= widths[2] == PHONE["width"]
    for locator in (page.get_by_role("slider").first, page.locator("main .map-element"), page.locator(".time-host")):
        expect(locator).to_be_in_viewport()
    targets = page.locator("header button:visible, .time-host button:visible")
    for index in range(targets.count()):
        box = targets.nth(index).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"] + 0.5, targets.nth(index).inner_text()
    page.evaluate("mapapp.select('2014-dialogue-5')")
    expect(panel(page)).to_be_in_viewport()
    assert opened.errors == []


def test_reduced_motion_and_keyboard_focus(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page, reduced_motion="reduce").page
    for _ in range(6):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => {
              const style = getComputedStyle(document.activeElement);
              const { tagName } = document.activeElement;
              return [tagName, style.outlineStyle, parseFloat(style.outlineWidth), style.boxShadow];
            }"""
        )
        assert focus[0] != "BODY"
        assert (focus[1] != "none" and focus[2] > 0) or focus[3] != "none", f"focus cannot be seen on {focus}"
