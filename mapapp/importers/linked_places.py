"""Linked Places (https://github.com/LinkedPasts/linked-places-format): JSON and tables of tab-separated values."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mapapp.dates import read_date
from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.geojson import flat_cells, read_json
from mapapp.importers.linked_origin import OF_CERTAINTY, ORIGIN, origin_of_row, origin_text
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, cell_text, refuse_size
from mapapp.importers.table import read_text_table, read_workbook
from mapapp.when import parse_when

FIXED_TABLE = {
    "id": "id", "title": "title", "title_source": "source", "title_uri": "url", "start": "start", "end": "end",
    "geowkt": "geometry", "description": "summary", "types": "kind", "ccodes": "country", "lon": "lon", "lat": "lat",
    "variants": "variants",
}  # fmt: skip
_FIXED = {
    "id": "id", "title": "title", "when": "when", "types": "kind", "ccodes": "country", "names": "names",
    "summary": "summary", "within": "within", "precision": "precision",
}  # fmt: skip
_UNKNOWN = frozenset({"-1", "9999", "-9999", "", "null", "None"})


def is_linked_places(value: Any) -> bool:
    """True for a JSON value that looks like Linked Places."""
    if not isinstance(value, dict) or not isinstance(value.get("features"), list):
        return False
    context = "linkedplaces" in json.dumps(value.get("@context", "")).lower()
    first = next((feature for feature in value["features"] if isinstance(feature, dict)), {})
    return context or ("@id" in first and "names" in first)


def is_lp_table(columns: Iterable[str]) -> bool:
    """True for the columns of LP-TSV."""
    return "title_source" in set(columns) and bool({"ccodes", "geowkt", "matches", "aat_types"} & set(columns))


def read_linked_places(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The places of a file of Linked Places, JSON or table. Raises InvalidInputError."""
    if data.startswith(b"PK"):
        return [lp_sheet(sheet) for sheet in read_workbook(data, name, decisions)]
    if not name.lower().endswith(("json", "jsonl", "jsonld")) and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in b"{[":
        return [lp_sheet(sheet) for sheet in read_text_table(data, name, decisions)]
    value, encoding = read_json(data, name, decisions)
    features = value.get("features") if isinstance(value, dict) else value
    if isinstance(value, dict) and features is None:
        features = [value]
    if not isinstance(features, list):
        raise InvalidInputError(told("{name} holds no Linked Places: it has no features.", name=name))
    entries: list[Entry] = []
    records = []
    for number, feature in enumerate(features, start=1):
        if isinstance(feature, dict):
            records.append((number, *_record(feature, number, entries)))
        else:
            entries.append(Entry(number, "", "refused", cell_text(feature), "", because("this is no feature")))
    columns = list(dict.fromkeys(column for _, cells, _ in records for column in cells))
    refuse_size(name, len(records), len(columns))
    rows = [Row(number, [cells.get(column, "") for column in columns], shape) for number, cells, shape in records]
    fixed = {column: field for column, field in _FIXED.items() if column in columns}
    fixed |= {column: column for column in columns if column.startswith("summary_")}
    head = value if isinstance(value, dict) and "features" in value else {}
    about = origin_text({name: one for name, one in head.items() if name not in ("features", "@context")})
    found = Sheet(columns, rows, "feature", "", encoding, "places", fixed, closed=True, entries=entries)
    found.about = {ORIGIN: about} if about != "{}" else {}
    return [found]


def lp_sheet(sheet: Sheet) -> Sheet:
    """A table as a sheet of Linked Places."""
    sheet.records, sheet.closed = "places", True
    sheet.fixed = {column: field for column, field in FIXED_TABLE.items() if column in sheet.columns}
    if ORIGIN not in sheet.columns:
        origins = [origin_of_row(dict(zip(sheet.columns, row.cells, strict=True))) for row in sheet.rows]
        sheet.columns.append(ORIGIN)
        for row, text in zip(sheet.rows, origins, strict=True):
            row.cells = [*row.cells, text]
    return sheet


def _record(feature: dict[str, Any], number: int, entries: list[Entry]) -> tuple[dict[str, str], Any]:
    """The cells and the geometry of a place."""
    cells = flat_cells(feature["properties"]) if isinstance(feature.get("properties"), dict) else {}
    identifier = feature.get("@id") or feature.get("id") or cells.get("id")
    if identifier:
        cells = {"id": str(identifier), **{key: text for key, text in cells.items() if key != "id"}}
    names = _objects(feature.get("names"))
    if "title" not in cells and names:
        cells["title"] = cell_text(names[0].get("toponym"))
    cells["names"] = json.dumps(_names(names, number, entries), ensure_ascii=False) if names else ""
    if when := edtf_of(feature.get("when"), number, entries):
        cells["when"] = when
    cells["types"] = types_text(feature.get("types"))
    geometry = feature.get("geometry")
    _descriptions(feature, cells)
    if when is None and isinstance(geometry, dict):
        cells |= when_of_parts(geometry, number, entries)
    cells.setdefault("precision", precision_of_shape(geometry))
    cells[ORIGIN] = origin_text(feature)
    if not cells[ORIGIN]:
        entries.append(Entry(number, "", "refused", cells.get("title", ""), "", because("more than a field can hold")))
    return cells, shape_of(geometry)


def _objects(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]


def types_text(types: Any) -> str:
    """The labels of the types of a place, separated by `;`."""
    labels = (cell_text(one.get("label") or one.get("sourceLabel")) for one in _objects(types))
    return ";".join(filter(None, labels))


def precision_of_shape(geometry: Any) -> str:
    """The precision that the certainty of a geometry, or of all its parts, stands for; '' where it says none."""
    if not isinstance(geometry, dict):
        return ""
    said = {cell_text(part.get("certainty")) for part in _objects(geometry.get("geometries") or geometry)}
    return OF_CERTAINTY.get(said.pop(), "") if len(said) == 1 else ""


def _descriptions(feature: dict[str, Any], cells: dict[str, str]) -> None:
    """Add the first description in each language as a cell."""
    for one in _objects(feature.get("descriptions")):
        name = f"summary_{one['lang']}" if isinstance(one.get("lang"), str) and one["lang"] else "summary"
        if text := cell_text(one.get("value")):
            cells.setdefault(name, text)


def _names(names: list[dict[str, Any]], number: int, entries: list[Entry]) -> list[dict[str, str]]:
    """Names as places.geojson holds them."""
    found = []
    for name in names:
        text = cell_text(name.get("toponym")).strip()
        if text:
            one = {"name": text, "lang": cell_text(name.get("lang")).strip()}
            when = edtf_of(name.get("when"), number, entries)
            found.append(one | ({"when": when} if when else {}))
    return found


def when_of_parts(geometry: dict[str, Any], number: int, entries: list[Entry]) -> dict[str, str]:
    """The span of all dated parts of a geometry, where the place itself has none."""
    parts = [part for part in _objects(geometry.get("geometries") or geometry) if isinstance(part.get("when"), dict)]
    if not parts:
        return {}
    spans = [span for part in parts for span in _objects(part["when"].get("timespans"))]
    when = edtf_of({"timespans": spans}, number, entries)
    return {"when": when} if when else {}


def shape_of(geometry: Any) -> Any:
    """The geometry without what Linked Places adds to it; well-known text where there is nothing else."""
    if not isinstance(geometry, dict):
        return None
    if isinstance(geometry.get("geometries"), list):
        return {"type": "GeometryCollection", "geometries": [shape_of(part) for part in geometry["geometries"] if part]}
    if geometry.get("coordinates"):
        return {"type": geometry.get("type"), "coordinates": geometry["coordinates"]}
    return {"wkt": geometry["geowkt"]} if isinstance(geometry.get("geowkt"), str) else None


def edtf_of(when: Any, number: int, entries: list[Entry]) -> str | None:
    """EDTF of a `when`: the span of all its timespans (also under `timespan`); None where there is no date."""
    if not isinstance(when, dict):
        return None
    if isinstance(when.get("label"), str) and read_date(when["label"]).how == "EDTF":
        return str(when["label"]).strip()  # mapapp writes the date itself there
    given = when.get("timespans")
    if given is None and "timespan" in when:
        entries.append(
            Entry(number, "when", "changed", "timespan", "timespans", because("the member is called timespans"))
        )
        given = when["timespan"]
    starts, ends = [], []
    for span in _objects(given):
        starts.append(_bound(span.get("start"), number, entries))
        ends.append(_bound(span.get("end"), number, entries, last=True))
    start = min(filter(None, starts), default=None, key=lambda text: parse_when(text).start_earliest)
    end = max(filter(None, ends), default=None, key=lambda text: parse_when(text).end_latest)
    if start is None and end is None:
        return None
    return f"{start or ''}/{end or ''}"


def _bound(bound: Any, number: int, entries: list[Entry], last: bool = False) -> str | None:
    """One side of a timespan: `in`, else its earliest and latest; None where nobody knows it."""
    if isinstance(bound, str | int):
        bound = {"in": bound}
    if not isinstance(bound, dict):
        return None
    order = ("in", "latest", "earliest") if last else ("in", "earliest", "latest")
    for key in order:
        text = str(bound.get(key, "")).strip()
        if text in _UNKNOWN:
            if text:
                entries.append(
                    Entry(number, "when", "changed", text, "", because("stands for a date that nobody knows"))
                )
            continue
        padded = _padded(text)
        found = read_date(padded)
        if found.edtf and not found.ambiguous and "/" not in found.edtf and "[" not in found.edtf:
            return found.edtf
        entries.append(Entry(number, "when", "refused", text, "", because("this is no date")))
    return None


def _padded(text: str) -> str:
    """A year of fewer than four digits, as four."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}{digits:0>4}" if digits.isdigit() and len(digits) < 4 else text
