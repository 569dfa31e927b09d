"""Years counted from an era of China, Japan or Korea, or from the founding of the Republic of China."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Era:
    """An era: its names, the year that its year 1 is, its last year (None: it goes on), and how its days count.

    Before the Gregorian year `moon_until` its months and days are those of the moon (0: never).
    """

    names: tuple[str, ...]
    first_year: int
    last_year: int | None
    moon_until: int = 0


_JAPAN, _CHINA = 1873, 1912
"""Since these years the calendar is the Gregorian one."""

ERAS: tuple[Era, ...] = (
    Era(("令和", "R"), 2019, None),
    Era(("平成", "H"), 1989, 2019),
    Era(("昭和", "S"), 1926, 1989),
    Era(("大正", "T"), 1912, 1926),
    Era(("明治", "M"), 1868, 1912, _JAPAN),
    Era(("慶応", "慶應"), 1865, 1868, _JAPAN),
    Era(("元治",), 1864, 1865, _JAPAN),
    Era(("文久",), 1861, 1864, _JAPAN),
    Era(("万延", "萬延"), 1860, 1861, _JAPAN),
    Era(("安政",), 1854, 1860, _JAPAN),
    Era(("嘉永",), 1848, 1854, _JAPAN),
    Era(("弘化",), 1844, 1848, _JAPAN),
    Era(("天保",), 1830, 1844, _JAPAN),
    Era(("文政",), 1818, 1830, _JAPAN),
    Era(("文化",), 1804, 1818, _JAPAN),
    Era(("享和",), 1801, 1804, _JAPAN),
    Era(("寛政", "寬政"), 1789, 1801, _JAPAN),
    Era(("中華民國", "中華民国", "中华民国", "民國", "民国"), 1912, None),
    Era(("宣統", "宣统"), 1909, 1912, _CHINA),
    Era(("光緒", "光绪"), 1875, 1908, _CHINA),
    Era(("同治",), 1862, 1874, _CHINA),
    Era(("咸豐", "咸丰"), 1851, 1861, _CHINA),
    Era(("道光",), 1821, 1850, _CHINA),
    Era(("嘉慶", "嘉庆"), 1796, 1820, _CHINA),
    Era(("乾隆",), 1736, 1795, _CHINA),
    Era(("雍正",), 1723, 1735, _CHINA),
    Era(("康熙",), 1662, 1722, _CHINA),
    Era(("順治", "顺治"), 1644, 1661, _CHINA),
    Era(("康德",), 1934, 1945),
    Era(("隆熙",), 1907, 1910),
    Era(("光武",), 1897, 1907),
)
"""Eras of Japan since 1789, of the Qing, of the Republic of China, of Manchukuo (康德) and of the Korean Empire.

An era counts by years of the moon: year 1 of 安政 is 1854, though it was proclaimed in January 1855. 大同, which meant
eras in several countries, is left out.
"""

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


def moon_until(names: Iterable[str]) -> int:
    """The Gregorian year before which dates of these eras count by the moon; 0 where none does."""
    return max((_BY_NAME[name].moon_until for name in names), default=0)


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
