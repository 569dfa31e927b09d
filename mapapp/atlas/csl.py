"""The parts of a CSL-JSON item that programs take apart: names of people and dates, each in the form of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mapapp.errors import told

_NAMES = (
    "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
    "director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer",
    "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
    "script-writer", "series-creator", "translator",
)  # fmt: skip
_DATES = ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
_PARTS_OF_NAMES = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")


def misformed(item: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The fields of an item that are of no form that CSL-JSON has: the field, what is wrong, how to mend it."""
    for name in _NAMES:
        if name in item and not _are_names(item[name]):
            yield (
                name,
                "these are no names of people.",
                'Write [{"family": "Ono", "given": "Yoko"}, {"literal": "NATO"}].',
            )
    for name in _DATES:
        if name in item and not _is_date(item[name]):
            mend = told('Write {"date-parts": [[2004, 8, 28]]} or {"raw": "2004"}.')
            yield name, told("this is no date of CSL-JSON."), mend


def _are_names(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and all(isinstance(one.get(part, ""), str) for part in _PARTS_OF_NAMES) for one in value
    )


def _is_date(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    parts = value.get("date-parts", [])
    return (
        all(isinstance(value.get(name, ""), str) for name in ("raw", "literal", "edtf"))
        and isinstance(parts, list)
        and all(isinstance(one, list) and all(map(_is_number, one)) for one in parts)
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return value.removeprefix("-").isdecimal() and value.isascii() and len(value) < 8
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**7
