"""`mapapp explore`: the explorer in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.options import ViewText, is_archive
from mapapp.errors import InvalidInputError


def explore(
    atlas: Annotated[str | None, typer.Argument(metavar="[ATLAS]", help="Opened first.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Of the local server; else a free one.")] = None,
    address: Annotated[str, typer.Option(help="What the server listens on; 0.0.0.0 for all networks.")] = "localhost",
    host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A name by which a proxy's readers reach it (repeat).")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    view: ViewText = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A picture or page of mapapp: open what it shows.")
    ] = None,
    workspace: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Your own atlases; else the folder mapapp in your home.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Offer nothing that writes an atlas.")] = False,
) -> None:
    """Open the explorer in a browser."""
    if file and view is not None:
        raise InvalidInputError("--from brings its own view: leave --view away.")
    if atlas is not None and is_archive(atlas):
        from mapapp.archive import open_archive
        from mapapp.archive.serve import serve_archive

        serve_archive(open_archive(atlas), port, browser=browser, view=view)
        return
    from mapapp.app.launch import launch

    launch(
        atlas,
        port,
        browser=browser,
        view=view,
        file=file,
        address=address,
        hosts=host or (),
        workspace=workspace,
        read_only=read_only,
    )
