"""What a place was in the file of Linked Places that it came from, kept beside it, so that it can go out again.

An atlas has no room for all that the format holds (identifiers of kinds, citations of names, links, several time
spans, dated parts of a shape). The feature is kept as JSON text in `x_linked_places`, without the plain coordinates,
which the place has; the export puts it back wherever the atlas still says the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from mapapp.atlas.files import MAX_FIELD

ORIGIN = "x_linked_places"
"""The column that holds it; in the source of the file, what that says of itself beside its features."""

OF_CERTAINTY = {"certain": "exact", "less-certain": "approximate", "uncertain": "schematic"}
"""The precision that the certainty of a geometry stands for."""


def origin_text(feature: Mapping[str, Any]) -> str:
    """A feature as JSON text; '' for one that is too long to be kept even without its shape."""
    kept = {name: value for name, value in feature.items() if name != "type" and value not in (None, "", [], {})}
    shape = kept.get("geometry")
    if isinstance(shape, dict) and "geometries" not in shape:
        kept["geometry"] = {name: value for name, value in shape.items() if name != "coordinates"}
    text = json.dumps(kept, ensure_ascii=False)
    if len(text) > MAX_FIELD:
        text = json.dumps({name: value for name, value in kept.items() if name != "geometry"}, ensure_ascii=False)
    return text if len(text) <= MAX_FIELD else ""


def origin_of_row(cells: Mapping[str, str]) -> str:
    """What a row of LP-TSV says that a place has no field for, as a feature; '' where there is nothing."""
    found: dict[str, Any] = {"@id": cells["id"].strip()} if cells.get("id", "").strip() else {}
    types = [
        {"label": label or term, **({"identifier": _term(term)} if term else {})}
        for label, term in zip_longest(_parts(cells, "types"), _parts(cells, "aat_types"), fillvalue="")
    ]
    if types:
        found["types"] = types
    if links := [{"type": "closeMatch", "identifier": one} for one in _parts(cells, "matches")]:
        found["links"] = links
    if parent := cells.get("parent_id", "").strip():
        label = f"part of {cells.get('parent_name', '').strip() or parent}"
        found["relations"] = [{"relationType": "gvp:broaderPartitive", "relationTo": parent, "label": label}]
    return origin_text(found) if found else ""


def _parts(cells: Mapping[str, str], column: str) -> list[str]:
    return [part.strip() for part in cells.get(column, "").split(";") if part.strip()]


def _term(text: str) -> str:
    """A term of the Getty Art & Architecture Thesaurus, which tables write as a number alone."""
    return f"aat:{text}" if text.isdigit() else text
