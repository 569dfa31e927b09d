"""What a form of a desk holds, and the names by which records are listed, without a browser."""

from __future__ import annotations

from dataclasses import replace

from mapapp.app.desks.forms import changed_rows
from mapapp.app.desks.listing import make_listing
from mapapp.atlas import open_atlas
from tests.atlas.examples import MINIMAL


def test_rows_are_changed_removed_and_added_as_the_editor_of_a_table_says() -> None:
    rows = [{"page": "1", "note": ""}, {"page": "2", "note": "b"}, {"page": "3", "note": "c"}]
    assert changed_rows(None, rows, ("page", "note")) == rows
    edits = {
        "edited_rows": {0: {"note": " a "}, 1: {"page": "9"}, 2: {"note": None}},
        "deleted_rows": [1],
        "added_rows": [{"page": "4", "_index": 7}, {}],
    }
    assert changed_rows(edits, rows, ("page", "note")) == [
        {"page": "1", "note": "a"}, {"page": "3", "note": ""}, {"page": "4", "note": ""}, {"page": "", "note": ""}
    ]  # fmt: skip
    ticked = {"edited_rows": {0: {"formal": True}}, "deleted_rows": [], "added_rows": []}
    assert changed_rows(ticked, [{"formal": False}], ("formal",)) == [{"formal": True}]


def test_records_of_one_name_are_told_apart_and_found_by_id_or_label() -> None:
    events = open_atlas(str(MINIMAL)).events
    twin = replace(events[0], id="twin")
    listing = make_listing((*events, twin), "event", "en")
    assert len(set(listing.labels.values())) == len(listing.labels)
    assert listing.labels["twin"].endswith("(twin)")
    assert listing.found("TWIN") == ["twin"]
    assert listing.found(events[1].title["en"].upper()) == [events[1].id]
    renamed = replace(twin, title={"en": "Two lines\nof a TITLE"})
    again = make_listing((*events, renamed), "event", "en", listing)
    assert again == make_listing((*events, renamed), "event", "en")
    assert again.found("title") == ["twin"]
    assert listing.found("") == [*(event.id for event in events), "twin"]
