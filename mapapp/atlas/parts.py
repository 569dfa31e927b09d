"""What the files of an atlas hold, record by record with its place, before it is known to hang together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from mapapp.atlas import tables
from mapapp.atlas.codes import Report
from mapapp.atlas.files import Files, read_json
from mapapp.atlas.header import Header, read_header, read_languages
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.places import read_places
from mapapp.atlas.sources import FILE as SOURCES_FILE
from mapapp.atlas.sources import read_sources
from mapapp.atlas.tables import Record, Table, read_table
from mapapp.atlas.tours import read_tours
from mapapp.errors import Where
from mapapp.model import Actor, Citation, Disagreement, Event, Figure, Place, Reading, Source, Tour

T = TypeVar("T")
Rows = list[tuple[int | str, T]]
"""Records with their places: a row number, or an id."""


@dataclass
class Parts:
    """The records of an atlas. A record that cannot be read is absent, but its id is among `ids`.

    `ids` holds the ids of each sort of record; None stands for a sort whose file could not be read, so that
    references to it are not reported as dangling. `cited` holds the subjects that some row supports, also where the
    rest of the row cannot be read; `orphans` are the readings of unknown disagreements.
    """

    header: Header | None
    languages: tuple[str, ...]
    sources: Rows[Source] = field(default_factory=list)
    actors: Rows[Actor] = field(default_factory=list)
    places: Rows[Place] = field(default_factory=list)
    events: Rows[Event] = field(default_factory=list)
    figures: Rows[Figure] = field(default_factory=list)
    citations: Rows[Citation] = field(default_factory=list)
    disagreements: Rows[Disagreement] = field(default_factory=list)
    glossary: Rows[dict[str, str]] = field(default_factory=list)
    coverage: Rows[dict[str, str]] = field(default_factory=list)
    tours: list[tuple[str, Tour]] = field(default_factory=list)
    ids: dict[str, dict[str, Where] | None] = field(default_factory=dict)
    cited: set[str] = field(default_factory=set)
    orphans: Rows[str] = field(default_factory=list)


def read_parts(files: Files, table: dict[str, Any] | None, report: Report) -> Parts:
    """Read every file of an atlas of the current format, whatever is wrong in any of them."""
    header = read_header(table, report) if table is not None else None
    languages = (header.languages if header else read_languages(table or {})) or _languages_of_events(files)
    parts = Parts(header, languages)
    registry = _Registry(parts, report)
    registry.add_vocabularies(table)
    parts.sources = _from_json(files, SOURCES_FILE, "source", lambda value: read_sources(value, report), registry)
    parts.places = _from_json(
        files, PLACES_FILE, "place", lambda value: read_places(value, languages, report), registry
    )
    parts.actors = _from_table(files, tables.ACTORS, "actor", lambda values: Actor(**values), registry)
    parts.events = _from_table(files, tables.EVENTS, "event", lambda values: Event(**values), registry)
    parts.figures = _from_table(files, tables.FIGURES, "figure", lambda values: Figure(**values), registry)
    parts.citations = _citations(files, parts, report)
    readings = read_table(files, tables.READINGS, languages, report)
    by_disagreement = _readings(readings or [], registry)
    parts.disagreements = _from_table(
        files, tables.DISAGREEMENTS, "disagreement", lambda values: _disagreement(values, by_disagreement), registry
    )
    _find_orphans(parts, readings)
    parts.glossary = _from_table(files, tables.GLOSSARY, "term", _term, registry)
    parts.coverage = _from_table(files, tables.COVERAGE, None, _paragraph, registry)
    parts.tours = read_tours(files, languages, report)
    return parts


class _Registry:
    """Ids as they are read; those of records are unique together, those of kinds and of layers each by themselves."""

    def __init__(self, parts: Parts, report: Report) -> None:
        self.parts, self.report = parts, report
        self.records: dict[str, Where] = {}

    def add(self, sort: str, identifier: str, where: Where) -> None:
        """Enter an id, and report one that is there already."""
        seen = self.parts.ids.setdefault(sort, {})
        if seen is None or not identifier:
            return
        names = seen if sort in ("kind", "layer", "reading", "term") else self.records
        if identifier in names:
            at = Where(where.file, where.row, "id")
            self.report.add("A111", at, f"the id {identifier!r} is used already in {names[identifier]}.")
        names.setdefault(identifier, where)
        seen.setdefault(identifier, where)

    def add_vocabularies(self, table: dict[str, Any] | None) -> None:
        """Enter the ids of eras, kinds and layers, as far as they can be read."""
        for sort in ("era", "kind", "layer"):
            entries = (table or {}).get(f"{sort}s", [])
            self.parts.ids[sort] = {} if table is not None and isinstance(entries, list) else None
            for number, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
                if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                    self.add(sort, entry["id"], Where("atlas.toml", None, f"{sort}s[{number}]"))


def _from_json(
    files: Files, name: str, sort: str, read: Callable[[Any], list[tuple[str, T | None]]], registry: _Registry
) -> Rows[T]:
    before = len(registry.report.problems)
    if name not in files:
        registry.report.add("A102", Where(name), "the file is missing.")
    value = read_json(files, name, registry.report) if name in files else None
    if (value is None and len(registry.report.problems) > before) or files.get(name, b"") is None:
        registry.parts.ids[sort] = None
        return []
    registry.parts.ids[sort] = {}
    rows: Rows[T] = []
    for identifier, record in read(value):
        registry.add(sort, identifier, Where(name, identifier))
        if record is not None:
            rows.append((identifier, record))
    return rows


def _from_table(
    files: Files, table: Table, sort: str | None, build: Callable[[dict[str, Any]], T], registry: _Registry
) -> Rows[T]:
    records = read_table(files, table, registry.parts.languages, registry.report)
    if sort is not None:
        registry.parts.ids[sort] = {} if records is not None else None
    rows: Rows[T] = []
    for record in records or []:
        if sort is not None:
            registry.add(sort, record.values["id"], Where(table.file, record.row))
        if record.whole:
            rows.append((record.row, build(record.values)))
    return rows


def _citations(files: Files, parts: Parts, report: Report) -> Rows[Citation]:
    records = read_table(files, tables.CITATIONS, parts.languages, report)
    parts.ids["citation"] = {} if records is not None else None
    rows: Rows[Citation] = []
    for record in records or []:
        values = dict(record.values)
        subject, mark, name = values.pop("subject").partition("#")
        if values["stance"] == "supports":
            parts.cited.add(subject)
        if record.whole:
            rows.append((record.row, Citation(subject=subject, field=name if mark else None, **values)))
    return rows


def _readings(records: list[Record], registry: _Registry) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for record in records:
        values = record.values
        subject = f"{values['disagreement']}/{values['reading']}"
        if record.whole:
            registry.add("reading", subject, Where(tables.READINGS.file, record.row))
        reading = Reading(values["reading"], values["says"], values["value"])
        found.setdefault(values["disagreement"], []).append(reading)
    return found


def _disagreement(values: dict[str, Any], readings: dict[str, list[Reading]]) -> Disagreement:
    return Disagreement(**values, readings=tuple(readings.get(values["id"], ())))


def _find_orphans(parts: Parts, readings: list[Record] | None) -> None:
    known = parts.ids.get("disagreement")
    parts.ids.setdefault("reading", {})
    if readings is None:
        parts.ids["reading"] = None
    for record in readings or []:
        if known is not None and record.values["disagreement"] not in known:
            parts.orphans.append((record.row, record.values["disagreement"]))


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
