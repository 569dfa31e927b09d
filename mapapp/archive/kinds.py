"""The kinds of events that an archive tells apart, and their colours and symbols."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_KINDS = 12
OTHER = "other"

_COLOURS = (
    ("#0067A3", "#5DB5EA"), ("#C24A00", "#F28C4E"), ("#8A2A6E", "#DE95C7"),
    ("#00735A", "#45C79E"), ("#7A4E2D", "#D3A77B"), ("#2B3338", "#E7EBED"),
)  # fmt: skip
_SYMBOLS = ("circle", "diamond", "square", "triangle", "pentagon", "arrowhead")


@dataclass(frozen=True, slots=True)
class ArchiveKind:
    """A kind: its id in a View, its name as in the source ("" where a row names none), and how many rows have it.

    `rest` is true for the one kind that stands for all that are too rare to be told apart.
    """

    id: str
    name: str
    rows: int
    rest: bool = False

    def record(self, number: int) -> dict[str, object]:
        """As the page knows kinds: with title, colours and symbol."""
        light, dark = _COLOURS[number % len(_COLOURS)]
        symbol = _SYMBOLS[(number + number // len(_SYMBOLS)) % len(_SYMBOLS)]
        title = {"en": self.name or self.id}
        return {"id": self.id, "title": title, "symbol": symbol, "color": light, "color_dark": dark}


def choose_kinds(counts: Sequence[tuple[str, int]]) -> list[ArchiveKind]:
    """At most twelve kinds, the most frequent first; the rest become one."""
    ordered = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    kept = ordered if len(ordered) <= MOST_KINDS else ordered[: MOST_KINDS - 1]
    rest = sum(rows for _, rows in ordered[len(kept) :])
    kinds: list[ArchiveKind] = []
    for name, rows in kept:
        kinds.append(ArchiveKind(_unused(name, [kind.id for kind in kinds]), name, rows))
    if rest:
        kinds.append(ArchiveKind(_unused(OTHER, [kind.id for kind in kinds]), OTHER, rest, rest=True))
    return kinds


def _unused(name: str, taken: Sequence[str]) -> str:
    slug = re.sub(r"[^\w.-]+", "-", name.lower()).strip("-")[:40] or "none"
    number = 2
    found = slug
    while found in taken:
        found = f"{slug}-{number}"
        number += 1
    return found
