"""Build geodata/fonts/: Noto Sans CJK subsets for Traditional Chinese and Japanese, and Source Sans and Source Serif.

The Source faces are copied unchanged, because their licence reserves the name "Source" for unmodified fonts. The Noto
faces are subsets of the Japanese fonts, which hold every regional glyph: the Traditional Chinese faces follow the
fonts' own `locl` table for `ZHT`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from registry import NOTO_JP_BOLD, NOTO_JP_REGULAR, SOURCE_SANS, SOURCE_SERIF, Package, extract

TARGET = Path(__file__).parents[1] / "fonts"
NOTO = {
    "Regular": (NOTO_JP_REGULAR, "noto_cjk_sans_jp_regular/NotoSansCJKjp-Regular.otf"),
    "Bold": (NOTO_JP_BOLD, "noto_cjk_sans_jp_bold/NotoSansCJKjp-Bold.otf"),
}
COPIES: dict[Package, tuple[str, ...]] = {
    SOURCE_SANS: ("SourceSans3-Regular.ttf", "SourceSans3-Bold.ttf"),
    SOURCE_SERIF: ("SourceSerif4-Regular.ttf", "SourceSerif4-It.ttf", "SourceSerif4-Bold.ttf"),
}
# Where the published Traditional Chinese face differs from `locl`, found by comparing the two.
TC_GLYPHS = {
    0x22: "cid00003",
    0x27: "cid00008",
    0x90CE: "cid40707",
    0x2014: "cid00722",
    0x2018: "cid63279",
    0x2019: "cid63280",
    0x201C: "cid63281",
    0x201D: "cid63282",
    0x6710: "cid32665",
    0x6713: "cid20709",
}
COMMON_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),
    (0x1CD, 0x1DC),
    (0x2C6, 0x2DD),
    (0x370, 0x3FF),
    (0x400, 0x45F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2044),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2100, 0x218B),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2460, 0x24FF),
    (0x2500, 0x25FF),
    (0x2605, 0x2606),
    (0x3000, 0x30FF),
    (0x3105, 0x312F),
    (0x3220, 0x32FF),
    (0x3300, 0x33FF),
    (0xFE10, 0xFE1F),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEE),
)


def decode_plane(encoding: str, leads: range, trails: range) -> set[int]:
    """Return the code points of a double-byte character set."""
    pairs = (bytes((lead, trail)).decode(encoding, errors="ignore") for lead in leads for trail in trails)
    return {ord(text) for text in pairs if len(text) == 1}


def choose_characters(face: str) -> set[int]:
    """Return the code points of one face: cp950 (Big5 with 裏 and six more) or JIS X 0208, and what both need."""
    chosen = {point for first, last in COMMON_RANGES for point in range(first, last + 1)}
    if face == "TC":
        return chosen | decode_plane("cp950", range(0xA1, 0xFA), range(0x40, 0xFF))
    return chosen | decode_plane("euc_jp", range(0xA1, 0xF5), range(0xA1, 0xFF))


def read_local_glyphs(font: TTFont, language: str) -> dict[str, str]:
    """Return the font's own replacements of default glyphs for a language."""
    table = font["GSUB"].table
    systems = [
        record.LangSys
        for script in table.ScriptList.ScriptRecord
        for record in script.Script.LangSysRecord
        if record.LangSysTag == language
    ]
    features = [table.FeatureList.FeatureRecord[i] for system in systems for i in system.FeatureIndex]
    lookups = {i for found in features if found.FeatureTag == "locl" for i in found.Feature.LookupListIndex}
    glyphs: dict[str, str] = {}
    for i in sorted(lookups):
        for subtable in table.LookupList.Lookup[i].SubTable:
            glyphs |= getattr(subtable, "ExtSubTable", subtable).mapping
    return glyphs


def localise(font: TTFont) -> None:
    """Make the Traditional Chinese glyphs the font's default."""
    glyphs = read_local_glyphs(font, "ZHT ")
    for table in font["cmap"].tables:
        if table.format != 14:
            table.cmap = {point: glyphs.get(name, name) for point, name in table.cmap.items()}
            table.cmap |= {point: name for point, name in TC_GLYPHS.items() if point in table.cmap}


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the subset its family, style, full and PostScript names; the copyright and licence records stay."""
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}
    names[3] = f"2.004;subset;{names[6]}"
    font["name"].names = [record for record in font["name"].names if record.platformID == 3 and record.langID == 0x409]
    for number in (16, 17, 21, 22):
        font["name"].removeNames(nameID=number)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [names[6]]
    cff.topDictIndex[0].FullName = names[4]
    cff.topDictIndex[0].FamilyName = family


def build_subset(face: str, style: str) -> Path:
    """Write one subset: no hints, kerning as its only layout feature."""
    package, member = NOTO[style]
    font = TTFont(extract(package) / member, recalcTimestamp=False)
    if face == "TC":
        localise(font)
    options = Options(hinting=False, layout_features=["kern"], name_IDs=["*"], notdef_outline=True, glyph_names=False)
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "DSIG"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=choose_characters(face))
    subsetter.subset(font)
    rename(font, f"Noto Sans CJK {face}", style)
    path = TARGET / f"NotoSansCJK{face.lower()}-{style}-subset.otf"
    font.save(path, reorderTables=True)
    return path


def build_fonts() -> None:
    """Write every font."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for face in ("TC", "JP"):
        for style in NOTO:
            path = build_subset(face, style)
            print(f"{path.name}: {path.stat().st_size} bytes")
    for package, names in COPIES.items():
        folder = extract(package) / "package" / "TTF"
        for name in names:
            shutil.copyfile(folder / name, TARGET / name)


if __name__ == "__main__":
    build_fonts()
