"""Text that a spreadsheet would run as a formula, and the apostrophe that keeps it text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before `= + - @`, their full-width forms, tab, CR and LF.

    Blanks before the sign do not hide it, and text that begins with apostrophes and then such a sign gets one more.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def neutral_all(texts: Sequence[str]) -> list[str]:
    """Many texts that no spreadsheet runs, each different one looked at once."""
    known = {text: neutral(text) for text in set(texts)}
    return list(map(known.__getitem__, texts))


def original(cell: str) -> str:
    """The text of a cell that `neutral` made."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
