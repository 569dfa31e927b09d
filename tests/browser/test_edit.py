"""Journeys at the editing desk: a record is added, refused, undone; a place is drawn; a shipped atlas is copied."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mapapp.atlas import check_atlas, open_atlas
from mapapp.language import LANGUAGES
from mapapp.model import Atlas
from mapapp.webmap.sketch import render_sketch
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, PHONE, at_rest, wait_until_ready
from tests.browser.test_accessibility import violations

PATIENCE = 20_000

OpenDesk = Callable[[str], tuple[Page, Path]]


@pytest.fixture
def runs() -> Counter[Page]:
    """How often the explorer's script has run to its end, by the messages that a page has heard."""
    return Counter()


def ends_a_run(message: str | bytes) -> bool:
    return isinstance(message, bytes) and ForwardMsg.FromString(message).WhichOneof("type") == "script_finished"


@pytest.fixture
def open_desk(browser: Browser, server: str, workspace: Path, runs: Counter[Page]) -> Iterator[OpenDesk]:
    """Open the editing desk of a copy of the minimal atlas: its page and the atlas's folder."""
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(PATIENCE)

    def run(name: str) -> tuple[Page, Path]:
        shutil.copytree(MINIMAL, workspace / name)
        page = context.new_page()
        page.on("websocket", lambda socket: socket.on("framereceived", lambda m: runs.update({page: ends_a_run(m)})))
        page.goto(f"{server}/?atlas={name}&desk=edit")
        save(page).wait_for(timeout=60_000)
        return page, workspace / name

    yield run
    context.close()


def save(page: Page) -> Locator:
    return page.get_by_role("button", name="Save", exact=True)


def choose(page: Page, label: str, option: str) -> None:
    at_rest(page)
    page.get_by_role("combobox", name=label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
    at_rest(page)


def type_into(page: Page, grid: int, column: int, row: int, text: str) -> None:
    """Write into a cell of the nth table, counted from 0; the table is a canvas: arrows go there, Enter opens."""
    field = page.locator("#portal textarea, #portal input")
    for _ in range(10):  # a run that ends meanwhile draws the table anew, and keys before that go nowhere
        at_rest(page)
        table = page.get_by_test_id("stDataFrame").nth(grid)
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 60, box["y"] + 50)
        for key, times in (("ArrowRight", column), ("ArrowDown", row)):
            for _ in range(times):
                page.keyboard.press(key)
        page.keyboard.press("Enter")
        with suppress(PlaywrightTimeout):
            field.fill(text, timeout=3000)
            break
    field.press("Enter")
    expect(field).to_have_count(0)


def test_an_event_is_added_and_undone(open_desk: OpenDesk) -> None:
    page, folder = open_desk("adding")
    page.get_by_label("Date (EDTF").fill("1967-06-06")
    for language, title in (("en", "The canal is closed"), ("zh-Hant", "運河封閉"), ("ja", "運河の閉鎖")):
        page.get_by_label(f"Title ({LANGUAGES[language]})").fill(title)
    save(page).click()
    expect(page.get_by_text("Not saved: nothing was changed.")).to_be_visible()
    expect(page.get_by_text("Kind is empty")).to_be_visible()
    at_rest(page)
    assert violations(page) == []
    assert len(open_atlas(folder).events) == 3
    choose(page, "Kind", "Works")
    page.get_by_label("Another place where it happened").fill("Atlantis")
    save(page).click()
    expect(page.get_by_text("alone does not say which place is meant")).to_be_visible()
    choose(page, "Which place is meant?", "Atlantis, South Africa, 82,736 people, 18.48, -33.57")
    save(page).click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    atlas = open_atlas(folder)
    assert atlas.event_by_id["1967-the-canal-is-closed"].title["ja"] == "運河の閉鎖"
    (place,) = atlas.event_by_id["1967-the-canal-is-closed"].places
    assert atlas.place_by_id[place].country == "ZAF" and atlas.citations_of[f"place:{place}"][0].source == "note"
    assert [c.source for c in atlas.citations_of["event:1967-the-canal-is-closed"]] == ["note"]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    page.get_by_role("radio", name="The atlas itself").click()
    expect(page.get_by_label("Description (English)")).to_be_visible()
    at_rest(page)  # the form of the events has gone: it has a title as well
    page.get_by_label("Title (English)").fill("The canal, anew")
    save(page).click()
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    at_rest(page)
    assert open_atlas(folder).title["en"] == "The canal, anew"
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == {
        path.name: path.read_bytes() for path in MINIMAL.iterdir() if path.is_file()
    }


def test_what_another_program_writes_is_noticed(open_desk: OpenDesk) -> None:
    page, folder = open_desk("noticing")
    events = folder / "events.csv"
    events.write_text(events.read_text("utf-8").replace("The canal is opened", "Opened elsewhere"), "utf-8")
    choose(page, "Events", "1956-07-26  Nasser nationalises the canal")
    expect(page.get_by_text("The files were changed elsewhere.")).to_be_visible()
    page.get_by_role("button", name="Open them again").click()
    expect(page.get_by_text("Every step is saved in")).to_be_visible()
    expect(page.get_by_role("combobox", name="Events", exact=True)).to_have_value(re.compile("^1956-07-26"))
    choose(page, "Events", "1869-11-17  Opened elsewhere")
    expect(page.get_by_label("Title (English)")).to_have_value("Opened elsewhere")


def test_a_step_takes_one_run_and_leaves_the_fields_where_they_are(open_desk: OpenDesk, runs: Counter[Page]) -> None:
    page, folder = open_desk("stepping")
    title = page.get_by_label("Title (English)")
    at_rest(page)
    field = title.element_handle()
    page.get_by_text("More fields", exact=True).click()
    expect(page.get_by_label("Order of the stops")).to_be_visible()
    choose(page, "Events", "1869-11-17  The canal is opened")
    expect(title).to_have_value("The canal is opened")
    title.fill("Written for the wrong event")
    choose(page, "Events", "1956-07-26  Nasser nationalises the canal")
    expect(title).to_have_value("Nasser nationalises the canal")
    title.fill("The canal is nationalised")
    for button, shown in (
        (save(page), "The canal is nationalised"),
        (page.get_by_role("button", name="Undo"), "Nasser nationalises the canal"),
        (page.get_by_role("button", name="Redo"), "The canal is nationalised"),
    ):
        before = runs[page]
        button.click()
        expect(page.get_by_role("combobox", name="Events", exact=True)).to_have_value(re.compile(shown))
        expect(title).to_have_value(shown)
        at_rest(page)
        assert runs[page] == before + 1, f"{shown}: a step takes one run of the script"
        assert {event.title["en"] for event in open_atlas(folder).events} > {shown, "The canal is opened"}
    assert field is not None and field.evaluate("node => node.isConnected"), "the field was made anew"


def go_to_cell(page: Page, table: Locator, heading: str, row: int) -> None:
    """Choose a cell of a table, by a click and arrows, and wait until it is chosen."""
    table.locator("th", has_text=heading).first.wait_for(state="attached")
    column = table.locator("th").all_text_contents().index(heading)
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 60, box["y"] + 50 + 35 * row)
    expect(table.locator(f"#glide-cell-1-{row}")).to_have_attribute("aria-selected", "true")
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    expect(table.locator(f"#glide-cell-{column + 1}-{row}")).to_have_attribute("aria-selected", "true")


def test_the_table_takes_keys_as_fast_as_they_come_and_keeps_them(open_desk: OpenDesk, runs: Counter[Page]) -> None:
    page, folder = open_desk("typing")
    page.get_by_role("radio", name="All events as a table").click()
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    at_rest(page)
    go_to_cell(page, table, "Title (English)", 0)
    page.mouse.move(5, 5)  # who types on has not left the table
    before = runs[page]
    for title in ("The first", "The second", "The third"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    page.get_by_role("radio", name="Actors").click()  # a click waits for the keys before it
    expect(page.get_by_role("radio", name="Actors")).to_be_checked()
    at_rest(page)
    assert runs[page] == before + 1, "what is typed into the table takes no run of the script"
    page.get_by_role("radio", name="All events as a table").click()
    page.get_by_role("button", name="Save the table").click()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_enabled()
    titles = [event.title["en"] for event in open_atlas(folder).events]
    assert titles == ["The first", "The second", "The third"]
    at_rest(page)
    go_to_cell(page, table, "Title (English)", 1)
    page.keyboard.type("The second, anew")
    undo.click()  # the field is still open
    expect(undo).to_be_disabled()
    page.get_by_role("button", name="Save the table").click()
    expect(undo).to_be_enabled()
    titles = [event.title["en"] for event in open_atlas(folder).events]
    assert titles[1] == "The second, anew" and "The first" not in titles


def test_a_place_is_drawn_on_the_map(open_desk: OpenDesk) -> None:
    page, folder = open_desk("drawing")
    page.get_by_role("radio", name="Places").click()
    handle = page.wait_for_selector("iframe.mapapp-sketch")
    frame = handle.content_frame()
    assert frame is not None
    wait_until_ready(frame)
    typed = frame.get_by_label("Add a position: longitude, latitude")
    typed.fill("29.97 N, 32.53 E")
    typed.press("Enter")
    expect(frame.get_by_role("status")).to_have_text("32.53, 29.97")
    for row, name in enumerate(("Suez", "蘇伊士", "スエズ")):
        type_into(page, 0, 0, row, name)
    save(page).click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    place = open_atlas(folder).place_by_id["suez"]
    assert place.point == (32.53, 29.97)
    assert [(name.name, name.lang) for name in place.names] == [("Suez", "en"), ("蘇伊士", "zh-Hant"), ("スエズ", "ja")]
    page.get_by_role("button", name="Back to the map").click()
    shown = page.wait_for_selector("iframe.mapapp-frame", timeout=60_000)
    map_frame = shown.content_frame()
    assert map_frame is not None
    wait_until_ready(map_frame)
    expect(page).not_to_have_url(re.compile("desk="))


def test_a_corner_is_moved_by_a_finger(browser: Browser, crossroads: Atlas, tmp_path: Path) -> None:
    (file := tmp_path / "sketch.html").write_text(render_sketch(crossroads, None, "en"), "utf-8")
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(file.as_uri())
    wait_until_ready(page.main_frame)
    page.get_by_role("button", name="Line").click()
    for x, y in ((150, 200), (250, 300)):
        page.touchscreen.tap(x, y)
    corners = page.locator(".sketch-vertex")
    expect(corners).to_have_count(2)
    page.touchscreen.tap(150, 200)  # a touch that does not move changes nothing
    before = page.evaluate("mapapp.geometry().coordinates")
    session = context.new_cdp_session(page)
    for kind, at in (
        ("touchStart", (150, 200)),
        ("touchMove", (170, 190)),
        ("touchMove", (200, 160)),
        ("touchEnd", None),
    ):
        points = [{"x": at[0], "y": at[1]}] if at else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_function("was => mapapp.geometry().coordinates[0][0] > was + 10", arg=before[0][0])
    after = page.evaluate("mapapp.geometry().coordinates")
    assert len(after) == 2 and after[1] == before[1], "the map has not moved with it"
    page.get_by_role("button", name="Undo").click()
    assert page.evaluate("mapapp.geometry().coordinates") == before
    context.close()


def test_a_shipped_atlas_is_copied_before_it_is_edited(browser: Browser, server: str, workspace: Path) -> None:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{server}/?atlas=crossroads&desk=edit")
    page.get_by_role("button", name="Make a copy in").click(timeout=60_000)
    save(page).wait_for(timeout=60_000)
    (copy,) = workspace.glob("crossroads*")
    assert check_atlas(copy) == []
    assert open_atlas(copy).sha256 == open_atlas("crossroads").sha256
    expect(page).to_have_url(re.compile(f"atlas={copy.name}"))
    context.close()
