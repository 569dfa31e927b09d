"""Hostile texts (the table is tests/hostile/texts.json), and atlases that hold them in every field for words."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from mapapp.prose import parse_prose, targets_of
from tests.atlas.examples import MINIMAL

LANGUAGES = ("en", "zh-Hant", "ja")


def _texts(group: str) -> dict[str, str]:
    found = json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))[group]
    return {entry["name"]: entry["text"] * entry.get("times", 1) for entry in found}


ACCEPTED = _texts("accepted")
"""Texts that an atlas may hold: they must stay text in every output."""
REFUSED = _texts("refused")
"""Texts that the reader must refuse with a problem, in every field."""


def _by_language(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{language}": text for language in LANGUAGES}


def _rows(number: int, text: str) -> dict[str, dict[str, str]]:
    """One row for each table, with the text in every column for words."""
    return {
        "actors.csv": {"id": f"a{number}", "kind": "person", **_by_language("name", text)},
        "events.csv": {
            "id": f"e{number}", "when": "1869-11-17", "kind": "works", "places": "port-said",
            "place_basis": "stated", "actors": f"a{number}", "series": text, **_by_language("title", text), **_by_language("summary", text),
            "x_a": text,
        },
        "figures.csv": {
            "id": f"f{number}", "measure": "m", "value": text, "unit": text, "normalized": "1",
            "normalized_unit": text, "period": "1869", "series": text, **_by_language("label", text),
            **_by_language("note", text),
        },
        "disagreements.csv": {
            "id": f"d{number}", "subject": f"event:e{number}", "field": "title", "between": "fact", "follows": "a",
            **_by_language("question", text), **_by_language("why", text),
        },
        "glossary.csv": {"id": f"g{number}", "note": text, **_by_language("term", text)},
    }  # fmt: skip


def _citations(number: int, text: str) -> list[dict[str, str]]:
    words = {"section": text, "page": text, "footnote": text, "term": text[:17], "note": text}
    subjects = [f"event:e{number}", f"figure:f{number}", f"place:p{number}"]
    subjects += [f"reading:d{number}/a", f"reading:d{number}/b"]
    return [{"subject": subject, "source": f"s{number}", "stance": "supports", **words} for subject in subjects]


def _readings(number: int, text: str) -> list[dict[str, str]]:
    return [
        {"disagreement": f"d{number}", "reading": letter, "value": text, **_by_language("says", text)}
        for letter in "ab"
    ]


def _feature(number: int, text: str) -> dict[str, Any]:
    names = [{"name": text, "lang": language, "note": text} for language in LANGUAGES]
    properties = {
        "kind": "city", "layer": "cities", "names": names, "precision": "exact", "geometry_source": text, "note": text,
        "x_a": {"x": [text]}, **_by_language("summary", text),
    }  # fmt: skip
    at = [30 + number % 9 * 0.2, 29 + number // 9 * 0.2]
    geometry = {"type": "Point", "coordinates": at}
    return {"type": "Feature", "id": f"p{number}", "properties": properties, "geometry": geometry}


def _source(number: int, text: str) -> dict[str, Any]:
    return {
        "id": f"s{number}", "type": "article", "title": text, "publisher": text, "container-title": text, "note": text,
        "URL": f"https://example.org/{text}", "DOI": text, "page": text, "language": "en",
        "author": [{"family": text, "given": text}, {"literal": text}],
        "custom": {"short": dict.fromkeys(LANGUAGES, text)},
    }  # fmt: skip


def plant(folder: Path, texts: Iterable[str]) -> Path:
    """Write an atlas: the minimal one, and for each text one record of every sort that holds it in all its words."""
    listed = list(texts)
    shutil.copytree(MINIMAL, folder)
    rows: dict[str, list[dict[str, str]]] = {name: [] for name in ("citations.csv", "readings.csv")}
    for number, text in enumerate(listed):
        for name, row in _rows(number, text).items():
            rows.setdefault(name, []).append(row)
        rows["citations.csv"] += _citations(number, text)
        rows["readings.csv"] += _readings(number, text)
    for file in sorted(MINIMAL.iterdir()):
        if file.name not in rows:
            continue
        with file.open(encoding="utf-8", newline="") as opened:
            reader = csv.DictReader(opened)
            old, columns = list(reader), list(reader.fieldnames or ())
        columns += ["x_a"] if file.name == "events.csv" else []
        with (folder / file.name).open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows([*old, *rows[file.name]])
    _extend(folder / "places.geojson", lambda value: value["features"], map(_feature, range(len(listed)), listed))
    _extend(folder / "sources.json", lambda value: value, map(_source, range(len(listed)), listed))
    _plant_header(folder / "atlas.toml", listed)
    (folder / "tours").mkdir(exist_ok=True)
    (folder / "tours" / f"{TOUR}.md").write_text(_tour(listed), "utf-8")
    return folder


def _tour(texts: list[str]) -> str:
    """A tour with a step for each text, in its title and as its text; those that spell a link are refused elsewhere."""
    lines = ["+++", "[title]", *(f"{language} = {_quoted(texts[0][:200])}" for language in LANGUAGES), "+++"]
    for text in texts:
        plain = " ".join(text[:300].split()) or "x"
        if any(targets_of(parse_prose(plain))):
            continue
        lines.append("\n## `mode=between`\n")
        lines += [f"### {language}: x {plain}\n\nx {plain}\n\n- x {plain} **x {plain}**\n" for language in LANGUAGES]
    return "\n".join(lines)


def _extend(file: Path, part: Callable[[Any], list[Any]], more: Iterable[dict[str, Any]]) -> None:
    value = json.loads(file.read_text("utf-8"))
    part(value).extend(more)
    file.write_text(json.dumps(value), "utf-8")


def _plant_header(file: Path, texts: list[str]) -> None:
    """The texts in the words of atlas.toml: eras, kinds and layers, and all of them among the authors."""
    text = file.read_text("utf-8").replace("\r\n", "\n")
    for number, planted in enumerate(texts):
        title = "\n".join(f"{language} = {_quoted(planted)}" for language in LANGUAGES)
        text += f'\n[[eras]]\nid = "x{number}"\nwhen = "1900/1901"\n[eras.title]\n{title}\n[eras.summary]\n{title}\n'
        text += f'\n[[layers]]\nid = "x{number}"\n[layers.title]\n{title}\n'
        text += f'\n[[kinds]]\nid = "x{number}"\nsymbol = "square"\ncolor = "#8C5A00"\ncolor_dark = "#E0B062"\n'
        text += f"[kinds.title]\n{title}\n"
    text = text.replace('authors = ["The mapapp developers"]', "authors = [" + ", ".join(map(_quoted, texts)) + "]")
    joined = _quoted(" ".join(planted[:80] for planted in texts))
    text = text.replace('attribution = "The mapapp developers"', f"attribution = {joined}")
    file.write_text(text.replace('"The Suez Canal in brief"', joined).replace('"1.0.0"', joined), "utf-8")


def _quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False)


TOUR = "hostile"
"""The id of the tour whose steps hold the texts, besides the fields that are counted here:"""

FIELDS = 105
"""Places of an atlas's files in which `plant` puts each text (checked in tests/hostile/test_texts.py)."""
