"""The explorer's own panels, run by Streamlit's AppTest: the dock in step with a View, problems in place of a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.app.dock import event_rows
from mapapp.app.launch import ATLASES_VARIABLE
from mapapp.atlas import open_atlas
from mapapp.language import translator
from mapapp.select import select
from mapapp.view import parse_view

MINIMAL = Path(__file__).parents[1] / "data" / "minimal"


def dock_of(query: str, tab: str | None = None) -> AppTest:
    def script(query: str) -> None:
        from mapapp.app.dock import dock
        from mapapp.atlas import open_atlas
        from mapapp.view import parse_view

        dock(open_atlas("crossroads"), parse_view(query))

    app = AppTest.from_function(script, args=(query,), default_timeout=30)
    if tab is not None:
        app.session_state["dock-tab"] = tab
    return app.run()


def dock_labels(app: AppTest) -> list[str]:
    (control,) = app.button_group
    return [option.content for option in control.proto.options]


def test_the_closed_dock_counts_what_the_window_shows() -> None:
    view = parse_view("mode=between&from=2004&to=2015")
    shown = len(select(open_atlas("crossroads"), view).events)
    app = dock_of("mode=between&from=2004&to=2015")
    assert not app.exception
    assert dock_labels(app)[0] == f"Table {shown}"
    assert not app.dataframe


@pytest.mark.parametrize("query", ["mode=in&from=2009&to=2009", "mode=between&from=2024-07-28&to=2024-07-31"])
def test_the_table_holds_the_events_of_the_window(query: str) -> None:
    atlas, view = open_atlas("crossroads"), parse_view(query)
    app = dock_of(query, "table")
    (table,) = app.dataframe
    assert list(table.value["EDTF"]) == [event.when.edtf for event in select(atlas, view).events if event.when]


def test_the_table_speaks_the_language_of_the_view() -> None:
    app = dock_of("mode=in&from=2004&to=2004&lang=ja", "table")
    assert list(app.dataframe[0].value.columns)[:4] == ["日付", "EDTF", "出来事", "種類"]


def test_a_row_names_source_section_and_footnote() -> None:
    atlas = open_atlas("crossroads")
    view = parse_view("mode=in&from=2014&to=2014")
    rows = dict(event_rows(atlas, view, select(atlas, view), translator("en")))
    assert "n. 50" in rows["2014-dialogue-5"]["Cited from"]


@pytest.mark.parametrize("tab", ["figures", "sources", "disagreements"])
def test_every_tab_has_its_table(tab: str) -> None:
    app = dock_of("mode=between", tab)
    assert not app.exception
    assert len(app.dataframe[0].value) > 10 if tab != "sources" else len(app.dataframe[0].value) >= 2


def test_an_empty_window_says_so() -> None:
    app = dock_of("mode=between&from=1600&to=1700", "table")
    assert not app.dataframe
    assert app.caption[0].value == "Nothing in this window."


def explorer(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> AppTest:
    monkeypatch.setenv(ATLASES_VARIABLE, json.dumps({name: str(folder)}))
    script = Path(__file__).parents[2] / "streamlit_app.py"
    app = AppTest.from_file(str(script), default_timeout=60)
    app.query_params["atlas"] = name
    return app.run()


def break_toml(folder: Path) -> None:
    (folder / "atlas.toml").write_text("format = [", encoding="utf-8")


def give_events_another_encoding(folder: Path) -> None:
    path = folder / "events.csv"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))


@pytest.mark.parametrize(
    ("break_it", "file"), [(break_toml, "atlas.toml"), (give_events_another_encoding, "events.csv")]
)
def test_a_broken_atlas_shows_its_problems_and_the_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, break_it: Callable[[Path], None], file: str
) -> None:
    folder = copytree(MINIMAL, tmp_path / "broken")
    break_it(folder)
    app = explorer(monkeypatch, folder, "broken")
    assert not app.exception
    headline, *problems = [element.value.split("\n") for element in app.text]
    assert "broken" in headline[0]
    assert problems
    for place, message, mend in problems:
        assert place.startswith("A1")
        assert message and mend
    assert any(file in place for place, _, _ in problems)
    assert "crossroads" in [button.label for button in app.button]


def test_an_unknown_atlas_offers_those_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ATLASES_VARIABLE, "{}")
    app = AppTest.from_file(str(Path(__file__).parents[2] / "streamlit_app.py"), default_timeout=60)
    app.query_params["atlas"] = "nowhere"
    app.run()
    assert "nowhere" in app.text[0].value
    assert "crossroads" in [button.label for button in app.button]


def test_an_atlas_with_lesser_problems_is_shown_with_their_number(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = copytree(MINIMAL, tmp_path / "uncited")
    rows = (folder / "citations.csv").read_text("utf-8").splitlines()
    (folder / "citations.csv").write_text("\n".join(rows[:1]) + "\n", encoding="utf-8")
    app = explorer(monkeypatch, folder, "uncited")
    assert not app.exception
    assert app.button_group  # the dock is there, and so is the page above it
