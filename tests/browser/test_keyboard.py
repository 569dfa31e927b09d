"""The whole page by keyboard alone, wide and on a phone: every control is reached with Tab and works with Enter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opened, wait_for

OpenPage = Callable[..., Opened]
MOST_STOPS = 220


class Keyboard:
    """A reader without a mouse. `phone` says where the controls of a phone stand."""

    def __init__(self, page: Page, phone: bool) -> None:
        self.page, self.phone = page, phone

    def reach(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until what has the focus matches; what has it can always be seen."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press(key)
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                assert self.page.evaluate("document.activeElement.checkVisibility({ visibilityProperty: true })")
                return
        pytest.fail(f"Tab does not lead to {selector}")

    def press(self, selector: str) -> None:
        """Reach a control and press Enter; the page has followed when this returns."""
        self.reach(selector)
        self.page.keyboard.press("Enter")
        self.page.evaluate("mapapp.settled()")

    def open_more(self) -> None:
        """On a phone theme, share, export and the table stand in a menu."""
        if self.phone:
            self.press("[data-key=menu-more]")

    def filters(self, key: str) -> None:
        """On a phone the rail is a sheet."""
        if self.phone:
            self.press(f"[data-key=phone-{key}]")

    def saves(self, selector: str) -> str:
        """Press a control that gives a file; its name."""
        with self.page.expect_download() as waiting:
            self.press(selector)
        return Path(waiting.value.suggested_filename).name

    def focus(self) -> str:
        """The `data-key` of what has the focus."""
        return str(self.page.evaluate("document.activeElement.dataset.key ?? document.activeElement.className"))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_all_of_it_by_keyboard(open_page: OpenPage, crossroads_page: str, size: dict[str, int]) -> None:
    opened = open_page(f"{crossroads_page}#mode=between&from=1997&to=2015", viewport=size)
    page, keys = opened.page, Keyboard(opened.page, size is PHONE)
    find_and_lift(keys)
    read_and_follow(keys)
    lists_and_trays(keys)
    chart_and_table(keys)
    language_share_and_export(keys)
    assert opened.errors == []
    assert page.evaluate("document.activeElement !== document.body"), "the focus is never lost"


def find_and_lift(keys: Keyboard) -> None:
    """A facet, its chip, a hit of the search."""
    page = keys.page
    keys.filters("filter")
    keys.press("[data-key=open-regions]")
    keys.press("[data-key=regions-central-asia]")
    assert page.evaluate("mapapp.view().regions") == ["central-asia"]
    keys.reach("[data-key=active-region-central-asia]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("mapapp.view().regions") == []
    if keys.phone:
        page.keyboard.press("Escape")
        assert keys.focus() == "phone-filter", "the focus is back where the sheet was opened"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
    else:
        keys.reach("#rail-search", "Shift+Tab")
    page.keyboard.type("bishkek")
    expect(page.locator(".search-hits li").first).to_be_visible()
    keys.press(".search-hits .record-link[data-key='record-2014-dialogue-5']")
    assert page.evaluate("mapapp.view().select") == "2014-dialogue-5"
    expect(page.locator("#detail .detail-title")).to_be_in_viewport()


def read_and_follow(keys: Keyboard) -> None:
    """From the panel to the reader and back; another reading; the next event."""
    page = keys.page
    if keys.phone:
        keys.reach(".sheet-handle")
        page.keyboard.press("ArrowUp")
    keys.press("#detail .read-button")
    expect(page.locator("#reader")).to_be_focused()
    page.keyboard.press("Escape")
    assert keys.focus().startswith("read-"), "the focus is back at the citation"
    keys.press("[data-key='reading-d-meeting-5-date-b']")
    assert page.evaluate("mapapp.view().readings") == ["d-meeting-5-date~b"]
    assert keys.focus() == "reading-d-meeting-5-date-b"
    page.evaluate("mapapp.set({ readings: [], q: '' })")
    page.keyboard.press("Escape")
    assert page.evaluate("mapapp.view().select") is None


def lists_and_trays(keys: Keyboard) -> None:
    """The list of disagreements, one of them, back; what is undated."""
    page = keys.page
    keys.press(".tl-tray")
    expect(page.locator("#detail .record-list")).to_be_in_viewport()
    if keys.phone:
        keys.open_more()
        keys.press("[data-key=phone-table]")
    keys.press("[data-key=dock-disagreements]")
    expect(page.locator("#detail .detail-title")).to_be_in_viewport()
    keys.press("#detail .record-link")
    wait_for(page, "() => mapapp.view().select !== null")
    keys.reach("[data-key=back]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("mapapp.view().select") is None
    keys.press("[data-key=close]") if keys.phone else page.keyboard.press("Escape")


def chart_and_table(keys: Keyboard) -> None:
    """A chart is opened, read, saved and closed; the focus goes back to its tab."""
    page = keys.page
    if keys.phone:
        keys.open_more()
        keys.press("[data-key=phone-table]")
    keys.press("[data-key=dock-figures]")
    assert keys.saves("[data-key^='save-svg-']").endswith(".svg")
    keys.reach("[data-key^='figure-f-']")
    expect(page.locator(".chart-readout")).to_contain_text(":")
    keys.reach("[data-key=dock-table]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert keys.saves("[data-key=save-table]") == "crossroads-events.csv"
    keys.press("[data-key=sort-title]")
    assert page.evaluate("mapapp.view().panel") == ["table", "title"]
    page.keyboard.press("Escape")
    assert page.evaluate("mapapp.view().panel") == []


def language_share_and_export(keys: Keyboard) -> None:
    """Another language, the link, the data."""
    page = keys.page
    if keys.phone:
        keys.reach("[data-key=lang-select]")
        page.keyboard.press("ArrowDown")
    else:
        keys.press("[data-key=lang-zh-Hant]")
    wait_for(page, "() => document.documentElement.lang === 'zh-Hant'")
    keys.open_more()
    keys.press("[data-key=menu-share]")
    keys.reach("[data-key=copy-link-text]")
    assert "lang=zh-Hant" in page.evaluate("document.activeElement.value")
    page.keyboard.press("Escape")
    assert keys.focus() == "menu-share"
    keys.open_more()
    keys.press("[data-key=menu-export]")
    assert keys.saves("[data-key=save-geojson]") == "crossroads.geojson"
