"""The review desk by keyboard: documents are uploaded, proposals accepted, corrected, merged, refused, undone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapapp.app.desks import review
from mapapp.app.desks.review import PAGE
from mapapp.atlas import check_atlas, open_atlas
from mapapp.editing import Draft
from mapapp.language import translator
from mapapp.reading import Document
from mapapp.reading.desk import read_into
from mapapp.reading.store import read_reading, readings
from tests.atlas.examples import MINIMAL
from tests.browser import conftest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

TEXT = """The ministers met in Astana on 9 August 2006. Talks went on in Bishkek in 2010.

Frunze <img src=x onerror=alert(1)> was its name in 1985. Nothing happened on 4 May 2001.
"""


PATIENCE = 30_000
"""Milliseconds: each decision is a run of the explorer's script, and the machine may be busy."""


@pytest.fixture
def desk(browser: Browser, server: str, workspace: Path) -> Iterator[tuple[Page, Path]]:
    """The desk of a copy of the minimal atlas, with two documents read into it."""
    folder = workspace / "reviewed"
    shutil.copytree(MINIMAL, folder)
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{server}/?atlas=reviewed&desk=review")
    page.get_by_role("button", name="Read a document").click()
    many = " ".join(f"They met in Osaka in {1901 + number % 99}, talk {number}." for number in range(PAGE + 10))
    documents = {"many.txt": many, "Talks of 2006.txt": TEXT}
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in documents.items()]
    )
    page.get_by_role("button", name="Read", exact=True).click()
    page.locator(".review .passage").wait_for()
    yield page, folder
    context.close()
    shutil.rmtree(folder)


def at_rest(page: Page) -> None:
    """Wait until every decision that the page has told is written."""
    expect(page.locator(".review")).to_have_attribute("data-waiting", "0", timeout=PATIENCE)


def fill_form(page: Page, key: str, text: str) -> None:
    """Open a form by its key and write into its first field."""
    page.locator(".review").focus()
    page.keyboard.press(key)
    page.locator(".form input").first.fill(text)


def stands_on(page: Page, name: str) -> None:
    expect(page.locator("[aria-current] .name")).to_have_text(name, timeout=PATIENCE)


HOST = """async ([script, data]) => {
  const module = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: show } = await import(module);
  window.mount = () => {
    const host = document.body.appendChild(document.createElement("div"));
    return host.attachShadow({ mode: "open" });
  };
  window.tell = (parentElement, changes = {}) =>
    show({ data: { ...data, ...changes }, parentElement, setStateValue: (_, acts) => (window.told = acts) });
  window.first = mount();
  window.overtaken = tell(first);
}"""
"""What Streamlit does with the component's script: call it with each data, in an element that it may make anew."""


def test_an_open_form_outlives_what_streamlit_does_to_its_component(browser: Browser, tmp_path: Path) -> None:
    folder = shutil.copytree(MINIMAL, tmp_path / "kept")
    draft = Draft(folder)
    read_into(Document("talks.txt", TEXT), folder, draft.atlas)
    path = readings(folder)["talks"]
    work = review._Work(path, 0, *read_reading(path))
    data = {"key": "talks", **review._data(draft, work, work.reading.proposals, translator("en"))}
    page = browser.new_page()
    page.evaluate(HOST, [review.script(), data])
    page.locator(".review").focus()
    page.keyboard.press("c")
    page.keyboard.press("Control+A")
    page.keyboard.type("2006-0")
    page.evaluate("tell(first); overtaken()")  # newer data came while the first were on their way
    page.keyboard.type("8-1")
    page.evaluate("tell(first); const gone = tell(first); first.host.remove(); gone(); tell(mount())")  # made anew
    page.keyboard.type("0")
    expect(page.locator(".form input").first).to_have_value("2006-08-10")
    page.keyboard.press("Enter")
    expect(page.locator(".review")).to_have_attribute("data-waiting", "2")  # the coasts were asked for as well
    assert page.evaluate("told.map((act) => [act.action, act.when])")[1] == ["accept", "2006-08-10"]
    page.close()


def test_documents_are_decided_by_keyboard(desk: tuple[Page, Path]) -> None:
    page, folder = desk
    before = len(open_atlas(folder).events)
    expect(page.get_by_role("combobox", name="Document")).to_have_value("Talks of 2006.txt")
    expect(page.locator(".item")).to_have_count(4)
    expect(page.locator(".map .land").first).to_have_attribute("d", re.compile("^M"), timeout=PATIENCE)
    page.get_by_label("Decided by").fill("Ann")
    page.get_by_label("Decided by").press("Enter")
    assert violations(page) == []
    page.locator(".review").focus()
    page.keyboard.press("a")
    stands_on(page, "Bishkek")
    fill_form(page, "c", "2010-08")
    page.keyboard.press("Enter")
    stands_on(page, "Frunze")
    fill_form(page, "f", "Almaty")
    page.keyboard.press("Enter")
    expect(page.locator(".choice[aria-pressed=true] b")).to_contain_text("Almaty", timeout=PATIENCE)
    page.keyboard.press("x")
    stands_on(page, "–")
    assert page.locator(".review img").count() == 0, "text of the document became markup"
    fill_form(page, "m", "nasser 1956")
    expect(page.locator(".events li")).to_have_count(1, timeout=PATIENCE)  # every event has come
    page.keyboard.press("Escape")
    expect(page.locator(".form")).to_have_count(0)
    fill_form(page, "m", "nasser")
    page.keyboard.press("Enter")
    at_rest(page)
    expect(page.locator(".item.accepted, .item.corrected, .item.merged, .item.rejected")).to_have_count(4)
    assert check_atlas(folder) == []
    atlas = open_atlas(folder)
    assert len(atlas.events) == before + 2
    assert "2010-08" in {event.when.edtf for event in atlas.events if event.when}
    expect(page.locator(".acts")).to_contain_text("by Ann")
    page.keyboard.press("u")
    at_rest(page)
    expect(page.locator(".item.merged")).to_have_count(0, timeout=PATIENCE)
    page.reload()
    expect(page.locator(".item.rejected")).to_have_count(1, timeout=60_000)
    expect(page.get_by_role("combobox", name="Document")).to_have_value("Talks of 2006.txt")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.mouse.move(200, 600)
    page.mouse.wheel(0, 500)  # what does not fit is reached by hand
    conftest.wait_for(page, "() => document.querySelector('.st-key-desk').scrollTop > 0")
    page.set_viewport_size(DESKTOP)
    conftest.at_rest(page)
    page.get_by_role("combobox", name="Document").click()
    page.get_by_role("option", name="many.txt").click()
    expect(page.locator(".turns span")).to_have_text(f"1–{PAGE} / {PAGE + 10}", timeout=PATIENCE)
    page.locator(".review").focus()
    page.keyboard.press("k")  # nothing is before the first page
    page.get_by_role("button", name="next").click()
    expect(page.locator(".item")).to_have_count(10, timeout=PATIENCE)
    page.keyboard.press("Shift+X")
    at_rest(page)
    expect(page.locator(".item:not(.rejected)")).to_have_count(0, timeout=PATIENCE)
    assert {one.status for one in read_reading(readings(folder)["many"])[0].proposals} == {"rejected"}
