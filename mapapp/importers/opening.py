"""Files as they come from anywhere: size limits, ZIP archives and XML that cannot harm."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.zips import check_members, read_pieces, words_for_damage

MAX_FILE = 512 * 2**20
_MAX_DEPTH = 200


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises NotFoundError, or InvalidInputError where it is no file or too large."""
    try:
        if not path.is_file():
            reason = "is no file" if path.exists() else "does not exist"
            raise (InvalidInputError if path.exists() else NotFoundError)(f"{path} {reason}.")
        if path.stat().st_size > MAX_FILE:
            raise InvalidInputError(
                told("{path} has more than {max_file} MB: split it.", path=path, max_file=MAX_FILE // 2**20)
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInputError(told("{path} cannot be read: {error}.", path=path, error=error)) from error


def open_zip(data: bytes, name: str) -> zipfile.ZipFile:
    """A ZIP archive whose members all have sizes that can be read. Raises InvalidInputError."""
    with words_for_damage(name):
        archive = zipfile.ZipFile(io.BytesIO(data))
        check_members(archive.infolist(), name, 100_000)
        return archive


def read_member(archive: zipfile.ZipFile, member: str, name: str) -> bytes:
    """The bytes of a member, never more than it says. Raises InvalidInputError."""
    with words_for_damage(f"{name}, {member!r},"):
        return b"".join(read_pieces(archive, archive.getinfo(member), name))


def read_xml(data: bytes, name: str) -> Element:
    """The root of an XML document, its tags without name spaces.

    Raises InvalidInputError where it is not well-formed or declares entities, which no data file needs.
    """
    builder = TreeBuilder()
    depth = 0
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise InvalidInputError(told("{name} declares XML entities: it is not read.", name=name))

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise InvalidInputError(
                told(
                    "{name} is nested more than {max_depth} levels deep: it is not read.",
                    name=name,
                    max_depth=_MAX_DEPTH,
                )
            )
        builder.start(tag.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag.rpartition("}")[2])

    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse  # type: ignore[assignment]
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: encodings that expat does not know
        raise InvalidInputError(told("{name} is no well-formed XML: {error}.", name=name, error=error)) from error
    return builder.close()
