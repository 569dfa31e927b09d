"""Design tokens: one set of names in every theme, readable text."""

from __future__ import annotations

import re

import pytest

from mapapp.theme import PALETTES, ThemeName, tokens

THEMES: tuple[ThemeName, ...] = ("light", "dark", "print")


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_theme_has_the_same_tokens_as_colours(theme: ThemeName) -> None:
    found = tokens(theme)
    assert list(found) == list(tokens("light"))
    assert all(re.fullmatch(r"#[0-9A-F]{6}", color) for color in found.values())
    assert {"ocean", "land", "land-focus", "text-1", "accent-ink", "dispute-ground", "corridor-text"} <= set(found)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text_1", "panel"), ("text_2", "panel"), ("text_3", "panel"), ("text_1", "sunken"), ("text_3", "sunken"),
        ("accent_ink", "accent"), ("accent", "panel"), ("dispute_text", "dispute_ground"), ("country_text", "land"),
        ("water_text", "ocean"), ("corridor_text", "land"), ("text_3", "land"),
    ],
)  # fmt: skip
def test_text_is_readable(theme: ThemeName, ink: str, ground: str) -> None:
    palette = PALETTES[theme]
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5
