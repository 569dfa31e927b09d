"""An archive in a real browser: from the local server and from a plain static host, the same counts and lists."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapapp.archive import Archive
from mapapp.archive.query import stream_records
from mapapp.archive.serve import serving
from mapapp.archive.viewer import write_viewer
from mapapp.view import parse_view
from tests.archive.samples import build, events, write_csv
from tests.browser.conftest import wait_for
from tests.browser.static_host import StaticHost


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("archive")
    rows = events(3000)
    rows[0] |= {"title": "<img src=x onerror=alert(1)>", "note": "<script>alert(2)</script>"}
    rows += [rows[5] | {"id": "nowhere", "lon": "", "lat": ""}, rows[6] | {"id": "never", "date": "?"}, rows[7]]
    return build(folder / "made", write_csv(folder / "events.csv", rows), name="A <b>test</b>", keep=("note",))


@pytest.fixture(scope="module")
def hosts(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of the local server, and of a static host that holds the viewer folder."""
    folder = tmp_path_factory.mktemp("viewer") / "site"
    write_viewer(archive, folder)
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(StaticHost, directory=str(folder)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    with serving(archive) as server:
        yield {"server": server.address, "static": f"http://127.0.0.1:{host.server_address[1]}/index.html"}
    host.shutdown()
    host.server_close()


def show(browser: Browser, address: str, view: str = "", **options: object) -> tuple[Page, list[str]]:
    context = browser.new_context(**{"viewport": {"width": 1100, "height": 800}, **options})  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}#{view}" if view else address)
    page.wait_for_selector("html[data-ready=true]")
    wait_for(page, "() => mapapp.drawn().whole")
    return page, errors


def count(archive: Archive, view: str) -> int:
    return sum(1 for _ in stream_records(archive, parse_view(view)))


@pytest.mark.parametrize("host", ["server", "static"])
def test_the_counts_of_any_window_and_the_list_of_a_cell(
    browser: Browser, archive: Archive, hosts: dict[str, str], host: str
) -> None:
    page, errors = show(browser, hosts[host], "center=0,20&zoom=1")
    expect(page.get_by_role("heading", name="A <b>test</b>")).to_be_visible()
    for view in ("", "mode=in&from=1990&to=1990", "mode=up-to&to=1960&kind=aid", "from=1950&to=1989&kind=aid,protest"):
        page.evaluate("(query) => mapapp.open(query + '&center=0,20&zoom=1')", view)
        page.evaluate("mapapp.settled()")
        assert page.evaluate("mapapp.count()") == count(archive, view)
    cell = page.evaluate("mapapp.cells().filter((c) => c.y < 400).sort((p, q) => q.n - p.n)[0]")
    box = page.locator(".archive-map").bounding_box() or {}
    page.mouse.click(box["x"] + cell["x"], box["y"] + cell["y"])
    expect(page.locator(".archive-panel strong")).to_have_text(f"{cell['n']} events" if cell["n"] > 1 else "1 event")
    expect(page.locator(".archive-panel li")).to_have_count(min(cell["n"], 50))
    if cell["n"] > 50:
        page.locator(".archive-panel .mapapp-more").click()
        expect(page.locator(".archive-panel li")).to_have_count(min(cell["n"], 100))
    years = [int(text[:4]) for text in page.locator(".archive-panel .mapapp-date").all_inner_texts() if text[0] != "."]
    assert years == sorted(years)  # by date, from either host
    third = page.locator(".archive-panel li button").nth(2)
    title = third.locator("span").last.inner_text()
    third.click()
    expect(page.locator(".archive-event .archive-title")).to_have_text(title)
    key = page.evaluate("mapapp.view().select")
    page.get_by_role("button", name="Back to the list").click()
    expect(third).to_be_focused()
    assert page.evaluate("mapapp.view().select") is None
    page.evaluate("(key) => mapapp.set({ select: key })", key)
    expect(page.locator(".archive-event dd").filter(has_text=key.split(".")[1])).to_be_visible()
    page.locator(".archive-panel .mapapp-close").click()
    expect(page.locator(".archive-panel")).to_be_hidden()
    assert "kind=aid,protest" in page.evaluate("location.hash") and not errors
    page.context.close()


@pytest.mark.parametrize("host", ["server", "static"])
def test_near_enough_the_events_themselves(
    browser: Browser, archive: Archive, hosts: dict[str, str], host: str
) -> None:
    first = json.loads(next(record for record in stream_records(archive, parse_view("q=onerror"))))
    lon, lat = first["geometry"]["coordinates"]
    page, errors = show(browser, hosts[host], f"center={lon},{lat}&zoom=8")
    wait_for(page, "() => mapapp.drawn().alone")
    assert first["id"] in page.evaluate("mapapp.cells().map((each) => each.id)")
    at = page.evaluate("(id) => mapapp.cells().find((each) => each.id === id)", first["id"])
    box = page.locator(".archive-map").bounding_box() or {}
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])
    if page.locator(".archive-panel li").count():  # others stand at the same place
        page.locator(".archive-panel li").filter(has_text="<img src=x onerror=alert(1)>").click()
    expect(page.locator(".archive-event")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator(".archive-event dd").last).to_have_text("<script>alert(2)</script>")
    assert page.locator(".archive-panel img, .archive-panel script").count() == 0
    wait_for(page, "() => location.hash.includes('select=')")
    page.reload()
    expect(page.locator(".archive-event dd").last).to_have_text("<script>alert(2)</script>")
    assert not errors
    page.context.close()


def test_kinds_languages_and_a_phone(browser: Browser, archive: Archive, hosts: dict[str, str]) -> None:
    page, errors = show(browser, hosts["server"], "lang=ja&theme=dark", viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    expect(page.locator(".archive-note")).to_have_text("年単位で集計")
    page.get_by_role("button", name="収録されなかった行 3 件").click()
    expect(page.locator(".archive-event dd")).to_have_text(["1", "1", "1"])
    page.locator(".archive-panel .mapapp-close").click()
    kind = archive.kinds[0]
    page.locator(".archive-legend button").first.click()
    page.evaluate("mapapp.settled()")
    assert page.evaluate("mapapp.count()") == archive.totals.stored - kind.rows
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and not errors
    page.context.close()


def test_without_a_server_that_gives_ranges_the_page_says_so(
    browser: Browser, archive: Archive, tmp_path: Path
) -> None:
    write_viewer(archive, tmp_path / "site", events=False)
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "site" / "index.html").as_uri())
    expect(page.locator(".archive-trouble")).to_contain_text("mapapp archive serve")
    context.close()
