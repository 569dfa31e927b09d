"""`mapapp list`: the records of an atlas, and what its sources give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from mapapp.cli.filters import Filters, filtered
from mapapp.cli.options import (
    AtlasName,
    Json,
    ViewText,
    archive_view,
    choose_view,
    is_archive,
)
from mapapp.cli.printing import escaped, print_json
from mapapp.errors import InvalidInputError

if TYPE_CHECKING:
    from mapapp.view import View

Listed = Literal["events", "places", "figures", "sources", "disagreements"]
LISTED: tuple[Listed, ...] = get_args(Listed)


@filtered
def list_records(
    atlas: AtlasName,
    what: Annotated[Listed | None, typer.Argument()] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="What each passage of the sources gives.")] = False,
    copy: Annotated[
        list[str] | None, typer.Option(metavar="FOLDER|SOURCE=FILE", help="For --coverage: your copies of the texts.")
    ] = None,
    why: Annotated[
        str | None, typer.Option("--why", metavar="ID", help="Why a record is not in what is chosen.")
    ] = None,
    as_json: Json = False,
    view: ViewText = None,
    *,
    filters: Filters,
) -> None:
    """List the records of an atlas, or those that filters choose; or what its sources give, passage by passage."""
    if coverage:
        if what or why or view is not None or filters:
            raise InvalidInputError("--coverage is about the whole atlas: it takes neither records nor filters.")
        _list_coverage(atlas, copy or [], as_json)
        return
    if why is not None:
        _list_reasons(atlas, view, filters, why, as_json)
        return
    if what is None or copy:
        raise InvalidInputError("--copy goes with --coverage." if what else f"Say what to list: {', '.join(LISTED)}.")
    if is_archive(atlas):
        _list_archive(atlas, what, archive_view(view, filters), as_json)
        return
    from mapapp.atlas import open_atlas
    from mapapp.export.records import list_records as records_of
    from mapapp.export.text import listing_text

    opened = open_atlas(atlas)
    chosen = choose_view(opened, view, filters, picture=False)
    records = records_of(opened, chosen, what)
    if as_json:
        print_json(records)
    else:
        print(listing_text(opened, what, records, chosen))


def _list_archive(name: str, what: Listed, view: View, as_json: bool) -> None:
    """Print as the rows come: what is printed was never in memory as a whole."""
    from mapapp.archive import open_archive
    from mapapp.archive.query import stream_records
    from mapapp.archive.words import record_line

    if what != "events":
        raise InvalidInputError("An archive has events only.")
    records = stream_records(open_archive(name), view)
    if not as_json:
        for record in records:
            print(record_line(record))
        return
    mark = "["
    for record in records:
        print(f"{mark}\n{escaped(record)}", end="")
        mark = ","
    print("\n]" if mark == "," else "[]")


def _list_reasons(atlas: str, view: str | None, filters: dict[str, str], record: str, as_json: bool) -> None:
    from mapapp.atlas import open_atlas
    from mapapp.export.text import explanation_json, explanation_text
    from mapapp.why import explain

    opened = open_atlas(atlas)
    explanation = explain(opened, choose_view(opened, view, filters, picture=False), record)
    if as_json:
        print_json(explanation_json(explanation))
    else:
        print(explanation_text(explanation))


def _list_coverage(atlas: str, copies: Sequence[str], as_json: bool) -> None:
    from mapapp.atlas import open_atlas
    from mapapp.atlas.coverage import cover_atlas, read_copies
    from mapapp.export.coverage import coverage_text, passage_json

    opened = open_atlas(atlas)
    passages = cover_atlas(opened, read_copies(opened, copies))
    if as_json:
        print_json([passage_json(passage) for passage in passages])
    else:
        print(coverage_text(passages))
