"""Editing: a step is whole or not at all, is on the disk at once, can be undone, and minds what others write."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mapapp.atlas import open_atlas, read_atlas
from mapapp.atlas.records import check_records, read_cells, write_cells
from mapapp.atlas.tables import CITATIONS, EVENTS
from mapapp.atlas.write import atlas_files
from mapapp.editing import ChangedElsewhereError, Draft, new_id, put, refuse_changed, remove, set_citations, stamp_of
from mapapp.errors import InvalidAtlasError, InvalidInputError, OutputError
from mapapp.model import Atlas, Citation, Event
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases

LANGUAGES = ("en", "zh-Hant", "ja")
CELLS = {
    "id": "1967-closure",
    "when": "1967-06-06",
    "kind": "works",
    "title_en": "The canal is closed",
    "title_zh-Hant": "運河封閉",
    "title_ja": "運河の閉鎖",
    "places": "port-said",
    "place_basis": "stated",
}
CITED = Citation("event:1967-closure", None, "note", "1")


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    return Draft(tmp_path / "atlas")


def event(**changes: str) -> Event:
    values, problems = read_cells(EVENTS, CELLS | changes, LANGUAGES)
    assert values is not None, problems
    return Event(**values)


def with_closure(atlas: Atlas) -> Atlas:
    return set_citations(put(atlas, "event", event()), CITED.subject, [CITED])


def same(one: Atlas, other: Atlas) -> bool:
    return replace(one, sha256="") == replace(other, sha256="")


def test_a_step_is_on_the_disk_at_once_and_touches_only_its_files(draft: Draft) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in draft.folder.iterdir() if path.is_file()}
    draft.apply(with_closure(draft.atlas), "add the closure")
    changed = {
        path.name
        for path in draft.folder.iterdir()
        if path.is_file() and before.get(path.name) != path.stat().st_mtime_ns
    }
    assert changed == {"events.csv", "citations.csv"}
    assert same(open_atlas(draft.folder), draft.atlas)
    assert draft.finished() == open_atlas(draft.folder)
    assert draft.steps == ("add the closure",)


def test_a_step_that_brings_problems_is_refused_with_all_of_them(draft: Draft) -> None:
    files = {path.name: path.read_bytes() for path in draft.folder.iterdir() if path.is_file()}
    wrong = put(draft.atlas, "event", event(places="nowhere", actors="nobody"))
    with pytest.raises(InvalidAtlasError) as refused:
        draft.apply(wrong, "add the closure")
    assert [problem.code for problem in refused.value.problems] == ["A201", "A201", "A501"]
    assert {path.name: path.read_bytes() for path in draft.folder.iterdir() if path.is_file()} == files
    assert draft.steps == ()


def test_removing_what_others_refer_to_names_them(draft: Draft) -> None:
    with pytest.raises(InvalidAtlasError) as refused:
        draft.apply(remove(draft.atlas, "place", "suez-canal"), "remove the canal")
    rows = {problem.where.row for problem in refused.value.problems}
    assert {"1869-opening", "1956-nationalisation", "f-length", "d-length"} <= rows


def test_steps_are_undone_and_done_again(draft: Draft) -> None:
    first = draft.atlas
    beside: list[str] = []
    draft.apply(with_closure(first), "add", (lambda: beside.append("back"), lambda: beside.append("again")))
    second = draft.atlas
    assert put(second, "event", second.events[-1]) is second
    draft.apply(remove(second, "event", "1967-closure"), "remove")
    assert draft.undo() == "remove"
    assert same(open_atlas(draft.folder), second)
    assert draft.undo() == "add"
    assert same(open_atlas(draft.folder), first)
    assert draft.undone == ("remove", "add")
    revision = draft.revision
    draft.redo()
    assert same(open_atlas(draft.folder), second)
    assert beside == ["back", "again"] and draft.revision == revision + 1
    draft.apply(put(draft.atlas, "event", event(importance="1")), "stress")
    assert draft.undone == ()
    with pytest.raises(InvalidInputError):
        draft.redo()


def test_two_drafts_of_one_atlas_notice_each_other(draft: Draft) -> None:
    other = Draft(draft.folder)
    other.apply(with_closure(other.atlas), "add")
    assert draft.is_stale
    with pytest.raises(ChangedElsewhereError):
        draft.apply(remove(draft.atlas, "event", "undated-deepening"), "remove")
    assert same(open_atlas(draft.folder), other.atlas), "what the other wrote is kept"
    draft.reload()
    draft.apply(remove(draft.atlas, "event", "undated-deepening"), "remove")
    assert "event:1967-closure" in open_atlas(draft.folder).citations_of


def test_a_tour_that_is_changed_elsewhere_is_noticed(draft: Draft) -> None:
    stamp = stamp_of(draft.folder)
    refuse_changed(draft.folder, stamp)
    tour = next((draft.folder / "tours").glob("*.md"))
    tour.write_text(tour.read_text("utf-8") + "\n", "utf-8")
    assert draft.is_stale
    with pytest.raises(ChangedElsewhereError):
        refuse_changed(draft.folder, stamp)


def test_a_folder_that_cannot_be_written_leaves_the_draft_as_it_was(draft: Draft) -> None:
    (draft.folder / "events.csv").unlink()
    (draft.folder / "events.csv").mkdir()
    draft._stamp = stamp_of(draft.folder)
    before = draft.atlas
    with pytest.raises(OutputError):
        draft.apply(with_closure(draft.atlas), "add")
    assert draft.atlas is before


def test_problems_that_were_there_before_do_not_stop_other_steps(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    table = tmp_path / "atlas" / "citations.csv"
    table.write_text("".join(line for line in table.open(encoding="utf-8") if "undated" not in line), "utf-8")
    draft = Draft(tmp_path / "atlas")
    draft.apply(with_closure(draft.atlas), "add")
    assert [problem.code for problem in read_atlas(draft.folder)[1]] == ["A501"]


def test_an_id_of_another_sort_is_refused_and_a_new_one_is_free(draft: Draft) -> None:
    with pytest.raises(InvalidInputError, match="place"):
        put(draft.atlas, "event", event(id="port-said"))
    assert new_id(draft.atlas, "1869", "Opening!") == "1869-opening-2"
    assert new_id(draft.atlas, "運河") == "record"


def test_citations_are_replaced_where_they_stood(draft: Draft) -> None:
    subject = "event:1869-opening"
    first = [citation.subject for citation in draft.atlas.citations].index(subject)
    changed = set_citations(draft.atlas, subject, [Citation(subject, None, "note", "9")])
    assert changed.citations[first].section == "9"
    assert changed.citations_of[subject] == (changed.citations[first],)
    assert len(changed.citations) == len(draft.atlas.citations) - len(draft.atlas.citations_of[subject]) + 1


def test_a_cell_that_cannot_be_read_is_named(draft: Draft) -> None:
    values, problems = read_cells(EVENTS, CELLS | {"when": "2004-13", "title_ja": "", "importance": "9"}, LANGUAGES)
    assert values is None
    assert {(problem.code, problem.where.row, problem.where.field) for problem in problems} == {
        ("A301", "1967-closure", "when"),
        ("A113", "1967-closure", "importance"),
    }
    assert read_cells(EVENTS, CELLS | {"title_ja": ""}, LANGUAGES)[1][0].code == "A110"
    assert read_cells(CITATIONS, {"subject": "event:x"}, LANGUAGES)[1][0].where.field == "source"


@given(atlases())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_cells_give_the_record_back_and_a_good_atlas_has_no_problems(atlas: Atlas) -> None:
    assert check_records(atlas) == []
    for record in atlas.events:
        cells = write_cells(EVENTS, {name: getattr(record, name) for name in record.__slots__}, atlas.languages)
        values, problems = read_cells(EVENTS, cells, atlas.languages)
        assert values is not None, problems
        assert Event(**values) == record
    shorter = replace(atlas, events=atlas.events[1:])
    assert set(atlas_files(shorter, since=atlas)) == ({"events.csv"} if atlas.events else set())
