"""`mapapp snapshot` and `mapapp export`: what a view shows, as a file."""

from __future__ import annotations

from typing import Annotated

import typer

from mapapp.cli.filters import Filters, filtered
from mapapp.cli.options import (
    AtlasName,
    Output,
    ViewText,
    archive_view,
    choose_view,
    is_archive,
    parse_paper,
)
from mapapp.cli.printing import say_written, working
from mapapp.errors import InvalidInputError


@filtered
def snapshot(
    atlas: AtlasName,
    output: Output,
    view: ViewText = None,
    *,
    filters: Filters,
    size: Annotated[
        str | None, typer.Option(metavar="WxH", help="Width and height in pixels; else the layout's.")
    ] = None,
    scale: Annotated[float, typer.Option(help="Device pixels to a pixel in PNG and animations: 2 for print.")] = 1.0,
    theme: Annotated[str | None, typer.Option(help="light, dark or print (told apart in grey).")] = None,
    layout: Annotated[str | None, typer.Option(help="slide, column or page.")] = None,
    projection: Annotated[str | None, typer.Option(help="laea, lcc, tmerc or eqearth; else by the extent.")] = None,
    date: Annotated[str | None, typer.Option(help="Print the day it was made: today, or YYYY-MM-DD.")] = None,
    series: Annotated[
        str | None, typer.Option(metavar="BY", help="year, decade, 5y, era, or windows: 1991..2003,2004..2015.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="How long an animation shows each window.")] = 1.5,
) -> None:
    """Draw a map: PNG, SVG, PDF; with --series small multiples; GIF, WebP, MP4 animations."""
    paper = parse_paper(size, scale, theme, layout, projection, date)
    if is_archive(atlas):
        from mapapp.archive import open_archive
        from mapapp.archive.picture import write_archive_snapshot

        if series or layout or projection or date or scale != 1:
            raise InvalidInputError("A picture of an archive takes --size and --theme only, besides filters.")
        write_archive_snapshot(open_archive(atlas), archive_view(view, filters), output, paper.pixels, paper.theme)
        say_written(output)
        return
    from mapapp.atlas import open_atlas
    from mapapp.staticmap import write_snapshot

    opened = open_atlas(atlas)
    chosen = choose_view(opened, view, filters, picture=True)
    with working("drawing") as progress:
        write_snapshot(opened, chosen, output, paper, series=series, seconds=seconds, progress=progress)
    say_written(output)


@filtered
def export(
    atlas: AtlasName,
    output: Output,
    view: ViewText = None,
    *,
    filters: Filters,
    tour: Annotated[str | None, typer.Option(metavar="TOUR", help="A tour as a PDF handout, in --lang.")] = None,
) -> None:
    """Write what a view shows: a picture, a standalone page, data, or references; the extension says which."""
    if is_archive(atlas):
        from mapapp.archive import open_archive
        from mapapp.archive.exporting import write_archive_export

        write_archive_export(open_archive(atlas), archive_view(view, filters), output)
        say_written(output)
        return
    from mapapp.atlas import open_atlas
    from mapapp.export import format_of
    from mapapp.export.handout import write_tour

    if tour is not None:
        with working("drawing") as progress:
            write_tour(open_atlas(atlas), tour, filters.get("lang", "en"), output, progress)
        say_written(output)
        return
    target = format_of(output)
    opened = open_atlas(atlas)
    chosen = choose_view(opened, view, filters, picture=target.picture)
    with working(f"writing {output.name}"):
        target.write(opened, chosen, output)
    say_written(output)
