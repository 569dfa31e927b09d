"""The export dialog: the current View as a picture, a page or data, made by the same functions as the command line."""

from __future__ import annotations

import tempfile
from pathlib import Path

import streamlit as st

from mapapp.errors import MapAppError
from mapapp.export import format_of
from mapapp.language import Translator
from mapapp.model import Atlas
from mapapp.staticmap import write_snapshot
from mapapp.view import View, format_view, parse_view

PICTURES = {".png": "image/png", ".svg": "image/svg+xml", ".pdf": "application/pdf"}
DATA = {".html": "text/html", ".geojson": "application/geo+json"}


def export_dialog(atlas: Atlas, view: View, t: Translator) -> None:
    """Open the dialog over the page."""
    st.dialog(t("Export what is shown"), width="large")(_dialog)(atlas, view, t)


def _dialog(atlas: Atlas, view: View, t: Translator) -> None:
    names = {
        ".png": t("Picture (PNG)"),
        ".svg": t("Picture (SVG, vector)"),
        ".pdf": t("Picture (PDF, vector)"),
        ".html": t("Interactive page (HTML, works offline)"),
        ".geojson": t("Data (GeoJSON)"),
    }
    kind = st.radio(t("Format"), list(names), format_func=names.__getitem__, key="export-kind")
    content = make_export(atlas, view, kind)
    if isinstance(content, str):
        st.error(content)
        return
    st.download_button(
        t("Save {size} kB", size=f"{len(content) / 1000:,.0f}"), content, f"{atlas.id}{kind}",
        (PICTURES | DATA)[kind], type="primary", on_click="ignore",
    )
    if kind == ".png":
        st.image(content)
    st.caption(t("It shows this view and can be reopened as it: {view}", view=format_view(view)))


@st.cache_data(max_entries=24, show_spinner=True)
def _made(_atlas: Atlas, atlas_hash: str, view: str, kind: str) -> bytes | str:
    chosen = parse_view(view)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"export{kind}"
        try:
            if kind in PICTURES:
                write_snapshot(_atlas, chosen, path)
            else:
                format_of(path).write(_atlas, chosen, path)
        except MapAppError as error:
            return str(error)
        return path.read_bytes()


def make_export(atlas: Atlas, view: View, kind: str) -> bytes | str:
    """The bytes of an export of this View, or the words of the error that prevented it."""
    return _made(atlas, atlas.sha256, format_view(view), kind)
