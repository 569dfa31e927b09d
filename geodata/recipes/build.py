"""Build all that a recipe makes under geodata/: base map, fonts, folding, gazetteer, and their hashes."""

from __future__ import annotations

from basemap import write_basemap
from catalogue import refresh_catalogue
from folding import write_folding
from fonts import build_fonts
from gazetteer import write_gazetteer

if __name__ == "__main__":
    write_basemap()
    build_fonts()
    write_folding()
    write_gazetteer()
    refresh_catalogue()
