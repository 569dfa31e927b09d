"""Build everything under geodata/ that a recipe makes: the base map, the fonts, and their hashes in the catalogue."""

from __future__ import annotations

from basemap import write_basemap
from catalogue import refresh_catalogue
from fonts import build_fonts

if __name__ == "__main__":
    write_basemap()
    build_fonts()
    refresh_catalogue()
