"""The arguments and options that commands share, and the View that the filters among them ask for."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast
from urllib.parse import urlencode

import typer

from mapapp.errors import InvalidInputError, NotFoundError

if TYPE_CHECKING:
    from mapapp.model import Atlas
    from mapapp.staticmap import Paper
    from mapapp.view import View

AtlasName = Annotated[str, typer.Argument(metavar="ATLAS", help="A folder, or the name of one of your own or shipped.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write; its extension is its format.")]
ViewText = Annotated[str | None, typer.Option("--view", metavar="QUERY", help="A view, as in a permalink.")]


def parse_size(text: str) -> tuple[int, int]:
    """Width and height of `1600x1000`. Raises InvalidInputError."""
    match = re.fullmatch(r"([1-9]\d{1,4})x([1-9]\d{1,4})", text)
    if not match:
        raise InvalidInputError(f"--size {text!r} is not understood: write width and height in pixels, as 1600x1000.")
    return int(match.group(1)), int(match.group(2))


def parse_paper(
    size: str | None,
    scale: float,
    theme: str | None,
    layout: str | None,
    projection: str | None,
    date: str | None,
) -> Paper:
    """The paper that the options of `mapapp snapshot` describe. Raises InvalidInputError."""
    from mapapp.staticmap import Paper

    if date is not None and date != "today" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        raise InvalidInputError(f"--date {date!r} is not understood: write today, or a day such as 2026-11-26.")
    day = datetime.date.today().isoformat() if date == "today" else date
    paper = Paper(
        parse_size(size) if size is not None else None,
        scale,
        cast("Any", theme),
        cast("Any", layout),
        cast("Any", projection),
        day,
    )
    paper.check()
    return paper


def choose_view(atlas: Atlas, query: str | None, filters: dict[str, str], picture: bool) -> View:
    """The View that `--view` and the filters, which override it, ask for.

    Without `--view` a picture begins at the atlas's default view, a list or data with everything. Raises
    InvalidInputError, or NotFoundError for an id that the atlas does not have.
    """
    from mapapp.tours import read_link
    from mapapp.view import View, normalise

    plain = View(lang=atlas.languages[0])
    view, problems = read_link(atlas, query if query is not None else atlas.view if picture else "", plain)
    if problems:
        raise InvalidInputError("\n".join(str(problem) for problem in problems))
    view = normalise(_filtered(view, filters))
    _check_ids(atlas, view)
    return view


def _filtered(view: View, filters: dict[str, str]) -> View:
    from mapapp.view import parse_view, parse_years

    given = dict(filters)
    if "years" in given:
        start, end = parse_years(given.pop("years"))
        if given.get("mode", view.mode) == "in" and start != end:
            raise InvalidInputError("--mode in shows one year, month or day: give one date to --years.")
        view = replace(view, start=None, end=None)
        given |= {"from": start or "..", "to": end or ".."}
    return parse_view(urlencode(given, errors="replace"), view)


def is_archive(name: str) -> bool:
    """Does the name stand for an archive and not for an atlas?"""
    from mapapp.archive import is_archive as is_archive_folder

    return is_archive_folder(name)


def archive_view(query: str | None, filters: dict[str, str]) -> View:
    """The View that `--view` and the filters ask of an archive, whose kinds are checked when it is read."""
    from mapapp.view import View, normalise, parse_view

    return normalise(_filtered(parse_view(query or "", View()), filters))


def _check_ids(atlas: Atlas, view: View) -> None:
    from mapapp.atlas.codes import nearest

    known: dict[str, tuple[Sequence[str], list[str]]] = {
        "kind": (view.kinds, [kind.id for kind in atlas.kinds]),
        "actor": (view.actors, [actor.id for actor in atlas.actors]),
        "place": (
            (*view.places, *view.regions, *(view.near or ())[:1], *(view.along or ())[:1]),
            [place.id for place in atlas.places],
        ),
        "era": (view.eras, [era.id for era in atlas.eras]),
        "reading": (
            view.readings,
            [f"{one.id}~{reading.id}" for one in atlas.disagreements for reading in one.readings],
        ),
        "source": ((*view.sources, *filter(None, [view.follow])), [source.id for source in atlas.sources]),
        "layer": (view.layers or (), [layer.id for layer in atlas.layers]),
        "language": ([view.lang.split("-")[0]], [language.split("-")[0] for language in atlas.languages]),
    }
    wrong = [
        f"{atlas.id} has no {sort} {item!r}. " + (nearest(item, names) or f"It has {', '.join(names[:20])}.")
        for sort, (wanted, names) in known.items()
        for item in wanted
        if item not in names
    ]
    if wrong:
        raise NotFoundError("\n".join(wrong))
