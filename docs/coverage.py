"""Write docs/crossroads-coverage.md anew: `python docs/coverage.py FOLDER`, where FOLDER holds the sources' texts.

Without an argument the folder is ../shared/documents beside the repository. The page has numbers, ranges and ids, and
not a word of the texts.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapapp.atlas import open_atlas
from mapapp.atlas.coverage import Passage, cover_atlas, read_copies
from mapapp.export.coverage import coverage_sum
from mapapp.model import Atlas, in_language

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "documents"
PAGE = ROOT / "docs" / "crossroads-coverage.md"

INTRODUCTION = """\
# What the crossroads atlas takes from its sources

For every paragraph of both documents: the records that cite it, or the reason why none does. A paragraph is a block of
lines between blank ones; ranges are code points of the source's text (end exclusive), whose SHA-256 the atlas holds.
This page is made by `make coverage`; `mapapp list crossroads --coverage` prints the same (see the
[command line](reference/command-line.md)). Records of the atlas can be looked up by these ids in `geodata/crossroads`.
"""


def coverage_page(atlas: Atlas, copies: dict[str, str]) -> str:
    """The page as Markdown. Needs the text of every document."""
    passages = cover_atlas(atlas, copies)
    parts = [INTRODUCTION]
    for source in atlas.sources:
        own = [passage for passage in passages if passage.source == source.id]
        if own:
            rows = [_row(passage) for passage in own]
            head = ["| no. | range | characters | cited by, or why not |", "|---|---|---|---|"]
            title = f"## {in_language(source.short, 'en')} (`{source.id}`)"
            parts.append("\n".join([title, "", f"{coverage_sum(own)}.", "", *head, *rows, ""]))
    return "\n".join(parts)


def _row(passage: Passage) -> str:
    cited = ", ".join(f"`{subject}`" for subject in passage.subjects)
    what = cited or (f"*{passage.reason}*" if passage.reason else "**nothing, and no reason is given**")
    span = f"{passage.start}–{passage.end}"
    return f"| {passage.paragraph} | {span} | {passage.end - passage.start} | {what.replace('|', chr(92) + '|')} |"


def main(folder: str = str(TEXTS)) -> None:
    """Write the page."""
    atlas = open_atlas("crossroads")
    PAGE.write_text(coverage_page(atlas, read_copies(atlas, [folder])), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:2])
