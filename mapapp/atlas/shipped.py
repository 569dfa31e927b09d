"""The shipped atlases."""

from __future__ import annotations

from pathlib import Path

from mapapp.atlas.codes import nearest
from mapapp.errors import NotFoundError
from mapapp.shipped import geodata_folder


def shipped_atlases() -> dict[str, Path]:
    """The shipped atlases: folders by name."""
    return {file.parent.name: file.parent for file in sorted(geodata_folder().glob("*/atlas.toml"))}


def find_atlas(name_or_path: str | Path) -> Path:
    """The folder of an atlas: a folder that exists, else a shipped atlas of that name.

    Raises NotFoundError, which lists the shipped atlases.
    """
    path, shipped = Path(name_or_path), shipped_atlases()
    try:
        if path.is_dir() and (path.name not in shipped or (path / "atlas.toml").exists()):
            return path
    except (OSError, ValueError):  # a name that no file system takes
        pass
    if str(name_or_path) in shipped:
        return shipped[str(name_or_path)]
    hint = nearest(str(name_or_path), shipped)
    listed = f"Shipped atlases: {', '.join(shipped)}." if shipped else "No atlas is shipped."
    raise NotFoundError(" ".join(f"There is no atlas folder {str(name_or_path)!r}. {hint} {listed}".split()))
