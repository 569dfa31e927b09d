"""Desks: full pages of the explorer on which a person works on an atlas. A new desk is one module and one line here."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from threading import Thread

import streamlit as st

from mapapp.app.desks.own import open_desk
from mapapp.app.opened import Opened, workspace
from mapapp.errors import MapAppError
from mapapp.gazetteer import shipped_names
from mapapp.language import LANGUAGES, Translator, msg, translator
from mapapp.model import in_language


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of work: its title (a msgid, marked by `msg`), and the module here whose `draw(opened, t)` draws it."""

    title: str
    module: str


DESKS: dict[str, Desk] = {
    "edit": Desk(msg("Edit this atlas"), "edit"),
    "import": Desk(msg("Import a file"), "importing"),
    "review": Desk(msg("Review a document"), "review"),
    "library": Desk(msg("Your atlases"), "library"),
}
"""The desks by the name that they have in the address (`?desk=NAME`), in the order of the header's menu."""


def draw_desk(name: str, opened: Opened, t: Translator) -> None:
    """The bar with the way back and to the other desks, then the desk itself."""
    _open_gazetteer()
    _say_uploads(t)
    with st.container(key="desk"):
        with st.container(key="desk-bar", horizontal=True, vertical_alignment="center"):
            if st.button(t("Back to the map"), key="desk-back", icon=":material/arrow_back:"):
                leave_desk()
            st.text(in_language(opened.atlas.title, t.language) if opened.atlas else opened.name)
            for other, desk in DESKS.items():
                if st.button(t(desk.title), key=f"desk-{other}", type="tertiary", disabled=other == name):
                    open_desk(other, opened.name)
        import_module(f"{__name__}.{DESKS[name].module}").draw(opened, t)


def load_desks() -> None:
    """Load the desks, where there are any, and what their first steps need: nobody waits for it at a click."""
    if workspace() is None:
        return
    for desk in DESKS.values():
        import_module(f"{__name__}.{desk.module}")
    for language in LANGUAGES:
        translator(language)


@cache
def _open_gazetteer() -> None:
    """Open the gazetteer beside the first desk: 0.2 s and 100 MB, which an explorer without desks need not have."""

    def read() -> None:
        with suppress(MapAppError):  # told where a name is looked up
            shipped_names()

    Thread(target=read, daemon=True).start()


def _say_uploads(t: Translator) -> None:
    """Streamlit's own words on a field for files in the reader's language; it has no setting for them."""
    zone = "[data-testid=stFileUploaderDropzone]"
    button = f"{zone} [data-testid=stBaseButton-secondary] [data-testid=stMarkdownContainer] p"
    beside = f"{zone} [data-testid=stFileUploaderDropzoneInstructions]"
    words = {button: t("Choose a file"), beside: t("or drop it here")}
    rules = "".join(
        f"{place}::after{{content:{json.dumps(text, ensure_ascii=False)}}}" for place, text in words.items()
    )
    size = f"{button}{{font-size:0}}{button}::after{{font-size:13px}}"  # the name stays for those who hear the page
    st.html(f"<style>{beside} > *{{display:none}}{size}{rules}</style>")


def leave_desk() -> None:
    """Go back to the map, at the View that was left."""
    for key in ("desk", "lang"):
        st.query_params.pop(key, None)
    st.rerun()
