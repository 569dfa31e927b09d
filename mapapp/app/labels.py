"""Words of others in a label: Streamlit reads labels as Markdown, in which a name could load a picture or be a link."""

from __future__ import annotations

_SIGNS = dict.fromkeys(map(ord, "`*_[]<>$:#!~|\\"), " ")


def plain_label(text: str) -> str:
    """The text with a blank for every sign that means something to Markdown; for buttons, tabs and tooltips."""
    return text.translate(_SIGNS)
