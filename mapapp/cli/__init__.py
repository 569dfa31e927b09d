"""The command line: a command parses, calls one function, prints. docs/reference/command-line.md is its manual.

Heavy libraries are imported inside the commands, so that `mapapp --help` answers at once. A new command is one module
and one line of COMMANDS.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from mapapp import __version__
from mapapp.cli.explore import explore
from mapapp.cli.folders import new, pack, unpack
from mapapp.cli.importing import import_into
from mapapp.cli.listing import list_records
from mapapp.cli.locate import locate
from mapapp.cli.reading import read
from mapapp.cli.validate import validate
from mapapp.cli.writing import export, snapshot
from mapapp.errors import MapAppError, exit_code

COMMANDS: dict[str, Callable[..., None]] = {
    "explore": explore,
    "validate": validate,
    "list": list_records,
    "snapshot": snapshot,
    "export": export,
    "new": new,
    "import": import_into,
    "pack": pack,
    "unpack": unpack,
    "locate": locate,
    "read": read,
}

app = typer.Typer(
    name="mapapp",
    help="A source-grounded, time-aware map explorer.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


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


for _name, _command in COMMANDS.items():
    app.command(_name)(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an error of ours becomes a message and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app(args=None if arguments is None else list(arguments), prog_name="mapapp")
    except MapAppError as error:
        from mapapp.plain import safe_text

        print(f"mapapp: {safe_text(str(error), keep=chr(10))}", file=sys.stderr)
        raise SystemExit(exit_code(error)) from None
