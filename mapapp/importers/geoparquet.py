"""GeoParquet and plain Parquet."""

from __future__ import annotations

import io
from typing import Any

from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.frames import frame_sheet, to_degrees
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Sheet, refuse_size

_MAX_BYTES = 2**30


def read_geoparquet(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The rows of a Parquet file, with shapes where it has them. Raises InvalidInputError."""
    import geopandas as gpd
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyproj.exceptions import ProjError
    from shapely.errors import ShapelyError

    entries: list[Entry] = []
    shapes: list[Any] | None = None
    try:
        about = pq.ParquetFile(io.BytesIO(data))
        refuse_size(name, about.metadata.num_rows, about.metadata.num_columns)
        _refuse_bomb(about, name)
        if b"geo" in (about.schema_arrow.metadata or {}):
            located = gpd.read_parquet(io.BytesIO(data))
            shapes = to_degrees(located, entries, decisions.crs)
            frame = located.drop(columns=located.geometry.name)
        else:
            frame = about.read().to_pandas()
    except (
        pa.ArrowException, ValueError, OSError, KeyError, TypeError, AttributeError, RecursionError, ShapelyError,
        ProjError,
    ) as error:  # fmt: skip
        raise InvalidInputError(
            told("{name} is no Parquet file that can be read: {error}.", name=name, error=str(error)[:200])
        ) from error
    return [frame_sheet(frame, shapes, "", "row", entries)]


def _refuse_bomb(about: Any, name: str) -> None:
    """Raise InvalidInputError where the columns would take too much memory: one value may stand for a million rows.

    No value is larger than its column of a row group, so that a batch is never much larger than what is allowed.
    """
    groups = [about.metadata.row_group(number) for number in range(about.metadata.num_row_groups)]
    sizes = [group.column(at).total_uncompressed_size for group in groups for at in range(group.num_columns)]
    held = 0
    if sum(sizes) <= _MAX_BYTES:
        for batch in about.iter_batches(max(1, min(1000, _MAX_BYTES // max(1, *sizes, 1)))):
            held += batch.nbytes
            if held > _MAX_BYTES:
                break
        else:
            return
    raise InvalidInputError(
        told(
            "{name} would take more than {max_bytes} MB of memory: build an archive of it.",
            name=name,
            max_bytes=_MAX_BYTES // 2**20,
        )
    )
