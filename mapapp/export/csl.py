"""CSL-JSON (https://citationstyles.org): the sources, for Zotero and every citation processor.

The format is an array of items and has no room for anything else: each item's `custom` holds, beside the fingerprint
of its text, which atlas and View it comes from (`mapapp`).
"""

from __future__ import annotations

import json
from pathlib import Path

from mapapp.export.provenance import provenance
from mapapp.export.records import Json, cited_sources, source_json
from mapapp.files import write_whole
from mapapp.model import Atlas
from mapapp.view import View


def write_csl(atlas: Atlas, view: View, path: Path) -> None:
    """Write the sources that are cited in what a View shows. Raises OutputError."""
    items = csl_items(atlas, view)
    write_whole(path, (json.dumps(items, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode())


def csl_items(atlas: Atlas, view: View) -> list[Json]:
    """The CSL-JSON items of a View's sources."""
    about = provenance(atlas, view)
    found = [source_json(source) for source in cited_sources(atlas, view)]
    return [{**item, "custom": {**item.get("custom", {}), "mapapp": about}} for item in found]
