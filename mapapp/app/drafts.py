"""The drafts of a browser session: an atlas that is worked on at a desk is read once, then kept in memory.

Without it each step would read the whole folder again before the next form could be drawn.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from mapapp.app.opened import Opened, open_stamped
from mapapp.atlas import shipped_atlases
from mapapp.editing import Draft
from mapapp.errors import MapAppError

_READING = Lock()
"""Two runs of one session may overlap for a moment; they work on one draft."""


def draft_of(folder: Path) -> Draft:
    """The draft of a folder in this session, read where there is none yet. Raises as `Draft`."""
    drafts: dict[str, Draft] = st.session_state.setdefault("drafts", {})
    with _READING:
        if str(folder) not in drafts:
            draft = drafts[str(folder)] = Draft(folder)
            Thread(target=draft.prepare, daemon=True).start()
        return drafts[str(folder)]


def forget_draft(folder: Path) -> None:
    """Let the folder be read again, after something else in this session has written to it."""
    st.session_state.setdefault("drafts", {}).pop(str(folder), None)


def open_for_desk(name: str, folder: Path, *, keep_stale: bool) -> Opened:
    """An atlas for a desk: its draft as it stands, or as read where it is shipped or cannot be opened.

    A draft whose files were changed elsewhere is read again, unless the desk itself says so (`keep_stale`).
    """
    if folder.resolve() in {shipped.resolve() for shipped in shipped_atlases().values()}:
        return open_stamped(name, folder)
    try:
        draft = draft_of(folder)
        with draft.lock:
            if draft.is_stale and not keep_stale:
                draft.reload()
    except MapAppError:
        return open_stamped(name, folder)
    return Opened(name, folder, "", draft.atlas, ())
