"""docs/tutorial/first-atlas.md as it stands: its commands run, its decisions are taken by key, its page is opened."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from mapapp.atlas import open_atlas
from mapapp.cli import main
from tests.browser.conftest import DESKTOP, Opened

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-atlas.md"


def run(line: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(shlex.split(line)[1:])
    assert not stop.value.code, line


def test_the_tutorial_from_a_document_to_a_page(
    browser: Browser, server: str, workspace: Path, open_page: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = PAGE.read_text("utf-8")
    (document,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    monkeypatch.chdir(workspace)  # the explorer of the tests finds the atlas there
    Path("treaty.txt").write_text(document, "utf-8")
    after = commands.index("mapapp explore portsmouth")
    for command in commands[:after]:
        run(command)

    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{server}/?atlas=portsmouth&desk=review")
    page.locator(".review .passage").wait_for()
    page.locator(".review").focus()
    items = page.locator(".item")
    found = items.count()
    assert found >= 3
    for number in range(found):
        if number == 0:
            page.keyboard.press("3")
        if number == 1:
            page.keyboard.press("f")
            page.keyboard.type("Portsmouth")
            page.keyboard.press("Enter")
            expect(page.locator(".choice[aria-pressed=true]")).to_contain_text("-70.8, 43.1")
        page.keyboard.press("a")
        expect(page.locator(".item.accepted, .item.corrected")).to_have_count(number + 1, timeout=30_000)
        expect(page.locator(".review")).to_have_attribute("data-waiting", "0")
    context.close()

    for command in commands[after + 1 :]:
        run(command)
    atlas = open_atlas("portsmouth")
    dates = {event.when.edtf for event in atlas.events if event.when}
    assert {"1905-08-09", "1905-09-05", "1905-10"} <= dates
    portsmouth = next(place for place in atlas.places if place.names[0].name == "Portsmouth")
    assert portsmouth.point is not None and portsmouth.point[0] < -70
    assert sum(event.places == (portsmouth.id,) for event in atlas.events) == 2
    assert all(atlas.citations_of[f"event:{event.id}"] for event in atlas.events)
    opened = open_page(Path("portsmouth.html").resolve().as_uri())
    assert len(opened.page.evaluate("mapapp.visible()")) == len([event for event in atlas.events if event.when])
    assert opened.requests == [Path("portsmouth.html").resolve().as_uri()]
    assert opened.errors == []
    assert Path("portsmouth.png").stat().st_size > 20_000
