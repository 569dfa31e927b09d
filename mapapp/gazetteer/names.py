"""The shipped names: two Parquet files, opened at the first question and searched without being unpacked into objects.

`names.parquet` holds one row per name, sorted by its key (`fold_name`), so that a question is a binary search;
`places.parquet` holds one row per place. geodata/recipes/gazetteer.py makes both; geodata/datasets.toml says from what.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mapapp.errors import MissingPartError, told
from mapapp.shipped import geodata_folder

ATTRIBUTIONS = {
    "geonames": "GeoNames, CC BY 4.0",
    "basemap": "Natural Earth, public domain",
    "mapapp": "mapapp gazetteer, CC BY 4.0",
}
"""What is owed for a name, by its source."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a place: its key, its spelling, its language or script, its EDTF span, its source, its place's row."""

    key: str
    name: str
    lang: str
    when: str
    source: str
    row: int


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer; `point` is (lon, lat) in degrees, WGS 84, `country` ISO 3166-1 alpha-3 or ''."""

    id: str
    name: str
    kind: str
    country: str
    point: tuple[float, float]
    population: int


class Names:
    """All names and places of the shipped gazetteer."""

    def __init__(self, names: Any, places: Any) -> None:
        self._names, self._places = names, places
        self._keys, self._ids = _Strings(names["key"]), _Strings(places["id"])

    def find(self, key: str) -> list[Name]:
        """The names with this key."""
        first = bisect_left(self._keys, key.encode())
        found = []
        while first < len(self._keys) and self._keys[first] == key.encode():
            found.append(self.name(first))
            first += 1
        return found

    def starting(self, key: str, most: int) -> list[Name]:
        """Names whose key begins so, in the order of their keys, at most so many."""
        first = bisect_left(self._keys, key.encode())
        rows = range(first, min(first + most, len(self._keys)))
        return [self.name(row) for row in rows if self._keys[row].startswith(key.encode())]

    def name(self, row: int) -> Name:
        """The name in a row."""
        cells = {column: self._names[column][row].as_py() for column in self._names if column != "look"}
        spelling = cells["name"] or cells["key"].title()
        return Name(cells["key"], spelling, cells["lang"], cells["when"], cells["source"], cells["place"])

    def place(self, row: int) -> GazetteerPlace:
        """The place in a row."""
        cells = {column: self._places[column][row].as_py() for column in self._places}
        point = (cells["lon"] / 10000, cells["lat"] / 10000)
        return GazetteerPlace(
            cells["id"], cells["name"], cells["kind"], cells["country"], point, cells["population"]
        )  # fmt: skip

    def looked_for(self) -> Iterator[tuple[str, int]]:
        """Keys that are looked for in texts, each with its weight: 1 with a sign beside it, 2 by itself."""
        _, weights = self._names["look"].buffers()  # read in place: Arrow's own comparison would import pandas
        looked = [(row, weight) for row, weight in enumerate(memoryview(weights)[: len(self._keys)]) if weight]
        for (_, weight), key in zip(looked, self._keys.texts([row for row, _ in looked]), strict=True):
            yield key, weight

    def of_place(self, place_id: str) -> list[Name]:
        """All names of the place with this id; an empty list where there is none."""
        row = self._ids.index_of(place_id)
        return [self.name(number) for number in self._rows_of_place(row)] if row >= 0 else []

    def place_of(self, place_id: str) -> GazetteerPlace | None:
        """The place with this id; None where there is none."""
        row = self._ids.index_of(place_id)
        return self.place(row) if row >= 0 else None

    def _rows_of_place(self, row: int) -> list[int]:
        import numpy as np  # not needed for a question

        places = np.frombuffer(self._names["place"].buffers()[1], np.int32, len(self._keys))
        found: list[int] = np.flatnonzero(places == row).tolist()
        return found


class _Strings(Sequence[bytes]):
    """An Arrow column of text as a sequence of UTF-8 bytes, read in place."""

    def __init__(self, column: Any) -> None:
        _, offsets, data = column.buffers()
        self._offsets = memoryview(offsets).cast("i")
        self._data = memoryview(data)
        self._count = len(column)

    def __len__(self) -> int:
        return self._count

    def texts(self, rows: Sequence[int]) -> list[str]:
        """The texts of many rows."""
        data, offsets = bytes(self._data), self._offsets.tolist()
        return [data[offsets[row] : offsets[row + 1]].decode() for row in rows]

    def index_of(self, text: str) -> int:
        """The first row that holds a text, -1 where none does; rows need not be sorted."""
        wanted, at = text.encode(), -1
        data = bytes(self._data[: self._offsets[self._count]])
        while wanted and (at := data.find(wanted, at + 1)) >= 0:
            row = bisect_left(self._offsets, at, hi=self._count)
            if self._offsets[row] == at and self._offsets[row + 1] == at + len(wanted):
                return row
        return -1

    def __getitem__(self, row: Any) -> Any:
        return bytes(self._data[self._offsets[row] : self._offsets[row + 1]])


@cache
def shipped_names() -> Names:
    """The gazetteer that is shipped with mapapp. Raises MissingPartError where its files are not there."""
    import pyarrow.parquet as pq  # slow to import, not needed where no name is looked up

    folder = geodata_folder() / "gazetteer"
    try:
        tables = [pq.ParquetFile(folder / f"{part}.parquet").read() for part in ("names", "places")]
    except OSError as error:
        raise MissingPartError(
            told("The gazetteer is not there: {folder} cannot be read. Install mapapp again.", folder=folder)
        ) from error
    names, places = (
        {column: table[column].combine_chunks() for column in table.column_names} for table in tables
    )  # fmt: skip
    return Names(names, places)
