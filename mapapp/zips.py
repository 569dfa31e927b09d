"""ZIP archives from anywhere: what they would unpack to is looked at first, and no member is larger than it says."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from mapapp.errors import InvalidInputError, told

MAX_UNPACKED = 1024 * 2**20
MAX_RATIO = 200
"""A member that grows by more than this is a bomb, unless it is small."""
_SMALL = 16 * 2**20
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError, ValueError, KeyError,
)  # fmt: skip


@contextmanager
def words_for_damage(name: str) -> Iterator[None]:
    """Turn what Python raises for an archive that is damaged, locked or packed in an unknown way into words.

    Raises InvalidInputError.
    """
    try:
        yield
    except _DAMAGED as error:
        raise InvalidInputError(
            told("{name} is no ZIP archive that can be unpacked: {error}.", name=name, error=error)
        ) from error


def check_members(members: Sequence[zipfile.ZipInfo], name: str, most: int) -> None:
    """Raise InvalidInputError where members would unpack to too much, or are more than `most`."""
    total = sum(member.file_size for member in members)
    bomb = any(one.file_size > _SMALL and one.file_size > MAX_RATIO * max(one.compress_size, 1) for one in members)
    if bomb or total > MAX_UNPACKED or len(members) > most:
        raise InvalidInputError(
            told(
                "{name} would unpack to {count} files, {total} MB: it is refused.",
                name=name,
                count=f"{len(members):,}",
                total=f"{total // 2**20:,}",
            )
        )


def read_pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """The content of a member, a piece at a time. Raises InvalidInputError where it is larger than it says."""
    left = member.file_size
    with archive.open(member) as file:
        while piece := file.read(1 << 20):
            left -= len(piece)
            if left < 0:
                raise InvalidInputError(
                    told(
                        "{name}: {filename} is larger than it says: it is refused.",
                        name=name,
                        filename=repr(member.filename[:80]),
                    )
                )
            yield piece
