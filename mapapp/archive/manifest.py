"""`archive.json`: what an archive is, and the files it is made of."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from mapapp.archive.counts import Unit
from mapapp.archive.kinds import ArchiveKind
from mapapp.errors import InvalidInputError, NotFoundError

MANIFEST = "archive.json"
TILES = "tiles.pmtiles"
PYRAMID = "pyramid.parquet"
REJECTS = "rejects.csv"
FORMAT = 1
_HASH = re.compile("[0-9a-f]{64}")
_MOST_BINS = 100_000


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of the rows: `read` is always the sum of the others."""

    read: int
    stored: int
    rejected: int
    duplicates: int

    def __str__(self) -> str:
        return (
            f"read {self.read:,} = stored {self.stored:,} + rejected {self.rejected:,} + duplicates {self.duplicates:,}"
        )


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of the store: the cells of zoom 8 it holds (quadkeys, both included), its rows, its hash."""

    path: str
    low: int
    high: int
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive on disk.

    `bounds` is west, south, east, north of the events; `first` and `last` are days (None: some are open, and none is
    known); `bins` are the first and last bin of `unit`; `files` gives (bytes, sha256) of all files but the shards.
    """

    folder: Path
    name: str
    attribution: str
    totals: Totals
    bounds: tuple[float, float, float, float]
    first: int | None
    last: int | None
    unit: Unit
    bins: tuple[int, int]
    kinds: tuple[ArchiveKind, ...]
    keep: tuple[str, ...]
    shards: tuple[Shard, ...]
    files: dict[str, tuple[int, str]]
    sources: tuple[str, ...]
    made_by: str

    def record(self) -> dict[str, Any]:
        """As plain values."""
        values = {key: value for key, value in asdict(self).items() if key != "folder"}
        return {"format": FORMAT, **values}

    @property
    def checksum(self) -> str:
        """SHA-256 over the hashes of all files: equal for equal content, whatever engine built it."""
        hashes = [shard.sha256 for shard in self.shards] + [self.files[name][1] for name in sorted(self.files)]
        return sha256("\n".join(hashes).encode()).hexdigest()

    def paths(self) -> list[str]:
        """The files of the store."""
        return [str(self.folder / shard.path) for shard in self.shards]


def finish_publishing(folder: Path) -> None:
    """Put an archive back that a build had set aside when it was ended before its new one was in place."""
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists() or not (old / MANIFEST).is_file():
        return
    try:
        import fcntl

        with (folder.with_name(f".{folder.name}.building") / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # a build that still runs finishes by itself
            old.rename(folder)
    except (OSError, ImportError):
        return


def is_archive(name: str | Path) -> bool:
    """Is this the folder of an archive? No name that a file system does not take is."""
    try:
        finish_publishing(Path(name))
        return (Path(name) / MANIFEST).is_file()
    except (OSError, ValueError):
        return False


def open_archive(name: str | Path) -> Archive:
    """Read an archive's manifest. Raises NotFoundError, or InvalidInputError where it is not one that we read."""
    finish_publishing(Path(name))
    path = Path(name) / MANIFEST
    if not path.is_file():
        raise NotFoundError(f"{name} is no archive: it has no {MANIFEST}. Build one with `mapapp archive build`.")
    try:
        values = json.loads(path.read_text("utf-8"))
        if values.pop("format") != FORMAT:
            raise InvalidInputError(f"{path} has a format that this version does not read; build the archive anew.")
        archive = _typed(values, Path(name))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInputError(f"{path} cannot be read: {str(error)[:500]}") from error
    for file in (*(shard.path for shard in archive.shards), *archive.files):
        if Path(file).is_absolute() or ".." in Path(file).parts or "\\" in file or (archive.folder / file).is_symlink():
            raise InvalidInputError(f"{path} names a file outside the archive: {file[:80]!r}.")
    return archive


def _typed(values: dict[str, Any], folder: Path) -> Archive:
    """The values of a manifest, each of its type and possible. Raises ValueError."""
    from pydantic import TypeAdapter

    text = json.dumps(values | {"folder": str(folder)}, allow_nan=False)
    archive: Archive = TypeAdapter(Archive).validate_json(text, strict=True)
    west, south, east, north = archive.bounds
    hashes = [*(shard.sha256 for shard in archive.shards), *(digest for _, digest in archive.files.values())]
    if not archive.shards or not {TILES, PYRAMID, REJECTS} <= set(archive.files):
        raise ValueError("it names no store, or not all of its files")
    if not all(map(_HASH.fullmatch, hashes)):
        raise ValueError("a hash is no SHA-256")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("its bounds are not on the globe")
    if any(day is not None and abs(day) >= 2**31 for day in (archive.first, archive.last)):
        raise ValueError("its first or last day is beyond all years")
    numbers = [number for one in archive.shards for number in (one.low, one.high, one.rows, one.bytes)]
    if min(numbers) < 0 or max(numbers) >= 2**62:
        raise ValueError("a number of its store is not possible")
    if not archive.bins[0] <= archive.bins[1] <= archive.bins[0] + _MOST_BINS:
        raise ValueError("its bins are in no order, or too many")
    return archive
