"""The time slider beside what else there is: `python benchmarks/timeslider.py` (about twenty minutes).

Every rival shows the same generated events in a fresh headless Chromium with software rendering, one after the other on
the same machine, and is moved through the years cumulatively ("up to"). The results go to docs/benchmarks/timeslider.md
and, as plain values, beside it. `--only TEXT` measures the rivals whose name holds TEXT; `--sizes 1000,10000`.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

from events import generate
from measure import LONGEST, Result, measure
from network import fetch_assets
from playwright.sync_api import sync_playwright
from report import write_report
from reruns import WAYS, measure_reruns
from rivals import RIVALS, Rival

SIZES = (1_000, 10_000, 50_000, 100_000, 200_000)
RERUN_SIZES = (1_000, 10_000)
DOCS = Path(__file__).resolve().parents[1] / "docs" / "benchmarks"


def main() -> None:
    """Measure, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="rivals whose name holds this text")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--out", type=Path, default=DOCS / "timeslider.md")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    load = os.getloadavg()[0]
    assets = fetch_assets()
    results: list[Result] = []
    with sync_playwright() as playwright:
        for rival in RIVALS:
            if options.only in rival.name:
                results += measure_sizes(playwright, rival, sizes, assets)
        if options.only in RIVALS[0].name:
            results.append(measure_one(playwright, RIVALS[0], 100_000, assets, ratio=2))
            results.append(measure_one(playwright, RIVALS[0], 200_000, assets, ratio=2))
        for way, name in WAYS.items():
            if options.only in name:
                for count in [size for size in sizes if size in RERUN_SIZES]:
                    results.append(say(measure_reruns(playwright, way, count, assets)))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps([each.record() for each in results], indent=1), "utf-8")
    write_report(options.out, results, load)


def measure_sizes(playwright: object, rival: Rival, sizes: list[int], assets: Path) -> list[Result]:
    """One rival at growing sizes, until a size takes it too long."""
    results: list[Result] = []
    for count in sizes:
        slow = bool(results) and (results[-1].ready_s is None or results[-1].ready_s * 3 > LONGEST)
        if count > rival.most or slow:
            reason = rival.patched if count > rival.most else f"not tried: a smaller size took most of {LONGEST} s"
            results.append(say(Result(rival.name, count, note=reason)))
        else:
            results.append(measure_one(playwright, rival, count, assets))
    return results


def measure_one(playwright: object, rival: Rival, count: int, assets: Path, ratio: float = 1) -> Result:
    """Build the page (twice, the better time counts: the first build loads modules) and measure it."""
    events = generate(count)
    times = []
    for _ in range(2 if count <= 10_000 else 1):
        started = time.perf_counter()
        built = rival.build(events)
        times.append(time.perf_counter() - started)
    result = Result(rival.name, count, ratio, build_s=min(times))
    return say(measure(playwright, built, result, assets, rival.webgl))


def say(result: Result) -> Result:
    """Print a line while measuring goes on."""
    values = {key: round(value, 2) if isinstance(value, float) else value for key, value in result.record().items()}
    print({key: value for key, value in values.items() if value not in (None, "", {})}, flush=True)
    return result


if __name__ == "__main__":
    main()
