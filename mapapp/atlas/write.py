"""An atlas to the files of its folder: stable in order and bytes, old or new state whole."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mapapp.atlas import tables
from mapapp.atlas.files import FILES
from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.atlas.header import write_header
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.places import write_places
from mapapp.atlas.sources import FILE as SOURCES_FILE
from mapapp.atlas.sources import write_sources
from mapapp.atlas.tables import Table, write_table
from mapapp.atlas.tours import FOLDER as TOURS
from mapapp.atlas.tours import tour_names, write_tour
from mapapp.errors import OutputError
from mapapp.model import Atlas

JOURNAL = ".saving"
"""Subfolder with the files of a save that is complete but not yet in place."""


def atlas_files(atlas: Atlas) -> dict[str, bytes]:
    """The bytes of every file of the folder of an atlas, in the current format."""
    found = {
        HEADER_FILE: write_header(atlas),
        SOURCES_FILE: write_sources(atlas.sources),
        PLACES_FILE: write_places(atlas.places, atlas.languages),
    }
    for table, rows in _rows(atlas):
        found[table.file] = write_table(table, atlas.languages, rows)
    for tour in atlas.tours:
        found[f"{TOURS}/{tour.id}.md"] = write_tour(tour, atlas.languages)
    return {name: text.encode("utf-8") for name, text in found.items()}


def atlas_sha256(atlas: Atlas) -> str:
    """SHA-256 of the content of an atlas, whatever the line ends and the order of columns on the disk."""
    digest = hashlib.sha256()
    for name, data in sorted(atlas_files(atlas).items()):
        digest.update(f"{name} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def _rows(atlas: Atlas) -> Iterator[tuple[Table, list[Mapping[str, Any]]]]:
    yield tables.ACTORS, [_values(tables.ACTORS, actor) for actor in atlas.actors]
    yield tables.EVENTS, [_values(tables.EVENTS, event) for event in atlas.events]
    yield tables.FIGURES, [_values(tables.FIGURES, figure) for figure in atlas.figures]
    yield (
        tables.CITATIONS,
        [
            _values(tables.CITATIONS, citation)
            | {"subject": f"{citation.subject}#{citation.field}" if citation.field is not None else citation.subject}
            for citation in atlas.citations
        ],
    )
    yield tables.DISAGREEMENTS, [_values(tables.DISAGREEMENTS, item) for item in atlas.disagreements]
    yield (
        tables.READINGS,
        [
            {"disagreement": item.id, "reading": reading.id, "says": reading.says, "value": reading.value}
            for item in atlas.disagreements
            for reading in item.readings
        ],
    )
    yield (
        tables.GLOSSARY,
        [
            {
                "id": term["id"],
                "note": term["note"],
                "term": {name[5:]: term[name] for name in term if name[:5] == "term_"},
            }
            for term in atlas.glossary
        ],
    )
    yield tables.COVERAGE, list(atlas.coverage)


def _values(table: Table, record: object) -> dict[str, Any]:
    names = [column.name for column in table.columns] + (["extra"] if table.extra else [])
    return {name: getattr(record, name) for name in names}


def write_atlas(atlas: Atlas, path: Path) -> None:
    """Write an atlas to its folder, which is made if it is not there; other files in it stay.

    A new folder appears at once. In an existing one the files are written beside (in `.saving`) and then moved into
    place; a reader that finds a save cut off in between finishes it first, so that it sees the old state or the new.
    Raises OutputError where the folder cannot be written, or exists and is no atlas.
    """
    files = atlas_files(atlas)
    try:
        if path.exists() and not (path / HEADER_FILE).exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError(f"{path} exists and is no atlas folder: name another folder.")
        path.parent.mkdir(parents=True, exist_ok=True)
        existing = path.is_dir()
        if existing:
            finish_save(path)
            files |= {name: b"" for name in tour_names(path) if name not in files}  # an empty file: to be removed
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
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error


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
