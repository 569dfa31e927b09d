"""The whole folder of an atlas as one ZIP file, and back."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.errors import InvalidInputError, NotFoundError, OutputError, told
from mapapp.files import write_whole
from mapapp.zips import check_members, read_pieces, words_for_damage

MAX_FILES = 10_000
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the same folder gives the same bytes."""


def pack_atlas(folder: Path, target: Path) -> int:
    """Write the folder of an atlas as a ZIP file and return how many files it holds.

    Hidden files and symbolic links are left out. Raises NotFoundError where the folder is no atlas, OutputError.
    """
    if not (folder / HEADER_FILE).is_file():
        raise NotFoundError(
            told("{folder} is no atlas folder: it has no {header_file}.", folder=folder, header_file=HEADER_FILE)
        )
    out, names = io.BytesIO(), []
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(folder).as_posix()
                hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
                linked = path.is_symlink() or any(
                    parent.is_symlink() for parent in path.parents if folder in parent.parents
                )
                if path.is_file() and not hidden and not linked and path.resolve() != target.resolve():
                    archive.writestr(zipfile.ZipInfo(name, _ALWAYS), path.read_bytes(), zipfile.ZIP_DEFLATED)
                    names.append(name)
    except (OSError, ValueError) as error:
        raise OutputError(told("{folder} cannot be packed: {error}.", folder=folder, error=error)) from error
    write_whole(target, out.getvalue())
    return len(names)


def unpack_atlas(archive_file: Path, folder: Path) -> int:
    """Unpack a ZIP file of an atlas into a folder that does not exist or is empty; return how many files it held.

    The folder appears whole or not at all. Raises NotFoundError, InvalidInputError for an archive that is damaged,
    would leave the folder, holds links, or unpacks to too much, and OutputError.
    """
    if not archive_file.is_file():
        raise NotFoundError(told("There is no file {archive_file}.", archive_file=repr(str(archive_file))))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(told("{folder} exists and is not empty: name another folder.", folder=folder))
    try:
        with words_for_damage(archive_file.name), zipfile.ZipFile(archive_file) as archive:
            members = _checked(archive, archive_file.name)
            folder.parent.mkdir(parents=True, exist_ok=True)
            beside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
            try:
                for name, member in members.items():
                    _extract(archive, member, beside / name, archive_file.name)
                beside.chmod(0o755)
                if folder.exists():
                    folder.rmdir()
                beside.replace(folder)
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
    except OSError as error:
        raise OutputError(
            told("{folder} cannot be written: {strerror}.", folder=folder, strerror=error.strerror or error)
        ) from error
    return len(members)


def _checked(archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """The files of an archive by their names below the atlas's folder; refused where any of them is not harmless."""
    files = [member for member in archive.infolist() if not member.filename.endswith("/")]
    check_members(files, name, MAX_FILES)
    for member in files:
        parts = PurePosixPath(member.filename).parts
        if not parts:
            raise InvalidInputError(told("{name} holds a file without a name: it is refused.", name=name))
        outside = member.filename.startswith(("/", "\\")) or ".." in parts or ":" in member.filename
        if outside or "\\" in member.filename or "\0" in member.filename:
            raise InvalidInputError(
                told(
                    "{name} holds {filename}, which would leave the folder: it is refused.",
                    name=name,
                    filename=repr(member.filename[:80]),
                )
            )
        if stat.S_ISLNK(member.external_attr >> 16):
            raise InvalidInputError(
                told("{name} holds the link {filename}: it is refused.", name=name, filename=repr(member.filename[:80]))
            )
    headers = [PurePosixPath(one.filename) for one in files if PurePosixPath(one.filename).name == HEADER_FILE]
    if not headers:
        raise InvalidInputError(
            told("{name} holds no atlas: there is no {header_file} in it.", name=name, header_file=HEADER_FILE)
        )
    root = min(headers, key=lambda path: len(path.parts)).parent
    inside = [one for one in files if PurePosixPath(one.filename).is_relative_to(root)]
    found = {PurePosixPath(one.filename).relative_to(root).as_posix(): one for one in inside}
    visible = {path: one for path, one in found.items() if not any(part.startswith(".") for part in path.split("/"))}
    alike = {unicodedata.normalize("NFC", path).casefold() for path in found}  # as some file systems see them
    folders = {str(parent) for path in alike for parent in PurePosixPath(path).parents}
    if len(alike) < len(inside) or alike & folders:
        raise InvalidInputError(told("{name} holds a file twice: it is refused.", name=name))
    return visible


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        for piece in read_pieces(archive, member, name):
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
