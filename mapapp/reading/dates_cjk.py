"""Dates in Chinese and Japanese texts: 2004年8月28日, 令和6年, 民國93年, 同年, 去年, 6月中旬, 1990年代, 二〇〇四年."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mapapp.dates.eras import ERAS as KNOWN_ERAS
from mapapp.dates.eras import moon_until, year_of_era
from mapapp.reading.atoms import Anchor, Atom, Part, Unit

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "元": 1}
_NO_ERA_IN_TEXTS = "文化"
"""Far oftener the word for culture."""
ERAS = [name for era in KNOWN_ERAS for name in era.names if len(name) > 1 and name != _NO_ERA_IN_TEXTS]

_RELATIVE: dict[str, tuple[Anchor, int]] = {
    "今年": ("document", 0), "本年": ("document", 0), "去年": ("document", -1), "昨年": ("document", -1),
    "前年": ("document", -2), "一昨年": ("document", -2), "明年": ("document", 1), "来年": ("document", 1),
    "來年": ("document", 1), "同年": ("text", 0), "該年": ("text", 0), "当年": ("text", 0), "當年": ("text", 0),
    "翌年": ("text", 1), "隔年": ("text", 1), "次年": ("text", 1),
}  # fmt: skip
_RELATIVE_MONTH: dict[str, tuple[Anchor, int]] = {
    "今月": ("document", 0), "本月": ("document", 0), "先月": ("document", -1), "上月": ("document", -1),
    "上個月": ("document", -1), "来月": ("document", 1), "下個月": ("document", 1), "同月": ("text", 0),
    "翌月": ("text", 1), "次月": ("text", 1),
}  # fmt: skip
_PARTS: dict[str, Part] = {
    "上旬": "early", "中旬": "mid", "下旬": "late", "初": "early", "初頭": "early", "末": "late", "底": "late",
    "初旬": "early", "年初": "early", "年末": "late", "年底": "late", "中頃": "mid", "中期": "mid", "中葉": "mid",
    "前半": "half-1", "後半": "half-2", "上半年": "half-1", "下半年": "half-2", "初期": "early", "後期": "late",
    "春": "spring", "春天": "spring", "春季": "spring", "夏": "summer", "夏天": "summer", "夏季": "summer",
    "秋": "autumn", "秋天": "autumn", "秋季": "autumn", "冬": "winter", "冬天": "winter", "冬季": "winter",
}  # fmt: skip
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))

_PATTERN = re.compile(
    rf"""
    (?P<circa>約\s*)?
    (?:
      (?P<century>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*(?:世紀|世纪)\s*(?:(?P<tens>\d0)\s*年代)?
    | (?<!\d)(?P<decade>\d{{3}}0|\d0)\s*年代(?:の?\s*(?P<decade_part>{_PART}))?
    | (?:
        (?P<era>{"|".join(sorted(ERAS, key=len, reverse=True))})
        \s*(?P<count>\d{{1,3}}|[元一二三四五六七八九十]{{1,3}})\s*(?:\([^)]{{1,12}}\)\s*)?年度?
      | (?P<near>今|去|昨|前|明)\s*[(（]\s*(?:西元|公元)?\s*(?P<said>\d{{4}})\s*年?\s*[)）]\s*年?度?
      | (?P<relative>{"|".join(sorted(_RELATIVE, key=len, reverse=True))})
      | (?P<month_relative>{"|".join(sorted(_RELATIVE_MONTH, key=len, reverse=True))})
      | (?:(?P<before>西元前|公元前|紀元前|前)\s*(?P<bce>\d{{1,4}})
         |(?:西元|公元|西暦)\s*(?P<named>\d{{1,4}})
         |(?<![\d.,])(?P<year>\d{{4}}|[〇零○一二三四五六七八九]{{4}}))(?:\s*[(（][^)）]{{1,8}}[)）])?\s*年度?(?!間|代)
      )
      (?:\s*[(（][^)）]{{1,12}}[)）])?
      (?:\s*(?P<month>{_NUMBER})\s*月(?:份)?(?:\s*(?P<day>{_NUMBER})\s*(?:日|號|号))?)?
      (?:(?<=月)\s*(?P<day_of_relative>{_NUMBER})\s*(?:日|號|号))?
      (?:の?\s*(?P<part>{_PART}))?
    | (?<![\d.個箇かヶカ])(?P<lone_month>{_NUMBER})\s*月(?!間|曜)(?:份)?
      (?:\s*(?P<lone_month_day>{_NUMBER})\s*(?:日|號|号))?(?:の?\s*(?P<lone_part>{_PART}))?
    | (?<![\d.,〇一二三四五六七八九十百第])(?P<lone_day>\d{{1,2}})\s*(?:日|號|号)(?![間本以連程線館台の]*間|本|以|連|曜)
    | (?<![\d.,/])(?P<bare>\d{{4}})(?=\s*(?:年?\s*(?:-|–|—|~|～|〜|至|到|から|、|・)\s*\d{{4}}\s*年))
    )
    """,
    re.VERBOSE,
)


def number_of(text: str) -> int:
    """A number in digits or Chinese numerals up to 99, or digit by digit (二〇〇四)."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[char]) for char in text))


def find_cjk(text: str) -> Iterator[Atom]:
    """The dates of a text whose digits are half width, in their order."""
    for match in _PATTERN.finditer(text):
        atom = _read(match)
        if atom and _is_possible(atom):
            yield atom


def _read(match: re.Match[str]) -> Atom | None:
    get = match.groupdict().get
    start, end = match.span()
    if get("century"):
        return _read_century(match)
    if decade := get("decade"):
        year = int(decade) if len(decade) == 4 else 1900 + int(decade)
        part = get("decade_part")
        return Atom(start, end, "decade", year, part=_PARTS[part] if part else "", ambiguous=len(decade) == 2)
    if lone := get("lone_month"):
        return _moment(match, None, lone, get("lone_month_day"), get("lone_part"))
    if lone := get("lone_day"):
        return Atom(start, end, "day", day=int(lone))
    if bare := get("bare"):
        return Atom(start, end, "year", int(bare), bare=True)
    return _read_year(match)


def _read_century(match: re.Match[str]) -> Atom:
    first = (number_of(match["century"]) - 1) * 100
    if match["tens"]:
        return Atom(*match.span(), "decade", first + int(match["tens"]))
    return Atom(*match.span(), "century", first)


def _read_year(match: re.Match[str]) -> Atom | None:
    get = match.groupdict().get
    day = get("day") or get("day_of_relative")
    if near := get("relative"):
        anchor, shift = _RELATIVE[near]
        return _moment(match, None, get("month"), day, get("part"), anchor=anchor, shift=shift)
    if near := get("month_relative"):
        anchor, shift = _RELATIVE_MONTH[near]
        return _moment(match, None, None, day, get("part"), anchor=anchor, month_shift=shift)
    if era := get("era"):
        found = year_of_era(era, number_of(match["count"]))
        if found is None:
            return None
        if found < moon_until([era]):  # months of the moon: about the year, no more
            return Atom(*match.span(), "year", found, circa=True)
        year = found
    elif bce := get("bce"):
        if get("before") == "前" and not get("month"):
            return None
        year = 1 - int(bce)
    else:
        year = number_of(get("said") or get("named") or get("year") or "0")
    return _moment(match, year, get("month"), day, get("part"))


def _moment(
    match: re.Match[str], year: int | None, month: str | None, day: str | None, part: str | None, *,
    anchor: Anchor = "", shift: int = 0, month_shift: int | None = None,
) -> Atom:  # fmt: skip
    unit: Unit = "day" if day else "month" if month or month_shift is not None else "year"
    fiscal = "年度" in match[0]  # it begins in April in Japan, in January or October elsewhere
    return Atom(
        *match.span(), unit, year, number_of(month) if month else None, number_of(day) if day else None,
        _PARTS[part] if part and not fiscal else "", anchor, shift, month_shift, circa=bool(match["circa"]),
        ambiguous=fiscal,
    )  # fmt: skip


def _is_possible(atom: Atom) -> bool:
    return (
        (atom.month is None or 1 <= atom.month <= 12)
        and (atom.day is None or 1 <= atom.day <= 31)
        and (atom.year is None or -4000 < atom.year < 2200)
    )
