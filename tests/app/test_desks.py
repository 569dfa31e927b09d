"""What the desks work out without a browser: rows of the table of events, events that a passage could join."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mapapp.app import desks
from mapapp.app.desks import review, terms
from mapapp.app.desks.edit_sources import TYPES
from mapapp.app.desks.edit_table import carried, changed_by_rows, event_rows
from mapapp.app.desks.new_place import OpenNameError, with_named_place
from mapapp.app.desks.placenames import place_label
from mapapp.app.desks.review_rows import Mergers, event_labels
from mapapp.app.desks.terms import TERMS
from mapapp.app.fieldnames import field_name
from mapapp.app.troubles import told_error, told_problem, told_where
from mapapp.app.variables import WORKSPACE_VARIABLE
from mapapp.atlas import open_atlas, vocabulary
from mapapp.atlas.codes import CODES
from mapapp.atlas.records import check_records
from mapapp.atlas.tables import CITATIONS, EVENTS, FIGURES, headings
from mapapp.editing import Draft
from mapapp.errors import InvalidAtlasError, Problem, Where, told
from mapapp.gazetteer import country_in
from mapapp.importers import fields
from mapapp.language import translator
from mapapp.reading import Document, propose
from tests.atlas.examples import MINIMAL


def test_new_rows_of_the_table_get_an_id_and_a_citation() -> None:
    atlas = open_atlas(str(MINIMAL))
    before = event_rows(atlas)
    titles = {"title_en": "A ship runs aground", "title_zh-Hant": "擱淺", "title_ja": "座礁"}
    new = dict.fromkeys(before[0], "") | {"when": "2021-03-23", "kind": before[0]["kind"]} | titles
    changed, problems = changed_by_rows(atlas, before, [*before, new], atlas.sources[0].id)
    assert problems == [] and check_records(changed) == []
    assert len(changed.events) == len(atlas.events) + 1 and changed.events[-1].id == "2021-a-ship-runs-aground"
    assert [one.source for one in changed.citations_of["event:2021-a-ship-runs-aground"]] == [atlas.sources[0].id]
    _, problems = changed_by_rows(atlas, before, [*before, new | {"when": "31 June"}], None)
    assert len(problems) == 1


def test_a_place_that_is_named_is_added_and_cited() -> None:
    atlas = open_atlas(str(MINIMAL))
    cited = atlas.citations_of[f"event:{atlas.events[0].id}"]
    changed, place = with_named_place(atlas, "比什凱克", "2004", cited)
    assert changed.place_by_id[place].country == "KGZ"
    assert [one.source for one in changed.citations_of[f"place:{place}"]] == [one.source for one in cited]
    assert with_named_place(changed, "Bishkek", "", cited)[0] is changed
    for name in ("Portsmouth", "Atlantis"):  # several, and a small town far from all other places
        with pytest.raises(OpenNameError) as refused:
            with_named_place(atlas, name, "", cited)
        last = refused.value.candidates[-1]
        assert with_named_place(atlas, name, "", cited, last.id)[0].places[-1].country == last.country
    assert place_label(refused.value.candidates[0], translator("ja")).startswith(
        "アトランティス（Atlantis）、南アフリカ、人口 82,736、18.48"
    )


def test_events_of_the_same_year_or_place_are_suggested_for_a_merge() -> None:
    atlas, t = open_atlas(str(MINIMAL)), translator("en")
    reading = propose(Document("a.txt", "The canal was opened at Port Said on 17 November 1869."), atlas)
    suggested = Mergers(atlas, reading, t).suggested(reading.proposals[0])
    first = next(event for event in atlas.events if event.when and event.when.edtf.startswith("1869"))
    assert suggested[0][0] == first.id and suggested[0][1].startswith("1869-11-17  ")
    assert [one[0] for one in event_labels(atlas, t)] == [event.id for event in atlas.events]


def test_what_the_review_desk_is_asked_is_answered_until_the_page_has_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    draft = Draft(tmp_path / "atlas")
    reading = propose(Document("a.txt", "The canal was opened at Port Said on 17 November 1869."), draft.atlas)
    work = review._Work(tmp_path / "a.jsonl", 0, reading, "")
    told: dict[str, object] = {"acts": [{"seq": 1, "action": "events"}, {"seq": 2, "action": "find", "words": "Suez"}]}
    monkeypatch.setattr(review.st, "session_state", {"desk": told})
    for _ in range(2):  # the run that answered first may have been broken off
        review._carry_out("desk", draft, work, "", translator("en"))
        assert work.done == 2
        assert work.asked == {"events": "", "find": "Suez"}
    told["acts"] = [{"seq": 3, "action": "page", "first": 5}]
    review._carry_out("desk", draft, work, "", translator("en"))
    assert (work.done, work.first, work.asked) == (3, 5, {})


def test_the_desks_have_a_word_for_every_term_of_the_format() -> None:
    lists = (
        "PLACE_KINDS",
        "PRECISIONS",
        "CERTAINTIES",
        "ACTOR_KINDS",
        "BOUNDS_OF_NUMBERS",
        "DATE_BASES",
        "PLACE_BASES",
    )
    words = {word for name in (*lists, "STOPS", "STANCES", "BETWEEN", "SYMBOLS") for word in getattr(vocabulary, name)}
    assert words <= TERMS.keys() and set(TYPES) <= TERMS.keys()
    assert terms.term("stated", translator("ja")) == "明記"
    assert country_in("JPN", "zh-Hant") == "日本"


def test_desks_are_loaded_ahead_only_where_there_are_any(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(desks, "import_module", loaded.append)
    monkeypatch.delenv(WORKSPACE_VARIABLE, raising=False)
    desks.load_desks()
    assert not loaded
    monkeypatch.setenv(WORKSPACE_VARIABLE, "anywhere")
    desks.load_desks()
    assert loaded == [f"mapapp.app.desks.{desk.module}" for desk in desks.DESKS.values()]


def test_a_problem_is_told_in_the_readers_language_with_what_was_found() -> None:
    problem = Problem("A118", Where("events.csv", 3, "when"), "no value.", CODES["A118"].remedy)
    assert told_problem(problem, translator("en")) == ["no value.", "Fill it in."]
    assert told_problem(problem, translator("ja")) == ["値がありません：記入してください。", "no value."]
    assert told_where(problem.where, translator("ja")) == "events.csv、3 行目、項目「日付」"
    atlas = open_atlas(str(MINIMAL))
    for tag, words in (("ja", "'2004-13' は EDTF の日付ではありません"), ("zh-Hant", "'2004-13' 不是 EDTF 日期")):
        _, problems = changed_by_rows(atlas, [], [dict.fromkeys(event_rows(atlas)[0], "") | {"when": "2004-13"}], None)
        assert any(told_problem(one, translator(tag))[0].startswith(words) for one in problems)
        with pytest.raises(OpenNameError) as refused:
            with_named_place(atlas, "Atlantis", "", ())
        assert told_error(refused.value, translator(tag)) != str(refused.value)
    where, message = Where("events.csv", "a", "places"), "there is no {sort} {identifier}."
    missing = Problem("A201", where, told(message, sort=told("place"), identifier="x"), told("Add positions."))
    said = told_error(InvalidAtlasError("any", [missing]), translator("zh-Hant"))
    assert said == "events.csv，紀錄 a，欄位「發生地點」: 沒有 id 為 x 的地點。 請增加位置。"


def test_the_fields_of_every_table_have_words() -> None:
    known = {*fields.NAMES, *headings(EVENTS, ()), *headings(FIGURES, ()), *headings(CITATIONS, ())}
    said = {field_name(name, translator("ja")) for name in known - {"start", "end"}}
    assert not {word for word in said if word.isascii() and word not in ("ID", "Id")}
    assert field_name("title_zh-Hant", translator("ja")) == "題名（繁體中文）"
    assert field_name("x_own", translator("ja")) == "x_own"


def test_edits_of_the_table_that_are_not_saved_are_taken_along_when_the_atlas_is_another() -> None:
    before = [{"id": name, "title": name, "kind": "event"} for name in "abc"]
    edited = [before[0] | {"title": "typed"}, before[2], {"id": "", "title": "new", "kind": "event"}]
    now = [before[0] | {"title": "A", "kind": "works"}, before[1], before[2] | {"title": "C"}, before[2] | {"id": "d"}]
    assert carried(before, edited, now) == [now[0] | {"title": "typed"}, now[2], now[3], edited[2]]
    assert carried(before, before, now) == now
