"""Files of text as bytes: their encoding, where they can be cut, and their records with the numbers of their lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path

_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LONGEST = 1 << 22  # bytes; no record is longer
_MOST_LINES = 200  # a quotation that runs on over more lines was never opened on purpose
_BLOCK = 1 << 24

Bad = tuple[int, str, str]
"""A line that is no record: its number, why, and what stands there."""


def to_utf8(file: Path, copy: Path) -> Path:
    """The file itself, or where it begins with the mark of UTF-16 a copy of it in UTF-8."""
    with file.open("rb") as source:
        encoding = _MARKS.get(source.read(2))
        if encoding is None:
            return file
        source.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        copy.parent.mkdir(parents=True, exist_ok=True)
        with copy.open("wb") as target:
            while block := source.read(_BLOCK):
                target.write(decoder.decode(block).encode("utf-8"))
            target.write(decoder.decode(b"", final=True).encode("utf-8"))
    return copy


def decoded(data: bytes, encodings: Sequence[str]) -> str | None:
    """The text in the first encoding that fits; None where none does."""
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def first_record(path: Path, encodings: Sequence[str]) -> tuple[str, int, int]:
    """The header of a CSV file: its text, the byte after it, and the number of its lines."""
    with path.open("rb") as file:
        record = file.readline(_LONGEST)
        lines = 1
        while record.count(b'"') % 2 and lines < _MOST_LINES and (line := file.readline(_LONGEST)):
            record += line
            lines += 1
        end = file.tell()
    text = decoded(record.removeprefix(codecs.BOM_UTF8), encodings) or record.decode("utf-8", errors="replace")
    return text.rstrip("\r\n"), end, lines


def split_text(path: Path, start: int, line: int, size: int, *, quotes: bool) -> Iterator[tuple[int, int, int]]:
    """Pieces (start, stop, first line) of about `size` bytes that end at the end of a record.

    With `quotes` a line end between quotation marks ends no record; where marks never pair the last line end counts.
    """
    with path.open("rb") as file:
        file.seek(start)
        rest = b""
        while True:
            block = rest + file.read(max(size - len(rest), 1 << 16))
            if not block:
                return
            more = bool(follows := file.read(1))
            file.seek(-len(follows), 1)
            cut = _cut(block, quotes) if more else len(block)
            if cut == 0 and len(block) < size + _LONGEST:  # one very long record: read on
                rest = block
                size = max(size, 2 * len(block))
                continue
            cut = cut or len(block)
            yield start, start + cut, line
            line += block.count(b"\n", 0, cut)
            start += cut
            rest = block[cut:]


def _cut(block: bytes, quotes: bool) -> int:
    """Where the last whole record of a block ends; 0 where none does."""
    last = block.rfind(b"\n") + 1
    if not quotes:
        return last
    odd = block.count(b'"') % 2
    end = len(block)
    at = last
    for _ in range(_MOST_LINES):
        if at == 0:
            return 0
        odd ^= block.count(b'"', at, end) % 2
        if not odd:
            return at
        end, at = at, block.rfind(b"\n", 0, at - 1) + 1
    return last


def read_piece(path: Path, start: int, stop: int) -> bytes:
    """The bytes of a piece."""
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)


def records(
    data: bytes, line: int, encodings: Sequence[str], *, quotes: bool
) -> tuple[list[tuple[int, str]], list[Bad]]:
    """Records of a piece with the number of their first line, and the lines that are none."""
    text = decoded(data, encodings[:1])
    bad: list[Bad] = []
    if text is not None:
        numbered = [(line + i, each) for i, each in enumerate(text.split("\n"))]
    else:
        numbered = []
        for i, raw in enumerate(data.split(b"\n")):
            each = decoded(raw, encodings)
            if each is None:
                reason = f"the text is not in {' or '.join(encodings)}"
                bad.append((line + i, reason, raw.decode("utf-8", errors="replace")))
            else:
                numbered.append((line + i, each))
    if quotes and b'"' in data:
        numbered = list(_joined(numbered, bad))
    clean = [(number, each.rstrip("\r")) for number, each in numbered if each and not each.isspace()]
    return [(number, each) for number, each in clean if "\0" not in each], bad + [
        (number, "a zero byte stands in it", each) for number, each in clean if "\0" in each
    ]


def _joined(lines: Sequence[tuple[int, str]], bad: list[Bad]) -> Iterator[tuple[int, str]]:
    """Lines that a quotation runs across become one record; one that is never closed is none."""
    i = 0
    while i < len(lines):
        number, text = lines[i]
        if text.count('"') % 2 == 0:
            yield number, text
            i += 1
            continue
        parts = [text]
        for j in range(i + 1, min(i + _MOST_LINES, len(lines))):
            parts.append(lines[j][1])
            if lines[j][1].count('"') % 2:
                yield number, "\n".join(parts)
                i = j + 1
                break
        else:
            bad.append((number, "a quotation mark is not closed", text))
            i += 1
