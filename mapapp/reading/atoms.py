"""A date as it stands in a text, before it is resolved: what it says of year, month and day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Part = Literal["", "early", "mid", "late", "spring", "summer", "autumn", "winter", "half-1", "half-2"]
Unit = Literal["day", "month", "year", "decade", "century"]
Anchor = Literal["", "document", "text"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One date of a text, from `start` to `end` (code points, end exclusive).

    `year` is the full year (of a decade or century its first), or None where the text does not say it. `shift` moves
    the year from that of the document (`anchor` "document": last year) or of the date before (`anchor` "text": the
    same year, the following year); `month_shift` does so for months. `bare` marks digits that are a date only beside
    another one (the 1992 of 1992-1997年). `ambiguous` marks 8/9/2004, which could be read the other way round.
    """

    start: int
    end: int
    unit: Unit
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: Part = ""
    anchor: Anchor = ""
    shift: int = 0
    month_shift: int | None = None
    circa: bool = False
    bare: bool = False
    ambiguous: bool = False
