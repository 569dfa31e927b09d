"""Buttons that save a file: each file at an address that only the session knows which offers it.

Streamlit serves what a button saves under `/media/`, at a hash of content, type and name, to whoever asks for it. A
reader who has the same file could ask so whether another has made it too; and of more than 1 MiB only three samples
are hashed, so that of two long files which differ elsewhere, the first would be saved under the name of both. The hash
of the whole content with a secret of the session, which stands in the type, makes both impossible.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Literal

import streamlit as st


def save_button(
    label: str, content: bytes | Callable[[], bytes], name: str, media_type: str, *, key: str | None = None,
    kind: Literal["primary", "secondary"] = "secondary",
) -> None:  # fmt: skip
    """A button that saves `content` (or what it gives once the button is pressed) as a file called `name`."""
    copy = secrets.token_hex(16) if callable(content) else hmac.new(_secret(), content, "sha256").hexdigest()
    st.download_button(label, content, name, f"{media_type}; copy={copy}", key=key, type=kind, on_click="ignore")


def _secret() -> bytes:
    made: bytes = st.session_state.setdefault("saving-secret", secrets.token_bytes(32))
    return made
