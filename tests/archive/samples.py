"""Small sources of events, and archives built from them."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from mapapp.archive import Archive
from mapapp.archive.build import build_archive
from mapapp.archive.columns import Columns
from mapapp.archive.engines import Embedded

KINDS = ("conflict", "protest", "aid")
SMALL = Embedded(400_000_000, 1)


def events(n: int, seed: int = 3) -> list[dict[str, Any]]:
    """Events around a few cities; a tenth last some years, some dates are coarse or uncertain."""
    dice = np.random.default_rng(seed)
    cities = dice.uniform([-150, -40], [150, 60], (12, 2))
    place = cities[dice.integers(0, 12, n)] + dice.normal(0, 1.5, (n, 2))
    year = dice.integers(1926, 2026, n)
    month, day, shape = dice.integers(1, 13, n), dice.integers(1, 29, n), dice.integers(0, 20, n)

    def when(i: int) -> str:
        text = f"{year[i]}-{month[i]:02d}-{day[i]:02d}"
        forms = {0: text[:4], 1: text[:7], 2: f"{text[:4]}~", 3: f"{text[:7]}/{year[i] + 3}", 4: f"{text}/.."}
        return forms.get(int(shape[i]), text)

    return [
        {
            "id": f"e{i}", "title": f"Event {i}, with “quotes”", "kind": KINDS[i * 7 % 5 % 3],
            "lon": round(float(place[i, 0]), 5), "lat": round(float(place[i, 1]), 5), "date": when(i),
            "note": f"n{i % 4}",
        }
        for i in range(n)
    ]  # fmt: skip


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: Sequence[dict[str, Any]], group: int = 100) -> Path:
    """Rows as a Parquet file of small row groups."""
    pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=group)
    return path


def write_features(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Rows as GeoJSON features, one a line."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            place = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
            properties = {key: value for key, value in row.items() if key not in ("lon", "lat")}
            file.write(json.dumps({"type": "Feature", "properties": properties, "geometry": place}) + "\n")
    return path


def build(target: Path, *sources: Path, part_rows: int = 300, **columns: Any) -> Archive:
    """An archive of sources, read in small parts."""
    return build_archive(
        [str(source) for source in sources], target, Columns(**columns), engine=SMALL, part_rows=part_rows
    )


def stored(archive: Archive) -> list[dict[str, Any]]:
    """All rows of the store."""
    return [row for path in archive.paths() for row in pq.ParquetFile(path).read().to_pylist()]


def rejects(archive: Archive) -> list[tuple[int, str]]:
    """Row and reason of all rows that are not stored."""
    with (archive.folder / "rejects.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["row"]), row["reason"]) for row in csv.DictReader(file)]
