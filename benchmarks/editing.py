"""How long each action takes at the desks, in a browser, on an atlas of 5,000 events and 1,000 places.

    python benchmarks/editing.py [--events 5000] [--rounds 7]

Makes the atlas in a folder of its own, starts the explorer on it, and takes each action some times. A time runs in the
page from the key or click until the explorer's script has run to its end and the browser has drawn what it answered;
the step is then on the disk. Beside it stands what the step costs without a browser: checking, writing, and reading the atlas.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright
from shapely.geometry import Point

from mapapp.atlas import open_atlas, write_atlas
from mapapp.editing import Draft
from mapapp.editing.new import new_atlas
from mapapp.model import Citation, Event, Place, Source, Toponym
from mapapp.reading import Document
from mapapp.reading.desk import read_into
from mapapp.when import parse_when

HAND = 150
"""Milliseconds from the last key to the button where a person saves; *at once* is in the same moment."""

TITLES = ("Event number", "A meeting of ministers, the", "A strike at the works, the")

# Before the page is loaded: hear each message with which Streamlit says that a run of the script has ended: the run's
# id, then the field's number and a status, which is 2 where another run follows at once.
LISTEN = """
  const Plain = WebSocket;
  window.watch = { calm: 0 };
  window.WebSocket = class extends Plain {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const [field, status] = new Uint8Array(data).slice(-2);
        if (data.byteLength === 44 && field === 0x30 && status !== 2) window.watch.ended = true;
      });
    }
  };
"""

# Note from now on when the first key or click came, and whether a run has ended.
WATCH = """() => {
  const watch = (window.watch = { calm: 0 });
  const note = () => { watch.began ??= performance.now(); };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, note, { capture: true, once: true });
}"""

# Milliseconds from the key or click until the first of three frames in which nothing was at work any more.
AT_REST = """() => {
  const app = document.querySelector("[data-testid=stApp]");
  const busy = !app || app.dataset.testScriptState !== "notRunning" || document.querySelector("[data-stale=true]");
  const watch = window.watch;
  if (busy || !watch.ended) watch.calm = 0;
  else if (watch.calm++ === 0) watch.rested = performance.now();
  return watch.calm > 3 && watch.rested - (watch.began ?? 0);
}"""


def build(folder: Path, events: int) -> None:
    """An atlas of so many events in two languages, five to a place, each cited."""
    atlas = new_atlas("big", "A big atlas", ["en", "zh-Hant"])
    places = tuple(
        Place(f"p{number}", "city", "places", (Toponym(f"Town {number}", "en"), Toponym(f"鎮{number}", "zh-Hant")),
              Point((37 * number) % 340 - 170, (17 * number) % 120 - 55), "approximate")
        for number in range(events // 5)
    )  # fmt: skip
    made = tuple(
        Event(f"e{number}", parse_when(f"{1900 + number % 120}-{1 + number % 12:02d}"), "event",
              {"en": f"{TITLES[number % 3]} {number}", "zh-Hant": f"事件{number}"},
              {"en": "What happened, in a sentence of our own words that is about as long as such sentences are.",
               "zh-Hant": "用自己的話寫的一句話，說明發生了什麼事。"},
              places=(f"p{number % len(places)}",), place_basis="stated")
        for number in range(events)
    )  # fmt: skip
    subjects = [*(f"event:{one.id}" for one in made), *(f"place:{one.id}" for one in places)]
    source = Source("s", {"id": "s", "type": "book", "title": "A book"}, {"en": "A book", "zh-Hant": "書"})
    citations = tuple(Citation(subject, None, "s", page=str(page)) for page, subject in enumerate(subjects, start=1))
    whole = replace(atlas, sources=(source,), places=places, events=made, citations=citations)
    write_atlas(whole, folder)
    talks = " ".join(f"They met in Osaka in {1901 + number % 99}, talk {number}." for number in range(100))
    read_into(Document("talks.txt", talks), folder, whole)


def in_memory(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of reading the atlas, and of one step of a draft."""
    found: dict[str, list[float]] = {"read the folder": [], "check and write a step": []}
    draft = Draft(folder)
    for number in range(rounds):
        start = time.perf_counter()
        open_atlas(str(folder))
        found["read the folder"].append(time.perf_counter() - start)
        first = draft.atlas.events[0]
        changed = replace(first, title=first.title | {"en": f"Changed {number}"})
        atlas = replace(draft.atlas, events=(changed, *draft.atlas.events[1:]), sha256="")
        start = time.perf_counter()
        draft.apply(atlas, "change")
        found["check and write a step"].append(time.perf_counter() - start)
    return found


def timed(page: Page, action: Callable[[], None]) -> float:
    """Seconds from an action until the explorer is at rest again."""
    page.evaluate(WATCH)
    action()
    return float(page.wait_for_function(AT_REST, polling="raf").json_value()) / 1000


def at_the_desk(page: Page, address: str, rounds: int) -> dict[str, list[float]]:
    """Seconds of the actions at the editing desk."""
    found: dict[str, list[float]] = {}
    page.goto(f"{address}/?atlas=big&desk=edit")
    page.get_by_role("button", name="Save", exact=True).wait_for(timeout=60_000)
    page.wait_for_function(AT_REST, polling="raf")

    def note(name: str, action: Callable[[], None]) -> None:
        found.setdefault(name, []).append(timed(page, action))

    for number in range(rounds):
        find = page.get_by_label("Find")
        find.fill(f"number {3 * number + 30}")
        note("find records by a word", lambda: page.keyboard.press("Enter"))
        page.get_by_role("combobox", name="Events", exact=True).click()
        note("open a record", page.get_by_role("option").nth(2).click)  # one that is in sight: the list scrolls
        page.get_by_label("Title (English)").fill(f"Renamed {number}")
        save = page.get_by_role("button", name="Save", exact=True)
        note("save a changed record, at once", save.click)
        page.get_by_label("Title (English)").fill(f"Renamed again {number}")
        page.wait_for_timeout(HAND)
        note("save a changed record", save.click)
        note("undo", page.get_by_role("button", name="Undo").click)
        note("redo", page.get_by_role("button", name="Redo").click)
    for _ in range(rounds):
        note("all events as a table", page.get_by_role("radio", name="All events as a table").click)
        timed(page, page.get_by_role("radio", name="Events", exact=True).click)
    return found


def at_the_review_desk(page: Page, address: str, rounds: int) -> dict[str, list[float]]:
    """Seconds until a decision is written; the page shows it, and takes the next, before."""
    found: dict[str, list[float]] = {}
    page.goto(f"{address}/?atlas=big&desk=review")
    page.locator(".review .passage").wait_for(timeout=60_000)
    page.wait_for_function(AT_REST, polling="raf")
    page.locator(".review").focus()
    for _ in range(rounds):
        for name, key in (("accept a proposal", "a"), ("reject a proposal", "x")):
            found.setdefault(name, []).append(timed(page, lambda key=key: page.keyboard.press(key)))  # type: ignore[misc]
    return found


def report(found: dict[str, list[float]]) -> None:
    """Print a row for each action."""
    for name, seconds in found.items():
        milliseconds = sorted(1000 * second for second in seconds)
        median = statistics.median(milliseconds)
        first = 1000 * seconds[0]
        print(f"| {name} | {median:.0f} | {first:.0f} | {milliseconds[-1]:.0f} | {len(milliseconds)} |", flush=True)


def main() -> None:
    """Measure, and print rows of a table in milliseconds: median, the first, slowest, times."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as workspace:
        build(Path(workspace) / "big", given.events)
        print("| action | median ms | first ms | slowest ms | times |\n|---|---|---|---|---|")
        report(in_memory(Path(workspace) / "big", given.rounds))
        port = free_port()
        command = [str(Path(sys.executable).with_name("mapapp")), "explore", "--port", str(port), "--no-browser"]
        environment = {**os.environ, "MAPAPP_WORKSPACE": workspace}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://localhost:{port}"
            wait_until_healthy(f"{address}/_stcore/health")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
                )
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.set_default_timeout(60_000)
                page.add_init_script(LISTEN)
                report(at_the_desk(page, address, given.rounds))
                report(at_the_review_desk(page, address, given.rounds))
                browser.close()
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(address: str) -> None:
    """Wait until the explorer answers, for half a minute at most."""
    for _ in range(300):
        try:
            with urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The explorer did not start.")


if __name__ == "__main__":
    main()
