"""Every problem code: its broken example gives exactly the problems expected, and the manual documents it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.atlas.codes import CODES
from mapapp.atlas.files import MAX_FILE
from mapapp.cli.validate import atlas_problems
from tests.atlas.examples import INVALID, MINIMAL, build_example

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "problems.md"


def found_text(changes: Path, folder: Path) -> str:
    """The problems of a broken example, one a line; the folder's own path is written as ATLAS."""
    target = build_example(changes, folder / "atlas")
    problems = atlas_problems(str(target))
    return "".join(f"{problem}\n" for problem in problems).replace(str(target), "ATLAS")


@pytest.mark.parametrize("changes", INVALID, ids=lambda folder: folder.name)
def test_example_has_exactly_the_expected_problems(changes: Path, tmp_path: Path) -> None:
    assert found_text(changes, tmp_path) == (changes / "expected.txt").read_text("utf-8")


def test_each_code_has_an_example_that_shows_it_first_or_alone() -> None:
    shown = {folder.name.partition("-")[0] for folder in INVALID}
    assert shown == set(CODES)
    for folder in INVALID:
        assert folder.name.partition("-")[0] in (folder / "expected.txt").read_text("utf-8"), folder.name


def test_the_minimal_atlas_has_no_problem() -> None:
    assert atlas_problems(str(MINIMAL)) == []


def test_the_manual_documents_every_code_as_the_table_does() -> None:
    sections = PAGE.read_text("utf-8").split("\n### ")[1:]
    documented = {section[:4]: section for section in sections}
    assert list(documented) == list(CODES)
    for code, meaning in CODES.items():
        heading, _, body = documented[code].partition("\n")
        assert heading == f"{code} {meaning.title}"
        assert meaning.remedy in body
        examples = [folder.name for folder in INVALID if folder.name.startswith(code)]
        assert all(f"`{name}`" in body for name in examples)


def test_a_file_over_the_limit_is_a_problem_and_is_not_read(tmp_path: Path) -> None:
    target = build_example(INVALID[-1], tmp_path / "atlas")
    with (target / "events.csv").open("r+b") as file:
        file.truncate(MAX_FILE + 1)  # sparse: takes no room on the disk
    assert [problem.where.file for problem in atlas_problems(str(target)) if problem.code == "A115"] == ["events.csv"]


def test_problems_of_every_file_are_reported_at_once(tmp_path: Path) -> None:
    target = build_example(INVALID[0], tmp_path / "gone")
    assert not target.exists()
    target = tmp_path / "atlas"
    names = ("A103-unknown-key", "A401-latitude-95", "A301-impossible-day", "A204-one-reading", "A601-unknown-licence")
    build_example(next(folder for folder in INVALID if folder.name == names[0]), target)
    for name in names[1:-1]:
        for file in next(folder for folder in INVALID if folder.name == name).iterdir():
            if file.name != "expected.txt":
                (target / file.name).write_bytes(file.read_bytes())
    codes = {problem.code for problem in atlas_problems(str(target))}
    assert {"A103", "A401", "A301", "A204"} <= codes
