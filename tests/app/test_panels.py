"""The explorer's own panels, run by Streamlit's AppTest: problems in place of a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.app.serving import PARTS
from mapapp.app.variables import ATLASES_VARIABLE

SCRIPT = PARTS["script_path"]
MINIMAL = Path(__file__).parents[1] / "data" / "minimal"


def explorer(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str) -> AppTest:
    monkeypatch.setenv(ATLASES_VARIABLE, json.dumps({name: str(folder)}))
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
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
    headline, *texts = [element.value.split("\n") for element in app.text]
    problems = [lines for lines in texts if len(lines) == 3]
    assert "broken" in headline[0]
    assert problems
    for place, message, mend in problems:
        assert place.startswith("A1")
        assert message and mend
    assert any(file in place for place, _, _ in problems)
    assert "crossroads" in [button.label for button in app.button]


def test_an_unknown_atlas_offers_those_there_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(ATLASES_VARIABLE, "{}")
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
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
    assert not app.text and not app.button, "the page is there, and nothing in its place"
