"""Words that tell whether a name in a text is a place: words.toml holds and explains them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

PLACE_SUFFIXES = "市縣県區区州省都府道町村鄉郷鎮镇島岛港灣湾駅站"
"""What may follow a Chinese or Japanese name that is a place all the same."""


@cache
def words_of(group: str, name: str) -> frozenset[str]:
    """The words of one list (`east`, `titles`)."""
    table = tomllib.loads((files("mapapp.reading") / "words.toml").read_text("utf-8"))
    return frozenset(table[group][name].split())
