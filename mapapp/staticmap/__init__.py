"""The printed map: Scene -> matplotlib Figure -> PNG, SVG, PDF. The only package that imports matplotlib."""

from mapapp.staticmap.counts import CountMap, write_counts
from mapapp.staticmap.figure import static_map
from mapapp.staticmap.handout import write_handout
from mapapp.staticmap.output import write_snapshot

__all__ = ["CountMap", "static_map", "write_counts", "write_handout", "write_snapshot"]
