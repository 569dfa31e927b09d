"""KML 2.2 (OGC 07-147r2) with time, for Google Earth and other globes.

A folder of events and one of places. An event at a day, a month or a year has a TimeStamp, any other date a TimeSpan
over all days that it can mean, an undated event neither. Fields are ExtendedData. Nothing is loaded from elsewhere.
A description is HTML in KML: the text of an atlas is escaped in it, so that no markup of it takes effect.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

from mapapp.export.frames import event_shapes, place_shapes
from mapapp.export.provenance import provenance
from mapapp.export.records import chosen_events, chosen_places, place_name
from mapapp.export.rows import Table, event_table, place_table
from mapapp.files import write_whole
from mapapp.language import date_words
from mapapp.language.markup import xml_text
from mapapp.model import Atlas, Words, in_language
from mapapp.view import View
from mapapp.when import When, days_in_month, iso_date

_LAYER_COLOR = "#17495C"


def write_kml(atlas: Atlas, view: View, path: Path) -> None:
    """Write the events and places that a View shows. Raises OutputError."""
    root = kml_document(atlas, view)
    indent(root, " ")
    write_whole(path, tostring(root, encoding="utf-8", xml_declaration=True) + b"\n")


def kml_document(atlas: Atlas, view: View) -> Element:
    """The `kml` element of a View."""
    root = Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    document = SubElement(root, "Document")
    about = provenance(atlas, view)
    _text(document, "name", about["title"])
    _text(document, "description", _html([f"{about['attribution']}, {about['license']}"]))
    for kind in atlas.kinds:
        _style(document, f"kind-{kind.id}", kind.color)
    _style(document, "place", _LAYER_COLOR)
    _data(document, about.items())
    _events(SubElement(document, "Folder"), atlas, view)
    _places(SubElement(document, "Folder"), atlas, view)
    return root


def _events(folder: Element, atlas: Atlas, view: View) -> None:
    _text(folder, "name", "events")
    table, shapes = event_table(atlas, view), event_shapes(atlas, view)
    for event, row, shape in zip(chosen_events(atlas, view), table.rows, shapes, strict=True):
        mark = SubElement(folder, "Placemark", id=f"event-{event.id}")
        _text(mark, "name", in_language(event.title, view.lang, atlas.languages[0]))
        words = date_words(event.when, view.lang) if event.when else ""
        _text(mark, "description", _html([words, _summary(event.summary, atlas, view)]))
        if event.when:
            _time(mark, event.when)
        _text(mark, "styleUrl", f"#kind-{event.kind}")
        _data(mark, _cells(table, row))
        _geometry(mark, shape)


def _places(folder: Element, atlas: Atlas, view: View) -> None:
    _text(folder, "name", "places")
    table, shapes = place_table(atlas, view), place_shapes(atlas, view)
    for place, row, shape in zip(chosen_places(atlas, view), table.rows, shapes, strict=True):
        mark = SubElement(folder, "Placemark", id=f"place-{place.id}")
        _text(mark, "name", place_name(place, view))
        _text(mark, "description", _html([_summary(place.summary, atlas, view)]))
        if place.when:
            _time(mark, place.when)
        _text(mark, "styleUrl", "#place")
        _data(mark, ((name, value) for name, value in _cells(table, row) if name != "name"))
        _geometry(mark, shape)


def _summary(words: Words, atlas: Atlas, view: View) -> str:
    return in_language(words, view.lang, atlas.languages[0])


def _cells(table: Table, row: list[Any]) -> list[tuple[str, Any]]:
    return [(column.name, value) for column, value in zip(table.columns, row, strict=True) if value is not None]


def _html(paragraphs: Iterable[str]) -> str:
    """Paragraphs of plain text as HTML."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = xml_text(text)


def _data(parent: Element, values: Iterable[tuple[str, Any]]) -> None:
    data = SubElement(parent, "ExtendedData")
    for name, value in values:
        written = str(value).lower() if isinstance(value, bool) else str(value)
        _text(SubElement(data, "Data", name=xml_text(name)), "value", written)


def _style(parent: Element, name: str, color: str) -> None:
    red, green, blue = color[1:3], color[3:5], color[5:7]
    style = SubElement(parent, "Style", id=name)
    for part, opacity in (("IconStyle", "ff"), ("LineStyle", "ff"), ("PolyStyle", "40")):
        _text(SubElement(style, part), "color", f"{opacity}{blue}{green}{red}".lower())


def _time(parent: Element, when: When) -> None:
    first, last = (iso_date(day) for day in when.outer)
    unit = _unit(first, last) if when.moment and first and last else None
    if unit:
        _text(SubElement(parent, "TimeStamp"), "when", unit)
    elif first or last:
        span = SubElement(parent, "TimeSpan")
        for name, day in (("begin", first), ("end", last)):
            if day:
                _text(span, name, day)


def _unit(first: str, last: str) -> str | None:
    """The day, month or year that two days begin and end; None where they are none of these."""
    if first == last:
        return first
    year, month = first[:-6], first[:-3]
    if (first, last) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    return month if first.endswith("-01") and last.startswith(month) and _ends_month(last) else None


def _ends_month(day: str) -> bool:
    return int(day[-2:]) == days_in_month(int(day[:-6]), int(day[-5:-3]))


def _geometry(parent: Element, shape: BaseGeometry | None) -> None:
    if shape is None:
        return
    if isinstance(shape, BaseMultipartGeometry):
        parts = list(shape.geoms)
        holder = SubElement(parent, "MultiGeometry") if len(parts) > 1 else parent
        for part in parts:
            _geometry(holder, part)
    elif isinstance(shape, Polygon):
        polygon = SubElement(parent, "Polygon")
        _ring(polygon, "outerBoundaryIs", shape.exterior)
        for interior in shape.interiors:
            _ring(polygon, "innerBoundaryIs", interior)
    else:
        _coordinates(SubElement(parent, shape.geom_type), shape)


def _ring(polygon: Element, side: str, ring: BaseGeometry) -> None:
    _coordinates(SubElement(SubElement(polygon, side), "LinearRing"), ring)


def _coordinates(parent: Element, shape: BaseGeometry) -> None:
    text = " ".join(",".join(f"{number:.15g}" for number in point) for point in shape.coords)
    _text(parent, "coordinates", text)
