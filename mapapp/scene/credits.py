"""Credits and licences of what is drawn, from the registers of the data: never typed twice."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from mapapp.language import Translator
from mapapp.model import Atlas
from mapapp.shipped import geodata_folder

LICENCE_NAMES = {"CC0-1.0": "CC0 1.0", "CC-BY-4.0": "CC BY 4.0", "CC-BY-SA-4.0": "CC BY-SA 4.0"}
"""How well-known SPDX licences are written for people."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One entry of geodata/datasets.toml: its kind, title, licence (SPDX) and whom to credit."""

    id: str
    kind: str
    title: str
    licence: str
    attribution: str


@lru_cache(maxsize=1)
def datasets() -> tuple[Dataset, ...]:
    """The register of shipped data."""
    entries = tomllib.loads((geodata_folder() / "datasets.toml").read_text(encoding="utf-8"))["datasets"]
    return tuple(
        Dataset(entry["id"], entry["kind"], entry["title"], entry["license"], entry["attribution"]) for entry in entries
    )


def credits_of(atlas: Atlas, t: Translator) -> tuple[str, ...]:
    """One sentence for the base map, one for the atlas."""
    base = dict.fromkeys(entry.attribution for entry in datasets() if entry.kind == "basemap")
    lines = [t("Base map: {who}.", who=who) for who in base]
    licence = licence_name(atlas.license, t)
    return (*lines, t("Atlas: {who}, {licence}.", who=atlas.attribution or atlas.id, licence=licence))


def licence_name(spdx: str, t: Translator) -> str:
    """An SPDX identifier as people write it."""
    if spdx.lower() in ("public-domain", "licenseref-public-domain", "pddl-1.0"):
        return t("public domain")
    return LICENCE_NAMES.get(spdx, spdx)
