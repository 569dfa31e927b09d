"""Which format an atlas has, and the way from each older format to the next.

When a format 2 comes: raise CURRENT, and add `1: one_to_two` to MIGRATIONS, a function from the files of format 1 to
the files of format 2. Atlases of every format then go through all the steps they need; the files on the disk change
only when the atlas is saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mapapp.atlas.codes import Report
from mapapp.atlas.files import Files
from mapapp.atlas.forms import short
from mapapp.errors import Where, told

CURRENT = 1
MIGRATIONS: dict[int, Callable[[Files], Files]] = {}


def identify(table: dict[str, Any], report: Report) -> int | None:
    """The format that atlas.toml names; None, with a problem, if this version of mapapp does not know it."""
    given = table.get("format")
    where = Where("atlas.toml", None, "format")
    if given is None:
        report.add("A104", where, told("format is missing."), told("Write format = {current}.", current=CURRENT))
    elif not isinstance(given, int) or isinstance(given, bool) or given < 1:
        report.add(
            "A117",
            where,
            told("{given} is no format.", given=short(given)),
            told("Write format = {current}.", current=CURRENT),
        )
    elif given > CURRENT:
        message = told(
            "the atlas has format {given}; this mapapp knows formats up to {current}.",
            given=short(given),
            current=CURRENT,
        )
        report.add("A117", where, message, told("Update mapapp."))
    else:
        return given
    return None


def migrate(files: Files, found: int) -> Files:
    """The files in the current format."""
    for step in range(found, CURRENT):
        files = MIGRATIONS[step](files)
    return files
