"""GeoJSON (RFC 7946): a feature for each event and for each place that a View shows.

The geometry of an event is a Point (one place), a MultiPoint (several), or null (none that can be located); lines,
areas and country shapes stand in it with the point of their label. The properties are those of `mapapp list --json`;
title, licence, attribution and the View are members of the collection.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mapapp.atlas.geometry import geometry_json
from mapapp.export.records import chosen_events, chosen_places, event_json, place_json, place_name
from mapapp.files import write_whole
from mapapp.model import Atlas, Event, Place, in_language
from mapapp.view import View, format_view


def write_geojson(atlas: Atlas, view: View, path: Path) -> None:
    """Write the events and places that a View shows. Raises OutputError."""
    collection = feature_collection(atlas, view)
    write_whole(path, (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8"))


def feature_collection(atlas: Atlas, view: View) -> dict[str, Any]:
    """The FeatureCollection of a View: events first, then places, each in the order of the atlas."""
    features = [_event_feature(atlas, event, view.lang) for event in chosen_events(atlas, view)]
    features += [_place_feature(atlas, place, view) for place in chosen_places(atlas, view)]
    return {
        "type": "FeatureCollection",
        "atlas": atlas.id,
        "version": atlas.version,
        "title": dict(atlas.title),
        "license": atlas.license,
        "attribution": atlas.attribution,
        "sha256": atlas.sha256,
        "view": format_view(view),
        "features": features,
    }


def _event_feature(atlas: Atlas, event: Event, language: str) -> dict[str, Any]:
    name = in_language(event.title, language, atlas.languages[0])
    points = event_points(atlas, event)
    geometry: dict[str, Any] | None = None
    if len(points) == 1:
        geometry = {"type": "Point", "coordinates": points[0]}
    elif points:
        geometry = {"type": "MultiPoint", "coordinates": points}
    return _feature("event", name, event_json(atlas, event), geometry)


def _place_feature(atlas: Atlas, place: Place, view: View) -> dict[str, Any]:
    properties = place_json(atlas, place)
    return _feature("place", place_name(place, view), properties, properties.pop("geometry"))


def _feature(record: str, name: str, found: dict[str, Any], geometry: dict[str, Any] | None) -> dict[str, Any]:
    identifier = found.pop("id")
    properties = {"record": record, "name": name, **found}
    return {"type": "Feature", "id": identifier, "properties": properties, "geometry": geometry}


def event_points(atlas: Atlas, event: Event) -> list[list[float]]:
    """Longitude and latitude of each place of an event that has a location, in the order of its places."""
    return [point for place in event.places if (point := place_point(atlas.place_by_id[place])) is not None]


def place_point(place: Place) -> list[float] | None:
    """Longitude and latitude at which an event at this place stands; None where the place has no location."""
    if place.geometry is not None and place.geometry.geom_type == "Point":
        return list(geometry_json(place.geometry)["coordinates"][:2])
    if place.label_at is not None:
        return list(place.label_at)
    if place.geometry is None:
        return None
    return list(geometry_json(place.geometry.representative_point())["coordinates"][:2])
