"""What an import did: every change, guess, question and refusal is a row, nothing happens silently."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

from mapapp.formulas import neutral, neutral_all

What = Literal["changed", "guessed", "asked", "refused", "kept"]
"""changed: a value stands in another form; guessed: something was inferred; asked: a person should decide; refused:
a value could not be used (its original is kept); kept: something was left as it is, on purpose."""

_TITLES: dict[What, str] = {
    "asked": "questions left open",
    "refused": "values that could not be used",
    "guessed": "guesses",
    "changed": "changes of form",
    "kept": "left as they are",
}


class Entry(NamedTuple):
    """A row of the report: line of the file (None: the whole file), field, what happened, both values, and why."""

    line: int | None
    field: str
    what: What
    original: str
    became: str
    why: str


@dataclass(slots=True)
class ImportReport:
    """The report on one import; the numbers count records of the atlas."""

    file: str
    format: str
    encoding: str
    rows: int = 0
    added: dict[str, int] = field(default_factory=dict)
    updated: int = 0
    unchanged: int = 0
    undated: int = 0
    unlocated: int = 0
    entries: list[Entry] = field(default_factory=list)
    path: Path | None = None
    """Where the report was written."""

    def add(self, line: int | None, name: str, what: What, original: str, became: str, why: str) -> None:
        """Add a row."""
        self.entries.append(Entry(line, name, what, original, became, why))

    @property
    def changes_atlas(self) -> bool:
        """True if a record was added or updated."""
        return self.updated > 0 or any(self.added.values())


COLUMN = "column: "
"""How the reason of an entry begins that says which column fills which field."""

COLUMNS = ("file", "line", "field", "what", "original", "became", "why")


def report_csv(report: ImportReport) -> bytes:
    """The report as CSV (UTF-8 with a byte-order mark, for spreadsheets); no cell runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    fields = ("field", "what", "original", "became", "why")
    columns = [neutral_all(list(map(attrgetter(field), report.entries))) for field in fields]
    lines = ["" if entry.line is None else entry.line for entry in report.entries]
    writer.writerows(zip(repeat(neutral(report.file), len(lines)), lines, *columns, strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def short_report(report: ImportReport, most: int = 6) -> str:
    """The report in a few lines: what was added, and of each sort of entry the commonest reasons with an example."""
    kinds = [f"{count:,} {name}" for name, count in report.added.items() if count]
    lines = [
        f"{report.file}: {report.rows:,} rows ({', '.join(filter(None, (report.format, report.encoding)))})",
        f"added: {', '.join(kinds) or 'nothing'}; updated: {report.updated:,}; unchanged: {report.unchanged:,}",
    ]
    if report.undated or report.unlocated:
        lines.append(f"of these {report.undated:,} without a date, {report.unlocated:,} without a location")
    columns = [entry for entry in report.entries if entry.why.startswith(COLUMN)]
    if columns:
        lines.append("columns: " + ", ".join(f"{entry.became} ← {_cut(entry.original)}" for entry in columns))
    for what, title in _TITLES.items():
        found = [entry for entry in report.entries if entry.what == what and not entry.why.startswith(COLUMN)]
        if found:
            lines.append(f"{title}: {len(found):,}")
            lines += _commonest(found, most)
    return "\n".join(lines)


def _commonest(entries: Iterable[Entry], most: int) -> list[str]:
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = entry.field, entry.why
        counts[key] += 1
        first.setdefault(key, entry)
    lines = []
    for key, count in counts.most_common(most):
        entry = first[key]
        where = f"row {entry.line}" if entry.line is not None else "file"
        shown = f"{_cut(entry.original)} → {_cut(entry.became)}" if entry.became else _cut(entry.original)
        lines.append(f"  {count:>6,} × {entry.field or 'all'}: {entry.why} ({where}: {shown})")
    if len(counts) > most:
        lines.append(f"  … and {len(counts) - most} more sorts")
    return lines


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
