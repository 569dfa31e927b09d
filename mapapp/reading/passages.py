"""Passages: sentences, items of lists and rows of tables, as ranges of code points; and the language of a text."""

from __future__ import annotations

import re

from mapapp.gazetteer import fold_text

Range = tuple[int, int]

LONGEST = 600
"""Characters of a passage at most."""

_BREAK = re.compile(
    r"""\n\s*\n | \n(?=[ \t]*(?:[-*+•]\s|\d{1,3}[.)]\s|\|)) | [。！？!?]+[」』）)"”’]*(?:[¹²³⁰-⁹]+)? | ；\n
    | (?<![A-Z])(?<!\b[A-Z][a-z])(?<!\bMr|\bSt|\bNo|\bpp|\bvs)(?<!\betc|\bMrs)
    \.["”’)]*(?:[¹²³⁰-⁹]+)?\s+(?=["“‘(]?[A-Z])""",
    re.VERBOSE,
)
_KANA = re.compile("[\u3041-\u309f\u30a1-\u30fa]")
_HAN = re.compile("[\u3400-\u9fff]")


def passages(text: str) -> list[Range]:
    """Ranges of the sentences of a text, without blanks at their ends; long ones are cut at line ends."""
    found: list[Range] = []
    start = 0
    for match in _BREAK.finditer(text):
        found += _cut(text, start, match.end())
        start = match.end()
    return found + _cut(text, start, len(text))


def _cut(text: str, start: int, end: int) -> list[Range]:
    found = []
    while end - start > LONGEST:
        at = text.rfind("\n", start, start + LONGEST)
        at = start + LONGEST if at <= start else at
        found.append((start, at))
        start = at
    found.append((start, end))
    trimmed = ((low + _blanks(text[low:high]), low + len(text[low:high].rstrip())) for low, high in found)
    return [(low, high) for low, high in trimmed if low < high]


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip())


def language_of(text: str) -> str:
    """The language of a text: `ja` where it has kana, `zh-Hant` or `zh-Hans` where it has Chinese, else `en`."""
    sample = text[:20000]
    han = _HAN.findall(sample)
    if len(_KANA.findall(sample)) > max(4, len(han) // 20):
        return "ja"
    if len(han) > len(sample) // 20:
        folded = fold_text("".join(han))
        changed = sum(one != two for one, two in zip(han, folded, strict=True))
        return "zh-Hant" if changed > len(han) // 20 else "zh-Hans"
    return "en"
