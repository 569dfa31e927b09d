"""Text that a spreadsheet would run as a formula, and the apostrophe that keeps it text."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before `= + - @`, their full-width forms, tab, CR and LF.

    Blanks before the sign do not hide it, and text that begins with apostrophes and then such a sign gets one more.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def original(cell: str) -> str:
    """The text of a cell that `neutral` made."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
