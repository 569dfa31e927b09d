"""Years counted from an era of Japan or from the founding of the Republic of China."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapapp.when import day_number


@dataclass(frozen=True, slots=True)
class Era:
    """An era: its names, the year that its year 1 is, and its first and last day (None: it goes on)."""

    names: tuple[str, ...]
    first_year: int
    last_year: int | None


ERAS: tuple[Era, ...] = (
    Era(("令和", "R"), 2019, None),
    Era(("平成", "H"), 1989, 2019),
    Era(("昭和", "S"), 1926, 1989),
    Era(("大正", "T"), 1912, 1926),
    Era(("明治", "M"), 1868, 1912),
    Era(("中華民國", "中華民国", "中华民国", "民國", "民国"), 1912, None),
)
"""Months and days are Gregorian since 1873 in Japan and since 1912 in the Republic of China."""

JAPAN_GREGORIAN = day_number(1873)
"""Before it Japan counted by the moon: a month and day of 明治 1 to 5 are no Gregorian month and day."""

_BY_NAME = {name: era for era in ERAS for name in era.names}
_HAN_NAMES = "|".join(name for name in _BY_NAME if len(name) > 1)
WITH_ERA = re.compile(rf"({_HAN_NAMES})\s*(前)?\s*(\d{{1,3}})\s*年")
"""An era and a year in it, 民國前 counted backwards."""
LETTER = re.compile(r"([RHSTM])\s?(\d{1,2})([./–-])(\d{1,2})\3(\d{1,2})")
"""H15.8.28."""
_MINGUO_BEFORE = re.compile(r"民前\s*(\d{1,3})\s*年")


def year_of_era(name: str, number: int, before: bool = False) -> int | None:
    """The Gregorian year of a year of an era; None for year 0 or a year long after the era's end."""
    era = _BY_NAME[name]
    year = era.first_year - number if before else era.first_year + number - 1
    if number < 1 or (era.last_year is not None and year > era.last_year + 15):
        return None
    return year


def without_eras(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with each year of an era as a Gregorian year, and the eras that it named."""
    named: list[str] = []

    def plain(found: re.Match[str]) -> str:
        year = year_of_era(found[1], int(found[3]), bool(found[2]))
        if year is None:
            return found[0]
        named.append(found[1])
        return f"{year}年"

    def lettered(found: re.Match[str]) -> str:
        year = year_of_era(found[1], int(found[2]))
        if year is None:
            return found[0]
        named.append(found[1])
        return f"{year}年{found[4]}月{found[5]}日"

    text = _MINGUO_BEFORE.sub(r"民國前\1年", text)
    return LETTER.sub(lettered, WITH_ERA.sub(plain, text)), tuple(named)
