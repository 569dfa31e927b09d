"""KML and KMZ: placemarks and overlays with the time that they have or inherit from their folders."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from mapapp.errors import InvalidInputError, told
from mapapp.importers.decisions import Decisions
from mapapp.importers.opening import open_zip, read_member, read_xml
from mapapp.importers.reasons import because
from mapapp.importers.report import Entry
from mapapp.importers.sheet import Row, Sheet, refuse_size

_CONTAINERS = ("kml", "Document", "Folder")
_FEATURES = ("Placemark", "GroundOverlay", "PhotoOverlay", "ScreenOverlay")
_FIXED = {"name": "title", "description": "summary", "when": "when", "begin": "start", "end": "end", "folder": "kind"}
Time = dict[str, str]
Found = tuple[dict[str, str], dict[str, Any] | None]
"""The cells and the geometry of a placemark."""


def read_kml(data: bytes, name: str, decisions: Decisions) -> list[Sheet]:
    """The placemarks of a KML document, or of the first one in a KMZ archive. Raises InvalidInputError."""
    if data.startswith(b"PK"):
        archive = open_zip(data, name)
        documents = [member for member in archive.namelist() if member.lower().endswith(".kml")]
        if not documents:
            raise InvalidInputError(told("{name} holds no KML document.", name=name))
        data = read_member(archive, documents[0], name)
    root = read_xml(data, name)
    entries: list[Entry] = []
    found: list[Found] = []
    _walk(root, "", {}, found, entries)
    own = any("date_basis" in cells or "place_basis" in cells for cells, _ in found)
    records = [_own(cells) if own else cells for cells, _ in found]
    columns = list(dict.fromkeys(column for cells in records for column in cells))
    refuse_size(name, len(records), len(columns))
    rows = [
        Row(number, [cells.get(column, "") for column in columns], geometry)
        for number, (cells, (_, geometry)) in enumerate(zip(records, found, strict=True), start=1)
    ]
    if not rows:
        entries.append(Entry(None, "", "kept", name, "", because("the document has no placemarks")))
    fixed = {} if own else {column: field for column, field in _FIXED.items() if column in columns}
    return [Sheet(columns, rows, "placemark", encoding="XML", fixed=fixed, entries=entries)]


def _own(cells: dict[str, str]) -> dict[str, str]:
    """The cells of a placemark that mapapp wrote: its fields are extended data; the folder says what it is."""
    record = {"events": "event", "places": "place"}.get(cells.get("folder", ""), "")
    again = ("name", "description", "begin", "end", "folder", "styleUrl", "kml id")
    return {"record": record, **{key: text for key, text in cells.items() if key not in again}}


def _walk(element: Element, folder: str, time: Time, found: list[Found], entries: list[Entry]) -> None:
    own = _time(element) or time
    for child in element:
        if child.tag in _CONTAINERS:
            title = (child.findtext("name") or "").strip() if child.tag == "Folder" else ""
            _walk(child, title or folder, own, found, entries)
        elif child.tag in _FEATURES:
            cells = _cells(child, folder)
            times = _time(child)
            ours = "date_basis" in cells or "place_basis" in cells  # mapapp writes the date itself among the data
            cells |= {} if ours else times or own
            if not times and own and not ours:
                why, text = because("the time is that of the folder"), ", ".join(own.values())
                entries.append(Entry(len(found) + 1, "when", "guessed", "", text, why))
            found.append((cells, _geometry(child, cells)))
        elif child.tag == "NetworkLink":
            link = child.findtext(".//href") or ""
            entries.append(Entry(None, "", "refused", link, "", because("a link to another document is not followed")))


def _cells(feature: Element, folder: str) -> dict[str, str]:
    cells = {"folder": folder} if folder else {}
    if identifier := feature.get("id"):
        cells["kml id"] = identifier
    for tag in ("name", "description", "address", "phoneNumber", "snippet", "Snippet", "styleUrl"):
        if text := (feature.findtext(tag) or "").strip():
            cells[tag] = text
    for data in feature.iter("Data"):
        cells[data.get("name") or "data"] = (data.findtext("value") or "").strip()
    for data in feature.iter("SimpleData"):
        cells[data.get("name") or "data"] = (data.text or "").strip()
    if link := feature.findtext("Icon/href"):
        cells["icon"] = link.strip()
    return cells


def _time(element: Element) -> Time:
    """The time of an element itself: `when`, or `begin` and `end`."""
    stamp, span = element.find("TimeStamp"), element.find("TimeSpan")
    if stamp is not None and (when := (stamp.findtext("when") or "").strip()):
        return {"when": when}
    if span is not None:
        times = {name: (span.findtext(name) or "").strip() for name in ("begin", "end")}
        return {name: text for name, text in times.items() if text}
    return {}


def _geometry(feature: Element, cells: dict[str, str]) -> dict[str, Any] | None:
    parts = [found for child in feature if (found := _shape(child, cells)) is not None]
    if not parts and (box := feature.find("LatLonBox")) is not None:
        return _box(box)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"type": "GeometryCollection", "geometries": parts}


def _shape(element: Element, cells: dict[str, str]) -> dict[str, Any] | None:
    if element.tag == "Point":
        positions = _positions(element.findtext("coordinates"))
        return {"type": "Point", "coordinates": positions[0]} if positions else None
    if element.tag in ("LineString", "LinearRing"):
        return {"type": "LineString", "coordinates": _positions(element.findtext("coordinates"))}
    if element.tag == "Polygon":
        rings = [element.findtext("outerBoundaryIs/LinearRing/coordinates")]
        rings += [ring.findtext("LinearRing/coordinates") for ring in element.findall("innerBoundaryIs")]
        return {"type": "Polygon", "coordinates": [_positions(text) for text in rings]}
    if element.tag in ("MultiGeometry", "MultiTrack"):
        parts = [found for child in element if (found := _shape(child, cells)) is not None]
        return {"type": "GeometryCollection", "geometries": parts} if parts else None
    if element.tag == "Track":
        times = [text.strip() for child in element.findall("when") if (text := child.text or "")]
        if times:
            cells |= {"begin": min(times), "end": max(times)}
        positions = [[_number(part) for part in (child.text or "").split()] for child in element.findall("coord")]
        return {"type": "LineString", "coordinates": positions} if positions else None
    return None


def _positions(text: str | None) -> list[list[Any]]:
    """Positions as lists of numbers (text where it is none); blanks after the commas are forgiven."""
    joined = ",".join(part.strip() for part in (text or "").split(","))
    return [[_number(part) for part in at.split(",")] for at in joined.split()]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _box(box: Element) -> dict[str, Any]:
    sides = {name: _number((box.findtext(name) or "").strip()) for name in ("west", "south", "east", "north")}
    corners = (("west", "south"), ("east", "south"), ("east", "north"), ("west", "north"), ("west", "south"))
    return {"type": "Polygon", "coordinates": [[[sides[x], sides[y]] for x, y in corners]]}
