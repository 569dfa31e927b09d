"""Pages of the events that a View shows, for a page that waits for them: by date, with their number in all.

The database stays open and remembers the footers of the files. Only columns are asked of it; fifty records are made
from them here, since the SQL that makes them takes longer to plan than to run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapapp.archive.duck import named, opened, words_for_troubles
from mapapp.archive.ingest import span_text
from mapapp.archive.manifest import Archive
from mapapp.archive.query import find
from mapapp.view import View
from mapapp.when import iso_date

if TYPE_CHECKING:
    import duckdb

_COLUMNS = (
    "id", "kind", "title", "first", "last", "edtf", "approximate", "geometry.x", "geometry.y", "quadkey"
)  # fmt: skip
_ORDER = "first NULLS FIRST, last NULLS LAST, quadkey, id"
_KEYED = re.compile(r"(\d{1,10})\.(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pages:
    """Reads pages of events; it may be used by many threads."""

    archive: Archive
    connection: duckdb.DuckDBPyConnection

    def page(
        self, view: View, keys: tuple[int, int] | None, start: int, count: int
    ) -> tuple[list[dict[str, object]], int]:
        """Events `start` to `start + count` by date, as `query.record_sql` gives them, and how many there are.

        `keys` are the first and last quadkey of a cell. Each record has a `key` besides, which `one` understands.
        """
        found = find(self.archive, view, keys)
        columns = ", ".join([*_COLUMNS, *map(named, self.archive.keep)])
        with words_for_troubles(), self.connection.cursor() as cursor:
            total = cursor.execute(f"SELECT count(*) FROM {found.table} WHERE {found.where}").fetchone()
            rows = cursor.execute(f"{found.rows(columns, _ORDER)} LIMIT {int(count)} OFFSET {int(start)}").fetchall()
        return [self._record(row) for row in rows], int(total[0]) if total else 0

    def one(self, key: str) -> dict[str, object] | None:
        """The event of a `key`: its place in the store and its id; None where there is none."""
        match = _KEYED.fullmatch(key)
        if not match:
            return None
        place = int(match.group(1))
        found = find(self.archive, View(), (place, place))
        columns = ", ".join([*_COLUMNS, *map(named, self.archive.keep)])
        with words_for_troubles(), self.connection.cursor() as cursor:
            row = cursor.execute(f"{found.rows(columns)} AND id = ? LIMIT 1", [match.group(2)]).fetchone()
        return self._record(row) if row else None

    def _record(self, row: tuple[Any, ...]) -> dict[str, object]:
        event, kind, title, first, last, edtf, approximate, lon, lat, key, *kept = row
        ids = {each.name: each.id for each in self.archive.kinds if not each.rest}
        rest = next((each.id for each in self.archive.kinds if each.rest), "")
        return {
            "id": event, "when": edtf if edtf is not None else span_text(first, last),
            "earliest": None if first is None else iso_date(first), "latest": None if last is None else iso_date(last),
            "title": {"und": title}, "kind": ids.get(kind, rest), "kind_name": kind,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "precision": "approximate" if approximate else "exact",
            "more": dict(zip(self.archive.keep, kept, strict=True)), "key": f"{key}.{event}",
        }  # fmt: skip


@contextmanager
def open_pages(archive: Archive, memory: int = 500_000_000) -> Iterator[Pages]:
    """Pages of an archive, with a database that stays open meanwhile."""
    with opened(memory, 2) as connection:
        yield Pages(archive, connection)
