"""Records that are columns until somebody asks for them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.atlas import check_atlas, lots, open_atlas, write_atlas
from mapapp.atlas.lots import ColumnRows, Rows
from mapapp.editing.new import new_atlas
from mapapp.model import Citation, Event, Place, Source, Toponym, records_of


def test_a_sound_atlas_is_checked_without_making_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def counted(kind: type[Any], count: int, columns: Any) -> list[Any]:
        made.append(count)
        return records_of(kind, count, columns)

    places = tuple(Place(f"p{at}", "city", "places", (Toponym(f"P{at}", "en"),), None, "approximate") for at in "123")
    events = tuple(Event(f"e{at}", None, "event", {"en": f"E{at}"}, {}) for at in "123")
    source = Source("s", {"id": "s", "type": "book", "title": "S"}, {"en": "S"})
    cited = tuple(Citation(f"{sort}:{sort[0]}{at}", None, "s") for sort in ("place", "event") for at in "123")
    atlas = replace(
        new_atlas("a", "A", ["en"]), places=places, events=events, sources=(source,), citations=cited,
        attribution="A", license="CC-BY-4.0",
    )  # fmt: skip
    write_atlas(atlas, tmp_path / "a")
    monkeypatch.setattr(lots, "records_of", counted)
    assert check_atlas(tmp_path / "a") == []
    assert sum(made) == 0
    assert open_atlas(tmp_path / "a").events == events
    assert sum(made) > 0


def test_chosen_records_are_those_of_the_whole() -> None:
    columns = {"name": ["a", "b", "c"], "lang": ["en", "ja", "en"]}
    rows = ColumnRows([2, 3, 4], Toponym, columns)
    assert rows.chosen([0, 2]) == [(2, Toponym("a", "en")), (4, Toponym("c", "en"))]
    given = Rows([2, 3, 4], rows.records)
    assert list(given) == list(rows) == given.chosen(range(3))
    assert list(given.column("lang")) == list(rows.column("lang"))
