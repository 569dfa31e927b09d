"""The printed map: Scene -> matplotlib Figure -> PNG, SVG, PDF. The only package that imports matplotlib."""

from mapapp.staticmap.animation import ANIMATIONS, need_video
from mapapp.staticmap.figure import static_map
from mapapp.staticmap.handout import write_handout
from mapapp.staticmap.output import write_snapshot
from mapapp.staticmap.paper import Paper

__all__ = ["ANIMATIONS", "Paper", "need_video", "static_map", "write_handout", "write_snapshot"]
