"""The printed map: Scene -> matplotlib Figure -> PNG, SVG, PDF. The only package that imports matplotlib."""

from mapapp.staticmap.figure import static_map
from mapapp.staticmap.handout import write_handout
from mapapp.staticmap.output import write_snapshot

__all__ = ["static_map", "write_handout", "write_snapshot"]
