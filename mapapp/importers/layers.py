"""GeoPackage, FlatGeobuf, Shapefile and GPX: the layers that GDAL reads (pyogrio)."""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mapapp.errors import InvalidInputError
from mapapp.importers.decisions import Decisions
from mapapp.importers.frames import frame_sheet, to_degrees
from mapapp.importers.opening import open_zip, read_member
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Sheet, refuse_size
from mapapp.importers.suspicion import refuse_other_xml, refuse_views

MAGIC: dict[str, bytes] = {".gpkg": b"SQLite format 3\0", ".fgb": b"fgb", ".shp": b"\x00\x00\x27\x0a"}
"""First bytes of what GDAL is given, so that no other driver of it takes the file."""
_OWN = frozenset({"figures", "citations", "disagreements", "readings", "sources"})
"""Layers of a GeoPackage of ours that hold no events or places."""


def read_layers(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """A sheet for each layer with shapes (or the one decided on). Raises InvalidInputError."""
    with tempfile.TemporaryDirectory(prefix="mapapp-") as folder:
        path = _place(data, name, Path(folder))
        return _read(path, name, decisions)


def _place(data: bytes, name: str, folder: Path) -> Path:
    """The file alone in a folder, so that nothing beside it is read; a zipped Shapefile unpacked."""
    suffix = Path(name).suffix.lower()
    if suffix == ".zip":
        archive = open_zip(data, name)
        members = [member for member in archive.namelist() if Path(member).suffix.lower() in _SHAPEFILE]
        for member in members:
            (folder / f"layer{Path(member).suffix.lower()}").write_bytes(read_member(archive, member, name))
        path = folder / "layer.shp"
    else:
        path = folder / f"layer{suffix}"
        path.write_bytes(data)
    head = path.read_bytes()[:4096] if path.exists() else b""
    magic = MAGIC.get(path.suffix)
    if magic and not head.startswith(magic):
        raise InvalidInputError(f"{name} is not what its name says: it is not read.")
    if suffix == ".gpkg":
        refuse_views(path, name)
    elif not magic:
        refuse_other_xml(data, name, "gpx")
    return path


_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")


def _read(path: Path, name: str, decisions: Decisions) -> list[Sheet]:
    from pyogrio.errors import DataSourceError
    from shapely.errors import ShapelyError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # what GDAL finds odd and reads all the same
            layers, sheets, wanted = _sheets(path, name, decisions)
    except (DataSourceError, ValueError, RuntimeError, KeyError, TypeError, ShapelyError, RecursionError) as error:
        raise InvalidInputError(f"{name} cannot be read: {str(error)[:200]}.") from error
    others = tuple(layer for layer, _ in layers if layer not in wanted and layer not in _OWN)
    for sheet in sheets:
        sheet.others = others
    return sheets


def _sheets(path: Path, name: str, decisions: Decisions) -> tuple[list[tuple[str, str]], list[Sheet], list[str]]:
    """All layers with their sorts of shapes; the sheets and the names of those that are taken."""
    import pyogrio

    layers = [(str(layer), sort) for layer, sort in pyogrio.list_layers(path)]
    wanted = [layer for layer, sort in layers if layer == decisions.sheet or (not decisions.sheet and sort is not None)]
    if not wanted:
        listed = ", ".join(layer for layer, _ in layers)
        raise InvalidInputError(f"{name} has no layer {decisions.sheet!r} with shapes. It has {listed or 'none'}.")
    for layer in wanted:
        about = pyogrio.read_info(path, layer=layer)
        refuse_size(name, about["features"], len(about["fields"]))
    sheets = [_layer(path, layer, len(wanted) > 1) for layer in wanted]
    if {"events", "places", "sources", "citations"} <= {layer for layer, _ in layers}:
        _add_citations(path, sheets)
    return layers, sheets, wanted


def _layer(path: Path, layer: str, several: bool) -> Sheet:
    import pyogrio

    entries: list[Entry] = []
    frame = pyogrio.read_dataframe(path, layer=layer)
    shapes = to_degrees(frame, entries) if hasattr(frame, "crs") else None
    plain = frame.drop(columns=frame.geometry.name) if shapes is not None else frame
    return frame_sheet(plain, shapes, layer if several else "", "feature", entries)


def _add_citations(path: Path, sheets: list[Sheet]) -> None:
    """Of a GeoPackage of ours, give each record its citations and the file its sources."""
    import pyogrio

    by_subject: dict[str, list[dict[str, Any]]] = {}
    for row in pyogrio.read_dataframe(path, layer="citations").to_dict("records"):
        known = {key: value for key, value in row.items() if value is not None and value == value}
        by_subject.setdefault(str(known.pop("subject", "")), []).append(known)
    sources: dict[str, Mapping[str, Any]] = {}
    for text in pyogrio.read_dataframe(path, layer="sources")["csl"]:
        item = json.loads(text)
        sources[str(item["id"])] = item
    for sheet in sheets:
        if "id" not in sheet.columns or sheet.name not in ("events", "places"):
            continue
        index, sort = sheet.columns.index("id"), sheet.name.removesuffix("s")
        sheet.sources, sheet.records = sources, sheet.name
        sheet.columns.append("citations")
        for row in sheet.rows:
            row.cells = [*row.cells, json.dumps(by_subject.get(f"{sort}:{row.cells[index]}", []), ensure_ascii=False)]
