"""The formats that can be imported. A new one is one module, one line here, and a section in the manual."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.geojson import read_geojson
from mapapp.importers.geoparquet import read_geoparquet
from mapapp.importers.kml import read_kml
from mapapp.importers.layers import ENDINGS, read_layers
from mapapp.importers.linked_places import is_lp_table, lp_sheet, read_linked_places
from mapapp.importers.opening import open_zip, read_member
from mapapp.importers.sheet import Sheet
from mapapp.importers.table import read_text_table, read_workbook
from mapapp.importers.timelinejs import is_timeline, read_timeline, timeline_sheet


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its own name, how its files end, and its reader."""

    name: str
    endings: tuple[str, ...]
    read: Callable[[bytes, str, Decisions], list[Sheet]]


FORMATS: dict[str, Format] = {
    "table": Format("CSV, TSV", (".csv", ".tsv", ".tab", ".txt"), read_text_table),
    "workbook": Format("Excel, OpenDocument", (".xlsx", ".xlsm", ".xls", ".ods"), read_workbook),
    "timelinejs": Format("TimelineJS", (), read_timeline),
    "linked-places": Format("Linked Places", (".lpf.json", ".lpf.jsonl", ".jsonld"), read_linked_places),
    "geojson": Format("GeoJSON", (".geojson", ".geojsonl", ".ndjson", ".json"), read_geojson),
    "kml": Format("KML", (".kml", ".kmz"), read_kml),
    "geoparquet": Format("GeoParquet", (".parquet", ".geoparquet"), read_geoparquet),
    "layers": Format("GeoPackage and other GIS layers", ENDINGS, read_layers),
}
"""Formats by the name that `--format` takes."""

_REFINED: tuple[tuple[str, Callable[[list[str]], bool], Callable[[Sheet], Sheet]], ...] = (
    ("timelinejs", is_timeline, timeline_sheet),
    ("linked-places", is_lp_table, lp_sheet),
)
"""Formats that are tables with columns of their own."""


def format_of(data: bytes, name: str) -> str:
    """The format of a file, by how its name ends and how its content begins. Raises InvalidInputError."""
    lower = Path(name).name.lower()
    found = next((key for key, known in FORMATS.items() if lower.endswith(known.endings) and known.endings), "")
    if not found:
        endings = ", ".join(ending for known in FORMATS.values() for ending in known.endings)
        raise InvalidInputError(
            told(
                "{name}: the format is not known by its name. Known are {endings}; or say --format.",
                name=name,
                endings=endings,
            )
        )
    if found == "geojson" and (b"linkedplaces" in data[:4000] or (b'"@id"' in data[:20_000] and b'"toponym"' in data)):
        return "linked-places"
    if found == "geojson" and b'"headline"' in data and b'"start_date"' in data:
        return "timelinejs"
    return "layers" if found == "geojson" and re.match(rb'\s*\{[^{}\[\]]{0,200}"Topology"', data[:400]) else found


def only_member(data: bytes, name: str) -> tuple[bytes, str] | None:
    """The one file in a ZIP archive that is of a format here but for layers, with its name; None where there is none.

    Raises InvalidInputError for an archive that cannot be read.
    """
    archive = open_zip(data, name)
    kept = [one for one in archive.namelist() if not one.endswith("/") and not Path(one).name.startswith((".", "__"))]
    layers = [one for one in kept if one.lower().endswith(ENDINGS)]
    known = tuple(ending for key, one in FORMATS.items() if key != "layers" for ending in one.endings)
    others = [one for one in kept if one.lower().endswith(known)]
    return (read_member(archive, others[0], name), Path(others[0]).name) if len(others) == 1 and not layers else None


def read_file(data: bytes, name: str, decisions: Decisions) -> tuple[str, list[Sheet]]:
    """The format and the sheets of a file. Raises InvalidInputError."""
    if decisions.format and decisions.format not in FORMATS:
        raise InvalidInputError(
            told(
                "There is no format {format}: name one of {formats}.",
                format=repr(decisions.format),
                formats=", ".join(FORMATS),
            )
        )
    if not decisions.format and name.lower().endswith(".zip") and (only := only_member(data, name)):
        data, name = only
    found = decisions.format or format_of(data, name)
    sheets = FORMATS[found].read(data, name, decisions)
    if not decisions.format and found in ("table", "workbook"):
        for refined, fits, turn in _REFINED:
            if fits(sheets[0].columns):
                return refined, [turn(sheet) for sheet in sheets]
    return found, sheets
