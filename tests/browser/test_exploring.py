"""Journeys of a reader at a desk and on a phone: facets, why something is not shown, passages, readings, links."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Page, expect

from mapapp.atlas import open_atlas
from mapapp.model import Atlas, Citation, TextFingerprint
from mapapp.readings import follow_readings
from mapapp.select import select
from mapapp.view import parse_view
from mapapp.webmap import render_page
from mapapp.when import parse_when
from tests.browser.conftest import DESKTOP, PHONE, Opened, wait_for

OpenPage = Callable[..., Opened]
COVERED = """() => {
  const { width, height } = document.querySelector("canvas.map-marks");
  const data = document.querySelector("canvas.map-marks").getContext("2d").getImageData(0, 0, width, height).data;
  let covered = 0;
  for (let i = 3; i < data.length; i += 4) covered += Number(data[i] > 0);
  return covered / (width * height);
}"""
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
TEXT = "𠮷野之章。\n第一段：東京會議於此召開。\n第二段：比什凱克會議隨後舉行。\n結語。\n"


def agree(page: Page, atlas: Atlas) -> list[str]:
    """Python and the page show the same events for the page's View; gives their ids."""
    page.evaluate("mapapp.settled()")
    view = parse_view(page.evaluate("mapapp.query()"))
    ids: list[str] = page.evaluate("mapapp.visible()")
    assert sorted(ids) == sorted(event.id for event in select(follow_readings(atlas, view), view).events)
    return ids


def open_filters(page: Page, size: dict[str, int]) -> None:
    """On a phone the rail is a sheet."""
    if size is PHONE:
        page.locator("[data-key=phone-filter]").click()


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Path]:
    """A page whose paper has the text above; its address, the very text, and a text with a preface."""
    folder = tmp_path_factory.mktemp("cited")
    data = TEXT.encode()
    atlas = open_atlas("crossroads")
    sources = tuple(
        replace(one, text=TextFingerprint(sha256(data).hexdigest(), len(TEXT), "utf-8", "zh-Hant"))
        if one.id == "hung"
        else one
        for one in atlas.sources
    )
    ranges = {"event:2014-dialogue-5": "比什凱克會議", "place:tokyo": "東京會議"}
    citations = tuple(
        Citation(
            one.subject, None, "hung", section="章", start=TEXT.index(term), end=TEXT.index(term) + len(term), term=term
        )
        for one in atlas.citations
        for subject, term in ranges.items()
        if one.subject == subject and one.source == "hung"
    ) + tuple(one for one in atlas.citations if one.source != "hung" or one.start is None)
    page, same, other = folder / "page.html", folder / "same.txt", folder / "other.txt"
    rates = tuple(
        replace(atlas.figures[0], id=f"rate-{place}", series="rate", measure="rate", places=(place,), value=str(rate),
                normalized=rate, normalized_unit="percent", period=parse_when(str(year)), events=())
        for place, year, rate in (("kazakhstan", 2004, 20.0), ("kazakhstan", 2014, 40.0), ("uzbekistan", 2014, 10.0))
    )  # fmt: skip
    made = replace(atlas, sources=sources, citations=citations, figures=(*atlas.figures, *rates))
    page.write_text(render_page(made), "utf-8")
    same.write_bytes(data)
    other.write_text("新版序言。\n" + TEXT, "utf-8")
    return page.as_uri(), same, other


@SIZES
def test_facets_cross_filter_and_chips_lift_them(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, size: dict[str, int]
) -> None:
    page = open_page(crossroads_page, viewport=size).page
    everything = agree(page, crossroads)
    open_filters(page, size)
    for facet, value in (("regions", "central-asia"), ("countries", "KGZ")):
        page.locator(f"[data-key=open-{facet}]").click()
        chip = page.locator(f"[data-key={facet}-{value}]")
        if not chip.count():
            page.locator(f"[data-key=more-{facet}]").click()
        shown = int(chip.locator(".chip-count").inner_text())
        chip.click()
        ids = agree(page, crossroads)
        assert len(ids) == shown, "the count of the chip is what choosing it shows"
        assert set(ids) <= set(everything)
    page.locator("[data-key='active-region-central-asia']").click()
    assert "region" not in page.evaluate("mapapp.query()")
    page.locator("[data-key=open-along]").click()
    page.locator("[data-key=along-of]").select_option("malacca-route")
    page.locator("[data-key=along-km]").fill("300")
    page.locator("[data-key=along-show]").click()
    agree(page, crossroads)
    page.locator("[data-key=clear-all]").click()
    assert agree(page, crossroads) == everything


@SIZES
def test_a_search_in_another_script_leads_to_why_something_is_not_shown(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, size: dict[str, int]
) -> None:
    page = open_page(f"{crossroads_page}#mode=between&to=2005&kind=visit&lang=zh-Hant", viewport=size).page
    open_filters(page, size)
    page.locator("#rail-search").fill("比什凯克 会议")
    hit = page.locator(".search-hits li", has=page.locator(".hit-hidden")).first
    hit.locator("button").click()
    assert [one["filter"] for one in page.evaluate("mapapp.why(mapapp.view().select).reasons")][:1] == ["kind"]
    panel = page.locator("#detail")
    expect(panel.locator(".why-reason")).not_to_have_count(0)
    panel.locator("[data-key=lift]").evaluate("(button) => button.click()")
    wait_for(page, "() => mapapp.visible().includes(mapapp.view().select)")
    agree(page, crossroads)
    expect(panel.locator(".why-reason")).to_have_count(0)


@SIZES
def test_a_passage_is_read_in_ones_own_copy(
    open_page: OpenPage, cited: tuple[str, Path, Path], size: dict[str, int]
) -> None:
    address, same, other = cited
    opened = open_page(f"{address}#mode=between&select=2014-dialogue-5", viewport=size)
    page = opened.page
    page.locator("#detail .read-button").first.evaluate("(button) => button.click()")
    reader = page.locator("#reader")
    reader.locator("#reader-file").set_input_files(other)
    expect(reader.locator(".reader-state")).to_contain_text("differs")
    expect(reader.locator(".is-read").first).to_contain_text("比什凱克會議")
    expect(reader.locator(".reader-foot")).to_contain_text("Found by its key term")
    reader.locator("[data-key=reader-forget]").click()
    reader.locator("#reader-file").set_input_files(same)
    expect(reader.locator(".reader-state")).to_contain_text("fingerprint agrees")
    assert reader.locator(".is-read").all_inner_texts() == ["比什凱克會議"], (
        "code points, behind a character of two units"
    )
    reader.locator(".cited", has_text="東京會議").click()
    found = reader.locator(".reader-foot button", has_text="Tokyo")
    expect(found).to_be_visible()
    found.click()
    assert page.evaluate("mapapp.view().select") == "tokyo"
    assert opened.requests == [address.split("#")[0]], "nothing is sent anywhere"
    page.keyboard.press("Escape") if size is DESKTOP else reader.locator("[data-key=reader-close]").click()
    assert opened.errors == []


@SIZES
def test_another_reading_is_followed(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, size: dict[str, int]
) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2014-07-16&select=2014-dialogue-5", viewport=size).page
    assert "2014-dialogue-5" not in agree(page, crossroads)
    choice = page.locator("[data-key='reading-d-meeting-5-date-b']")
    choice.evaluate("(button) => button.click()")
    assert "2014-dialogue-5" in agree(page, crossroads)
    assert "readings=d-meeting-5-date~b" in page.evaluate("mapapp.query()")
    expect(page.locator("#detail .date-line")).to_contain_text("16 July 2014")
    page.evaluate("mapapp.open('mode=in&from=2014-07-16&follow=out-mofa-2014')")
    assert "2014-dialogue-5" in agree(page, crossroads)
    page.evaluate("mapapp.set({follow: ''})")
    assert "2014-dialogue-5" not in agree(page, crossroads)


def test_rates_shade_their_areas(open_page: OpenPage, cited: tuple[str, Path, Path]) -> None:
    """A choropleth: no series of crossroads is one, so that a rate is made up here."""
    page = open_page(f"{cited[0]}#mode=in&from=2014&layers=none&center=66,45&zoom=4").page
    covered = f"mapapp.settled().then({COVERED})"
    before = page.evaluate(covered)
    page.evaluate("mapapp.set({panel: ['figures', 'rate', 'map']})")
    expect(page.locator(".legend")).to_contain_text("in percent; 2014")
    after = page.evaluate(covered)
    assert after - before > 0.05, "two countries are shaded"
    page.evaluate("mapapp.set({from: '2004', to: '2004'})")
    expect(page.locator(".legend")).to_contain_text("in percent; 2004")
    assert before < page.evaluate(covered) < after, "one of them, in the year that it has a figure for"


@SIZES
def test_all_disagreements_narrowed_by_weight_and_field(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, size: dict[str, int]
) -> None:
    page = open_page(crossroads_page, viewport=size).page
    if size is PHONE:
        page.locator("[data-key=menu-more]").click()
        page.locator("[data-key=phone-table]").click()
        page.locator("[data-key=dock-disagreements]").click()
    else:
        page.locator("[data-key=list-disagreements]").click()
    page.locator("[data-key=dispute-severity]").select_option("1")
    page.locator("[data-key=dispute-field]").select_option("when")
    wanted = [one for one in crossroads.disagreements if one.severity == 1 and one.field == "when"]
    links = page.locator("#detail .record-list li .record-link")
    expect(links).to_have_count(len(wanted))
    links.first.click()
    assert page.evaluate("mapapp.view().select") in {one.id for one in wanted}
    page.locator("[data-key=back]").click()
    expect(links).to_have_count(len(wanted))
    page.locator("[data-key=follow]").select_option("out-mofa-2014")
    assert page.evaluate("mapapp.view().follow") == "out-mofa-2014"
    agree(page, crossroads)


@SIZES
def test_a_link_restores_the_view_and_says_what_it_does_not_know(
    open_page: OpenPage, crossroads_page: str, size: dict[str, int]
) -> None:
    query = "mode=between&from=2004&region=central-asia&era=comprehensive&follow=out-mofa-2014&names=today&lang=ja"
    page = open_page(f"{crossroads_page}#{query}&colour=red&actor=nobody", viewport=size).page
    expect(page.locator(".notice").first).to_contain_text("colour=red")
    expect(page.locator(".notice").first).to_contain_text("actor=nobody")
    page.evaluate("mapapp.set({actors: []})")
    if size is PHONE:
        page.locator("[data-key=menu-more]").click()
    page.locator("[data-key=menu-share]").click()
    link = page.locator("[data-key=copy-link-text]").input_value()
    frame = page.locator("[data-key=copy-frame-text]").input_value()
    assert frame.startswith("<iframe src=")
    state: Any = page.evaluate("mapapp.query()")
    again = open_page(link, viewport=size).page
    assert again.evaluate("mapapp.query()") == state
    assert parse_qs(urlparse(link).fragment).get("to") is None, "an open end stays open"
