"""Design tokens: every colour and size of the interface, the web map and the printed map, in one place.

The web page receives `tokens(theme)` as CSS custom properties, the static map reads the same names. Colours of kinds of
events are no tokens: they belong to the atlas (`Kind.color`, `Kind.color_dark`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

ThemeName = Literal["light", "dark", "print"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as `#RRGGBB`. Field names with `_` for `-` are the names of the tokens."""

    page: str
    ocean: str
    land: str
    land_focus: str
    border: str
    coast: str
    graticule: str
    country_text: str
    water_text: str
    text_1: str
    text_2: str
    text_3: str
    panel: str
    sunken: str
    rule: str
    edge: str
    accent: str
    accent_ink: str
    halo: str
    dispute_text: str
    dispute_ground: str
    corridor: str
    corridor_text: str
    region: str
    lane: str
    outside: str
    outside_fill: str
    era_1: str
    era_2: str


LIGHT = Palette(
    page="#FFFFFF",
    ocean="#E1E9EC",
    land="#F7F5F0",
    land_focus="#FCF8EA",
    border="#C6BFB2",
    coast="#93A7B0",
    graticule="#CBD7DC",
    country_text="#6A665C",
    water_text="#3E6476",
    text_1="#1B262C",
    text_2="#45535B",
    text_3="#5B6970",
    panel="#FFFFFF",
    sunken="#F4F6F7",
    rule="#DCE2E5",
    edge="#C2CBD0",
    accent="#17495C",
    accent_ink="#FFFFFF",
    halo="#FFFFFF",
    dispute_text="#8F3B00",
    dispute_ground="#FFF5EA",
    corridor="#B8860B",
    corridor_text="#7A5A00",
    region="#DDCB8F",
    lane="#7A4E2D",
    outside="#66757D",
    outside_fill="#C3CBCF",
    era_1="#DCE2E5",
    era_2="#C2CBD0",
)

DARK = Palette(
    page="#141D22",
    ocean="#0C151A",
    land="#212E35",
    land_focus="#2A3940",
    border="#4C5E68",
    coast="#536873",
    graticule="#2A3941",
    country_text="#95A0A4",
    water_text="#83A9BB",
    text_1="#EDF2F4",
    text_2="#B9C5CB",
    text_3="#95A4AC",
    panel="#141D22",
    sunken="#1B262C",
    rule="#2A373E",
    edge="#3C4B53",
    accent="#9BD0E3",
    accent_ink="#0C151A",
    halo="#0C151A",
    dispute_text="#FFB57A",
    dispute_ground="#2B2219",
    corridor="#E0B23C",
    corridor_text="#EBCB76",
    region="#6B6238",
    lane="#D3A77B",
    outside="#95A4AC",
    outside_fill="#3C4B53",
    era_1="#2A373E",
    era_2="#3C4B53",
)

PRINT = replace(
    LIGHT,
    ocean="#EDF2F4",
    land="#FFFFFF",
    land_focus="#FFFFFF",
    border="#A9A9A4",
    coast="#5F7680",
    graticule="#CBD5D9",
    country_text="#5C5A54",
    water_text="#2F5566",
    text_2="#3A464D",
    text_3="#4E5A61",
    corridor="#A2770A",
    corridor_text="#5E4500",
    region="#C9B87F",
    lane="#5C3A20",
    outside="#5B6970",
    outside_fill="#DDE2E4",
)
"""Paper: white land, little ink on large areas, lines that survive a copying machine."""

PALETTES: dict[ThemeName, Palette] = {"light": LIGHT, "dark": DARK, "print": PRINT}


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of marks in CSS pixels (1/96 inch), for screen and print alike."""

    border: float = 0.7
    coast: float = 0.8
    graticule: float = 0.6
    symbol: float = 5.5
    meeting: float = 9.5
    selected: float = 11.0
    mark_halo: float = 1.6
    text_halo: float = 3.0
    open_edge: float = 1.8
    arc: float = 1.7
    arc_halo: float = 4.0
    arc_head: float = 8.0
    arc_gap: float = 18.0
    corridor: float = 8.0
    corridor_head: float = 16.0
    lane: float = 2.0
    hatch: float = 7.0


SIZES = Sizes()

DASH_OPEN_STOPS = (5.0, 3.5)
"""Pixels drawn and left out on an arc whose stops are not stated."""

DASH_ILLUSTRATIVE = (7.0, 4.0)
"""Pixels drawn and left out on an illustrative route."""

MINIMUM_AREA_LAND = 1.2
"""Islets smaller than this, in square pixels, are left out."""

MINIMUM_AREA_LAKE = 6.0
"""Lakes smaller than this, in square pixels, are left out."""


def tokens(theme: ThemeName) -> dict[str, str]:
    """The colours of a theme by token name (`land-focus`, `text-1`, …), in a stable order."""
    palette = PALETTES[theme]
    return {field.name.replace("_", "-"): getattr(palette, field.name) for field in fields(palette)}
