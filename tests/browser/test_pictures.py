"""The page and pictures: what it saves reopens, what is dropped on it opens, and what shows nothing is said."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from mapapp.atlas import open_atlas
from mapapp.export.reopen import read_embedded
from mapapp.model import Atlas
from mapapp.select import select
from mapapp.staticmap import Paper, write_snapshot
from mapapp.view import format_view, parse_view
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import Opened, wait_for

OpenPage = Callable[..., Opened]

DROP = """([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name));
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
  }
}"""
VIEW = parse_view("mode=between&from=2006&to=2012&lang=ja")
NOTICE = ".reopen-host .notice"


def drop(page: Page, name: str, data: bytes) -> None:
    page.evaluate(DROP, [name, base64.b64encode(data).decode()])


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for suffix in (".png", ".svg", ".pdf"):
        write_snapshot(open_atlas("crossroads"), VIEW, folder / f"a{suffix}", Paper((480, 360)))
    return folder


def test_the_page_saves_its_map_as_a_picture_that_reopens(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, tmp_path: Path
) -> None:
    opened = open_page(f"{crossroads_page}#{format_view(VIEW)}")
    opened.page.click("[data-key=menu-export]")
    command = opened.page.locator("[data-key=copy-command-text]").input_value()
    assert command == f'mapapp snapshot crossroads -o crossroads.pdf --view "{opened.page.evaluate("mapapp.query()")}"'
    with opened.page.expect_download() as download:
        opened.page.click("[data-key=save-picture]")
    path = Path(shutil.copy(download.value.path(), tmp_path / "saved.png"))
    found = read_embedded(path)
    assert (found.atlas, found.sha256) == (crossroads.id, crossroads.sha256)
    assert found.view.startswith(format_view(VIEW).split("&lang")[0])
    with Image.open(path) as image:
        assert image.info["Title"] == crossroads.title["ja"]
        assert len(image.convert("RGB").resize((200, 150)).getcolors(40_000) or []) > 300
    assert opened.errors == []
    assert len(opened.requests) == 1  # itself


PRINTED = """() => [...document.querySelectorAll("button, select, input, [role=slider]")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.matches(".record-link, .reading-mark, .chart-button"))
  .map((one) => one.outerHTML.slice(0, 80))"""
MAP_COLOUR = """() => {
  const map = document.querySelector(".print-map");
  return [...map.getContext("2d").getImageData(200, 30, 1, 1).data];
}"""


def test_paper_has_title_window_map_legend_and_what_is_open_and_no_controls(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, tmp_path: Path
) -> None:
    view = "mode=between&from=1997&to=2015&actor=a-japan&select=2014-dialogue-5&panel=table&theme=dark"
    page = open_page(f"{crossroads_page}#{view}").page
    page.evaluate("mapapp.settled()")
    page.pdf(path=tmp_path / "page.pdf", format="A4", landscape=True)
    text = " ".join("".join(leaf.extract_text() for leaf in PdfReader(tmp_path / "page.pdf").pages).split())
    events = select(crossroads, parse_view(view)).events
    assert all(event.title["en"] in text for event in events if len(event.title["en"]) < 20), "every row"
    wanted = ("1997 to 2015: ", "Actor: Japan", "Corridor, schematic", "Natural Earth", "footnote 50", "follows this")
    assert all(words in text for words in wanted)
    assert not any(words in text for words in ("Read the passage", "Save as CSV", "Search events", "Theme", "Legend"))
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(PRINTED) == []
    assert page.locator(".print-table tbody tr").count() == len(events)
    assert min(page.evaluate(MAP_COLOUR)) > 180, "light, though the page is dark"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".print-sheet")).to_have_count(0)
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_dropped_picture_opens_its_view(open_page: OpenPage, crossroads_page: str, pictures: Path) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2024&to=2024").page
    for suffix in (".png", ".svg", ".pdf"):
        page.evaluate("mapapp.set({ mode: 'in', from: '2024', to: '2024' })")
        drop(page, f"a{suffix}", (pictures / f"a{suffix}").read_bytes())
        wait_for(page, "(wanted) => mapapp.query().startsWith(wanted)", format_view(VIEW))
        expect(page.locator(NOTICE)).to_have_count(0)


def test_what_shows_no_view_or_another_atlas_is_said_and_changes_nothing(
    open_page: OpenPage, crossroads_page: str, tmp_path: Path
) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2014&to=2014").page
    before = page.evaluate("mapapp.query()")
    for data in (b"", b"hello", b"\x89PNG\r\n\x1a\n" + b"\xff" * 300, b"<svg" * 10_000, b"%PDF-1.4"):
        drop(page, "x<b>.png", data)
        expect(page.locator(NOTICE)).to_contain_text("x<b>.png does not say which view it shows")
        page.click("[data-key=reopen-close]")
        expect(page.locator(NOTICE)).to_have_count(0)
    other = write_snapshot(open_atlas(MINIMAL), parse_view("mode=between"), tmp_path / "b.png", Paper((480, 360)))
    drop(page, "b.png", other.read_bytes())
    expect(page.locator(NOTICE)).to_contain_text("b.png shows another atlas: minimal.")
    assert page.evaluate("mapapp.query()") == before


def test_a_picture_of_an_older_version_opens_and_says_so(
    open_page: OpenPage, crossroads_page: str, pictures: Path
) -> None:
    page = open_page(f"{crossroads_page}#mode=in&from=2014&to=2014").page
    text = (pictures / "a.svg").read_text("utf-8")
    hashed = open_atlas("crossroads").sha256
    drop(page, "old.svg", text.replace(hashed, "0" * 64).encode())
    expect(page.locator(NOTICE)).to_contain_text("old.svg")
    wait_for(page, "(wanted) => mapapp.query().startsWith(wanted)", format_view(VIEW))
