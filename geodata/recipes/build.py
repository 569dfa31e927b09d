"""Build everything under geodata/ that a recipe makes: base map, fonts, folding of Han characters, and their hashes."""

from __future__ import annotations

from basemap import write_basemap
from catalogue import refresh_catalogue
from folding import write_folding
from fonts import build_fonts

if __name__ == "__main__":
    write_basemap()
    build_fonts()
    write_folding()
    refresh_catalogue()
