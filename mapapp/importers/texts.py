"""Texts of cells as an atlas may hold them: controls and markup taken away, ids made of words, languages seen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser

from mapapp.atlas.files import CONTROL, MAX_FIELD
from mapapp.atlas.vocabulary import ID

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


class _Plain(HTMLParser):
    """Collects the text of markup; blocks end lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block; hide scripts and styles."""
        self.hidden += tag in ("script", "style")
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line after a block."""
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is text."""
        if not self.hidden:
            self.parts.append(data)


def without_markup(text: str) -> str:
    """The text of HTML; text that holds none is given back as it is."""
    if "<" not in text or not _MARKUP.search(text):
        return text
    parser = _Plain()
    parser.feed(text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
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
