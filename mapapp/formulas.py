"""Text that a spreadsheet would run as a formula, and the apostrophe that keeps it text."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")

_SIGNS = frozenset("'=+-@＝＋－＠")
"""How texts begin that may run, but for blanks."""


def neutral(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe goes before `= + - @`, their full-width forms, tab, CR and LF.

    Blanks before the sign do not hide it, and text that begins with apostrophes and then such a sign gets one more.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def neutral_all(texts: Sequence[str]) -> list[str]:
    """Many texts that no spreadsheet runs, each different one looked at once."""
    known = {text: f"'{text}" for text in set(texts) if _may_run(text) and _FORMULA.match(text)}
    return [known.get(text, text) for text in texts] if known else list(texts)


def _may_run(text: str) -> bool:
    return text[:1] in _SIGNS or text[:1].isspace()


def original(cell: str) -> str:
    """The text of a cell that `neutral` made."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
