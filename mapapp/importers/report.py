"""What an import did: every change, guess, question and refusal is a row, nothing happens silently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from typing import Literal, NamedTuple

from mapapp.bulk import csv_of_columns
from mapapp.formulas import neutral, neutral_all
from mapapp.importers.reasons import Reason, because, in_words, report_words, told_value
from mapapp.language import Translator

What = Literal["changed", "guessed", "asked", "refused", "kept"]
"""changed: a value stands in another form; guessed: something was inferred; asked: a person should decide; refused:
a value could not be used (its original is kept); kept: something was left as it is, on purpose."""

WHAT: dict[What, Reason] = {
    "changed": because("changed"),
    "guessed": because("guessed"),
    "asked": because("asked"),
    "refused": because("refused"),
    "kept": because("kept"),
}
"""What happened to a value, in words."""
_TITLES: dict[What, Reason] = {
    "asked": because("questions left open: {count}"),
    "refused": because("values that could not be used: {count}"),
    "guessed": because("guesses: {count}"),
    "changed": because("changes of form: {count}"),
    "kept": because("left as they are: {count}"),
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
    entries = report.entries
    columns: dict[str, Sequence[str]] = {
        "file": [neutral(report.file)] * len(entries),
        "line": ["" if entry.line is None else str(entry.line) for entry in entries],
    }
    for name in COLUMNS[2:]:
        columns[name] = neutral_all(list(map(attrgetter(name), entries)))
    return b"\xef\xbb\xbf" + csv_of_columns(columns).encode("utf-8", "replace")


def short_report(
    report: ImportReport, most: int = 6, language: str = "en", field_words: Callable[[str], str] = str
) -> str:
    """The report in a few lines: what was added, and of each sort of entry the commonest reasons with an example.

    `field_words` gives the words for a field where its id is not to be shown.
    """
    t = report_words(language)

    def say(msgid: Reason, **values: object) -> str:
        return t(msgid, **values)

    comma = say(because(", "))
    counted = {"places": because("{count} places"), "events": because("{count} events")}
    added = [say(counted[name], count=f"{count:,}") for name, count in report.added.items() if count]
    about = comma.join(filter(None, (report.format, report.encoding)))
    lines = [
        say(because("{file}: {rows} rows ({about})"), file=report.file, rows=f"{report.rows:,}", about=about),
        say(
            because("added: {added}; updated: {updated}; unchanged: {unchanged}"),
            added=comma.join(added) or say(because("nothing")), updated=f"{report.updated:,}",
            unchanged=f"{report.unchanged:,}",
        ),
    ]  # fmt: skip
    if report.undated or report.unlocated:
        missing = because("of these {undated} without a date, {unlocated} without a location")
        lines.append(say(missing, undated=f"{report.undated:,}", unlocated=f"{report.unlocated:,}"))
    columns = [entry for entry in report.entries if entry.why.startswith(COLUMN)]
    if columns:
        listed = comma.join(f"{field_words(entry.became)} ← {_cut(entry.original)}" for entry in columns)
        lines.append(say(because("columns: {listed}"), listed=listed))
    for what, title in _TITLES.items():
        found = [entry for entry in report.entries if entry.what == what and not entry.why.startswith(COLUMN)]
        if found:
            lines.append(say(title, count=f"{len(found):,}"))
            lines += _commonest(found, most, t, field_words)
    return "\n".join(lines)


def _commonest(entries: Iterable[Entry], most: int, t: Translator, field_words: Callable[[str], str]) -> list[str]:
    counts: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        key = entry.field, entry.why
        counts[key] += 1
        first.setdefault(key, entry)
    lines = []
    for key, count in counts.most_common(most):
        entry = first[key]
        where = because("file") if entry.line is None else because("row {number}", number=entry.line)
        original, became = _cut(told_value(entry.original, t)), _cut(told_value(entry.became, t))
        shown = f"{original} → {became}" if became else original
        field: object = field_words(entry.field) if entry.field else because("all")
        reason = because("{field}: {why} ({where}: {shown})", field=field, why=entry.why, where=where, shown=shown)
        lines.append(f"  {count:>6,} × {in_words(reason, t)}")
    if len(counts) > most:
        lines.append(f"  {in_words(because('… and {count} more sorts', count=len(counts) - most), t)}")
    return lines


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 40 else f"{plain[:39]}…"
