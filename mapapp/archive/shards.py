"""The store: shards of rows sorted by place and date as GeoParquet, and the counts of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from mapapp.archive.counts import CELL_SHIFT, Unit, write_counts
from mapapp.archive.duck import listed, named, opened, quoted
from mapapp.archive.ingest import stored_columns

ROW_GROUP = 32_768


@dataclass(frozen=True, slots=True)
class ShardTask:
    """Rows of cells `low` to `high` (quadkeys of zoom 8, both included) of all parts -> one file of the store."""

    number: int
    low: int
    high: int
    parts: tuple[str, ...]
    dropped: str
    folder: str
    unit: Unit
    kinds: tuple[str, ...]
    keep: tuple[str, ...]
    memory: int
    threads: int

    @property
    def done(self) -> Path:
        """The file that is there when the task has been done."""
        return Path(self.folder) / "counts" / f"{self.number:05d}.json"

    @property
    def path(self) -> str:
        """The shard's place in the archive."""
        return f"store/shard={self.number:05d}/events.parquet"


def plan_shards(cells: Sequence[tuple[int, int]], rows: int) -> list[tuple[int, int]]:
    """Ranges of cells, in the order of their quadkeys, of about `rows` rows each; one cell is never divided."""
    ranges: list[tuple[int, int]] = []
    low, last, held = -1, -1, 0
    for cell, count in cells:
        if low >= 0 and held + count > rows:
            ranges.append((low, last))
            low, held = -1, 0
        low = cell if low < 0 else low
        last = cell
        held += count
    if low >= 0:
        ranges.append((low, last))
    return ranges


def geo_metadata(bounds: Sequence[float]) -> str:
    """The `geo` metadata of GeoParquet 1.1 for points kept as x and y."""
    column = {"encoding": "point", "geometry_types": ["Point"], "bbox": list(bounds)}
    return json.dumps({"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}})


def left_out(dropped: str, word: str = "WHERE") -> str:
    """SQL that leaves repeated rows out; `dropped` is the file that names them, "" where there are none."""
    named_rows = f"SELECT (file, row) FROM read_parquet({listed([dropped])})"
    return f" {word} (file, row) NOT IN ({named_rows})" if dropped else ""


def build_shard(task: ShardTask) -> None:
    """Sort the rows of a shard into its file and count them; both stand under their names only when they are whole."""
    if task.done.exists():
        return
    folder = Path(task.folder)
    target, counts = folder / "result" / task.path, task.done.with_suffix(".parquet")
    target.parent.mkdir(parents=True, exist_ok=True)
    counts.parent.mkdir(parents=True, exist_ok=True)
    rows = (
        f"read_parquet({listed(list(task.parts))}) WHERE quadkey >= {task.low << CELL_SHIFT} "
        f"AND quadkey < {(task.high + 1) << CELL_SHIFT}"
    )
    rows += left_out(task.dropped, "AND")
    own = uuid4().hex[:8]  # a worker given up may still be at work on the same
    beside, counts_beside = target.with_name(f".{own}.parquet"), counts.with_name(f".{own}.parquet")
    with opened(task.memory, task.threads, folder / "spill" / own) as connection:
        extent = "count(*), min(geometry.x), min(geometry.y), max(geometry.x), max(geometry.y)"
        found = connection.execute(f"SELECT {extent} FROM {rows}").fetchone()
        assert found is not None
        total, *bounds = found
        columns = ", ".join(named(name) for name in stored_columns(task.keep))
        connection.execute(
            f"COPY (SELECT {columns} FROM {rows} ORDER BY quadkey, first NULLS FIRST, last NULLS LAST, file, row) "
            f"TO {quoted(str(beside))} (FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
            f"ROW_GROUP_SIZE {ROW_GROUP}, "
            f"KV_METADATA {{geo: {quoted(geo_metadata([bound if bound is not None else 0 for bound in bounds]))}}})"
        )
        write_counts(connection, str(beside), task.unit, task.kinds, counts_beside)
    digest, size = digest_of(beside)
    beside.replace(target)
    counts_beside.replace(counts)
    made = {
        "path": task.path, "low": task.low, "high": task.high, "rows": int(total), "bounds": bounds,
        "bytes": size, "sha256": digest,
    }  # fmt: skip
    done = task.done.with_name(f".{own}.json")
    done.write_text(json.dumps(made), "utf-8")
    done.replace(task.done)


def digest_of(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file."""
    digest = sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(1 << 22):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size
