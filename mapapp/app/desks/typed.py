"""Tables into which a person may type as fast as they can: no key is lost between two cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st


def order_keys() -> None:
    """Put a script into the window that holds each key until the table has taken the one before it."""
    _component()(key="desk-typed")


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    script = Path(__file__).with_suffix(".js").read_text("utf-8")
    return st.components.v2.component("mapapp.typed", js=script, isolate_styles=False)
