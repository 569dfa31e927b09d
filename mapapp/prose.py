"""The text of a tour: a safe subset of Markdown, read into blocks and runs. HTML in it is text like any other.

Paragraphs are parted by blank lines; lines that begin with `- ` make a list; `**strong**`, `*emphasis*` and
`[words](target)` may stand within a line, a backslash before `* [ ] \\` makes it a plain character. The target of a
link is a record (`event:ID`, `place:ID`, `figure:ID`, `disagreement:ID`) or an address (`https://…`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

LINKED_RECORDS = ("event", "place", "figure", "disagreement")
"""Sorts of records that a link can lead to."""

_INLINE = re.compile(
    r"\\(?P<plain>[*\[\]\\])|\*\*(?P<strong>[^*\s](?:[^*\n]*[^*\s])?)\*\*|\*(?P<emphasis>[^*\s](?:[^*\n]*[^*\s])?)\*"
    r"|\[(?P<words>[^\[\]\n]+)\]\((?P<target>[^()\s]+)\)"
)
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one style; `target` is where they lead, empty for words that are no link."""

    text: str
    style: Literal["plain", "strong", "emphasis", "link"] = "plain"
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one item) or a list (its items)."""

    kind: Literal["paragraph", "list"]
    items: tuple[tuple[Run, ...], ...]


def parse_prose(text: str) -> tuple[Block, ...]:
    """The blocks of a text."""
    return tuple(_block(lines) for lines in _parted(text.split("\n")))


def targets_of(blocks: Iterable[Block]) -> Iterator[str]:
    """Where the links of a text lead, in their order."""
    return (run.target for block in blocks for item in block.items for run in item if run.style == "link")


def is_address(target: str) -> bool:
    """True for an address on the web."""
    return target.startswith(("https://", "http://"))


def item_text(item: Iterable[Run]) -> str:
    """A paragraph or an item of a list as plain text."""
    return "".join(run.text for run in item)


def _parted(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield block
            block = []


def _block(lines: list[str]) -> Block:
    if all(line.startswith("- ") for line in lines):
        return Block("list", tuple(_runs(line[2:].strip()) for line in lines))
    return Block("paragraph", (_runs(_joined(lines)),))


def _joined(lines: list[str]) -> str:
    """Lines of a paragraph as one: with a blank between them, but for Chinese and Japanese."""
    whole = lines[0]
    for line in lines[1:]:
        whole += line if _WIDE.match(line) or _WIDE.match(whole[-1]) else f" {line}"
    return whole


def _runs(text: str) -> tuple[Run, ...]:
    runs: list[Run] = []
    plain, at = "", 0
    for found in _INLINE.finditer(text):
        plain += text[at : found.start()]
        at = found.end()
        if found["plain"]:
            plain += found["plain"]
            continue
        if plain:
            runs.append(Run(plain))
            plain = ""
        if found["strong"]:
            runs.append(Run(found["strong"], "strong"))
        elif found["emphasis"]:
            runs.append(Run(found["emphasis"], "emphasis"))
        else:
            runs.append(Run(found["words"], "link", found["target"]))
    plain += text[at:]
    return (*runs, Run(plain)) if plain else tuple(runs)
