"""Hostile permalinks: understood to the letter or refused, and always one clean text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapapp.cli import main
from mapapp.view import format_view, read_view
from tests.atlas.examples import MINIMAL

QUERIES = json.loads(Path(__file__).with_name("queries.json").read_text("utf-8"))

ARGUMENTS = (
    ("list", "{atlas}", "events", "--text", "\udcff\udcfe"),
    ("list", "{atlas}", "events", "--text", "\x1b[31m"),
    ("list", "{atlas}", "events", "--text", "x" * 100_000),
    ("list", "{atlas}", "events", "--kind", "../../etc/passwd"),
    ("list", "{atlas}", "events", "--kind", "\x1b]0;pwned\x07"),
    ("list", "{atlas}", "events", "--place", "__class__"),
    ("list", "{atlas}", "events", "--actor", "\udcff"),
    ("list", "{atlas}", "events", "--source", "%s%n{0}"),
    ("list", "{atlas}", "events", "--lang", "../../../etc/passwd"),
    ("list", "{atlas}", "events", "--lang", "\x1b[2J"),
    ("list", "{atlas}", "events", "--near", "alexandria,1e999"),
    ("list", "{atlas}", "events", "--near", "alexandria,nan"),
    ("list", "{atlas}", "events", "--years", "9" * 5000),
    ("list", "{atlas}", "events", "--years", "." * 5000),
    ("list", "{atlas}", "events", "--years", "2004..\x1b[31m"),
    ("list", "{atlas}", "events", "--years", "\udcff"),
    ("list", "{atlas}", "events", "--mode", "\u202ein"),
    ("list", "{atlas}", "events", "--view", "\udcff=\udcff"),
    ("list", "{atlas}", "events", "--view", "&" * 10_000),
    ("list", "../../../etc/passwd", "events"),
    ("list", "/dev/null", "events"),
    ("list", "/proc/self/mem", "events"),
    ("list", "x" * 5000, "events"),
    ("list", "\udcff", "events"),
    ("list", "a\0b", "events"),
    ("list", "", "events"),
    ("list", ".", "events"),
    ("list", "{atlas}", "--coverage", "--copy", "note=/dev/null"),
    ("list", "{atlas}", "--coverage", "--copy", "/etc/passwd=x"),
    ("export", "{atlas}", "-o", "{folder}/\x1b[31m/x.csv"),
    ("export", "{atlas}", "-o", "{folder}/" + "x" * 300 + ".csv"),
    ("export", "{atlas}", "-o", "{folder}/a\0b.csv"),
    ("export", "{atlas}", "-o", "{folder}/x.pickle"),
    ("export", "{atlas}", "-o", "{folder}/x.html.exe"),
    ("export", "{atlas}", "-o", "/dev/full/x.csv"),
    ("export", "{atlas}", "-o", "{folder}"),
    ("snapshot", "{atlas}", "-o", "{folder}/x.png", "--size", "99999x99999"),
    ("snapshot", "{atlas}", "-o", "{folder}/x.png", "--size", "1x1"),
    ("snapshot", "{atlas}", "-o", "{folder}/x.png", "--size", "1e9x1e9"),
    ("explore", "--from", "/dev/null"),
    ("explore", "--from", "{folder}"),
    ("explore", "--from", "{folder}/\x1b[31m.png"),
    ("validate", "\x1b]0;pwned\x07\u202e"),
    ("validate", "{folder}"),
)


@pytest.mark.parametrize("query", QUERIES["kept"])
def test_it_is_understood(query: str) -> None:
    view, problems = read_view(query)
    assert problems == []
    text = format_view(view)
    assert text.isascii() and not set(text) & set("<>\"'` \n$")
    assert read_view(text) == (view, [])
    view.window()


@pytest.mark.parametrize("query", QUERIES["refused"])
def test_it_is_refused(query: str) -> None:
    view, problems = read_view(query)
    assert problems
    assert format_view(view) == "mode=between"


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=range(len(ARGUMENTS)))
def test_a_command_answers_with_words(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [part.replace("{atlas}", str(MINIMAL)).replace("{folder}", str(tmp_path)) for part in arguments]
    with pytest.raises(SystemExit):  # any exception else would be a traceback
        main(filled)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert not set(out + err) & set("\x1b\x07\0\x9b\u202e"), "nothing steers the terminal"
    assert len(out + err) < 200_000
