"""Records as flat rows, for formats that have cells: named, typed columns and one value in each.

Columns are called as in the atlas format: text by language is a column for each language (`title_en`), ids that make
a list are joined by `;`. What is deeper (citations, names) is JSON. A value that is not there is None.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mapapp.export.records import (
    Json,
    chosen_citations,
    chosen_disagreements,
    chosen_events,
    chosen_places,
    citation_json,
    cited_sources,
    disagreement_json,
    event_json,
    figure_json,
    place_json,
    place_name,
    source_json,
)  # fmt: skip
from mapapp.model import Atlas, Event, Place
from mapapp.select import select_figures
from mapapp.view import View

Sort = Literal["text", "integer", "number", "boolean", "list", "json"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the sort of its values, what it says, and where in the record its value stands.

    `source` is the record's key; with `language` it is the key of an object by language.
    """

    name: str
    sort: Sort
    says: str
    source: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of plain values: each row has one for each column."""

    columns: tuple[Column, ...]
    rows: list[list[Any]]


# (name, sort, what it says); a name that ends in `_*` exists once for each language of the atlas
_Spec = tuple[tuple[str, Sort, str], ...]

_WHEN = "EDTF (ISO 8601-2) date; empty where there is none"
_DAYS: _Spec = (
    ("earliest", "text", "First day that the date can mean, ISO 8601; empty where open"),
    ("latest", "text", "Last day that the date can mean, ISO 8601; empty where open"),
)
_CITED: _Spec = (
    ("sources", "list", "Ids of the sources that are cited"),
    ("citations", "json", "Where the sources say it: source, section, footnote, range of characters, stance"),
    ("disagreements", "list", "Ids of the disagreements that touch it"),
)

EVENT: _Spec = (
    ("id", "text", "Id of the event"), ("when", "text", _WHEN), *_DAYS,
    ("bounds", "text", "EDTF: what the text allows for an undated event"),
    ("date_basis", "text", "stated, resolved (from context) or outside (not in the sources)"),
    ("title_*", "text", "Title"), ("summary_*", "text", "Summary"), ("kind", "text", "Kind of event"),
    ("actors", "list", "Ids of those who act"), ("places", "list", "Ids of the places where it happened"),
    ("place_names", "text", "Names of these places, as the view shows them"),
    ("about", "list", "Ids of the places it concerns"),
    ("place_basis", "text", "stated or inferred (the source names no venue)"),
    ("origin", "text", "Id of the place a visit sets out from"),
    ("stops", "text", "ordered or unordered: the order of places"),
    ("importance", "integer", "1 (headline) to 3 (detail)"),
    ("certainty", "text", "certain, less-certain or uncertain"),
    ("projection", "boolean", "true for what a source expects of its future"),
    ("series", "text", "Id of a series"), ("ordinal", "integer", "Place in the series"), *_CITED,
)  # fmt: skip
PLACE: _Spec = (
    ("id", "text", "Id of the place"), ("name", "text", "Name, as the view shows it"),
    ("kind", "text", "Kind of place"), ("layer", "text", "Layer of the map"),
    ("names", "json", "All names with language and the span in which each was official"),
    ("precision", "text", "exact, approximate or schematic"), ("place_basis", "text", "stated or inferred"),
    ("geometry_source", "text", "Where the coordinates come from"),
    ("country", "text", "ISO 3166-1 alpha-3 of the country it lies in today"),
    ("country_shape", "list", "Countries (alpha-3) whose shape on the base map it has"),
    ("label_at", "json", "Longitude and latitude of the label"), ("when", "text", _WHEN), *_DAYS,
    ("directed", "boolean", "true for a line with a direction"),
    ("via", "list", "Ids of the places a line passes through"),
    ("within", "list", "Ids of the regions it belongs to"), ("summary_*", "text", "Summary"), *_CITED,
)  # fmt: skip
FIGURE: _Spec = (
    ("id", "text", "Id of the figure"), ("measure", "text", "Id of the measure"), ("label_*", "text", "Measure"),
    ("value", "text", "Value as printed"), ("unit", "text", "Unit as printed"),
    ("bound", "text", "exact, about, at-least, more-than, up-to or range"),
    ("normalized", "number", "Value as a number"), ("normalized_high", "number", "Upper end of a range"),
    ("normalized_unit", "text", "Plain unit of the number"), ("period", "text", _WHEN), *_DAYS,
    ("date_basis", "text", "stated, resolved or outside"), ("places", "list", "Ids of places"),
    ("actors", "list", "Ids of actors"), ("events", "list", "Ids of events"),
    ("series", "text", "Figures of one series are comparable"), ("note_*", "text", "Note"), *_CITED,
)  # fmt: skip
CITATION: _Spec = (
    ("subject", "text", "What is supported: event:ID, place:ID, figure:ID, reading:ID/LETTER"),
    ("field", "text", "The field of it; empty for the whole record"), ("source", "text", "Id of the source"),
    ("section", "text", "Heading"), ("page", "text", "Page"), ("footnote", "text", "Number of the footnote"),
    ("start", "integer", "First character in the source's text (code points from 0)"),
    ("end", "integer", "Character after the last"), ("term", "text", "Key term that occurs in this range"),
    ("stance", "text", "supports or differs"),
)  # fmt: skip
DISAGREEMENT: _Spec = (
    ("id", "text", "Id of the disagreement"), ("subject", "text", "What it is about"),
    ("also", "list", "Further subjects"), ("field", "text", "Field in question"),
    ("between", "text", "within, documents or fact"), ("severity", "integer", "1 (changes the map) to 3 (a slip)"),
    ("question_*", "text", "Question"), ("follows", "text", "Letter of the reading that the atlas follows"),
    ("why_*", "text", "Why"),
)  # fmt: skip
READING: _Spec = (
    ("disagreement", "text", "Id of the disagreement"), ("reading", "text", "Letter"),
    ("says_*", "text", "What this side says"), ("value", "text", "The field's value under this reading"), *_CITED[:2],
)  # fmt: skip
SOURCE: _Spec = (
    ("id", "text", "Id of the source"), ("type", "text", "CSL type"), ("title", "text", "Title as printed"),
    ("URL", "text", "Web address"), ("outside", "boolean", "true for a reference that is no document of the atlas"),
    ("sha256", "text", "SHA-256 of the source's text"), ("csl", "json", "The whole CSL-JSON item"),
)  # fmt: skip


def table(spec: _Spec, records: Sequence[Json], languages: Iterable[str]) -> Table:
    """The rows of records under a specification; columns of one's own (`x_…`) come last."""
    columns = [column for name, sort, says in spec for column in _columns(name, sort, says, tuple(languages))]
    own = sorted({key for record in records for key in record if key.startswith("x_")})
    columns += [Column(name, "text", "Column of the atlas's own", name) for name in own]
    return Table(tuple(columns), [[_value(record, column) for column in columns] for record in records])


def _columns(name: str, sort: Sort, says: str, languages: tuple[str, ...]) -> list[Column]:
    if not name.endswith("_*"):
        return [Column(name, sort, says, name)]
    field = name.removesuffix("_*")
    return [Column(f"{field}_{tag}", sort, f"{says} ({tag})", field, tag) for tag in languages]


def _value(record: Json, column: Column) -> Any:
    found = record.get(column.source)
    if column.language:
        found = (found or {}).get(column.language)
    if found is None or found == "" or found == []:
        return None
    if column.sort == "list":
        return ";".join(found)
    if column.sort == "json" or isinstance(found, (dict, list)):
        return json.dumps(found, ensure_ascii=False, allow_nan=False)
    return found


def _cited(record: Json) -> Json:
    return {"sources": list(dict.fromkeys(citation["source"] for citation in record["citations"])), **record}


def event_record(atlas: Atlas, event: Event, view: View) -> Json:
    """The JSON object of an event with `place_names` and `sources`."""
    names = ", ".join(place_name(atlas.place_by_id[place], view) for place in event.places)
    return {"place_names": names, **_cited(event_json(atlas, event))}


def place_record(atlas: Atlas, place: Place, view: View) -> Json:
    """The JSON object of a place with `name` and `sources`."""
    return {"name": place_name(place, view), **_cited(place_json(atlas, place))}


def event_table(atlas: Atlas, view: View) -> Table:
    """The events that a View shows."""
    records = [event_record(atlas, event, view) for event in chosen_events(atlas, view)]
    return table(EVENT, records, atlas.languages)


def place_table(atlas: Atlas, view: View) -> Table:
    """The places that a View shows."""
    records = [place_record(atlas, place, view) for place in chosen_places(atlas, view)]
    return table(PLACE, records, atlas.languages)


def feature_table(atlas: Atlas, view: View) -> Table:
    """Events, then places, in one table; `record` says which a row is, `name` is its title or name in the view."""
    records: list[Json] = []
    for event in chosen_events(atlas, view):
        found = event_record(atlas, event, view)
        name = found["title"].get(view.lang) or next(iter(found["title"].values()), "")
        records.append({"record": "event", "name": name, **found})
    records += [{"record": "place", **place_record(atlas, place, view)} for place in chosen_places(atlas, view)]
    first: _Spec = (("record", "text", "event or place"), ("id", "text", "Id"), ("name", "text", "Title or name"))
    known = {name for name, _, _ in (*first, *EVENT)}
    others = tuple(spec for spec in PLACE if spec[0] not in known)
    return table((*first, *EVENT[1:-3], *others, *_CITED), records, atlas.languages)


def other_tables(atlas: Atlas, view: View) -> dict[str, Table]:
    """Tables without geometry: figures, citations, disagreements, readings and sources."""
    figures = [_cited(figure_json(atlas, figure)) for figure in select_figures(atlas, view)]
    citations = [{"subject": item.subject, **citation_json(item)} for item in chosen_citations(atlas, view)]
    questions = [disagreement_json(atlas, item, view.lang) for item in chosen_disagreements(atlas, view)]
    readings = [
        {"disagreement": item["id"], "reading": reading["id"], **_cited(reading), "says": reading["says_words"]}
        for item in questions
        for reading in item["readings"]
    ]
    asked = [{**item, "question": item["question_words"], "why": item["why_words"]} for item in questions]
    sources = []
    for source in cited_sources(atlas, view):
        sha256 = source.text.sha256 if source.text else None
        sources.append({**source.csl, "outside": source.outside, "sha256": sha256, "csl": source_json(source)})
    found = {
        "figures": (FIGURE, figures),
        "citations": (CITATION, citations),
        "disagreements": (DISAGREEMENT, asked),
        "readings": (READING, readings),
        "sources": (SOURCE, sources),
    }
    return {name: table(spec, records, atlas.languages) for name, (spec, records) in found.items()}
