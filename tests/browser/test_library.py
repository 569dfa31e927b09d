"""Journeys through the library and the import desk: a new atlas, a table imported into it, the folder as a ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mapapp.atlas import check_atlas, open_atlas
from mapapp.atlas.pack import pack_atlas
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, at_rest, wait_until_ready
from tests.browser.test_accessibility import violations

TABLE = """title,date,place,lat,lon
The canal is opened,1869-11-17,Port Said,31.26,32.3
The canal is closed,6 June 1967,Suez,29.97,32.53
The canal opens again,8/9/1975,Suez,29.97,32.53
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB", accept_downloads=True, color_scheme="dark")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_a_new_atlas_takes_a_table(page: Page, server: str, workspace: Path, tmp_path: Path) -> None:
    page.goto(f"{server}/?atlas=crossroads&desk=library")
    page.get_by_label("Title").fill("The Suez Canal")
    at_rest(page)
    assert violations(page) == [], "a desk, in the dark"
    assert page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme") == "dark"
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("Every step is saved in")).to_be_visible()
    folder = workspace / "The-Suez-Canal"
    assert check_atlas(folder) == []
    page.get_by_role("button", name="Back to the map").click()
    empty = page.frame_locator("iframe.mapapp-frame")
    expect(empty.get_by_text("This atlas has no events yet.")).to_be_visible()
    empty.locator(".beginnings").get_by_role("button", name="Import a file").click()
    expect(page.get_by_text("A table, GeoJSON")).to_be_visible()
    at_rest(page)
    table = tmp_path / "canal.csv"
    table.write_text(TABLE, "utf-8")
    page.locator("input[type=file]").set_input_files(table)
    expect(page.get_by_text("What would be changed, guessed, asked or refused")).to_be_visible()
    at_rest(page)
    assert violations(page) == []
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.get_by_role("button", name="Save the report")).to_be_visible()
    atlas = open_atlas(folder)
    assert [event.title["en"] for event in atlas.events] == [line.split(",")[0] for line in TABLE.split("\n")[1:4]]
    assert [event.when.edtf if event.when else None for event in atlas.events[:2]] == ["1869-11-17", "1967-06-06"]
    assert len(atlas.places) == 2
    page.get_by_role("button", name="Open the map").click()
    shown = page.wait_for_selector("iframe.mapapp-frame").content_frame()
    assert shown is not None
    wait_until_ready(shown)
    assert shown.evaluate("mapapp.visible().length") >= 2
    assert shown.locator(".atlas-select").input_value() == "The-Suez-Canal"


def test_a_desk_in_japanese_stays_so(page: Page, server: str, workspace: Path, tmp_path: Path) -> None:
    page.goto(f"{server}/?atlas=crossroads&desk=library&lang=ja")
    page.get_by_label("題名").fill("Umi")
    page.get_by_role("button", name="作成").click()
    expect(page.get_by_text("すべての操作は")).to_be_visible()
    page.locator(".st-key-edit-begin").get_by_role("button", name="ファイルの取り込み").click()
    expect(page.get_by_text("表、GeoJSON")).to_be_visible()
    at_rest(page)
    table = tmp_path / "umi.csv"
    table.write_text("題名,日付,場所\n沈む,2004-13-45,Atlantis\n", "utf-8")
    page.locator("input[type=file]").set_input_files(table)
    expect(page.get_by_text("どの場所を指しますか")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="1行を取り込む").click()
    done = page.locator(".st-key-import-done")
    expect(done).to_contain_text("日付：この日付は読み取れない")
    assert "アトランティス, 南アフリカ" in done.inner_text() and "列：題名 ← 題名" in done.inner_text()
    atlas = open_atlas(workspace / "Umi")
    assert [kind.title["ja"] for kind in atlas.kinds] == ["出来事"] and not any(
        place.geometry for place in atlas.places
    )


def test_a_folder_comes_and_goes_as_a_zip(page: Page, server: str, workspace: Path, tmp_path: Path) -> None:
    archive = tmp_path / "canal in brief.zip"
    pack_atlas(MINIMAL, archive)
    page.goto(f"{server}/?atlas=crossroads&desk=library")
    page.locator("input[type=file]").set_input_files(archive)
    page.get_by_role("button", name="Open it").click()
    page.wait_for_selector("iframe.mapapp-frame")
    folder = workspace / "canal-in-brief"
    assert open_atlas(folder) == open_atlas(MINIMAL)
    page.goto(f"{server}/?atlas=crossroads&desk=library")
    row = page.locator(".st-key-library-canal-in-brief")
    with page.expect_download() as download:
        row.get_by_role("button", name="Save as ZIP").click()
    with zipfile.ZipFile(download.value.path()) as saved:
        names = {Path(name).name for name in saved.namelist()}
    assert {file.name for file in MINIMAL.iterdir() if file.is_file()} <= names


def test_a_zip_that_is_none_is_refused(page: Page, server: str, workspace: Path, tmp_path: Path) -> None:
    before = sorted(workspace.iterdir())
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    page.goto(f"{server}/?atlas=crossroads&desk=library")
    page.locator("input[type=file]").set_input_files(broken)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("broken.zip").or_(page.get_by_text("atlas.zip")).first).to_be_visible()
    assert sorted(workspace.iterdir()) == before
