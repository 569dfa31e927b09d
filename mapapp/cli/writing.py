"""`mapapp snapshot` and `mapapp export`: what a view shows, as a file."""

from __future__ import annotations

from typing import Annotated

import typer

from mapapp.cli.options import (
    Actor,
    AtlasName,
    Certainty,
    Kind,
    Lang,
    Mode,
    Near,
    Output,
    Place,
    Source,
    Text,
    ViewText,
    Where,
    Years,
    archive_view,
    choose_view,
    filters_given,
    is_archive,
    parse_size,
)
from mapapp.cli.printing import say_written


def snapshot(
    atlas: AtlasName,
    output: Output,
    view: ViewText = None,
    years: Years = None,
    mode: Mode = None,
    kind: Kind = None,
    actor: Actor = None,
    place: Place = None,
    near: Near = None,
    source: Source = None,
    text: Text = None,
    lang: Lang = None,
    certainty: Certainty = None,
    where: Where = None,
    size: Annotated[str, typer.Option(metavar="WxH", help="Width and height in pixels.")] = "1600x1000",
) -> None:
    """Draw a map as a picture: PNG, SVG or PDF."""
    pixels = parse_size(size)
    filters = filters_given(years, mode, kind, actor, place, near, source, text, lang, certainty, where)
    if is_archive(atlas):
        from mapapp.archive import open_archive
        from mapapp.archive.picture import write_archive_snapshot

        write_archive_snapshot(open_archive(atlas), archive_view(view, filters), output, pixels)
        say_written(output)
        return
    from mapapp.atlas import open_atlas
    from mapapp.staticmap import write_snapshot

    opened = open_atlas(atlas)
    write_snapshot(opened, choose_view(opened, view, filters, picture=True), output, pixels)
    say_written(output)


def export(
    atlas: AtlasName,
    output: Output,
    view: ViewText = None,
    years: Years = None,
    mode: Mode = None,
    kind: Kind = None,
    actor: Actor = None,
    place: Place = None,
    near: Near = None,
    source: Source = None,
    text: Text = None,
    lang: Lang = None,
    certainty: Certainty = None,
    where: Where = None,
    tour: Annotated[str | None, typer.Option(metavar="TOUR", help="A tour as a PDF handout, in --lang.")] = None,
) -> None:
    """Write what a view shows: a picture, a standalone page, data, or references; the extension says which."""
    filters = filters_given(years, mode, kind, actor, place, near, source, text, lang, certainty, where)
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
        write_tour(open_atlas(atlas), tour, lang or "en", output)
        say_written(output)
        return
    target = format_of(output)
    opened = open_atlas(atlas)
    target.write(opened, choose_view(opened, view, filters, picture=target.picture), output)
    say_written(output)
