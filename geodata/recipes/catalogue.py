"""Write the sha256 and size of every file into geodata/datasets.toml; all other fields stay as they are."""

from __future__ import annotations

import re
from pathlib import Path

from registry import compute_sha256

GEODATA = Path(__file__).parents[1]
CATALOGUE = GEODATA / "datasets.toml"


def refresh_entry(entry: str) -> str:
    """Return one entry's text with the file's present hash and size."""
    path = re.search(r'^path = "(.+)"$', entry, flags=re.MULTILINE)
    if path is None or path[1].endswith("/"):
        return entry
    file = GEODATA / path[1]
    entry = re.sub(r'^sha256 = ".*"$', f'sha256 = "{compute_sha256(file)}"', entry, flags=re.MULTILINE)
    return re.sub(r"^bytes = \d+$", f"bytes = {file.stat().st_size}", entry, flags=re.MULTILINE)


def refresh_catalogue() -> None:
    """Rewrite the catalogue in place."""
    head, *entries = CATALOGUE.read_text(encoding="utf-8").split("[[datasets]]")
    text = "[[datasets]]".join([head, *map(refresh_entry, entries)])
    CATALOGUE.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    refresh_catalogue()
