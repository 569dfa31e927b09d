"""What the files of an atlas hold, record by record with its place, before it is known to hang together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any, TypeVar

from mapapp.atlas import tables
from mapapp.atlas.codes import Report
from mapapp.atlas.files import Files, read_json
from mapapp.atlas.header import Header, read_header, read_languages
from mapapp.atlas.lots import ColumnRows, Rows
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.places import read_places
from mapapp.atlas.rows import Columns, read_table
from mapapp.atlas.sources import FILE as SOURCES_FILE
from mapapp.atlas.sources import read_sources
from mapapp.atlas.tables import Table
from mapapp.atlas.tours import read_tours
from mapapp.errors import Where, told
from mapapp.model import Actor, Citation, Disagreement, Event, Figure, Place, Reading, Source, Tour

T = TypeVar("T")
At = tuple[str, int | str | None, str | None]
"""Where an id stands: file, row, field."""


@dataclass
class Parts:
    """The records of an atlas. A record that cannot be read is absent, but its id is among `ids`.

    `ids` holds the ids of each sort of record; None stands for a sort whose file could not be read, so that
    references to it are not reported as dangling. `cited` holds the subjects that some row supports, also where the
    rest of the row cannot be read; `orphans` are the readings of unknown disagreements.
    """

    header: Header | None
    languages: tuple[str, ...]
    sources: Rows[Source] = field(default_factory=Rows)
    actors: Rows[Actor] = field(default_factory=Rows)
    places: Rows[Place] = field(default_factory=Rows)
    events: Rows[Event] = field(default_factory=Rows)
    figures: Rows[Figure] = field(default_factory=Rows)
    citations: Rows[Citation] = field(default_factory=Rows)
    disagreements: Rows[Disagreement] = field(default_factory=Rows)
    glossary: Rows[dict[str, str]] = field(default_factory=Rows)
    coverage: Rows[dict[str, str]] = field(default_factory=Rows)
    tours: list[tuple[str, Tour]] = field(default_factory=list)
    ids: dict[str, dict[str, At] | None] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    orphans: list[tuple[int | str, str]] = field(default_factory=list)


def read_parts(files: Files, table: dict[str, Any] | None, report: Report) -> Parts:
    """Read every file of an atlas of the current format, whatever is wrong in any of them."""
    header = read_header(table, report) if table is not None else None
    languages = (header.languages if header else read_languages(table or {})) or _languages_of_events(files)
    parts = Parts(header, languages)
    registry = _Registry(parts, report)
    registry.add_vocabularies(table)
    parts.sources = _from_json(
        files, SOURCES_FILE, "source", lambda value: _read_of(read_sources(value, report)), registry
    )
    parts.places = _from_json(
        files, PLACES_FILE, "place", lambda value: read_places(value, languages, report), registry
    )
    parts.actors = _from_table(files, tables.ACTORS, "actor", Actor, registry)
    parts.events = _from_table(files, tables.EVENTS, "event", Event, registry)
    parts.figures = _from_table(files, tables.FIGURES, "figure", Figure, registry)
    parts.citations = _citations(files, parts, report)
    readings = read_table(files, tables.READINGS, languages, report)
    parts.disagreements = _disagreements(files, _readings(readings, registry), registry)
    _find_orphans(parts, readings)
    parts.glossary = _from_rows(files, tables.GLOSSARY, "term", _term, registry)
    parts.coverage = _from_rows(files, tables.COVERAGE, None, _paragraph, registry)
    parts.tours = read_tours(files, languages, report)
    return parts


_BY_THEMSELVES = ("kind", "layer", "reading", "term")
"""Sorts whose ids are unique among themselves only."""


class _Registry:
    """Ids as they are read; those of records are unique together, those of kinds and of layers each by themselves."""

    def __init__(self, parts: Parts, report: Report) -> None:
        self.parts, self.report = parts, report
        self.records: dict[str, At] = {}

    def add(self, sort: str, identifier: str, where: Where) -> None:
        """Enter an id, and report one that is there already."""
        seen = self.parts.ids.setdefault(sort, {})
        if seen is None or not identifier:
            return
        names = seen if sort in _BY_THEMSELVES else self.records
        if identifier in names:
            at = Where(where.file, where.row, "id")
            self.report.add(
                "A111",
                at,
                told(
                    "the id {identifier} is used already in {value}.",
                    identifier=repr(identifier),
                    value=Where(*names[identifier]),
                ),
            )
        stands = where.file, where.row, where.field
        names.setdefault(identifier, stands)
        seen.setdefault(identifier, stands)

    def add_all(self, sort: str, identifiers: Sequence[str], file: str, rows: Sequence[int | str]) -> None:
        """Enter the ids of many records: at once where each is there and new, else one by one."""
        seen = self.parts.ids.setdefault(sort, {})
        different = set(identifiers)
        if seen or "" in different or len(different) < len(identifiers) or not different.isdisjoint(self.records):
            for identifier, row in zip(identifiers, rows, strict=True):
                self.add(sort, identifier, Where(file, row))
        elif seen is not None:
            seen.update(zip(identifiers, zip(repeat(file), rows, repeat(None)), strict=False))
            if sort not in _BY_THEMSELVES:
                self.records.update(seen)

    def add_vocabularies(self, table: dict[str, Any] | None) -> None:
        """Enter the ids of eras, kinds and layers, as far as they can be read."""
        for sort in ("era", "kind", "layer"):
            entries = (table or {}).get(f"{sort}s", [])
            self.parts.ids[sort] = {} if table is not None and isinstance(entries, list) else None
            for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
                if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                    self.add(sort, entry["id"], Where("atlas.toml", None, f"{sort}s[{number}]"))


def _from_json(
    files: Files, name: str, sort: str, read: Callable[[Any], tuple[Sequence[str], Rows[T]]], registry: _Registry
) -> Rows[T]:
    before = len(registry.report.problems)
    if name not in files:
        registry.report.add("A102", Where(name), told("the file is missing."))
    value = read_json(files, name, registry.report) if name in files else None
    if (value is None and len(registry.report.problems) > before) or files.get(name, b"") is None:
        registry.parts.ids[sort] = None
        return Rows()
    registry.parts.ids[sort] = {}
    identifiers, found = read(value)
    registry.add_all(sort, identifiers, name, identifiers)
    return found


def _read_of(found: Sequence[tuple[str, T | None]]) -> tuple[list[str], Rows[T]]:
    """The id of each record, and the records that could be read."""
    read = [(identifier, record) for identifier, record in found if record is not None]
    return [identifier for identifier, _ in found], Rows([one for one, _ in read], [record for _, record in read])


def _table_of(files: Files, table: Table, sort: str | None, registry: _Registry) -> Columns | None:
    """The columns of a table, its ids entered."""
    columns = read_table(files, table, registry.parts.languages, registry.report)
    if sort is not None:
        registry.parts.ids[sort] = {} if columns is not None else None
        if columns is not None:
            registry.add_all(sort, columns.values["id"], table.file, columns.numbers)
    return columns


def _from_table(files: Files, table: Table, sort: str, kind: type[T], registry: _Registry) -> Rows[T]:
    """The records of a table whose fields are those of a class."""
    columns = _table_of(files, table, sort, registry)
    return _whole(columns, kind, columns.values) if columns else Rows()


def _whole(columns: Columns, kind: type[T], values: Mapping[str, Sequence[Any]]) -> Rows[T]:
    """The records that could be read, each with the number of its row."""
    if not columns.broken:
        return ColumnRows(columns.numbers, kind, values)
    whole = list(columns.whole())
    kept = {name: [cells[index] for index in whole] for name, cells in values.items()}
    return ColumnRows([columns.numbers[index] for index in whole], kind, kept)


def _from_rows(
    files: Files, table: Table, sort: str | None, build: Callable[[dict[str, Any]], T], registry: _Registry
) -> Rows[T]:
    """The records of a small table, each built of the values of its row."""
    columns = _table_of(files, table, sort, registry)
    if columns is None:
        return Rows()
    whole = list(columns.whole())
    return Rows([columns.numbers[index] for index in whole], [build(_row(columns, index)) for index in whole])


def _row(columns: Columns, index: int) -> dict[str, Any]:
    return {name: values[index] for name, values in columns.values.items()}


def _citations(files: Files, parts: Parts, report: Report) -> Rows[Citation]:
    columns = read_table(files, tables.CITATIONS, parts.languages, report)
    parts.ids["citation"] = {} if columns is not None else None
    if columns is None:
        return Rows()
    subjects: list[str] = columns.values["subject"]
    names: list[str | None] = [None] * len(subjects)
    if "#" in "\n".join(subjects):
        split = [text.partition("#") for text in subjects]
        subjects = [subject for subject, _, _ in split]
        names = [name if mark else None for _, mark, name in split]
    supports = map("supports".__eq__, columns.values["stance"])
    parts.cited.update(compress(subjects, supports))
    values = {**columns.values, "subject": subjects, "field": names}
    return _whole(columns, Citation, values)


def _readings(columns: Columns | None, registry: _Registry) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for index, number in enumerate(columns.numbers if columns else ()):
        values = _row(columns, index) if columns else {}
        subject = f"{values['disagreement']}/{values['reading']}"
        if columns and index not in columns.broken:
            registry.add("reading", subject, Where(tables.READINGS.file, number))
        reading = Reading(values["reading"], values["says"], values["value"])
        found.setdefault(values["disagreement"], []).append(reading)
    return found


def _disagreements(
    files: Files, readings: dict[str, list[Reading]], registry: _Registry
) -> Rows[Disagreement]:  # fmt: skip
    def build(values: dict[str, Any]) -> Disagreement:
        return Disagreement(**values, readings=tuple(readings.get(values["id"], ())))

    return _from_rows(files, tables.DISAGREEMENTS, "disagreement", build, registry)


def _find_orphans(parts: Parts, readings: Columns | None) -> None:
    known = parts.ids.get("disagreement")
    parts.ids.setdefault("reading", {})
    if readings is None:
        parts.ids["reading"] = None
        return
    for number, disagreement in zip(readings.numbers, readings.values["disagreement"], strict=True):
        if known is not None and disagreement not in known:
            parts.orphans.append((number, disagreement))


def _term(values: dict[str, Any]) -> dict[str, str]:
    by_language = {f"term_{language}": text for language, text in values["term"].items()}
    return {"id": values["id"], **by_language, "note": values["note"]}


def _paragraph(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _languages_of_events(files: Files) -> tuple[str, ...]:
    """Where atlas.toml does not tell the languages: those in which the events have titles."""
    first = (files.get(tables.EVENTS.file) or b"").partition(b"\n")[0].decode("utf-8", "replace")
    names = [name.strip().strip('"') for name in first.split(",")]
    return tuple(name.removeprefix("title_") for name in names if name.startswith("title_"))
