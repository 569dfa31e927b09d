"""One part of a source -> a table `raw` in DuckDB: row, id, kind, title, place and dates as they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.archive.duck import named, quoted, unglobbed
from mapapp.archive.lines import Bad, read_piece, records
from mapapp.archive.sources import Part, Source

if TYPE_CHECKING:
    import duckdb

_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "U", "DOUBLE", "FLOAT", "DECIMAL")
_BROKEN = "TRY(ST_PointOnSurface({shape}))"
_NOTHING = "CAST(NULL AS VARCHAR)"
_DAY_ONE = "DATE '0001-01-01'"
_EPOCH = 719163  # the day number of 1970-01-01
_SECONDS = {"epoch-days": 1, "epoch-seconds": 86_400, "epoch-milliseconds": 86_400_000}
_ISO = r"^\d{4}-\d{2}-\d{2}([T ].*)?$"


def read_part(connection: duckdb.DuckDBPyConnection, part: Part, scratch: Path) -> list[Bad]:
    """Create `raw`: row, id, kind, title, lon, lat, place (as given), approximate, start_day …, kept columns.

    `start_day` is a day number where the source has a plain date, else `start_text` is EDTF to be parsed. Gives the
    rows that are no records.
    """
    source = part.source
    if source.format == "parquet":
        table = f"read_parquet({quoted(unglobbed(source.path))}, file_row_number = true)"
        where = f"WHERE file_row_number >= {part.start} AND file_row_number < {part.stop}"
        described = connection.execute(f"DESCRIBE SELECT * FROM {table} LIMIT 0").fetchall()
        types = {str(name): str(kind) for name, kind, *_ in described}
        _create(connection, source, table, where, "file_row_number + 1", _ParquetCells(source, types))
        return []
    found, bad = records(
        read_piece(Path(source.path), part.start, part.stop),
        part.line, source.columns.encoding, quotes=source.format == "csv",
    )  # fmt: skip
    if source.format == "csv":
        return bad + _read_csv(connection, source, found, scratch)
    return bad + _read_features(connection, source, found)


class _Cells:
    """SQL for the cells of a row, by the name of a column; all of it text."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def text(self, name: str) -> str:
        cell = f"CAST({self.cell(name)} AS VARCHAR)"
        return cell if self.kind_of(name).startswith(_NUMBERS) else f"NULLIF(TRIM({cell}), '')"

    def cell(self, name: str) -> str:
        return named(f"c{self.source.names.index(name)}")

    def kind_of(self, name: str) -> str:
        return "VARCHAR"

    def place(self) -> tuple[str, str, str, str]:
        """SQL of longitude, latitude, the place as given, and whether it stands for a line or an area."""
        names = self.source.columns.lon, self.source.columns.lat
        if all(self.kind_of(name).startswith(_NUMBERS) for name in names):
            lon, lat = (f"CAST({self.cell(name)} AS DOUBLE)" for name in names)
            return lon, lat, f"CASE WHEN {lon} IS NULL AND {lat} IS NULL THEN NULL ELSE 'numbers' END", "false"
        lon, lat = (self.text(name) for name in names)
        return f"TRY_CAST({lon} AS DOUBLE)", f"TRY_CAST({lat} AS DOUBLE)", f"concat_ws(' ', {lon}, {lat})", "false"


class _ParquetCells(_Cells):
    """Cells of a Parquet file, which have types."""

    def __init__(self, source: Source, types: dict[str, str]) -> None:
        super().__init__(source)
        self.types = types

    def cell(self, name: str) -> str:
        return named(name)

    def kind_of(self, name: str) -> str:
        return self.types[name]

    def place(self) -> tuple[str, str, str, str]:
        columns = self.source.columns
        if not columns.geometry:
            return super().place()
        shape = named(columns.geometry)
        if self.source.encoding == "point":
            return f"{shape}.x", f"{shape}.y", f"CASE WHEN {shape} IS NULL THEN NULL ELSE 'geometry' END", "false"
        if self.types[columns.geometry].startswith("BLOB"):
            shape = f"TRY(ST_GeomFromWKB({shape}))"
        return _of_shape(shape)


class _FeatureCells(_Cells):
    """Cells of a GeoJSON feature, which stands as a whole in the column `line`."""

    def cell(self, name: str) -> str:
        path = '$.properties."' + name.replace('"', '\\"') + '"'
        value = f"line->>{quoted(path)}"
        return f"COALESCE({value}, line->>'$.id')" if name == "id" else f"({value})"

    def place(self) -> tuple[str, str, str, str]:
        if self.source.columns.geometry != "geometry":
            return super().place()
        point = "(line->>'$.geometry.type') = 'Point'"
        shape = "TRY(ST_PointOnSurface(ST_GeomFromGeoJSON(CAST(line->'$.geometry' AS VARCHAR))))"
        lon, lat = (
            f"CASE WHEN {point} THEN TRY_CAST(line->>'$.geometry.coordinates[{i}]' AS DOUBLE) "
            f"ELSE ST_{axis}({shape}) END"
            for i, axis in enumerate("XY")
        )
        given = "CAST(NULLIF(line->'$.geometry', 'null') AS VARCHAR)"
        return lon, lat, given, f"NOT COALESCE({point}, true)"


def _of_shape(shape: str) -> tuple[str, str, str, str]:
    point = f"ST_GeometryType({shape}) = 'POINT'"
    inside = f"CASE WHEN {point} THEN {shape} ELSE {_BROKEN.format(shape=shape)} END"
    empty = f"({shape} IS NULL OR ST_IsEmpty({shape}))"
    lon, lat = (f"CASE WHEN {empty} THEN NULL ELSE ST_{axis}({inside}) END" for axis in "XY")
    return lon, lat, f"CASE WHEN {empty} THEN NULL ELSE 'geometry' END", f"NOT COALESCE({point}, true)"


def _create(
    connection: duckdb.DuckDBPyConnection, source: Source, table: str, where: str, row: str, cells: _Cells
) -> None:
    columns = source.columns
    lon, lat, given, approximate = cells.place()

    def text(name: str) -> str:
        return cells.text(name) if name else _NOTHING

    start_day, start_text = _date(cells, columns.start, columns.dates)
    end_day, end_text = _date(cells, columns.end, columns.dates) if columns.end else ("CAST(NULL AS INTEGER)", text(""))
    kept = "".join(f", {text(name)} AS {named(name)}" for name in columns.keep)
    sort = "VIEW" if start_text == _NOTHING and end_text == _NOTHING else "TABLE"  # the texts of dates are read twice
    connection.execute(
        f"CREATE TEMP {sort} raw AS SELECT CAST({row} AS BIGINT) AS row, {text(columns.id)} AS id, "
        f"COALESCE({text(columns.kind)}, '') AS kind, COALESCE({text(columns.title)}, '') AS title, "
        f"{lon} AS lon, {lat} AS lat, NULLIF({given}, '') AS place, {approximate} AS approximate, "
        f"{start_day} AS start_day, {start_text} AS start_text, {end_day} AS end_day, {end_text} AS end_text{kept} "
        f"FROM {table} {where}"
    )


def _date(cells: _Cells, name: str, dates: str) -> tuple[str, str]:
    """SQL of a column's day number where it is one plain day, and of its text as EDTF where it is not."""
    kind, cell, text = cells.kind_of(name), cells.cell(name), cells.text(name)
    if kind.startswith(("DATE", "TIMESTAMP")):  # their infinities are no days
        return f"CASE WHEN isfinite({cell}) THEN CAST(CAST({cell} AS DATE) - {_DAY_ONE} AS INTEGER) + 1 END", _NOTHING
    if dates in _SECONDS:
        number = f"TRY_CAST({text} AS DOUBLE)"
        day = f"TRY_CAST({_EPOCH} + floor({number} / {_SECONDS[dates]}) AS INTEGER)"
        return day, f"CASE WHEN {day} IS NULL THEN {text} END"
    if dates == "yyyymmdd":
        dashed = f"regexp_replace({text}, '^(\\d{{4}})(\\d\\d)(\\d\\d)(\\.0)?$', '\\1-\\2-\\3')"
        written = f"regexp_replace({dashed}, '(-00)+$', '')"
    elif kind.startswith(_NUMBERS):
        year = f"TRY_CAST({cell} AS BIGINT)"
        digits = f"lpad(CAST(abs({year}) AS VARCHAR), greatest(4, length(CAST(abs({year}) AS VARCHAR))), '0')"
        sign = f"concat(CASE WHEN abs({year}) > 9999 THEN 'Y' ELSE '' END, CASE WHEN {year} < 0 THEN '-' ELSE '' END)"
        whole = f"{year} = {cell}" if kind.startswith(("DOUBLE", "FLOAT", "DECIMAL")) else "true"
        written = f"CASE WHEN {cell} IS NULL THEN NULL WHEN {whole} THEN {sign} || {digits} ELSE {text} END"
    else:
        written = text
    number = f"CAST(TRY_CAST(substr({written}, 1, 10) AS DATE) - {_DAY_ONE} AS INTEGER) + 1"
    day = f"CASE WHEN regexp_matches({written}, '{_ISO}') THEN {number} END"
    return day, f"NULLIF(NULLIF({written}, '..'), '')"


def _read_csv(
    connection: duckdb.DuckDBPyConnection, source: Source, found: Sequence[tuple[int, str]], scratch: Path
) -> list[Bad]:
    delimiter = source.delimiter
    scratch.write_text("".join(f"{number}{delimiter}{text}\n" for number, text in found), "utf-8", newline="")
    fields = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(source.names)))
    table = (
        f"read_csv({quoted(unglobbed(str(scratch)))}, header = false, auto_detect = false, "
        f"delim = {quoted(delimiter)}, quote = '\"', escape = '\"', columns = {{'row': 'BIGINT', {fields}}}, "
        "ignore_errors = true, store_rejects = true, "
        "rejects_limit = 0, max_line_size = 8000000, null_padding = false, strict_mode = true, new_line = '\\n')"
    )
    _create(connection, source, table, "", "row", _Cells(source))
    scratch.unlink()
    told = connection.execute(
        "SELECT split_part(csv_line, ?, 1), any_value(error_type), any_value(csv_line) FROM reject_errors GROUP BY 1",
        [delimiter],
    ).fetchall()
    if not told:
        return []
    there = {str(number): text for number, text in found}
    return [
        (int(number), _ragged(str(kind), len(source.names)), there.get(number, line)) for number, kind, line in told
    ]


def _ragged(kind: str, columns: int) -> str:
    if "TOO MANY" in kind or "MISSING" in kind or "TOO FEW" in kind:
        return f"it has not the {columns} columns of the header"
    return {"UNQUOTED VALUE": "a quotation mark stands in the midst of a value"}.get(
        kind, f"not readable: {kind.lower()}"
    )


def _read_features(
    connection: duckdb.DuckDBPyConnection, source: Source, found: Sequence[tuple[int, str]]
) -> list[Bad]:
    import pyarrow as pa

    lines = pa.table(
        {
            "row": pa.array([n for n, _ in found], pa.int64()),
            "line": pa.array([t.strip("\x1e\ufeff") for _, t in found], pa.string()),
        }
    )
    connection.register("lines", lines)
    valid = "COALESCE(json_valid(line) AND (TRY_CAST(line AS JSON)->>'$.type') = 'Feature', false)"
    bad = connection.execute(f"SELECT row, line FROM lines WHERE NOT {valid}").fetchall()
    connection.execute(f"CREATE TEMP VIEW features AS SELECT row, CAST(line AS JSON) AS line FROM lines WHERE {valid}")
    _create(connection, source, "features", "", "row", _FeatureCells(source))
    return [(int(row), "the line is no GeoJSON feature", str(line)) for row, line in bad]


def needs_spatial(source: Source) -> bool:
    """Must DuckDB understand geometries to read it?"""
    return bool(source.columns.geometry) and source.encoding != "point"


Row = dict[str, Any]
