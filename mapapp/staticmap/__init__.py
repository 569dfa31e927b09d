"""The printed map: Scene -> Sheet -> PNG, SVG, PDF. The only package that imports matplotlib.

Handouts of tours (`handout`), pictures of archives (`counts`) and matplotlib's Figures (`artists`) are modules of their
own: who wants one picture does not wait for them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapapp.scene import Scene
from mapapp.staticmap.animation import ANIMATIONS, need_video
from mapapp.staticmap.figure import draw_sheet
from mapapp.staticmap.output import write_snapshot
from mapapp.staticmap.paper import Paper

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["ANIMATIONS", "Paper", "draw_sheet", "need_video", "static_map", "write_snapshot"]


def static_map(scene: Scene, paper: Paper | None = None) -> Figure:
    """A Scene on a sheet of paper as a matplotlib Figure. Raises InvalidInputError as `draw_sheet` does."""
    from mapapp.staticmap.artists import figure_of

    return figure_of(draw_sheet(scene, paper))
