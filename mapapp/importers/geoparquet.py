"""GeoParquet and plain Parquet."""

from __future__ import annotations

import io
from typing import Any

from mapapp.errors import InvalidInputError
from mapapp.importers.decisions import Decisions
from mapapp.importers.frames import frame_sheet, to_degrees
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Sheet

_MAX_CELLS = 200_000_000


def read_geoparquet(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The rows of a Parquet file, with shapes where it has them. Raises InvalidInputError."""
    import geopandas as gpd
    import pyarrow as pa
    import pyarrow.parquet as pq

    entries: list[Entry] = []
    shapes: list[Any] | None = None
    try:
        about = pq.ParquetFile(io.BytesIO(data))
        if about.metadata.num_rows * about.metadata.num_columns > _MAX_CELLS:
            raise InvalidInputError(f"{name} has {about.metadata.num_rows:,} rows: build an archive of it instead.")
        if b"geo" in (about.schema_arrow.metadata or {}):
            located = gpd.read_parquet(io.BytesIO(data))
            shapes = to_degrees(located, entries)
            frame = located.drop(columns=located.geometry.name)
        else:
            frame = about.read().to_pandas()
    except (pa.ArrowException, ValueError, OSError, KeyError, TypeError) as error:
        raise InvalidInputError(f"{name} is no Parquet file that can be read: {str(error)[:200]}.") from error
    return [frame_sheet(frame, shapes, "", "row", entries)]
