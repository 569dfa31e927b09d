"""Light or dark: what Streamlit's own widgets are drawn in, for everything of ours that stands among them."""

from __future__ import annotations

from typing import Literal

import streamlit as st


def widgets_theme() -> Literal["light", "dark"]:
    """The theme that Streamlit draws its widgets in, for this reader."""
    return "dark" if st.context.theme.type == "dark" else "light"
