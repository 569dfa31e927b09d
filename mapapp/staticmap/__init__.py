"""The printed map: Scene -> matplotlib Figure -> PNG, SVG, PDF. The only package that imports matplotlib.

Handouts of tours (`handout`) and pictures of archives (`counts`) are modules of their own: who wants one snapshot does
not wait for them.
"""

from mapapp.staticmap.animation import ANIMATIONS, need_video
from mapapp.staticmap.figure import static_map
from mapapp.staticmap.output import write_snapshot
from mapapp.staticmap.paper import Paper

__all__ = ["ANIMATIONS", "Paper", "need_video", "static_map", "write_snapshot"]
