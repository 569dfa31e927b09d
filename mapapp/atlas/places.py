"""places.geojson: places, routes, corridors and regions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring as _quoted
from typing import Any

from mapapp.atlas.codes import RefusedError, Report
from mapapp.atlas.features import plain_features
from mapapp.atlas.forms import WHEN, choice, flag, ids, of, plain_text, read_id, read_language, texts
from mapapp.atlas.forms import short as shown
from mapapp.atlas.geometry import geometry_texts, json_text, read_geometry, read_position
from mapapp.atlas.lots import ColumnRows, Rows
from mapapp.atlas.objects import Key, read_object
from mapapp.atlas.vocabulary import ID, PLACE_BASES, PLACE_KINDS, PRECISIONS
from mapapp.errors import Where, told
from mapapp.model import Place, Toponym, records_of

FILE = "places.geojson"


def _names(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise RefusedError(
            "A113",
            told("{value} is no array of names.", value=shown(value)),
            told('Write [{"name": "…", "lang": "en"}].'),
        )
    return value


def _shapes(value: Any) -> tuple[str, ...]:
    return (plain_text(value),) if isinstance(value, str) else texts(value)


def _label_at(value: Any) -> tuple[float, float]:
    position = read_position(value)
    return position[0], position[1]


_PROPERTIES = (
    Key("kind", of(choice(PLACE_KINDS)), needed=True),
    Key("layer", plain_text, needed=True),
    Key("names", _names, needed=True),
    Key("precision", of(choice(PRECISIONS)), needed=True),
    Key("place_basis", of(choice(PLACE_BASES)), "stated"),
    Key("geometry_source", plain_text),
    Key("country", plain_text, None),
    Key("country_shape", _shapes, ()),
    Key("label_at", _label_at, None),
    Key("when", of(WHEN), None),
    Key("directed", flag, False),
    Key("via", ids, ()),
    Key("within", ids, ()),
    Key("note", plain_text),
)
_TOPONYM = (
    Key("name", plain_text, needed=True),
    Key("lang", lambda value: read_language(plain_text(value)), needed=True),
    Key("when", of(WHEN), None),
    Key("outside", flag, False),
    Key("formal", flag, False),
    Key("note", plain_text),
)

FIELDS = frozenset({key.name for key in _PROPERTIES} | {"geometry", "name", "summary"})
"""The fields that a citation may name."""


def read_places(value: Any, languages: Sequence[str], report: Report) -> tuple[Sequence[str], Rows[Place]]:
    """Read a FeatureCollection: the id of each feature, and the places that can be read."""
    features = value.get("features") if isinstance(value, dict) else None
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection" or not isinstance(features, list):
        report.add("A113", Where(FILE), told("places.geojson is no FeatureCollection."))
        return [], Rows()
    for name in value:
        if name not in ("type", "features", "bbox", "crs", "name"):
            report.add(
                "A103",
                Where(FILE, None, name[:80]),
                told("unknown member {name} of the collection.", name=repr(name[:80])),
            )
    if "crs" in value and "CRS84" not in json.dumps(value["crs"]):
        report.add(
            "A113", Where(FILE, None, "crs"), told("only WGS 84 (CRS84) is allowed."), told("Convert the coordinates.")
        )
    known = (*_PROPERTIES, *(Key(f"summary_{language}", plain_text) for language in languages))
    plain, columns = plain_features(features, languages, known, _TOPONYM)
    if len(plain) == len(features):
        return columns["id"], ColumnRows(columns["id"], Place, columns)
    places: dict[int, Place | None] = dict(zip(plain, records_of(Place, len(plain), columns), strict=True))
    identifiers = []
    for index, feature in enumerate(features):
        if place := places.get(index):
            identifiers.append(place.id)
        else:
            identifier, places[index] = _read_feature(feature, index + 1, known, languages, report)
            identifiers.append(identifier)
    read = [place for index in range(len(features)) if (place := places[index])]
    return identifiers, Rows([place.id for place in read], read)


def _read_feature(
    feature: Any, number: int, known: Sequence[Key], languages: Sequence[str], report: Report
) -> tuple[str, Place | None]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        report.add(
            "A113", Where(FILE, f"feature {number}"), told("this is no Feature."), told('Write "type": "Feature".')
        )
        return "", None
    before = len(report.problems)
    given = feature.get("id")
    identifier = given if isinstance(given, str) and ID.fullmatch(given) else ""
    where = Where(FILE, identifier or f"feature {number}")
    try:
        read_id(plain_text(given if given is not None else ""))
    except RefusedError as refused:
        code = "A104" if given is None else refused.code
        report.add(code, _at(where, "id"), told("the feature has no valid id."), refused.mend)
    for name in feature:
        if name not in ("type", "id", "properties", "geometry", "bbox"):
            report.add(
                "A103", _at(where, name[:80]), told("unknown member {name} of the feature.", name=repr(name[:80]))
            )
    found = read_object(feature.get("properties"), known, where, report, extra=True)
    geometry = None
    try:
        geometry = read_geometry(feature["geometry"]) if feature.get("geometry") is not None else None
    except RefusedError as refused:
        report.add(refused.code, _at(where, "geometry"), refused.message, refused.mend)
    properties = feature.get("properties")
    names = properties.get("names") if isinstance(properties, dict) else None
    toponyms = [
        read_object(name, _TOPONYM, _at(where, f"names[{index}]"), report)
        for index, name in enumerate(names if isinstance(names, list) else [], start=1)
    ]
    if found is None or len(report.problems) > before:
        return identifier, None
    summary = {language: found.pop(f"summary_{language}") for language in languages}
    found["summary"] = {language: text for language, text in summary.items() if text}
    found["names"] = tuple(Toponym(**toponym) for toponym in toponyms if toponym)
    return identifier, Place(id=identifier, geometry=geometry, **found)


def _at(where: Where, field: str) -> Where:
    return Where(where.file, where.row, field)


def write_places(places: Sequence[Place], languages: Sequence[str]) -> str:
    """The text of places.geojson: a line for each property and each name, one line for each geometry."""
    shapes = geometry_texts([place.geometry for place in places])
    features = ",\n".join(_feature_text(place, shape, languages) for place, shape in zip(places, shapes, strict=True))
    return f'{{"type": "FeatureCollection", "features": [\n{features}\n]}}\n'


def _feature_text(place: Place, geometry: str, languages: Sequence[str]) -> str:
    names = ",\n   ".join(map(_toponym_text, place.names))
    more = "".join([f",\n  {_quoted(name)}: {json_text(value)}" for name, value in _optional(place, languages).items()])
    return (
        f'{{"type": "Feature", "id": {_quoted(place.id)},\n "properties": {{\n'
        f'  "kind": {_quoted(place.kind)},\n  "layer": {_quoted(place.layer)},\n  "names": [\n   {names}\n  ],\n'
        f'  "precision": {_quoted(place.precision)},\n  "place_basis": {_quoted(place.place_basis)}{more}\n }},\n'
        f' "geometry": {geometry}}}'
    )


def _toponym_text(toponym: Toponym) -> str:
    if toponym.when or toponym.outside or toponym.formal or toponym.note:
        return json_text(toponym_json(toponym))
    return f'{{"name": {_quoted(toponym.name)}, "lang": {_quoted(toponym.lang)}}}'


def place_properties(place: Place, languages: Sequence[str]) -> dict[str, Any]:
    """The GeoJSON properties of a place, as places.geojson holds them; defaults are left out."""
    return {
        "kind": place.kind,
        "layer": place.layer,
        "names": [toponym_json(name) for name in place.names],
        "precision": place.precision,
        "place_basis": place.place_basis,
        **_optional(place, languages),
    }


def _optional(place: Place, languages: Sequence[str]) -> dict[str, Any]:
    """The properties that may be left out, where they are not, and those of the user's own."""
    shapes = place.country_shape
    found: dict[str, Any] = {}
    if place.geometry_source:
        found["geometry_source"] = place.geometry_source
    if place.country:
        found["country"] = place.country
    if shapes:
        found["country_shape"] = shapes[0] if len(shapes) == 1 else list(shapes)
    if place.label_at:
        found["label_at"] = list(place.label_at)
    if place.when:
        found["when"] = place.when.edtf
    if place.directed:
        found["directed"] = True
    if place.via:
        found["via"] = list(place.via)
    if place.within:
        found["within"] = list(place.within)
    for language in languages if place.summary else ():
        if place.summary.get(language):
            found[f"summary_{language}"] = place.summary[language]
    if place.note:
        found["note"] = place.note
    return found | dict(sorted(place.extra.items())) if place.extra else found


def toponym_json(toponym: Toponym) -> Mapping[str, Any]:
    """A name as places.geojson holds it; defaults are left out."""
    found: dict[str, Any] = {"name": toponym.name, "lang": toponym.lang}
    if toponym.when:
        found["when"] = toponym.when.edtf
    if toponym.outside:
        found["outside"] = True
    if toponym.formal:
        found["formal"] = True
    if toponym.note:
        found["note"] = toponym.note
    return found
