"""What the cells of a whole column settle together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from mapapp.dates.conventions import Order
from mapapp.dates.numerals import plain_text

_NUMERIC = re.compile(r"\s*(\d{1,2})[/–](\d{1,2})[/–](?:\d{4}|\d{2})(?!\d)", re.ASCII)


def infer_order(cells: Iterable[str]) -> tuple[Order | None, Counter[str]]:
    """The order of 8/9/2004 in a column, where a cell settles it and none contradicts it; and what was counted.

    The counter holds the number of cells that only make sense as `day-first`, as `month-first`, and as `either`.
    """
    counts: Counter[str] = Counter()
    for cell, times in Counter(cells).items():
        if found := _NUMERIC.match(plain_text(cell[:80])):
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:
                counts["day-first"] += times
            elif second > 12 >= first:
                counts["month-first"] += times
            elif first != second:
                counts["either"] += times
    if counts["day-first"] and not counts["month-first"]:
        return "day-first", counts
    if counts["month-first"] and not counts["day-first"]:
        return "month-first", counts
    return None, counts
