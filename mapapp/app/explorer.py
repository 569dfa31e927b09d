"""The explorer's one page: which atlas, the page itself, dialogs for what needs Python."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from mapapp.app.exporting import export_dialog
from mapapp.app.frame import page_frame
from mapapp.app.launch import ATLASES_VARIABLE
from mapapp.app.troubles import problems_dialog, show_troubles
from mapapp.atlas import read_atlas, shipped_atlases
from mapapp.errors import NotFoundError, Problem, Where
from mapapp.language import translator
from mapapp.model import Atlas, in_language
from mapapp.theme import tokens
from mapapp.tours import check_tours
from mapapp.view import View, format_view, read_view
from mapapp.webmap import render_page

_PARAMETERS_OF_OURS = ("atlas",)


@dataclass(frozen=True, slots=True)
class Opened:
    """An atlas as it was read, or what is wrong with it; `stamp` changes when its files change."""

    name: str
    stamp: str
    atlas: Atlas | None
    problems: tuple[Problem, ...]


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
    opened = open_stamped(name, folders[name])
    if opened.atlas is None:
        theme_style(View())
        show_troubles(name, opened.problems, folders, t)
        return
    explore(opened, opened.atlas, folders)


def known_atlases() -> dict[str, Path]:
    """Atlases by name: the shipped ones, and those that `mapapp explore FOLDER` was given."""
    given = json.loads(os.environ.get(ATLASES_VARIABLE, "{}"))
    return {**shipped_atlases(), **{name: Path(folder) for name, folder in given.items()}}


def open_stamped(name: str, folder: Path) -> Opened:
    """Read an atlas, again only when one of its files has changed."""
    files = sorted(path for path in (*folder.glob("*"), *folder.glob("tours/*.md")) if path.is_file())
    stamp = ",".join(f"{path.name}:{path.stat().st_mtime_ns}" for path in files)
    return _open(name, str(folder), stamp)


@st.cache_resource(max_entries=16, show_spinner=False)
def _open(name: str, folder: str, stamp: str) -> Opened:
    try:
        atlas, problems = read_atlas(Path(folder))
    except NotFoundError as error:
        return Opened(name, stamp, None, (Problem("A101", Where(folder), str(error), "Restore the folder."),))
    more = [*read_view(atlas.view)[1], *check_tours(atlas)] if atlas else []
    return Opened(name, stamp, atlas, (*problems, *more))


@st.cache_resource(max_entries=16, show_spinner=False)
def _page(name: str, stamp: str, _atlas: Atlas, host: str) -> str:
    view, _ = read_view(_atlas.view)
    return render_page(_atlas, view, host=json.loads(host))


def explore(opened: Opened, atlas: Atlas, folders: dict[str, Path]) -> None:
    """The page of one atlas, and what its buttons ask for."""
    opening = opening_query(atlas)
    titles = [{"id": name, "title": atlas_title(name, folder)} for name, folder in folders.items()]
    host = {"atlases": titles, "actions": ["export", "problems"], "problems": len(opened.problems)}
    html = _page(opened.name, opened.stamp, atlas, json.dumps(host, ensure_ascii=False))
    order = st.session_state.setdefault("order", 0)
    wanted = st.session_state.get("wanted") or opening
    state = page_frame(
        key=f"page-{opened.name}",
        atlas=opened.name,
        title=in_language(atlas.title, "en"),
        html=html,
        view=wanted,
        order=order,
    )
    view, _ = read_view(state.query if state.query is not None else wanted)
    theme_style(view)
    match state.action:
        case {"name": "atlas", "value": str(other)} if other in folders and other != opened.name:
            switch_atlas(other)
        case {"name": "export"}:
            export_dialog(atlas, view, translator(view.lang))
        case {"name": "problems"}:
            problems_dialog(opened.problems, translator(view.lang))


def opening_query(atlas: Atlas) -> str:
    """The View in the address bar, else the atlas's own."""
    given = {key: value for key, value in st.query_params.items() if key not in _PARAMETERS_OF_OURS}
    base, _ = read_view(atlas.view)
    if not given:
        return format_view(base)
    return format_view(read_view(urlencode(given))[0])


def atlas_title(name: str, folder: Path) -> str:
    """The title an atlas has in the list of atlases; its name when it cannot be read."""
    opened = open_stamped(name, folder)
    return in_language(opened.atlas.title, "en") if opened.atlas else f"{name} (!)"


def open_view(view: View) -> None:
    """Send a View to the page: it is opened there at the next run."""
    st.session_state["wanted"] = format_view(view)
    st.session_state["order"] = st.session_state.get("order", 0) + 1
    st.rerun()


def switch_atlas(name: str) -> None:
    """Show another atlas, at its own opening View."""
    st.session_state["atlas"] = name
    st.session_state["wanted"] = None
    st.query_params.from_dict({"atlas": name})
    st.rerun()


def theme_style(view: View) -> None:
    """Streamlit's part of the window in the page's theme."""
    style = (Path(__file__).with_name("style.css")).read_text("utf-8")
    color = tokens("dark" if view.theme == "dark" else "light")
    st.html(f"<style>{style}[data-testid=stApp]{{background:{color['panel']}}}</style>")
