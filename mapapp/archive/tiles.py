"""The pyramid as one static PMTiles file of vector tiles (docs/reference/archive.md).

Tile zoom t holds the cells of zoom t + 4, sixteen by sixteen in a tile, each kind of each cell as one point. The counts
of every bin stand in it as text, so that a page can show any window of time without asking again.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.archive.duck import load_duckdb, quoted
from mapapp.archive.shards import CELL_ZOOM
from mapapp.errors import MissingPartError

if TYPE_CHECKING:
    import duckdb

STEPS = 4
LAYER = "cells"
EXTENT = 4096
_SIDE = 1 << STEPS
_PITCH = EXTENT // _SIDE

FIELDS = {
    "kind": "String", "n": "Number", "from": "Number", "counts": "String", "spans": "String",
}  # fmt: skip


def build_tiles(
    connection: duckdb.DuckDBPyConnection, kinds: list[str], target: Path, bounds: tuple[float, float, float, float], metadata: dict[str, Any]
) -> None:
    """Write the tiles of the pyramid in `connection` (its tables zoom4 to zoom8) and their metadata.

    `kinds` are the ids by number, `bounds` west, south, east, north. The database must have the spatial extension.
    """
    try:
        from pmtiles.tile import Compression, TileType, zxy_to_tileid
        from pmtiles.writer import Writer
    except ImportError as error:
        from mapapp.archive.duck import INSTALL

        raise MissingPartError(f"Archives need pmtiles, which is not installed. Install it: {INSTALL}") from error
    load_duckdb()
    west, south, east, north = bounds
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP, "min_zoom": 0, "max_zoom": CELL_ZOOM - STEPS,
        "min_lon_e7": round(west * 1e7), "min_lat_e7": round(south * 1e7), "max_lon_e7": round(east * 1e7),
        "max_lat_e7": round(north * 1e7), "center_zoom": 0, "center_lon_e7": round((west + east) / 2 * 1e7),
        "center_lat_e7": round((south + north) / 2 * 1e7),
    }  # fmt: skip
    beside = target.with_name(f".{target.name}")
    with beside.open("wb") as file:
        writer = Writer(file)
        for zoom in range(CELL_ZOOM - STEPS + 1):
            tiles = connection.execute(_tiles_sql(zoom + STEPS, kinds)).fetchall()
            for number, data in sorted((zxy_to_tileid(zoom, x, y), data) for x, y, data in tiles):
                writer.write_tile(number, gzip.compress(bytes(data), 9, mtime=0))
        layer = {"id": LAYER, "fields": FIELDS, "minzoom": 0, "maxzoom": CELL_ZOOM - STEPS}
        writer.finalize(header, metadata | {"vector_layers": [layer]})
    beside.replace(target)


def _tiles_sql(zoom: int, kinds: list[str]) -> str:
    """One row a tile: x, y and its bytes. Counts are a list from the bin `from` on, nothing standing for zero."""
    bits = range(CELL_ZOOM)
    x = " | ".join(f"(((cell >> {2 * i}) & 1) << {i})" for i in bits)
    y = " | ".join(f"(((cell >> {2 * i + 1}) & 1) << {i})" for i in bits)
    names = "[" + ", ".join(map(quoted, kinds)) + "]"
    return f"""
    WITH short AS (
      SELECT cell, kind, begins, n, begins - lag(begins, 1, begins) OVER (PARTITION BY cell, kind ORDER BY begins) AS gap
      FROM zoom{zoom} WHERE begins = ends
    ), counted AS (
      SELECT cell, kind, min(begins) AS start, sum(n) AS n,
        string_agg(repeat(',', gap) || n, '' ORDER BY begins) AS counts FROM short GROUP BY ALL
    ), long AS (
      SELECT cell, kind, sum(n) AS n, string_agg(COALESCE(CAST(begins AS VARCHAR), '..') || '/' ||
        COALESCE(CAST(ends AS VARCHAR), '..') || ':' || n, ',' ORDER BY begins NULLS FIRST, ends NULLS LAST) AS spans
      FROM zoom{zoom} WHERE begins IS DISTINCT FROM ends OR begins IS NULL GROUP BY ALL
    ), cells AS (
      SELECT cell, {x} AS x, {y} AS y, kind, COALESCE(c.n, 0) + COALESCE(l.n, 0) AS n, c.start, c.counts, l.spans
      FROM counted c FULL JOIN long l USING (cell, kind)
    )
    SELECT x >> {STEPS}, y >> {STEPS}, ST_AsMVT({{
        'geometry': ST_Point((x & {_SIDE - 1}) * {_PITCH} + {_PITCH // 2}, (y & {_SIDE - 1}) * {_PITCH} + {_PITCH // 2}),
        'kind': {names}[kind + 1], 'n': CAST(n AS BIGINT), 'from': CAST(start AS INTEGER), 'counts': counts, 'spans': spans
      }}, '{LAYER}', {EXTENT}, 'geometry' ORDER BY cell, kind)
    FROM cells GROUP BY 1, 2
    """
