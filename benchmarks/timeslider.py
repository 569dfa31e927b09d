"""The time slider beside what else there is: `python benchmarks/timeslider.py` (about twenty minutes).

Every rival shows the same generated events in a fresh headless Chromium with software rendering, one after the other on
the same machine, and is moved through the years cumulatively ("up to"). The results go to docs/benchmarks/timeslider.md
and, as plain values, to timeslider.json beside it. A run goes on where the last one stopped: what stands in that file is
not measured again, unless `--fresh` (forget all) or `--again` (forget what is asked for) is given. `--for 150` stops after about 150 seconds, `--only TEXT` measures the rivals
whose name holds TEXT, `--sizes 1000,10000` these sizes.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from events import generate
from measure import LONGEST, Result, measure
from network import fetch_assets
from playwright.sync_api import Playwright, sync_playwright
from report import write_report
from reruns import WAYS, measure_reruns
from rivals import RIVALS, Rival

SIZES = (1_000, 10_000, 50_000, 100_000, 200_000)
DENSE = ((10_000, len(RIVALS) - 2), (100_000, 1), (200_000, 1))  # at device pixel ratio 2: size, how many rivals
SLOW_STEP = 5_000  # milliseconds; a dozen such steps take a minute
DOCS = Path(__file__).resolve().parents[1] / "docs" / "benchmarks"


@dataclass(frozen=True)
class Task:
    """One row of the tables."""

    name: str
    count: int
    ratio: float
    run: Callable[[Playwright, Path], Result]
    most: int = SIZES[-1]
    why: str = ""


def main() -> None:
    """Measure what is not measured yet, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="rivals whose name holds this text")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--out", type=Path, default=DOCS / "timeslider.md")
    parser.add_argument("--for", type=float, default=float("inf"), dest="seconds", help="stop after so many seconds")
    parser.add_argument("--fresh", action="store_true", help="forget what was measured before")
    parser.add_argument("--again", action="store_true", help="measure the rows asked for again")
    parser.add_argument("--ratio", type=float, help="only rows of this device pixel ratio")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    until = time.monotonic() + options.seconds
    values = options.out.with_suffix(".json")
    done: dict[tuple[str, int, float], Result] = {}
    if values.exists() and not options.fresh:
        done = {(r.rival, r.count, r.ratio): r for r in (Result(**each) for each in json.loads(values.read_text()))}
    wanted = [task for task in tasks() if options.only in task.name and task.count in sizes]
    wanted = [task for task in wanted if options.ratio in (None, task.ratio)]
    if options.again:
        for task in wanted:
            done.pop((task.name, task.count, task.ratio), None)
    assets = fetch_assets()
    with sync_playwright() as playwright:
        for task in wanted:
            key = (task.name, task.count, task.ratio)
            if key in done:
                continue
            if time.monotonic() > until:
                break
            reason = reason_to_skip(task, done)
            done[key] = Result(*key, note=reason) if reason else task.run(playwright, assets)
            say(done[key])
            order = [(each.name, each.count, each.ratio) for each in tasks()]
            results = sorted(done.values(), key=lambda r: order.index((r.rival, r.count, r.ratio)))
            values.write_text(json.dumps([each.record() for each in results], indent=1) + "\n", "utf-8")
            write_report(options.out, results)
    left = sum((task.name, task.count, task.ratio) not in done for task in wanted)
    print(f"{len(done)} rows measured, {left} left" + ("; run again to go on" if left else ""))


def tasks() -> Iterator[Task]:
    """All rows, rival by rival at growing sizes, so that a rival that is too slow is known before the next size."""
    for rival in RIVALS:
        for count in SIZES:
            yield page_task(rival, count, 1)
    for count, rivals in DENSE:
        for rival in RIVALS[:rivals]:
            yield page_task(rival, count, 2)
    for way, name in WAYS.items():
        for count in SIZES:
            yield Task(name, count, 1, lambda p, assets, way=way, count=count: measure_reruns(p, way, count, assets))  # type: ignore[misc]


def page_task(rival: Rival, count: int, ratio: float) -> Task:
    """The row of a rival that is a page."""
    run = lambda playwright, assets: measure_page(playwright, rival, count, ratio, assets)  # noqa: E731
    return Task(rival.name, count, ratio, run, rival.most, rival.patched)


def reason_to_skip(task: Task, done: dict[tuple[str, int, float], Result]) -> str:
    """Why a size is not tried; empty when it is."""
    if task.count > task.most:
        return task.why
    smaller = [r for r in done.values() if r.rival == task.name and r.count < task.count and r.ratio == 1]
    if not smaller or task.ratio != 1:
        return ""
    last = max(smaller, key=lambda r: r.count)
    slow = last.ready_s is None or last.paint is None or last.ready_s * 3 > LONGEST or last.paint > SLOW_STEP
    return f"not tried: it would need more than {LONGEST} s, as a smaller size shows" if slow else ""


def measure_page(playwright: Playwright, rival: Rival, count: int, ratio: float, assets: Path) -> Result:
    """Build the page (twice, the better time counts: the first build loads modules) and measure it."""
    events = generate(count)
    times = []
    for _ in range(2 if count <= 10_000 else 1):
        started = time.perf_counter()
        built = rival.build(events)
        times.append(time.perf_counter() - started)
    result = Result(rival.name, count, ratio, build_s=min(times), load=os.getloadavg()[0])
    return measure(playwright, built, result, assets, rival.webgl)


def say(result: Result) -> None:
    """Print a line while measuring goes on."""
    values = {key: round(value, 2) if isinstance(value, float) else value for key, value in result.record().items()}
    print({key: value for key, value in values.items() if value not in (None, "", {})}, flush=True)


if __name__ == "__main__":
    main()
