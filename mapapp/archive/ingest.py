"""One part of a source -> rows that are valid, sorted by place, and rows that are not, with reasons.

This function and `shards.build_shard` are all that runs on an engine: each reads files, writes files, and is done again
after any failure. The SQL is the same whoever calls it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from mapapp.archive.duck import named, opened, quoted
from mapapp.archive.lines import Bad
from mapapp.archive.reading import needs_spatial, read_part
from mapapp.archive.sources import Part
from mapapp.errors import InvalidInputError
from mapapp.when import OPEN_END, OPEN_START, calendar_date, day_number, days_in_month, iso_date, parse_when

if TYPE_CHECKING:
    import duckdb

QUADKEY_ZOOM = 16
_SIDE = 1 << QUADKEY_ZOOM
_MOST_LAT = 85.0511287798066
_EXCERPT = 160
_FEW = 200  # a column of a part with more values in a group of rows is written without a dictionary, which is faster
_MOMENT = r"[?~%]?(?:Y-?\d+(?:E\d+)?|-?[\dX]{4,})(?:S\d+)?[?~%]?(?:-[?~%]?[\dX]{2}[?~%]?){0,2}(?:T[\d:Z+-]+)?"
_EDTF = re.compile(rf"[\[{{]?(?:{_MOMENT}|\.\.|/|,| )+[\]}}]?", re.ASCII)


@dataclass(frozen=True, slots=True)
class IngestTask:
    """Read a part into `folder`; `memory` in bytes and `threads` are what the task may use."""

    part: Part
    folder: str
    memory: int
    threads: int

    @property
    def done(self) -> Path:
        """The file that is there when the task has been done."""
        return Path(self.folder) / f"{self.part.number:06d}.json"


def ingest_part(task: IngestTask) -> None:
    """Read, check and sort one part; its results stand under their names only when they are whole."""
    folder, number = Path(task.folder), f"{task.part.number:06d}"
    if task.done.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(mkdtemp(prefix=f".{number}-", dir=folder))  # its own: a lost worker may still be at work
    spatial = needs_spatial(task.part.source)
    with opened(task.memory, task.threads, scratch, spatial=spatial) as connection:
        bad = read_part(connection, task.part, scratch / "lines.csv")
        _date_columns(connection)
        _judge(connection, task.part)
        counts = _write(connection, task.part, bad, scratch)
    for name in ("rows.parquet", "rejects.parquet"):
        (scratch / name).replace(folder / f"{number}.{name}")
    (scratch / "done").write_text(json.dumps(counts), "utf-8")
    (scratch / "done").replace(task.done)
    shutil.rmtree(scratch, ignore_errors=True)


def _date_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `dates`: each different text that is no plain day, parsed once."""
    import pyarrow as pa

    texts = [
        str(text)
        for (text,) in connection.execute(
            "SELECT DISTINCT start_text FROM raw WHERE start_day IS NULL AND start_text IS NOT NULL UNION "
            "SELECT DISTINCT end_text FROM raw WHERE end_day IS NULL AND end_text IS NOT NULL ORDER BY 1"
        ).fetchall()
    ]
    read = [(text, *found) for text in texts if (found := read_date(text)) is not None]
    columns = list(zip(*read, strict=True)) if read else [()] * 5
    table = pa.table(
        {
            "text": pa.array(columns[0], pa.string()),
            "first": pa.array(columns[1], pa.int32()),
            "last": pa.array(columns[2], pa.int32()),
            "soft": pa.array(columns[3], pa.bool_()),
            "edtf": pa.array(columns[4], pa.string()),
        }
    )
    connection.register("dates_read", table)
    connection.execute("CREATE TEMP TABLE dates AS SELECT * FROM dates_read")


def read_date(text: str) -> tuple[int | None, int | None, bool, str | None] | None:
    """First and last day (None: open), softness, and the text where the days do not give it back; None: no date."""
    if len(text) > 64 or not _EDTF.fullmatch(text):
        return None  # nothing that would only be refused reaches the slow parser
    try:
        when = parse_when(text)
    except InvalidInputError:
        return None
    first = None if when.start_earliest == OPEN_START else when.start_earliest
    last = None if when.end_latest == OPEN_END else when.end_latest
    if any(day is not None and abs(day) > 2**31 - 2 for day in (first, last)):
        return None
    return first, last, when.soft, None if span_text(first, last) == when.edtf else when.edtf


def span_text(first: int | None, last: int | None) -> str:
    """EDTF of a span of days, as coarse as its ends allow: "2004", "2004-08", "2004/2006", "2004-08-28/.."."""
    start = calendar_date(first) if first is not None else None
    end = calendar_date(last) if last is not None else None
    from_year = start is None or start[1:] == (1, 1)
    to_year = end is None or end[1:] == (12, 31)
    from_month = start is None or start[2] == 1
    to_month = end is None or end[2] == days_in_month(end[0], end[1])
    parts = 1 if from_year and to_year else 2 if from_month and to_month else 3

    def text(day: int | None) -> str:
        written = iso_date(day) if day is not None else None
        return "-".join(written.rsplit("-", 2)[:parts]) if written else ".."

    ends = text(first), text(last)
    return ends[0] if ends[0] == ends[1] else "/".join(ends)


def _judge(connection: duckdb.DuckDBPyConnection, part: Part) -> None:
    """Create the view `judged`: every row with its days and place, and the reasons against it (NULL: none)."""
    columns = part.source.columns
    kept = "".join(f", {named(name)}" for name in columns.keep)
    low, high = day_number(columns.years[0]), day_number(columns.years[1], 12, 31)
    last = (
        "CASE WHEN end_day IS NOT NULL THEN end_day WHEN end_text IS NOT NULL THEN e.last END"
        if columns.end
        else "COALESCE(start_day, s.last)"
    )
    missing = "start_day IS NULL AND start_text IS NULL"
    unread = "(start_day IS NULL AND start_text IS NOT NULL AND s.text IS NULL)"
    if columns.end:
        missing += " AND end_day IS NULL AND end_text IS NULL"
        unread = f"({unread} OR (end_day IS NULL AND end_text IS NOT NULL AND e.text IS NULL))"
    whole = "concat_ws('/', COALESCE(start_text, '..'), COALESCE(end_text, '..'))" if columns.end else "s.edtf"
    soft = "COALESCE(start_day IS NULL AND s.soft, false) OR COALESCE(end_day IS NULL AND e.soft, false)"
    edtf = f"CASE WHEN {soft} THEN {whole} END" if columns.end else "CASE WHEN start_day IS NULL THEN s.edtf END"
    connection.execute(
        f"CREATE TEMP VIEW judged AS WITH dated AS (SELECT row, id, kind, title, lon, lat, place, approximate{kept}, "
        f"start_text, end_text, COALESCE(start_day, s.first) AS first, {last} AS last, {soft} AS soft, {edtf} AS edtf, "
        f"{missing} AS undated, {unread} AS unread FROM raw "
        "LEFT JOIN dates s ON raw.start_day IS NULL AND raw.start_text = s.text "
        "LEFT JOIN dates e ON raw.end_day IS NULL AND raw.end_text = e.text) "
        "SELECT *, NULLIF(concat_ws('; ', "
        "CASE WHEN place IS NULL THEN 'no place' WHEN lon IS NULL OR lat IS NULL OR isnan(lon) OR isnan(lat) "
        "THEN 'the place is not understood' "
        "WHEN abs(lon) > 180 OR abs(lat) > 90 THEN 'the place is outside the world' END, "
        "CASE WHEN undated THEN 'no date' WHEN unread THEN 'the date is not understood' "
        "WHEN first > last THEN 'it ends before it starts' "
        f"WHEN first < {low} OR last > {high} OR first > {high} OR last < {low} "
        f"THEN 'the date is outside the years {columns.years[0]} to {columns.years[1]}' END), '') AS reason FROM dated"
    )


def quadkey_sql(lon: str, lat: str, rest: str, table: str) -> str:
    """SQL that adds `quadkey` to a table: the bits of y and x of the tile of zoom 16 in turn, as an integer."""
    sine = f"sin(radians(greatest(-{_MOST_LAT}, least({_MOST_LAT}, {lat}))))"
    x = f"CAST(greatest(0, least({_SIDE - 1}, floor(({lon} + 180) / 360 * {_SIDE}))) AS BIGINT)"
    north = f"(0.5 - ln((1 + {sine}) / (1 - {sine})) / (4 * pi()))"
    y = f"CAST(greatest(0, least({_SIDE - 1}, floor({north} * {_SIDE}))) AS BIGINT)"
    sql = f"SELECT {rest}, {x} AS qx, {y} AS qy FROM {table}"
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = ", ".join(f"(({axis} | ({axis} << {shift})) & {mask}) AS {axis}" for axis in ("qx", "qy"))
        sql = f"SELECT * REPLACE ({spread}) FROM ({sql})"
    return f"SELECT * EXCLUDE (qx, qy), (qx | (qy << 1)) AS quadkey FROM ({sql})"


def stored_columns(keep: Sequence[str]) -> list[str]:
    """The names of the columns of a stored row, in their order, without those of its origin."""
    return ["id", "kind", "title", "first", "last", "soft", "edtf", "approximate", *keep, "geometry", "quadkey"]


def _write(
    connection: duckdb.DuckDBPyConnection, part: Part, bad: Sequence[Bad], scratch: Path
) -> dict[str, int | None]:
    columns = part.source.columns
    made = f"'{part.source.number}-' || row" if part.source.number else "CAST(row AS VARCHAR)"
    kept = "".join(f", {named(name)}" for name in columns.keep)
    values = (
        f"COALESCE(id, {made}) AS id, CASE WHEN id IS NULL THEN NULL ELSE hash(id) END AS idhash, kind, title, "
        f"first, last, soft, edtf, approximate{kept}, {{'x': lon, 'y': lat}} AS geometry, "
        f"{part.source.number} AS file, row"
    )
    rows = quadkey_sql("lon", "lat", values, "judged WHERE reason IS NULL")
    target = quoted(str(scratch / "rows.parquet"))
    stored = _one(
        connection,
        f"COPY ({rows} ORDER BY quadkey) TO {target} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 65536, "
        f"DICTIONARY_SIZE_LIMIT {_FEW})",
    )[0]
    read = _one(connection, "SELECT count(*) FROM raw")[0]
    _write_rejects(connection, part, bad, scratch, some=stored < read)
    span = f"min(least(first, last)), max(greatest(first, last)) FROM read_parquet({target})"
    first, last = _one(connection, f"SELECT {span}")
    return {
        "read": read + len(bad), "stored": stored, "rejected": read - stored + len(bad), "first": first, "last": last,
    }  # fmt: skip


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    found = connection.execute(sql).fetchone()
    assert found is not None
    return found


def _write_rejects(
    connection: duckdb.DuckDBPyConnection, part: Part, bad: Sequence[Bad], scratch: Path, *, some: bool
) -> None:
    """`some`: is any row of `judged` rejected? If not, the source is not read again for them."""
    import pyarrow as pa

    table = pa.table(
        {
            "row": pa.array([row for row, _, _ in bad], pa.int64()),
            "reason": pa.array([reason for _, reason, _ in bad], pa.string()),
            "found": pa.array([text for _, _, text in bad], pa.string()),
        }
    )
    connection.register("no_records", table)
    place = "CASE WHEN place IN ('numbers', 'geometry') THEN concat_ws(' ', lon, lat) ELSE place END"
    given = f"concat_ws(' | ', id, {place}, start_text, end_text, title)"
    connection.execute(
        f"COPY (SELECT {quoted(part.source.name)} AS file, row, reason, left(found, {_EXCERPT}) AS found FROM ("
        f"SELECT row, reason, {given} AS found FROM judged WHERE {'reason IS NOT NULL' if some else 'false'} "
        "UNION ALL SELECT row, reason, found FROM no_records) ORDER BY row, reason) "
        f"TO {quoted(str(scratch / 'rejects.parquet'))} (FORMAT parquet)"
    )
