"""KML, read back by GDAL, and its times and texts element by element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pyogrio
import pytest
from hypothesis import given
from shapely.geometry import Polygon

from mapapp.atlas import open_atlas
from mapapp.export.frames import event_shape
from mapapp.export.kml import kml_document, xml_text
from mapapp.model import Atlas
from mapapp.view import View
from mapapp.when import parse_when
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases
from tests.export.written import HOSTILE, few, hostile_atlas, written

NS = "{http://www.opengis.net/kml/2.2}"


def marks(path: Path) -> Iterator[tuple[Element, dict[str, str]]]:
    """The Placemarks of a file with their data."""
    for mark in fromstring(path.read_bytes()).iter(f"{NS}Placemark"):
        data = {found.get("name", ""): found.findtext(f"{NS}value", "") for found in mark.iter(f"{NS}Data")}
        yield mark, data


def time_of(edtf: str) -> dict[str, str]:
    """What the KML of an event with this date says of its time."""
    atlas = open_atlas(MINIMAL)
    event = replace(atlas.events[0], when=parse_when(edtf))
    root = kml_document(replace(atlas, events=(event,)), View())
    mark = next(root.iter("Placemark"))
    return {part.tag: part.text or "" for sort in ("TimeStamp", "TimeSpan") for part in mark.iterfind(f"{sort}/*")}


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1869-11-17", {"when": "1869-11-17"}),
        ("1869-11", {"when": "1869-11"}),
        ("2004-02~", {"when": "2004-02"}),
        ("1869", {"when": "1869"}),
        ("-0044", {"when": "-0044"}),
        ("186X", {"begin": "1860-01-01", "end": "1869-12-31"}),
        ("2004-06/2004-08", {"begin": "2004-06-01", "end": "2004-08-31"}),
        ("2004/2004", {"begin": "2004-01-01", "end": "2004-12-31"}),
        ("2000/..", {"begin": "2000-01-01"}),
        ("../2000", {"end": "2000-12-31"}),
        ("[2023-06-11..2023-06-20]", {"begin": "2023-06-11", "end": "2023-06-20"}),
    ],
)
def test_dates_become_stamps_or_spans(edtf: str, expected: dict[str, str]) -> None:
    assert time_of(edtf) == expected


def test_gdal_reads_every_event_and_place(tmp_path: Path) -> None:
    atlas = open_atlas("crossroads")
    path = written(tmp_path, ".kml", atlas)
    events, places = (pyogrio.read_dataframe(path, layer=name) for name in ("events", "places"))
    assert list(events["id"]) == [event.id for event in atlas.events]
    assert list(places["id"]) == [place.id for place in atlas.places]
    assert list(events["title_ja"]) == [event.title["ja"] for event in atlas.events]
    assert list(events["geometry"].isna()) == [event_shape(atlas, event) is None for event in atlas.events]
    for place, shape in zip(atlas.places, places["geometry"], strict=True):
        if place.geometry is None:
            assert shape is None
        else:
            assert shape.bounds == pytest.approx(place.geometry.bounds, abs=1e-12)


def test_markup_of_an_atlas_takes_no_effect(tmp_path: Path) -> None:
    found = list(marks(written(tmp_path, ".kml", hostile_atlas())))
    assert found
    for mark, data in found:
        description = mark.findtext(f"{NS}description", "")
        assert "<b>" not in description and "&lt;b&gt;" in description
        assert mark.findtext(f"{NS}name") == xml_text(HOSTILE)
        assert data.get("title_en", data.get("summary_en")) == xml_text(HOSTILE)


def test_characters_that_xml_forbids_are_replaced() -> None:
    assert xml_text("a\0\x07\t\n\x1b\ud800\ufffe\uffff運𠮷") == "a\ufffd\ufffd\t\n\ufffd\ufffd\ufffd\ufffd運𠮷"


def test_nothing_is_loaded_from_elsewhere(tmp_path: Path) -> None:
    text = written(tmp_path, ".kml", open_atlas(MINIMAL)).read_text("utf-8")
    assert "<href>" not in text and text.count("http") == text.count("http://www.opengis.net") + text.count('"URL"')


def test_a_hole_of_an_area_stays_one(tmp_path: Path) -> None:
    atlas = open_atlas(MINIMAL)
    hole = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (2, 4), (4, 4), (4, 2)]])
    place = replace(atlas.place_by_id["sinai"], geometry=hole)
    changed = replace(atlas, places=tuple(place if one.id == "sinai" else one for one in atlas.places))
    places = pyogrio.read_dataframe(written(tmp_path, ".kml", changed), layer="places").set_index("id")
    assert places.loc["sinai", "geometry"].equals(hole)


@given(atlases())
@few
def test_what_is_written_comes_back(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    found = list(marks(written(tmp_path_factory.mktemp("out"), ".kml", atlas)))
    assert [data["id"] for _, data in found] == [record.id for record in (*atlas.events, *atlas.places)]
    for event, (_, data) in zip(atlas.events, found, strict=False):
        assert data.get("when") == (event.when.edtf if event.when else None)
        assert {tag: data[f"title_{tag}"] for tag in atlas.languages} == {
            tag: xml_text(text) for tag, text in event.title.items()
        }
