"""Columns that fill a field which the records of a sheet do not have: they are kept as they are, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapapp.importers.columns import Guess
from mapapp.importers.fields import TEXTS
from mapapp.importers.reasons import Reason, because
from mapapp.importers.rowdates import DATE_FIELDS

SIMPLE = ("date_basis", "place_basis", "stops", "importance", "certainty", "projection", "series", "ordinal")
"""Fields of events whose cells are read as those of events.csv."""

_OF_BOTH = frozenset((
    *("id", "record", "source", "page", "citations", "kind", "place_basis", "lon", "lat", "coordinates", "geometry"),
    *DATE_FIELDS,
))  # fmt: skip
_OF_EVENTS = _OF_BOTH | {*SIMPLE, "bounds", "actors", "place", "places", "about", "origin"}
_OF_PLACES = _OF_BOTH | {
    "names", "variants", "country", "layer", "precision", "geometry_source", "country_shape", "label_at", "directed",
    "via", "within", "note",
}  # fmt: skip


def without_room(guesses: Sequence[Guess], records: str, languages: Sequence[str]) -> Iterator[tuple[Guess, Reason]]:
    """The columns that no field of the records takes, each with the reason; `records` is '' where rows differ.

    The country of an event helps to find its place, and is a field of that place only where it was looked up.
    """
    fields = {guess.field for guess in guesses}
    unread = set(DATE_FIELDS) - ({"when"} if "start" in fields else {"when", "end", "end_year", "end_month", "end_day"})
    has = {"events": _OF_EVENTS, "places": _OF_PLACES, "both": _OF_PLACES}.get(records, _OF_EVENTS | _OF_PLACES)
    for guess in guesses:
        base, _, language = guess.field.partition("_")
        if base in TEXTS:
            if language and language not in languages:
                yield guess, because("the atlas has no texts in {language}", language=language)
        elif guess.field and guess.field not in has:
            yield guess, because("these records have no such field")
        elif "when" in fields and guess.field in unread:
            yield guess, because("the date is in another column")
