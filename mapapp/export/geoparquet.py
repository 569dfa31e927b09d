"""GeoParquet 1.1: events and places in one table, for pandas, DuckDB and data warehouses.

Licence, attribution, atlas and View are a JSON object under the key `mapapp` of the file's metadata, beside `geo`.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

from mapapp.export.frames import build_geoframe, event_shapes, place_shapes
from mapapp.export.provenance import provenance
from mapapp.export.rows import feature_table
from mapapp.files import write_whole
from mapapp.model import Atlas
from mapapp.view import View


def write_geoparquet(atlas: Atlas, view: View, path: Path) -> None:
    """Write the events and places that a View shows. Raises OutputError."""
    import pyarrow.parquet as pq

    shapes = [*event_shapes(atlas, view), *place_shapes(atlas, view)]
    frame = build_geoframe(feature_table(atlas, view), shapes)
    first, second = BytesIO(), BytesIO()
    frame.to_parquet(first, index=False, schema_version="1.1.0", geometry_encoding="WKB")
    found = pq.read_table(first)
    about = json.dumps(provenance(atlas, view), ensure_ascii=False)
    pq.write_table(found.replace_schema_metadata({**found.schema.metadata, b"mapapp": about.encode()}), second)
    write_whole(path, second.getvalue())
