"""What a View shows of an archive, as a file: GeoJSON, CSV or GeoParquet, written by DuckDB row by row."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mapapp.archive.duck import named, neutral_sql, opened, quoted
from mapapp.archive.manifest import Archive
from mapapp.archive.query import Found, find, kind_sql, when_sql
from mapapp.archive.shards import geo_metadata
from mapapp.errors import InvalidInputError, OutputError
from mapapp.formulas import neutral
from mapapp.view import View

if TYPE_CHECKING:
    import duckdb

_MEMORY = 1_000_000_000


def write_archive_export(archive: Archive, view: View, path: Path) -> None:
    """Write the events that a View shows, whole or not at all; the name's ending says how.

    Raises InvalidInputError for another ending, OutputError where the file cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise InvalidInputError(f"{path.name!r}: an archive is written as {', '.join(_WRITERS)}.")
    found = find(archive, view)
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            with opened(_MEMORY, 2, Path(folder) / "spill") as connection:
                write(connection, archive, found, made)
            made.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error


def _write_geojson(connection: duckdb.DuckDBPyConnection, archive: Archive, found: Found, path: Path) -> None:
    more = "".join(f", {quoted(name)}: {named(name)}" for name in archive.keep)
    feature = (
        f"'Feature' AS type, id, {{'type': 'Point', 'coordinates': [geometry.x, geometry.y]}} AS geometry, "
        f"{{'title': title, 'kind': {kind_sql(archive)}, 'kind_name': kind, 'when': {when_sql()}{more}}} AS properties"
    )
    array = path.with_suffix(".array")
    connection.execute(f"COPY ({found.rows(feature)}) TO {quoted(str(array))} (FORMAT json, ARRAY true)")
    with path.open("wb") as target, array.open("rb") as source:
        target.write(b'{"type": "FeatureCollection", "features":\n')
        shutil.copyfileobj(source, target, 1 << 20)
        target.write(b"}\n")


def _write_csv(connection: duckdb.DuckDBPyConnection, archive: Archive, found: Found, path: Path) -> None:
    def text(sql: str, name: str) -> str:
        return f"{neutral_sql(sql)} AS {named(neutral(name))}"

    columns = [text("id", "id"), f'{when_sql()} AS "when"', text("title", "title"), text("kind", "kind")]
    columns += ["geometry.x AS longitude", "geometry.y AS latitude", "approximate"]
    columns += [text(named(name), name) for name in archive.keep]
    table = path.with_suffix(".table")
    connection.execute(f"COPY ({found.rows(', '.join(columns))}) TO {quoted(str(table))} (FORMAT csv, HEADER)")
    with path.open("wb") as target, table.open("rb") as source:
        target.write(b"\xef\xbb\xbf")
        shutil.copyfileobj(source, target, 1 << 20)


def _write_parquet(connection: duckdb.DuckDBPyConnection, archive: Archive, found: Found, path: Path) -> None:
    extent = "min(geometry.x), min(geometry.y), max(geometry.x), max(geometry.y)"
    bounds = connection.execute(found.rows(extent)).fetchone() or (0,) * 4
    columns = f'*, {when_sql()} AS "when"'
    geo = geo_metadata([bound if bound is not None else 0 for bound in bounds])
    connection.execute(
        f"COPY ({found.rows(columns)}) TO {quoted(str(path))} "
        f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{geo: {quoted(geo)}}})"
    )


_WRITERS: dict[str, Callable[[duckdb.DuckDBPyConnection, Archive, Found, Path], None]] = {
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}
