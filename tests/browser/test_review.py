"""The review desk by keyboard: a document is uploaded, its proposals accepted, corrected, merged, refused, undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapapp.atlas import check_atlas, open_atlas
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

TEXT = """The ministers met in Astana on 9 August 2006. Talks went on in Bishkek in 2010.

Frunze <img src=x onerror=alert(1)> was its name in 1985. Nothing happened on 4 May 2001.
"""


@pytest.fixture
def desk(browser: Browser, server: str, workspace: Path) -> Iterator[tuple[Page, Path]]:
    """The desk of a copy of the minimal atlas, with a document read into it."""
    folder = workspace / "reviewed"
    shutil.copytree(MINIMAL, folder)
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{server}/?atlas=reviewed&desk=review")
    page.get_by_role("button", name="Read a document").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "talks.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    )
    page.get_by_role("button", name="Read", exact=True).click()
    page.locator(".review .passage").wait_for()
    yield page, folder
    context.close()
    shutil.rmtree(folder)


def at_rest(page: Page) -> None:
    """Wait until every decision that the page has told is written."""
    expect(page.locator(".review")).to_have_attribute("data-waiting", "0")


def test_a_document_is_decided_by_keyboard(desk: tuple[Page, Path]) -> None:
    page, folder = desk
    before = len(open_atlas(folder).events)
    expect(page.locator(".item")).to_have_count(4)
    assert violations(page) == []
    expect(page.locator(".passage mark.place")).to_have_text("Astana")
    page.locator(".review").focus()
    page.keyboard.press("a")
    expect(page.locator("[aria-current] .name")).to_have_text("Bishkek")
    page.keyboard.press("c")
    page.locator(".form input").first.fill("2010-08")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-current] .name")).to_have_text("Frunze")
    page.keyboard.press("x")
    expect(page.locator("[aria-current] .name")).to_have_text("–")
    assert page.locator(".review img").count() == 0, "text of the document became markup"
    page.keyboard.press("m")
    expect(page.locator(".form select")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    page.locator(".form select").select_option(index=0)
    page.locator(".form button").click()
    at_rest(page)
    expect(page.locator(".item.accepted, .item.corrected, .item.merged, .item.rejected")).to_have_count(4)
    assert check_atlas(folder) == []
    atlas = open_atlas(folder)
    assert len(atlas.events) == before + 2
    assert "2010-08" in {event.when.edtf for event in atlas.events if event.when}
    page.keyboard.press("u")
    at_rest(page)
    expect(page.locator(".item.merged")).to_have_count(0)
    page.reload()
    expect(page.locator(".item.rejected")).to_have_count(1, timeout=60_000)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
