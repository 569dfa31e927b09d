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
    """The map of a Scene in the making: where it is drawn, with which colours, and what is taken already.

    A bare map, one of many on a sheet, has no degrees, no letters of a list and no names of
    waters and countries.
    """

    scene: Scene
    sheet: Sheet
    frame: Frame
    palette: Palette
    inks: Mapping[str, str]
    basemap: BaseMap
    occupancy: Occupancy
    kinds: Mapping[str, KindStyle]
    t: Translator
    is_inset: bool = False
    is_bare: bool = False
    scale_bar: bool = True

    @property
    def box(self) -> Box:
        """The rectangle of the map on the sheet."""
        return self.frame.box

    def color(self, kind: str) -> str:
        """The colour of a kind of events on this ground."""
        return self.inks.get(kind, self.palette.text_1)

    def shape(self, kind: str) -> str:
        """The symbol of a kind of events."""
        return self.kinds[kind].symbol if kind in self.kinds else "circle"
