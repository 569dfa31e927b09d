"""A new atlas: valid, empty, and explained."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from mapapp.atlas.write import write_atlas
from mapapp.errors import InvalidInputError, OutputError, told
from mapapp.files import write_whole
from mapapp.language import in_each
from mapapp.model import Atlas, Kind, Layer

README = """\
# {title}

This folder is an atlas of mapapp. Each of its files is plain text; edit them in a spreadsheet or a text editor.

| file | holds |
|---|---|
| `atlas.toml` | what the atlas is: title, licence, whom to credit, languages, kinds of events, layers of places |
| `sources.json` | the documents that it rests on, as CSL-JSON (Zotero exports it) |
| `places.geojson` | places, routes and areas |
| `events.csv` | who did what, where and when; dates are EDTF: `2004`, `2004-08`, `2004-08-28`, `1904/1905`, `1904~` |
| `citations.csv` | for every event, place and figure the passage that supports it |
| `figures.csv` | numbers with their units |
| `actors.csv` | states, organisations and persons |
| `disagreements.csv`, `readings.csv` | questions to which the sources give different answers |
| `glossary.csv`, `coverage.csv` | preferred words; paragraphs that no record cites |

Commands:

    mapapp import FILE --to THIS_FOLDER    add a table, GeoJSON, KML, Linked Places … with a report
    mapapp validate THIS_FOLDER            every problem, with file, row, field and how to mend it
    mapapp explore THIS_FOLDER             open it in a browser
    mapapp pack THIS_FOLDER                the whole folder as one ZIP file

Nothing enters without a citation. A date is no more precise than its source.
"""


def new_atlas(identifier: str, title: str, languages: Sequence[str]) -> Atlas:
    """An atlas with one kind of events and one layer of places, and nothing in them."""
    words = dict.fromkeys(languages, title)
    return Atlas(
        id=identifier, version="0.1.0", title=words, description={}, license="CC-BY-4.0",
        attribution=title, authors=(), languages=tuple(languages), view="", eras=(),
        kinds=(Kind("event", "circle", "#0067A3", "#5DB5EA", in_each("Events", languages)),),
        layers=(Layer("places", in_each("Places", languages)),),
        sources=(), actors=(), places=(), events=(), figures=(), citations=(), disagreements=(),
    )  # fmt: skip


def create_atlas(folder: Path, title: str = "", languages: Sequence[str] = ("en",)) -> Atlas:
    """Write a new atlas with its README into a folder that does not exist or is empty.

    Raises OutputError where the folder holds something or cannot be written, InvalidInputError for a wrong language.
    """
    from mapapp.atlas.vocabulary import LANGUAGE

    if wrong := [language for language in languages if not LANGUAGE.fullmatch(language)]:
        raise InvalidInputError(
            told("{wrong} is no language tag: write en, zh-Hant, ja or another BCP 47 tag.", wrong=repr(wrong[0]))
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(told("{folder} exists and is not empty: name another folder.", folder=folder))
    name = title or folder.resolve().name
    atlas = new_atlas(atlas_id(folder), name, list(dict.fromkeys(languages)) or ["en"])
    write_atlas(atlas, folder)
    write_whole(folder / "README.md", README.format(title=" ".join(name.split())).encode())
    return atlas


def atlas_id(folder: Path) -> str:
    """An id for the atlas of a folder."""
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "atlas"
