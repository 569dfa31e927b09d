"""FlatGeobuf, read back by GDAL."""

from __future__ import annotations

from pathlib import Path

import pyogrio
import pytest
from hypothesis import given

from mapapp.atlas import open_atlas
from mapapp.export.frames import event_shape
from mapapp.model import Atlas
from tests.atlas.generated import atlases
from tests.export.written import clean, few, same_shape, written


def test_events_and_places_stand_in_one_layer(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    path = written(tmp_path, ".fgb", atlas)
    assert pyogrio.list_layers(path).tolist() == [["crossroads", "Unknown"]]
    found = pyogrio.read_dataframe(path)
    assert found["record"].value_counts().to_dict() == {"event": len(atlas.events), "place": len(atlas.places)}
    assert found.crs.to_epsg() == 4326
    assert found["geometry"].isna().sum() == sum(event_shape(atlas, event) is None for event in atlas.events) + sum(
        place.geometry is None for place in atlas.places
    )


@given(atlases())
@few
def test_what_is_written_comes_back_in_order(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    found = pyogrio.read_dataframe(written(tmp_path_factory.mktemp("out"), ".fgb", atlas))
    assert list(found["id"]) == [record.id for record in (*atlas.events, *atlas.places)]
    shapes = [event_shape(atlas, event) for event in atlas.events] + [place.geometry for place in atlas.places]
    whens = [record.when.edtf if record.when else None for record in (*atlas.events, *atlas.places)]
    for row, shape, when in zip(found.to_dict("records"), shapes, whens, strict=True):
        assert clean(row["when"]) == when
        assert same_shape(row["geometry"], shape)
