"""Time in Streamlit: from a key on st.slider to the map that shows the new year, server included."""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from events import generate
from measure import LONGEST, SIZE, Result, launch, wait_for_quiet
from network import serve
from playwright.sync_api import Frame, Page, Playwright

WAYS = {
    "st_folium": "Streamlit: st.slider + st_folium",
    "feature_group": "Streamlit: st_folium with feature_group_to_add",
    "pydeck": "Streamlit: st.slider + st.pydeck_chart (WebGL)",
}
STEPS = {1_000: 5, 10_000: 2}


@contextmanager
def running(way: str, count: int) -> Iterator[str]:
    """The app on a free port of this machine; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--server.headless=true", "--server.address=127.0.0.1", f"--server.port={port}"]
    options += ["--browser.gatherUsageStats=false", "--server.fileWatcherType=none"]
    folder = Path(__file__).parent
    command = [sys.executable, "-m", "streamlit", "run", "rerun_app.py", *options, "--", way, str(count)]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def shown_in_frames(page: Page) -> int:
    """Circles in the frames of the page."""
    return sum(_circles(frame) for frame in page.frames[1:])


def _circles(frame: Frame) -> int:
    try:
        return int(frame.evaluate("document.querySelectorAll('path.leaflet-interactive').length"))
    except Exception:  # the frame is just being replaced
        return 0


def measure_reruns(playwright: Playwright, way: str, count: int, assets: Path) -> Result:
    """Median of a few steps of one year."""
    result = Result(WAYS[way], count, load=os.getloadavg()[0])
    events = generate(count)
    expected = {year: int((events.year <= year).sum()) for year in range(1985, 2000)}
    result.busy = wait_for_quiet()
    browser = launch(playwright, way == "pydeck")
    try:
        with running(way, count) as address:
            page = browser.new_page(viewport=SIZE)
            serve(page, assets)
            started = time.perf_counter()
            page.goto(address, timeout=LONGEST * 1000)
            _await(page, way, 1990, expected[1990])
            result.ready_s = time.perf_counter() - started
            thumb = page.get_by_role("slider").first
            times = []
            for year in range(1991, 1991 + STEPS.get(count, 2)):
                page.wait_for_timeout(400)
                thumb.focus()
                started = time.perf_counter()
                page.keyboard.press("ArrowRight")
                _await(page, way, year, expected[year])
                times.append((time.perf_counter() - started) * 1000)
            result.paint = result.frame = statistics.median(times)
            result.fps = 1000 / statistics.mean(times)
            result.picture = True
    except Exception as error:
        result.note = f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"
    finally:
        browser.close()
    return result


def _await(page: Page, way: str, year: int, expected: int) -> None:
    until = time.perf_counter() + LONGEST
    while time.perf_counter() < until:
        done = page.evaluate("document.querySelector('#done')?.dataset.year")
        if done == str(year) and (way == "pydeck" or shown_in_frames(page) == expected):
            return
        time.sleep(0.005)
    raise TimeoutError(f"{year} is not shown after {LONGEST} s")
