"""Places that came from Linked Places: what their file said of them, wherever the atlas still says the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.errors import GEOSException

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.geometry import geometry_json
from mapapp.errors import InvalidInputError
from mapapp.importers.geometry import mend_geometry
from mapapp.importers.linked_origin import ORIGIN
from mapapp.importers.linked_places import (
    edtf_of,
    precision_of_shape,
    shape_of,
    types_text,
    when_of_parts,
)
from mapapp.importers.report import Entry
from mapapp.importers.rowplaces import country_code, place_kind
from mapapp.importers.sheet import cell_text
from mapapp.importers.texts import clean_text, without_markup
from mapapp.model import Place, Source, Toponym
from mapapp.when import When, parse_when

Json = dict[str, Any]

IDENTIFIER = re.compile(r"https?://\S+|\w+:\S+")
"""What the format takes as an identifier."""
_DEEPEST = 120
"""Levels of JSON: an import reads 100."""
_READ = frozenset(
    {"@id", "id", "type", "properties", "geometry", "names", "types", "when", "descriptions", "relations"}
)


def origin_of(place: Place) -> Json:
    """The feature that a place came from; empty where it came from none, or where its text is no such feature."""
    return _object(place.extra.get(ORIGIN))


def collection_of(sources: Iterable[Source]) -> Json:
    """What the one file of the format among these sources says of itself; empty where there are none or several."""
    customs = (source.csl.get("custom") for source in sources)
    texts = [custom[ORIGIN] for custom in customs if isinstance(custom, dict) and ORIGIN in custom]
    found = _object(texts[0]) if len(texts) == 1 else {}
    return {name: value for name, value in found.items() if name not in ("type", "features", "@context")}


def _object(text: object) -> Json:
    if not isinstance(text, str) or not text.startswith("{"):
        return {}
    try:
        found = json.loads(text, parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) and _is_shallow(found) else {}


def _refuse(name: str) -> float:
    raise ValueError(name)


def _is_shallow(value: Any) -> bool:
    level, depth = [value], 0
    while level and depth < _DEEPEST:
        inner = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level, depth = [part for parts in inner for part in parts], depth + 1
    return not level


def identifier_of(origin: Json) -> str:
    """The identifier that the place has in its file; '' where that is none of the format."""
    given = origin.get("@id") or origin.get("id")
    return given if isinstance(given, str) and IDENTIFIER.fullmatch(given) else ""


def extras(place: Place, origin: Json) -> Json:
    """What a place has beyond the fields of an atlas, and what its file does not say elsewhere."""
    theirs = origin.get("properties")
    known = {f"x_{name}" for name in theirs} if isinstance(theirs, dict) else set()
    known |= {name for name in place.extra if name.startswith("x_summary_") and "descriptions" in origin}
    return {name: value for name, value in place.extra.items() if name not in known | {ORIGIN, "x_original"}}


def restored(feature: Json, place: Place, origin: Json, others: list[Json]) -> Json:
    """The feature that mapapp makes of a place, with what its file said: member by member, where both agree.

    `others` are the citations of the place that do not stand for the file itself.
    """
    geometry = _geometry(feature["geometry"], place, origin.get("geometry"))
    found = {
        **feature,
        "properties": _properties(feature["properties"], place, origin),
        "geometry": geometry,
        "names": _names(feature["names"], place, origin, others),
    }
    if (types := origin.get("types")) and place_kind(types_text(types)) == place.kind:
        found["types"] = types
    _restore_when(found, place, origin)
    if _says_the_same(origin, place):
        found["descriptions"] = origin["descriptions"]
    if isinstance(relations := origin.get("relations"), list):
        told = {one.get("relationTo") for one in relations if isinstance(one, dict)}
        found["relations"] = [*relations, *(one for one in found.get("relations", ()) if one["relationTo"] not in told)]
    return found | {name: value for name, value in origin.items() if name not in _READ}


def _properties(ours: Json, place: Place, origin: Json) -> Json:
    theirs = origin.get("properties")
    found = {**ours, **(theirs if isinstance(theirs, dict) else {})}
    if _plain(found["title"]) not in {name.name for name in place.names}:
        found["title"] = ours["title"]
    if "ccodes" in found and country_code(cell_text(found["ccodes"])) != place.country:
        found.pop("ccodes")
        found |= {"ccodes": ours["ccodes"]} if "ccodes" in ours else {}
    given = origin.get("@id") or origin.get("id")
    if isinstance(given, str) and not identifier_of(origin):
        found.setdefault("src_id", given)
    return found


def _names(ours: list[Json], place: Place, origin: Json, others: list[Json]) -> list[Json]:
    """Their names as they were where the atlas still has them, then ours; the title is no further name."""
    theirs = origin.get("names")
    given = [one for one in theirs if isinstance(one, dict)] if isinstance(theirs, list) else []
    left = list(zip(place.names, ours, strict=True))
    found = []
    for one in given:
        match = next((pair for pair in left if _is_name(pair[0], one)), None)
        if match is not None:
            left.remove(match)
            found.append(one)
    properties = origin.get("properties")
    title = _plain(properties.get("title")) if isinstance(properties, dict) else ""
    for name, one in left:
        if not found or name.name != title or name.when is not None:
            found.append(one)
    if others and any("citations" in one for one in found) and not any("citations" in one for _, one in left):
        found[0] = {**found[0], "citations": [*_list(found[0].get("citations")), *others]}
    if found and not any(one.get("citations") for one in found):
        found[0] = {**found[0], "citations": next((one["citations"] for one in ours if "citations" in one), [])}
    return [one if one.get("citations") or "citations" not in one else _without(one, "citations") for one in found]


def _is_name(name: Toponym, given: Json) -> bool:
    """True if a name of the atlas is what the import makes of this one."""
    language = cell_text(given.get("lang")).strip()
    said: list[Entry] = []
    same = name.name == clean_text(cell_text(given.get("toponym"))) and (not language or name.lang in (language, "und"))
    return same and _is_when(edtf_of(given.get("when"), 0, said), name.when) and not said


def _is_when(edtf: str | None, when: When | None) -> bool:
    if edtf is None or when is None:
        return edtf is None and when is None
    return _is_date(edtf) and parse_when(edtf).edtf == when.edtf


def _is_date(edtf: str | None) -> bool:
    try:
        return edtf is not None and bool(parse_when(edtf).edtf)
    except InvalidInputError:
        return False


def _geometry(ours: Json | None, place: Place, theirs: Any) -> Json | None:
    """Their geometry with its citations, its dates and all its parts, where it is still that of the place."""
    if not isinstance(theirs, dict) or ours is None or place.geometry is None:
        return ours
    if "geometries" in theirs:
        return theirs if _same_shape(theirs, place) and _same_precision(theirs, place) else ours
    found = {**theirs, **ours, "coordinates": geometry_json(place.geometry)["coordinates"]}
    if isinstance(text := theirs.get("geowkt"), str) and not _same_text(text, place):
        found.pop("geowkt")
    if "certainty" not in theirs and place.precision == "approximate":
        found.pop("certainty")  # nobody has said how good it is
    return found


def _same_precision(theirs: Json, place: Place) -> bool:
    return (precision_of_shape(theirs) or "approximate") == place.precision


def _same_shape(theirs: Json, place: Place) -> bool:
    try:
        shape = mend_geometry(shape_of(theirs), lambda _: None)
    except (RefusedError, GEOSException, ValueError):
        return False
    return shape is not None and bool(shapely.equals(shape, place.geometry))


def _same_text(text: str, place: Place) -> bool:
    try:
        return bool(shapely.equals(shapely.from_wkt(text), place.geometry))
    except (GEOSException, ValueError):
        return False


def _restore_when(found: Json, place: Place, origin: Json) -> None:
    said: list[Entry] = []
    theirs = origin.get("when")
    edtf = edtf_of(theirs, 0, said)
    if theirs and ((_is_when(edtf, place.when) and not said) or (place.when is None and not _is_date(edtf))):
        found["when"] = theirs
    shape = origin.get("geometry")
    if edtf is None and isinstance(shape, dict) and "geometries" in shape and found["geometry"] is shape:
        parts = when_of_parts(shape, 0, said)
        if _is_when(parts.get("when"), place.when):
            found.pop("when", None)  # it stands with the parts of the shape


def _says_the_same(origin: Json, place: Place) -> bool:
    known = {
        _plain(value) for one in _list(origin.get("descriptions")) if isinstance(one, dict) for value in one.values()
    }
    return bool(place.summary) and known.issuperset(place.summary.values())


def _plain(value: Any) -> str:
    """A text as the import takes it."""
    return clean_text(without_markup(cell_text(value)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without(one: Mapping[str, Any], name: str) -> Json:
    return {key: value for key, value in one.items() if key != name}
