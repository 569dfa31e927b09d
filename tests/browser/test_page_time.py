"""Journeys with the slider of the standalone page of crossroads: keys, mouse, fingers, days, BCE."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from mapapp.model import Atlas
from mapapp.view import View
from tests.browser.agreement import agree, selected, visible
from tests.browser.conftest import Opened, wait_for

OpenPage = Callable[..., Opened]

STEP_TIMES = """async () => {
  const frame = (run) => new Promise((done) => requestAnimationFrame(() => { run?.(); done(); }));
  const now = () => performance.now();
  const times = [];
  const counts = [];
  for (let i = 0; i < 60; i += 1) {
    const to = String(1991 + (i * 7) % 34);
    let total = 0;
    let mark = 0;
    // What the step asks to be drawn runs between two callbacks of ours in its frame, and in the frame after it.
    const open = () => { mark = now(); };
    const close = () => { total += now() - mark; };
    const first = frame(() => { open(); requestAnimationFrame(open); });
    const before = now();
    mapapp.set({ mode: "up-to", to });
    total += now() - before;
    await Promise.all([first, frame(() => { close(); requestAnimationFrame(close); })]);
    await frame();
    await frame();
    times.push(total);
    counts.push([to, mapapp.visible().length]);
  }
  return { times, counts };
}"""


def test_the_slider_moves_by_keyboard(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    handle = page.get_by_role("slider", name="End of the window")
    before = visible(page)
    handle.focus()
    for _ in range(3):
        handle.press("ArrowLeft")
    wait_for(page, "() => mapapp.view().to !== '2024'")
    earlier = agree(page, crossroads)
    assert 0 < len(earlier) < len(before)
    assert set(before) > set(earlier)
    page.keyboard.press("PageUp")
    wait_for(page, "(n) => mapapp.visible().length > n", len(earlier))
    assert set(agree(page, crossroads)) > set(earlier)
    handle.press("Home")
    few = agree(page, crossroads)
    assert len(few) < len(earlier)


def test_the_slider_moves_by_mouse(open_page: OpenPage, crossroads_page: str, crossroads: Atlas) -> None:
    page = open_page(crossroads_page).page
    before = visible(page)
    handle = page.get_by_role("slider", name="End of the window")
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 30)
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x - 25 * step, y)
    during = agree(page, crossroads)
    assert 0 < len(during) < len(before), "the map follows the drag, before it is let go"
    page.mouse.up()
    after = agree(page, crossroads)
    year = int(page.evaluate("mapapp.view().to")[:4])
    assert 1995 < year < 2022
    assert set(after) < set(before)
    sentence = page.locator(".time-host").get_by_text(f"{len(after)} events")
    expect(sentence.first).to_be_visible()


@pytest.mark.parametrize(("mode", "radio"), [("in", "in this year"), ("between", "between"), ("up-to", "up to")])
def test_the_three_modes(open_page: OpenPage, crossroads_page: str, crossroads: Atlas, mode: str, radio: str) -> None:
    page = open_page(f"{crossroads_page}#mode=between&from=2004&to=2010").page
    page.get_by_role("radio", name=radio).locator("xpath=ancestor::label[1]").click()
    wait_for(page, "(mode) => mapapp.view().mode === mode", mode)
    assert agree(page, crossroads)


def test_bars_can_show_sources(open_page: OpenPage, crossroads_page: str) -> None:
    page = open_page(crossroads_page).page
    pixels = "mapapp.settled().then(() => document.querySelector('canvas.tl-chart').toDataURL())"
    by_kind = page.evaluate(pixels)
    page.get_by_role("button", name="Step, speed and axis").click()
    page.get_by_label("Bars show").select_option("source")
    expect(page.locator(".tl-key")).to_contain_text("other or none")
    assert page.locator(".tl-key > span").count() > 2
    by_source = page.evaluate(pixels)
    assert by_source != by_kind
    expect(page).to_have_url(re.compile("bars=source"))  # a link opens the same
    page.reload()
    expect(page.locator(".tl-key")).to_contain_text("other or none")
    assert page.evaluate(pixels) == by_source
    page.get_by_role("button", name="Step, speed and axis").click()
    expect(page.get_by_label("Bars show")).to_have_value("source")
    page.get_by_label("Bars show").select_option("kind")
    expect(page.locator(".tl-key")).to_be_hidden()
    assert page.evaluate(pixels) == by_kind


def test_the_slider_under_fingers_day_by_day_and_before_christ(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas
) -> None:
    opened = open_page(f"{crossroads_page}#mode=in&from=2024&to=2024", has_touch=True)
    page = opened.page
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *xs: float) -> None:
        box = page.locator(".tl-stage").bounding_box()
        assert box is not None
        points = [{"x": x, "y": box["y"] + 40, "id": i} for i, x in enumerate(xs)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def middle() -> float:
        box = page.get_by_role("slider").first.bounding_box()
        assert box is not None
        return box["x"]

    rule = page.locator(".tl-rule")
    expect(rule).to_contain_text("year")
    for _ in range(2):  # two fingers draw the axis apart: from years to days
        at = middle()
        touch("touchStart", at - 25, at + 5)
        for reach in (60, 120, 200):
            touch("touchMove", at - reach, at + reach / 5)
        touch("touchEnd")
        page.evaluate("mapapp.settled()")
    expect(rule).to_contain_text("Hatched block: day uncertain.")
    field = page.get_by_label("End of the window", exact=True).and_(page.locator("input"))
    field.fill("28 July 2024")
    field.press("Enter")
    expect(rule).to_have_text("First and last day included. Hatched block: day uncertain.")
    handle = page.get_by_role("slider", name="The time shown")
    handle.focus()
    seen = []
    for day in (28, 29, 30, 31):
        assert page.evaluate("mapapp.view().to") == f"2024-07-{day}"
        expect(page.locator(".tl-sentence-text")).to_contain_text(f"{day} July 2024")
        seen.append(tuple(agree(page, crossroads)))
        handle.press("ArrowRight")
    assert len({ids for ids in seen if ids}) > 1

    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    at = middle()
    touch("touchStart", at)
    touch("touchMove", at + 40)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    touch("touchEnd")

    page.evaluate("mapapp.set({ mode: 'between', from: '2024-07-28', to: '2024-07-30' })")
    page.evaluate("mapapp.settled()")
    start = page.get_by_role("slider", name="Start of the window")
    start.focus()
    for _ in range(4):  # over the other handle
        page.keyboard.press("ArrowRight")
    assert page.evaluate("[mapapp.view().from, mapapp.view().to]") == ["2024-07-30", "2024-08-01"]
    expect(page.locator(".tl-handle:focus")).to_have_attribute("aria-label", "End of the window")
    typed = page.get_by_label("Start of the window", exact=True).and_(page.locator("input"))
    typed.fill("44 BCE")
    typed.press("Enter")
    assert page.evaluate("mapapp.view().from") == "-0043"
    expect(page.locator(".tl-sentence-text")).to_contain_text("44 BCE to")
    agree(page, crossroads)
    assert opened.errors == []


def test_steps_of_the_slider_are_counted_right_and_timed(
    open_page: OpenPage, crossroads_page: str, crossroads: Atlas, record_property: Callable[[str, object], None]
) -> None:
    page = open_page(crossroads_page).page
    found = page.evaluate(STEP_TIMES)
    for to, count in found["counts"]:
        assert count == len(selected(crossroads, View(mode="up-to", end=to))), to
    median = statistics.median(found["times"])
    record_property("slider_step_ms_median", median)
    print(f"\nslider step: median {median:.1f} ms of JavaScript, largest {max(found['times']):.1f} ms, 60 steps")
