"""The results as a page of the documentation."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shutil
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from measure import Result
from rivals import RIVALS

OURS = RIVALS[0].name
PLUGINS = ("folium TimestampedGeoJson", "folium Timeline")
PACKAGES = ("folium", "streamlit", "streamlit-folium", "pydeck", "swiftmap", "numpy", "pandas", "playwright")
COLUMNS: tuple[tuple[str, Callable[[Result], float | None], int], ...] = (
    ("JS ms a step", lambda r: r.js, 2),
    ("JS p95", lambda r: r.js_p95, 1),
    ("ms to painted", lambda r: r.paint, 1),
    ("drag: JS ms a step", lambda r: r.drag_js, 2),
    ("drag: main thread ms a step", lambda r: r.drag_thread, 1),
    ("frame ms", lambda r: r.frame, 1),
    ("frame p95", lambda r: r.frame_p95, 1),
    ("frames a s", lambda r: r.fps, 1),
    ("HTML MB", lambda r: r.html_mb, 2),
    ("build s", lambda r: r.build_s, 3),
    ("ready s", lambda r: r.ready_s, 2),
    ("JS heap MB", lambda r: r.heap_mb, 0),
    ("process MB", lambda r: r.process_mb, 0),
    ("others' CPU %", lambda r: None if r.busy is None else r.busy * 100, 0),
)


def write_report(path: Path, results: list[Result]) -> None:
    """Write the page; what is not measured yet is not in it."""
    parts = [_head(), _targets(results), *(_table(results, count) for count in _sizes(results)), _notes(results)]
    path.write_text("\n\n".join(part for part in parts if part) + "\n", "utf-8")


def _sizes(results: list[Result]) -> list[int]:
    return sorted({result.count for result in results})


def _head() -> str:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
    browser = subprocess.run(
        [chromium, "--version"], capture_output=True, text=True, check=False, timeout=30
    ).stdout.strip()
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return f"""# The time slider beside what else there is

Written by `python benchmarks/timeslider.py` (`pip install -r benchmarks/requirements.txt` first) on
{dt.datetime.now(dt.UTC).date()}: {_processor()}, {os.cpu_count()} cores, {platform.system()}; {browser}, headless,
software rendering, 1280 × 800; Python {platform.python_version()}; {packages}.

The same generated events for all: points in clusters over the world, one year each, 1926 to 2025. Every rival is moved
through the years cumulatively (“up to”, the worst case), in a fresh browser, one after the other.

- **JS ms a step**: time in scripts for one step, callbacks that it asks for included; median of 50 steps (30 onward,
  10 back, 10 leaps over decades), and 95th percentile.
- **ms to painted**: from the step until the main thread has painted its frame; median.
- **frame ms, frames a s**: another year in every frame, as in a drag: 234 frames up, down and up. 16.7 ms is the most
  that a 60 Hz screen shows.
- **drag: JS, main thread ms a step**: means over that drag; the main thread's time, as Chromium accounts
  for it, holds scripts, style, layout and painting, but not the raster threads.
- **ready s**: from opening the file to the whole data painted. **build s**: Python, data frame to HTML text.
- **process MB**: memory of the page's process, images included; **JS heap** is part of it.
- **others' CPU**: what other programs used of all cores just before; each measurement waits up to 10 s for under 15 %.
  The load of the machine (1 minute) at each row is in timeslider.json.
- What ours leaves out of a step: the sentence beside the slider follows at most every 250 ms and is counted in the steps in
  which it falls; typed dates, buttons and ARIA follow when the slider has rested for 120 ms and are not; marks that came in
  are drawn as outlines, and 120 ms after the last step the exact picture takes their place, once for a whole drag, which is
  not counted. Decision 80 says why.
- In Streamlit a step is a key on `st.slider` until the map shows the new year, server included."""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _table(results: list[Result], count: int) -> str:
    rows = [
        f"## {count:,} events",
        "| | " + " | ".join(name for name, _, _ in COLUMNS) + " |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    for result in results:
        if result.count != count:
            continue
        name = result.rival + (f", device pixel ratio {result.ratio:g}" if result.ratio != 1 else "")
        name = f"**{name}**" if result.rival == OURS else name
        cells = [_number(value(result), digits) for _, value, digits in COLUMNS]
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return rows[0] + "\n\n" + "\n".join(rows[1:])


def _targets(results: list[Result]) -> str:
    """What was asked of ours, and what was measured."""

    def find(count: int, name: str = OURS, ratio: float = 1) -> Result | None:
        return next((r for r in results if (r.rival, r.count, r.ratio) == (name, count, ratio)), None)

    lines: list[tuple[str, str, str]] = []
    if (big := find(100_000)) and big.frame is not None:
        lines.append(("100,000, dragging: median frame", "≤ 17 ms", f"{big.frame:.1f} ms"))
        lines.append(("100,000, dragging: 95th percentile", "≤ 34 ms", f"{big.frame_p95:.1f} ms"))
        lines.append(("100,000: JavaScript a step, median", "≤ 5 ms", f"{big.js:.1f} ms"))
        if start := big.extra.get("start"):
            said = f"median {start[0]:.1f} ms, 95 % {start[1]:.1f} ms; JavaScript {start[2]:.1f} ms a step"
            lines.append(("100,000, dragging the start of *between*: frame", "", said))
    if (mine := find(10_000)) and mine.js:
        rivals = [r for r in results if (r.count, r.ratio) == (10_000, 1) and r.rival.startswith(PLUGINS) and r.js]
        if rivals:
            lines += [
                (f"10,000: times less than the faster folium plugin, {what}", asked, _times(rivals, mine, value))
                for what, asked, value in (
                    ("JavaScript of a single step, median", "≥ 20", lambda r: r.js),
                    ("JavaScript a step in a drag, mean", "", lambda r: r.drag_js),
                    ("JavaScript of a single step, 95th percentile", "", lambda r: r.js_p95),
                    ("main thread a step in a drag, mean", "", lambda r: r.drag_thread),
                    ("frame in a drag, 95th percentile", "", lambda r: r.frame_p95),
                )
            ]
        lines.append(("10,000: Python build", "≤ 0.15 s", f"{mine.build_s:.3f} s"))
    if (
        (small := find(1_000))
        and small.js
        and (rerun := find(1_000, "Streamlit: st.slider + st_folium"))
        and rerun.paint
    ):
        lines.append(
            (
                "1,000: times faster than a rerun of st_folium, JavaScript a step",
                "≥ 300",
                f"{rerun.paint / small.js:.0f}",
            )
        )
        if small.paint:
            lines.append(("the same, time to the painted frame", "", f"{rerun.paint / small.paint:.0f}"))
    lines += _size_and_hits(find(1_000), find(200_000))
    if not lines:
        return ""
    table = "\n".join(f"| {what} | {asked} | {got} |" for what, asked, got in lines)
    return f"## What was asked for\n\n| | asked | measured |\n|---|---|---|\n{table}"


def _size_and_hits(small: Result | None, large: Result | None) -> list[tuple[str, str, str]]:
    """Bytes an event, and how long it takes to find what is under the pointer."""
    if not small or not large or not small.html_mb or not large.html_mb:
        return []
    titles = sum(len(f'"Event {i}",') for i in range(small.count, large.count))
    per = ((large.html_mb - small.html_mb) * 1e6 - titles) / (large.count - small.count)
    lines = [("HTML, bytes an event beyond its title", "≤ 60", f"{per:.1f}")]
    if hits := large.extra.get("hits"):
        said = f"median {hits[0]:.1f} ms, 95 % {hits[1]:.1f} ms, slowest of 400 {hits[2]:.1f} ms"
        lines.append(("200,000: what is under the pointer", "≤ 5 ms", said))
    if (first := large.extra.get("first_hit")) is not None:
        lines.append(("200,000: the first such question, as soon as the page is ready", "≤ 5 ms", f"{first:.1f} ms"))
    return lines


def _times(rivals: list[Result], mine: Result, value: Callable[[Result], float | None]) -> str:
    best = min(rivals, key=lambda r: value(r) or 0)
    return f"{(value(best) or 0) / (value(mine) or 1):.1f} ({best.rival})"


def _notes(results: list[Result]) -> str:
    patched = [rival.patched for rival in RIVALS]
    lines = [f"- **{rival.name}**: {rival.patched}." for rival in RIVALS if rival.patched]
    lines += [f"- {r.rival}, {r.count:,}: {r.note}." for r in results if r.note and r.note not in patched]
    lines += [f"- {r.rival}, {r.count:,}: first and last year look the same." for r in results if r.picture is False]
    lines += [
        "- What folium asks of CDNs came from the npm registry, in the versions that it names; jQuery UI 1.10.2 is not "
        "there (1.13.3 instead), nor the copy of heatmap.js in folium's repository (heatmap.js 2.0.5 instead). Icon "
        "fonts and tiles were left out for all.",
        "- pydeck has no control for time, and no map under it here; its layer is replaced at each step in the page.",
        "- WebGL ran in software (SwiftShader); on a graphics card swiftmap and pydeck are much faster. Where there is "
        "no WebGL they draw nothing; ours uses none.",
        "- Of st.pydeck_chart only the rerun is timed, not the drawing: nothing in the page tells when it is done.",
    ]
    return "## Notes\n\n" + "\n".join(lines)
