"""Which passages of its sources an atlas rests on: paragraph by paragraph, or, without the text, section by section.

A paragraph is a block of lines between blank ones (coverage.csv numbers them from 1). The atlas holds no text, only
character ranges; a reader's own copy, checked by its SHA-256, gives the paragraphs their bounds. Nothing here gives a
word of the text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.model import Atlas, Citation

_PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source (code points, end exclusive) with the subjects that cite it, in the atlas's order.

    `paragraph` is its number where the text was there to count, else None; `section` is the heading under which the
    citations put it. `reason` says why no record cites it, where coverage.csv does.
    """

    source: str
    paragraph: int | None
    section: str
    start: int
    end: int
    subjects: tuple[str, ...]
    reason: str = ""

    @property
    def is_accounted(self) -> bool:
        """True if a record cites the passage, or a reason says why none does."""
        return bool(self.subjects or self.reason)


def split_paragraphs(text: str) -> list[tuple[int, int]]:
    """The ranges of the paragraphs of a text, without the line feed at their end."""
    return [(found.start(), found.start() + len(found[0].rstrip())) for found in _PARAGRAPH.finditer(text)]


def cover_paragraphs(atlas: Atlas, source: str, text: str) -> list[Passage]:
    """Every paragraph of a source's text with the subjects whose citations touch it. The text must be the source's."""
    reasons = {int(row["paragraph"]): row["reason"] for row in atlas.coverage if row["source"] == source}
    citations = _located(atlas, source)
    passages = []
    for number, (start, end) in enumerate(split_paragraphs(text), 1):
        touching = [one for first, last, one in citations if first < end and last > start]
        section = touching[0].section if touching else ""
        reason = reasons.get(number, "")
        passages.append(Passage(source, number, section, start, end, _subjects(touching), reason))
    return passages


def cover_sections(atlas: Atlas, source: str) -> list[Passage]:
    """The cited sections of a source in the order of its text, each with the range that its citations span."""
    sections: dict[str, list[tuple[int, int, Citation]]] = {}
    for located in _located(atlas, source):
        sections.setdefault(located[2].section, []).append(located)
    passages = [
        Passage(
            source,
            None,
            section,
            min(start for start, _, _ in cited),
            max(end for _, end, _ in cited),
            _subjects([citation for _, _, citation in cited]),
        )
        for section, cited in sections.items()
    ]
    return sorted(passages, key=lambda passage: (passage.start, passage.end))


def cover_atlas(atlas: Atlas, copies: dict[str, str]) -> list[Passage]:
    """Every document of the atlas: by paragraphs where `copies` holds its text (by source id), else by sections."""
    return [
        passage
        for source in atlas.sources
        if not source.outside
        for passage in (
            cover_paragraphs(atlas, source.id, copies[source.id])
            if source.id in copies
            else cover_sections(atlas, source.id)
        )
    ]


def read_copies(atlas: Atlas, wanted: Iterable[str]) -> dict[str, str]:
    """The texts of sources, read from `SOURCE=FILE` or from folders, where files are known by their SHA-256.

    A file named for a source must be its text. Raises NotFoundError for a path or source that is not there, and
    InvalidInputError for a file that is another text, or a folder that holds none.
    """
    copies: dict[str, str] = {}
    for item in wanted:
        name, mark, path = item.partition("=")
        if mark and not Path(item).exists():
            copies[name] = _named_copy(atlas, name, Path(path))
            continue
        found = _folder_copies(atlas, Path(item))
        if not found:
            raise InvalidInputError(f"{item} holds no file that is the text of a source of {atlas.id}.")
        copies |= found
    return copies


def _located(atlas: Atlas, source: str) -> list[tuple[int, int, Citation]]:
    """The citations of a source that have a range, with its start and end."""
    cited = [one for one in atlas.citations if one.source == source]
    return [(one.start, one.end, one) for one in cited if one.start is not None and one.end is not None]


def _subjects(citations: Sequence[Citation]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(citation.subject for citation in citations))


def _named_copy(atlas: Atlas, name: str, path: Path) -> str:
    source = next((one for one in atlas.sources if one.id == name), None)
    if source is None or source.text is None:
        raise NotFoundError(f"{atlas.id} has no source {name!r} with a text.")
    data = _bytes_of(path)
    if hashlib.sha256(data).hexdigest() != source.text.sha256:
        raise InvalidInputError(f"{path} is another text than that of {name}: its SHA-256 differs.")
    return data.decode(source.text.encoding)


def _folder_copies(atlas: Atlas, folder: Path) -> dict[str, str]:
    if not folder.is_dir():
        raise NotFoundError(f"{folder} is no folder: name one, or SOURCE=FILE.")
    by_hash = {source.text.sha256: source for source in atlas.sources if source.text}
    copies = {}
    for path in sorted(folder.iterdir()):
        data = _bytes_of(path) if path.is_file() else b""
        source = by_hash.get(hashlib.sha256(data).hexdigest())
        if source and source.text:
            copies[source.id] = data.decode(source.text.encoding)
    return copies


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFoundError(f"{path} cannot be read: {error.strerror}.") from None
