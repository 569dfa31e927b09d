"""The whole corpus in a real browser, in one page and in the explorer: no script, no request, no element of theirs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect
from streamlit.runtime.memory_media_file_storage import _calculate_file_id

from mapapp.atlas import open_atlas
from mapapp.export import FORMATS
from mapapp.model import Atlas
from mapapp.view import View
from mapapp.webmap import render_page
from mapapp.webmap.sketch import render_sketch
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, Opened, at_rest, wait_for, wait_until_ready
from tests.browser.test_hostile import EVALUATED, STRANGERS
from tests.hostile.incoming_tables import hostile_workbook
from tests.hostile.texts import ACCEPTED, TOUR, plant

QUERIES = json.loads((Path(__file__).parents[1] / "hostile" / "queries.json").read_text("utf-8"))
COUNT_VIOLATIONS = (
    "window.violations = 0; addEventListener('securitypolicyviolation', () => { window.violations += 1; });"
)
SHOW_ALL = """async ([ids, languages]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (const lang of languages) {
    mapapp.set({ lang });
    for (const id of ids) {
      mapapp.select(id);
      await frame();
    }
  }
  await mapapp.settled();
}"""
_TEXT = (
    "![x](http://localhost:9/p.png)<img src=http://localhost:9/q.png onerror=window.pwned=1>"
    "[x](javascript:window.pwned=1)"
)
_CHOICE = dict.fromkeys(("id", "name", "kind", "country", "attribution"), _TEXT)
PROPOSALS = (
    {
        "id": "x", "document": _TEXT, "sha256": "", "characters": 9, "language": "en", "written": "", "source": "",
        "dates": 0, "left_out": {_TEXT: 1}, "pages": [],
    },
    {
        **dict.fromkeys(("id", "name", "near", "date_basis", "title", "kind", "place"), _TEXT), "start": 0, "end": 90,
        "when": "", "score": 1, "mentions": [[2, 40]], "reasons": [[_TEXT, [["x", _TEXT]]]],
        "choices": [_CHOICE | {"lon": 1, "lat": 2, "score": 1, "reasons": [[_TEXT, []]]}],
    },
)  # fmt: skip
OPEN_ALL = """async (queries) => {
  for (const query of queries) {
    mapapp.open(query);
    await new Promise((done) => requestAnimationFrame(done));
  }
  await mapapp.settled();
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("corpus") / "corpus", ACCEPTED.values())


@pytest.fixture(scope="module")
def atlas(folder: Path) -> Atlas:
    return open_atlas(folder)


def check(page: Any) -> None:
    """Nothing ran, nothing was computed, nothing became an element."""
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert EVALUATED not in page.evaluate("document.documentElement.outerHTML")
    assert page.evaluate(STRANGERS) == []


def test_every_record_of_the_corpus_is_shown_as_text(
    atlas: Atlas, open_page: Callable[..., Opened], tmp_path: Path
) -> None:
    file = tmp_path / "corpus.html"
    file.write_text(render_page(atlas, View()), "utf-8")
    opened = open_page(file.as_uri(), bypass_csp=True)
    page = opened.page
    records = [*atlas.events, *atlas.places, *atlas.figures, *atlas.disagreements, *atlas.sources, *atlas.actors]
    page.evaluate(SHOW_ALL, [[record.id for record in records[::6]], ["en"]])
    check(page)
    page.evaluate("mapapp.select('e0')")
    expect(page.locator("#detail")).to_contain_text("<script>window.pwned=1</script>")
    page.evaluate(OPEN_ALL, [*QUERIES["kept"], *QUERIES["refused"]])
    check(page)
    steps = next(tour.steps for tour in atlas.tours if tour.id == TOUR)
    page.evaluate(OPEN_ALL, [f"mode=between&panel=tour,{TOUR},{number}" for number in range(1, len(steps) + 1, 4)])
    expect(page.locator(".tour")).to_be_visible()
    check(page)
    assert opened.errors == []
    assert len(opened.requests) == 1


def test_no_policy_is_even_asked(atlas: Atlas, browser: Browser, tmp_path: Path) -> None:
    """Under its policy the page tries nothing that the policy would have to forbid; pictures and the sketch neither."""
    files = {"page.html": render_page(atlas, View()), "sketch.html": render_sketch(atlas, None, "en")}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    small = open_atlas(plant(tmp_path / "small", [" ".join(list(ACCEPTED.values())[at::25])[:400] for at in range(4)]))
    FORMATS[".kml"].write(small, View(), tmp_path / "out.kml")
    context = browser.new_context(viewport=DESKTOP)
    context.add_init_script(COUNT_VIOLATIONS)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    for name in ("page.html", "sketch.html", "out.kml"):
        page = context.new_page()
        page.goto((tmp_path / name).as_uri(), wait_until="load") if name != "out.kml" else page.set_content(
            (tmp_path / name).read_text("utf-8")
        )
        if name == "page.html":
            wait_until_ready(page)
            page.evaluate("mapapp.settled()")
            assert page.evaluate("window.violations") == 0
        assert page.evaluate("typeof window.pwned") == "undefined"
        page.close()
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


@pytest.mark.parametrize("name", ["kept", "refused"])
def test_the_explorer_takes_any_address(name: str, browser: Browser, server: str) -> None:
    """One address with everything hostile in it, and names of atlases and desks that lead out of the folder."""
    context = browser.new_context(viewport=DESKTOP)
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page = context.new_page()
    if name == "kept":
        page.goto(f"{server}/?atlas=crossroads&" + "&".join(QUERIES["kept"]))
        frame = page.wait_for_selector("iframe.mapapp-frame", timeout=60_000)
        inner = frame.content_frame() if frame else None
        assert inner is not None
        wait_until_ready(inner)
        check(inner)
    else:
        text = "![x](http://localhost:9/x.png)<img src=http://localhost:9/y.png onerror=window.pwned=1>../../etc"
        page.goto(f"{server}/?atlas={quote(text)}&desk={quote(text)}")
        expect(page.get_by_text("There is no atlas")).to_be_visible(timeout=60_000)
    assert page.evaluate("typeof window.pwned") == "undefined"
    context.close()
    assert hosts - {""} == {urlsplit(server).netloc}


def show_desks(page: Page, server: str, folder: Path) -> None:
    """Every desk of the atlas, with a hostile file to import and hostile proposals: all of it stays text."""
    (folder / "proposals").mkdir()
    (folder / "proposals" / "x.txt").write_text(" ".join(text[:200] for text in ACCEPTED.values()), "utf-8")
    (folder / "proposals" / "x.jsonl").write_text("\n".join(map(json.dumps, PROPOSALS)), "utf-8")

    def no_markup() -> None:
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert page.locator("[src*='localhost:9'], [href*='localhost:9'], a[href^='javascript:'], x-pwned").count() == 0

    page.goto(f"{server}/?atlas=corpus&desk=review")
    expect(page.locator(".review .passage")).to_be_visible(timeout=60_000)
    page.locator(".review").focus()
    page.keyboard.press("a")  # refused with words that repeat the proposal
    no_markup()
    page.get_by_role("button", name="Edit this atlas").click()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=60_000)
    no_markup()
    page.get_by_role("button", name="Your atlases").click()
    expect(page.get_by_role("button", name="Create")).to_be_visible(timeout=60_000)
    no_markup()
    page.get_by_role("button", name="Import a file").click()
    expect(page.get_by_text("A table, GeoJSON")).to_be_visible(timeout=60_000)
    at_rest(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "![x](a).xlsx", "mimeType": "application/x", "buffer": hostile_workbook()}
    )
    expect(page.get_by_text("What would be changed, guessed, asked or refused")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("radiogroup").first).to_contain_text("x (http")
    no_markup()


def test_the_explorer_shows_the_corpus_in_its_tables(
    folder: Path, browser: Browser, server: str, workspace: Path
) -> None:
    target = workspace / "corpus"
    shutil.copytree(folder, target)
    shutil.copytree(MINIMAL, workspace / "![x](http:\\\\localhost:9\\x.png) **b**")
    context = browser.new_context(viewport=DESKTOP)
    hosts: set[str] = set()
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page = context.new_page()
    try:
        page.goto(f"{server}/?atlas=corpus")
        frame = page.wait_for_selector("iframe.mapapp-frame", timeout=60_000)
        inner = frame.content_frame() if frame else None
        assert inner is not None
        wait_until_ready(inner)
        check(inner)
        for panel in ("table", "figures", "periods", "matrix"):
            inner.evaluate("panel => mapapp.set({ panel: [panel] })", panel)
            inner.evaluate("() => mapapp.settled()")
            check(inner)
        show_desks(page, server, target)
        page.goto(f"{server}/?atlas=no-such-atlas")  # lists all the others as buttons
        expect(page.get_by_role("button", name="corpus")).to_be_visible(timeout=60_000)
        assert page.locator("#root img[src*='localhost:9']").count() == 0
        assert page.evaluate("typeof window.pwned") == "undefined"
    finally:
        context.close()
        for left in [target, *workspace.glob("!*")]:
            shutil.rmtree(left)
    assert hosts - {""} == {urlsplit(server).netloc}


def save_what_is_shown(page: Page, frame: Frame) -> tuple[str, bytes]:
    """Export what is shown as GeoJSON: the address that the file is fetched from, and its content."""
    frame.get_by_role("button", name="Export", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Data", exact=True).click()
    dialog.get_by_text("GeoJSON", exact=True).click()
    expect(dialog).to_contain_text("FeatureCollection", timeout=20_000)  # how the file begins
    save = dialog.get_by_role("button", name=re.compile("^Save "))
    expect(save).to_have_count(1)  # that of the format before has gone
    with page.expect_download() as saved:
        save.click()
    page.keyboard.press("Escape")
    return saved.value.url, saved.value.path().read_bytes()


def test_two_browsers_do_not_see_each_other(browser: Browser, server: str, workspace: Path) -> None:
    """The atlas, the View and the draft that one reader has chosen are nowhere in another's window."""
    shutil.copytree(MINIMAL, workspace / "own")
    contexts = [browser.new_context(viewport=DESKTOP) for _ in range(2)]
    pages = [context.new_page() for context in contexts]
    received: list[str] = []
    pages[1].on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(str(data))))
    try:
        frames = []
        for page, query in zip(pages, ("atlas=own&mode=in&from=1956&q=secret-word", "atlas=crossroads"), strict=True):
            page.goto(f"{server}/?{query}")
            handle = page.wait_for_selector("iframe.mapapp-frame", timeout=60_000)
            inner = handle.content_frame() if handle else None
            assert inner is not None
            wait_until_ready(inner)
            frames.append(inner)
        frames[0].evaluate("mapapp.set({from: '1869', to: '1869'})")
        wait_for(pages[0], "() => location.search.includes('from=1869')")
        frames[1].evaluate("mapapp.set({mode: 'between', from: '2004', to: '2010'})")
        wait_for(pages[1], "() => location.search.includes('from=2004')")
        seen = [frame.evaluate("mapapp.query()") for frame in frames]
        assert "secret-word" in seen[0] and "1869" in seen[0]
        assert "secret-word" not in seen[1] and "1869" not in seen[1]
        address, content = save_what_is_shown(pages[0], frames[0])
        name = urlsplit(address).path.rsplit("/", 1)[-1].split(".")[0]
        assert b"secret-word" in content and received and name not in "".join(received)
        guesses = {_calculate_file_id(content, "application/geo+json", file) for file in ("minimal.geojson", None)}
        assert name not in guesses
        for guess in (*guesses, name[:-1], name.upper(), ""):
            assert contexts[1].request.get(f"{server}/media/{guess}.geojson").status == 404, "found by guessing"
        pages[0].goto(f"{server}/?atlas=own&desk=edit")
        expect(pages[0].get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=60_000)
        pages[0].get_by_label("Title (English)").fill("a draft that nobody else sees")
        pages[0].get_by_label("Title (日本語)").click()
        pages[1].goto(f"{server}/?atlas=own&desk=edit")
        expect(pages[1].get_by_role("button", name="Save", exact=True)).to_be_visible(timeout=60_000)
        assert pages[1].get_by_label("Title (English)").input_value() == ""
        assert "a draft that nobody else sees" not in pages[1].content()
        for page in pages:
            page.get_by_role("button", name="Import a file").click()
            expect(page.get_by_text("A table, GeoJSON")).to_be_visible(timeout=60_000)
            at_rest(page)
        secret = {"name": "secret.csv", "mimeType": "text/csv", "buffer": b"title,when\nsecret-cell,2004\n"}
        pages[0].locator("input[type=file]").set_input_files(secret)
        expect(pages[0].get_by_text("What would be changed, guessed, asked or refused")).to_be_visible(timeout=60_000)
        pages[1].get_by_role("button", name="Your atlases").click()
        expect(pages[1].get_by_role("button", name="Create")).to_be_visible(timeout=60_000)
        pages[1].get_by_role("button", name="Import a file").click()
        expect(pages[1].get_by_text("A table, GeoJSON")).to_be_visible(timeout=60_000)
        at_rest(pages[1])
        assert "secret" not in pages[1].content()
    finally:
        for context in contexts:
            context.close()
        shutil.rmtree(workspace / "own")
