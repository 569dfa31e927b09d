"""What a place of the gazetteer is called today in a language: in Chinese and Japanese by the characters used there.

Of GeoNames' names only the script is known, and of the forms of a Chinese name it often has the simplified one alone:
for readers of traditional Chinese it is converted with a table made from OpenCC (geodata/recipes/gazetteer.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from mapapp.gazetteer.names import Name, shipped_names
from mapapp.shipped import geodata_folder

_BRACKETS = re.compile(r"\s*[(（].*")
_HAN = re.compile("[\u3400-\u9fff]+")
_HIRAGANA = re.compile("[\u3041-\u309f]+")
_TAGS = {"en": "name_en", "zh-Hant": "name_zh_Hant", "ja": "name_ja"}
_AS_WRITTEN = frozenset({"CHN", "TWN", "HKG", "MAC"})
"""Countries whose names are written in Japanese with the characters that they have themselves."""
_BY_HAN = _AS_WRITTEN | {"JPN", "KOR", "PRK", ""}
"""Where a name of ours in Japanese that has Han characters is the usual one (平壌, but not 浦塩)."""


def title_in(place_id: str, language: str, otherwise: str) -> str:
    """The name of a place (by its id) in a language (BCP 47); `otherwise` where the gazetteer has none in it."""
    return _title(place_id, language) or otherwise


def country_in(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1 alpha-3) in a language of the interface; its code where there is none."""
    from mapapp.basemap import country_words  # slow to import, not needed for a question in English

    tag = _TAGS.get(language, "name_en")
    return str(country_words().get(code, {}).get(tag) or code)


@lru_cache(maxsize=65536)
def _title(place_id: str, language: str) -> str:
    if language.split("-")[0] == "en":
        return ""  # its main name
    if place_id.startswith("c:") and language in _TAGS:
        return country_in(place_id.removeprefix("c:"), language)
    names = shipped_names()
    place = names.place_of(place_id)
    if place is None:
        return ""
    today = [name for name in names.of_place(place_id) if not name.when]
    if language == "ja":
        return _japanese(today, place.country)
    ours = [name for name in today if name.source != "geonames"]
    own = next((name.name for name in ours if name.lang == language), "")
    if own or language.split("-")[0] != "zh":
        return own
    han = _chosen(name.name for name in ours if _HAN.fullmatch(name.name)) or _chosen(_of_script(today))
    return han if language == "zh-Hans" else _traditional(han, place.country)


def _japanese(today: Sequence[Name], country: str) -> str:
    ours = [name for name in today if name.source != "geonames"]
    own = [name.name for name in ours if name.lang == "ja"]
    kanji = [name for name in own if _HAN.search(name)]
    if kanji and (country in _BY_HAN or len(kanji) == len(own)):
        return _chosen(kanji)
    to_japanese = {ord(other): char for char, other in _table("j").items()}
    theirs = [name.name.translate(to_japanese) for name in ours if name.lang == "zh-Hant"]
    han = _chosen([*theirs, *_of_script(today)]) if country == "JPN" else ""
    if country in _AS_WRITTEN:
        han = _chosen(theirs) or _traditional(_chosen(_of_script(today)), country).translate(to_japanese)
    return (
        han
        or max((name for name in own if name not in kanji), key=len, default="")
        or _chosen(name.name for name in today if name.lang == "ja" and not _HIRAGANA.fullmatch(name.name))
    )  # fmt: skip  (the longest of ours: ビシュケク, not ビシケク)


def _of_script(today: Iterable[Name]) -> list[str]:
    return [name.name for name in today if name.lang == "und-Hani"]


def _chosen(found: Iterable[str]) -> str:
    """Of some names the one that most others are made of (上海, not 上海市), else the shortest; without brackets."""
    names = [_BRACKETS.sub("", name) for name in found]
    return min(names, key=lambda one: (-sum(one in other for other in names), len(one)), default="")


def _traditional(name: str, country: str) -> str:
    if country in ("TWN", "HKG", "MAC"):
        return name
    table = _table("j" if country == "JPN" else "s")
    return "".join(table.get(char, char) for char in name)


@cache
def _table(script: str) -> dict[str, str]:
    """What characters of a script (`s`: simplified, `j`: Japanese) become in traditional Chinese."""
    lines = (geodata_folder() / "gazetteer" / "hant.txt").read_text("utf-8").splitlines()
    return {line[1]: line[2] for line in lines if line[0] == script}
