"""What a View shows of an archive as a printed map of counts, from the pyramid alone."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp import __version__
from mapapp.archive.counts import CELL_ZOOM
from mapapp.archive.duck import opened, quoted, unglobbed
from mapapp.archive.ingest import span_text
from mapapp.archive.manifest import PYRAMID, Archive
from mapapp.archive.query import find
from mapapp.errors import InvalidInputError
from mapapp.language import date_words, translator, window_words
from mapapp.theme import ThemeName
from mapapp.view import View, format_view
from mapapp.when import OPEN_END, OPEN_START, calendar_date, day_number, parse_when

if TYPE_CHECKING:
    import duckdb

    from mapapp.staticmap.counts import CountMap

_MOST_CELLS = 1500
_MEMORY = 1_000_000_000


def write_archive_snapshot(
    archive: Archive, view: View, path: Path, size: tuple[int, int] = (1600, 1000), theme: ThemeName | None = None
) -> None:
    """Draw the counts of what a View shows as .png, .svg or .pdf.

    Raises InvalidInputError for a search for words: the counts know only places, dates and kinds.
    """
    from mapapp.staticmap.counts import write_counts

    if view.text:
        raise InvalidInputError("A picture of an archive shows counts, which know no words: leave --text away.")
    write_counts(count_map(archive, view), path, size, theme or ("dark" if view.theme == "dark" else "light"))


def bins_of(archive: Archive, view: View) -> tuple[int, int]:
    """The first and last bin that the window touches: counts know whole years (or months) only."""
    first, last = view.window()
    ends = []
    for day, otherwise in ((first, archive.bins[0] - 1), (last, archive.bins[1] + 1)):
        year, month, _ = calendar_date(day) if day not in (OPEN_START, OPEN_END) else (0, 0, 0)
        number = year if archive.unit == "year" else year * 12 + month - 1
        ends.append(number if day not in (OPEN_START, OPEN_END) else otherwise)
    return ends[0], ends[1]


def count_map(archive: Archive, view: View) -> CountMap:
    """The cells, bars and words of a picture."""
    import numpy as np

    from mapapp.staticmap.counts import CountMap
    from mapapp.webmap.counted import BASEMAP_CREDITS

    find(archive, view)  # refuses what archives do not have
    t = translator(view.lang)
    path = quoted(unglobbed(str(archive.folder / PYRAMID)))
    low, high = bins_of(archive, view)
    kinds = [number for number, kind in enumerate(archive.kinds) if not view.kinds or kind.id in view.kinds]
    chosen = f"kind IN ({', '.join(map(str, kinds))})"
    window = f"(begins IS NULL OR begins <= {high}) AND (ends IS NULL OR ends >= {low})"
    with opened(_MEMORY, 2) as connection:
        table = f"read_parquet({path}) WHERE {chosen}"
        zoom = _zoom(connection, f"{table} AND {window}", view)
        west, south, east, north = view.bbox or (-180.0, -90.0, 180.0, 90.0)
        rows = [
            (x, y, kind, n)
            for x, y, kind, n in connection.execute(
                f"SELECT x, y, kind, sum(n) FROM {table} AND {window} AND z = {zoom} GROUP BY ALL ORDER BY ALL"
            ).fetchall()
            if _inside(x, y, zoom, west, south, east, north)
        ]
        starts = f"COALESCE(begins, {archive.bins[0]})"
        found = connection.execute(f"SELECT {starts}, sum(n) FROM {table} AND z = 0 GROUP BY 1").fetchall()
    cells = sorted({(x, y) for x, y, _, _ in rows})
    at = {cell: i for i, cell in enumerate(cells)}
    counts = np.zeros((len(cells), len(archive.kinds)), np.int64)
    for x, y, kind, n in rows:
        counts[at[x, y], kind] = n
    places = np.array([_centre(x, y, zoom) for x, y in cells]).reshape(-1, 2)
    by_bin = {int(number): int(n) for number, n in found}
    bars = tuple(
        (_label(number, archive), low <= number <= high, by_bin.get(number, 0))
        for number in range(archive.bins[0], archive.bins[1] + 1)
    )
    total = int(counts.sum())
    start, end = (date_words(parse_when(side), view.lang) if side else "" for side in (view.start, view.end))
    words = window_words(start, end, view.mode, view.lang)
    events = t.plural("{n} event", "{n} events", total)
    return CountMap(
        title=f"{archive.name}: {words}",
        subtitle=t("{window}: {events}", window=words[:1].upper() + words[1:], events=events),
        places=places, counts=counts,
        kinds=tuple((kind.name or kind.id, str(kind.record(i)["color"])) for i, kind in enumerate(archive.kinds)),
        bars=bars, credits=f"{archive.attribution} {BASEMAP_CREDITS}".strip(),
        facts={
            "mapapp:view": format_view(view), "mapapp:atlas": archive.name, "mapapp:version": __version__,
            "mapapp:sha256": archive.checksum,
        },
        language=view.lang,
    )  # fmt: skip


def _zoom(connection: duckdb.DuckDBPyConnection, table: str, view: View) -> int:
    """The finest zoom with not too many cells; within a box as much finer as the box is smaller than the world."""
    sizes = connection.execute(f"SELECT z, count(DISTINCT (x, y)) FROM {table} GROUP BY z ORDER BY z").fetchall()
    found = max((int(zoom) for zoom, cells in sizes if cells <= _MOST_CELLS), default=0)
    if view.bbox:
        west, _, east, _ = view.bbox
        found += max(0, round(math.log2(360 / max((east - west) % 360, 0.1))) - 1)
    return min(found, CELL_ZOOM)


def _centre(x: float, y: float, zoom: int) -> tuple[float, float]:
    side = 1 << zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / side))))
    return (x + 0.5) / side * 360 - 180, lat


def _inside(x: int, y: int, zoom: int, west: float, south: float, east: float, north: float) -> bool:
    lon, lat = _centre(x, y, zoom)
    across = west <= lon <= east if west <= east else lon >= west or lon <= east
    return across and south <= lat <= north


def _label(number: int, archive: Archive) -> str:
    if archive.unit == "year":
        return f"{number:04d}" if number >= 0 else f"-{-number:04d}"
    return span_text(*[_month_day(number)] * 2)[:7]


def _month_day(number: int) -> int:
    return day_number(number // 12, number % 12 + 1)
