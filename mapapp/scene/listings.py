"""Lists keyed to the map: series by ordinal, visits by letter, routes, the other events; and disagreements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mapapp.language import Translator, translator
from mapapp.model import Atlas, Disagreement, Event, in_language
from mapapp.scene.citing import Citer
from mapapp.scene.places import is_open
from mapapp.scene.records import Arc, Dispute, Line, Listing, Row
from mapapp.scene.words import short_date
from mapapp.select import Selection


def build_listings(
    atlas: Atlas, events: Sequence[Event], arcs: Sequence[Arc], lines: Sequence[Line], citer: Citer, language: str
) -> tuple[Listing, ...]:
    """The lists that have rows, in the order in which they stand beside the map."""
    t = translator(language)
    kinds = {kind.id: in_language(kind.title, language) for kind in atlas.kinds}
    found: list[Listing] = []
    numbered = [event for event in events if event.ordinal is not None]
    for series in dict.fromkeys(event.series for event in numbered):
        members = sorted((one for one in numbered if one.series == series), key=lambda one: one.ordinal or 0)
        rows = tuple(_row(str(one.ordinal), one, citer, t, language) for one in members)
        heading = t("{kind}, in order", kind=kinds.get(members[0].kind, members[0].kind))
        found.append(Listing("series", heading, rows))
    by_id = {event.id: event for event in events}
    visits = tuple(_row(arc.letter, by_id[arc.event], citer, t, language) for arc in arcs)
    found.append(Listing("visits", t("Visits"), visits))
    routes = tuple(Row(line.place, "", _line_text(line), citer.cite(f"place:{line.place}"), "") for line in lines)
    found.append(Listing("routes", t("Routes and corridors"), routes))
    listed = {event.id for event in numbered} | {arc.event for arc in arcs}
    others = sorted((event for event in events if event.id not in listed), key=_by_date)
    rows = tuple(_row("", event, citer, t, language) for event in others)
    found.append(Listing("others", t("Other events") if listed else t("Events"), rows))
    return tuple(listing for listing in found if listing.rows)


MOST_DISPUTES = 3
"""Disagreements told in words; the others are counted."""


def build_disputes(
    atlas: Atlas, selection: Selection, lines: Iterable[Line], citer: Citer, language: str
) -> tuple[tuple[Dispute, ...], int]:
    """The gravest disagreements about what the map shows, and how many there are in all."""
    subjects = {f"event:{event.id}" for event in selection.events}
    subjects |= {f"place:{place.id}" for place in selection.places} | {f"place:{line.place}" for line in lines}
    shown = [one for one in atlas.disagreements if not subjects.isdisjoint((one.subject, *one.also))]
    shown.sort(key=lambda one: one.severity)
    return tuple(_dispute(one, citer, language) for one in shown[:MOST_DISPUTES]), len(shown)


def _dispute(one: Disagreement, citer: Citer, language: str) -> Dispute:
    t = translator(language)
    readings = []
    for reading in one.readings:
        says = in_language(reading.says, language).rstrip(".。")
        cite = citer.cite(f"reading:{one.id}/{reading.id}")
        followed = t("(followed here)") if reading.id == one.follows else ""
        readings.append(" ".join(part for part in (says, cite, followed) if part))
    return Dispute(one.id, in_language(one.question, language), tuple(readings), in_language(one.why, language))


def _row(key: str, event: Event, citer: Citer, t: Translator, language: str) -> Row:
    when = short_date(event.when, t) if event.when else ""
    title = in_language(event.title, language)
    text = t("{title}, {date}", title=title, date=when) if when else title
    return Row(event.id, key, text, citer.cite(f"event:{event.id}"), event.kind, is_open(event))


def _line_text(line: Line) -> str:
    return f"{line.name} ({line.years})" if line.years else line.name


def _by_date(event: Event) -> tuple[int, str]:
    return (event.when.start_earliest if event.when else 0, event.id)
