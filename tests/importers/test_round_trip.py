"""What mapapp exports comes back: titles, dates, places and citations, as far as each format carries them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mapapp.atlas import check_atlas, open_atlas
from mapapp.export import FORMATS
from mapapp.importers import import_file
from mapapp.model import Atlas
from mapapp.view import View
from tests.atlas.generated import TROUBLE, atlases
from tests.importers.made import bytes_of, table

GENERATE = (Phase.generate,)
"""An example takes a second: what fails is told as it is, not made smaller for minutes."""
WITH_PLACES = (".geojson", ".gpkg", ".kml", ".parquet", ".fgb")


def again(atlas: Atlas, ending: str, folder: Path) -> Atlas:
    """The atlas that importing an export gives; importing it twice changes nothing."""
    path, target = folder / f"export{ending}", folder / "atlas"
    FORMATS[ending].write(atlas, View(lang=atlas.languages[0]), path)
    import_file(path, target)
    assert check_atlas(str(target)) == []
    before = bytes_of(target)
    assert not import_file(path, target).changes_atlas and bytes_of(target) == before
    return open_atlas(str(target))


def plain(text: str) -> str:
    """A text as XML can carry it: characters that it forbids are gone, line ends are one."""
    return " ".join(text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd").split())


def told(atlas: Atlas, kml: bool) -> dict[str, Any]:
    """Of each event its date, titles and places."""
    return {
        event.id: (
            event.when.edtf if event.when else None,
            event.bounds.edtf if event.bounds else None,
            {language: plain(text) if kml else text for language, text in event.title.items()},
            event.places, event.kind, event.certainty, event.importance,
        )
        for event in atlas.events
    }  # fmt: skip


def named(atlas: Atlas, kml: bool) -> dict[str, Any]:
    """Of each place its names."""
    return {
        place.id: [
            (plain(name.name) if kml else name.name, name.lang, name.when and name.when.edtf) for name in place.names
        ]
        for place in atlas.places
    }


@pytest.mark.parametrize("ending", WITH_PLACES)
@settings(max_examples=4, phases=GENERATE)
@given(atlas=atlases())
def test_events_and_places_come_back(ending: str, atlas: Atlas) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = again(atlas, ending, Path(folder))
    kml = ending == ".kml"
    assert told(found, kml) == told(atlas, kml)
    assert named(found, kml) == named(atlas, kml)
    for place in atlas.places:
        there = found.place_by_id[place.id].geometry
        if place.geometry is None or there is None:
            assert (place.geometry is None) == (there is None)
        else:
            assert there.equals_exact(place.geometry, 1e-9)
    for subject, cited in atlas.citations_of.items():
        if subject.startswith(("event:", "place:")):
            assert {item.source for item in cited} <= {item.source for item in found.citations_of[subject]}
            if ending == ".gpkg":
                assert {(item.start, item.end) for item in cited} <= {
                    (item.start, item.end) for item in found.citations_of[subject]
                }


@settings(max_examples=4, phases=GENERATE)
@given(atlas=atlases())
def test_the_table_of_events_comes_back_with_its_places(atlas: Atlas) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = again(atlas, ".csv", Path(folder))
    assert told(found, False) == told(atlas, False)
    used = {place for event in atlas.events for place in event.places}
    assert used <= set(found.place_by_id)


@settings(max_examples=4, phases=GENERATE)
@given(atlas=atlases())
def test_the_gazetteer_comes_back_with_its_names(atlas: Atlas) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = again(atlas, ".lpf.json", Path(folder))
    assert [plain(place.names[0].name) for place in found.places] == [
        plain(place.names[0].name) for place in atlas.places
    ]
    for place, there in zip(atlas.places, found.places, strict=True):
        assert (place.when and place.when.edtf) == (there.when and there.when.edtf)
        assert (place.geometry is None) == (there.geometry is None)


cell = st.lists(st.sampled_from((*TROUBLE, "2004", "民國93年", "8/9/2004", "35.5", "-1")) | st.characters(), max_size=4)


@settings(max_examples=25, phases=GENERATE)
@given(st.lists(st.lists(cell.map("".join), min_size=4, max_size=6), min_size=1, max_size=5))
def test_any_table_comes_in_valid_loses_no_row_and_twice_changes_nothing(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        clean = [["".join(char for char in one if not "\ud800" <= char <= "\udfff") for one in row] for row in rows]
        path = table(folder, [["id", "title", "date", "place"], *([str(n), *row[1:]] for n, row in enumerate(clean))])
        report = import_file(path, folder / "atlas")
        assert check_atlas(str(folder / "atlas")) == []
        assert len(open_atlas(str(folder / "atlas")).events) == report.rows == len(rows)
        before = bytes_of(folder / "atlas")
        assert not import_file(path, folder / "atlas").changes_atlas and bytes_of(folder / "atlas") == before
