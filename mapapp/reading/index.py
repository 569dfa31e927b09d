"""The names that are looked for in a text: those of the atlas, of our own table, and of towns large enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from mapapp.gazetteer import Names, fold_name, fold_text
from mapapp.model import Atlas
from mapapp.reading.words import words_of

_EAST_ASIAN = re.compile("[\u30a1-\u30fe\u3400-\u9fff]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_FOLDED_COMMON = frozenset(fold_text(word) for word in words_of("east", "common"))
_LEAST_PEOPLE = {2: 50_000, 3: 10_000}
STRONG = 2
_LATIN_MAIN, _LATIN_OTHER, _LATIN_LONG, _STRONG = 30_000, 150_000, 5_000, 500_000


class PlaceIndex:
    """Names to look for, with how strong each is: a weak one needs a sign beside it that it is a place."""

    def __init__(self, names: Names, atlas: Atlas | None = None) -> None:
        self.strong: dict[str, bool] = {}
        east: dict[str, bool] = {}
        for key, strong in _wanted(names, atlas):
            group = east if not key.isascii() and _EAST_ASIAN.search(key) else self.strong
            group[key] = strong or group.get(key, False)
        self.longest = {key: 1 for key in self.strong if " " not in key}
        for key in self.strong:
            if " " in key:
                first = key.partition(" ")[0]
                self.longest[first] = max(self.longest.get(first, 1), key.count(" ") + 1)
        self._known = east
        self._east = list(east.values())

    def find_east_asian(self, folded: str) -> Iterator[tuple[int, int, bool]]:
        """Start, end and strength of each name in Han characters or katakana, the longest first, none overlapping."""
        if not _EAST_ASIAN.search(folded):  # an English text needs no automaton
            return
        for number, start, end in self._automaton.find_matches_as_indexes(folded):
            yield start, end, self._east[number]

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

        return AhoCorasick(
            list(self._known), matchkind=MatchKind.LeftmostLongest, store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )  # fmt: skip

    def has_katakana(self, folded: str) -> bool:
        """True if a folded word in katakana is a name that is looked for."""
        return folded in self._known


def _wanted(names: Names, atlas: Atlas | None) -> Iterator[tuple[str, bool]]:
    for key, weight in names.looked_for():
        if key not in _FOLDED_COMMON:
            yield key, weight == STRONG
    for place in atlas.places if atlas else ():
        for toponym in place.names:
            for key in {fold_name(toponym.name), fold_text(toponym.name)}:
                if len(key) > 1 and (key.isascii() or _EAST_ASIAN.search(key)):
                    yield key, True


def weigh_name(key: str, lang: str, source: str, people: int) -> int:
    """How a name of the gazetteer is looked for: 0 not at all, 1 with a sign beside it, 2 by itself.

    Names of our own and of the base map always, GeoNames' by their length and by how many people live there.
    """
    own = source != "geonames"
    if _EAST_ASIAN.search(key):
        wanted = own or _is_wanted_east(key, people)
    else:
        wanted = key.isascii() and (own or _is_wanted_latin(key, lang, people))
    return (STRONG if own or people >= _STRONG else 1) if wanted else 0


def _is_wanted_east(key: str, people: int) -> bool:
    if len(key) < 2 or _HIRAGANA.search(key):
        return False
    return people >= _LEAST_PEOPLE.get(len(key), 1000)


def _is_wanted_latin(key: str, lang: str, people: int) -> bool:
    if len(key) < 4:
        return False
    if " " in key:
        return people >= _LATIN_LONG and len(key) > 5
    return people >= (_LATIN_MAIN if lang == "" else _LATIN_OTHER)
