"""The environment's variables by which `mapapp explore` tells the server and each session what it was given."""

from mapapp.atlas.finding import WORKSPACE_VARIABLE

__all__ = ["ATLASES_VARIABLE", "WORKSPACE_VARIABLE"]

ATLASES_VARIABLE = "MAPAPP_ATLASES"
"""Folders of atlases by name, as JSON. That of the reader's own folder is unset where nobody may write."""
