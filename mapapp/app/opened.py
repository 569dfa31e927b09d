"""The atlases that the explorer knows, each read again only when its files have changed."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from mapapp.app.variables import ATLASES_VARIABLE, WORKSPACE_VARIABLE
from mapapp.atlas import read_atlas, shipped_atlases
from mapapp.errors import NotFoundError, Problem, Where, told
from mapapp.model import Atlas
from mapapp.tours import check_tours
from mapapp.view import read_view


@dataclass(frozen=True, slots=True)
class Opened:
    """An atlas as it was read, or what is wrong with it; `stamp` changes when its files change."""

    name: str
    folder: Path
    stamp: str
    atlas: Atlas | None
    problems: tuple[Problem, ...]


def workspace() -> Path | None:
    """The folder of the reader's own atlases; None where nobody may write (an explorer that serves strangers)."""
    given = os.environ.get(WORKSPACE_VARIABLE)
    return Path(given) if given else None


def own_atlases() -> dict[str, Path]:
    """The atlases in the reader's own folder, by name."""
    folder = workspace()
    found = sorted(folder.glob("*/atlas.toml")) if folder else []
    return {file.parent.name: file.parent for file in found}


def known_atlases() -> dict[str, Path]:
    """Atlases by name: the shipped ones, the reader's own, and those that `mapapp explore FOLDER` was given."""
    given = json.loads(os.environ.get(ATLASES_VARIABLE, "{}"))
    return {**shipped_atlases(), **own_atlases(), **{name: Path(folder) for name, folder in given.items()}}


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
        problem = Problem("A101", Where(folder), error.args[0], told("Restore the folder."))
        return Opened(name, Path(folder), stamp, None, (problem,))
    more = [*read_view(atlas.view)[1], *check_tours(atlas)] if atlas else []
    return Opened(name, Path(folder), stamp, atlas, (*problems, *more))
