"""Where the data that come with mapapp lie."""

from __future__ import annotations

from pathlib import Path

import mapapp


def geodata_folder() -> Path:
    """The shipped data: `mapapp/geodata` in an installed package, `geodata` beside the package in a checkout."""
    package = Path(mapapp.__file__).resolve().parent
    installed = package / "geodata"
    return installed if installed.is_dir() else package.parent / "geodata"
