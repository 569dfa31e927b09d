"""Tables of TOML and objects of JSON, read by a declared list of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.atlas.codes import RefusedError, Report, nearest
from mapapp.atlas.forms import refuse_unwritable
from mapapp.errors import Where, told


@dataclass(frozen=True, slots=True)
class Key:
    """A key of an object: how its value is read, what stands for a missing one, whether it must be there and filled."""

    name: str
    read: Callable[[Any], Any]
    default: Any = ""
    needed: bool = False


def read_object(
    value: Any, keys: Sequence[Key], where: Where, report: Report, extra: bool = False
) -> dict[str, Any] | None:
    """Read an object by its keys; None, with all its problems, where one of them cannot be read.

    With `extra`, keys that begin with `x_` are kept under `extra`. Null counts as missing.
    """

    def at(name: str) -> Where:
        return Where(where.file, where.row, f"{where.field}.{name}" if where.field else name)

    if not isinstance(value, dict):
        report.add("A113", where, told("an object with keys is needed here."))
        return None
    before = len(report.problems)
    known = {key.name: key for key in keys}
    kept: dict[str, Any] = {}
    for name in value:
        if name in known:
            continue
        if extra and name.startswith("x_"):
            try:
                refuse_unwritable(value[name])
                kept[name] = value[name]
            except RefusedError as refused:
                report.add(refused.code, at(name[:80]), refused.message, refused.mend)
            continue
        mend = nearest(name, known) or ("" if extra else told("Known here are {known}.", known=", ".join(known)))
        report.add("A103", at(name[:80]), told("unknown key {name}.", name=repr(name[:80])), mend)
    found: dict[str, Any] = {}
    for key in keys:
        given = value.get(key.name)
        if given is None or given == "":
            found[key.name] = key.default
            if key.needed:
                report.add(
                    "A104" if key.name not in value else "A118", at(key.name), told("{name} is missing.", name=key.name)
                )
            continue
        try:
            found[key.name] = key.read(given)
        except RefusedError as refused:
            report.add(refused.code, at(key.name), refused.message, refused.mend)
    if extra:
        found["extra"] = kept
    return found if len(report.problems) == before else None
