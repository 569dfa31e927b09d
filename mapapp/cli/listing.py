"""`mapapp list`: the records of an atlas, and what its sources give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal, get_args

import typer

from mapapp.cli.options import (
    Actor,
    AtlasName,
    Certainty,
    Json,
    Kind,
    Lang,
    Mode,
    Near,
    Place,
    Source,
    Text,
    ViewText,
    Where,
    Years,
    choose_view,
    filters_given,
)
from mapapp.cli.printing import print_json
from mapapp.errors import InvalidInputError

Listed = Literal["events", "places", "figures", "sources", "disagreements"]
LISTED: tuple[Listed, ...] = get_args(Listed)


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
) -> None:
    """List the records of an atlas, or those that filters choose; or what its sources give, passage by passage."""
    filters = filters_given(years, mode, kind, actor, place, near, source, text, lang, certainty, where)
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
