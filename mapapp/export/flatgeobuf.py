"""FlatGeobuf: events and places in one layer, read fast by GIS and web maps.

The file has no spatial index: with one, features without a geometry cannot be written, and none may vanish.
"""

from __future__ import annotations

from pathlib import Path

from mapapp.export.frames import build_geoframe, event_shapes, place_shapes
from mapapp.export.provenance import provenance
from mapapp.export.rows import feature_table
from mapapp.files import bytes_written, write_whole
from mapapp.model import Atlas
from mapapp.view import View


def write_flatgeobuf(atlas: Atlas, view: View, path: Path) -> None:
    """Write the events and places that a View shows. Raises OutputError."""
    from pyogrio import write_dataframe

    about = provenance(atlas, view)
    shapes = [*event_shapes(atlas, view), *place_shapes(atlas, view)]
    frame = build_geoframe(feature_table(atlas, view), shapes)

    def write(target: Path) -> None:
        write_dataframe(
            frame, target, layer=atlas.id, driver="FlatGeobuf", geometry_type="Unknown", promote_to_multi=False,
            layer_options={"SPATIAL_INDEX": "NO", "TITLE": about["title"]}, layer_metadata=about,
        )  # fmt: skip

    write_whole(path, bytes_written("atlas.fgb", write))
