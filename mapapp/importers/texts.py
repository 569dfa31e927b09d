"""Texts of cells as an atlas may hold them: controls and markup taken away, ids made of words, languages seen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from mapapp.atlas.files import CONTROL, MAX_FIELD
from mapapp.atlas.vocabulary import ID
from mapapp.hypertext import html_tokens

_MARKUP = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|span|div|table|t[rdh]|img|h[1-6]|ul|ol|li|blockquote|cite|font|sup|sub)\b[^<>]*/?>",
    re.I,
)
_BLOCKS = frozenset({"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table"})
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def clean_text(text: str) -> str:
    """Text without control characters, blanks at its ends, or what is beyond the longest field."""
    if CONTROL.search(text):
        text = CONTROL.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.strip()
    return text if len(text) <= MAX_FIELD else f"{text[: MAX_FIELD - 1]}…"


def is_plain_text(text: str) -> bool:
    """True for text that an atlas may hold as it is but for the blanks at its ends, and that holds no markup."""
    return "<" not in text and len(text) <= MAX_FIELD and not CONTROL.search(text)


def without_markup(text: str) -> str:
    """The text of HTML, its blocks on lines of their own; text that holds none is given back as it is."""
    if "<" not in text or not _MARKUP.search(text):
        return text
    parts = (
        words if sort == "text" else "\n" for sort, words in html_tokens(text) if sort == "text" or words in _BLOCKS
    )
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def slug(text: str, longest: int = 40) -> str:
    """Lower-case ASCII words joined by `-`, '' where a text has none."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_ID.sub("-", plain).strip("-")[:longest].strip("-")


def digest(*parts: str) -> str:
    """Ten hexadecimal digits that belong to these texts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:10]


def as_id(text: str) -> str:
    """A text as an id: as it is (in lower case) where it is one, else its words with what makes them its own."""
    if ID.fullmatch(text.lower()):
        return text.lower()
    words = slug(text)
    return f"{words}-{digest(text)}" if words else f"x-{digest(text)}"


def language_of(texts: Iterable[str]) -> str:
    """The language that texts look like: ja where there are kana, zh-Hant where there are Han, ko, else en."""
    kana = han = hangul = other = 0
    for text in texts:
        for char in text[:40]:
            if "\u3041" <= char <= "\u30fe":
                kana += 1
            elif "\u4e00" <= char <= "\u9fff":
                han += 1
            elif "\uac00" <= char <= "\ud7a3":
                hangul += 1
            elif char.isalpha():
                other += 1
    if kana * 10 > kana + han and kana + han > other / 4:
        return "ja"
    if hangul > other / 4 and hangul > han:
        return "ko"
    return "zh-Hant" if han > other / 4 and han else "en"
