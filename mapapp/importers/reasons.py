"""Why an import did something: English in the report, which is the same for every reader, and in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from mapapp.errors import Told, told
from mapapp.gazetteer import Candidate, country_in, title_in
from mapapp.language import Translator, translator

CATALOGUE = "reports"
"""The catalogue of these words, apart from that of the interface, which every page carries."""


Reason = Told
because = told
"""The reason `msgid` with its {placeholders} filled in; the words of an import stand in a catalogue of their own."""


class Places(str):
    """Places of the gazetteer in English, which can be named in other languages; with ids where one is to choose."""

    __slots__ = ("candidates", "with_ids")

    candidates: tuple[Candidate, ...]
    with_ids: bool

    def said(self, language: str) -> str:
        """The places in a language of the interface."""
        return "; ".join(_place_words(one, language, self.with_ids) for one in self.candidates)


class Country(str):
    """The code of a country, which can be named in other languages."""

    __slots__ = ()

    def said(self, language: str) -> str:
        """The name of the country in a language of the interface."""
        return country_in(str(self), language)


def named_places(candidates: Sequence[Candidate], with_ids: bool = False) -> Places:
    """Places as a report names them: name, country's code, longitude and latitude."""
    found = Places("; ".join(_place_words(one, "", with_ids) for one in candidates))
    found.candidates, found.with_ids = tuple(candidates), with_ids
    return found


def _place_words(one: Candidate, language: str, with_id: bool) -> str:
    name = title_in(one.id, language, one.name) if language else one.name
    country = country_in(one.country, language) if language else one.country
    where = f"({one.point[0]:g}, {one.point[1]:g})"
    return f"{name}, {country} {where}{f' {one.id}' if with_id else ''}"


def report_words(language: str) -> Translator:
    """The translator of reasons into an interface language (any BCP 47 tag; the nearest is taken)."""
    return translator(language, CATALOGUE)


def in_words(why: str, t: Translator) -> str:
    """A reason in the language of `report_words`; a text that is none, such as a library's message, as it is."""
    if not isinstance(why, Reason):
        return date_form(why, t)
    values: Iterable[tuple[str, Any]] = why.values.items()
    return t(
        why.msgid,
        **{
            name: in_words(value, t) if isinstance(value, Reason) or name in ("how", "why") else _said(value, t)
            for name, value in values
        },
    )


def told_value(value: str, t: Translator) -> str:
    """What a report says of a value: words of ours in the language of `report_words`, a cell as it is."""
    return in_words(value, t) if isinstance(value, Reason) else str(_said(value, t))


def _said(value: object, t: Translator) -> object:
    return value.said(t.language) if isinstance(value, (Places, Country)) else value


def date_form(how: str, t: Translator) -> str:
    """How a date was read (`mapapp.dates.DateReading.how`) in words: a form, with what stands before and after it."""
    if (known := t(how)) != how:
        return known
    for pattern, msgid in _AROUND.items():
        if found := pattern.fullmatch(how):
            parts = found.groupdict()
            return t(msgid, **{name: date_form(part, t) for name, part in parts.items()})
    return how


_AROUND = {
    re.compile(r"(?P<form>.+), year of (?P<era>.+)"): because("{form}, year of {era}"),
    re.compile(r"(?P<form>.+), (?P<more>about|doubtful|hour left out|calendar of the moon: about the year)"): because(
        "{form}, {more}"
    ),
    re.compile(r"(?P<more>before|after|until|since), (?P<form>.+)"): because("{more}, {form}"),
    re.compile(r"part of a (?P<form>.+)"): because("part of a {form}"),
    re.compile(r"day number \((?P<year>\d+)\)"): because("day number ({year})"),
}
FORMS = (
    because("about"), because("after"), because("before"), because("before our era"), because("between"),
    because("calendar of the moon: about the year"), because("century"), because("day and month in numbers"),
    because("day, month, year"), because("decade"), because("digits"), because("doubtful"), because("fiscal year"),
    because("from – to"), because("half-year"), because("Han year, month, day"), because("hour left out"),
    because("EDTF, hour left out"), because("month and year"), because("month, day, year"), because("one of several"),
    because("quarter"), because("season"), because("since"), because("two-digit year"), because("until"),
    because("year"), because("year and month"), because("year before our era"), because("year of our era"),
    because("year, month, day"), because("year-month"), because("year-month-day"), because("year/month"),
    because("years or part of a year"),
)  # fmt: skip
"""The forms in which dates are read, so that the catalogues have them."""
