"""How fast the explorer is, on the crossroads atlas in a real browser:

    python benchmarks/explorer.py            (in the environment of `make test`)

Prints a table for docs/benchmarks/explorer.md: size of the standalone page, time until it is ready from disk and from a
warm server, JavaScript and frames of a slider step while dragging, time from release to Python and the address, start of the command
line. Figures are medians of several runs; nothing is asserted.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

PORT = 8597
READY = "document.documentElement.dataset.ready === 'true'"


def main() -> None:
    """Measure and print."""
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "crossroads.html"
        subprocess.run([sys.executable, "-m", "mapapp", "export", "crossroads", "-o", str(page_file)], check=True)
        rows.append(("standalone page, base map included", f"{page_file.stat().st_size / 1e6:.2f} MB"))
        rows.append(("`mapapp --help`", seconds(lambda: run_help(), 5)))
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"])
        rows.append(("standalone page from disk to ready", seconds(lambda: open_file(browser, page_file), 5)))
        rows += drag(browser, page_file)
        rows += with_server(browser)
        browser.close()
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"Streamlit {version('streamlit')}, folium {version('folium')}, headless Chromium, software rendering\n")
    print("| what | measured |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def seconds(run: Callable[[], object], times: int) -> str:
    """Median and slowest of several runs."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return f"{statistics.median(taken):.2f} s (slowest of {times}: {max(taken):.2f} s)"


def run_help() -> None:
    """Start the command line once."""
    subprocess.run([sys.executable, "-m", "mapapp", "--help"], check=True, stdout=subprocess.DEVNULL)


def open_file(browser: Browser, path: Path) -> None:
    """Open the standalone page and wait until it is ready."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_function(READY)
    page.close()


def drag(browser: Browser, path: Path) -> list[tuple[str, str]]:
    """Step the right handle through the years, a step a frame, in mode *up to*, the worst case."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.as_uri())
    page.wait_for_function(READY)
    figures = page.evaluate(
        """async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(done));
          let inFrame = 0;
          const plain = window.requestAnimationFrame.bind(window);
          window.requestAnimationFrame = (run) => plain((now) => {
            const started = performance.now();
            run(now);
            inFrame += performance.now() - started;
          });
          const script = [], gaps = [];
          let last = 0;
          for (let i = 0; i < 170; i += 1) {
            const year = 1991 + (i % 34);
            const started = performance.now();
            mapapp.set({ mode: "up-to", from: null, to: String(year) });
            const direct = performance.now() - started;
            await new Promise((done) => plain(done));
            await new Promise((done) => plain(done));
            script.push(direct + inFrame);
            inFrame = 0;
          }
          for (let i = 0; i < 170; i += 1) {
            mapapp.set({ to: String(1991 + (i % 34)) });
            await new Promise((done) => plain(done));
            const now = performance.now();
            if (i > 5) gaps.push(now - last);
            last = now;
          }
          return { script, gaps };
        }"""
    )
    page.close()
    script, gaps = sorted(figures["script"]), sorted(figures["gaps"])
    return [
        ("slider step, all JavaScript of the page", f"{spread(script)} ms"),
        ("frame while the window changes at every frame", f"{spread(gaps)} ms"),
    ]


def spread(values: list[float]) -> str:
    """Median and 95th percentile of sorted values."""
    return f"{statistics.median(values):.1f} (95 %: {values[int(len(values) * 0.95)]:.1f})"


def with_server(browser: Browser) -> list[tuple[str, str]]:
    """The explorer on a warm server: until it is ready, and from release until Python has heard of it."""
    command = [sys.executable, "-m", "mapapp", "explore", "crossroads", "--no-browser", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        wait_for_server()
        open_explorer(browser).close()  # warms the server
        ready = sorted(time_to_ready(browser) for _ in range(7))
        page = open_explorer(browser)
        frame = page.query_selector("iframe.mapapp-frame").content_frame()  # type: ignore[union-attr]
        taken = []
        for year in (1997, 2010) * 6:  # two windows with different counts
            started = time.perf_counter()
            frame.evaluate(f"mapapp.set({{mode: 'between', from: '{year}', to: '2024'}})")  # type: ignore[union-attr]
            page.wait_for_function("(year) => location.search.includes(`from=${year}`)", arg=year)
            taken.append((time.perf_counter() - started) * 1000)
        page.close()
        return [
            (
                "explorer on a warm server, from opening the address to ready",
                f"{statistics.median(ready):.2f} s (slowest of 7: {ready[-1]:.2f} s)",
            ),
            ("from release to the address that Python reads", f"{spread(sorted(taken))} ms"),
        ]
    finally:
        server.terminate()
        server.wait()


def time_to_ready(browser: Browser) -> float:
    """Seconds from asking for the explorer's address, in a new context without cache, until its page is ready."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    started = time.perf_counter()
    wait_for_explorer(page)
    taken = time.perf_counter() - started
    page.close()
    return taken


def open_explorer(browser: Browser) -> Page:
    """Open the explorer and wait until its page is ready."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    wait_for_explorer(page)
    return page


def wait_for_explorer(page: Page) -> None:
    """Go to the explorer and wait until the page inside it is ready."""
    page.goto(f"http://localhost:{PORT}/?atlas=crossroads")
    frame = page.wait_for_selector("iframe.mapapp-frame", state="attached")
    frame.content_frame().wait_for_function(READY)  # type: ignore[union-attr]


def wait_for_server() -> None:
    """Wait until the explorer answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the explorer did not start")


def find_browser() -> str | None:
    """An installed Chromium or Chrome; None leaves the choice to Playwright."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


if __name__ == "__main__":
    main()
