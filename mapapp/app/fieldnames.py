"""The fields of the atlas format, of imports and of citations in the reader's language, as headings."""

from __future__ import annotations

from mapapp.language import LANGUAGES, Translator, msg

NAMES = {
    "record": msg("Event or place"), "id": msg("Id"), "title": msg("Title"), "summary": msg("Summary"),
    "when": msg("Date"), "start": msg("Start"), "end": msg("End"), "year": msg("Year"), "month": msg("Month"),
    "day": msg("Day"), "end_year": msg("Year of the end"), "end_month": msg("Month of the end"),
    "end_day": msg("Day of the end"), "bounds": msg("Bounds of an undated event"), "date_basis": msg("The date is"),
    "place": msg("Place name"), "places": msg("Places where it happened"), "lon": msg("Longitude"),
    "lat": msg("Latitude"), "coordinates": msg("Coordinates"), "geometry": msg("Shape"), "kind": msg("Kind"),
    "actors": msg("Actors"), "about": msg("Places that it concerns"), "place_basis": msg("The place is"),
    "origin": msg("Set out from"), "stops": msg("Order of the stops"), "importance": msg("Importance"),
    "certainty": msg("Certainty"), "projection": msg("A plan or projection"), "series": msg("Series"),
    "ordinal": msg("Number in the series"), "source": msg("Source"), "page": msg("Page of the source"),
    "url": msg("Link"), "country": msg("Country"), "citations": msg("Citations"), "names": msg("Names"),
    "layer": msg("Layer"), "precision": msg("Accuracy of the position"),
    "geometry_source": msg("Where the position is from"), "country_shape": msg("Country whose outline it has"),
    "label_at": msg("Where its name stands"), "directed": msg("Has a direction"), "via": msg("Places on its way"),
    "within": msg("Lies in"), "note": msg("Note"), "variants": msg("Other names"),
    "crs": msg("Coordinate reference system"), "section": msg("Section"), "footnote": msg("Footnote"),
    "term": msg("Key term"), "stance": msg("What the source does"), "field": msg("Field"),
    "subject": msg("About the record"),
    "follows": msg("Reading that the atlas follows"), "question": msg("Question"), "value": msg("Value, as printed"),
    "unit": msg("Unit, as printed"), "period": msg("Period"), "measure": msg("Measure"), "label": msg("Label"),
    "name": msg("Name"), "license": msg("Licence"), "attribution": msg("Attribution"), "languages": msg("Languages"),
    "events": msg("Events"), "why": msg("Why"), "between": msg("Between"), "lang": msg("Language (BCP 47)"),
    "normalized": msg("Normalised value"), "normalized_high": msg("Upper end of a range"),
    "normalized_unit": msg("Normalised unit"), "bound": msg("The value is"), "type": msg("Type"),
    "also": msg("Also about"), "severity": msg("Severity"),
}  # fmt: skip


def in_tag(label: str, tag: str, t: Translator) -> str:
    """The label of a text with the language that it is in."""
    return t("{title} ({name})", title=label, name=LANGUAGES.get(tag, tag))


def field_name(field: str, t: Translator) -> str:
    """A field in words, with the language that it is for (`title_ja`); a field of one's own as it is."""
    if field in NAMES:
        return t(NAMES[field])
    base, _, tag = field.partition("_")
    if base in ("title", "summary", "label", "question", "why", "note") and tag:
        return in_tag(t(NAMES[base]), tag, t)
    return field
