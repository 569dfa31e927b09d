"""What a command prints: JSON, problems, and the file that it wrote."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.plain import safe_text

if TYPE_CHECKING:
    from mapapp.errors import Problem


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem as an object of JSON."""
    where = problem.where
    return {
        "code": problem.code,
        "file": where.file,
        "row": where.row,
        "field": where.field,
        "message": problem.message,
        "mend": problem.mend,
    }


def print_json(value: object) -> None:
    """Print JSON; controls are escaped by JSON itself, those above U+007F by us."""
    print(escaped(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)))


def escaped(text: str) -> str:
    """JSON in which no character can steer a terminal."""
    return re.sub("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def say_written(path: Path) -> None:
    """Name a file that was written, beside the output."""
    print(f"wrote {safe_text(str(path))}", file=sys.stderr)


@contextmanager
def working(what: str) -> Iterator[Callable[[int, int], None]]:
    """Says on a terminal what is being done and how far it is, until it is done; elsewhere nothing."""
    shown = sys.stderr.isatty()

    def say(how_far: str) -> None:
        if shown:
            print(f"\r{safe_text(what)}{how_far} (stop with Ctrl+C)", end="", file=sys.stderr, flush=True)

    def progress(done: int, of: int) -> None:
        say(f" {done} of {of}")

    say("")
    try:
        yield progress
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
