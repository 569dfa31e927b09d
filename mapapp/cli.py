"""The command line: a command parses, calls one function, prints. docs/reference/command-line.md is its manual.

Heavy libraries are imported inside the commands, so that `mapapp --help` answers at once.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args
from urllib.parse import urlencode

import typer

from mapapp import __version__
from mapapp.errors import InvalidInputError, MapAppError, NotFoundError, Problem, Where, exit_code

if TYPE_CHECKING:
    from mapapp.model import Atlas
    from mapapp.view import View

app = typer.Typer(
    name="mapapp",
    help="A source-grounded, time-aware map explorer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Listed = Literal["events", "places", "figures", "sources", "disagreements"]
LISTED: tuple[Listed, ...] = get_args(Listed)

AtlasName = Annotated[str, typer.Argument(metavar="ATLAS", help="A folder, or the name of a shipped atlas.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON array.")]
Output = Annotated[Path, typer.Option("-o", "--output", help="The file to write; its extension is its format.")]
ViewText = Annotated[str | None, typer.Option("--view", metavar="QUERY", help="A view, as in a permalink.")]
Years = Annotated[str | None, typer.Option(help="2009, 2004..2010, ..2010 or 2004.. (EDTF; -0044 is 45 BCE).")]
Mode = Annotated[str | None, typer.Option(help="in (this year), between, or up-to. Without it: between.")]
Kind = Annotated[list[str] | None, typer.Option(help="Only events of these kinds (ids; repeat, or use commas).")]
Actor = Annotated[list[str] | None, typer.Option(help="Only what these actors do.")]
Place = Annotated[list[str] | None, typer.Option(help="Only what happens at or concerns these places.")]
Near = Annotated[str | None, typer.Option(metavar="PLACE,KM", help="Only what lies within so many km of a place.")]
Source = Annotated[list[str] | None, typer.Option(help="Only what these sources say.")]
Text = Annotated[str | None, typer.Option(help="Only what contains these words.")]
Lang = Annotated[str | None, typer.Option(help="The language of titles and names, such as en, zh-Hant or ja.")]
Certainty = Annotated[str | None, typer.Option(help="possible (whatever could be), or certain (only what must be).")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"mapapp {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print it.")
    ] = False,
) -> None:
    """Explore cited events and places on a map with a year slider."""


@app.command()
def explore(
    atlas: Annotated[str | None, typer.Argument(metavar="[ATLAS]", help="Opened first.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Of the local server; else a free one.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    view: ViewText = None,
    file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A picture or page of mapapp: open what it shows.")
    ] = None,
) -> None:
    """Open the explorer in a browser."""
    if file and view is not None:
        raise InvalidInputError("--from brings its own view: leave --view away.")
    from mapapp.app.launch import launch

    launch(atlas, port, browser=browser, view=view, file=file)


@app.command()
def validate(atlas: AtlasName, as_json: Json = False) -> None:
    """Report every problem of an atlas: exit 0 if there is none, 1 if there are."""
    from mapapp.export.text import safe_text

    problems = atlas_problems(atlas)
    if as_json:
        _print_json([_problem_json(problem) for problem in problems])
    else:
        for problem in problems:
            print(safe_text(str(problem)))
        count = {0: "no problems", 1: "1 problem"}.get(len(problems), f"{len(problems)} problems")
        print(safe_text(f"{atlas}: {count}"))
    raise typer.Exit(1 if problems else 0)


@app.command("list")
def list_records(
    atlas: AtlasName,
    what: Annotated[Listed | None, typer.Argument()] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="What each passage of the sources gives.")] = False,
    copy: Annotated[
        list[str] | None, typer.Option(metavar="FOLDER|SOURCE=FILE", help="For --coverage: your copies of the texts.")
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
) -> None:
    """List the records of an atlas, or those that filters choose; or what its sources give, passage by passage."""
    filters = _filters(years, mode, kind, actor, place, near, source, text, lang, certainty)
    if coverage:
        if what or view is not None or filters:
            raise InvalidInputError("--coverage is about the whole atlas: it takes neither records nor filters.")
        _list_coverage(atlas, copy or [], as_json)
        return
    if what is None or copy:
        raise InvalidInputError("--copy goes with --coverage." if what else f"Say what to list: {', '.join(LISTED)}.")
    from mapapp.atlas import open_atlas
    from mapapp.export.records import LISTS
    from mapapp.export.text import listing_text

    opened = open_atlas(atlas)
    chosen = choose_view(opened, view, filters, picture=False)
    records = LISTS[what](opened, chosen)
    if as_json:
        _print_json(records)
    else:
        print(listing_text(opened, what, records, chosen))


def _list_coverage(atlas: str, copies: Sequence[str], as_json: bool) -> None:
    from mapapp.atlas import open_atlas
    from mapapp.atlas.coverage import cover_atlas, read_copies
    from mapapp.export.coverage import coverage_text, passage_json

    opened = open_atlas(atlas)
    passages = cover_atlas(opened, read_copies(opened, copies))
    if as_json:
        _print_json([passage_json(passage) for passage in passages])
    else:
        print(coverage_text(passages))


@app.command()
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
    size: Annotated[str, typer.Option(metavar="WxH", help="Width and height in pixels.")] = "1600x1000",
) -> None:
    """Draw a map as a picture: PNG, SVG or PDF."""
    from mapapp.atlas import open_atlas
    from mapapp.staticmap import write_snapshot

    pixels = parse_size(size)
    opened = open_atlas(atlas)
    filters = _filters(years, mode, kind, actor, place, near, source, text, lang, certainty)
    write_snapshot(opened, choose_view(opened, view, filters, picture=True), output, pixels)
    _say_written(output)


@app.command()
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
) -> None:
    """Write what a view shows: a picture, a standalone page, data, or references; the extension says which."""
    from mapapp.atlas import open_atlas
    from mapapp.export import format_of

    target = format_of(output)
    opened = open_atlas(atlas)
    filters = _filters(years, mode, kind, actor, place, near, source, text, lang, certainty)
    target.write(opened, choose_view(opened, view, filters, picture=target.picture), output)
    _say_written(output)


def atlas_problems(name: str) -> list[Problem]:
    """All problems of an atlas, those of its default view included."""
    from mapapp.atlas import check_atlas, find_atlas, read_atlas
    from mapapp.view import read_view

    try:
        atlas, problems = read_atlas(find_atlas(name))
    except NotFoundError:
        return check_atlas(name)
    found = read_view(atlas.view)[1] if atlas else []
    return problems + [replace(one, where=Where("atlas.toml", None, f"view: {one.where.field}")) for one in found]


def parse_years(text: str) -> tuple[str | None, str | None]:
    """Both ends of `2009`, `2004..2010`, `2004/2010`, `..2010` or `2004..`; None for an open end.

    A date that a view cannot hold (a decade, a season) is replaced by its first or last day.
    Raises InvalidInputError.
    """
    from mapapp.when import iso_date, parse_span

    mark = ".." if ".." in text else "/"
    first, found, last = (part.strip() for part in text.partition(mark))
    if not found:
        last = first
    if not first and not last:
        raise InvalidInputError(f"--years {text!r} names no year: write 2009, 2004..2010, ..2010 or 2004..")

    def end(side: str, index: int) -> str | None:
        if not side or re.fullmatch(r"-?\d{4}(-\d{2}(-\d{2})?)?|Y-?\d{5,9}", side):
            return side or None
        return iso_date(parse_span(side)[index])

    return end(first, 0), end(last, 1)


def parse_size(text: str) -> tuple[int, int]:
    """Width and height of `1600x1000`. Raises InvalidInputError."""
    match = re.fullmatch(r"([1-9]\d{1,4})x([1-9]\d{1,4})", text)
    if not match:
        raise InvalidInputError(f"--size {text!r} is not understood: write width and height in pixels, as 1600x1000.")
    return int(match.group(1)), int(match.group(2))


def choose_view(atlas: Atlas, query: str | None, filters: dict[str, str], picture: bool) -> View:
    """The View that `--view` and the filters, which override it, ask for.

    Without `--view` a picture begins at the atlas's default view, a list or data with everything. Raises
    InvalidInputError, or NotFoundError for an id that the atlas does not have.
    """
    from mapapp.view import View, normalise, parse_view

    plain = View(lang=atlas.languages[0])
    view = parse_view(query if query is not None else atlas.view if picture else "", plain)
    given = dict(filters)
    if "years" in given:
        start, end = parse_years(given.pop("years"))
        if given.get("mode", view.mode) == "in" and start != end:
            raise InvalidInputError("--mode in shows one year, month or day: give one date to --years.")
        view = replace(view, start=None, end=None)
        given |= {"from": start or "..", "to": end or ".."}
    view = normalise(parse_view(urlencode(given), view))
    _check_ids(atlas, view)
    return view


def _filters(
    years: str | None,
    mode: str | None,
    kind: Sequence[str] | None,
    actor: Sequence[str] | None,
    place: Sequence[str] | None,
    near: str | None,
    source: Sequence[str] | None,
    text: str | None,
    lang: str | None,
    certainty: str | None,
) -> dict[str, str]:
    """The filters that were given, by their names in a view's query (and `years`)."""
    lists = {"kind": kind, "actor": actor, "place": place, "source": source}
    texts = {"years": years, "mode": mode, "near": near, "q": text, "lang": lang, "certainty": certainty}
    joined = {name: ",".join(items) for name, items in lists.items() if items}
    return joined | {name: value for name, value in texts.items() if value is not None}


def _check_ids(atlas: Atlas, view: View) -> None:
    from mapapp.atlas.codes import nearest

    known: dict[str, tuple[Sequence[str], list[str]]] = {
        "kind": (view.kinds, [kind.id for kind in atlas.kinds]),
        "actor": (view.actors, [actor.id for actor in atlas.actors]),
        "place": ((*view.places, *(view.near or ())[:1]), [place.id for place in atlas.places]),
        "source": (view.sources, [source.id for source in atlas.sources]),
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


def _problem_json(problem: Problem) -> dict[str, object]:
    where = problem.where
    return {
        "code": problem.code,
        "file": where.file,
        "row": where.row,
        "field": where.field,
        "message": problem.message,
        "mend": problem.mend,
    }


def _print_json(value: object) -> None:
    """Print JSON; controls are escaped by JSON itself, those above U+007F by us."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)
    print(re.sub("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text))


def _say_written(path: Path) -> None:
    print(f"wrote {path}", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours becomes a message and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="mapapp")
    except MapAppError as error:
        from mapapp.export.text import safe_text

        print(f"mapapp: {safe_text(str(error), keep=chr(10))}", file=sys.stderr)
        raise SystemExit(exit_code(error)) from None
