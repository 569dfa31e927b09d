"""The pyramid as one static PMTiles file of vector tiles (docs/reference/archive.md).

Tile zoom t holds the cells of zoom t + 4, sixteen by sixteen in a tile, each kind of each cell as one point. The counts
of every bin stand in it as text, so that a page can show any window of time without asking again.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.archive.counts import CELL_ZOOM
from mapapp.archive.duck import INSTALL, quoted
from mapapp.archive.shards import plan_shards
from mapapp.errors import MissingPartError

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

STEPS = 4
LAYER = "cells"
EXTENT = 4096
_SIDE = 1 << STEPS
_PITCH = EXTENT // _SIDE
_BATCH = 1_000_000  # counts encoded at a time
_GZIP = 5  # 3 % larger than 6, in half the time

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
                writer.write_tile(number, gzip.compress(bytes(data), _GZIP, mtime=0))
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


def _features(connection: duckdb.DuckDBPyConnection, zoom: int, low: int, high: int) -> pa.Table:
    """Cell, kind, number of events, first bin, counts and spans: one row for each kind of each cell.

    The counts are sorted, so the pieces of a feature's text lie one behind the other in Arrow's buffer, and the text
    is a slice of it.
    """
    import numpy as np
    import pyarrow as pa

    table = connection.execute(
        f"SELECT CAST(cell AS BIGINT) * 256 + kind AS feature, begins, ends, n FROM zoom{zoom} "
        f"WHERE cell >= {low} AND cell < {high}"
    ).to_arrow_table()
    feature, n = table["feature"].to_numpy(), table["n"].to_numpy()
    starts = np.flatnonzero(np.diff(feature, prepend=-1))
    stops = np.append(starts[1:], len(feature))
    pieces, spans = _pieces(table.combine_chunks(), feature)
    middle = starts + np.add.reduceat(spans.astype(np.int64), starts)
    offsets = np.frombuffer(pieces.buffers()[1], np.int64)[pieces.offset :]
    text = pieces.buffers()[2].to_pybytes().decode("ascii")

    def slices(first: Any, last: Any, short: int) -> pa.Array:
        ends = zip(offsets[first].tolist(), offsets[last].tolist(), strict=True)
        return pa.array([text[a : b - short] if a < b else None for a, b in ends], pa.string())

    begins = table["begins"].fill_null(0).to_numpy()
    start = pa.array(begins[np.minimum(middle, len(begins) - 1)], pa.int32(), mask=middle == stops)
    values = {"cell": feature[starts] // 256, "kind": feature[starts] % 256, "n": np.add.reduceat(n, starts)}
    texts = {"counts": slices(middle, stops, 0), "spans": slices(starts, middle, 1)}
    return pa.table(values | {"start": start} | texts)


def _pieces(table: pa.Table, feature: npt.NDArray[np.int64]) -> tuple[pa.LargeStringArray, npt.NDArray[np.bool_]]:
    """Every count as a piece of text: of a span "begins/ends:n,", else "n" behind a comma for each bin passed over."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    def text(name: str) -> pa.Array:
        return pc.cast(table[name].combine_chunks(), pa.large_string())

    def mark(character: str) -> pa.Scalar:
        return pa.scalar(character, pa.large_string())

    begins, ends = (table[name].combine_chunks() for name in ("begins", "ends"))
    spans = ~pc.fill_null(pc.equal(begins, ends), False).to_numpy(zero_copy_only=False)
    bins = begins.fill_null(0).to_numpy().astype(np.int64)
    gaps = np.diff(bins, prepend=bins[:1])
    gaps[np.flatnonzero((np.diff(feature, prepend=-1) != 0) | spans)] = 0
    gaps[1:][spans[:-1]] = 0  # the first after the spans
    numbers = text("n")
    pieces = pc.binary_join_element_wise(pc.binary_repeat(mark(","), pa.array(gaps)), numbers, mark(""))
    if spans.any():
        sides = (pc.fill_null(text(name), mark("..")) for name in ("begins", "ends"))
        long = pc.binary_join_element_wise(pc.binary_join_element_wise(*sides, mark("/")), numbers, mark(":"))
        pieces = pc.if_else(pa.array(spans), pc.binary_join_element_wise(long, mark(""), mark(",")), pieces)
    return pieces, spans


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
