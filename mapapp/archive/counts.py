"""Counts of a file of the store: by cell of zoom 8, kind, and the bins in which an event begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mapapp.archive.duck import listed, quoted
from mapapp.archive.ingest import QUADKEY_ZOOM

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt

Unit = Literal["year", "month"]

CELL_ZOOM = 8
CELL_SHIFT = 2 * (QUADKEY_ZOOM - CELL_ZOOM)
_BATCH = 1_000_000  # rows counted at a time
_BIN_BITS = 18  # a month of the years -9999 to 9999, shifted to be positive, and two numbers for open ends
_ZERO = 1 << (_BIN_BITS - 1)
_OPEN_END = (1 << _BIN_BITS) - 1
_KIND_BITS = 4


def bin_sql(day: str, unit: Unit) -> str:
    """SQL of the bin of a day number: its year, or its month counted from year 0."""
    date = f"(DATE '0001-01-01' + ({day} - 1))"
    return f"year({date})" if unit == "year" else f"(year({date}) * 12 + month({date}) - 1)"


def write_counts(
    connection: duckdb.DuckDBPyConnection, path: str, unit: Unit, kinds: Sequence[str], target: Path
) -> None:
    """Count the rows of a file into a Parquet file: cell, kind (number), begins, ends (NULL: open), n.

    It is sorted as `pyramid.ORDER` says. A row's group is one whole number, and numbers are sorted and counted far
    faster than rows with four columns.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    keys, sums = np.empty(0, np.int64), np.empty(0, np.int64)
    for batch in connection.execute(_key_sql(path, unit, kinds)).to_arrow_reader(_BATCH):
        more, n = np.unique(batch["key"].to_numpy(), return_counts=True)
        keys, sums = _added(np.concatenate([keys, more]), np.concatenate([sums, n]))
    ends = keys & _OPEN_END
    begins = (keys >> _BIN_BITS) & _OPEN_END
    rest = keys >> (2 * _BIN_BITS + 1)
    columns: dict[str, Any] = {
        "cell": pa.array((rest >> _KIND_BITS).astype(np.int32)),
        "kind": pa.array((rest & ((1 << _KIND_BITS) - 1)).astype(np.uint8)),
        "begins": pa.array((begins - _ZERO).astype(np.int32), mask=begins == 0),
        "ends": pa.array((ends - _ZERO).astype(np.int32), mask=ends == _OPEN_END),
        "n": pa.array(sums),
    }
    pq.write_table(pa.table(columns), target)


def _key_sql(path: str, unit: Unit, kinds: Sequence[str]) -> str:
    """SQL of a number for cell, kind, is it a span, begins and ends: in the order in which counts are sorted."""
    numbers = " ".join(f"WHEN {quoted(name)} THEN {number}" for number, name in enumerate(kinds))
    kind = f"CASE kind {numbers} ELSE {len(kinds)} END" if kinds else "0"
    begins, ends = bin_sql("first", unit), bin_sql("last", unit)
    return (
        f"SELECT (((quadkey >> {CELL_SHIFT} << {_KIND_BITS} | {kind}) << 1 | plain) << {_BIN_BITS} "
        f"| COALESCE(begins + {_ZERO}, 0)) << {_BIN_BITS} | COALESCE(ends + {_ZERO}, {_OPEN_END}) AS key "
        "FROM (SELECT *, CAST(COALESCE(begins = ends, false) AS BIGINT) AS plain "
        f"FROM (SELECT quadkey, kind, CAST({begins} AS BIGINT) AS begins, CAST({ends} AS BIGINT) AS ends "
        f"FROM read_parquet({listed([path])})))"
    )


def _added(
    keys: npt.NDArray[np.int64], sums: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Each key once, with the sum of all that stand there for it."""
    import numpy as np

    order = np.argsort(keys, kind="stable")
    keys, sums = keys[order], sums[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.add.reduceat(sums, starts) if len(keys) else sums
