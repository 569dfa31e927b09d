"""What a source's passages give: counted in paragraphs with a reader's copy, in sections without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mapapp.atlas import open_atlas
from mapapp.atlas.coverage import cover_atlas, cover_paragraphs, cover_sections, read_copies, split_paragraphs
from mapapp.cli import main
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.export.coverage import coverage_sum

DATA = Path(__file__).parent / "data"
TEXT = DATA / "texts" / "suez.txt"


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\n", []),
        ("one", ["one"]),
        ("one\ntwo\n", ["one\ntwo"]),
        ("\n\none\n\n\ntwo  \n", ["one", "two"]),
        ("one\n \t\ntwo", ["one", "two"]),
        ("one\r\n\r\ntwo\r\n", ["one", "two"]),
        ("  indented\n\u3000\u3000全形\n\n終", ["  indented\n\u3000\u3000全形", "終"]),
    ],
)
def test_paragraphs_stand_between_blank_lines(text: str, paragraphs: list[str]) -> None:
    assert [text[start:end] for start, end in split_paragraphs(text)] == paragraphs


def test_every_paragraph_tells_who_cites_it_or_why_nobody_does() -> None:
    atlas = open_atlas(DATA / "minimal")
    text = TEXT.read_bytes().decode()
    passages = cover_paragraphs(atlas, "note", text)
    assert [passage.paragraph for passage in passages] == list(range(1, len(split_paragraphs(text)) + 1))
    reasons = {int(row["paragraph"]): row["reason"] for row in atlas.coverage}
    cited = [one for one in atlas.citations if one.source == "note" and one.start is not None]
    for passage in passages:
        assert passage.reason == reasons.get(passage.paragraph or 0, "")
        for citation in cited:
            assert citation.start is not None and citation.end is not None
            overlaps = citation.start < passage.end and passage.start < citation.end
            assert (citation.subject in passage.subjects) >= overlaps
    assert {subject for passage in passages for subject in passage.subjects} == {one.subject for one in cited}


def test_without_the_text_sections_are_told() -> None:
    atlas = open_atlas(DATA / "minimal")
    passages = cover_sections(atlas, "note")
    assert passages
    assert all(passage.paragraph is None and passage.subjects for passage in passages)
    assert passages == cover_atlas(atlas, {})
    assert "copy" in coverage_sum(passages)


def test_a_copy_must_be_the_text(tmp_path: Path) -> None:
    atlas = open_atlas(DATA / "minimal")
    text = TEXT.read_bytes().decode()
    assert read_copies(atlas, [str(TEXT.parent)]) == read_copies(atlas, [f"note={TEXT}"]) == {"note": text}
    other = tmp_path / "other.txt"
    other.write_text(f"{text} ", "utf-8")
    for wanted, error in (
        (f"note={other}", InvalidInputError),
        (str(tmp_path), InvalidInputError),
        (f"nothing={TEXT}", NotFoundError),
        (f"note={tmp_path / 'gone.txt'}", NotFoundError),
        (str(tmp_path / "gone"), NotFoundError),
    ):
        with pytest.raises(error):
            read_copies(atlas, [wanted])


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["list", str(DATA / "minimal"), *arguments])
    out, err = capsys.readouterr()
    return int(stop.value.code or 0), out, err


def test_the_command_prints_numbers_and_not_a_word_of_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "--coverage", "--copy", str(TEXT.parent))
    assert status == 0
    assert "paragraphs:" in out
    words = {word for word in TEXT.read_text("utf-8").split() if len(word) > 6}
    known = (DATA / "minimal" / "citations.csv").read_text("utf-8") + (DATA / "minimal" / "coverage.csv").read_text(
        "utf-8"
    )
    assert not {word for word in words if word in out and word not in known}
    status, out, _ = run(capsys, "--coverage", "--copy", f"note={TEXT}", "--json")
    rows = json.loads(out)
    assert (status, rows[0]["paragraph"]) == (0, 1)
    assert all(row["characters"] == row["end"] - row["start"] for row in rows)
    status, out, _ = run(capsys, "--coverage", "--json")
    assert {row["paragraph"] for row in json.loads(out)} == {None}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("events", "--coverage"),
        ("--coverage", "--kind", "act"),
        ("--coverage", "--view", ""),
        ("events", "--copy", "x"),
    ],
)
def test_records_and_coverage_do_not_mix(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert err.startswith("mapapp: ")
