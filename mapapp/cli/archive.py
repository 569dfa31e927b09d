"""`mapapp archive`: event archives of up to 10^9 rows."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mapapp.cli.options import Json, ViewText
from mapapp.cli.printing import print_json, say_written
from mapapp.plain import safe_text

if TYPE_CHECKING:
    from mapapp.archive import Archive

ArchiveFolder = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="The folder of an archive.")]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="What may be used of the memory, such as 2GB.")]

archive = typer.Typer(help="Event archives of 10^6 to 10^9 rows.", no_args_is_help=True, rich_markup_mode=None)


@archive.command()
def build(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE…", help="CSV, Parquet, GeoParquet or GeoJSONSeq files.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="ARCHIVE", help="The folder to make.")],
    columns: Annotated[Path | None, typer.Option(metavar="FILE", help="TOML: which column holds what.")] = None,
    memory: Memory = "2GB",
    engine: Annotated[Literal["duckdb", "dask"], typer.Option(help="Where the work is done.")] = "duckdb",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="For dask: else a cluster of its own.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of an archive that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Build an archive. A build that was stopped goes on when the same command is given again."""
    from mapapp.archive.build import build_archive
    from mapapp.archive.columns import read_columns
    from mapapp.archive.duck import parse_memory
    from mapapp.archive.engines import engine_named

    chosen = read_columns(columns) if columns else None
    with engine_named(engine, parse_memory(memory), scheduler) as running:
        built = build_archive(sources, output, chosen, engine=running, replace=replace, progress=_Progress())
    _print(built, as_json)
    say_written(output)


@archive.command()
def info(archive: ArchiveFolder, as_json: Json = False) -> None:
    """Say what an archive holds."""
    from mapapp.archive import open_archive

    _print(open_archive(archive), as_json)


@archive.command()
def check(archive: ArchiveFolder, memory: Memory = "2GB", as_json: Json = False) -> None:
    """Check that an archive is whole: hashes, order, sums. Exit 0 if it is, 1 if not."""
    from mapapp.archive import open_archive
    from mapapp.archive.check import check_archive
    from mapapp.archive.duck import parse_memory

    opened = open_archive(archive)
    wrong = check_archive(opened, parse_memory(memory))
    if as_json:
        print_json({"wrong": wrong, "checksum": opened.checksum})
    else:
        for line in wrong:
            print(safe_text(line))
        print(safe_text(f"{archive}: {'no problems' if not wrong else f'{len(wrong)} wrong'}"))
    raise typer.Exit(1 if wrong else 0)


@archive.command()
def serve(
    archive: ArchiveFolder,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Of the local server; else a free one.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    view: ViewText = None,
) -> None:
    """Open an archive in a browser, from a server on this machine only."""
    from mapapp.archive import open_archive
    from mapapp.archive.serve import serve_archive

    serve_archive(open_archive(archive), port, browser=browser, view=view)


@archive.command()
def viewer(
    archive: ArchiveFolder,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="The folder to make.")],
    events: Annotated[
        bool, typer.Option("--events/--no-events", help="With the single events, or counts only.")
    ] = True,
    view: ViewText = None,
) -> None:
    """Write a folder that any static web host can serve: the page, its tiles, and pages of events."""
    from mapapp.archive import open_archive
    from mapapp.archive.viewer import write_viewer
    from mapapp.view import parse_view

    write_viewer(open_archive(archive), output, events=events, view=parse_view(view) if view else None)
    say_written(output)


def _print(archive: Archive, as_json: bool) -> None:
    from mapapp.archive.words import archive_text

    if as_json:
        print_json(archive.record() | {"checksum": archive.checksum})
    else:
        print(archive_text(archive))


class _Progress:
    """One line a stage on standard error; on a terminal it is written over."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        live = sys.stderr.isatty()
        if not live and done not in (0, total) and done * 10 // total == (done - 1) * 10 // total:
            return
        line = f"{time.monotonic() - self._started:7.1f} s  {stage} {done} of {total}"
        print(
            f"\r\x1b[K{line}" if live else line, end="" if live and done < total else "\n", file=sys.stderr, flush=True
        )
