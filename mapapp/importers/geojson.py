"""GeoJSON (RFC 7946), as it should be and as it is found: single features, bare geometries, lines of features."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from mapapp.atlas.vocabulary import LANGUAGE
from mapapp.encodings import decode_text
from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.grids import TOLD, find_grid
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, cell_text, refuse_size

_MAX_DEPTH = 100
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_KNOWN = {"type", "id", "properties", "geometry", "bbox"}
_GEOMETRIES = {"point", "multipoint", "linestring", "multilinestring", "polygon", "multipolygon", "geometrycollection"}


def read_geojson(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The features of a GeoJSON text. Raises InvalidInputError where it is no JSON or holds no feature."""
    value, encoding = read_json(data, name, decisions)
    entries: list[Entry] = []
    features = _features(value, name, entries)
    transform = _transformer(value, entries, decisions.crs)
    records = [_record(feature, number, entries) for number, feature in enumerate(features, start=1)]
    columns = list(dict.fromkeys(column for cells, _ in records for column in cells))
    refuse_size(name, len(records), len(columns))
    rows = []
    for number, (cells, geometry) in enumerate(records, start=1):
        if not cells and geometry is None and features[number - 1] is None:
            continue  # reported: nothing is there
        placed = transform(geometry) if transform else geometry
        rows.append(Row(number, [cells.get(column, "") for column in columns], placed))
    sheet = Sheet(columns, rows, "feature", encoding=encoding, entries=entries)
    if "id" in columns:
        sheet.fixed = {"id": "id"}
    return [sheet]


def read_json(data: bytes, name: str, decisions: Decisions) -> tuple[Any, str]:
    """The value of a JSON text (one for each line: a list of them) and its encoding. Raises InvalidInputError."""
    decoded = decode_text(data, decisions.encoding or None)
    text = _SURROGATE.sub(_paired, decoded.text) if "\\u" in decoded.text else decoded.text
    try:
        return _shallow(json.loads(text), name), decoded.encoding
    except (ValueError, RecursionError) as error:
        lines = [line.strip("\x1e \t\r") for line in text.split("\n")]
        try:
            values = [json.loads(line) for line in lines if line]
        except (ValueError, RecursionError):
            where = f" at line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
            raise InvalidInputError(
                told("{name} is no JSON{where}: {error}.", name=name, where=where, error=str(error)[:120])
            ) from error
        return _shallow(values, name), decoded.encoding


def _paired(found: re.Match[str]) -> str:
    """An escape as it is; half a surrogate pair, which is no character, as U+FFFD."""
    return "\\ufffd" if found["half"] else found[0]


def _shallow(value: Any, name: str) -> Any:
    """The value, where it is nested no deeper than shapes and properties can be. Raises InvalidInputError."""
    level, depth = [value], 0
    while level := [part for one in level for part in _inside(one) if isinstance(part, dict | list)]:
        depth += 1
        if depth > _MAX_DEPTH:
            raise InvalidInputError(
                told(
                    "{name} is nested more than {max_depth} levels deep: it is not read.",
                    name=name,
                    max_depth=_MAX_DEPTH,
                )
            )
    return value


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _features(value: Any, name: str, entries: list[Entry]) -> list[Any]:
    if isinstance(value, list):
        entries.append(
            Entry(
                None,
                "",
                "guessed",
                because("a list"),
                because("features"),
                because("a list of features is no GeoJSON document"),
            )
        )
        return value
    if not isinstance(value, dict):
        raise InvalidInputError(told("{name} holds no GeoJSON: it is neither an object nor a list.", name=name))
    kind = value.get("type")
    plain = kind.lower() if isinstance(kind, str) else ""
    if isinstance(value.get("features"), list) and plain != "feature":
        if kind != "FeatureCollection":
            entries.append(Entry(None, "type", "changed", str(kind), "FeatureCollection", because("it has features")))
        return list(value["features"])
    if plain == "feature" or plain in _GEOMETRIES or "geometry" in value:
        return [value]
    raise InvalidInputError(
        told(
            "{name} holds no GeoJSON: its type is {kind} and it has no features.", name=name, kind=repr(str(kind)[:40])
        )
    )


def _record(feature: Any, number: int, entries: list[Entry]) -> tuple[dict[str, str], Any]:
    """The cells and the geometry of a feature."""
    if not isinstance(feature, dict):
        entries.append(Entry(number, "", "refused", json.dumps(feature)[:200], "", because("this is no feature")))
        return {}, None
    kind = feature.get("type")
    if isinstance(kind, str) and kind.lower() in _GEOMETRIES:
        return {key: cell_text(value) for key, value in feature.items() if key not in _GEOMETRY_MEMBERS}, feature
    if kind != "Feature":
        entries.append(
            Entry(number, "type", "changed", cell_text(kind), "Feature", because("features are of the type Feature"))
        )
    properties = feature.get("properties")
    cells: dict[str, str] = {}
    if isinstance(properties, dict):
        cells = flat_cells(properties)
    elif properties is not None:
        entries.append(
            Entry(number, "properties", "kept", cell_text(properties), "", because("properties are no object"))
        )
        cells = {"properties": cell_text(properties)}
    given = feature.get("id")
    if isinstance(given, str | int | float) and not isinstance(given, bool):
        cells = {"id": str(given), **{key: text for key, text in cells.items() if key != "id"}}
    elif given is not None:
        entries.append(Entry(number, "id", "refused", cell_text(given), "", because("an id is a text or a number")))
    cells |= {key: cell_text(value) for key, value in feature.items() if key not in _KNOWN and key not in cells}
    geometry = feature.get("geometry")
    return cells, geometry if geometry is None or isinstance(geometry, dict) else {"type": cell_text(geometry)}


_GEOMETRY_MEMBERS = {"type", "coordinates", "geometries", "bbox"}


def flat_cells(properties: Mapping[str, Any]) -> dict[str, str]:
    """Properties as cells; an object of texts by language becomes a cell for each language (`title_ja`)."""
    cells: dict[str, str] = {}
    for name, value in properties.items():
        by_language = (
            isinstance(value, dict)
            and value
            and all(LANGUAGE.fullmatch(str(key)) and isinstance(text, str) for key, text in value.items())
        )
        if by_language:
            cells |= {f"{name}_{language}": text for language, text in value.items()}
        else:
            cells[name] = cell_text(value)
    return cells


def _transformer(value: Any, entries: list[Entry], told: str) -> Any:
    """A function to WGS 84 where another reference system was told, or the document names one (an old habit)."""
    crs = value.get("crs") if isinstance(value, dict) else None
    text = json.dumps(crs) if crs is not None else ""
    found = re.search(r"EPSG:+(?:[0-9.]*:)?(\d{4,6})", text)
    if not told and (not found or found[1] == "4326" or "CRS84" in text):
        return None
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError

    try:
        crs = find_grid(told).crs if told else CRS.from_epsg(int(found[1])) if found else None
        change = Transformer.from_crs(crs, 4326, always_xy=True).transform
    except CRSError:
        entries.append(
            Entry(None, "crs", "refused", text, "", because("the reference system is not known: taken as WGS 84"))
        )
        return None
    if told:
        entries.append(Entry(None, "crs", "changed", text, find_grid(told).name, TOLD))
    elif found:
        why = because("coordinates are turned into degrees")
        entries.append(Entry(None, "crs", "changed", f"EPSG:{found[1]}", "EPSG:4326", why))

    def moved(x: float, y: float) -> list[float]:
        try:
            return [float(number) for number in change(x, y)]
        except OverflowError:  # a whole number that no float holds: no place either way
            return [math.inf, math.inf]

    def turn(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: turn(inner) if key in ("coordinates", "geometries") else inner for key, inner in part.items()}
        if isinstance(part, list) and part and all(isinstance(number, int | float) for number in part[:2]):
            return [*moved(*part[:2]), *part[2:]] if len(part) > 1 else part
        return [turn(inner) for inner in part] if isinstance(part, list) else part

    return turn
