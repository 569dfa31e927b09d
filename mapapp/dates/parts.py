"""Early, middle and late parts of a month, a year, a decade or a century, as the days or years they can mean."""

from __future__ import annotations

import re

from mapapp.dates.conventions import Conventions
from mapapp.dates.moments import Candidates, read_moment, year_text
from mapapp.when import days_in_month

_PARTS = {
    "early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2, "end of": 2,
    "初": 0, "初頭": 0, "初期": 0, "上旬": 0, "中": 1, "中期": 1, "中旬": 1, "中葉": 1,
    "末": 2, "底": 2, "末期": 2, "下旬": 2,
    "前半": 3, "後半": 4, "后半": 4,
}  # fmt: skip
_ENGLISH = re.compile(
    r"^(?:in |the |by )*(early|mid|late|beginning of|start of|middle of|end of)[ –]*(?:in |the |to )*(.+)$"
)
_HAN = re.compile(r"^(.+?)(?:の|的)?(初頭|初期|初|上旬|中期|中旬|中葉|中|末期|末|底|下旬|前半|後半|后半)(?:期|葉)?$")


def part_of(text: str, how: Conventions) -> tuple[str, Candidates] | None:
    """A part of a month, year, decade or century; None where the text says no such thing."""
    english = _ENGLISH.match(text)
    han = None if english else _HAN.match(text)
    if not (english or han):
        return None
    word, whole = (english[1], english[2]) if english else (han[2], han[1]) if han else ("", "")
    found = read_moment(whole, how) or (read_moment(f"{whole}年", how) if han else None)
    if not found or len(found[1]) != 1:
        return None
    span = _span(found[1][0], _PARTS[word])
    return (f"part of a {found[0]}", (f"[{span[0]}..{span[1]}]",)) if span else None


def _span(edtf: str, part: int) -> tuple[str, str] | None:
    """First and last date of a third (0 to 2) or half (3, 4) of an EDTF month, year, decade or century."""
    if month := re.fullmatch(r"(-?\d{4})-(0[1-9]|1[0-2])", edtf):
        last = days_in_month(int(month[1]), int(month[2]))
        days = ((1, 10), (11, 20), (21, last), (1, 15), (16, last))[part]
        return f"{edtf}-{days[0]:02d}", f"{edtf}-{days[1]:02d}"
    if re.fullmatch(r"-?\d{4}", edtf):
        months = ((1, 4), (5, 8), (9, 12), (1, 6), (7, 12))[part]
        return f"{edtf}-{months[0]:02d}", f"{edtf}-{months[1]:02d}"
    if decade := re.fullmatch(r"(\d{3})X", edtf):
        years = ((0, 3), (4, 6), (7, 9), (0, 4), (5, 9))[part]
        return f"{decade[1]}{years[0]}", f"{decade[1]}{years[1]}"
    if century := re.fullmatch(r"(\d{2})XX", edtf):
        first = 100 * int(century[1])
        years = ((0, 33), (34, 66), (67, 99), (0, 49), (50, 99))[part]
        return year_text(first + years[0]), year_text(first + years[1])
    return None
