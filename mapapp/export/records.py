"""The records of an atlas as plain JSON objects: what `mapapp list --json` prints and the GeoJSON export carries.

Text by language is an object by language. Where the contract wants one text (`why`, `says`, `question`), it stands in
the language asked for, and `NAME_words` holds it by language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mapapp.atlas.geometry import geometry_json
from mapapp.atlas.places import toponym_json
from mapapp.atlas.sources import source_item
from mapapp.model import Atlas, Citation, Disagreement, Event, Figure, Place, Source, in_language
from mapapp.names import toponym_at, toponym_today
from mapapp.near import places_within
from mapapp.readings import follow_readings
from mapapp.select import select, select_figures
from mapapp.view import FILTERS, View, has_filter
from mapapp.when import OPEN_END, OPEN_START, When, iso_date

Json = dict[str, Any]


def citation_json(citation: Citation) -> Json:
    """A citation without its subject; `start` and `end` are code points in the source's text."""
    return {
        "source": citation.source,
        "field": citation.field,
        "section": citation.section,
        "page": citation.page,
        "footnote": citation.footnote,
        "start": citation.start,
        "end": citation.end,
        "term": citation.term,
        "stance": citation.stance,
    }


def citations_json(atlas: Atlas, subject: str) -> list[Json]:
    """The citations of a record."""
    return [citation_json(citation) for citation in atlas.citations_of.get(subject, ())]


def _days(when: When | None) -> Json:
    """EDTF text and the first and last day that it can mean (ISO 8601; None where it is open)."""
    if when is None:
        return {"when": None, "earliest": None, "latest": None}
    return {"when": when.edtf, "earliest": iso_date(when.outer[0]), "latest": iso_date(when.outer[1])}


def _disagreement_ids(atlas: Atlas, subject: str) -> list[str]:
    return [item.id for item in atlas.disagreements_of.get(subject, ())]


def place_name(place: Place, view: View) -> str:
    """The name of a place that a View shows: in its language, in force in its window (or today, if it says so)."""
    today = view.names == "today"
    found = toponym_today(place, view.lang) if today else toponym_at(place, view.window(), view.lang)
    return found.name if found else place.id


def event_json(atlas: Atlas, event: Event) -> Json:
    """An event."""
    subject = f"event:{event.id}"
    return {
        "id": event.id,
        **_days(event.when),
        "bounds": event.bounds.edtf if event.bounds else None,
        "date_basis": event.date_basis,
        "title": dict(event.title),
        "summary": dict(event.summary),
        "kind": event.kind,
        "actors": list(event.actors),
        "places": list(event.places),
        "about": list(event.about),
        "place_basis": event.place_basis,
        "origin": event.origin,
        "stops": event.stops,
        "importance": event.importance,
        "certainty": event.certainty,
        "projection": event.projection,
        "series": event.series,
        "ordinal": event.ordinal,
        "citations": citations_json(atlas, subject),
        "disagreements": _disagreement_ids(atlas, subject),
        **event.extra,
    }


def place_json(atlas: Atlas, place: Place) -> Json:
    """A place; `geometry` is null for one that the base map draws or that cannot be located."""
    subject = f"place:{place.id}"
    return {
        "id": place.id,
        "kind": place.kind,
        "layer": place.layer,
        "names": [{"when": None, **toponym_json(name)} for name in place.names],
        "geometry": geometry_json(place.geometry) if place.geometry is not None else None,
        "precision": place.precision,
        "place_basis": place.place_basis,
        "geometry_source": place.geometry_source,
        "country": place.country,
        "country_shape": list(place.country_shape),
        "label_at": list(place.label_at) if place.label_at else None,
        **_days(place.when),
        "directed": place.directed,
        "via": list(place.via),
        "within": list(place.within),
        "summary": dict(place.summary),
        "citations": citations_json(atlas, subject),
        "disagreements": _disagreement_ids(atlas, subject),
        **place.extra,
    }


def figure_json(atlas: Atlas, figure: Figure) -> Json:
    """A figure; `value` and `unit` as printed."""
    subject = f"figure:{figure.id}"
    days = _days(figure.period)
    return {
        "id": figure.id,
        "measure": figure.measure,
        "label": dict(figure.label),
        "value": figure.value,
        "unit": figure.unit,
        "bound": figure.bound,
        "normalized": figure.normalized,
        "normalized_high": figure.normalized_high,
        "normalized_unit": figure.normalized_unit,
        "period": days["when"],
        "earliest": days["earliest"],
        "latest": days["latest"],
        "date_basis": figure.date_basis,
        "places": list(figure.places),
        "actors": list(figure.actors),
        "events": list(figure.events),
        "series": figure.series,
        "note": dict(figure.note),
        "citations": citations_json(atlas, subject),
        "disagreements": _disagreement_ids(atlas, subject),
        **figure.extra,
    }


def source_json(source: Source) -> Json:
    """A source: its CSL-JSON item with `custom` (short label, fingerprint of its text, outside)."""
    return source_item(source)


def disagreement_json(atlas: Atlas, item: Disagreement, language: str) -> Json:
    """A disagreement with its readings."""
    fallback = atlas.languages[0]
    return {
        "id": item.id,
        "subject": item.subject,
        "also": list(item.also),
        "field": item.field,
        "between": item.between,
        "severity": item.severity,
        "question": in_language(item.question, language, fallback),
        "question_words": dict(item.question),
        "readings": [
            {
                "id": reading.id,
                "says": in_language(reading.says, language, fallback),
                "says_words": dict(reading.says),
                "value": reading.value,
                "citations": citations_json(atlas, f"reading:{item.id}/{reading.id}"),
            }
            for reading in item.readings
        ],
        "follows": item.follows,
        "why": in_language(item.why, language, fallback),
        "why_words": dict(item.why),
    }


def is_open(view: View) -> bool:
    """True if the View's window excludes no day."""
    return view.window() == (OPEN_START, OPEN_END)


def is_everything(view: View) -> bool:
    """True if the View neither restricts the window nor filters events."""
    return is_open(view) and not any(has_filter(view, key) for key in FILTERS)


def chosen_events(atlas: Atlas, view: View) -> list[Event]:
    """The events that a View shows, in the order of the atlas; undated ones where its window is wholly open."""
    found = select(atlas, view)
    ids = {event.id for event in (*found.events, *(found.undated if is_open(view) else ()))}
    return [event for event in atlas.events if event.id in ids]


def chosen_places(atlas: Atlas, view: View) -> list[Place]:
    """All places for a View that restricts nothing, else those that the chosen events name; with `near` near ones."""
    within = places_within(atlas, view.near) if view.near else None
    places = [place for place in atlas.places if within is None or place.id in within]
    if is_everything(replace(view, near=None)):
        return places
    events = chosen_events(atlas, view)
    ids = {place for event in events for place in (*event.places, *event.about, event.origin)}
    return [place for place in places if place.id in ids or place.id in view.places]


def _chosen_subjects(atlas: Atlas, view: View) -> set[str]:
    events = {f"event:{event.id}" for event in chosen_events(atlas, view)}
    figures = {f"figure:{figure.id}" for figure in select_figures(atlas, view)}
    return events | figures | {f"place:{place.id}" for place in chosen_places(atlas, view)}


def chosen_sources(atlas: Atlas, view: View) -> list[Source]:
    """All sources for a View that restricts nothing, else those that the chosen records cite."""
    if is_everything(view):
        return list(atlas.sources)
    subjects = _chosen_subjects(atlas, view)
    cited = {citation.source for citation in atlas.citations if citation.subject in subjects}
    return [source for source in atlas.sources if source.id in cited]


def chosen_disagreements(atlas: Atlas, view: View) -> list[Disagreement]:
    """All disagreements for a View that restricts nothing, else those that touch the chosen records."""
    if is_everything(view):
        return list(atlas.disagreements)
    subjects = _chosen_subjects(atlas, view)
    return [item for item in atlas.disagreements if subjects & {item.subject, *item.also}]


def chosen_citations(atlas: Atlas, view: View) -> list[Citation]:
    """The citations of the records that a View chooses and of the readings of their disagreements."""
    if is_everything(view):
        return list(atlas.citations)
    subjects = _chosen_subjects(atlas, view)
    for item in chosen_disagreements(atlas, view):
        subjects |= {f"reading:{item.id}/{reading.id}" for reading in item.readings}
    return [citation for citation in atlas.citations if citation.subject in subjects]


def cited_sources(atlas: Atlas, view: View) -> list[Source]:
    """The sources of `chosen_citations`; all of the atlas for a View that restricts nothing."""
    if is_everything(view):
        return list(atlas.sources)
    cited = {citation.source for citation in chosen_citations(atlas, view)}
    return [source for source in atlas.sources if source.id in cited]


def list_records(atlas: Atlas, view: View, what: str) -> list[Json]:
    """The records of one of `LISTS` that a View chooses, as the readings it follows have them."""
    return LISTS[what](follow_readings(atlas, view), view)


LISTS: dict[str, Callable[[Atlas, View], list[Json]]] = {
    "events": lambda atlas, view: [event_json(atlas, event) for event in chosen_events(atlas, view)],
    "places": lambda atlas, view: [place_json(atlas, place) for place in chosen_places(atlas, view)],
    "figures": lambda atlas, view: [figure_json(atlas, figure) for figure in select_figures(atlas, view)],
    "sources": lambda atlas, view: [source_json(source) for source in chosen_sources(atlas, view)],
    "disagreements": lambda atlas, view: [
        disagreement_json(atlas, item, view.lang) for item in chosen_disagreements(atlas, view)
    ],
}
"""What can be listed: name -> records that a View chooses, as JSON objects."""
