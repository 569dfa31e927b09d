"""Fonts of the printed map: shipped Source Sans, Source Serif and Noto Sans CJK; text is measured with them."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

from mapapp.shipped import geodata_folder

SANS, SERIF = "Source Sans 3", "Source Serif 4"
_CJK = {"ja": ("Noto Sans CJK JP", "Noto Sans CJK TC"), "": ("Noto Sans CJK TC", "Noto Sans CJK JP")}
_LAST = "DejaVu Sans"
_FILES: dict[str, tuple[str, str, str, str]] = {
    SANS: ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf") * 2,
    SERIF: ("SourceSerif4-Regular.ttf", "SourceSerif4-Bold.ttf", "SourceSerif4-It.ttf", "SourceSerif4-It.ttf"),
    "Noto Sans CJK TC": ("NotoSansCJKtc-Regular-subset.otf", "NotoSansCJKtc-Bold-subset.otf") * 2,
    "Noto Sans CJK JP": ("NotoSansCJKjp-Regular-subset.otf", "NotoSansCJKjp-Bold-subset.otf") * 2,
    _LAST: ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf", "DejaVuSans-BoldOblique.ttf"),
}
"""The files of a family: regular, bold, italic, bold italic; the last family comes with matplotlib."""

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Text on one line, without controls and what reorders text."""
    return " ".join(_CONTROLS.sub(" ", text).split())


@dataclass(frozen=True, slots=True)
class Style:
    """A text style: size in CSS pixels; `spaced` sets capitals with a hair space between letters."""

    size: float
    bold: bool = False
    serif: bool = False
    italic: bool = False
    spaced: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """Size of a line of text in CSS pixels: advance width, and height above and below the baseline."""

    width: float
    ascent: float
    descent: float


class Fonts:
    """The font stack of a language: a Latin face, the language's CJK face, the other one, then DejaVu.

    Text that the Latin face holds is set with that face alone: matplotlib looks up a stack of fonts slowly.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._cjk = _CJK["ja" if language.split("-")[0] == "ja" else ""]
        self._faces: dict[tuple[Style, bool], FontProperties] = {}
        self._advances: dict[tuple[bool, bool, bool], dict[str, float]] = {}

    def properties(self, style: Style, text: str) -> FontProperties:
        """The matplotlib font for a text in a style (its size in points of 1/72 inch)."""
        files = self.files(style, text)
        alone = len(files) == 1
        if (style, alone) not in self._faces:
            face = FontProperties(fname=files[0]) if alone else self._described(style)
            face.set_size(style.size * 0.75)
            self._faces[style, alone] = face
        return self._faces[style, alone]

    def files(self, style: Style, text: str) -> tuple[str, ...]:
        """The files of the faces that set a text: the first alone where it holds all of it, else the whole stack."""
        stack = self._stack(style)
        return stack[:1] if letters_of(stack[0]).issuperset(map(ord, text)) else stack

    def _described(self, style: Style) -> FontProperties:
        register()
        return FontProperties(
            family=[SERIF if style.serif else SANS, *self._cjk, _LAST],
            style="italic" if style.italic else "normal",
            weight="bold" if style.bold else "normal",
        )

    def _stack(self, style: Style) -> tuple[str, ...]:
        return paths_of(SERIF if style.serif else SANS, *self._cjk, _LAST, bold=style.bold, italic=style.italic)

    def extent(self, text: str, style: Style) -> Extent:
        """The size of one line of text. Height is that of the style, not of the letters, so that lines agree."""
        return Extent(self._width(text, style), style.size * 0.74, style.size * 0.22)

    def _width(self, text: str, style: Style) -> float:
        """The sum of the advances of the characters (kerning, which only narrows, is left out)."""
        text = printable(text) if _CONTROLS.search(text) else text
        known = self._advances.setdefault((style.bold, style.serif, style.italic), {})
        for char in set(text) - known.keys():
            known[char] = self._advance(char, style)
        return sum(known[char] for char in text) * style.size

    def _advance(self, char: str, style: Style) -> float:
        """The advance of a character in the first face that holds it, for a size of 1."""
        code = ord(char)
        face = next((path for path in self._stack(style) if code in letters_of(path)), None)
        if face is None:
            warnings.warn(f"Glyph {code} ({char!a}) is missing from the fonts.", stacklevel=2)
            return 1.0
        return _advance_in(face, code)

    def wrap(self, text: str, style: Style, width: float, *, most: int = 99) -> list[str]:
        """Text broken into lines of at most `width` pixels, at spaces or between CJK characters."""
        lines: list[str] = []
        line = ""
        for piece in _pieces(text):
            if line and self._width((line + piece).rstrip(), style) > width:
                lines.append(line.rstrip())
                line = piece.lstrip()
            else:
                line += piece
        lines = [*lines, line.rstrip()] if line.strip() else lines
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], self.fit(lines[most - 1] + "…", style, width)]

    def fit(self, text: str, style: Style, width: float) -> str:
        """Text cut with an ellipsis so that it is at most `width` pixels wide."""
        if self._width(text, style) <= width:
            return text
        kept = text.rstrip("…")
        while kept and self._width(kept.rstrip() + "…", style) > width:
            kept = kept[:-1]
        return kept.rstrip() + "…"


@lru_cache(maxsize=1)
def register() -> None:
    """Make the shipped fonts known to matplotlib, once."""
    for path in sorted((geodata_folder() / "fonts").glob("*.[ot]tf")):
        fontManager.addfont(str(path))


@lru_cache(maxsize=64)
def paths_of(*families: str, bold: bool, italic: bool) -> tuple[str, ...]:
    """The files of a stack of fonts, without asking matplotlib, which compares all that a machine has."""
    own, theirs = geodata_folder() / "fonts", Path(mpl.get_data_path()) / "fonts" / "ttf"
    return tuple(str((theirs if one == _LAST else own) / _FILES[one][bold + 2 * italic]) for one in families)


def opened(*paths: str) -> FT2Font:
    """A font, or a stack of fonts, at the size of 100 points in which letters are measured and outlined."""
    font = get_font(list(paths))
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=65536)
def _advance_in(path: str, code: int) -> float:
    """The advance of a character in a font file that holds it, for a size of 1."""
    font = opened(path)
    advance = font.load_char(code, flags=LoadFlags.NO_HINTING).linearHoriAdvance
    font.clear()  # an FT2Font keeps every glyph that it ever loaded
    return float(advance) / 65536 / 100


@lru_cache(maxsize=64)
def letters_of(path: str) -> frozenset[int]:
    """The characters that a font file holds."""
    return frozenset(opened(path).get_charmap())


def has_cjk(text: str) -> bool:
    """True if a text has a Chinese, Japanese or Korean character."""
    return any(_is_cjk(char) for char in text)


def _is_cjk(char: str) -> bool:
    return (
        "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or "\uf900" <= char <= "\ufaff" or char >= "\uff00"
    )


_NEVER_FIRST = set("，。、；：！？）」』〉》】％ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = set("（「『〈《【")


def _pieces(text: str) -> list[str]:
    """Parts between which a line may break: words with their spaces, single CJK characters with their punctuation."""
    found: list[str] = []
    for char in text:
        joins = found and not (
            found[-1][-1].isspace()
            or (
                (_is_cjk(char) or _is_cjk(found[-1][-1]))
                and char not in _NEVER_FIRST
                and found[-1][-1] not in _NEVER_LAST
            )
        )
        if found and (joins or char.isspace()):
            found[-1] += char
        else:
            found.append(char)
    return found
