"""GeoParquet: the metadata that the specification asks for, and what geopandas reads."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from mapapp.atlas import open_atlas
from mapapp.export.frames import event_shape
from mapapp.model import Atlas
from mapapp.view import parse_view
from tests.atlas.generated import atlases
from tests.export.written import clean, few, same_shape, written


def test_the_metadata_are_geoparquet_1_1(tmp_path: Path) -> None:
    path = written(tmp_path, ".parquet", open_atlas("crossroads"))
    geo = json.loads(pq.read_schema(path).metadata[b"geo"])
    assert geo["version"] == "1.1.0"
    assert geo["primary_column"] == "geometry"
    column = geo["columns"]["geometry"]
    assert column["encoding"] == "WKB"
    assert column["crs"]["id"] == {"authority": "EPSG", "code": 4326}
    assert {"MultiPoint", "Polygon", "LineString"} <= set(column["geometry_types"])
    west, south, east, north = column["bbox"]
    assert -180 <= west < east <= 180 and -90 <= south < north <= 90
    assert pq.read_schema(path).field("geometry").type == "binary"


def test_columns_are_the_same_whatever_the_view_shows(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    whole = pq.read_schema(written(tmp_path, ".parquet", atlas))
    empty = pq.read_schema(written(tmp_path, ".parquet", atlas, parse_view("mode=in&from=1500&to=1500")))
    assert whole.names == empty.names
    assert whole.types == empty.types


@pytest.mark.slow
@given(atlases())
@few
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    found = gpd.read_parquet(written(tmp_path_factory.mktemp("out"), ".parquet", atlas))
    assert list(found["id"]) == [record.id for record in (*atlas.events, *atlas.places)]
    for event, row in zip(atlas.events, found.to_dict("records"), strict=False):
        assert clean(row["when"]) == (event.when.edtf if event.when else None)
        assert {tag: row[f"title_{tag}"] for tag in atlas.languages} == dict(event.title)
        assert same_shape(row["geometry"], event_shape(atlas, event))
        assert row["importance"] == event.importance and row["projection"] == event.projection
