"""Linked Places (https://github.com/LinkedPasts/linked-places-format): the places as a gazetteer.

Names carry the spans in which they were official and the citations that support them. Precision becomes the
certainty of the geometry. Events have no place in this format. What came from a file of the format goes out as it was
there, wherever the atlas has not changed it (`linked_origin`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely

from mapapp.atlas.geometry import geometry_json
from mapapp.export.linked_origin import collection_of, extras, identifier_of, origin_of, restored
from mapapp.export.provenance import provenance
from mapapp.export.records import Json, chosen_places, place_name
from mapapp.files import write_whole
from mapapp.model import Atlas, Citation, Place, Precision, Toponym, in_language
from mapapp.view import View
from mapapp.when import OPEN_END, OPEN_START, When, calendar_date, iso_date

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places/master/linkedplaces-context-v1.1.jsonld"

_CERTAINTY: dict[Precision, str] = {"exact": "certain", "approximate": "less-certain", "schematic": "uncertain"}
_AAT = {
    "city": "300008389", "base": "300000455", "state": "300232420", "sea": "300008694", "island": "300008791",
    "region": "300182722", "route": "300265365",
}  # fmt: skip
"""Kinds of places that the Getty Art & Architecture Thesaurus has a term for."""


def write_linked_places(atlas: Atlas, view: View, path: Path) -> None:
    """Write the places that a View shows. Raises OutputError."""
    collection = gazetteer(atlas, view)
    write_whole(path, (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode())


def gazetteer(atlas: Atlas, view: View) -> Json:
    """The FeatureCollection of the places that a View shows."""
    features = [_feature(atlas, place, view) for place in chosen_places(atlas, view)]
    head = {**collection_of(atlas.sources), **provenance(atlas, view)}
    return {"type": "FeatureCollection", "@context": CONTEXT, **head, "features": features}


def place_uri(atlas: Atlas, identifier: str) -> str:
    """The name of a place outside its atlas: the one that it has in its own gazetteer, else one of ours."""
    return identifier_of(origin_of(atlas.place_by_id[identifier])) or f"urn:mapapp:{atlas.id}:{identifier}"


def _feature(atlas: Atlas, place: Place, view: View) -> Json:
    properties: Json = {"title": _line(place_name(place, view))}
    if codes := _country_codes(place):
        properties["ccodes"] = codes
    origin = origin_of(place)
    properties |= extras(place, origin)
    found: Json = {
        "@id": place_uri(atlas, place.id),
        "type": "Feature",
        "properties": properties,
        "geometry": _geometry(place),
        "names": _names(atlas, place, view),
        "types": [_type(place.kind)],
    }
    if spans := _timespans(place.when):
        found["when"] = spans
    if place.within:
        found["relations"] = [_part_of(atlas, region, view) for region in place.within]
    texts = [{"value": _line(text), "lang": tag} for tag, text in place.summary.items() if text]
    found |= {"descriptions": texts} if texts else {}
    return restored(found, place, origin, _citations(atlas, place, view, files=False)) if origin else found


def _line(text: str) -> str:
    """Text on one line, as the format's schema wants it."""
    return " ".join(text.split())


def _names(atlas: Atlas, place: Place, view: View) -> list[Json]:
    """All names of a place; its citations stand with the first that is from the sources (else the first)."""
    found = [_name(name) for name in place.names]
    if found and (cited := _citations(atlas, place, view)):
        first = next((index for index, name in enumerate(place.names) if not name.outside), 0)
        found[first]["citations"] = cited
    return found


def _citations(atlas: Atlas, place: Place, view: View, files: bool = True) -> list[Json]:
    """The citations of a place and its names; without `files`, those that do not stand for an imported file."""
    cited = [item for item in atlas.citations_of.get(f"place:{place.id}", ()) if item.field in (None, "names")]
    return [_citation(atlas, item, view) for item in cited if files or not _is_file(atlas, item.source)]


def _is_file(atlas: Atlas, source: str) -> bool:
    custom = next(one for one in atlas.sources if one.id == source).csl.get("custom")
    return isinstance(custom, dict) and "x_file" in custom


def _name(name: Toponym) -> Json:
    found: Json = {"toponym": _line(name.name), "lang": name.lang}
    return found | ({"when": spans} if (spans := _timespans(name.when)) else {})


def _citation(atlas: Atlas, citation: Citation, view: View) -> Json:
    source = next(source for source in atlas.sources if source.id == citation.source)
    short = in_language(source.short, view.lang, atlas.languages[0]) or str(source.csl.get("title", source.id))
    found: Json = {"label": _line(f"{short} {citation.section}")}
    url = source.csl.get("URL")
    return found | ({"@id": url} if isinstance(url, str) and not set(url) & set(" \t\n") else {})


def _type(kind: str) -> Json:
    return {"label": kind} | ({"identifier": f"aat:{_AAT[kind]}"} if kind in _AAT else {})


def _part_of(atlas: Atlas, region: str, view: View) -> Json:
    label = _line(f"part of {place_name(atlas.place_by_id[region], view)}")
    return {"relationType": "gvp:broaderPartitive", "relationTo": place_uri(atlas, region), "label": label}


def _country_codes(place: Place) -> list[str]:
    """ISO 3166-1 alpha-2 codes of the countries that a place lies in or has the shape of (from CLDR)."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    found = [aliases.get(code, ()) for code in (place.country, *place.country_shape) if code]
    return list(dict.fromkeys(codes[0] for codes in found if len(codes) == 1))


def _geometry(place: Place) -> Json | None:
    if place.geometry is None:
        return None
    return {**geometry_json(shapely.force_2d(place.geometry)), "certainty": _CERTAINTY[place.precision]}


def _timespans(when: When | None) -> Json | None:
    """The `when` of a date: one timespan; an open end is left out."""
    if when is None:
        return None
    start, end = _bound(when.start_earliest, when.start_latest), _bound(when.end_earliest, when.end_latest)
    span: dict[str, Any] = {name: bound for name, bound in (("start", start), ("end", end)) if bound}
    return {"timespans": [span], "label": when.edtf} if span else None


def _bound(first: int, last: int) -> Json | None:
    days = {name: _date(day) for name, day in (("earliest", first), ("latest", last))}
    found = {name: day for name, day in days.items() if day}
    if len(found) == 2 and found["earliest"] == found["latest"]:
        return {"in": found["earliest"]}
    return found or None


def _date(day: int) -> str | None:
    """A day as the format can write it: of years before -9999 only the year, of years after 9999 nothing."""
    if day in (OPEN_START, OPEN_END):
        return None
    year = calendar_date(day)[0]
    return None if year > 9999 else str(year) if year < -9999 else iso_date(day)
