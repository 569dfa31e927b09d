"""GeoPackage (OGC 12-128): a layer for each sort of record, for QGIS and every other GIS.

`events` (MultiPoint) and `places` (any geometry) have shapes; `figures`, `citations`, `disagreements`, `readings` and
`sources` are attribute tables. Licence, attribution, atlas and View are metadata of the file.
"""

from __future__ import annotations

from pathlib import Path

from mapapp.export.frames import build_frame, build_geoframe, event_shapes, place_shapes
from mapapp.export.provenance import provenance
from mapapp.export.rows import Table, event_table, other_tables, place_table
from mapapp.files import bytes_written, write_whole
from mapapp.model import Atlas
from mapapp.view import View

_DATE = "OGR_CURRENT_DATE"
_ALWAYS = "1970-01-01T00:00:00.000Z"
"""What GDAL writes as the date of the last change: the same View gives the same bytes."""


def write_geopackage(atlas: Atlas, view: View, path: Path) -> None:
    """Write the records that a View shows. Raises OutputError."""
    write_whole(path, bytes_written("atlas.gpkg", lambda target: _write(atlas, view, target)))


def _write(atlas: Atlas, view: View, target: Path) -> None:
    from pyogrio import get_gdal_config_option, set_gdal_config_options, write_dataframe

    about = provenance(atlas, view)
    events = build_geoframe(_without_citations(event_table(atlas, view)), event_shapes(atlas, view))
    places = build_geoframe(_without_citations(place_table(atlas, view)), place_shapes(atlas, view))
    before = get_gdal_config_option(_DATE)
    set_gdal_config_options({_DATE: _ALWAYS})
    try:
        write_dataframe(
            events, target, layer="events", driver="GPKG", geometry_type="MultiPoint", promote_to_multi=True,
            dataset_metadata=about, layer_options=_options("events", about),
        )  # fmt: skip
        write_dataframe(
            places, target, layer="places", driver="GPKG", geometry_type="Unknown", promote_to_multi=False,
            append=True, layer_options=_options("places", about),
        )  # fmt: skip
        for name, table in other_tables(atlas, view).items():
            frame = build_frame(_without_citations(table))
            write_dataframe(frame, target, layer=name, driver="GPKG", append=True, layer_options=_options(name, about))
    finally:
        set_gdal_config_options({_DATE: before})


def _options(layer: str, about: dict[str, str]) -> dict[str, str]:
    return {"IDENTIFIER": layer, "DESCRIPTION": f"{about['title']} ({about['attribution']}, {about['license']})"}


def _without_citations(table: Table) -> Table:
    """A table without its column of citations: they have a layer of their own."""
    keep = [index for index, column in enumerate(table.columns) if column.name != "citations"]
    return Table(tuple(table.columns[index] for index in keep), [[row[index] for index in keep] for row in table.rows])
