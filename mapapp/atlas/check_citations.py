"""Citations: every record has one, and each names a passage that its source can have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from mapapp.atlas import places, tables
from mapapp.atlas.codes import Report
from mapapp.atlas.lots import Rows
from mapapp.atlas.parts import Parts
from mapapp.atlas.references import References
from mapapp.atlas.vocabulary import SUBJECTS
from mapapp.errors import Where, told
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
    sources = {source.id: source for source in parts.sources.records}
    subjects = {sort: list(map(f"{sort}:".__add__, parts.ids.get(sort) or ())) for sort in SUBJECTS}
    for row, citation in _doubtful(parts, references, set(chain.from_iterable(subjects.values()))):
        where = Where(tables.CITATIONS.file, row)
        subject = f"{citation.subject}#{citation.field}" if citation.field is not None else citation.subject
        references.need_subject(subject, Where(where.file, row, "subject"), FIELDS)
        references.need("source", [citation.source], Where(where.file, row, "source"))
        _check_range(citation, where, sources.get(citation.source), report)
    if parts.ids.get("citation") is None:
        return
    others = parts.figures or parts.disagreements  # whose readings need one
    if others or not parts.cited.issuperset(chain(subjects["place"], subjects["event"])):
        for subject, file, record in _subjects(parts):
            if subject not in parts.cited:
                report.add(
                    "A501",
                    _where(subject, file, record, parts),
                    told("no citation supports {subject}.", subject=subject),
                )
    if parts.ids.get("source") is not None:
        _check_outside(parts, {source.id for source in sources.values() if source.outside}, report)


def _check_outside(parts: Parts, outside: set[str], report: Report) -> None:
    """A date from outside needs an outside source that is cited for it."""
    claims = list(_outside_dates(parts))
    dated = {
        citation.subject
        for citation in (parts.citations.records if claims and outside else ())
        if citation.source in outside and citation.field in ("when", "period")
    }
    for subject, where in claims:
        if subject not in dated:
            report.add("A303", where, told("no outside source is cited for the date of {subject}.", subject=subject))


def _doubtful(parts: Parts, references: References, known: set[str]) -> list[tuple[int | str, Citation]]:
    """The citations that have to be looked at one by one: all others are in order, and of subjects that are known."""
    subjects, fields, cited, starts, ends, terms = map(
        parts.citations.column, ("subject", "field", "source", "start", "end", "term")
    )
    sources = references.strangers("source", set(cited))
    nothing_told = all(set(column) <= {None} for column in (fields, starts, ends)) and not any(terms)
    if nothing_told and not sources and known.issuperset(subjects):
        return []
    return parts.citations.chosen(
        index
        for index, (subject, field, source, start, end, term) in enumerate(
            zip(subjects, fields, cited, starts, ends, terms, strict=True)
        )
        if subject not in known
        or field is not None
        or source in sources
        or start is not None
        or end is not None
        or len(term) > _MAX_TERM
    )


def _check_range(citation: Citation, where: Where, source: Source | None, report: Report) -> None:
    start, end = citation.start, citation.end
    if len(citation.term) > _MAX_TERM:
        at = Where(where.file, where.row, "term")
        report.add("A504", at, told("the key term has {count} characters.", count=len(citation.term)))
    if start is None and end is None:
        return
    at = Where(where.file, where.row, "start" if start is None else "end")
    if start is None or end is None or start >= end:
        shown = ["nothing" if number is None else str(number) for number in (start, end)]
        report.add("A502", at, told("the range runs from {shown} to {shown2}.", shown=shown[0], shown2=shown[1]))
    elif source and source.text is None:
        report.add("A505", at, told("the source {id} has no text in which a range could be found.", id=repr(source.id)))
    elif source and source.text and end > source.text.characters:
        message = told(
            "the range {start} to {end} leaves {id}, which has {characters} characters.",
            start=start,
            end=end,
            id=repr(source.id),
            characters=source.text.characters,
        )
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
    return Where(*(parts.ids.get("reading") or {}).get(subject.partition(":")[2], (file,)))


def _outside_dates(parts: Parts) -> Iterator[tuple[str, Where]]:
    sorts: tuple[tuple[str, str, Rows[Any]], ...] = (
        ("event", tables.EVENTS.file, parts.events), ("figure", tables.FIGURES.file, parts.figures),
    )  # fmt: skip
    for sort, file, rows in sorts:
        for row, identifier, basis in zip(rows.at, rows.column("id"), rows.column("date_basis"), strict=True):
            if basis == "outside":
                yield f"{sort}:{identifier}", Where(file, row, "date_basis")
