"""`mapapp new`, `mapapp pack` and `mapapp unpack`: the folder of an atlas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.options import AtlasName
from mapapp.cli.printing import say_written

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist or is empty.")]


def new(
    folder: Folder,
    title: Annotated[str, typer.Option(help="The title; without it the name of the folder.")] = "",
    lang: Annotated[list[str] | None, typer.Option(help="A language of the atlas; may be repeated.")] = None,
) -> None:
    """Create an empty atlas, with a README that explains its files."""
    from mapapp.editing.new import create_atlas

    create_atlas(folder, title, lang or ["en"])
    say_written(folder)


def pack(
    atlas: AtlasName,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The ZIP file; without it NAME.zip beside the folder.")
    ] = None,
) -> None:
    """Write the whole folder of an atlas as one ZIP file."""
    from mapapp.atlas import find_atlas
    from mapapp.atlas.pack import pack_atlas

    whole = find_atlas(atlas).resolve()
    target = output or whole.with_name(f"{whole.name}.zip")
    pack_atlas(whole, target)
    say_written(target)


def unpack(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A ZIP file of an atlas.")],
    folder: Folder,
) -> None:
    """Unpack a ZIP file of an atlas into a new folder."""
    from mapapp.atlas.pack import unpack_atlas

    unpack_atlas(file, folder)
    say_written(folder)
