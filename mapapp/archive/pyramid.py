"""The pyramid: counts by cell of zoom 0 to 8, kind, and the bins in which events begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.archive.duck import listed, quoted
from mapapp.archive.shards import CELL_ZOOM

if TYPE_CHECKING:
    import duckdb

Count = tuple[int, int | None, int | None, int]
"""Kind, bin of the beginning, bin of the end (None: open), number of events."""


def build_pyramid(connection: duckdb.DuckDBPyConnection, counts: Sequence[str], target: Path) -> list[Count]:
    """Sum the shards' counts up from zoom 8 to zoom 0 and write them; gives the counts of the whole world."""
    source = (
        f"read_parquet({listed(list(counts))})"
        if counts
        else "(SELECT 0 AS cell, 0 AS kind, 0 AS begins, 0 AS ends, 0 AS n LIMIT 0)"
    )
    connection.execute(f"CREATE TEMP TABLE zoom{CELL_ZOOM} AS SELECT cell, kind, begins, ends, n FROM {source}")
    for zoom in range(CELL_ZOOM - 1, -1, -1):
        connection.execute(
            f"CREATE TEMP TABLE zoom{zoom} AS SELECT CAST(cell >> 2 AS INTEGER) AS cell, kind, begins, ends, "
            f"CAST(sum(n) AS BIGINT) AS n FROM zoom{zoom + 1} GROUP BY ALL"
        )
    every = " UNION ALL ".join(
        f"SELECT {zoom} AS z, cell, kind, begins, ends, CAST(n AS BIGINT) AS n FROM zoom{zoom}"
        for zoom in range(CELL_ZOOM + 1)
    )
    x, y = column_sql("cell"), column_sql("cell >> 1")
    beside = target.with_name(f".{target.name}")
    connection.execute(
        f"COPY (SELECT CAST(z AS UTINYINT) AS z, {x} AS x, {y} AS y, CAST(kind AS UTINYINT) AS kind, begins, ends, n "
        f"FROM ({every}) ORDER BY z, cell, kind, begins NULLS FIRST, ends NULLS LAST) TO {quoted(str(beside))} "
        "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    )
    beside.replace(target)
    world = connection.execute(
        "SELECT kind, begins, ends, n FROM zoom0 ORDER BY kind, begins NULLS FIRST, ends NULLS LAST"
    )
    return [(int(kind), begins, ends, int(n)) for kind, begins, ends, n in world.fetchall()]


def column_sql(cell: str) -> str:
    """SQL of every second bit of a quadkey of zoom 8, from the lowest: its x (of `cell >> 1`: its y)."""
    bits = " | ".join(f"(((({cell}) >> {2 * i}) & 1) << {i})" for i in range(CELL_ZOOM))
    return f"CAST({bits} AS USMALLINT)"
