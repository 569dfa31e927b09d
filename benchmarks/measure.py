"""One page in one fresh Chromium: how fast it opens, steps and drags, and what memory it takes."""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import psutil
from events import FIRST_YEAR, LAST_YEAR
from network import serve
from playwright.sync_api import Browser, CDPSession, Page, Playwright
from rivals import Built

COMMON = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--enable-precise-memory-info"]
PLAIN = [*COMMON, "--disable-gpu"]
SOFTWARE_GL = [*COMMON, "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
LONGEST = 60  # seconds that a page may take to be ready
SIZE = {"width": 1280, "height": 800}

# Time spent in callbacks counts as JavaScript of the step that asked for them.
WATCH = """
window.__cost = 0;
for (const name of ["requestAnimationFrame", "setTimeout"]) {
  const own = window[name].bind(window);
  window["__" + name] = own;
  window[name] = (run, ...rest) => own((...values) => {
    if (typeof run !== "function") return;
    const start = performance.now();
    try { run(...values); } finally { window.__cost += performance.now() - start; }
  }, ...rest);
}
"""

# Single steps: to later years, to earlier years, and leaps; each waits until the frame is painted.
STEPS = """
async ({years, seconds}) => {
  const painted = () => new Promise((done) => __requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const js = [], paint = [];
  const until = performance.now() + seconds * 1000;
  for (const year of years) {
    await painted();
    window.__cost = 0;
    const start = performance.now();
    __driver.step(year);
    const called = performance.now() - start;
    await painted();
    paint.push(performance.now() - start);
    js.push(called + window.__cost);
    if (performance.now() > until && js.length >= 5) break;
  }
  return {js, paint};
}
"""

# Dragging: another year in every frame.
DRAG = """
async ({years, seconds}) => {
  const frame = () => new Promise((done) => __requestAnimationFrame(done));
  const gaps = [];
  let js = 0;
  window.__cost = 0;
  const until = performance.now() + seconds * 1000;
  await frame();
  let last = performance.now();
  for (const year of years) {
    const start = performance.now();
    __driver.step(year);
    js += performance.now() - start;
    await frame();
    const now = performance.now();
    gaps.push(now - last);
    last = now;
    if (now > until && gaps.length >= 5) break;
  }
  return {gaps, js: (js + window.__cost) / gaps.length};
}
"""

# What stands under 400 places of the map: milliseconds for each.
HITS = """
() => {
  const times = [];
  for (let k = 0; k < 400; k += 1) {
    const [x, y] = [(k * 7919) % 1280, (k * 104729) % 600];
    const start = performance.now();
    __driver.at(x, y);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return [times[200], times[380], times[399]];
}
"""

# The first question of what stands under a place, as soon as the page is ready.
FIRST_HIT = """
() => {
  const start = performance.now();
  __driver.at(640, 300);
  return performance.now() - start;
}
"""


@dataclass
class Result:
    """Figures of one rival at one size; times in milliseconds unless said otherwise."""

    rival: str
    count: int
    ratio: float = 1
    note: str = ""
    build_s: float | None = None
    html_mb: float | None = None
    ready_s: float | None = None
    js: float | None = None
    js_p95: float | None = None
    paint: float | None = None
    frame: float | None = None
    frame_p95: float | None = None
    fps: float | None = None
    drag_js: float | None = None
    drag_thread: float | None = None
    heap_mb: float | None = None
    process_mb: float | None = None
    picture: bool | None = None
    busy: float | None = None
    load: float | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def sweep() -> list[int]:
    """Years of a drag: up, down, and up again in strides, as a hand does."""
    up = list(range(FIRST_YEAR, LAST_YEAR + 1))
    return [*up, *reversed(up), *up[::3]]


def single_steps() -> list[int]:
    """Years of single steps: 30 onward, 10 back, 10 leaps."""
    middle = list(range(FIRST_YEAR + 40, FIRST_YEAR + 70))
    leaps = [1990, 1930, 2020, 1950, 2010, 1940, 2000, 1960, 2025, 1970]
    return [*middle, *reversed(middle[-11:-1]), *leaps]


def wait_for_quiet(most: float = 0.15, seconds: float = 10) -> float:
    """Wait until other programs leave the processors alone, but not for ever; gives the share that they use (0 to 1)."""
    until = time.perf_counter() + seconds
    while True:
        busy = psutil.cpu_percent(interval=1.5) / 100
        if busy <= most or time.perf_counter() > until:
            return busy


def launch(playwright: Playwright, webgl: bool) -> Browser:
    """A fresh Chromium with software rendering; WebGL, where it is needed, in software as well."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=path, args=SOFTWARE_GL if webgl else PLAIN)


def measure(
    playwright: Playwright, built: Built, result: Result, assets: Path, webgl: bool, seconds: float = 6
) -> Result:
    """Open the page and fill in the result's figures; what fails is said in its note."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_text(built.html, "utf-8")
        result.busy = wait_for_quiet()
        result.html_mb = file.stat().st_size / 1e6
        browser = launch(playwright, webgl)
        try:
            page = browser.new_page(viewport=SIZE, device_scale_factor=result.ratio)
            page.add_init_script(WATCH)
            serve(page, assets)
            _open(page, file, built, result)
            _step(page, result, seconds)
            if built.hits:
                result.extra["hits"] = page.evaluate(HITS)
                result.extra["start"] = _drag_start(page, seconds)
            _memory(browser, page, result)
        except Exception as error:
            result.note = f"{result.note} {type(error).__name__}: {str(error).splitlines()[0][:120]}".strip()
        finally:
            browser.close()
    return result


def _open(page: Page, file: Path, built: Built, result: Result) -> None:
    started = time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit", timeout=LONGEST * 1000)
    # classic scripts' `const`s are seen by a script element only
    check = f"(() => {{ try {{ const d = {built.driver}; return Boolean(d.ready()); }} catch {{ return false; }} }})()"
    page.wait_for_function(check, timeout=LONGEST * 1000, polling=20)
    page.add_script_tag(content=f"window.__driver = {built.driver};")
    if built.hits:
        result.extra["first_hit"] = page.evaluate(FIRST_HIT)
    page.evaluate(STEPS, {"years": [LAST_YEAR], "seconds": LONGEST})
    result.ready_s = time.perf_counter() - started
    full = page.screenshot()
    page.evaluate(STEPS, {"years": [FIRST_YEAR], "seconds": LONGEST})
    page.wait_for_timeout(300)
    result.picture = page.screenshot() != full


def _step(page: Page, result: Result, seconds: float) -> None:
    steps = page.evaluate(STEPS, {"years": single_steps(), "seconds": seconds})
    result.js, result.js_p95 = statistics.median(steps["js"]), percentile(steps["js"], 0.95)
    result.paint = statistics.median(steps["paint"])
    page.wait_for_timeout(300)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = _metrics(session)
    drag = page.evaluate(DRAG, {"years": sweep(), "seconds": seconds})
    after = _metrics(session)
    gaps, result.drag_js = drag["gaps"], drag["js"]
    result.drag_thread = (after["TaskDuration"] - before["TaskDuration"]) * 1000 / len(gaps)
    result.frame, result.frame_p95 = statistics.median(gaps), percentile(gaps, 0.95)
    result.fps = 1000 / statistics.mean(gaps)


def _drag_start(page: Page, seconds: float) -> list[float]:
    """The start of a wide window dragged: median frame, 95th percentile (ms), JavaScript a step."""
    page.evaluate("() => __driver.between()")
    page.wait_for_timeout(500)
    years = [*range(FIRST_YEAR, FIRST_YEAR + 40), *range(FIRST_YEAR + 40, FIRST_YEAR, -1)]
    drag = page.evaluate(DRAG.replace("__driver.step", "__driver.start"), {"years": years, "seconds": seconds})
    return [statistics.median(drag["gaps"]), percentile(drag["gaps"], 0.95), drag["js"]]


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def _metrics(session: CDPSession) -> dict[str, float]:
    return {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}


def _memory(browser: Browser, page: Page, result: Result) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    result.heap_mb = _metrics(session)["JSHeapUsedSize"] / 1e6
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [process["id"] for process in processes if process["type"] == "renderer"]
    result.process_mb = max(psutil.Process(pid).memory_info().rss for pid in renderers) / 1e6
