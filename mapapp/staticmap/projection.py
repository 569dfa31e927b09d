"""The projection of a printed map, chosen by its extent, and the frame that turns degrees into pixels.

- up to 1,500 km: local transverse Mercator (shapes right, scale even)
- a wide belt of middle latitudes: Lambert conformal conic
- up to a hemisphere: Lambert azimuthal equal-area, centred on the content
- more: Equal Earth, the whole globe
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from mapapp.errors import InvalidInputError
from mapapp.staticmap.sheet import Box

Array = NDArray[np.float64]
Family = Literal["tmerc", "lcc", "laea", "eqearth"]

EARTH_KM = 6371.0
LOCAL_KM = 1500.0
FINEST = 800.0
"""Metres to a pixel at least: the base map, made for 1:50 million, has nothing to show at larger scales."""
CLOSEST = 50.0
"""Metres to a pixel where a View asks for a zoom: closer, there is nothing left to see."""
HEMISPHERE = 84.0
"""Angular radius in degrees up to which the azimuthal projection is chosen."""
WIDEST: dict[Family, float] = {"tmerc": 45.0, "lcc": 75.0, "laea": 150.0, "eqearth": 180.0}
"""Angular radius in degrees up to which a projection can be asked for."""
POLAR = 85.0
"""The latitude beyond which a zoom level means no smaller scale: Web Mercator ends there."""


@dataclass(frozen=True, slots=True)
class Projection:
    """A projection of the sphere-like earth: its family and centre in degrees."""

    family: Family
    lon: float
    lat: float
    parallels: tuple[float, float] = (0.0, 0.0)

    @property
    def proj(self) -> str:
        """The PROJ string."""
        centre = f"+lon_0={self.lon:.4f}"
        if self.family == "eqearth":
            return f"+proj=eqearth {centre} +datum=WGS84 +units=m"
        centre += f" +lat_0={self.lat:.4f}"
        if self.family == "lcc":
            centre += f" +lat_1={self.parallels[0]:.4f} +lat_2={self.parallels[1]:.4f}"
        return f"+proj={self.family} {centre} +datum=WGS84 +units=m"


@lru_cache(maxsize=256)
def transformer(proj: str) -> Transformer:
    """From degrees to a projection of WGS 84, as a pipeline: between two systems PROJ would first look for a way."""
    degrees = "+proj=unitconvert +xy_in=deg +xy_out=rad"
    return Transformer.from_pipeline(f"+proj=pipeline +step {degrees} +step {proj}")


def choose_projection(points: Array, family: Family | None = None) -> Projection:
    """The projection for content at `points`, shape (n, 2), degrees: of a family, or of the one that suits it.

    Raises InvalidInputError where the family cannot show the content.
    """
    centre, radius = _centre(points)
    if family is not None:
        return _of_family(family, centre, radius, points)
    if 2 * np.radians(radius) * EARTH_KM <= LOCAL_KM:
        return Projection("tmerc", *centre)
    if radius > HEMISPHERE:
        return Projection("eqearth", round(centre[0]), 0.0)
    lons = (points[:, 0] - centre[0] + 180) % 360 - 180
    south, north = float(points[:, 1].min()), float(points[:, 1].max())
    middle = (south + north) / 2
    wide = float(np.ptp(lons)) * np.cos(np.radians(middle)) > 2.2 * (north - south)
    if wide and np.ptp(lons) < 150 and 25 <= abs(middle) <= 65 and north - south <= 35 and south * north > 0:
        return _conic(round(centre[0]), south, north)
    return Projection("laea", round(centre[0]), round(centre[1]))


def _of_family(family: Family, centre: tuple[float, float], radius: float, points: Array) -> Projection:
    """The projection of a family that a person asks for, where it can show the content."""
    lon, lat = round(centre[0]), round(centre[1])
    if family == "eqearth":
        return Projection("eqearth", lon, 0.0)
    if radius > WIDEST[family]:
        raise InvalidInputError(
            f"projection {family!r} cannot show so much of the Earth (a radius of {radius:.0f}°, at most "
            f"{WIDEST[family]:.0f}°): choose laea or eqearth, or leave it to the map."
        )
    if family != "lcc":
        return Projection(family, lon, lat)
    south, north = float(points[:, 1].min()), float(points[:, 1].max())
    if south < 5 < north or south < -5 < north or abs(south + north) < 10:
        raise InvalidInputError("projection 'lcc' cannot show both sides of the equator: choose laea or eqearth.")
    return _conic(lon, south, north)


def _conic(lon: float, south: float, north: float) -> Projection:
    """A conformal conic whose two true parallels lie a sixth of the height inside the content."""
    sixth = max((north - south) / 6, 2.0)
    low, high = south + sixth, max(north - sixth, south + sixth)
    return Projection("lcc", lon, round((south + north) / 2), (low, high))


def _centre(points: Array) -> tuple[tuple[float, float], float]:
    """The centre of the content (of its box as seen from above its mean) and its angular radius in degrees."""
    vectors = _vectors(points)
    mean = vectors.mean(axis=0)
    if np.linalg.norm(mean) < 1e-6:
        mean = vectors[0]
    for _ in range(2):
        lon = float(np.degrees(np.arctan2(mean[1], mean[0])))
        lat = float(np.degrees(np.arctan2(mean[2], np.hypot(mean[0], mean[1]))))
        seen = transformer(Projection("laea", lon, lat).proj)
        x, y = seen.transform(points[:, 0], points[:, 1])
        known = np.isfinite(x) & np.isfinite(y)
        middle = ((x[known].min() + x[known].max()) / 2, (y[known].min() + y[known].max()) / 2)
        lon, lat = seen.transform(*middle, direction="INVERSE")
        mean = _vectors(np.array([[lon, lat]]))[0]
    apart = np.degrees(np.arccos(np.clip(vectors @ mean, -1, 1)))
    return (float(lon), float(lat)), float(apart.max())


def _vectors(points: Array) -> Array:
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


@dataclass(frozen=True)
class Frame:
    """A projection seen through a rectangle of the sheet. `scale` is metres to a pixel."""

    projection: Projection
    box: Box
    scale: float
    middle: tuple[float, float]

    @cached_property
    def _transformer(self) -> Transformer:
        return transformer(self.projection.proj)

    def to_px(self, points: Array) -> Array:
        """Degrees (n, 2) to pixels (n, 2). What the projection cannot show is infinite."""
        x, y = self._transformer.transform(points[:, 0], points[:, 1])
        left, top, right, bottom = self.box
        px = (left + right) / 2 + (np.asarray(x) - self.middle[0]) / self.scale
        py = (top + bottom) / 2 - (np.asarray(y) - self.middle[1]) / self.scale
        return np.column_stack([px, py])

    def to_degrees(self, pixels: Array) -> Array:
        """Pixels (n, 2) to degrees (n, 2); infinite outside the globe."""
        left, top, right, bottom = self.box
        x = self.middle[0] + (pixels[:, 0] - (left + right) / 2) * self.scale
        y = self.middle[1] - (pixels[:, 1] - (top + bottom) / 2) * self.scale
        lon, lat = self._transformer.transform(x, y, direction="INVERSE")
        return np.column_stack([lon, lat])

    def holds(self, pixel: Array, margin: float = 0.0) -> bool:
        """True if a pixel lies in the frame, `margin` pixels from its edge."""
        left, top, right, bottom = self.box
        inside_x = left + margin <= pixel[0] <= right - margin
        return bool(inside_x and top + margin <= pixel[1] <= bottom - margin)

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what the frame can show; west may lie below -180 and east above 180."""
        lon_0 = self.projection.lon
        whole = (lon_0 - 179.9999, -90.0, lon_0 + 179.9999, 90.0)
        if self.projection.family == "eqearth":
            return whole
        left, top, right, bottom = self.box
        x, y = np.meshgrid(np.linspace(left - 20, right + 20, 60), np.linspace(top - 20, bottom + 20, 60))
        degrees = self.to_degrees(np.column_stack([x.ravel(), y.ravel()]))
        if not np.isfinite(degrees).all():
            return whole
        turned = (degrees[:, 0] - lon_0 + 180) % 360 - 180
        south, north = max(degrees[:, 1].min() - 1, -90), min(degrees[:, 1].max() + 1, 90)
        west, east = lon_0 + turned.min() - 1, lon_0 + turned.max() + 1
        poles = self.to_px(np.array([[0.0, 90.0], [0.0, -90.0]]))
        seen = [self.holds(pole, -20) for pole in poles]
        if any(seen) or east - west > 350:
            west, east = whole[0], whole[2]
        return float(west), -90.0 if seen[1] else float(south), float(east), 90.0 if seen[0] else float(north)

    @cached_property
    def window(self) -> shapely.Geometry:
        """The frame as a polygon in pixels."""
        return shapely.box(*self.box)


def fit_frame(projection: Projection, points: Array, box: Box, padding: tuple[float, float, float, float]) -> Frame:
    """The frame that shows all `points`, with `padding` pixels at left, top, right and bottom."""
    x, y = transformer(projection.proj).transform(points[:, 0], points[:, 1])
    left, top, right, bottom = box
    room = (right - left - padding[0] - padding[2], bottom - top - padding[1] - padding[3])
    scale = max(float(np.ptp(x)) / room[0], float(np.ptp(y)) / room[1], FINEST)
    if projection.family == "eqearth":
        scale = max(34.5e6 / (right - left - 20), 17e6 / (bottom - top - 20))
        return Frame(projection, box, scale, (0.0, 0.0))
    mid_x = (x.min() + x.max()) / 2 + (padding[2] - padding[0]) / 2 * scale
    mid_y = (y.min() + y.max()) / 2 + (padding[1] - padding[3]) / 2 * scale
    return Frame(projection, box, scale, (float(mid_x), float(mid_y)))


def frame_at(centre: tuple[float, float], zoom: float, box: Box, family: Family | None = None) -> Frame:
    """The frame at a View's centre and Web Mercator zoom level: the same ground size in its middle as on screen.

    Raises InvalidInputError where the family of projections asked for cannot show so much.
    """
    scale = max(40075016.7 * np.cos(np.radians(min(abs(centre[1]), POLAR))) / 256 / 2**zoom, CLOSEST)
    half = np.hypot(box[2] - box[0], box[3] - box[1]) / 2 * scale / 1000
    radius = float(np.degrees(half / EARTH_KM))
    chosen = family or ("tmerc" if 2 * half <= LOCAL_KM else "eqearth" if radius > HEMISPHERE else "laea")
    if chosen == "eqearth":
        return fit_frame(Projection("eqearth", round(centre[0]), 0.0), np.zeros((1, 2)), box, (0, 0, 0, 0))
    if family is None:
        return Frame(Projection(chosen, *centre), box, float(scale), (0.0, 0.0))
    reach = min(radius, 30.0)
    edges = np.array([centre, (centre[0], max(centre[1] - reach, -89.9)), (centre[0], min(centre[1] + reach, 89.9))])
    shaped = replace(_of_family(chosen, centre, radius, edges), lon=centre[0], lat=centre[1])
    return Frame(shaped, box, float(scale), (0.0, 0.0))
