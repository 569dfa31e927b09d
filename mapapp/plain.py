"""Untrusted text as plain text: nothing in it can steer a terminal."""

from __future__ import annotations

import unicodedata


def safe_text(text: str, keep: str = "") -> str:
    """Text without controls: each becomes its escape (`\\x1b`), but for characters in `keep`.

    Format characters that reorder or hide text (category Cf, such as U+202E) and lone surrogates are escaped as well.
    """
    return "".join(char if char in keep or not _steers(char) else _escape(char) for char in text)


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\u200c\u200d"


def _escape(char: str) -> str:
    return f"\\x{ord(char):02x}" if ord(char) < 256 else f"\\u{ord(char):04x}"
