"""Tables as data frames with typed columns that may be empty. pandas and geopandas are imported when first used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from mapapp.export.geojson import event_points
from mapapp.export.records import chosen_events, chosen_places
from mapapp.export.rows import Table
from mapapp.model import Atlas, Event
from mapapp.view import View

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_TYPES = {"text": "str", "list": "str", "json": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


def event_shape(atlas: Atlas, event: Event) -> MultiPoint | None:
    """The points of an event's places as a MultiPoint (WGS 84), None where none can be located."""
    points = event_points(atlas, event)
    return MultiPoint(points) if points else None


def event_shapes(atlas: Atlas, view: View) -> list[MultiPoint | None]:
    """The geometries of the events that a View shows, in their order."""
    return [event_shape(atlas, event) for event in chosen_events(atlas, view)]


def place_shapes(atlas: Atlas, view: View) -> list[BaseGeometry | None]:
    """The geometries of the places that a View shows, in their order."""
    return [place.geometry for place in chosen_places(atlas, view)]


def build_frame(table: Table) -> pd.DataFrame:
    """A table as a pandas DataFrame; what is not there is null."""
    import pandas as pd

    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    series = {
        column.name: pd.Series(list(values), dtype=_TYPES[column.sort])
        for column, values in zip(table.columns, cells, strict=True)
    }
    return pd.DataFrame(series)


def build_geoframe(table: Table, shapes: Sequence[BaseGeometry | None]) -> gpd.GeoDataFrame:
    """A table with a geometry for each row as a GeoDataFrame (WGS 84)."""
    import geopandas as gpd

    return gpd.GeoDataFrame(build_frame(table), geometry=gpd.GeoSeries(list(shapes), crs="EPSG:4326"))
