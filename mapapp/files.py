"""Writing results: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from errno import EISDIR
from pathlib import Path

from mapapp.errors import OutputError, told


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its target and rename it, so that the target is never half-written. Raises OutputError."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their targets, and rename them only when all are there. Raises OutputError."""
    ready: dict[Path, Path] = {}
    target = Path()
    try:
        for target, data in files.items():
            handle, beside = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
            ready[target] = Path(beside)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).chmod(0o666 & ~_umask())
        for target in ready:
            if target.is_dir():  # found before any target is replaced
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
        for target, written in ready.items():
            written.replace(target)
    except BaseException as error:  # Ctrl+C leaves no half file either
        for written in ready.values():
            written.unlink(missing_ok=True)
        if not isinstance(error, (OSError, ValueError)):
            raise
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise OutputError(told("{target} cannot be written: {reason}.", target=target, reason=reason)) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def bytes_written(name: str, write: Callable[[Path], None]) -> bytes:
    """The bytes that a library writes into a file called `name`, in a folder that nobody else sees.

    Raises OutputError where there is no room for it.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="mapapp-") as folder:
            path = Path(folder) / name
            write(path)
            return path.read_bytes()
    except (OSError, RuntimeError) as error:  # GDAL's errors are RuntimeErrors
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)[:200]
        raise OutputError(told("{name} cannot be made: {reason}.", name=name, reason=reason)) from error
