"""Fonts of the printed map: shipped Source Sans, Source Serif and Noto Sans CJK; text is measured with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.ft2font import LoadFlags

from mapapp.atlas.shipped import geodata_folder

SANS, SERIF = "Source Sans 3", "Source Serif 4"
_CJK = {"ja": ("Noto Sans CJK JP", "Noto Sans CJK TC"), "": ("Noto Sans CJK TC", "Noto Sans CJK JP")}
_LAST = "DejaVu Sans"


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
    """The font stack of a language: a Latin face, the language's CJK face, the other one, then DejaVu."""

    def __init__(self, language: str) -> None:
        register()
        self.language = language
        self._cjk = _CJK["ja" if language.split("-")[0] == "ja" else ""]

    def properties(self, style: Style) -> FontProperties:
        """The matplotlib font of a style (its size in points of 1/72 inch)."""
        family = [SERIF if style.serif else SANS, *self._cjk, _LAST]
        return FontProperties(
            family=family,
            style="italic" if style.italic else "normal",
            weight="bold" if style.bold else "normal",
            size=style.size * 0.75,
        )

    def extent(self, text: str, style: Style) -> Extent:
        """The size of one line of text. Height is that of the style, not of the letters, so that lines agree."""
        return Extent(self._width(text, style), style.size * 0.74, style.size * 0.22)

    @lru_cache(maxsize=8192)  # noqa: B019 -- a Fonts lives as long as its map
    def _width(self, text: str, style: Style) -> float:
        font = font_manager.get_font(font_manager.fontManager._find_fonts_by_props(self.properties(style)))
        font.set_size(style.size, 72)
        font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
        return float(font.get_width_height()[0]) / 64

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


def has_cjk(text: str) -> bool:
    """True if a text has a Chinese, Japanese or Korean character."""
    return any(_is_cjk(char) for char in text)


def _is_cjk(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or "\uf900" <= char <= "\ufaff" or "\uff00" <= char


_NEVER_FIRST = set("，。、；：！？）」』〉》】％ー…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
_NEVER_LAST = set("（「『〈《【")


def _pieces(text: str) -> list[str]:
    """Parts between which a line may break: words with their spaces, single CJK characters with their punctuation."""
    found: list[str] = []
    for char in text:
        joins = found and not (
            found[-1][-1].isspace()
            or ((_is_cjk(char) or _is_cjk(found[-1][-1])) and char not in _NEVER_FIRST and found[-1][-1] not in _NEVER_LAST)
        )
        if found and (joins or char.isspace()):
            found[-1] += char
        else:
            found.append(char)
    return found
