"""The pyramid as one static PMTiles file of vector tiles (docs/reference/archive.md).

Tile zoom t holds the cells of zoom t + 4, sixteen by sixteen in a tile, each kind of each cell as one point. The counts
of every bin stand in it as text, so that a page can show any window of time without asking again.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.archive.duck import INSTALL, quoted
from mapapp.archive.shards import CELL_ZOOM, plan_shards
from mapapp.errors import MissingPartError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

STEPS = 4
LAYER = "cells"
EXTENT = 4096
_SIDE = 1 << STEPS
_PITCH = EXTENT // _SIDE
_BATCH = 1_000_000  # counts encoded at a time

FIELDS = {
    "kind": "String", "n": "Number", "from": "Number", "counts": "String", "spans": "String",
}  # fmt: skip


def build_tiles(
    connection: duckdb.DuckDBPyConnection, kinds: list[str], target: Path,
    bounds: tuple[float, float, float, float], metadata: dict[str, Any],
) -> None:  # fmt: skip
    """Write the tiles of the pyramid in `connection` (its tables zoom4 to zoom8) and their metadata.

    `kinds` are the ids by number, `bounds` west, south, east, north. The database must have the spatial extension.
    """
    try:
        from pmtiles.tile import Compression, TileType, zxy_to_tileid
        from pmtiles.writer import Writer
    except ImportError as error:
        raise MissingPartError(f"Archives need pmtiles, which is not installed. Install it: {INSTALL}") from error
    west, south, east, north = bounds
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 0, "max_zoom": CELL_ZOOM - STEPS,
        "min_lon_e7": round(west * 1e7), "min_lat_e7": round(south * 1e7), "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7), "center_zoom": 0, "center_lon_e7": round((west + east) / 2 * 1e7),
        "center_lat_e7": round((south + north) / 2 * 1e7),
    }  # fmt: skip
    beside = target.with_name(f".{target.name}")
    with beside.open("wb") as file:
        writer: Any = Writer(file)  # type: ignore[no-untyped-call]
        for zoom in range(CELL_ZOOM - STEPS + 1):
            tiles = _tiles(connection, zoom + STEPS, kinds)
            for number, data in sorted((zxy_to_tileid(zoom, x, y), data) for x, y, data in tiles):
                writer.write_tile(number, gzip.compress(bytes(data), 6, mtime=0))
        layer = {"id": LAYER, "fields": FIELDS, "minzoom": 0, "maxzoom": CELL_ZOOM - STEPS}
        writer.finalize(header, metadata | {"vector_layers": [layer]})
    beside.replace(target)


def _tiles(connection: duckdb.DuckDBPyConnection, zoom: int, kinds: list[str]) -> Iterator[tuple[int, int, bytes]]:
    """Column, row and bytes of the tiles that hold the cells of a zoom; a batch of them at a time."""
    sizes = connection.execute(
        f"SELECT cell >> {2 * STEPS} AS tile, count(*) FROM zoom{zoom} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    for low, high in plan_shards(sizes, _BATCH):
        connection.register("features", _features(connection, zoom, low << 2 * STEPS, (high + 1) << 2 * STEPS))
        yield from connection.execute(_encode_sql(kinds)).fetchall()
        connection.unregister("features")


def _sorted_pieces(connection: duckdb.DuckDBPyConnection, zoom: int, low: int, high: int) -> pa.Table:
    """Every count as a piece of text, those of a feature one behind the other, the spans first."""
    plain = "COALESCE(begins = ends, false)"
    gap = f"begins - lag(begins, 1, begins) OVER (PARTITION BY cell, kind, {plain} ORDER BY begins)"
    ends = "COALESCE(CAST(begins AS VARCHAR), '..') || '/' || COALESCE(CAST(ends AS VARCHAR), '..')"
    sql = (
        f"SELECT CAST(cell AS BIGINT) * 256 + kind AS feature, begins, CAST(n AS BIGINT) AS n, {plain} AS plain, "
        f"CASE WHEN {plain} THEN repeat(',', {gap}) || n ELSE {ends} || ':' || n || ',' END AS piece "
        f"FROM zoom{zoom} WHERE cell >= {low} AND cell < {high} "
        "ORDER BY feature, plain, begins NULLS FIRST, ends NULLS LAST"
    )
    return connection.execute(sql).to_arrow_table().combine_chunks()


def _features(connection: duckdb.DuckDBPyConnection, zoom: int, low: int, high: int) -> pa.Table:
    """Cell, kind, number of events, first bin, counts and spans: one row for each kind of each cell.

    The sorted pieces of text lie one behind the other in Arrow's buffer, so a feature's text is a slice of it.
    """
    import numpy as np
    import pyarrow as pa

    table = _sorted_pieces(connection, zoom, low, high)
    feature, n = table["feature"].to_numpy(), table["n"].to_numpy()
    spans = ~table["plain"].to_numpy(zero_copy_only=False)
    starts = np.flatnonzero(np.diff(feature, prepend=-1))
    stops = np.append(starts[1:], len(feature))
    middle = starts + np.add.reduceat(spans.astype(np.int64), starts)
    pieces = table["piece"].combine_chunks().cast(pa.large_string())
    offsets = np.frombuffer(pieces.buffers()[1], np.int64)[pieces.offset :]
    text = pieces.buffers()[2].to_pybytes().decode("ascii")

    def slices(first: Any, last: Any, short: int) -> pa.Array:
        ends = zip(offsets[first], offsets[last], strict=True)
        return pa.array([text[a : b - short] if a < b else None for a, b in ends], pa.string())

    begins = table["begins"].fill_null(0).to_numpy()
    start = pa.array(begins[np.minimum(middle, len(begins) - 1)], pa.int32(), mask=middle == stops)
    values = {"cell": feature[starts] // 256, "kind": feature[starts] % 256, "n": np.add.reduceat(n, starts)}
    texts = {"counts": slices(middle, stops, 0), "spans": slices(starts, middle, 1)}
    return pa.table(values | {"start": start} | texts)


def _encode_sql(kinds: list[str]) -> str:
    x, y = (" | ".join(f"(((cell >> {2 * i + axis}) & 1) << {i})" for i in range(CELL_ZOOM)) for axis in (0, 1))
    names = "[" + ", ".join(map(quoted, kinds)) + "]"
    px, py = (f"({axis} & {_SIDE - 1}) * {_PITCH} + {_PITCH // 2}" for axis in "xy")
    return (
        f"SELECT x >> {STEPS}, y >> {STEPS}, ST_AsMVT({{'geometry': ST_Point({px}, {py}), 'kind': {names}[kind + 1], "
        f"'n': n, 'from': start, 'counts': counts, 'spans': spans}}, '{LAYER}', {EXTENT}, 'geometry' "
        "ORDER BY cell, kind) "
        f"FROM (SELECT *, {x} AS x, {y} AS y FROM features) GROUP BY 1, 2"
    )
