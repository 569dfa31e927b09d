"""The explorer's one page: which atlas, the page itself, dialogs for what needs Python."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from mapapp.app.desks import DESKS, draw_desk
from mapapp.app.desks.own import open_desk
from mapapp.app.drafts import open_for_desk
from mapapp.app.exporting import export_dialog
from mapapp.app.frame import page_frame
from mapapp.app.opened import Opened, known_atlases, open_stamped, workspace
from mapapp.app.pages import Page
from mapapp.app.theming import widgets_theme
from mapapp.app.troubles import problems_dialog, show_troubles
from mapapp.language import translator
from mapapp.model import Atlas, in_language
from mapapp.theme import ThemeName, tokens
from mapapp.view import View, format_view, read_view
from mapapp.webmap import render_page

_PARAMETERS_OF_OURS = ("atlas", "desk")


def draw() -> None:
    """Draw the explorer; Streamlit calls this at every rerun."""
    st.set_page_config(page_title="mapapp", layout="wide", initial_sidebar_state="collapsed")
    folders = known_atlases()
    name = str(st.session_state.get("atlas") or st.query_params.get("atlas") or "crossroads")
    t = translator(str(st.query_params.get("lang") or "en"))
    if name not in folders:
        theme_style(View())
        show_troubles(name, [], folders, t, t("There is no atlas “{name}”.", name=name))
        return
    desk = st.query_params.get("desk") if workspace() else None
    at_desk = desk in DESKS
    with st.spinner(t("Opening the atlas")):
        opened = (
            open_for_desk(name, folders[name], keep_stale=desk == "edit")
            if at_desk
            else open_stamped(name, folders[name])
        )
    if opened.atlas is None:
        theme_style(View())
        show_troubles(name, opened.problems, folders, t)
        return
    if desk is not None and at_desk:
        view, _ = read_view(st.session_state.get("wanted") or opened.atlas.view)
        theme_style(View(theme=widgets_theme()))
        draw_desk(desk, opened, translator(str(st.query_params.get("lang") or view.lang)))
        return
    explore(opened, opened.atlas, folders)


@st.cache_resource(max_entries=16, show_spinner=False)
def _page(name: str, stamp: str, _atlas: Atlas, host: str) -> Page:
    view, _ = read_view(_atlas.view)
    return Page(render_page(_atlas, view, host=json.loads(host)))


def explore(opened: Opened, atlas: Atlas, folders: dict[str, Path]) -> None:
    """The page of one atlas, and what its buttons ask for."""
    opening = opening_query(atlas)
    titles = [{"id": name, "title": atlas_title(name, folder)} for name, folder in folders.items()]
    desks = [{"id": name, "title": desk.title} for name, desk in DESKS.items()] if workspace() else []
    host = {
        "atlas": opened.name,
        "atlases": titles,
        "actions": ["export", "problems"],
        "problems": len(opened.problems),
        "desks": desks,
    }
    t = translator(str(st.query_params.get("lang") or "en"))
    with st.spinner(t("Opening the atlas")):
        page = _page(opened.name, opened.stamp, atlas, json.dumps(host, ensure_ascii=False))
    order = st.session_state.setdefault("order", 0)
    wanted = st.session_state.get("wanted") or opening
    action = page_frame(
        key=f"page-{opened.name}",
        atlas=opened.name,
        title=in_language(atlas.title, "en"),
        page=page.address,
        missing=t("The map could not be loaded. Reload this page."),
        view=wanted,
        order=order,
    )
    view, _ = read_view(action["query"] if action else wanted)
    theme_style(view)
    match action:
        case {"name": "atlas", "value": str(other)} if other in folders and other != opened.name:
            switch_atlas(other)
        case {"name": "open", "value": {"atlas": str(other), "view": str(query)}} if other in folders:
            switch_atlas(other, format_view(read_view(query)[0]))
        case {"name": "export"}:
            export_dialog(atlas, view, translator(view.lang))
        case {"name": "desk", "value": str(desk)} if desk in DESKS:
            open_desk(desk, opened.name, view)
        case {"name": "problems"}:
            problems_dialog(opened.problems, translator(view.lang))


def opening_query(atlas: Atlas) -> str:
    """The View in the address bar, else the atlas's own."""
    given = {key: value for key, value in st.query_params.items() if key not in _PARAMETERS_OF_OURS}
    base, _ = read_view(atlas.view)
    if not given:
        return format_view(base)
    return urlencode(given)  # as given: the page reads it and says what it does not understand


def atlas_title(name: str, folder: Path) -> str:
    """The title an atlas has in the list of atlases; its name when it cannot be read."""
    opened = open_stamped(name, folder)
    return in_language(opened.atlas.title, "en") if opened.atlas else f"{name} (!)"


def switch_atlas(name: str, query: str | None = None) -> None:
    """Show another atlas, at its own opening View or at the one of a file that was dropped on the page."""
    st.session_state["atlas"] = name
    st.session_state["wanted"] = query
    st.session_state["order"] = st.session_state.get("order", 0) + (query is not None)
    st.query_params.from_dict({"atlas": name})
    st.rerun()


def theme_style(view: View) -> None:
    """Streamlit's part of the window in the page's theme; where that is the system's, as the system prefers."""
    style = (Path(__file__).with_name("style.css")).read_text("utf-8")
    rules = _window_colours("dark" if view.theme == "dark" else "light")
    if view.theme == "auto":
        rules += f"@media (prefers-color-scheme: dark){{{_window_colours('dark')}}}"
    rules += f":root{{--widgets-ink:{tokens(widgets_theme())['accent-ink']}}}"
    st.html(f"<style>{rules}{style}[data-testid=stApp]{{background:var(--window-panel)}}</style>")


def _window_colours(theme: ThemeName) -> str:
    color = tokens(theme)
    parts = {"panel": "panel", "rule": "rule", "text": "text-1", "accent": "accent", "edge": "edge"}
    values = "".join(f"--window-{part}:{color[token]};" for part, token in parts.items())
    return f":root{{{values}}}"
