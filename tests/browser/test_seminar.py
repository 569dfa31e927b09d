"""A seminar's questions, answered from the standalone page alone, by what a reader can do in it and read from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page

from mapapp.model import Atlas
from mapapp.near import distance_km, point_of
from tests.browser.conftest import DESKTOP, wait_until_ready
from tests.browser.seminar import QUESTIONS, Answer, Question

# What a reader can do -------------------------------------------------------------------------------------------------

TEXTS = """item => {
  const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest(".passage button")) texts.push(walker.currentNode.data.trim());
  }
  return texts.filter(Boolean);
}"""


def drawn(page: Page) -> None:
    """Wait until map, counts, lists and panel have followed what was asked for."""
    page.evaluate("() => mapapp.settled()")


def rail(page: Page) -> Locator:
    return page.locator("#rail")


def panel(page: Page) -> Locator:
    return page.locator("#detail")


STEPS: dict[str, Callable[[Page, str], object]] = {
    # the slider, by the page's interface: {"mode", "from", "to"}
    "window": lambda page, patch: page.evaluate("patch => mapapp.set(patch)", json.loads(patch)),
    "search": lambda page, words: rail(page).get_by_role("searchbox").fill(words),
    "open the hit": lambda page, name: page.locator(".search-hits").get_by_role("button", name=name).first.click(),
    "kind": lambda page, name: rail(page).locator(".kind-row", has_text=name).click(),
    "chip": lambda page, name: rail(page).locator(".chip", has_text=name).first.click(),
    "language": lambda page, name: page.locator("header").get_by_role("button", name=name, exact=True).click(),
    "panel": lambda page, name: panel(page).get_by_role("button", name=name).first.click(),
    "kilometres": lambda page, km: panel(page).get_by_role("spinbutton").fill(km),
    "tray": lambda page, name: page.locator(".time-host").get_by_role("button", name=name).click(),
}


# Where an answer stands -----------------------------------------------------------------------------------------------


def of_each(page: Page, *readers: Callable[[Page], str]) -> Answer:
    """What the panel says of each event in the window, in order."""
    told = []
    for name in page.evaluate("mapapp.visible()"):
        page.evaluate("id => mapapp.select(id)", name)
        drawn(page)
        told.append(", ".join(read(page) for read in readers))
    return told


def title(page: Page) -> str:
    return panel(page).locator(".detail-title").inner_text()


def date(page: Page) -> str:
    return panel(page).locator(".date-line strong").inner_text()


def fact(page: Page, name: str) -> Answer:
    found = panel(page).locator(f"dl.facts dt:text-is('{name}') + dd")
    parts = found.locator(".fact-value")
    return parts.all_inner_texts() if parts.count() else found.all_inner_texts()


def fact_line(name: str) -> Callable[[Page], str]:
    return lambda page: "; ".join(fact(page, name))


def section(page: Page, name: str) -> Locator:
    return panel(page).locator(".panel-section", has=page.locator("h3", has_text=name))


def lines(items: Locator) -> Answer:
    """Items of a list that can be seen, each on one line, its parts parted by a space."""
    return [" ".join(item.evaluate(TEXTS)) for item in items.all() if item.is_visible()]


def dispute(page: Page, asked: str) -> Answer:
    """The readings of a disagreement; the one that the atlas follows has a star."""
    readings = panel(page).locator(".dispute", has_text=asked).locator(".reading")
    return [
        ("* " if "reading-followed" in (one.get_attribute("class") or "") else "")
        + one.locator(".reading-says").inner_text()
        for one in readings.all()
    ]


READERS: dict[str, Callable[[Page, str], Answer]] = {
    "events": lambda page, _: of_each(page, title),
    "events, dates": lambda page, _: of_each(page, title, date),
    "dates, places": lambda page, _: of_each(page, date, fact_line("Place")),
    "title": lambda page, _: [title(page)],
    "date": lambda page, _: [date(page)],
    "fact": fact,
    "periods": lambda page, _: [
        f"{one.locator('strong').inner_text()}: {one.locator('.edtf').inner_text()}"
        for one in panel(page).locator(".era-list li").all()
    ],
    "passages": lambda page, _: lines(panel(page).locator(".citation .passage")),
    "section": lambda page, name: lines(section(page, name).locator("li")),
    "listed": lambda page, _: panel(page).locator(".record-list .record-link").all_inner_texts(),
    "readings": dispute,
    "figure": lambda page, _: [panel(page).locator(".figure-value").inner_text()],
}


@pytest.fixture(scope="module")
def page(browser: Browser, crossroads_page: str) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(5_000)
    page = context.new_page()
    page.goto(crossroads_page)
    wait_until_ready(page)
    yield page
    context.close()


def begin(page: Page, view: str = "mode=between") -> None:
    """As it was when the page was opened: all years, no filter, nothing selected, no list."""
    if (close := panel(page).locator("[data-key=close]")).count():
        close.click()
    page.evaluate("view => mapapp.open(view)", view)
    drawn(page)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.asked)
def test_the_page_answers(page: Page, question: Question) -> None:
    begin(page)
    for step, what in question.steps:
        STEPS[step](page, what)
        drawn(page)
    if question.read == "section":
        section(page, question.of).locator("li").first.wait_for()
    assert READERS[question.read](page, question.of) == question.answer


def test_there_are_enough_questions() -> None:
    assert len({question.asked for question in QUESTIONS}) >= 20


def test_the_distances_are_those_that_python_measures(page: Page, crossroads: Atlas) -> None:
    begin(page, "mode=between&near=senkaku,20020&select=senkaku")
    found = lines(section(page, "Nearby").locator("li"))
    senkaku = point_of(crossroads.place_by_id["senkaku"])
    assert senkaku is not None
    for name in ("tokyo", "taiwan", "east-china-sea", "hawaii", "malacca-route"):
        point = point_of(crossroads.place_by_id[name])
        assert point is not None
        assert any(line.endswith(f" {distance_km(senkaku, point):.0f} km") for line in found), name
