"""Journeys through the explorer: the page inside Streamlit, the address bar, a broken atlas."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from mapapp.atlas import open_atlas
from mapapp.model import Atlas
from mapapp.select import select
from mapapp.staticmap import Paper, write_snapshot
from mapapp.view import View, parse_view
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, at_rest, wait_for, wait_until_ready
from tests.browser.test_accessibility import violations

FRAME = "iframe.mapapp-frame"

OpenExplorer = Callable[[str], tuple[Page, Frame]]


@pytest.fixture
def asked() -> list[str]:
    """What the pages of a test have asked of the server: addresses, and messages of the session."""
    return []


@pytest.fixture
def open_explorer(browser: Browser, server: str, asked: list[str]) -> Iterator[OpenExplorer]:
    """Open the explorer with a query: its page, and the page of the map inside. No other host is ever asked."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(20_000)
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    context.on("request", lambda request: asked.append(request.url))

    def run(query: str) -> tuple[Page, Frame]:
        page = context.new_page()
        page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).netloc))
        page.on("websocket", lambda socket: socket.on("framesent", lambda _: asked.append("message")))
        page.goto(f"{server}/?{query}")
        return page, frame_of(page)

    yield run
    context.close()
    assert hosts - {""} == {urlsplit(server).netloc}


def frame_of(page: Page) -> Frame:
    """The page of the map, ready; one that is just being taken away has no frame any more."""
    frame = None
    while frame is None:
        handle = page.wait_for_selector(FRAME, timeout=60_000)
        assert handle is not None
        frame = handle.content_frame()
    wait_until_ready(frame)
    return frame


def count_in_dock(frame: Frame, name: str, count: int) -> None:
    """Wait until the bar of table and charts says this count."""
    button = frame.locator(".dock-bar").get_by_role("button", name=re.compile(rf"^{name} {count}$"))
    expect(button).to_be_visible(timeout=20_000)


def test_the_page_fills_the_explorer(open_explorer: OpenExplorer, crossroads: Atlas) -> None:
    page, frame = open_explorer("atlas=crossroads&mode=between&from=2004&to=2010")
    assert frame.evaluate("mapapp.view().from") == "2004"
    view = View(start="2004", end="2010")
    assert len(frame.evaluate("mapapp.visible()")) == len(select(crossroads, view).events)
    count_in_dock(frame, "Table", len(select(crossroads, view).events))
    count_in_dock(frame, "Sources", len(crossroads.sources))
    box = page.locator(FRAME).bounding_box()
    assert box is not None
    filled = (0, 0, DESKTOP["width"], DESKTOP["height"])
    assert (box["x"], box["y"], box["width"], box["height"]) == filled, "the page fills the window"


def test_the_map_survives_a_rerun_with_its_pan_and_zoom(open_explorer: OpenExplorer) -> None:
    page, frame = open_explorer("atlas=crossroads")
    frame.evaluate("window.marked = true")
    map_ = frame.locator(".map-element").bounding_box()
    assert map_ is not None
    x, y = map_["x"] + map_["width"] * 0.6, map_["y"] + map_["height"] * 0.3
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x - 20 * step, y + 8 * step)
    page.mouse.up()
    wait_for(frame, "() => mapapp.view().center !== null && mapapp.view().zoom !== null")
    panned = frame.evaluate("mapapp.view().zoom")
    frame.get_by_role("button", name="Zoom in").click()
    wait_for(frame, "(zoom) => mapapp.view().zoom === zoom", panned + 0.75)
    wait_for(page, "(zoom) => location.search.includes(`zoom=${zoom}`)", panned + 0.75)
    before = frame.evaluate("[mapapp.view().center, mapapp.view().zoom]")
    frame.get_by_role("button", name="Export", exact=True).click()  # a rerun: the dialog over the page
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible(timeout=20_000)
    assert violations(page) == []
    assert frame.evaluate("window.marked") is True, "the iframe was not loaded anew"
    assert not frame.is_detached()
    assert page.locator(FRAME).count() == 1
    center, zoom = frame.evaluate("[mapapp.view().center, mapapp.view().zoom]")
    assert zoom == before[1]
    assert center == pytest.approx(before[0], abs=0.01)
    stop_a_drawing(page)


def stop_a_drawing(page: Page) -> None:
    """Begin an animation in the export dialog and stop it: the dialog is back at its beginning."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Animation", exact=True).click()
    draw = dialog.get_by_role("button", name="Draw it")
    draw.click(timeout=20_000)
    stop = dialog.get_by_role("button", name="Stop")
    stop.click(timeout=20_000)
    expect(stop).to_have_count(0, timeout=20_000)
    expect(draw).to_be_enabled()
    expect(dialog.get_by_role("progressbar")).to_have_count(0)
    expect(dialog.get_by_role("button", name=re.compile("^Save "))).to_have_count(0)


def test_a_picture_of_another_atlas_opens_that_atlas(
    open_explorer: OpenExplorer, workspace: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(MINIMAL, workspace / "minimal")
    try:
        query = "mode=in&from=1956&to=1956"
        path = write_snapshot(open_atlas(own), parse_view(query), tmp_path / "b.png", Paper((480, 360)))
        page, frame = open_explorer("atlas=crossroads")
        frame.locator("[data-key=menu-share]").press("Enter")
        with page.expect_file_chooser() as chooser:
            frame.locator("[data-key=reopen]").press("Enter")
        chooser.value.set_files(path)
        frame.get_by_role("button", name="Open minimal").click()
        page.wait_for_selector(f'{FRAME}[title="{open_atlas(own).title["en"]}"]')
        wait_for(frame_of(page), "(wanted) => mapapp.query().startsWith(wanted)", query)
        expect(page).to_have_url(re.compile("atlas=minimal"))
    finally:
        shutil.rmtree(own)


def test_the_table_follows_the_slider_and_the_server_is_not_asked(
    open_explorer: OpenExplorer, crossroads: Atlas, asked: list[str]
) -> None:
    page, frame = open_explorer("atlas=crossroads&mode=up-to&to=2024")
    wait_for(page, "() => location.search.includes('to=2024')")
    at_rest(page)
    asked.clear()
    handle = frame.get_by_role("slider").last
    handle.focus()
    handle.press("PageDown")
    wait_for(frame, "() => mapapp.view().to !== '2024'")
    view = View(mode="up-to", end=frame.evaluate("mapapp.view().to"))
    shown = select(crossroads, view).events
    assert 0 < len(shown) < len(crossroads.events)
    count_in_dock(frame, "Table", len(shown))
    wait_for(page, "(to) => location.search.includes(`to=${to}`)", frame.evaluate("mapapp.view().to"))
    assert [one for one in asked if not one.endswith("/favicon.png")] == [], "the icon is in the browser's cache"


def test_the_address_bar_holds_the_view_and_restores_it(open_explorer: OpenExplorer) -> None:
    page, frame = open_explorer("atlas=crossroads")
    frame.evaluate("mapapp.set({mode: 'in', from: '2006', kinds: ['meeting', 'visit'], lang: 'ja', select: 'bishkek'})")
    wait_for(page, "() => location.search.includes('select=bishkek')")
    query_in_frame = f"document.querySelector('{FRAME}').contentWindow.mapapp.query()"
    wait_for(page, f"() => location.search.endsWith({query_in_frame})")  # the map has moved to what was selected
    query = frame.evaluate("mapapp.query()")
    address = urlsplit(page.evaluate("location.href"))
    assert query in address.query
    _, again = open_explorer(address.query)
    assert again.evaluate("mapapp.query()") == query
    assert again.evaluate("document.documentElement.lang") == "ja"


def test_a_broken_atlas_shows_its_problems_and_others_still_open(open_explorer: OpenExplorer, server: str) -> None:
    page, _ = open_explorer("atlas=crossroads")
    page.goto(f"{server}/?atlas=broken")
    expect(page.get_by_text("1 problem to mend")).to_be_visible(timeout=60_000)
    problem = page.get_by_test_id("stText").nth(3)
    expect(problem).to_contain_text("A401")
    expect(problem).to_contain_text("places.geojson")
    assert page.get_by_text("Traceback").count() == 0
    page.get_by_role("button", name="crossroads", exact=True).click()
    frame = frame_of(page)
    assert frame.evaluate("mapapp.visible().length") > 0
    expect(page).to_have_url(re.compile("atlas=crossroads"))


def test_an_atlas_that_is_not_there_is_named(open_explorer: OpenExplorer, server: str) -> None:
    page, _ = open_explorer("atlas=crossroads")
    page.goto(f"{server}/?atlas=nowhere")
    expect(page.get_by_text("There is no atlas “nowhere”.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="crossroads", exact=True)).to_be_visible()
    page.route("**/map/*", lambda route: route.abort())
    page.goto(f"{server}/?atlas=crossroads&lang=ja")
    expect(page.get_by_role("alert")).to_have_text("地図を読み込めませんでした。このページを再読み込みしてください。")
