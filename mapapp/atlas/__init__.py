"""The folder of an atlas on the disk: read, check, write, migrate.

The format is specified in docs/reference/atlas-format.md, the problems in docs/reference/problems.md.
"""

from mapapp.atlas.finding import find_atlas, own_folder, shipped_atlases, target_folder
from mapapp.atlas.read import check_atlas, open_atlas, read_atlas
from mapapp.atlas.write import atlas_sha256, write_atlas
from mapapp.shipped import geodata_folder

__all__ = [
    "atlas_sha256",
    "check_atlas",
    "find_atlas",
    "geodata_folder",
    "open_atlas",
    "own_folder",
    "read_atlas",
    "shipped_atlases",
    "target_folder",
    "write_atlas",
]
