"""Archive + View -> the events that match, streamed: never more than a batch of rows is in memory."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING

from mapapp.archive.counts import CELL_SHIFT
from mapapp.archive.duck import listed, named, opened, quoted
from mapapp.archive.ingest import QUADKEY_ZOOM
from mapapp.archive.manifest import Archive
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.folding import fold, han_table
from mapapp.view import View
from mapapp.when import OPEN_END, OPEN_START

if TYPE_CHECKING:
    import duckdb

Box = tuple[float, float, float, float]

_BATCH = 2048
_SIDE = 1 << QUADKEY_ZOOM
_ASKED = ("mode", "start", "end", "kinds", "text", "bbox")
_LOOKS = ("layers", "names", "trail", "bars", "lang", "theme", "center", "zoom", "select", "panel")


@dataclass(frozen=True, slots=True)
class Found:
    """What a View asks of an archive: SQL for the shards that can hold it, and the condition on their rows."""

    table: str
    where: str

    def rows(self, columns: str, order: str = "") -> str:
        """SQL that selects columns of the rows that match."""
        return f"SELECT {columns} FROM {self.table} WHERE {self.where}{f' ORDER BY {order}' if order else ''}"


def quadkey(lon: float, lat: float) -> int:
    """The number of the tile of zoom 16 that holds a place, its bits those of y and x in turn (as in `ingest`)."""
    sine = math.sin(math.radians(max(-85.0511287798066, min(85.0511287798066, lat))))
    x = (lon + 180) / 360
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    column, row = (max(0, min(_SIDE - 1, math.floor(part * _SIDE))) for part in (x, y))
    return sum(((column >> i) & 1) << 2 * i | ((row >> i) & 1) << 2 * i + 1 for i in range(QUADKEY_ZOOM))


def find(archive: Archive, view: View, keys: tuple[int, int] | None = None) -> Found:
    """What a View shows of an archive: window, kinds, words and bbox; `keys` are a first and last quadkey besides.

    Raises InvalidInputError for filters that archives do not have, NotFoundError for a kind that is not there.
    """
    plain = View()
    others = [field.name for field in fields(View) if field.name not in (*_ASKED, *_LOOKS)]
    refused = [name for name in others if getattr(view, name) != getattr(plain, name)]
    if refused:
        raise InvalidInputError(
            f"An archive has no {', '.join(refused)}: its filters are years, mode, kind, text and bbox."
        )
    first, last = view.window()
    terms = ["true"]
    terms += [f"(first IS NULL OR first <= {last})"] if last != OPEN_END else []
    terms += [f"(last IS NULL OR last >= {first})"] if first != OPEN_START else []
    terms += [_kinds_sql(archive, view.kinds)] if view.kinds else []
    words = fold(view.text).split()
    text = " || ' ' || ".join(["title", *(f"COALESCE({named(name)}, '')" for name in archive.keep)])
    terms += [f"regexp_matches(nfc_normalize(lower({text})), {quoted(word_pattern(word))})" for word in words]
    low, high = keys if keys else (0, _SIDE * _SIDE - 1)
    if view.bbox:
        terms.append(_box_sql(view.bbox))
        box = _key_range(view.bbox)
        low, high = max(low, box[0]), min(high, box[1])
    terms.append(f"quadkey BETWEEN {low} AND {high}")
    shards = [s for s in archive.shards if s.low << CELL_SHIFT <= high and (s.high + 1) << CELL_SHIFT > low]
    paths = [str(archive.folder / shard.path) for shard in shards] or [str(archive.folder / archive.shards[0].path)]
    return Found(f"read_parquet({listed(paths)})", " AND ".join(terms if shards else ["false"]))


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    """For a folded character, the other characters that fold to it: accents, width, kana, forms of Han characters."""
    found: dict[str, str] = {}
    for char in (
        *map(chr, range(0xA0, 0x3000)),
        *map(chr, range(0x3040, 0x3100)),
        *map(chr, range(0xFF00, 0xFFEF)),
        *han_table()[0],
    ):
        plain = unicodedata.normalize("NFC", fold(char))
        if len(plain) == 1 and plain != char:
            found[plain] = found.get(plain, "") + char
    return found


def word_pattern(word: str) -> str:
    """A regular expression that finds a folded word in whatever form it is written."""
    plain = unicodedata.normalize("NFC", word)
    return "".join(f"[{''.join(map(_escaped, char + _written().get(char, '')))}]" for char in plain)


def _escaped(char: str) -> str:
    return f"\\{char}" if char.isascii() and not char.isalnum() else char


def _kinds_sql(archive: Archive, kinds: Sequence[str]) -> str:
    known = {kind.id: kind for kind in archive.kinds}
    missing = [kind for kind in kinds if kind not in known]
    if missing:
        raise NotFoundError(f"The archive has no kind {missing[0]!r}. It has {', '.join(known)}.")
    names = ", ".join(quoted(known[kind].name) for kind in kinds if not known[kind].rest) or "NULL"
    if not any(known[kind].rest for kind in kinds):
        return f"kind IN ({names})"
    others = ", ".join(quoted(kind.name) for kind in archive.kinds if not kind.rest)
    return f"(kind IN ({names}) OR kind NOT IN ({others}))"


def _box_sql(box: Box) -> str:
    west, south, east, north = box
    across = "AND" if west <= east else "OR"
    return f"(geometry.x >= {west} {across} geometry.x <= {east}) AND geometry.y BETWEEN {south} AND {north}"


def _key_range(box: Box) -> tuple[int, int]:
    west, south, east, north = box
    if west > east:
        west, east = -180.0, 180.0
    return quadkey(west, north), quadkey(east, south)


def _date_parts(day: str) -> tuple[str, str, str]:
    """SQL of ISO text of a day number, of its being the first of a year or month, and the last."""
    date = f"(DATE '0001-01-01' + ({day} - 1))"
    year = f"concat(CASE WHEN year({date}) < 0 THEN '-' ELSE '' END, lpad(CAST(abs(year({date})) AS VARCHAR), 4, '0'))"
    month, dom = (f"lpad(CAST({part}({date}) AS VARCHAR), 2, '0')" for part in ("month", "day"))
    iso = f"({year} || '-' || {month} || '-' || {dom})"
    starts = (
        f"CASE WHEN {day} IS NULL OR (month({date}) = 1 AND day({date}) = 1) THEN 1 "
        f"WHEN day({date}) = 1 THEN 2 ELSE 3 END"
    )
    ends = (
        f"CASE WHEN {day} IS NULL OR (month({date}) = 12 AND day({date}) = 31) THEN 1 "
        f"WHEN {date} = last_day({date}) THEN 2 ELSE 3 END"
    )
    return iso, starts, ends


def when_sql() -> str:
    """SQL of a row's date as EDTF: the twin of `ingest.span_text`."""
    first, starts, _ = _date_parts("first")
    last, _, ends = _date_parts("last")
    parts = f"greatest({starts}, {ends})"
    cut = f"(CASE {parts} WHEN 1 THEN 6 WHEN 2 THEN 3 ELSE 0 END)"
    one, two = (
        f"CASE WHEN {day} IS NULL THEN '..' ELSE left({iso}, length({iso}) - {cut}) END"
        for day, iso in (("first", first), ("last", last))
    )
    return f"COALESCE(edtf, CASE WHEN ({one}) = ({two}) THEN ({one}) ELSE ({one}) || '/' || ({two}) END)"


def kind_sql(archive: Archive) -> str:
    """SQL of the id of a row's kind."""
    named_kinds = [kind for kind in archive.kinds if not kind.rest]
    rest = next((kind.id for kind in archive.kinds if kind.rest), "")
    cases = " ".join(f"WHEN {quoted(kind.name)} THEN {quoted(kind.id)}" for kind in named_kinds)
    return f"CASE kind {cases} ELSE {quoted(rest)} END" if cases else quoted(rest)


def record_sql(archive: Archive) -> str:
    """SQL of a row as JSON: the record that `mapapp list --json` prints."""
    earliest, latest = _date_parts("first")[0], _date_parts("last")[0]
    more = ", ".join(f"{quoted(name)}, {named(name)}" for name in archive.keep)
    return (
        f"CAST(json_object('id', id, 'when', {when_sql()}, 'earliest', {earliest}, 'latest', {latest}, "
        f"'title', json_object('und', title), 'kind', {kind_sql(archive)}, 'kind_name', kind, "
        "'geometry', json_object('type', 'Point', 'coordinates', [geometry.x, geometry.y]), "
        "'precision', CASE WHEN approximate THEN 'approximate' ELSE 'exact' END, "
        f"'more', json_object({more})) AS VARCHAR)"
    )


def stream_records(archive: Archive, view: View, memory: int = 1_000_000_000) -> Iterator[str]:
    """The events that a View shows, one JSON object each, in the order of the store (by place, then date)."""
    found = find(archive, view)
    with opened(memory, 1) as connection:
        for (record,) in _batches(connection, found.rows(record_sql(archive))):
            yield str(record)


def _batches(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterator[tuple[object, ...]]:
    result = connection.execute(sql)
    while rows := result.fetchmany(_BATCH):
        yield from rows
