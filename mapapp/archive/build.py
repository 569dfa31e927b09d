"""Sources -> an archive: read and check, find duplicates, sort, count, make tiles, publish.

Everything is made in a folder beside the archive and renamed at the very end. A build that was stopped, by whatever,
goes on with what it had: each task is done when its own small file says so.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mapapp import __version__
from mapapp.archive.columns import Columns, columns_record
from mapapp.archive.counts import CELL_SHIFT, Unit
from mapapp.archive.duck import INSTALL, listed, neutral_sql, opened, quoted
from mapapp.archive.duplicates import find_duplicates
from mapapp.archive.engines import Embedded, Engine
from mapapp.archive.ingest import IngestTask, ingest_part
from mapapp.archive.kinds import ArchiveKind, choose_kinds
from mapapp.archive.manifest import FORMAT, MANIFEST, PYRAMID, REJECTS, TILES, Archive, Shard, Totals, open_archive
from mapapp.archive.pyramid import Count, build_levels, write_pyramid
from mapapp.archive.shards import ShardTask, build_shard, digest_of, left_out, plan_shards
from mapapp.archive.sources import Source, find_files, read_sources, split_sources
from mapapp.archive.tiles import build_tiles
from mapapp.errors import InvalidInputError, MissingPartError, OutputError
from mapapp.when import calendar_date

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how many of its steps are done, and how many there are."""

SHARD_ROWS = 1_500_000  # the same for all engines and memories, so that the files are the same
_ROW_BYTES = 1000  # of memory for a row of a part, with sorting
_LINE_BYTES = 40  # of a part of text for a row: shorter parts than of Parquet, as each line is held by itself
_MONTHS = 60
"""Archives of up to so many months are counted by month."""


@dataclass(frozen=True, slots=True)
class _Work:
    """The folder in which an archive is being made, and how large its steps are."""

    folder: Path
    sources: list[Source]
    rows: int
    engine: Engine
    progress: Progress

    @property
    def parts(self) -> Path:
        return self.folder / "parts"

    @property
    def result(self) -> Path:
        return self.folder / "result"


def build_archive(
    sources: Sequence[str], target: Path, columns: Columns | None = None, *, engine: Engine | None = None,
    replace: bool = False, progress: Progress | None = None, part_rows: int | None = None,
) -> Archive:  # fmt: skip
    """Build an archive from files, folders or globs. `part_rows` are read at a time (default: by memory).

    Raises NotFoundError and InvalidInputError for sources that cannot be read at all or of which no row can be stored,
    OutputError where the target exists (without `replace`), the disk is full, or another build is at work on it.
    """
    running: Engine = engine or Embedded(2_000_000_000, 2)
    if target.exists() and not replace:
        raise OutputError(f"{target} exists already. Give another name, or --replace.")
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = target.parent / f".{target.name}.building"
    columns = columns or Columns()
    with _only_one(folder):
        work = _begin(folder, sources, columns, running, progress or (lambda *_: None), part_rows)
        _ingest(work)
        archive = _finish(work, target, columns)
        _publish(work, target)
        _clear(folder)
    return archive


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """No two builds of one archive at a time; the lock goes with the process, however it ends, on any system."""
    try:
        from filelock import FileLock, Timeout
    except ImportError as error:
        raise MissingPartError(f"Archives need filelock, which is not installed. Install it: {INSTALL}") from error
    lock = FileLock(folder / "lock")
    try:
        folder.mkdir(exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout as error:
            raise OutputError(f"Another build of this archive is at work in {folder}.") from error
        try:
            yield
        finally:
            lock.release()
            _remove_empty(folder)
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror or error}. Make room, then run it again."
        ) from error


def _remove_empty(folder: Path) -> None:
    """Remove the folder of a build that is over; one that can go on stays."""
    with suppress(OSError):
        if all(each.name == "lock" for each in folder.iterdir()):
            (folder / "lock").unlink(missing_ok=True)
            folder.rmdir()


def _clear(folder: Path) -> None:
    """Remove all but the lock, which some systems do not let go while it is held."""
    for each in folder.iterdir():
        if each.is_dir():
            shutil.rmtree(each, ignore_errors=True)
        elif each.name != "lock":
            each.unlink(missing_ok=True)


def _begin(
    folder: Path, sources: Sequence[str], columns: Columns, engine: Engine, progress: Progress, part_rows: int | None
) -> _Work:
    files = find_files(sources)
    rows = part_rows or max(10_000, min(4_000_000, engine.memory // _ROW_BYTES))
    plan = {
        "format": FORMAT, "version": __version__, "columns": columns_record(columns),
        "files": [[str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns] for file in files],
    }  # fmt: skip
    path = folder / "plan.json"
    held = json.loads(path.read_text("utf-8")) if path.exists() else None
    if held is not None and held["plan"] == json.loads(json.dumps(plan)):
        rows = held["rows"]  # the parts that are there were cut like this
    else:
        for name in ("parts", "result", "counts", "text", "duplicates.json", "dropped.parquet"):
            left = folder / name
            shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    _sweep(folder)
    found = read_sources(files, columns, folder / "text")
    beside = folder / ".plan.json"
    beside.write_text(json.dumps({"plan": plan, "rows": rows}), "utf-8")
    beside.replace(path)
    for name in ("parts", "result", "counts", "spill"):
        (folder / name).mkdir(exist_ok=True)
    return _Work(folder, found, rows, engine, progress)


def _sweep(folder: Path) -> None:
    """Remove what tasks that were stopped left half-written: the room may be needed."""
    shutil.rmtree(folder / "spill", ignore_errors=True)
    for left in [path for name in ("parts", "counts", "result") for path in (folder / name).rglob(".*")]:
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _ingest(work: _Work) -> None:
    parts = split_sources(work.sources, work.rows, work.rows * _LINE_BYTES)
    engine = work.engine
    tasks = [IngestTask(part, str(work.parts.absolute()), engine.memory, engine.threads) for part in parts]
    engine.run(ingest_part, tasks, partial(_tell, work.progress, "read", len(tasks)))


def _tell(progress: Progress, stage: str, total: int, done: int) -> None:
    progress(stage, done, total)


def _finish(work: _Work, target: Path, columns: Columns) -> Archive:
    engine = work.engine
    done = [json.loads(path.read_text("utf-8")) for path in sorted(work.parts.glob("[0-9]*.json"))]
    parts = [str(path.absolute()) for path in sorted(work.parts.glob("[0-9]*.rows.parquet"))]
    read = sum(part["read"] for part in done)
    valid = sum(part["stored"] for part in done)
    if valid == 0:
        _nothing_stored(work, target, read)
    duplicates = _duplicates(work, parts, valid)
    totals = Totals(read, valid - duplicates, read - valid, duplicates)
    firsts, lasts = ([part[end] for part in done if part[end] is not None] for end in ("first", "last"))
    first, last = (min(firsts), max(lasts)) if firsts and lasts else (None, None)
    unit = _unit(first, last)
    dropped = str((work.folder / "dropped.parquet").absolute()) if duplicates else ""
    with opened(engine.all_memory, engine.all_threads, work.folder / "spill") as connection:
        every = f"read_parquet({listed(parts)})"
        cells = connection.execute(
            f"SELECT quadkey >> {CELL_SHIFT} AS cell, count(*) FROM {every} GROUP BY 1 ORDER BY 1"
        ).fetchall()
        rows = f"{every}{left_out(dropped)}"
        kinds = choose_kinds(connection.execute(f"SELECT kind, count(*) FROM {rows} GROUP BY 1").fetchall())
    tasks = [
        ShardTask(
            number, low, high, tuple(parts), dropped,
            str(work.folder.absolute()), unit, tuple(kind.name for kind in kinds if not kind.rest), columns.keep,
            engine.memory, engine.threads,
        )
        for number, (low, high) in enumerate(plan_shards(cells, SHARD_ROWS))
    ]  # fmt: skip
    engine.run(build_shard, tasks, partial(_tell, work.progress, "sort", len(tasks)))
    shards = [json.loads(task.done.read_text("utf-8")) for task in tasks]
    bounds = _bounds([shard.pop("bounds") for shard in shards])
    bins = (_bin(first, unit), _bin(last, unit))
    left = _rejects(work)
    _count(work, kinds, bounds, unit, bins, columns, left)
    files = {name: digest_of(work.result / name)[::-1] for name in (TILES, PYRAMID, REJECTS)}
    archive = Archive(
        target, columns.name or target.name, columns.attribution, totals, bounds, first, last, unit, bins, tuple(kinds),
        columns.keep, tuple(Shard(**shard) for shard in shards if shard["rows"]), files,
        tuple(Path(source.name).name for source in work.sources), f"mapapp {__version__}, {engine.name}",
    )  # fmt: skip
    if sum(shard.rows for shard in archive.shards) != totals.stored:
        raise OutputError(f"The store does not hold the {totals.stored:,} rows it should; the build is not published.")
    (work.result / MANIFEST).write_text(json.dumps(archive.record(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return archive


def _nothing_stored(work: _Work, target: Path, read: int) -> None:
    if read == 0:
        _clear(work.folder)
        raise InvalidInputError("The sources hold no rows; no archive is made.")
    _rejects(work, drops=False)
    rejects = target.with_name(f"{target.name}.{REJECTS}")
    (work.result / REJECTS).replace(rejects)
    _clear(work.folder)
    raise InvalidInputError(f"None of {read:,} rows can be stored; no archive is made. The reasons stand in {rejects}.")


def _duplicates(work: _Work, parts: Sequence[str], rows: int) -> int:
    path = work.folder / "duplicates.json"
    if not path.exists():
        work.progress("duplicates", 0, 1)
        named = any(source.columns.id for source in work.sources)
        count = 0
        if named:
            target = work.folder / "dropped.parquet"
            count = find_duplicates(parts, target, work.engine.all_memory, work.engine.all_threads, rows)
        path.with_suffix(".new").write_text(json.dumps(count), "utf-8")
        path.with_suffix(".new").replace(path)
        work.progress("duplicates", 1, 1)
    return int(json.loads(path.read_text("utf-8")))


def _unit(first: int | None, last: int | None) -> Unit:
    if first is None or last is None:
        return "year"
    return "month" if _bin(last, "month") - _bin(first, "month") < _MONTHS else "year"


def _bin(day: int | None, unit: Unit) -> int:
    year, month, _ = calendar_date(day if day is not None else 1)
    return year if unit == "year" else year * 12 + month - 1


def _bounds(found: Sequence[Sequence[float | None]]) -> tuple[float, float, float, float]:
    known = [each for each in found if each[0] is not None]
    west, south, east, north = zip(*known, strict=True)
    return min(west), min(south), max(east), max(north)


def _count(
    work: _Work, kinds: Sequence[ArchiveKind], bounds: tuple[float, float, float, float], unit: Unit,
    bins: tuple[int, int], columns: Columns, left: dict[str, int],
) -> None:  # fmt: skip
    work.progress("count", 0, 2)
    counts = [str(path) for path in sorted((work.folder / "counts").glob("[0-9]*.parquet"))]
    with opened(work.engine.all_memory, work.engine.all_threads, work.folder / "spill", spatial=True) as connection:
        world = build_levels(connection, counts)
        work.progress("count", 1, 2)
        metadata = _metadata(kinds, world, unit, bins, columns, left)
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(write_pyramid, connection.cursor(), work.result / PYRAMID)
            build_tiles(connection, [kind.id for kind in kinds], work.result / TILES, bounds, metadata)
            writing.result()
    work.progress("count", 2, 2)


def _metadata(
    kinds: Sequence[ArchiveKind], world: Sequence[Count], unit: Unit, bins: tuple[int, int], columns: Columns,
    left: dict[str, int],
) -> dict[str, Any]:  # fmt: skip
    """What a page needs besides the tiles; it stands in the tiles' own metadata."""
    return {
        "name": columns.name,
        "attribution": columns.attribution,
        "type": "overlay",
        "mapapp": {
            "format": FORMAT, "unit": unit, "bins": list(bins),
            "kinds": [kind.record(i) for i, kind in enumerate(kinds)], "counts": [list(count) for count in world],
            "left": left,
        },
    }  # fmt: skip


_LEFT = (
    "CASE WHEN reason LIKE 'duplicate%' THEN 'duplicate' WHEN reason LIKE 'no place%' THEN 'unlocated' "
    "WHEN reason LIKE 'the place%' THEN 'misplaced' WHEN reason LIKE 'no date%' THEN 'undated' "
    "WHEN reason LIKE 'the date%' OR reason LIKE 'it ends%' THEN 'misdated' ELSE 'unreadable' END"
)
"""Why a row is left out, in one word: by the first of its reasons, so that the numbers add up."""


def _rejects(work: _Work, *, drops: bool = True) -> dict[str, int]:
    """Write all rejected and repeated rows to one CSV file, by file and row; gives how many were left out, and why."""
    files = [str(path) for path in sorted(work.parts.glob("[0-9]*.rejects.parquet"))]
    every = f"SELECT file, row, reason, found FROM read_parquet({listed(files)})"
    dropped = work.folder / "dropped.parquet"
    if drops and dropped.exists():
        names = " ".join(f"WHEN {source.number} THEN {quoted(source.name)}" for source in work.sources)
        first = f"CASE first_file {names} END"
        every += (
            f" UNION ALL SELECT CASE file {names} END, row, 'duplicate: the id stands in ' || {first} || "
            f"', row ' || first_row, id FROM read_parquet({listed([str(dropped)])})"
        )
    file, found = neutral_sql("file"), neutral_sql("found")
    target = work.result / REJECTS
    with opened(work.engine.all_memory, work.engine.all_threads, work.folder / "spill") as connection:
        connection.execute(
            f"COPY (SELECT {file} AS file, row, reason, {found} AS found FROM ({every}) ORDER BY ALL) "
            f"TO {quoted(str(target))} (FORMAT csv, HEADER)"
        )
        why = f"SELECT {_LEFT} AS why, count(*) FROM ({every}) GROUP BY 1 ORDER BY 1"
        return dict(connection.execute(why).fetchall())


def _publish(work: _Work, target: Path) -> None:
    """Rename the result to its place; an older archive steps aside for that moment."""
    for left in work.result.rglob(".*"):
        left.unlink()
    old = target.with_name(f".{target.name}.old")
    if target.exists():
        open_archive(target)  # nothing else is ever replaced
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
    work.result.rename(target)
    shutil.rmtree(old, ignore_errors=True)
