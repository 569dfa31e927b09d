"""The export dialog: the current View in each format of `mapapp.export`, made as on the command line."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from mapapp.errors import MapAppError
from mapapp.export import FORMATS, GROUPS
from mapapp.language import Translator
from mapapp.model import Atlas
from mapapp.view import View, format_view, parse_view


def export_dialog(atlas: Atlas, view: View, t: Translator) -> None:
    """Open the dialog over the page."""
    st.dialog(t("Export what is shown"), width="large")(_dialog)(atlas, view, t)


def _dialog(atlas: Atlas, view: View, t: Translator) -> None:
    group = st.radio(t("What to write"), GROUPS, format_func=lambda name: t(name), horizontal=True, key="export-group")
    kinds = [extension for extension, found in FORMATS.items() if found.group == group]
    kind = st.radio(
        t("Format"), kinds, format_func=lambda extension: FORMATS[extension].name,
        captions=[t(FORMATS[extension].use) for extension in kinds], key=f"export-{group}",
    )  # fmt: skip
    chosen = FORMATS[kind]
    content = make_export(atlas, view, kind)
    if isinstance(content, str):
        st.text(content)  # it may repeat words of the atlas
        return
    name, media_type = f"{atlas.id}{kind}", chosen.media_type
    if chosen.beside:
        name, media_type = f"{name}.zip", "application/zip"
    st.download_button(
        t("Save {size} kB", size=f"{len(content) / 1000:,.0f}"), content, name, media_type, type="primary",
        on_click="ignore",
    )  # fmt: skip
    if kind == ".png":
        st.image(content)
    words = t(
        "It shows this view and can be reopened as it: {view}" if chosen.picture else "Made from this view: {view}",
        view=format_view(view),
    )
    st.caption(words)


@st.cache_data(max_entries=24, show_spinner=True)
def _made(_atlas: Atlas, atlas_hash: str, view: str, kind: str) -> bytes | str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{_atlas.id}{kind}"
        try:
            FORMATS[kind].write(_atlas, parse_view(view), path)
        except MapAppError as error:
            return str(error)
        files = sorted(Path(folder).iterdir())
        return zipped(files) if len(files) > 1 else path.read_bytes()


def zipped(files: list[Path]) -> bytes:
    """Files in one archive; the same files give the same bytes."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for file in files:
            opened.writestr(zipfile.ZipInfo(file.name), file.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def make_export(atlas: Atlas, view: View, kind: str) -> bytes | str:
    """The bytes of an export of this View (several files as a ZIP), or the words of the error that prevented it."""
    return _made(atlas, atlas.sha256, format_view(view), kind)
