"""Import 100,000 rows and validate the atlas: seconds and peak memory of each step.

    python benchmarks/importing.py [ROWS]

Two tables are made, always the same: events at 2,000 named places, and events that each have coordinates of their own.
Their dates are ISO, English, Chinese and Japanese. Each is imported into a new atlas by a process of its own, as
`mapapp import` does it; the atlas is then validated by another, as `mapapp validate` does it. Then the same table is
read with pandas, dates parsed and points made, which is what a user would do instead (without ids, citations, a report
or a check).
"""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KINDS = ("meeting", "treaty", "visit", "works", "speech")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")

STEPS = {
    "mapapp import": "from mapapp.importers import import_file; import_file(Path(a), Path(b))",
    "mapapp validate": "from mapapp.atlas import check_atlas; assert not check_atlas(b)",
    "mapapp import, again": "from mapapp.importers import import_file; r = import_file(Path(a), Path(b)); assert not r.changes_atlas",
    "pandas and geopandas": "import pandas as pd, geopandas as gpd; frame = pd.read_csv(a); "
    "frame['date'] = pd.to_datetime(frame['date'], errors='coerce', format='mixed'); "
    "gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame.longitude, frame.latitude), crs=4326).to_file(b + '.gpkg', driver='GPKG')",
}


def date_of(number: int) -> str:
    """A date in one of six forms."""
    year, month, day = 1600 + number * 7 % 420, 1 + number % 10, 1 + number % 28
    return (
        f"{year}-{month:02d}-{day:02d}",
        f"{day} {MONTHS[month - 1]} {year}",
        f"{year}年{month}月{day}日",
        f"{year}-{month:02d}",
        f"c. {year}",
        f"昭和{1 + number % 60}年{month}月{day}日",
    )[number % 6]


def write_table(path: Path, rows: int, places: int) -> None:
    """Write a table of events; `places` is the number of places, 0 for one a row without a name."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "date", "place", "longitude", "latitude", "kind", "description", "remark"])
        for number in range(rows):
            at = number % places if places else number
            lon, lat = at * 7919 % 360_000 / 1000 - 180, at * 104_729 % 170_000 / 1000 - 85
            name = f"Place {at}" if places else ""
            kind = KINDS[number % 5]
            text = f"What happened in case {number}, in a sentence of usual length."
            writer.writerow([f"r{number}", f"Event {number}", date_of(number), name, lon, lat, kind, text, number % 17])


def measure(code: str, table: Path, atlas: Path) -> dict[str, float]:
    """Seconds and peak MB of a step in a process of its own, imports of modules included."""
    script = (
        f"import resource, json, time, sys; from pathlib import Path; a, b = sys.argv[1:]; t = time.perf_counter(); "
        f"{code}; print(json.dumps([time.perf_counter() - t, "
        f"resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, str(table), str(atlas)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    seconds, peak = json.loads(done.stdout.strip().splitlines()[-1])
    return {"seconds": seconds, "with start": time.perf_counter() - started, "MB": peak}


def main() -> None:
    """Measure both tables and print a table of Markdown."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    print(f"{rows:,} rows; own peak before: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print("| table | step | seconds | with start of Python | peak MB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, places in (("2,000 named places", 2000), ("coordinates of their own", 0)):
            table, atlas = Path(folder) / f"table{places}.csv", Path(folder) / f"atlas{places}"
            write_table(table, rows, places)
            for step, code in STEPS.items():
                found = measure(code, table, atlas)
                print(
                    f"| {name} | {step} | {found['seconds']:.1f} | {found['with start']:.1f} | {found['MB']:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
