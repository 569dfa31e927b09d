"""The words that atlas format 1 allows where a field is not free text.

lists/licenses.txt holds the identifiers of the SPDX License List 3.27 (https://spdx.org/licenses), lists/countries.txt
the ISO 3166-1 alpha-3 codes and XKX, which base maps use for Kosovo, lists/csl-fields.txt the fields of a CSL-JSON item
(https://github.com/citation-style-language/schema, csl-data.json 1.0.2).
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PLACE_KINDS = (
    "city", "base", "headquarters", "building", "state", "territory", "sea", "strait", "island", "region", "area",
    "route", "corridor", "pipeline", "other",
)  # fmt: skip
SYMBOLS = ("circle", "arrowhead", "diamond", "square", "triangle", "pentagon")
PRECISIONS = ("exact", "approximate", "schematic")
CERTAINTIES = ("certain", "less-certain", "uncertain")
ACTOR_KINDS = ("state", "organisation", "person")
BOUNDS_OF_NUMBERS = ("exact", "about", "at-least", "more-than", "up-to", "range")
DATE_BASES = ("stated", "resolved", "outside")
PLACE_BASES = ("stated", "inferred")
STOPS = ("ordered", "unordered")
STANCES = ("supports", "differs")
BETWEEN = ("within", "documents", "fact")

SUBJECTS = ("event", "place", "figure", "era", "actor", "source", "reading")
"""Sorts of records that a citation or a disagreement can be about."""

FORMER_COUNTRIES = frozenset(("ANT", "BUR", "CSK", "DDR", "SCG", "SUN", "TMP", "YMD", "YUG", "ZAR"))
"""Codes of ISO 3166-3: states that are no more can act, but the base map has no shape of them."""

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
SHA256 = re.compile(r"[0-9a-f]{64}")


@cache
def licenses() -> frozenset[str]:
    """The identifiers of the SPDX License List."""
    return _words("licenses.txt")


@cache
def countries() -> frozenset[str]:
    """ISO 3166-1 alpha-3 codes."""
    return _words("countries.txt")


@cache
def csl_fields() -> frozenset[str]:
    """The fields of a CSL-JSON item, `custom` among them."""
    return _words("csl-fields.txt")


def unknown_licenses(expression: str) -> list[str]:
    """The parts of an SPDX expression (`MIT`, `MIT OR CC-BY-4.0`) that are no identifiers; LicenseRef-… is allowed."""
    parts = expression.replace("(", " ").replace(")", " ").split()
    known = licenses()
    return [part for part in parts if part not in known and part not in ("AND", "OR") and part[:11] != "LicenseRef-"]


def _words(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / "lists" / name).read_text("utf-8").split())
