"""The pyramid: counts by cell of zoom 0 to 8, kind, and the bins in which events begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.archive.counts import CELL_ZOOM
from mapapp.archive.duck import listed, quoted

if TYPE_CHECKING:
    import duckdb

Count = tuple[int, int | None, int | None, int]
"""Kind, bin of the beginning, bin of the end (None: open), number of events."""


ORDER = "cell, kind, COALESCE(begins = ends, false), begins NULLS FIRST, ends NULLS LAST"
"""How counts are sorted wherever they stand: spans come before what begins and ends in one bin."""


def build_levels(connection: duckdb.DuckDBPyConnection, counts: Sequence[str]) -> list[Count]:
    """Create the tables zoom8 to zoom0 from the shards' counts, each sorted; gives the counts of the whole world."""
    connection.execute(f"CREATE TABLE zoom{CELL_ZOOM} AS FROM read_parquet({listed(list(counts))})")  # is sorted
    for zoom in range(CELL_ZOOM - 1, -1, -1):
        connection.execute(
            f"CREATE TABLE zoom{zoom} AS FROM (SELECT CAST(cell >> 2 AS INTEGER) AS cell, kind, begins, ends, "
            f"CAST(sum(n) AS BIGINT) AS n FROM zoom{zoom + 1} GROUP BY ALL) ORDER BY {ORDER}"
        )
    world = connection.execute("SELECT kind, begins, ends, n FROM zoom0").fetchall()
    return [(int(kind), begins, ends, int(n)) for kind, begins, ends, n in world]


def write_pyramid(connection: duckdb.DuckDBPyConnection, target: Path) -> None:
    """Write the tables zoom0 to zoom8 one behind the other."""
    x, y = column_sql("cell"), column_sql("cell >> 1")
    every = " UNION ALL ".join(
        f"SELECT CAST({zoom} AS UTINYINT) AS z, {x} AS x, {y} AS y, kind, begins, ends, n FROM zoom{zoom}"
        for zoom in range(CELL_ZOOM + 1)
    )
    beside = target.with_name(f".{target.name}")
    connection.execute(
        f"COPY ({every}) TO {quoted(str(beside))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
        "ROW_GROUP_SIZE 122880)"
    )
    beside.replace(target)


def column_sql(cell: str) -> str:
    """SQL of every second bit of a quadkey of zoom 8, from the lowest: its x (of `cell >> 1`: its y)."""
    bits = " | ".join(f"(((({cell}) >> {2 * i}) & 1) << {i})" for i in range(CELL_ZOOM))
    return f"CAST({bits} AS USMALLINT)"
