"""The library: the reader's own atlases side by side, a new one, and whole folders as ZIP files."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from mapapp.app.desks.own import free_folder, go_to
from mapapp.app.opened import Opened, open_stamped, own_atlases, workspace
from mapapp.app.saving import save_button
from mapapp.app.troubles import told_error
from mapapp.atlas.pack import pack_atlas, unpack_atlas
from mapapp.editing.new import create_atlas
from mapapp.errors import MapAppError
from mapapp.language import LANGUAGES, Translator
from mapapp.model import in_language


def draw(opened: Opened, t: Translator) -> None:
    """Draw the library."""
    st.text(t("Your own atlases are folders of plain text in {folder}", folder=workspace()))
    for name, folder in own_atlases().items():
        _atlas(open_stamped(name, folder), t)
    if not own_atlases():
        st.text(t("There is none yet."))
    left, right = st.columns(2)
    with left:
        _new(t)
    with right:
        _upload(t)


def _atlas(opened: Opened, t: Translator) -> None:
    with st.container(border=True, key=f"library-{opened.name}", horizontal=True, vertical_alignment="center"):
        if opened.atlas is None:
            count = len(opened.problems)
            st.text(f"{opened.name}: {t.plural('{n} problem', '{n} problems', count)}")
        else:
            title = in_language(opened.atlas.title, t.language)
            events = t.plural("{n} event", "{n} events", len(opened.atlas.events))
            st.text(f"{title} ({opened.name}): {events}")
        if st.button(t("Open the map"), key=f"library-open-{opened.name}"):
            go_to(opened.name)
        if opened.atlas is not None and st.button(t("Edit"), key=f"library-edit-{opened.name}"):
            go_to(opened.name, "edit")
        save_button(
            t("Save as ZIP"), lambda: _packed(opened.folder), f"{opened.name}.zip", "application/zip",
            key=f"library-zip-{opened.name}",
        )  # fmt: skip


def _packed(folder: Path) -> bytes:
    with tempfile.TemporaryDirectory() as beside:
        target = Path(beside) / "atlas.zip"
        pack_atlas(folder, target)
        return target.read_bytes()


def _new(t: Translator) -> None:
    with st.form("library-new"):
        st.markdown(f"**{t('A new atlas')}**")
        title = st.text_input(t("Title"))
        languages = st.multiselect(t("Languages"), list(LANGUAGES), [t.language], format_func=LANGUAGES.__getitem__)
        if not st.form_submit_button(t("Create"), type="primary"):
            return
    if not title.strip() or not languages:
        st.text(t("An atlas needs a title and a language."))
        return
    target = free_folder(title)
    try:
        create_atlas(target, title.strip(), languages)
    except MapAppError as error:
        st.text(told_error(error, t))
        return
    go_to(target.name, "edit")


def _upload(t: Translator) -> None:
    with st.form("library-upload"):
        st.markdown(f"**{t('An atlas from a ZIP file')}**")
        file = st.file_uploader(t("A ZIP file of an atlas folder"), ["zip"])
        if not st.form_submit_button(t("Open it")) or file is None:
            return
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "atlas.zip"
        archive.write_bytes(file.getvalue())
        target = free_folder(Path(file.name).stem)
        try:
            with st.spinner(t("Opening the atlas")):
                unpack_atlas(archive, target)
        except MapAppError as error:
            st.text(told_error(error, t))
            return
    go_to(target.name)
