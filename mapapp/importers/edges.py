"""Where a table begins and ends: titles above its header, a header of two rows, totals and notes below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from mapapp.importers.reasons import because
from mapapp.importers.report import Entry

Rows = list[tuple[int, list[str]]]
"""Rows with the numbers that the file gives them."""

_HEADER_ROWS = 12
"""A header is looked for in so many rows."""
_FOOT_ROWS = 4
_TOTAL = re.compile(
    r"((grand |sub-?)?totals?|sum|summe|gesamt|somme|合計|總計|总计|小計|小计|総計|計|计|總和|总和)\s*[:：]?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(sources?|notes?|data|remarks?|quelle|nota|出處|出处|來源|来源|資料來源|资料来源|註|注|備註|备注|出典|備考)"
    r"\s*[:：].*|[*※†].*",
    re.IGNORECASE | re.DOTALL,
)


def find_header(rows: Sequence[tuple[int, list[str]]]) -> int:
    """The row that is the header: the first that fills about as many cells as rows usually do."""
    widths = [sum(bool(cell.strip()) for cell in cells) for _, cells in rows[:200]]
    usual = Counter(widths).most_common(1)[0][0]
    for index, width in enumerate(widths[:_HEADER_ROWS]):
        if width > 1 and width >= 0.6 * usual:
            return index
    return 0


def joined_header(upper: Sequence[str], lower: Sequence[str], merged: bool = False) -> list[str] | None:
    """The names of a header of two rows, None where the lower one is no header.

    A cell of the lower row stands below a group of the upper one: a name with nothing, or nothing, to its right.
    Where cells of the upper row are `merged` it has such groups, and the lower row may have names under all others.
    """
    wide = max(len(upper), len(lower))
    top = [*upper, *[""] * (wide - len(upper))]
    below = [*lower, *[""] * (wide - len(lower))]
    filled = [index for index in range(wide) if below[index].strip()]
    groups = {index for index in range(wide) if _in_group(top, index)}
    if (
        not filled
        or not (set(filled) <= groups or (merged and groups <= set(filled)))
        or all(top[index].strip() for index in filled)
        or any(re.search(r"\d", below[index]) for index in filled)
    ):
        return None
    names = [low.strip() or high for high, low in zip(top, below, strict=True)]
    twice = {name for name, count in Counter(names).items() if count > 1}
    group = ""
    for index, name in enumerate(names):
        group = top[index].strip() or group
        if name in twice and below[index].strip() and group != name:
            names[index] = f"{group} {name}"
    return names


def _in_group(top: Sequence[str], index: int) -> bool:
    """True under a name with nothing to its right, and under what lies to the right of such a name."""
    blank = not top[index].strip()
    first = not blank and index + 1 < len(top) and not top[index + 1].strip()
    return first or (blank and any(cell.strip() for cell in top[:index]))


def without_foot(rows: Rows, entries: list[Entry]) -> Rows:
    """The rows without totals and notes at their end; each is kept in the report."""
    kept = list(rows)
    while kept and len(rows) - len(kept) < _FOOT_ROWS and len(kept) > 1:
        number, cells = kept[-1]
        filled = [cell.strip() for cell in cells if cell.strip()]
        usual = sum(bool(cell.strip()) for cell in kept[0][1])
        if filled and _TOTAL.fullmatch(filled[0]) and len(filled) < max(usual, 3):
            why = because("a row of totals is no record")
        elif len(filled) == 1 and usual > 2 and _NOTE.fullmatch(filled[0]):
            why = because("a note below the table is no record")
        else:
            break
        entries.append(Entry(number, "", "kept", " ".join(filled), "", why))
        kept.pop()
    return kept
