"""Proposals on the disk: in `proposals/` inside the atlas, one JSON Lines file and the text it is about per document.

The first line says what was read, each further line is one proposal, in the order of the text: version control shows
a decision as one changed line. Reading a document again keeps every decision.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from mapapp.errors import InvalidInputError, NotFoundError, OutputError, told
from mapapp.files import write_together, write_whole
from mapapp.gazetteer import fold_name
from mapapp.reading.proposals import STATUSES, Choice, Proposal, Reading
from mapapp.when import parse_when

FOLDER = "proposals"
_KEPT = ("status", "place", "title", "kind", "note", "by", "made", "when", "date_basis")
_NUMBERS = ("start", "end")
_TEXT: tuple[type, ...] = (str,)
_NUMBER: tuple[type, ...] = (bool, int, float)
_TEXTS = ("id", "name", "when", "date_basis", "near", "status", "place", "title", "kind", "note", "by")
_NAMES = tuple(item.name for item in fields(Proposal))
_CHOICE = tuple(item.name for item in fields(Choice))


def readings(atlas_folder: Path) -> dict[str, Path]:
    """The readings kept beside an atlas: files by the id of the document."""
    return {path.stem: path for path in sorted((atlas_folder / FOLDER).glob("*.jsonl"))}


def reading_title(path: Path) -> str:
    """The name of the document that a reading is of; the reading's own id where its first line cannot be read."""
    try:
        with path.open("r", encoding="utf-8") as file:
            return str(json.loads(file.readline())["document"])
    except (OSError, ValueError, KeyError, TypeError):
        return path.stem


def write_reading(atlas_folder: Path, reading: Reading, text: str | None = None, since: Reading | None = None) -> Path:
    """Keep a reading, and the document's text where it is given. Raises OutputError.

    `since` is the reading that the file holds: lines of the proposals that are still the same are taken from there.
    """
    folder = atlas_folder / FOLDER
    path = folder / f"{reading.id}.jsonl"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            told("{folder} cannot be made: {strerror}.", folder=folder, strerror=error.strerror)
        ) from error
    data = _lines(reading, _kept_lines(path, since) if since else {}).encode()
    if text is None:
        write_whole(path, data)
    else:
        write_together({path: data, path.with_suffix(".txt"): text.encode()})
    return path


def _kept_lines(path: Path, since: Reading) -> dict[int, str]:
    """The lines of a file by the identity of the proposal that each holds; none where the file is another."""
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    if len(lines) != len(since.proposals) + 2:
        return {}
    return {id(proposal): line for proposal, line in zip(since.proposals, lines[1:], strict=False)}


def _lines(reading: Reading, kept: Mapping[int, str]) -> str:
    head = {item.name: getattr(reading, item.name) for item in fields(reading) if item.name != "proposals"}
    lines = (kept.get(id(proposal)) or _json(_plain(proposal)) for proposal in reading.proposals)
    return "\n".join([_json(head), *lines, ""])


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _plain(proposal: Proposal) -> dict[str, Any]:
    """A proposal without what is empty, so that a line is short."""
    values = {name: getattr(proposal, name) for name in _NAMES}
    values["choices"] = [{name: getattr(choice, name) for name in _CHOICE} for choice in proposal.choices]
    return {name: value for name, value in values.items() if value or (value == 0 and value is not False)}


def read_reading(path: Path) -> tuple[Reading, str]:
    """A reading and the text it is about. Raises NotFoundError, or InvalidInputError with the line that is wrong."""
    try:
        lines = path.read_text("utf-8").removesuffix("\n").split("\n")
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError(
            told("The proposals {path} cannot be read ({error}): read the document again.", path=path, error=error)
        ) from error
    number = 0
    try:
        head, *rest = (json.loads(line) for line in lines)
        found: list[Proposal] = []
        for line in rest:
            number = len(found) + 2
            found.append(_proposal(line))
        return _reading(head, path.stem, tuple(found)), text
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError, InvalidInputError) as error:
        message = told(
            "{name}, line {number} cannot be understood ({error}): read the document again.",
            name=path.name, number=max(1, number), error=str(error)[:120],
        )  # fmt: skip
        raise InvalidInputError(message) from error


def _reading(head: dict[str, Any], identifier: str, proposals: tuple[Proposal, ...]) -> Reading:
    """A reading of the right types; its id is the name of its file, so that it is never written elsewhere."""
    if head["id"] != identifier:
        raise InvalidInputError(told("the id is not {identifier}, the name of the file", identifier=repr(identifier)))
    left_out = {str(reason): int(count) for reason, count in head["left_out"].items()}
    found = Reading(**{**head, "left_out": left_out, "pages": tuple(map(int, head["pages"])), "proposals": proposals})
    _refuse_other_types(found, ("document", "sha256", "language", "source", "written"), ("characters", "dates"))
    return found


def _refuse_other_types(record: object, texts: Iterable[str], numbers: Iterable[str]) -> None:
    """Raise TypeError where a text or a number of a record is something else."""
    for names, kinds in ((texts, _TEXT), (numbers, _NUMBER)):
        for name in names:
            value: Any = getattr(record, name)
            if type(value) not in kinds or (kinds is _NUMBER and not math.isfinite(value)):
                raise TypeError(f"{name} is {value!r:.40}")


def _proposal(line: dict[str, Any]) -> Proposal:
    values = {name: line[name] for name in _NAMES if name in line}
    if values.get("status", "open") not in STATUSES:
        raise InvalidInputError(told("no such status: {values}", values=repr(values["status"])))
    if values.get("when"):
        parse_when(values["when"])
    values["mentions"] = tuple((int(low), int(high)) for low, high in line.get("mentions", ()))
    values["date"] = tuple(map(int, line["date"])) if "date" in line else None
    values["choices"] = tuple(_choice(choice) for choice in line.get("choices", ()))
    values["reasons"] = _reasons(line.get("reasons", ()))
    values["made"] = tuple(map(str, line.get("made", ())))
    for name in _NUMBERS:
        values[name] = int(line[name])
    found = Proposal(**{"name": "", "when": "", "near": "", **values})
    _refuse_other_types(found, _TEXTS, ("score",))
    if type(found.gone) is not bool:
        raise TypeError(f"gone is {found.gone!r:.40}")
    if min(found.start, found.end, *(at for span in (*found.mentions, found.date or ()) for at in _flat(span))) < 0:
        raise ValueError("a range begins before the text")
    return found


def _flat(span: Any) -> tuple[int, ...]:
    return span if isinstance(span, tuple) else (span,)


def _choice(line: dict[str, Any]) -> Choice:
    found = Choice(
        **{**line, "lon": float(line["lon"]), "lat": float(line["lat"]), "reasons": _reasons(line["reasons"])}
    )
    _refuse_other_types(found, ("id", "name", "kind", "country", "attribution"), ("lon", "lat", "score"))
    return found


def _reasons(lines: Iterable[Any]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    found = tuple((str(text), tuple((str(key), str(value)) for key, value in values)) for text, values in lines)
    if any(key in ("self", "msgid") for _, values in found for key, _ in values):
        raise ValueError("a reason has a value of no such name")
    return found


def keep_decisions(new: Reading, old: Reading) -> Reading:
    """A new reading of a document with the decisions of an older one.

    A decision stays with its passage: the same text, else the same name and place after the same words, else the
    same name in a passage that begins or ends alike. One whose passage is gone stays too, marked as gone.
    """
    decided = [one for one in old.proposals if one.status != "open"]
    taken: set[str] = set()
    proposals = list(new.proposals)
    at = {proposal.id: number for number, proposal in enumerate(proposals)}
    lost = []
    for one in decided:
        number = at.get(one.id)
        if number is None or one.id in taken:
            number = _alike(one, proposals, taken)
        if number is None:
            lost.append(replace(one, gone=True))
            continue
        taken.add(proposals[number].id)
        proposals[number] = with_decision(proposals[number], one)
    return replace(new, source=old.source, written=new.written or old.written, proposals=(*proposals, *lost))


def with_decision(proposal: Proposal, decided: Proposal) -> Proposal:
    """A proposal with what has been decided of another."""
    return replace(proposal, **{name: getattr(decided, name) for name in _KEPT})


def _alike(one: Proposal, proposals: list[Proposal], taken: set[str]) -> int | None:
    """The open proposal of the same name that follows the same words."""
    for number, other in enumerate(proposals):
        same = fold_name(other.name) == fold_name(one.name) and other.near == one.near and one.near
        if same and other.id not in taken and other.status == "open":
            return number
    return None
