"""Bytes of a text file to text: the encoding is seen, guessed with a measure of doubt, or told.

A byte-order mark and valid UTF-8 settle it. Else each candidate is tried on the bytes, and scored by how usual the
characters are that it gives: the double-byte encodings of East Asia keep their everyday characters together.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from mapapp.errors import InvalidInputError, told

ENCODINGS: dict[str, str] = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "Big5": "cp950",
    "Big5-HKSCS": "big5hkscs",
    "GB18030": "gb18030",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "EUC-KR": "cp949",
    "Windows-1252": "cp1252",
    "Windows-1251": "cp1251",
}
"""Encodings by the name that people see, with Python's codec."""

_GUESSED = ("Big5", "GB18030", "Shift-JIS", "EUC-JP", "EUC-KR")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in b"\t\n\r\x0c\x1b\x1e")
_SAMPLE = 100_000
_MARGIN = 0.12
"""How far ahead the best guess must be to be sure."""

_COMMON = frozenset(
    "的一是不了在有人我他這这中大來来上國国個个和也子時时道出而要於于就下得可年日本月會会以為为地用成方生自能對对發发學学"
    "后後前多同然作分所面家文法經经行過过十二三四五六七八九與与及東东西南北市縣县省島岛海路事件名稱称部關关長长開开條条約约"
    "のはにをたがでてとしれさあるいなもるからこりまんらスンルトイアラドリコクシ이다의는에을를가고하지로한"
)
"""Characters that are usual in Chinese, Japanese and Korean text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was in, whether that is sure, and what it could be else, likeliest first.

    `replaced` counts bytes that the encoding does not know; each stands in the text as U+FFFD.
    """

    text: str
    encoding: str
    sure: bool
    others: tuple[str, ...] = ()
    replaced: int = 0


def codec_of(name: str) -> str:
    """Python's codec for the name of an encoding, in any spelling. Raises InvalidInputError, which lists them."""
    plain = name.lower().replace("_", "-")
    for known, codec in ENCODINGS.items():
        if plain in (known.lower(), codec, known.lower().replace("-", "")):
            return codec
    try:
        found = codecs.lookup(name)
        if getattr(found, "_is_text_encoding", True):
            return found.name
    except (LookupError, ValueError):
        pass
    raise InvalidInputError(
        told(
            "{name} is no encoding that is known here: name one of {encodings}.",
            name=repr(name),
            encodings=", ".join(ENCODINGS),
        )
    )


_MAGIC = (
    b"PK\x03\x04", b"%PDF-", b"\x89PNG", b"\x7fELF", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"SQLite format 3\0",
    b"PAR1", b"\xd0\xcf\x11\xe0", b"RIFF", b"{\\rtf",
)  # fmt: skip
"""How files begin that people give the name of a text by mistake."""


def refuse_binary(data: bytes, name: str) -> None:
    """Raise InvalidInputError for content that is no text, whatever its name says: controls, or another mark."""
    sample = data[:65536]
    controls = sum(map(sample.count, _CONTROLS))
    wide = _wide(data) or data[:2] in _WIDE_MARKS
    if data.startswith(_MAGIC) or (len(sample) >= 512 and controls * 10 > len(sample) and not wide):
        raise InvalidInputError(
            told("{name} holds no text, whatever its name says: it is another sort of file.", name=name)
        )


def decode_text(data: bytes, encoding: str | None = None) -> Decoded:
    """The text of a file, without its byte-order mark. Raises InvalidInputError for an unknown encoding."""
    if encoding is not None:
        return _decoded(data, encoding, codec_of(encoding), True)
    for mark, name in ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16")):
        if data.startswith(mark):
            return _decoded(data, name, ENCODINGS[name], True)
    if wide := _wide(data):
        return _decoded(data, wide, ENCODINGS[wide], True)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8", True)
    except UnicodeDecodeError:
        ranked = rank_encodings(data)
        best, score = ranked[0]
        sure = len(ranked) == 1 or score - ranked[1][1] >= _MARGIN
        return _decoded(data, best, ENCODINGS[best], sure, tuple(name for name, _ in ranked[1:4]))


def _decoded(data: bytes, name: str, codec: str, sure: bool, others: tuple[str, ...] = ()) -> Decoded:
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    return Decoded(text, name, sure, others, text.count("\ufffd"))


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of its ASCII characters is NUL."""
    sample = data[:4096]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > len(sample) // 8 and even < odd // 8:
        return "UTF-16LE"
    return "UTF-16BE" if even > len(sample) // 8 and odd < even // 8 else ""


def likely_encoding(data: bytes) -> str:
    """The likeliest encoding of bytes that are not UTF-8."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "UTF-16"
    return rank_encodings(data)[0][0]


def rank_encodings(data: bytes) -> list[tuple[str, float]]:
    """The encodings that bytes can be in, not UTF-8, with scores from 0 to about 2, the likeliest first."""
    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    scores = [(name, score) for name in _GUESSED if (score := _score(sample, ENCODINGS[name])) is not None]
    scores.append(("Windows-1252", _western(sample)))
    return sorted(scores, key=lambda item: -item[1])


def _score(sample: bytes, codec: str) -> float | None:
    """How usual the characters beyond ASCII are; None where more than a few bytes are not of this encoding."""
    text = sample.decode(codec, "ignore")
    wide = [char for char in text if char > "\x7f"]
    lost = len(sample) - len(text.encode(codec, "ignore"))
    if not wide or lost > max(2, len(wide) // 200):
        return None
    everyday = sum(_everyday(char, codec) for char in wide)
    common = sum(char in _COMMON for char in wide)
    return (everyday + 2 * common) / len(wide)


def _everyday(char: str, codec: str) -> float:
    """1 for a character of the everyday part of an encoding, 0 for a rare one, less for what hardly occurs."""
    if "\uff61" <= char <= "\uff9f" or "\ue000" <= char <= "\uf8ff":
        return -1.0
    code = char.encode(codec, "ignore")
    if len(code) != 2:
        return -1.0
    lead = code[0]
    low, high = _LEADS[codec]
    return 1.0 if low <= lead <= high or char in "，。、・「」（）：；！？　—…" or "\u3041" <= char <= "\u30fe" else 0.0


_LEADS = {"cp950": (0xA4, 0xC6), "gb18030": (0xB0, 0xD7), "cp932": (0x88, 0x97), "euc_jp": (0xB0, 0xCF),
          "cp949": (0xB0, 0xC8)}  # fmt: skip
"""First bytes of the everyday characters: level 1 of each standard, the syllables of Korean."""


def _western(sample: bytes) -> float:
    """How far the bytes beyond ASCII stand alone between letters, as accents do; in pairs they are East Asian."""
    high = [index for index, byte in enumerate(sample) if byte >= 0x80]
    if not high:
        return 1.0
    places = set(high)
    alone = sum(index - 1 not in places and index + 1 not in places for index in high)
    letters = sum(
        sample[index] >= 0xC0 or sample[index] in b"\x91\x92\x93\x94\x96\x97\x85\xa0\xab\xbb" for index in high
    )
    return 1.5 * alone / len(high) * letters / len(high)
