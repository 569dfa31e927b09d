"""Citations: every record has one, and each names a passage that its source can have."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from mapapp.atlas import places, tables
from mapapp.atlas.codes import Report
from mapapp.atlas.parts import Parts, Rows
from mapapp.atlas.references import References
from mapapp.atlas.vocabulary import SUBJECTS
from mapapp.errors import Where
from mapapp.model import Citation, Source

_MAX_TERM = 17


def _columns(table: tables.Table) -> frozenset[str]:
    return frozenset(column.name for column in table.columns)


FIELDS: dict[str, frozenset[str]] = {
    "event": _columns(tables.EVENTS),
    "figure": _columns(tables.FIGURES),
    "actor": _columns(tables.ACTORS),
    "place": places.FIELDS,
    "era": frozenset({"when", "title", "summary"}),
    "reading": frozenset({"says", "value"}),
}
"""The fields that a citation may name, by sort of record."""


def check_citations(parts: Parts, references: References, report: Report) -> None:
    """Check each row of citations.csv, then that every record that needs a citation has one."""
    sources = {source.id: source for _, source in parts.sources}
    for row, citation in _doubtful(parts, references):
        where = Where(tables.CITATIONS.file, row)
        subject = f"{citation.subject}#{citation.field}" if citation.field is not None else citation.subject
        references.need_subject(subject, Where(where.file, row, "subject"), FIELDS)
        references.need("source", [citation.source], Where(where.file, row, "source"))
        _check_range(citation, where, sources.get(citation.source), report)
    if parts.ids.get("citation") is None:
        return
    if not _all_cited(parts):
        for subject, file, record in _subjects(parts):
            if subject not in parts.cited:
                report.add("A501", _where(subject, file, record, parts), f"no citation supports {subject}.")
    outside = {source.id for source in sources.values() if source.outside}
    dated = {
        citation.subject
        for _, citation in (parts.citations if outside else ())
        if citation.source in outside and citation.field in ("when", "period")
    }
    for subject, where in _outside_dates(parts):
        if subject not in dated and parts.ids.get("source") is not None:
            report.add("A303", where, f"no outside source is cited for the date of {subject}.")


def _all_cited(parts: Parts) -> bool:
    """True if every place and event is cited, and there is no other record that needs it."""
    places_and_events = (
        *map("place:".__add__, (place.id for _, place in parts.places)),
        *map("event:".__add__, (event.id for _, event in parts.events)),
    )
    return not parts.figures and not parts.disagreements and parts.cited.issuperset(places_and_events)


def _doubtful(parts: Parts, references: References) -> Rows[Citation]:
    """The citations that have to be looked at one by one: all others are in order."""
    known: set[str] = set()
    for sort in SUBJECTS:
        known.update(map(f"{sort}:".__add__, parts.ids.get(sort) or ()))
    citations = [citation for _, citation in parts.citations]
    sources = references.strangers("source", set(map(attrgetter("source"), citations)))
    nothing_told = all(set(map(attrgetter(name), citations)) <= {None} for name in ("field", "start", "end"))
    plain = nothing_told and not any(map(attrgetter("term"), citations))
    if plain and not sources and known.issuperset(map(attrgetter("subject"), citations)):
        return []
    return [
        (row, citation)
        for row, citation in parts.citations
        if citation.subject not in known
        or citation.field is not None
        or citation.source in sources
        or citation.start is not None
        or citation.end is not None
        or len(citation.term) > _MAX_TERM
    ]


def _check_range(citation: Citation, where: Where, source: Source | None, report: Report) -> None:
    start, end = citation.start, citation.end
    if len(citation.term) > _MAX_TERM:
        at = Where(where.file, where.row, "term")
        report.add("A504", at, f"the key term has {len(citation.term)} characters.")
    if start is None and end is None:
        return
    at = Where(where.file, where.row, "start" if start is None else "end")
    if start is None or end is None or start >= end:
        shown = ["nothing" if number is None else str(number) for number in (start, end)]
        report.add("A502", at, f"the range runs from {shown[0]} to {shown[1]}.")
    elif source and source.text is None:
        report.add("A505", at, f"the source {source.id!r} has no text in which a range could be found.")
    elif source and source.text and end > source.text.characters:
        message = f"the range {start} to {end} leaves {source.id!r}, which has {source.text.characters} characters."
        report.add("A503", at, message)


def _subjects(parts: Parts) -> Iterator[tuple[str, str, int | str]]:
    """Each subject that needs a citation, with the file and the row where it stands."""
    for row, place in parts.places:
        yield f"place:{place.id}", places.FILE, row
    for row, event in parts.events:
        yield f"event:{event.id}", tables.EVENTS.file, row
    for row, figure in parts.figures:
        yield f"figure:{figure.id}", tables.FIGURES.file, row
    for row, item in parts.disagreements:
        for reading in item.readings:
            yield f"reading:{item.id}/{reading.id}", tables.READINGS.file, row


def _where(subject: str, file: str, row: int | str, parts: Parts) -> Where:
    """Where a subject stands; a reading has a row of its own."""
    if file != tables.READINGS.file:
        return Where(file, row)
    return (parts.ids.get("reading") or {}).get(subject.partition(":")[2], Where(file))


def _outside_dates(parts: Parts) -> Iterator[tuple[str, Where]]:
    for row, event in parts.events:
        if event.date_basis == "outside":
            yield f"event:{event.id}", Where(tables.EVENTS.file, row, "date_basis")
    for row, figure in parts.figures:
        if figure.date_basis == "outside":
            yield f"figure:{figure.id}", Where(tables.FIGURES.file, row, "date_basis")
