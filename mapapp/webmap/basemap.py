"""The shipped base map, packed for the page: all arcs of its TopoJSON as varints in one base64 text.

The twin is webmap/static/unpack.js. Format: for each arc the number of its points, then x and y of each point as
differences to the point before (the first of an arc to 0, 0), every number as a zigzag varint of 7 bits a byte.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES = {"en": "name_en", "zh-Hant": "name_zh_Hant", "ja": "name_ja"}


def zigzag_varint(value: int) -> bytes:
    """One integer as a zigzag varint, least significant 7 bits first."""
    number = value * 2 if value >= 0 else -value * 2 - 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def pack_arcs(arcs: Iterable[list[list[int]]]) -> str:
    """Arcs of a quantised TopoJSON (delta-coded integer pairs) as one base64 text."""
    out = bytearray()
    for arc in arcs:
        out += zigzag_varint(len(arc))
        for x, y in arc:
            out += zigzag_varint(x) + zigzag_varint(y)
    return base64.b64encode(bytes(out)).decode("ascii")


@lru_cache(maxsize=2)
def pack_basemap(path: Path) -> dict[str, Any]:
    """Read the base map's TopoJSON and give the page's `basemap` (docs/reference/page-data.md)."""
    topology = json.loads(path.read_text("utf-8"))
    objects = topology["objects"]
    return {
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": pack_arcs(topology["arcs"]),
        "countries": [_country(geometry) for geometry in objects["countries"]["geometries"]],
        "lakes": [_shape(geometry) for geometry in objects["lakes"]["geometries"]],
        "rivers": [_shape(geometry) for geometry in objects["rivers"]["geometries"]],
        "waters": [_water(geometry, topology["transform"]) for geometry in objects["water_labels"]["geometries"]],
    }


def _names(properties: dict[str, Any]) -> dict[str, str]:
    return {language: properties[key] for language, key in LANGUAGES.items() if properties.get(key)}


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    arcs = geometry["arcs"]
    match geometry["type"]:
        case "MultiPolygon":
            return [ring for polygon in arcs for ring in polygon]
        case "Polygon" | "MultiLineString":
            return list(arcs)
        case _:
            return [arcs]


def _shape(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"rings": _rings(geometry), "rank": geometry["properties"]["rank"]}


def _country(geometry: dict[str, Any]) -> dict[str, Any]:
    properties = geometry["properties"]
    return {
        "code": properties["code"],
        "name": _names(properties),
        "label": [round(properties["label_lon"], 2), round(properties["label_lat"], 2)],
        "rings": _rings(geometry),
        "rank": properties["rank"],
    }


def _water(geometry: dict[str, Any], transform: dict[str, Any]) -> dict[str, Any]:
    at = [
        round(value * scale + shift, 2)
        for value, scale, shift in zip(geometry["coordinates"], transform["scale"], transform["translate"], strict=True)
    ]
    properties = geometry["properties"]
    return {"name": _names(properties), "at": at, "rank": properties["rank"], "kind": properties["kind"]}
