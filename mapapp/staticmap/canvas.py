"""What every part of the map needs to draw itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapapp.basemap import BaseMap
from mapapp.language import Translator
from mapapp.scene import KindStyle, Scene
from mapapp.staticmap.labels import Occupancy
from mapapp.staticmap.projection import Frame
from mapapp.staticmap.sheet import Box, Sheet
from mapapp.theme import Palette


@dataclass(frozen=True)
class Canvas:
    """The map of a Scene in the making: where it is drawn, with which colours, and what is taken already."""

    scene: Scene
    sheet: Sheet
    frame: Frame
    palette: Palette
    dark: bool
    basemap: BaseMap
    occupancy: Occupancy
    kinds: Mapping[str, KindStyle]
    t: Translator
    is_inset: bool = False

    @property
    def box(self) -> Box:
        """The rectangle of the map on the sheet."""
        return self.frame.box

    def color(self, kind: str) -> str:
        """The colour of a kind of events on this ground."""
        style = self.kinds.get(kind)
        if style is None:
            return self.palette.text_1
        return style.color_dark if self.dark else style.color

    def shape(self, kind: str) -> str:
        """The symbol of a kind of events."""
        return self.kinds[kind].symbol if kind in self.kinds else "circle"
