"""What a source's passages give to the atlas, as `mapapp list ATLAS --coverage` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mapapp.atlas.coverage import Passage
from mapapp.export.text import table_text
from mapapp.plain import safe_text


def passage_json(passage: Passage) -> dict[str, Any]:
    """A passage; `paragraph` is null where the text was not there to count, `start` and `end` are code points."""
    return {
        "source": passage.source,
        "paragraph": passage.paragraph,
        "section": passage.section,
        "start": passage.start,
        "end": passage.end,
        "characters": passage.end - passage.start,
        "subjects": list(passage.subjects),
        "reason": passage.reason,
    }


def coverage_text(passages: Sequence[Passage]) -> str:
    """A table for a terminal, with a line for each source that sums up."""
    headings = ("source", "paragraph", "section", "range", "characters", "cited by")
    rows = [
        (
            passage.source,
            str(passage.paragraph or ""),
            passage.section,
            f"{passage.start}-{passage.end}",
            str(passage.end - passage.start),
            ", ".join(passage.subjects) or f"({passage.reason or 'NOTHING, and no reason is given'})",
        )
        for passage in passages
    ]
    sources = dict.fromkeys(passage.source for passage in passages)
    sums = (
        safe_text(f"{source}: {coverage_sum([one for one in passages if one.source == source])}") for source in sources
    )
    return "\n".join([table_text(headings, rows), *sums])


def coverage_sum(passages: Sequence[Passage]) -> str:
    """How many passages of one source are cited: "124 paragraphs: 74 cited, 50 not, each with its reason"."""
    cited = sum(bool(passage.subjects) for passage in passages)
    silent = sum(not passage.is_accounted for passage in passages)
    if all(passage.paragraph is None for passage in passages):
        return f"{len(passages)} sections cited; with a copy of its text, paragraphs are counted"
    reasons = f"{silent} of them without a reason" if silent else "each with its reason"
    return f"{len(passages)} paragraphs: {cited} cited, {len(passages) - cited} not, {reasons}"
