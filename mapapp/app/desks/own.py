"""Atlases of the reader's own: a free folder for a new one, and a copy of one that is shipped."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit as st

from mapapp.app.opened import Opened, known_atlases, workspace
from mapapp.app.troubles import told_error
from mapapp.atlas import shipped_atlases, write_atlas
from mapapp.errors import MapAppError
from mapapp.language import Translator
from mapapp.view import View, format_view


def is_shipped(opened: Opened) -> bool:
    """True for an atlas that comes with mapapp and is never written."""
    return opened.folder.resolve() in {folder.resolve() for folder in shipped_atlases().values()}


def free_folder(name: str) -> Path:
    """A folder in the reader's own that no atlas has, named as near to `name` as a file system and an address allow."""
    folder = workspace()
    assert folder is not None, "desks are drawn only where there is a workspace"
    stem = re.sub(r"[^\w-]+", "-", name).strip("-_")[:60] or "atlas"
    known, target, number = known_atlases(), folder / stem, 2
    while target.exists() or target.name in known:
        target, number = folder / f"{stem}-{number}", number + 1
    return target


def offer_copy(opened: Opened, t: Translator, desk: str) -> None:
    """Say that a shipped atlas stays as it is, and offer to work on a copy at the same desk."""
    assert opened.atlas is not None, "desks are drawn for an atlas that could be opened"
    st.text(t("This atlas is shipped with mapapp and stays as it is. Work on a copy of your own."))
    target = free_folder(opened.name)
    if st.button(t("Begin an atlas of your own"), key=f"{desk}-own"):
        open_desk("library", opened.name)
    if st.button(t("Make a copy in {folder}", folder=target), key=f"{desk}-copy", type="primary"):
        try:
            write_atlas(opened.atlas, target)
        except MapAppError as error:
            st.text(told_error(error, t))
            return
        go_to(target.name, desk)


def go_to(atlas: str, desk: str | None = None) -> None:
    """Open an atlas: its map, or a desk of it in the language that is read."""
    st.session_state["atlas"] = atlas
    st.session_state["wanted"] = None
    language = st.query_params.get("lang") if desk else None
    kept = ({"desk": desk} if desk else {}) | ({"lang": language} if language else {})
    st.query_params.from_dict({"atlas": atlas} | kept)
    st.rerun()


def open_desk(name: str, atlas: str, view: View | None = None) -> None:
    """Go to a desk of an atlas, in the language that is read; the map comes back at `view`."""
    language = st.query_params.get("lang")
    if view is not None:
        st.session_state["wanted"], language = format_view(view), view.lang
    st.query_params.from_dict({"atlas": atlas, "desk": name} | ({"lang": language} if language else {}))
    st.rerun()
