"""Places of rows: records of their own in a gazetteer, and the places that events name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from shapely.geometry.base import BaseGeometry

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.forms import read_when
from mapapp.atlas.vocabulary import LANGUAGE, PLACE_KINDS, PRECISIONS, countries
from mapapp.gazetteer import fold_name, shipped_names
from mapapp.importers.fields import folded
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row
from mapapp.importers.texts import clean_text
from mapapp.model import Atlas, Toponym

LAYER = "imported"
_KINDS = {
    "city": "settlement town village populated place municipality hamlet port 城市 都市 市 町 村 鎮 inhabited place",
    "building": "castle church temple palace house monument fort station 建物 寺 城",
    "base": "military base airfield barracks 基地",
    "state": "country nation sovereign state 國家 国",
    "region": "province county prefecture district department canton 縣 県 省 州 郡",
    "island": "isle archipelago 島",
    "sea": "ocean bay gulf lake 海 湖 灣 湾",
    "strait": "channel 海峽 海峡",
    "route": "road path track railway 路 道",
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}


def place_kind(text: str) -> str:
    """The kind of place that a word means, 'other' where it is not known."""
    words = [part.strip().casefold() for part in text.split(";")]
    for word in words:
        if word in PLACE_KINDS:
            return word
        if found := next((_BY_WORD[part] for part in (word, *word.split()) if part in _BY_WORD), ""):
            return found
    return "other"


def country_code(text: str) -> str | None:
    """ISO 3166-1 alpha-3 of the first country that a text names, by a code or in words; None where none."""
    first = text.replace(",", ";").split(";")[0].strip()
    if first.upper() in countries():
        return first.upper()
    return _country_names().get(first.casefold()) or (_country_by_name(first) if len(first) > 1 else None)


@lru_cache(maxsize=4096)
def _country_by_name(name: str) -> str | None:
    """The country that the gazetteer knows by a name in any language, where it knows one."""
    known = shipped_names()
    found = {place.country for one in known.find(fold_name(name)) if (place := known.place(one.row)).kind == "state"}
    return next(iter(found)) if len(found) == 1 else None


def _country_names() -> Mapping[str, str]:
    if not _NAMES:
        from babel import Locale
        from babel.core import get_global

        territories = Locale("en").territories
        for alpha3, alpha2 in get_global("territory_aliases").items():
            if alpha3 in countries() and len(alpha2) == 1:
                _NAMES[alpha2[0].casefold()] = alpha3
                _NAMES[str(territories.get(alpha2[0], alpha2[0])).casefold()] = alpha3
    return _NAMES


_NAMES: dict[str, str] = {}


def toponyms(
    title: Mapping[str, str], names: str, variants: str, row: Row, report: ImportReport, titles: Iterable[str] = ()
) -> tuple[Toponym, ...]:
    """The names of a place: those of JSON text as they are, the title in each language that has none, variants.

    `titles` are those of the row itself: a name of the place also where each of their languages has another one.
    """
    found: list[Toponym] = []
    for one in _objects(names, row, report):
        name, language = clean_text(str(one.get("name", ""))), str(one.get("lang", "")) or "und"
        if not name:
            continue
        if not LANGUAGE.fullmatch(language):
            report.add(row.number, "names", "changed", language, "und", because("this is no language tag"))
            language = "und"
        when = None
        try:
            when = read_when(one["when"]) if one.get("when") else None
        except (RefusedError, AttributeError):
            report.add(
                row.number, "names", "refused", str(one["when"]), "", because("this date of a name is not understood")
            )
        note = clean_text(str(one.get("note", "")))
        found.append(Toponym(name, language, when, bool(one.get("outside")), bool(one.get("formal")), note))
    known = {name.lang for name in found}
    first = [Toponym(text, language) for language, text in title.items() if language not in known]
    texts = {name.name for name in (*first, *found)}
    more = dict.fromkeys([*titles, *(clean_text(part) for part in variants.split(";"))])
    return (*found, *first, *(Toponym(text, "und") for text in more if text and text not in texts))


def _objects(text: str, row: Row, report: ImportReport) -> list[dict[str, Any]]:
    if not text.strip():
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list):
        report.add(row.number, "names", "refused", text[:200], "", because("names are a JSON array of objects"))
        return []
    return [one for one in value if isinstance(one, dict)]


def precision_of(text: str, geometry: BaseGeometry | None) -> str:
    """The precision that a cell says, else `approximate`: a file seldom says how good its coordinates are."""
    return text if text in PRECISIONS else "approximate"


class Known:
    """Places of an atlas by their folded names, where one name means one place."""

    def __init__(self, atlas: Atlas, source: str) -> None:
        own = {citation.subject for citation in atlas.citations if citation.source == source}
        self.by_name: dict[str, str] = {}
        twice: set[str] = set()
        for place in atlas.places:
            if f"place:{place.id}" in own:
                continue
            for name in {folded(name.name) for name in place.names}:
                if self.by_name.setdefault(name, place.id) != place.id:
                    twice.add(name)
        for name in twice:
            del self.by_name[name]
