"""The export dialog: the current View in each format of `mapapp.export`, made as on the command line."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from mapapp.app.drawing import Choice, Drawing, choose_drawing, draw_with_progress, watch
from mapapp.app.saving import save_button
from mapapp.errors import MapAppError
from mapapp.export import ANIMATION, DATA, FORMATS, GROUPS, PICTURE, REFERENCES, Format
from mapapp.export.records import chosen_disagreements, chosen_events, chosen_places, cited_sources
from mapapp.language import Translator
from mapapp.model import Atlas
from mapapp.select import select_figures
from mapapp.view import View, format_view, parse_view

_SHOWN = 1500
"""Characters of a text file that the preview shows."""


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
    st.caption(included_words(atlas, view, t))
    if group in (PICTURE, ANIMATION):
        choice = choose_drawing(animated=group == ANIMATION, t=t)
        if choice.slow:
            drawing = _asked_for(atlas, view, kind, choice, t)
            if drawing is not None:
                watch(drawing, lambda content: _show(atlas, view, kind, content, t), t)
            return
        _show(atlas, view, kind, _drawn(atlas, view, kind, choice, t), t)
    else:
        with st.spinner(t("Writing the file")):
            content = make_export(atlas, view, kind)
        _show(atlas, view, kind, content, t)


def _show(atlas: Atlas, view: View, kind: str, content: bytes | str, t: Translator) -> None:
    """What was made, to be saved and looked at; or the words of the error."""
    if isinstance(content, str):
        st.text(content)  # it may repeat words of the atlas
        return
    _offer(atlas, kind, content, t)
    _preview(FORMATS[kind], kind, content, t)
    words = t(
        "It shows this view and can be reopened as it: {view}"
        if FORMATS[kind].picture
        else "Made from this view: {view}",
        view=format_view(view),
    )
    st.caption(words)


def included_words(atlas: Atlas, view: View, t: Translator) -> str:
    """What an export of a View holds: "30 events, 18 places, 12 figures, 20 disagreements, 3 sources"."""
    counts = (
        t.plural("{n} event", "{n} events", len(chosen_events(atlas, view))),
        t.plural("{n} place", "{n} places", len(chosen_places(atlas, view))),
        t.plural("{n} figure", "{n} figures", len(select_figures(atlas, view))),
        t.plural("{n} disagreement", "{n} disagreements", len(chosen_disagreements(atlas, view))),
        t.plural("{n} source", "{n} sources", len(cited_sources(atlas, view))),
    )
    return t("Included: {what}.", what=t(", ").join(counts))


def _offer(atlas: Atlas, kind: str, content: bytes, t: Translator) -> None:
    chosen = FORMATS[kind]
    name, media_type = f"{atlas.id}{kind}", chosen.media_type
    if chosen.beside:
        name, media_type = f"{name}.zip", "application/zip"
    save_button(t("Save {size} kB", size=f"{len(content) / 1000:,.0f}"), content, name, media_type, kind="primary")


def _preview(chosen: Format, kind: str, content: bytes, t: Translator) -> None:
    """The picture itself, or how a text file begins."""
    if kind in (".png", ".gif", ".webp"):
        st.image(content, alt=t("Preview"))
    elif kind == ".svg":
        st.image(content.decode("utf-8"), alt=t("Preview"))
    elif kind == ".mp4":
        st.video(content, loop=True, muted=True)
    elif chosen.group in (DATA, REFERENCES) and not chosen.beside and content[:1] not in (b"S", b"P", b"f"):
        beginning = content[:_SHOWN].decode("utf-8", "ignore")
        st.code(beginning + ("…" if len(content) > _SHOWN else ""), language=None, height=180)


def _asked_for(atlas: Atlas, view: View, kind: str, choice: Choice, t: Translator) -> Drawing | None:
    """The animation that was asked for as it is chosen now; another choice stops the one before."""
    again = st.button(t("Draw it"), type="primary", key="export-draw")
    before: Drawing | None = st.session_state.get("export-drawing")
    if before is not None and (again or before.asked != (atlas.sha256, format_view(view), kind, choice)):
        before.stop()
        before = None
    drawing = Drawing(atlas, view, kind, choice) if again else before
    st.session_state["export-drawing"] = drawing
    return drawing


def _drawn(atlas: Atlas, view: View, kind: str, choice: Choice, t: Translator) -> bytes | str:
    """A picture, kept while the dialog is used."""
    key = (atlas.sha256, format_view(view), kind, choice)
    kept: dict[object, bytes | str] = st.session_state.setdefault("export-drawn", {})
    if key not in kept:
        made = draw_with_progress(atlas, view, kind, choice, t)
        kept.clear()
        kept[key] = made
    return kept[key]


@st.cache_data(max_entries=24, show_spinner=False)
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
