"""atlas.toml: what an atlas is, and its eras, kinds of events and layers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.atlas.codes import RefusedError, Report
from mapapp.atlas.forms import WHEN, choice, flag, of, plain_text, read_id, read_language, short, texts, words
from mapapp.atlas.objects import Key, read_object
from mapapp.atlas.vocabulary import COLOR, SYMBOLS
from mapapp.errors import Where, told
from mapapp.model import Atlas, Era, Kind, Layer, Words

FILE = "atlas.toml"


@dataclass(frozen=True, slots=True)
class Header:
    """The content of atlas.toml; the fields are those of Atlas."""

    id: str
    version: str
    title: Words
    description: Words
    license: str
    attribution: str
    authors: tuple[str, ...]
    languages: tuple[str, ...]
    view: str
    eras: tuple[Era, ...]
    kinds: tuple[Kind, ...]
    layers: tuple[Layer, ...]


def _color(value: Any) -> str:
    text = plain_text(value)
    if not COLOR.fullmatch(text):
        raise RefusedError(
            "A113", told("{text} is no colour.", text=short(text)), told("Write #RRGGBB, such as #0067A3.")
        )
    return text


def _languages(value: Any) -> tuple[str, ...]:
    found = tuple(read_language(text) for text in texts(value))
    if not found:
        raise RefusedError("A118", told("no language is listed."), told('Write, for example, languages = ["en"].'))
    if len(set(found)) < len(found):
        raise RefusedError("A111", told("a language is listed twice."), told("List each language once."))
    return found


def _identifier(value: Any) -> str:
    return read_id(plain_text(value))


def read_languages(table: dict[str, Any]) -> tuple[str, ...]:
    """The languages of an atlas; none where they cannot be read."""
    try:
        return _languages(table.get("languages", []))
    except RefusedError:
        return ()


def read_header(table: dict[str, Any], report: Report) -> Header | None:
    """Read the table of atlas.toml; None, with problems, where a part of it cannot be read."""
    by_language = words(read_languages(table))
    keys = (
        Key("format", lambda value: value, needed=True),  # identified before
        Key("id", _identifier, needed=True),
        Key("version", plain_text),
        Key("license", plain_text, needed=True),
        Key("attribution", plain_text),
        Key("authors", texts, ()),
        Key("languages", _languages, needed=True),
        Key("view", plain_text),
        Key("title", by_language, needed=True),
        Key("description", by_language, {}),
        Key("eras", _tables, ()),
        Key("kinds", _tables, ()),
        Key("layers", _tables, ()),
    )
    found = read_object(table, keys, Where(FILE), report)
    era_keys = (
        Key("id", _identifier, needed=True),
        Key("when", of(WHEN), needed=True),
        Key("title", by_language, needed=True),
        Key("summary", by_language, {}),
    )
    kind_keys = (
        Key("id", _identifier, needed=True),
        Key("symbol", of(choice(SYMBOLS)), needed=True),
        Key("color", _color, needed=True),
        Key("color_dark", _color, needed=True),
        Key("title", by_language, needed=True),
    )
    layer_keys = (
        Key("id", _identifier, needed=True),
        Key("visible", flag, True),
        Key("title", by_language, needed=True),
    )
    eras = _read_list(table, "eras", era_keys, report)
    kinds = _read_list(table, "kinds", kind_keys, report)
    layers = _read_list(table, "layers", layer_keys, report)
    if found is None or None in eras or None in kinds or None in layers:
        return None
    del found["format"]
    found["eras"] = tuple(Era(**era) for era in eras if era)
    found["kinds"] = tuple(Kind(**kind) for kind in kinds if kind)
    found["layers"] = tuple(Layer(**layer) for layer in layers if layer)
    return Header(**found)


def _tables(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise RefusedError(
            "A113",
            told("{value} is no array of tables.", value=short(value)),
            told("Begin each entry with [[eras]], [[kinds]] …"),
        )
    return value


def _read_list(table: dict[str, Any], name: str, keys: Sequence[Key], report: Report) -> list[dict[str, Any] | None]:
    entries = table.get(name)
    if not isinstance(entries, list):
        return []
    return [
        read_object(entry, keys, Where(FILE, None, f"{name}[{number}]"), report)
        for number, entry in enumerate(entries, start=1)
    ]


def write_header(atlas: Atlas) -> str:
    """The text of atlas.toml."""
    lines = [
        "format = 1",
        f"id = {_toml(atlas.id)}",
        f"version = {_toml(atlas.version)}",
        f"license = {_toml(atlas.license)}",
        f"attribution = {_toml(atlas.attribution)}",
        f"authors = {_toml_array(atlas.authors)}",
        f"languages = {_toml_array(atlas.languages)}",
        f"view = {_toml(atlas.view)}",
        *_toml_words("title", atlas.title, atlas.languages),
        *_toml_words("description", atlas.description, atlas.languages),
    ]
    for era in atlas.eras:
        lines += ["", "[[eras]]", f"id = {_toml(era.id)}", f"when = {_toml(era.when.edtf)}"]
        lines += _toml_words("eras.title", era.title, atlas.languages)
        lines += _toml_words("eras.summary", era.summary, atlas.languages)
    for kind in atlas.kinds:
        lines += ["", "[[kinds]]", f"id = {_toml(kind.id)}", f"symbol = {_toml(kind.symbol)}"]
        lines += [f"color = {_toml(kind.color)}", f"color_dark = {_toml(kind.color_dark)}"]
        lines += _toml_words("kinds.title", kind.title, atlas.languages)
    for layer in atlas.layers:
        lines += ["", "[[layers]]", f"id = {_toml(layer.id)}", f"visible = {str(layer.visible).lower()}"]
        lines += _toml_words("layers.title", layer.title, atlas.languages)
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string


def _toml_array(items: Sequence[str]) -> str:
    return f"[{', '.join(_toml(item) for item in items)}]"


def _toml_words(name: str, found: Words, languages: Sequence[str]) -> list[str]:
    lines = [f"{language} = {_toml(found[language])}" for language in languages if found.get(language)]
    return [f"[{name}]", *lines] if lines else []
