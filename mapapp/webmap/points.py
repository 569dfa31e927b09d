"""A data frame of events -> the packed arrays of the slider (webmap/static/points-data.js unpacks them)."""

from __future__ import annotations

import base64
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapapp.errors import InvalidInputError
from mapapp.webmap.spans import Mask, Spans, join_spans, read_spans, widen_end, widen_start
from mapapp.when import OPEN_END, OPEN_START

Floats = npt.NDArray[np.float64]
Record = dict[str, Any]

SOFT, PERIOD, APPROXIMATE = 1, 2, 4
"""Bits of a point's flags: uncertain date; lasting from a start to an end; place known only as a line or an area."""

OTHER = "other"
_NOWHERE = -(2**31)
_UNITS = 100_000  # to a degree: about a metre
_MOST_KINDS = 12


class DataWarning(UserWarning):
    """Some rows cannot be shown on the map or in the histogram; the slider counts them in its trays."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where rows are: WGS 84 degrees, NaN where unknown, and which rows stand for a line or an area."""

    lon: Floats
    lat: Floats
    approximate: Mask


def locate(data: pd.DataFrame, lon: str, lat: str) -> Located:
    """Places of a GeoDataFrame (its geometry; of a line or an area a point in it) or of a DataFrame (two columns).

    Raises InvalidInputError where there is neither.
    """
    if hasattr(data, "geometry") and getattr(data, "_geometry_column_name", None) in data.columns:
        return _valid(*_geometry_points(data))
    if lon not in data.columns or lat not in data.columns:
        raise InvalidInputError(
            f"The data have no geometry and no columns {lon!r} and {lat!r}; name them with lon= and lat=."
        )
    return _valid(_degrees(data[lon]), _degrees(data[lat]), np.zeros(len(data), dtype=bool))


def _degrees(column: pd.Series[Any]) -> Floats:
    values: Floats = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return values


def _geometry_points(data: Any) -> tuple[Floats, Floats, Mask]:
    import shapely

    column = data.geometry
    if column.crs is not None and not column.crs.equals("EPSG:4326"):
        column = column.to_crs("EPSG:4326")
    shapes = np.array(column.array)  # a copy: the frame stays as it is
    approximate = ~np.isin(shapely.get_type_id(shapes), [-1, 0]) & ~shapely.is_empty(shapes)
    if approximate.any():
        shapes[approximate] = shapely.point_on_surface(shapes[approximate])
    shapes[shapely.is_empty(shapes)] = None
    return shapely.get_x(shapes), shapely.get_y(shapes), approximate


def _valid(lon: Floats, lat: Floats, approximate: Mask) -> Located:
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90) & (np.abs(lon) <= 540)
    wrapped = np.where(good & (np.abs(lon) > 180), (lon + 180) % 360 - 180, lon)
    return Located(np.where(good, wrapped, np.nan), np.where(good, lat, np.nan), approximate & good)


def kinds_of(column: pd.Series[Any] | None, rows: int) -> tuple[npt.NDArray[np.uint8], list[str]]:
    """The number of each row's kind, and the kinds, at most twelve: categories in order, else by frequency."""
    if column is None:
        return np.zeros(rows, dtype=np.uint8), [""]
    named = column.astype("string").fillna(OTHER).replace("", OTHER)
    frequent = [str(name) for name in named.value_counts().index]
    names = frequent
    if isinstance(column.dtype, pd.CategoricalDtype):
        order = [str(name) for name in column.cat.categories]
        names = [name for name in order if name in frequent] + [name for name in frequent if name not in order]
    if len(names) > _MOST_KINDS:
        kept = set([name for name in frequent if name != OTHER][: _MOST_KINDS - 1])
        names = [name for name in names if name in kept] + [OTHER]
    codes = named.map({name: i for i, name in enumerate(names)}).fillna(len(names) - 1)
    return np.asarray(codes, dtype=np.uint8), names


def pack_points(spans: Spans, place: Located, kind: npt.NDArray[np.uint8], titles: list[str]) -> Record:
    """The slider's arrays: rows in the order of their earliest start, those without a date last."""
    rows = len(spans.known)
    start = np.where(spans.known, spans.days[:, 0], OPEN_END + 1)
    order = np.lexsort((np.where(spans.known, spans.days[:, 3], 0), start))
    dated = int(spans.known.sum())
    lonlat = np.stack([place.lon, place.lat])[:, order] * _UNITS
    lonlat = np.where(np.isfinite(lonlat).all(axis=0), np.round(lonlat), _NOWHERE).astype("<i4")
    flags = spans.soft * SOFT | spans.period * PERIOD | place.approximate * APPROXIMATE
    return {
        "n": rows,
        "dated": dated,
        "lonlat": _base64(lonlat.tobytes()),
        "days": _base64(pack_days(spans.days[order[:dated]])),
        "kind": _base64(kind[order].tobytes()),
        "flags": _base64(flags[order].astype(np.uint8).tobytes()),
        "titles": [titles[i] for i in order.tolist()] if titles else [],
    }


def pack_days(days: npt.NDArray[np.int64]) -> bytes:
    """Four days a row as varints, column by column (the format stands in points-data.js)."""
    opened = (days == OPEN_START) | (days == OPEN_END)
    start = np.where(opened[:, 0], 0, days[:, 0])
    known = start if not len(start) else _last_known(start, ~opened[:, 0])
    before = np.concatenate([[0], known[:-1]]) if len(known) else known
    third = np.where(opened[:, 2], known, days[:, 2])
    bases = np.stack([before, known, known, third], axis=1)
    away = np.where(opened, 0, days - bases)
    zigzag = np.where(away >= 0, away * 2, -away * 2 - 1) + 2
    codes = np.where(opened, (days == OPEN_END).astype(np.int64), zigzag)
    return varints(codes.T.ravel())


def _last_known(values: npt.NDArray[np.int64], known: Mask) -> npt.NDArray[np.int64]:
    """Each value, or where it is not known the last known before it (0 where there is none)."""
    at = np.maximum.accumulate(np.where(known, np.arange(len(values)), -1))
    return np.where(at >= 0, values[at], 0)


def varints(values: npt.NDArray[np.int64]) -> bytes:
    """Integers from 0 as varints, least significant 7 bits first."""
    sizes = np.ones(len(values), dtype=np.int64)
    for k in range(1, 9):
        sizes += values >= (1 << (7 * k))
    starts = np.cumsum(sizes) - sizes
    out = np.zeros(int(sizes.sum()), dtype=np.uint8)
    for k in range(int(sizes.max(initial=0))):
        some = sizes > k
        out[starts[some] + k] = ((values[some] >> (7 * k)) & 127) | np.where(sizes[some] > k + 1, 128, 0)
    return out.tobytes()


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


@dataclass(frozen=True, slots=True)
class DateColumns:
    """The names of the columns that hold dates."""

    start: str
    end: str | None = None
    start_latest: str | None = None
    end_earliest: str | None = None


def read_dates(data: pd.DataFrame, names: DateColumns) -> Spans:
    """The dates of the rows. Without an end column each row is one moment. Warns of rows that are not understood."""
    spans = read_spans(_column(data, names.start))
    if names.end is not None:
        spans = join_spans(spans, read_spans(_column(data, names.end)))
    if names.start_latest is not None:
        spans = widen_start(spans, read_spans(_column(data, names.start_latest)))
    if names.end_earliest is not None:
        spans = widen_end(spans, read_spans(_column(data, names.end_earliest)))
    strange = np.flatnonzero(~spans.known & ~spans.missing)
    if len(strange):
        columns = [
            name for name in (names.start, names.start_latest, names.end_earliest, names.end) if name is not None
        ]
        some = "; ".join(" to ".join(str(data[name].iloc[i])[:40] for name in columns) for i in strange[:3])
        message = f"{len(strange)} dates are not understood and stand in the tray “undated”: {some}"
        warnings.warn(message, DataWarning, stacklevel=4)
    return spans


def _column(data: pd.DataFrame, name: str) -> pd.Series[Any]:
    if name not in data.columns:
        there = ", ".join(map(repr, list(data.columns)[:12]))
        raise InvalidInputError(f"The data have no column {name!r}; there are {there}.")
    column: pd.Series[Any] = data[name]
    return column


def read_columns(
    data: pd.DataFrame, dates: DateColumns, *, kind: str | None, title: str | None, lon: str, lat: str
) -> tuple[Record, list[str], Located]:
    """The packed arrays of a data frame, the names of its kinds, and where its rows are."""
    spans = read_dates(data, dates)
    place = locate(data, lon, lat)
    codes, names = kinds_of(_column(data, kind) if kind else None, len(data))
    titles = _column(data, title).astype("string").fillna("").tolist() if title else []
    nowhere = int((~np.isfinite(place.lon)).sum())
    if nowhere:
        warnings.warn(f"{nowhere} rows have no place and stand in the tray “unlocated”.", DataWarning, stacklevel=3)
    return pack_points(spans, place, codes, titles), names, place
