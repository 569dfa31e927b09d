"""GeoPackage, FlatGeobuf, Shapefile, GML, GPX, TopoJSON, MapInfo, SpatiaLite: the layers that GDAL reads (pyogrio)."""

from __future__ import annotations

import json
import re
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.frames import frame_sheet, to_degrees
from mapapp.importers.opening import open_zip, read_member
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import ALL_SHEETS, Sheet, refuse_size
from mapapp.importers.suspicion import refuse_other_xml, refuse_views

_SIGNS: dict[str, tuple[bytes, ...]] = {
    ".gpkg": (b"SQLite format 3\0",),
    ".sqlite": (b"SQLite format 3\0",),
    ".fgb": (b"fgb",),
    ".shp": (b"\x00\x00\x27\x0a",),
    ".gpx": (b"<gpx",),
    ".gml": (b"FeatureCollection", b"featureMember", b"opengis.net/gml"),
    ".topojson": (b'"Topology"',),
    ".tab": (b"!table",),
    ".mif": (b"Version",),
}
"""What the first bytes hold of each file that GDAL is given, so that no other driver of it takes the file."""
_FIRST = frozenset({".gpkg", ".sqlite", ".fgb", ".shp", ".mif"})
"""Endings whose sign stands at the very beginning."""
ENDINGS = (*_SIGNS, ".zip")
_BESIDE: dict[str, tuple[str, ...]] = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind"),
    ".mif": (".mid",),
}
"""What belongs to a file of several parts."""
_PARTS = ", ".join(_BESIDE[".shp"])
_HEAD = 8192
_OWN = frozenset({"figures", "citations", "disagreements", "readings", "sources"})
"""Layers of a GeoPackage of ours that hold no events or places."""


def read_layers(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """A sheet for each layer with shapes (or the one decided on). Raises InvalidInputError."""
    with tempfile.TemporaryDirectory(prefix="mapapp-") as folder:
        files = _place(data, name, Path(folder))
        found: list[tuple[Path, str, str, bool]] = []
        for path, shown in files:
            layers = _list(path, name)
            found += [(path, layer, shown or layer, sort is not None) for layer, sort in layers]
        return _read(found, name, decisions)


def _place(data: bytes, name: str, folder: Path) -> list[tuple[Path, str]]:
    """The files alone in a folder, so that nothing beside them is read, each with the name of its layer ('' for own).

    Of a ZIP archive every file that can be read is unpacked, with its parts.
    """
    suffix = Path(name).suffix.lower().replace(".json", ".topojson")
    if suffix == ".shp":
        raise InvalidInputError(
            told(
                "{name} is one of several files: put it with its {parts} into one ZIP; import that.",
                name=name,
                parts=_PARTS,
            )
        )
    if suffix != ".zip":
        path = folder / f"layer{suffix}"
        path.write_bytes(_plain_xml(data) if suffix in (".gml", ".gpx") else data)
        return [(_checked(path, name), "")]
    archive = open_zip(data, name)
    members = {member.lower(): member for member in archive.namelist()}
    found = []
    for number, (lower, member) in enumerate(members.items()):
        ending = Path(lower).suffix
        if ending not in _SIGNS or Path(member).name.startswith("."):
            continue
        path = folder / f"layer{number}{ending}"
        inner = read_member(archive, member, name)
        path.write_bytes(_plain_xml(inner) if ending in (".gml", ".gpx") else inner)
        for part in _BESIDE.get(ending, ()):
            if beside := members.get(f"{lower.removesuffix(ending)}{part}"):
                path.with_suffix(part).write_bytes(read_member(archive, beside, name))
        found.append((_checked(path, f"{name}: {member}"), Path(member).stem if ending in _BESIDE else ""))
    if not found:
        listed = ", ".join(sorted(members)[:8]) or "nothing"
        raise InvalidInputError(
            told("{name} holds no layer that can be read; it holds {listed}.", name=name, listed=listed)
        )
    return found


def _checked(path: Path, name: str) -> Path:
    """The path, if the file is what its name says."""
    head = path.read_bytes()[:_HEAD]
    signs = _SIGNS.get(path.suffix, ())
    fits = head.startswith(signs) if path.suffix in _FIRST else any(sign in head for sign in signs)
    if not fits or b"<OGRVRT" in head or b"<!ENTITY" in head:
        raise InvalidInputError(told("{name} is not what its name says: it is not read.", name=name))
    if path.suffix in (".gpkg", ".sqlite"):
        refuse_views(path, name)
    elif path.suffix in (".gpx", ".gml"):
        refuse_other_xml(path.read_bytes(), name, "gpx" if path.suffix == ".gpx" else "")
    return path


def _plain_xml(data: bytes) -> bytes:
    """XML without the addresses of its schemas, which nobody shall be asked for."""
    return re.sub(rb"\s(?:\w+:)?(?:noNamespaceS|s)chemaLocation\s*=\s*(\"[^\"]*\"|'[^']*')", b"", data)


def _list(path: Path, name: str) -> list[tuple[str, Any]]:
    import pyogrio

    with _words(name):
        return [(str(layer), sort) for layer, sort in pyogrio.list_layers(path)]


@contextmanager
def _words(name: str) -> Iterator[None]:
    """Turn what GDAL and shapely raise into words; what GDAL only finds odd is read all the same."""
    from pyogrio.errors import DataSourceError
    from shapely.errors import ShapelyError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except (DataSourceError, ValueError, RuntimeError, KeyError, TypeError, ShapelyError, RecursionError) as error:
        raise InvalidInputError(told("{name} cannot be read: {error}.", name=name, error=str(error)[:200])) from error


def _read(found: Sequence[tuple[Path, str, str, bool]], name: str, decisions: Decisions) -> list[Sheet]:
    """Sheets of the layers wanted: path, layer, the name it is shown by, and whether it has shapes."""
    import pyogrio

    chosen = "" if decisions.sheet == ALL_SHEETS else decisions.sheet
    wanted = [one for one in found if one[2] == chosen or (not chosen and one[3])]
    names = [shown for _, _, shown, _ in found]
    if not wanted:
        raise InvalidInputError(
            told(
                "{name} has no layer {chosen} with shapes. It has {names}.",
                name=name,
                chosen=repr(chosen),
                names=", ".join(names) or "none",
            )
        )
    own = {"events", "places", "sources", "citations"} <= set(names)
    with _words(name):
        for path, layer, _, _ in wanted:
            about = pyogrio.read_info(path, layer=layer)
            refuse_size(name, about["features"], len(about["fields"]))
        sheets = [
            _layer(path, layer, shown if len(found) > 1 else "", decisions.crs) for path, layer, shown, _ in wanted
        ]
        sheets = [sheet for sheet in sheets if sheet.rows] or sheets[:1]
        if own:
            _add_citations(wanted[0][0], sheets)
    taken = {shown for _, _, shown, _ in wanted}
    for sheet in sheets:
        sheet.others = tuple(one for one in names if one not in taken and one not in _OWN)
    if len(sheets) > 1 and not own and not decisions.sheet:
        listed = tuple(sheet.name for sheet in sheets)
        question = because(
            "The file has {count} layers with shapes; all are taken. Should only one be imported?", count=len(sheets)
        )
        sheets[0].questions.append(("sheet", question, (ALL_SHEETS, *listed)))
    return sheets


def _layer(path: Path, layer: str, shown: str, crs: str) -> Sheet:
    import pyogrio

    entries: list[Entry] = []
    frame = pyogrio.read_dataframe(path, layer=layer)
    shapes = to_degrees(frame, entries, crs) if hasattr(frame, "crs") else None
    plain = frame.drop(columns=frame.geometry.name) if shapes is not None else frame
    return frame_sheet(plain, shapes, shown, "feature", entries)


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
