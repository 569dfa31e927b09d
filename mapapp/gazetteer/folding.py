"""Names for comparison: one key for every way of writing the same characters.

Traditional, simplified and Japanese characters fold to one form with a table made from OpenCC's dictionaries
(Apache-2.0; geodata/recipes/gazetteer.py makes it: jp2t, then t2s, character by character). Case, width, diacritics
of Latin, Greek and Cyrillic letters fold too. Each character becomes exactly one, so that places found in a folded
text stand at the same positions in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from mapapp.shipped import geodata_folder

_SPECIAL = dict(zip("ßæøđłıþœðħ", "saodlitodh", strict=True)) | dict(
    zip("ヵヶケ‐‑‒–—−ʻʼ‘’′`", "カケケ------''''''", strict=True)
)
_LETTERS = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x370, 0x530), range(0x1E00, 0x2000))
_WIDE = (range(0xFF01, 0xFF5F), range(0xFF66, 0xFF9E), (0x3000,))
_DROPPED = re.compile("['・·.,\u0300-\u036f]+")
_SPACES = re.compile(r"[\s\-]+")
_VOICED = (("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ"))


@cache
def _table() -> dict[int, str]:
    table = {number: folded for group in _LETTERS for number in group if (folded := _plain(chr(number)))}
    table |= {number: unicodedata.normalize("NFKC", chr(number)).lower() for group in _WIDE for number in group}
    table |= {ord(char): plain for char, plain in _SPECIAL.items()}
    for line in (geodata_folder() / "gazetteer" / "fold.txt").read_text("utf-8").splitlines():
        plain, variants = line[0], line[1:]
        table |= {ord(char): plain for char in variants}
    return table


def _plain(char: str) -> str:
    base = unicodedata.normalize("NFKD", char.lower())[0]
    return _SPECIAL.get(base, base) if base.isalpha() else ""


def fold_text(text: str) -> str:
    """A text folded character by character; it is as long as it was."""
    return text.translate(_table())


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The key of a name: folded, without apostrophes, dots and middle dots, hyphens as spaces."""
    folded = unicodedata.normalize("NFC", name).translate(_table())
    return _SPACES.sub(" ", _DROPPED.sub("", folded)).strip()


def kana_variants(key: str) -> list[str]:
    """Other usual spellings of a folded name in katakana: ヴォ as ボ."""
    plain = key
    for written, usual in _VOICED:
        plain = plain.replace(written, usual)
    return [plain] if plain != key else []
