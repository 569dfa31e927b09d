"""Records as aligned text for a terminal. Text of an atlas is untrusted: nothing in it can steer the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from mapapp.export.records import place_name
from mapapp.model import Atlas, in_language
from mapapp.plain import safe_text
from mapapp.view import View
from mapapp.why import Explanation

_ZERO_WIDTH = ("Mn", "Me", "Cf")


def width(text: str) -> int:
    """Columns that a text takes in a terminal: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.category(char) in _ZERO_WIDTH else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def table_text(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned by their width in a terminal, two spaces apart, one line a row, without trailing spaces."""
    cells = [[safe_text(" ".join(cell.split())) for cell in row] for row in (headings, *rows)]
    widths = [max(width(row[index]) for row in cells) for index in range(len(headings))]
    lines = (
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in cells
    )
    return "\n".join(line.rstrip() for line in lines)


def listing_text(atlas: Atlas, what: str, records: Sequence[dict[str, Any]], view: View) -> str:
    """The table of `mapapp list` for records of `mapapp.export.records.LISTS`, in the View's language."""
    columns = _COLUMNS[what]
    words = _Words(atlas, view)
    rows = [[column(record, words) for column in columns.values()] for record in records]
    return table_text(list(columns), rows)


class _Words:
    """Picks texts in the language of a View, and names in force in its window."""

    def __init__(self, atlas: Atlas, view: View) -> None:
        self.atlas, self.view = atlas, view

    def pick(self, words: dict[str, str]) -> str:
        return in_language(words, self.view.lang, self.atlas.languages[0])

    def place_names(self, identifiers: Sequence[str]) -> str:
        return ", ".join(place_name(self.atlas.place_by_id[identifier], self.view) for identifier in identifiers)


_COLUMNS: dict[str, dict[str, Callable[[dict[str, Any], _Words], str]]] = {
    "events": {
        "when": lambda record, words: record["when"] or "undated",
        "id": lambda record, words: record["id"],
        "kind": lambda record, words: record["kind"],
        "title": lambda record, words: words.pick(record["title"]),
        "places": lambda record, words: words.place_names(record["places"] or record["about"]),
    },
    "places": {
        "id": lambda record, words: record["id"],
        "kind": lambda record, words: record["kind"],
        "precision": lambda record, words: record["precision"],
        "name": lambda record, words: words.place_names([record["id"]]),
        "when": lambda record, words: record["when"] or "",
    },
    "figures": {
        "period": lambda record, words: record["period"] or "undated",
        "id": lambda record, words: record["id"],
        "value": lambda record, words: f"{record['value']} {record['unit']}",
        "label": lambda record, words: words.pick(record["label"]),
    },
    "sources": {
        "id": lambda record, words: record["id"],
        "type": lambda record, words: str(record.get("type", "")),
        "title": lambda record, words: str(record.get("title", "")),
    },
    "disagreements": {
        "id": lambda record, words: record["id"],
        "subject": lambda record, words: record["subject"],
        "field": lambda record, words: record["field"],
        "follows": lambda record, words: record["follows"] or "none",
        "question": lambda record, words: record["question"],
    },
}


def explanation_text(explanation: Explanation) -> str:
    """Why a record is not shown, a line for each filter, with the view that lifts it."""
    shown = f"{explanation.id} ({explanation.sort})"
    if not explanation.reasons:
        return safe_text(f"{shown} is shown.")
    lines = [f"{shown} is not shown:"]
    for reason in explanation.reasons:
        value = f" {reason.value}" if reason.value else ""
        mend = f'  without it: --view "{reason.lifted}"' if reason.lifted else ""
        lines.append(f"  {_REASONS.get(reason.filter, reason.filter)}{value}{mend}")
    return safe_text("\n".join(lines), keep="\n")


_REASONS = {
    "time": "outside the window",
    "layer": "its layer is off:",
    "undated": "it has no date",
    "unlocated": "it has no place that could be drawn",
    "untouched": "nothing that it is about is shown",
}


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The same as a JSON object."""
    reasons = [{"filter": one.filter, "value": one.value, "lifted": one.lifted} for one in explanation.reasons]
    return {"id": explanation.id, "sort": explanation.sort, "shown": not reasons, "reasons": reasons}
