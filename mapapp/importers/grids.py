"""Coordinates of a reference system that a person names, or the file, turned into degrees (WGS 84)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import shapely
from shapely.geometry.base import BaseGeometry

from mapapp.errors import InvalidInputError, told
from mapapp.importers.reasons import because

if TYPE_CHECKING:
    from pyproj import CRS

TOLD = because("the reference system that was told: coordinates are turned into degrees")
"""Why coordinates of a file were changed."""
_LONGEST = 120
_CODE = re.compile(r"(?:EPSG\s*:{0,2}\s*)?(\d{4,6})", re.IGNORECASE)
_NO_NAME = re.compile(r"[{}\[\]=\\]|://|\+proj", re.IGNORECASE)
"""What stands in definitions and addresses, but in no name of a reference system."""
_FILES = re.compile(r'(?:PARAMETERFILE\["[^"]*",|REMARK\[)"([^"]*)"')
"""Where the text of a reference system (WKT2) holds names of files: grids, and definitions of PROJ's own."""
_DECIMALS = 7
"""Of degrees: a hundredth of a metre."""
_LIKELY = (("EPSG:3826", (90_000, 390_000), (2_380_000, 2_850_000)), ("EPSG:3857", (-2.1e7, 2.1e7), (-2.1e7, 2.1e7)))
"""Reference systems that are offered, with the metres east and north that their areas span: Taiwan, web maps."""


class Grid:
    """A reference system and its way to degrees; `name` is its code and what it is called."""

    def __init__(self, crs: CRS) -> None:
        from pyproj import Transformer

        code = crs.to_authority()
        self.crs = crs
        self.name = f"{':'.join(code)}, {crs.name}" if code else crs.name
        self._turn = Transformer.from_crs(crs, 4326, always_xy=True).transform
        first = crs.axis_info[0]
        self.x_is_north = first.abbrev.upper() == "X" and first.direction.lower() == "north"
        """True where the letter X means metres north, as on Japan's plane rectangular grids."""

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Longitude and latitude of metres (or degrees) east and north; infinite where that is no place."""
        try:
            lon, lat = self._turn(x, y)
        except OverflowError:  # a whole number that no float holds
            return math.inf, math.inf
        return round(float(lon), _DECIMALS), round(float(lat), _DECIMALS)

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry in degrees; heights are left as they are."""

        def turned(at: Any) -> Any:
            at[:, 0], at[:, 1] = (part.round(_DECIMALS) for part in self._turn(at[:, 0], at[:, 1]))
            return at

        found: BaseGeometry = shapely.transform(geometry, turned, include_z=bool(geometry.has_z))
        return found


@lru_cache(maxsize=16)
def find_grid(text: str) -> Grid:
    """The reference system of an EPSG code (`EPSG:3826`, `3826`) or a name (`TWD97 / TM2 zone 121`).

    It is looked up in PROJ's own tables; nothing is asked of the network. Raises InvalidInputError.
    """
    from pyproj import CRS
    from pyproj.exceptions import CRSError, ProjError

    clean = " ".join(text.split())
    code = _CODE.fullmatch(clean)
    try:
        if len(clean) > _LONGEST or _NO_NAME.search(clean) or not clean.isprintable():
            raise CRSError("neither a code nor a name")
        crs = CRS.from_epsg(int(code[1])) if code else CRS.from_user_input(clean)
        if not (crs.is_projected or crs.is_geographic):
            raise CRSError("no coordinates on a map")
        return Grid(crs)
    except (CRSError, ProjError) as error:
        raise InvalidInputError(
            told(
                "The coordinate reference system {clean} is not known. Write an EPSG code, such as "
                "EPSG:3826 (TWD97), EPSG:6677 (JGD2011, zone IX) or EPSG:32651 (UTM 51N), or its whole "
                "name; https://epsg.io lists them.",
                clean=repr(clean[:_LONGEST]),
            )
        ) from error


def check_own_system(crs: CRS) -> None:
    """See that a reference system that a file defines names no other file by its path.

    PROJ would open it, whatever it is, and wait for ever for a pipe. Raises InvalidInputError.
    """
    for name in _FILES.findall(crs.to_wkt()):
        if "/" in name or "\\" in name or "init=" in name:
            raise InvalidInputError(
                told(
                    "The reference system of the file names another file ({name}), which is not opened. "
                    "Name the system yourself (--crs EPSG:3826).",
                    name=repr(name[:80]),
                )
            )


def likely_grids(pairs: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    """Codes of reference systems within whose areas most pairs of metres east and north lie, the narrowest first."""
    return tuple(
        code
        for code, east, north in _LIKELY
        if 2 * sum(east[0] <= x <= east[1] and north[0] <= y <= north[1] for x, y in pairs) >= len(pairs)
    )


def grid_question(pairs: Sequence[tuple[float, float]]) -> tuple[str, str, tuple[str, ...]] | None:
    """The question after the reference system of pairs most of which are far beyond degrees; None where they are not.

    It is a decision, the question, and likely answers.
    """
    far = [(x, y) for x, y in pairs if abs(x) > _FAR or abs(y) > _FAR]
    if 2 * len(far) <= len(pairs) or not pairs:
        return None
    text = because(
        "The coordinates are no degrees but metres of a reference system that the file does not name. Which is it? "
        "Write its EPSG code."
    )
    return "crs", text, likely_grids(far)


_FAR = 360
"""No longitude is counted beyond it."""
_PAIR = re.compile(r"[\s(]*([-+]?\d+(?:\.\d+)?)(?:\s*[,;]\s*|\s+)([-+]?\d+(?:\.\d+)?)")
_SAMPLE = 200


def two_numbers(text: str) -> tuple[float, float] | None:
    """The two numbers with which a text begins, as those of a position: `250000, 2650000`; None for anything else."""
    found = _PAIR.match(text[:80])
    return (float(found[1]), float(found[2])) if found else None


def some_positions(shapes: Sequence[Any], texts: Sequence[str]) -> list[tuple[float, float]]:
    """A position of each of the first shapes (GeoJSON or shapely) and of the first well-known texts."""
    found: list[tuple[float, float]] = []
    for shape in [one for one in shapes if one is not None][:_SAMPLE]:
        if isinstance(shape, BaseGeometry):
            found += [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)[:1].tolist()]
        elif isinstance(shape, dict) and (pair := two_numbers(_first_array(shape.get("coordinates")))):
            found.append(pair)
    for text in [one for one in texts if one][:_SAMPLE]:
        if pair := two_numbers(text.lstrip(_LETTERS)):
            found.append(pair)
    return found


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ("


def _first_array(value: Any) -> str:
    """The innermost first array of coordinates as the text of its numbers."""
    while isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
        value = value[0]
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else ""
