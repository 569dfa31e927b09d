"""The kinds of places in words."""

from __future__ import annotations

from mapapp.language import msg

KIND_WORDS = {
    "city": msg("City"), "base": msg("Military base"), "headquarters": msg("Headquarters"),
    "building": msg("Building"), "state": msg("State"), "territory": msg("Territory"), "sea": msg("Sea"),
    "strait": msg("Strait"), "island": msg("Island"), "region": msg("Region"), "area": msg("Strategic area"),
    "route": msg("Route"), "corridor": msg("Corridor"), "pipeline": msg("Pipeline"), "other": msg("Other"),
}  # fmt: skip
"""Words of the catalogues for each kind of the atlas format (`mapapp.atlas.vocabulary.PLACE_KINDS`)."""
