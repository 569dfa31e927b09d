"""tours/ID.md: a tour through the atlas, each step a View and a text (docs/reference/atlas-format.md)."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mapapp.atlas.codes import RefusedError, Report
from mapapp.atlas.files import Files, read_text
from mapapp.atlas.forms import read_id, refuse_length_and_controls, words
from mapapp.atlas.objects import Key, read_object
from mapapp.errors import Where, told
from mapapp.model import Tour, TourStep
from mapapp.prose import LINKED_RECORDS, is_address, parse_prose, targets_of

FOLDER = "tours"
MOST = 100
"""Tours of one atlas."""

_FENCE = "+++"
_STEP = re.compile(r"## `([^`]*)`")
_TEXT = re.compile(r"### ([A-Za-z0-9-]+): (.+)")

Line = tuple[int, str]
"""A line of a file with its number, counted from 1."""


def tour_names(folder: Path) -> list[str]:
    """The names of the tour files of an atlas folder, in order: `tours/ID.md`."""
    return [f"{FOLDER}/{path.name}" for path in sorted((folder / FOLDER).glob("*.md"))[:MOST]]


def read_tours(files: Files, languages: tuple[str, ...], report: Report) -> list[tuple[str, Tour]]:
    """Read all tours: (file, tour) for those that can be read, problems for the rest."""
    found = []
    for name in files:
        if name.startswith(f"{FOLDER}/"):
            text = read_text(files, name, report)
            tour = _read_tour(name, text, languages, report) if text is not None else None
            if tour is not None:
                found.append((name, tour))
    return found


def _read_tour(name: str, text: str, languages: tuple[str, ...], report: Report) -> Tour | None:
    before = len(report.problems)
    try:
        identifier = read_id(Path(name).stem)
        refuse_length_and_controls(text)
    except RefusedError as refused:
        report.add(refused.code, Where(name), refused.message, refused.mend)
        return None
    head, lines = _front_matter(name, text, report)
    if head is None:
        return None
    keys = (Key("title", words(languages), needed=True), Key("summary", words(languages), {}))
    facts = read_object(head, keys, Where(name), report)
    steps = tuple(_read_step(name, number, part, languages, report) for number, part in enumerate(_steps(lines), 1))
    if stray := next(((at, line) for at, line in _before(lines, _STEP) if line.strip()), None):
        report.add("A108", Where(name, stray[0]), told("this text stands in no step."), _MEND_STEP)
    if not steps:
        report.add("A118", Where(name), told("the tour has no step."), _MEND_STEP)
    if facts is None or any(one.code != "A110" for one in report.problems[before:]):
        return None
    return Tour(id=identifier, steps=tuple(step for step in steps if step), **facts)


_MEND_STEP = told("Begin each step with a line such as: ## `mode=in&from=2004&select=EVENT`")
_MEND_TEXT = told("Begin each text with a line such as: ### en: Title of the step")


def _front_matter(name: str, text: str, report: Report) -> tuple[dict[str, Any] | None, list[Line]]:
    lines = list(enumerate(text.split("\n"), start=1))
    fences = [number for number, line in lines if line.strip() == _FENCE]
    if len(fences) < 2 or fences[0] != 1:
        report.add("A108", Where(name, 1), told("the file does not begin with its titles between two lines of +++."),
                   told("Write +++, the table [title] in TOML, and +++ again."))  # fmt: skip
        return None, []
    try:
        head = tomllib.loads("\n".join(line for number, line in lines if 1 < number < fences[1]))
    except (ValueError, RecursionError) as error:
        report.add("A108", Where(name, 2), told("no TOML between the lines of +++: {error}.", error=str(error)[:120]))
        return None, []
    return head, lines[fences[1] :]


def _before(lines: Sequence[Line], pattern: re.Pattern[str]) -> Iterator[Line]:
    for at, line in lines:
        if pattern.match(line):
            return
        yield at, line


def _parts(lines: Sequence[Line], mark: str) -> Iterator[list[Line]]:
    """The parts that begin with a line that begins with `mark`."""
    part: list[Line] = []
    for at, line in lines:
        if line.startswith(mark):
            if part:
                yield part
            part = [(at, line)]
        elif part:
            part.append((at, line))
    if part:
        yield part


def _steps(lines: Sequence[Line]) -> Iterator[list[Line]]:
    return _parts(lines, "## ")


def _read_step(
    name: str, number: int, lines: list[Line], languages: tuple[str, ...], report: Report
) -> TourStep | None:
    at, head = lines[0]
    view = _STEP.fullmatch(head.strip())
    if view is None:
        report.add("A108", Where(name, at), told("the view of this step cannot be read."), _MEND_STEP)
        return None
    titles: dict[str, str] = {}
    texts: dict[str, str] = {}
    if stray := next((place for place, line in _before(lines[1:], _TEXT) if line.strip()), None):
        report.add("A108", Where(name, stray), told("this text of a step has no language."), _MEND_TEXT)
    for (place, line), *rest in _parts(lines[1:], "### "):
        found = _TEXT.fullmatch(line.strip())
        if found is None or found[1] not in languages:
            known = ", ".join(languages)
            message = told("this is no heading of a text in a language of the atlas ({known}).", known=known)
            report.add("A103" if found else "A108", Where(name, place), message, _MEND_TEXT)
        elif found[1] in titles:
            report.add(
                "A111",
                Where(name, place),
                told("step {number} has two texts in {found}.", number=number, found=found[1]),
                told("Keep one of them."),
            )
        else:
            titles[found[1]] = found[2].strip()
            texts[found[1]] = "\n".join(line for _, line in rest).strip()
    for language in languages:
        if not texts.get(language):
            report.add(
                "A110",
                Where(name, at, f"step {number}"),
                told("the step has no text in {language}.", language=language),
            )
    return TourStep(view=view[1], title=titles, text=texts)


def linked_records(tour: Tour) -> Iterator[tuple[str, str, str]]:
    """The links of a tour that lead to no address: field, sort and id (the sort empty for one of no known form)."""
    for number, step in enumerate(tour.steps, start=1):
        for language, text in step.text.items():
            for target in targets_of(parse_prose(text)):
                sort, _, identifier = target.partition(":")
                if not is_address(target):
                    known = sort in LINKED_RECORDS and identifier
                    yield f"step {number}, {language}", sort if known else "", identifier if known else target


def write_tour(tour: Tour, languages: Sequence[str]) -> str:
    """The text of the file of a tour."""
    lines = [_FENCE]
    for name, found in (("title", tour.title), ("summary", tour.summary)):
        if found:
            lines.append(f"[{name}]")
            lines += [f"{tag} = {json.dumps(found[tag], ensure_ascii=False)}" for tag in languages if found.get(tag)]
    lines.append(_FENCE)
    for step in tour.steps:
        lines += ["", f"## `{step.view}`"]
        for tag in languages:
            if tag in step.title:
                lines += ["", f"### {tag}: {step.title[tag]}", "", step.text[tag]]
    return "\n".join(lines) + "\n"
