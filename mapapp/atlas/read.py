"""The folder of an atlas to an Atlas, with all its problems at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mapapp.atlas.check import check_parts
from mapapp.atlas.codes import CODES, MOST_PROBLEMS, Report, TooManyProblemsError, nearest
from mapapp.atlas.files import FILES, Files, load_files, read_toml
from mapapp.atlas.finding import find_atlas
from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.atlas.migrate import identify, migrate
from mapapp.atlas.parts import Parts, read_parts
from mapapp.atlas.tours import tour_names
from mapapp.atlas.write import atlas_sha256, finish_save
from mapapp.bulk import without_collecting
from mapapp.errors import InvalidAtlasError, NotFoundError, OutputError, Problem, Where, told
from mapapp.model import Atlas

_KINDS_OF_FILES = (".toml", ".json", ".geojson", ".csv")
_HARMLESS = "A110"
"""A text that is missing in a language loses nothing when the atlas is written again."""


def open_atlas(name_or_path: str | Path, fingerprint: bool = True) -> Atlas:
    """Open an atlas: a folder, or the name of a shipped atlas; without its `sha256` where no fingerprint is wanted.

    Raises NotFoundError, which lists the shipped atlases, or InvalidAtlasError with all the problems.
    """
    path = find_atlas(name_or_path)
    atlas, problems = read_atlas(path, fingerprint)
    if atlas is None or problems:
        raise InvalidAtlasError(str(name_or_path), problems)
    return atlas


@without_collecting
def check_atlas(name_or_path: str | Path) -> list[Problem]:
    """All problems of an atlas; a folder that does not exist is one."""
    try:
        return _read(find_atlas(name_or_path))[1]
    except NotFoundError as error:
        report = Report()
        report.add("A101", Where(str(name_or_path)), error.args[0])
        return report.problems


@without_collecting
def read_atlas(path: Path, fingerprint: bool = True) -> tuple[Atlas | None, list[Problem]]:
    """Read the folder of an atlas: the Atlas and all problems.

    The Atlas is None where something in the files could not be read, so that writing it again would lose it. With
    problems and an Atlas, all was read but does not hang together; such an Atlas is for an editor, not for a map.
    Raises OutputError where a save that was cut off cannot be finished.
    """
    parts, problems = _read(path)
    atlas = build_atlas(parts) if parts is not None else None
    if atlas is not None and fingerprint:
        atlas = replace(atlas, sha256=atlas_sha256(atlas))
    return atlas, problems


def _read(path: Path) -> tuple[Parts | None, list[Problem]]:
    """The parts of an atlas, None where something in them could not be read, and all problems."""
    report = Report()
    if not path.is_dir():
        report.add("A101", Where(str(path)), told("there is no such folder."))
        return None, report.problems
    try:
        finish_save(path)
    except OSError as error:
        raise OutputError(
            told("{path}: a save that was cut off cannot be finished: {strerror}.", path=path, strerror=error.strerror)
        ) from error
    try:
        _check_names(path, report)
        parts = read_files(load_files(path, (*FILES, *tour_names(path)), report), report)
        readable = all(problem.code == _HARMLESS for problem in report.problems)
        if parts is None:
            return None, report.problems
        check_parts(parts, report)
    except TooManyProblemsError:
        message = told(
            "there are more than {most_problems} problems; the others are not listed.",
            most_problems=f"{MOST_PROBLEMS:,}",
        )
        return None, [*report.problems, Problem("A115", Where(str(path.name)), message, CODES["A115"].remedy)]
    report.problems.sort(key=lambda problem: _order(problem.where))
    return (parts if readable else None), report.problems


def read_files(files: Files, report: Report) -> Parts | None:
    """Read the files of an atlas of any known format; None, with a problem, where the format is not known."""
    table = None
    if HEADER_FILE in files:
        table = read_toml(files, HEADER_FILE, report)
    else:
        report.add("A102", Where(HEADER_FILE), told("the file is missing."))
    if table is not None:
        found = identify(table, report)
        if found is None:
            return None
        files = migrate(files, found)
    return read_parts(files, table, report)


def build_atlas(parts: Parts) -> Atlas | None:
    """The Atlas of records that have all been read."""
    header = parts.header
    if header is None:
        return None
    return Atlas(
        **{name: getattr(header, name) for name in header.__slots__},
        sources=tuple(parts.sources.records),
        actors=tuple(parts.actors.records),
        places=tuple(parts.places.records),
        events=tuple(parts.events.records),
        figures=tuple(parts.figures.records),
        citations=tuple(parts.citations.records),
        disagreements=tuple(parts.disagreements.records),
        glossary=tuple(parts.glossary.records),
        coverage=tuple(parts.coverage.records),
        tours=tuple(tour for _, tour in parts.tours),
    )


def _check_names(path: Path, report: Report) -> None:
    """A misspelt file of an atlas must not be passed over."""
    for file in sorted(path.iterdir()):
        known = file.name in FILES or file.name.startswith((".", "x_"))
        if not known and file.suffix.lower() in _KINDS_OF_FILES:
            report.add("A103", Where(file.name), told("this is no file of an atlas."), nearest(file.name, list(FILES)))


def _order(where: Where) -> tuple[int, int, str]:
    """Problems in the order of the files and of their rows."""
    file = FILES.index(where.file) if where.file in FILES else len(FILES)
    return file, where.row if isinstance(where.row, int) else 0, where.row if isinstance(where.row, str) else ""
