"""An atlas to the files of its folder: stable in order and bytes, old or new state whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from mapapp.atlas import tables
from mapapp.atlas.files import FILES
from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.atlas.header import write_header
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.places import write_places
from mapapp.atlas.rowtexts import RowTexts
from mapapp.atlas.sources import FILE as SOURCES_FILE
from mapapp.atlas.sources import write_sources
from mapapp.atlas.tables import Table, write_table
from mapapp.atlas.tours import FOLDER as TOURS
from mapapp.atlas.tours import tour_names, write_tour
from mapapp.errors import OutputError, told
from mapapp.model import Atlas, Citation, Event

JOURNAL = ".saving"
"""Subfolder with the files of a save that is complete but not yet in place."""


def atlas_files(atlas: Atlas, since: Atlas | None = None, rows: RowTexts | None = None) -> dict[str, bytes]:
    """The bytes of every file of the folder of an atlas, in the current format.

    With `since`, only of the files whose records are others than that atlas's; `rows` keeps the long tables' rows.
    """
    texts: dict[str, Callable[[], str]] = {
        HEADER_FILE: lambda: write_header(atlas),
        SOURCES_FILE: lambda: write_sources(atlas.sources),
        PLACES_FILE: lambda: write_places(atlas.places, atlas.languages),
    }
    for table in _COLUMNS:
        texts[table.file] = partial(_table_text, table, atlas, rows)
    for tour in atlas.tours:
        texts[f"{TOURS}/{tour.id}.md"] = partial(write_tour, tour, atlas.languages)
    return {
        name: text().encode("utf-8") for name, text in texts.items() if since is None or _differs(name, atlas, since)
    }


_RECORDS = {
    SOURCES_FILE: "sources",
    PLACES_FILE: "places",
    tables.ACTORS.file: "actors",
    tables.EVENTS.file: "events",
    tables.FIGURES.file: "figures",
    tables.CITATIONS.file: "citations",
    tables.DISAGREEMENTS.file: "disagreements",
    tables.READINGS.file: "disagreements",
    tables.GLOSSARY.file: "glossary",
    tables.COVERAGE.file: "coverage",
}
"""Which records of an Atlas a file holds; all else stands in atlas.toml."""


def _differs(name: str, atlas: Atlas, since: Atlas) -> bool:
    if name.startswith(f"{TOURS}/"):
        return atlas.tours is not since.tours or atlas.languages != since.languages
    if name in _RECORDS:
        records = _RECORDS[name]
        return getattr(atlas, records) is not getattr(since, records) or atlas.languages != since.languages
    header = (item.name for item in fields(Atlas) if item.name not in (*_RECORDS.values(), "tours", "sha256"))
    return any(getattr(atlas, item) != getattr(since, item) for item in header)


def atlas_sha256(atlas: Atlas) -> str:
    """SHA-256 of the content of an atlas, whatever the line ends and the order of columns on the disk."""
    digest = hashlib.sha256()
    for name, data in sorted(atlas_files(atlas).items()):
        digest.update(f"{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


Values = dict[str, Sequence[Any]]
"""The values of each field of a file, record by record."""


def _events(events: Sequence[Event]) -> Values:
    return tables.values_of(tables.EVENTS, events)


def _citations(citations: Sequence[Citation]) -> Values:
    values = tables.values_of(tables.CITATIONS, citations)
    fields_of = [citation.field for citation in citations]
    subjects = [
        subject if field is None else f"{subject}#{field}"
        for subject, field in zip(values["subject"], fields_of, strict=True)
    ]
    return values | {"subject": subjects}


def _readings(atlas: Atlas) -> Values:
    both = [(item.id, reading) for item in atlas.disagreements for reading in item.readings]
    return {
        "disagreement": [item for item, _ in both],
        "reading": [reading.id for _, reading in both],
        "says": [reading.says for _, reading in both],
        "value": [reading.value for _, reading in both],
    }


def _terms(terms: Sequence[Mapping[str, str]]) -> Values:
    words = [
        {name.removeprefix("term_"): text for name, text in term.items() if name.startswith("term_")} for term in terms
    ]
    return {"id": [term["id"] for term in terms], "note": [term["note"] for term in terms], "term": words}


def _paragraphs(paragraphs: Sequence[Mapping[str, str]]) -> Values:
    return {column.name: [one[column.name] for one in paragraphs] for column in tables.COVERAGE.columns}


_COLUMNS: dict[Table, Callable[[Atlas], Values]] = {
    tables.ACTORS: lambda atlas: tables.values_of(tables.ACTORS, atlas.actors),
    tables.EVENTS: lambda atlas: _events(atlas.events),
    tables.FIGURES: lambda atlas: tables.values_of(tables.FIGURES, atlas.figures),
    tables.CITATIONS: lambda atlas: _citations(atlas.citations),
    tables.DISAGREEMENTS: lambda atlas: tables.values_of(tables.DISAGREEMENTS, atlas.disagreements),
    tables.READINGS: _readings,
    tables.GLOSSARY: lambda atlas: _terms(atlas.glossary),
    tables.COVERAGE: lambda atlas: _paragraphs(atlas.coverage),
}


_LONG: dict[Table, Callable[[Sequence[Any]], Values]] = {tables.EVENTS: _events, tables.CITATIONS: _citations}
"""The tables that may be long: the values of some of their records, one a row."""


def _table_text(table: Table, atlas: Atlas, rows: RowTexts | None) -> str:
    if rows is not None and table in _LONG:
        return rows.text(table, atlas.languages, getattr(atlas, _RECORDS[table.file]), _LONG[table])
    return write_table(table, atlas.languages, _COLUMNS[table](atlas))


def write_atlas(atlas: Atlas, path: Path, since: Atlas | None = None, rows: RowTexts | None = None) -> None:
    """Write an atlas to its folder, which is made if it is not there; other files in it stay.

    With `since`, the atlas that the folder holds, only the files with other records are written; who writes again and
    again hands over `rows`, which keeps what need not be made anew.

    A new folder appears at once. In an existing one the files are written beside (in `.saving`) and then moved into
    place; a reader that finds a save cut off in between finishes it first, so that it sees the old state or the new.
    Raises OutputError where the folder cannot be written, or exists and is no atlas.
    """
    files = atlas_files(atlas, since, rows)
    try:
        if path.exists() and not (path / HEADER_FILE).exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError(told("{path} exists and is no atlas folder: name another folder.", path=path))
        path.parent.mkdir(parents=True, exist_ok=True)
        existing = path.is_dir()
        if existing:
            finish_save(path)
            kept = {f"{TOURS}/{tour.id}.md" for tour in atlas.tours}
            files |= {name: b"" for name in tour_names(path) if name not in kept}  # an empty file: to be removed
        beside = Path(tempfile.mkdtemp(prefix=".saving-", dir=path if existing else path.parent))
        try:
            for name, data in files.items():
                _write_through(beside / name, data)
            beside.chmod(0o755)
            beside.replace(path / JOURNAL if existing else path)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        if existing:
            finish_save(path)
    except OSError as error:
        raise OutputError(
            told("{path} cannot be written: {strerror}.", path=path, strerror=error.strerror or error)
        ) from error


def finish_save(folder: Path) -> None:
    """Move the files of a save that was cut off into place; nothing to do where there is none. Raises OSError."""
    journal = folder / JOURNAL
    if journal.is_symlink() or not journal.is_dir():  # a link could lead to files that are not of this atlas
        return
    for name in FILES:
        with suppress(FileNotFoundError):  # another process is finishing the same save
            (journal / name).replace(folder / name)
    _finish_tours(journal / TOURS, folder / TOURS)
    with suppress(FileNotFoundError):
        journal.rmdir()


def _finish_tours(saved: Path, tours: Path) -> None:
    """Move the tours of a save into place; one that is empty is no more."""
    if saved.is_symlink() or not saved.is_dir():
        return
    for file in sorted(saved.glob("*.md")):
        with suppress(FileNotFoundError):
            if file.stat().st_size:
                tours.mkdir(exist_ok=True)
                file.replace(tours / file.name)
            else:
                (tours / file.name).unlink(missing_ok=True)
                file.unlink()
    with suppress(FileNotFoundError):
        saved.rmdir()


def _write_through(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
