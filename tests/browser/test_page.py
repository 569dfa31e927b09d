"""Journeys through the standalone page of crossroads, opened from the disk."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect
from shapely.geometry import Point

from mapapp.model import Atlas
from mapapp.names import toponym_at
from mapapp.select import select
from mapapp.view import View, format_view, parse_view
from mapapp.when import parse_span
from tests.browser.conftest import PHONE, Opened, wait_for, wait_until_ready

OpenPage = Callable[..., Opened]

STEP_TIMES = """async () => {
  const frame = (run) => new Promise((done) => requestAnimationFrame(() => { run?.(); done(); }));
  const now = () => performance.now();
  const times = [];
  const counts = [];
  for (let i = 0; i < 60; i += 1) {
    const to = String(1991 + (i * 7) % 34);
    let total = 0;
    let mark = 0;
    // What the step asks to be drawn runs between two callbacks of ours in its frame, and in the frame after it.
    const open = () => { mark = now(); };
    const close = () => { total += now() - mark; };
    const first = frame(() => { open(); requestAnimationFrame(open); });
    const before = now();
    mapapp.set({ mode: "up-to", to });
    total += now() - before;
    await Promise.all([first, frame(() => { close(); requestAnimationFrame(close); })]);
    await frame();
    await frame();
    times.push(total);
    counts.push([to, mapapp.visible().length]);
  }
  return { times, counts };
}"""


def visible(page: Page) -> list[str]:
    """The ids of the events in the window, as the page says."""
    found: list[str] = page.evaluate("mapapp.visible()")
    return found


def selected(atlas: Atlas, view: View) -> list[str]:
    """The ids of the events in the window, as Python says."""
    return [event.id for event in select(atlas, view).events]


def agree(page: Page, atlas: Atlas) -> list[str]:
    """Python and the page show the same events for the page's View; gives their ids."""
    view = parse_view(page.evaluate("mapapp.query()"))
    ids = visible(page)
    assert sorted(ids) == sorted(selected(atlas, view)), format_view(view)
    return ids


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


def test_the_slider_moves_by_keyboard(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    handle = page.get_by_role("slider", name="End of the window")
    before = visible(page)
    handle.focus()
    for _ in range(3):
        handle.press("ArrowLeft")
    wait_for(page, "() => mapapp.view().to !== '2024'")
    earlier = agree(page, crossroads)
    assert 0 < len(earlier) < len(before)
    assert set(before) > set(earlier)
    page.keyboard.press("PageUp")
    wait_for(page, "(n) => mapapp.visible().length > n", len(earlier))
    assert set(agree(page, crossroads)) > set(earlier)
    handle.press("Home")
    few = agree(page, crossroads)
    assert len(few) < len(earlier)


def test_the_slider_moves_by_mouse(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    before = visible(page)
    handle = page.get_by_role("slider", name="End of the window")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 30)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x - 25 * step, y)
    during = agree(page, crossroads)
    assert 0 < len(during) < len(before), "the map follows the drag, before it is let go"
    page.mouse.up()
    after = agree(page, crossroads)
    year = int(page.evaluate("mapapp.view().to")[:4])
    assert 1995 < year < 2022
    assert set(after) < set(before)
    sentence = page.locator(".time-host").get_by_text(f"{len(after)} events")
    expect(sentence.first).to_be_visible()


@pytest.mark.parametrize(("mode", "radio"), [("in", "in this year"), ("between", "between"), ("up-to", "up to")])
def test_the_three_modes(open_page: OpenPage, crossroads_page: str, crossroads: Atlas, mode: str, radio: str) -> None:
    page = open_page(f"{crossroads_page}#mode=between&from=2004&to=2010").page
    page.get_by_role("radio", name=radio).locator("xpath=ancestor::label[1]").click()
    wait_for(page, "(mode) => mapapp.view().mode === mode", mode)
    assert agree(page, crossroads)


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


def test_bars_can_show_sources(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page).page
    pixels = "mapapp.settled().then(() => document.querySelector('canvas.tl-chart').toDataURL())"
    by_kind = page.evaluate(pixels)
    page.get_by_role("button", name="Step, speed and axis").click()
    page.get_by_label("Bars show").select_option("source")
    expect(page.locator(".tl-key")).to_contain_text("other or none")
    assert page.locator(".tl-key > span").count() > 2
    by_source = page.evaluate(pixels)
    assert by_source != by_kind
    assert "bars=source" in page.url  # a link opens the same
    page.reload()
    expect(page.locator(".tl-key")).to_contain_text("other or none")
    assert page.evaluate(pixels) == by_source
    page.get_by_role("button", name="Step, speed and axis").click()
    expect(page.get_by_label("Bars show")).to_have_value("source")
    page.get_by_label("Bars show").select_option("kind")
    expect(page.locator(".tl-key")).to_be_hidden()
    assert page.evaluate(pixels) == by_kind


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


def test_the_slider_under_fingers_day_by_day_and_before_christ(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas
) -> None:
    opened = open_page(f"{crossroads_page}#mode=in&from=2024&to=2024", has_touch=True)
    page = opened.page
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *xs: float) -> None:
        box = page.locator(".tl-stage").bounding_box()
        assert box is not None
        points = [{"x": x, "y": box["y"] + 40, "id": i} for i, x in enumerate(xs)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def middle() -> float:
        box = page.get_by_role("slider").first.bounding_box()
        assert box is not None
        return box["x"]

    rule = page.locator(".tl-rule")
    expect(rule).to_contain_text("year")
    for _ in range(2):  # two fingers draw the axis apart: from years to days
        at = middle()
        touch("touchStart", at - 25, at + 5)
        for reach in (60, 120, 200):
            touch("touchMove", at - reach, at + reach / 5)
        touch("touchEnd")
        page.evaluate("mapapp.settled()")
    expect(rule).to_contain_text("First and last day included")
    field = page.get_by_label("End of the window", exact=True).and_(page.locator("input"))
    field.fill("28 July 2024")
    field.press("Enter")
    handle = page.get_by_role("slider", name="The time shown")
    handle.focus()
    seen = []
    for day in (28, 29, 30, 31):
        assert page.evaluate("mapapp.view().to") == f"2024-07-{day}"
        expect(page.locator(".tl-sentence-text")).to_contain_text(f"{day} July 2024")
        seen.append(tuple(agree(page, crossroads)))
        handle.press("ArrowRight")
    assert len({ids for ids in seen if ids}) > 1

    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    at = middle()
    touch("touchStart", at)
    touch("touchMove", at + 40)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    touch("touchEnd")

    page.evaluate("mapapp.set({ mode: 'between', from: '2024-07-28', to: '2024-07-30' })")
    page.evaluate("mapapp.settled()")
    start = page.get_by_role("slider", name="Start of the window")
    start.focus()
    for _ in range(4):  # over the other handle
        page.keyboard.press("ArrowRight")
    assert page.evaluate("[mapapp.view().from, mapapp.view().to]") == ["2024-07-30", "2024-08-01"]
    expect(page.locator(".tl-handle:focus")).to_have_attribute("aria-label", "End of the window")
    typed = page.get_by_label("Start of the window", exact=True).and_(page.locator("input"))
    typed.fill("44 BCE")
    typed.press("Enter")
    assert page.evaluate("mapapp.view().from") == "-0043"
    expect(page.locator(".tl-sentence-text")).to_contain_text("44 BCE to")
    agree(page, crossroads)
    assert opened.errors == []


def test_steps_of_the_slider_are_counted_right_and_timed(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, record_property: Callable[[str, object], None]
) -> None:
    page = open_page(crossroads_page).page
    found = page.evaluate(STEP_TIMES)
    for to, count in found["counts"]:
        assert count == len(selected(crossroads, View(mode="up-to", end=to))), to
    median = statistics.median(found["times"])
    record_property("slider_step_ms_median", median)
    print(f"\nslider step: median {median:.1f} ms of JavaScript, largest {max(found['times']):.1f} ms, 60 steps")


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
