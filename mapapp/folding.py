"""Text for comparison, so that a search finds a word in whatever form it is written. The twin is webmap/static/fold.js.

Compatibility forms are made plain (full width, ligatures), case, diacritics and the shape of apostrophes are dropped,
katakana becomes hiragana, and a Han character its class of traditional, simplified and Japanese forms
(geodata/folding/han.txt, made by geodata/recipes/folding.py).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from mapapp.shipped import geodata_folder

_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_QUOTES = {0x2018: "'", 0x2019: "'"}


@lru_cache(maxsize=1)
def han_table() -> tuple[str, str]:
    """Two texts of equal length: a character of the first is folded to the one at its place in the second."""
    variants, names = (geodata_folder() / "folding" / "han.txt").read_text("utf-8").splitlines()
    return variants, names


@lru_cache(maxsize=1)
def _table() -> dict[int, int | str]:
    return {**str.maketrans(*han_table()), **_KATAKANA, **_QUOTES}


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Text for comparison: two texts that a reader takes for the same word fold to the same text."""
    plain = unicodedata.normalize("NFKD", text).lower()
    kept = "".join(char for char in plain if not "\u0300" <= char <= "\u036f")
    return kept.translate(_table())
