"""The environment's variables by which `mapapp explore` tells the server and each session what it was given."""

ATLASES_VARIABLE = "MAPAPP_ATLASES"
"""Folders of atlases by name, as JSON."""

WORKSPACE_VARIABLE = "MAPAPP_WORKSPACE"
"""The folder of the reader's own atlases; unset where nobody may write."""
