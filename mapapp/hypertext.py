"""HTML from anywhere as a row of tags and texts, in a time that grows with its length, whatever it holds.

Python's own parser takes a time that grows with the square of a hostile text, or raises. Here each sign is looked at
a bounded number of times: what is never closed (a remark, a tag, a quotation) is looked for once and is text then.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Literal

Token = tuple[Literal["start", "end", "text"], str]
"""A tag with its name in lower case, or text with its references resolved."""

_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,63}")
_STOP = re.compile("[>\"']")
_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{8,};?")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}


def html_tokens(text: str) -> Iterator[Token]:
    """The tags and texts of HTML, in order; remarks, declarations, scripts and styles are left out."""
    return _Reader(text).tokens()


def resolved(text: str) -> str:
    """Text with its character references resolved; a number that no character has becomes U+FFFD."""
    return html.unescape(_NUMBER.sub("\ufffd", text))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.last = text.rfind(">")
        self.quotes = True
        """False after a quotation was found that nothing closes: from then on the next `>` ends a tag."""

    def tokens(self) -> Iterator[Token]:
        text, at, done = self.text, 0, 0
        while 0 <= (at := text.find("<", at)) < self.last:
            name = _NAME.match(text, at + 2 if text.startswith("</", at) else at + 1)
            end = self._tag(name.end()) if name else self._remark(at)
            if end is None:
                at += 1
                continue
            if done < at:
                yield "text", resolved(text[done:at])
            if name is not None:
                sort: Literal["start", "end"] = "end" if text.startswith("</", at) else "start"
                tag = name[0].lower()
                yield sort, tag
                if sort == "start" and tag in _RAW:
                    closing = _RAW[tag].search(text, end)
                    end = closing.start() if closing else len(text)
            at = done = end
        if done < len(text):
            yield "text", resolved(text[done:])

    def _remark(self, at: int) -> int | None:
        """Where a remark, declaration or instruction ends; None for a plain `<`, and for one that nothing closes."""
        if self.text.startswith("<!--", at):
            end = self.text.find("-->", at + 2)
            return end + 3 if end >= 0 else self.text.find(">", at) + 1
        return self.text.find(">", at) + 1 if self.text.startswith(("<!", "<?", "</"), at) else None

    def _tag(self, at: int) -> int:
        """Where a tag ends: after the next `>` that stands in no quotation."""
        first = self.text.find(">", at) + 1
        while self.quotes and (stop := _STOP.search(self.text, at)):
            if stop[0] == ">":
                return stop.end()
            closed = self.text.find(stop[0], stop.end())
            if closed < 0:
                self.quotes = False
            at = closed + 1
        self.quotes = False
        return first
