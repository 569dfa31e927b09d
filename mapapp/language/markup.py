"""Text for files of markup: what XML can hold."""

from __future__ import annotations

import re

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Text that XML 1.0 can hold: each character that it forbids becomes U+FFFD."""
    return _NO_XML.sub("\ufffd", text)
