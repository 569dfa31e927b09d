"""`archive.json`: what an archive is, and the files it is made of."""

from __future__ import annotations

import json
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


def is_archive(name: str | Path) -> bool:
    """Is this the folder of an archive? No name that a file system does not take is."""
    try:
        return (Path(name) / MANIFEST).is_file()
    except (OSError, ValueError):
        return False


def open_archive(name: str | Path) -> Archive:
    """Read an archive's manifest. Raises NotFoundError, or InvalidInputError where it is not one that we read."""
    path = Path(name) / MANIFEST
    if not path.is_file():
        raise NotFoundError(f"{name} is no archive: it has no {MANIFEST}. Build one with `mapapp archive build`.")
    try:
        values = json.loads(path.read_text("utf-8"))
        if values.pop("format") != FORMAT:
            raise InvalidInputError(f"{path} has a format that this version does not read; build the archive anew.")
        values["totals"] = Totals(**values["totals"])
        values["kinds"] = tuple(ArchiveKind(**kind) for kind in values["kinds"])
        values["shards"] = tuple(Shard(**shard) for shard in values["shards"])
        values["files"] = {name: (size, digest) for name, (size, digest) in values["files"].items()}
        for key in ("bounds", "bins", "keep", "sources"):
            values[key] = tuple(values[key])
        archive = Archive(folder=Path(name), **values)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidInputError(f"{path} cannot be read: {error}") from error
    for shard in archive.shards:
        if Path(shard.path).is_absolute() or ".." in Path(shard.path).parts:
            raise InvalidInputError(f"{path} names a file outside the archive: {shard.path!r}.")
    return archive
