"""Names of atlases to folders: one that is named by its path, one of the reader's own, one that is shipped."""

from __future__ import annotations

import os
from pathlib import Path

from mapapp.atlas.codes import nearest
from mapapp.errors import NotFoundError
from mapapp.shipped import geodata_folder

WORKSPACE_VARIABLE = "MAPAPP_WORKSPACE"
"""The environment's variable that names the folder of the reader's own atlases."""

_MOST_LISTED = 20


def shipped_atlases() -> dict[str, Path]:
    """The shipped atlases: folders by name."""
    return _atlases_in(geodata_folder())


def own_folder() -> Path:
    """The folder of the reader's own atlases: `$MAPAPP_WORKSPACE`, else the folder `mapapp` in their home."""
    given = os.environ.get(WORKSPACE_VARIABLE)
    return Path(given) if given else Path.home() / "mapapp"


def find_atlas(name_or_path: str | Path, workspace: Path | None = None) -> Path:
    """The folder of an atlas: a folder that exists, else the reader's own of this name, else a shipped one.

    `workspace` is the reader's folder where it is not `own_folder()`. Raises NotFoundError, saying where was looked.
    """
    path, own, shipped = Path(name_or_path), workspace or own_folder(), shipped_atlases()
    try:
        if path.is_dir() and (path.name not in shipped or (path / "atlas.toml").exists()):
            return path
        found = _own_atlas(str(name_or_path), own)
    except (OSError, ValueError):  # a name that no file system takes
        found = None
    if found is None and str(name_or_path) not in shipped:
        raise NotFoundError(_nowhere(str(name_or_path), own, shipped))
    return found or shipped[str(name_or_path)]


def target_folder(path: Path) -> Path:
    """The folder of an atlas that may be new: one that exists, else the reader's own of this name, else the path."""
    try:
        own = None if path.exists() else _own_atlas(str(path), own_folder())
    except (OSError, ValueError):
        own = None
    return own or path


def _own_atlas(name: str, own: Path) -> Path | None:
    """The atlas of this name in a folder of atlases; only a plain name is one, so that nothing leaves the folder."""
    return own / name if _is_plain(name) and (own / name / "atlas.toml").is_file() else None


def _is_plain(name: str) -> bool:
    return Path(name).name == name and name not in (".", "..")


def _atlases_in(folder: Path) -> dict[str, Path]:
    return {file.parent.name: file.parent for file in sorted(folder.glob("*/atlas.toml"))}


def _nowhere(name: str, own: Path, shipped: dict[str, Path]) -> str:
    """Where was looked for an atlas, and what is there."""
    if not _is_plain(name):
        return f"There is no atlas folder {name!r}. Shipped atlases: {', '.join(shipped) or 'none'}."
    try:
        mine = list(_atlases_in(own))
    except OSError:
        mine = []
    listed = ", ".join(mine[:_MOST_LISTED]) + (" …" if len(mine) > _MOST_LISTED else "")
    looked = (
        f"There is no atlas {name!r}: no folder of this name in {str(Path.cwd())!r}, none among your own in "
        f"{str(own)!r} ({listed or 'there is none'}), none that is shipped ({', '.join(shipped) or 'there is none'})."
    )
    return f"{looked} {nearest(name, [*mine, *shipped])}".rstrip()
