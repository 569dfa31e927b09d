"""Journeys through the table, the charts and the tours of the standalone page, wide and on a phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from mapapp.model import Atlas
from mapapp.select import select
from mapapp.tours import read_link
from mapapp.view import parse_view
from tests.browser.conftest import PHONE, Opened, wait_for

OpenPage = Callable[..., Opened]
WINDOW = "mode=between&from=1997&to=2015"


# Opens a view and, while the map still zooms to it, another; done when the map rests.
MEANWHILE = """async ([first, second]) => {
  const zooming = () => document.querySelector('.leaflet-zoom-anim') !== null;
  const until = async (done) => { while (!done()) await new Promise(requestAnimationFrame); };
  mapapp.open(first);
  await until(zooming);
  mapapp.open(second);
  await until(() => !zooming());
  await mapapp.settled();
}"""


def settle(page: Page) -> None:
    """Wait until everything has followed."""
    page.evaluate("mapapp.settled()")


def saved(page: Page, name: str) -> tuple[str, str]:
    """Press the button with this data-key; the name and the text of the file that it gives."""
    with page.expect_download() as waiting:
        page.locator(f"[data-key='{name}']").click()
    path = waiting.value.path()
    return waiting.value.suggested_filename, Path(path).read_text("utf-8-sig")


def test_the_table_is_the_map_in_words(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    opened = open_page(f"{crossroads_page}#{WINDOW}")
    page = opened.page
    described = page.locator("main").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("The table below the time slider")
    page.locator("[data-key=dock-table]").click()
    settle(page)
    shown = select(crossroads, parse_view(WINDOW)).events
    grid = page.get_by_role("grid")
    assert grid.get_attribute("aria-rowcount") == str(len(shown) + 1)
    first = grid.locator("tr[data-index='0']")
    first.focus()
    page.keyboard.press("End")
    expect(grid.locator(f"tr[data-index='{len(shown) - 1}']")).to_be_focused()
    page.keyboard.press("Enter")
    last = page.evaluate("mapapp.view().select")
    assert last == page.evaluate("mapapp.visible().at(-1)")
    expect(grid.locator("tr[aria-selected=true]")).to_have_attribute("data-id", last)
    page.keyboard.press("Home")
    expect(first).to_be_focused()
    page.get_by_role("button", name="Kind", exact=True).click()
    settle(page)
    assert page.evaluate("mapapp.view().panel") == ["table", "kind"]
    assert "panel=table,kind" in page.evaluate("mapapp.query()")
    page.evaluate("mapapp.set({from: '2004', to: '2004', mode: 'between'})")
    settle(page)
    fewer = select(crossroads, parse_view("mode=between&from=2004&to=2004")).events
    assert grid.get_attribute("aria-rowcount") == str(len(fewer) + 1)
    name, text = saved(page, "save-table")
    rows = list(csv.reader(io.StringIO(text)))
    assert name == "crossroads-events.csv"
    assert sorted(row[0] for row in rows[1 : len(fewer) + 1]) == sorted(event.id for event in fewer)
    assert ["Licence", "CC-BY-4.0, mapapp crossroads atlas"] in rows
    assert opened.errors == []


def test_pointing_at_a_row_marks_the_map_and_the_other_way_round(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2010-08-07&panel=table").page
    settle(page)
    page.evaluate("document.addEventListener('mapapp:hover', ({detail}) => { window.told = detail; })")
    row = page.locator("tr[data-id='2010-dialogue-3']")
    row.hover()
    wait_for(page, "() => window.told?.from === 'table' && window.told.ids[0] === '2010-dialogue-3'")
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('mapapp:hover', {detail: {ids: ['2010-dialogue-3'], from: 'map'}}))"
    )
    expect(row).to_have_class("is-hovered")


def test_charts_select_filter_and_are_saved_with_their_licence(open_page: OpenPage, crossroads_page: str) -> None:
    opened = open_page(f"{crossroads_page}#{WINDOW}&panel=figures")
    page = opened.page
    bar = page.locator("[data-key='figure-f-oda-loan-2014']")
    bar.focus()
    expect(page.locator(".chart-readout")).to_contain_text("987.11")
    page.keyboard.press("Enter")
    assert page.evaluate("mapapp.view().select") == "f-oda-loan-2014"
    name, drawing = saved(page, "save-svg-oda-loan-jpy")
    assert name == "crossroads-oda-loan-jpy.svg"
    assert all(part in drawing for part in ("CC-BY-4.0", "1997 to 2015", "mode=between", "Natural Earth", "xmlns="))
    assert "role=" not in drawing and "tabindex" not in drawing
    _, rows = saved(page, "save-csv-oda-loan-jpy")
    assert "98711000000,JPY" in rows
    page.locator("[data-key='map-series']").select_option("oda-loan-jpy")
    expect(page.locator(".legend")).to_contain_text("Loan aid for Central Asia, in yen; 2014")
    page.locator("[data-key=dock-periods]").click()
    page.locator("[data-key='chart-meeting-comprehensive']").click()
    assert page.evaluate("mapapp.view().kinds") == ["meeting"]
    page.evaluate("mapapp.set({kinds: [], mode: 'between', from: null, to: null, panel: ['matrix']})")
    page.locator("[data-key='chart-a-japan-tashkent']").click()
    assert page.evaluate("[mapapp.view().actors, mapapp.view().places]") == [["a-japan"], ["tashkent"]]
    assert opened.errors == []


def test_a_tour_is_walked_by_keyboard_and_keeps_the_language(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas
) -> None:
    opened = open_page(f"{crossroads_page}#mode=between&lang=ja")
    page = opened.page
    page.locator("[data-key='tour-five-meetings']").click()
    card = page.locator(".tour")
    expect(card).to_contain_text("1／9")
    page.locator("[data-key='tour-next']").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("mapapp.view().select") == "1991-recognition"
    page.keyboard.press("ArrowRight")
    expect(card).to_contain_text("3／9")
    assert page.evaluate("[mapapp.view().from, mapapp.view().lang]") == ["1993", "ja"]
    card.locator("[data-key='tour-link-1993-energy-white-paper']").click()
    expect(page.locator("#detail .detail-title")).to_contain_text("白書")
    address = page.evaluate("mapapp.query()")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.evaluate("(query) => mapapp.open(query)", address)
    expect(card).to_contain_text("3／9")
    link = "panel=tour,one-day-in-tokyo,6&lang=ja"
    settle(page)
    page.evaluate(MEANWHILE, ["center=100,40&zoom=4&lang=ja", link])
    assert parse_view(page.evaluate("mapapp.query()")) == read_link(crossroads, link)[0], "opened while the map zooms"
    page.locator("[data-key=tour-next]").press("Enter")
    expect(page.locator("[data-key='save-svg-series-china-warheads']")).to_be_visible()
    page.locator("[data-key=dock-table]").press("Enter")
    page.locator("[data-key=sort-kind]").press("Enter")
    assert page.evaluate("mapapp.view().panel") == ["tour", "one-day-in-tokyo", "7", "table", "kind"]
    page.locator("[data-key=tour-close]").press("Enter")
    assert page.evaluate("mapapp.view().panel") == ["table", "kind"]
    assert opened.errors == []


def test_on_a_phone_table_and_tour_leave_the_slider(open_page: OpenPage, crossroads_page: str) -> None:
    opened = open_page(f"{crossroads_page}#{WINDOW}", viewport=PHONE, has_touch=True)
    page = opened.page
    page.locator("[data-key=menu-more]").tap()
    page.locator("[data-key=phone-table]").tap()
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.locator(".tl-plot")).to_be_visible()
    first = page.evaluate("mapapp.visible()[0]")
    page.locator("tr[data-index='0']").tap()
    settle(page)
    assert page.evaluate("[mapapp.view().panel.length, mapapp.view().select]") == [0, first], "the map comes back"
    page.evaluate("mapapp.set({select: null, panel: ['tour', 'one-day-in-tokyo', '1']})")
    page.locator("[data-key='tour-next']").tap()
    assert page.evaluate("mapapp.view().panel") == ["tour", "one-day-in-tokyo", "2"]
    settle(page)
    box = page.locator("[data-key='tour-next']").bounding_box()
    assert box is not None and box["height"] >= 44
    assert opened.errors == []
