"""Sources on disk -> files, and parts of files that are read one at a time."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mapapp.archive.columns import Columns, resolve
from mapapp.archive.lines import first_record, split_text, to_utf8
from mapapp.errors import InvalidInputError, NotFoundError

Format = Literal["csv", "parquet", "geojson"]

FORMATS: dict[str, Format] = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".parquet": "parquet", ".geoparquet": "parquet", ".pq": "parquet",
    ".geojsonl": "geojson", ".geojsons": "geojson", ".ndjson": "geojson", ".jsonl": "geojson", ".geojson": "geojson",
}  # fmt: skip
_LONLAT = ("OGC:CRS84", "EPSG:4326", "OGC:CRS83", "EPSG:4979")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its number in the archive, its format, its columns, and what is needed to read it.

    `path` is the file that is read (a copy in UTF-8 where the file is in UTF-16), `name` the one that was given.
    `encoding` of the geometry is "wkb" or "point"; `names` are all columns of a CSV file in their order.
    """

    number: int
    name: str
    path: str
    format: Format
    columns: Columns
    names: tuple[str, ...] = ()
    delimiter: str = ","
    body: int = 0
    line: int = 1
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a source: rows (Parquet) or bytes (text) from `start` to before `stop`; `line` is its first."""

    number: int
    source: Source
    start: int
    stop: int
    line: int = 0


def find_files(sources: Sequence[str]) -> list[Path]:
    """The files that paths, folders and globs name, each once. Raises NotFoundError, InvalidInputError."""
    found: dict[Path, Path] = {}
    wrong = []
    for text in sources:
        path = Path(text)
        if path.is_dir():
            paths = sorted(file for file in path.rglob("*") if file.suffix.lower() in FORMATS and file.is_file())
        elif path.is_file():
            paths = [path]
        else:
            found_names = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 (a pattern may be absolute)
            paths = [Path(name) for name in found_names if Path(name).is_file()]
        if not paths:
            wrong.append(f"There is no file {text}.")
        for file in paths:
            found.setdefault(file.resolve(), file)
    if wrong:
        raise NotFoundError("\n".join(wrong))
    files = list(found.values())
    unknown = [str(file) for file in files if file.suffix.lower() not in FORMATS]
    if unknown:
        known = ", ".join(FORMATS)
        raise InvalidInputError(f"{', '.join(unknown[:5])}: the format is not known; known are {known}.")
    return files


def read_sources(files: Sequence[Path], columns: Columns, folder: Path) -> list[Source]:
    """Look into each file: its columns and what holds them. Copies in UTF-8 go to `folder`.

    Raises InvalidInputError with all that is wrong in any of them.
    """
    sources = []
    wrong: list[str] = []
    readers = {"csv": _csv_source, "parquet": _parquet_source, "geojson": _geojson_source}
    for number, file in enumerate(files):
        try:
            source = readers[FORMATS[file.suffix.lower()]](number, file, columns, folder)
        except InvalidInputError as error:
            wrong.append(str(error))
            continue
        if source is not None:
            sources.append(source)
    if wrong:
        raise InvalidInputError("\n".join(wrong[:20]))
    return sources


def _csv_source(number: int, file: Path, columns: Columns, folder: Path) -> Source | None:
    path = to_utf8(file, folder / f"{number}.csv")
    header, body, lines = first_record(path, columns.encoding)
    if not header.strip():
        return None  # an empty file: zero rows
    delimiter = columns.delimiter or max(",;\t|", key=header.count)
    names = [name.strip() for name in _fields(header, delimiter)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidInputError(f"{file}: more than one column is called {', '.join(map(repr, twice))}.")
    chosen = resolve(columns, names, file)
    return Source(number, str(file), str(path), "csv", chosen, tuple(names), delimiter, body, 1 + lines)


def _fields(header: str, delimiter: str) -> list[str]:
    import csv

    return next(csv.reader([header.replace("\r", " ").replace("\n", " ")], delimiter=delimiter), [])


def _parquet_source(number: int, file: Path, columns: Columns, folder: Path) -> Source:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(file)
    except (OSError, pa.ArrowException) as error:
        raise InvalidInputError(f"{file} is no Parquet file: {error}") from error
    geo: dict[str, Any] = json.loads((schema.metadata or {}).get(b"geo", b"{}"))
    geometry, encoding = "", ""
    if geo:
        geometry = str(geo.get("primary_column", ""))
        meta = geo.get("columns", {}).get(geometry, {})
        encoding = str(meta.get("encoding", "")).lower()
        _check_crs(file, meta)
        if encoding not in ("wkb", "point"):
            raise InvalidInputError(f"{file}: geometry in the encoding {encoding!r} is not read; write WKB.")
    names = [name for name in schema.names if name != geometry]
    chosen = resolve(columns, names, file, geometry=geometry)
    return Source(number, str(file), str(file), "parquet", chosen, tuple(names), encoding=encoding)


def _check_crs(file: Path, meta: dict[str, Any]) -> None:
    crs = meta.get("crs")
    if crs is None:
        return
    identifier = crs.get("id", {}) if isinstance(crs, dict) else {}
    name = f"{identifier.get('authority')}:{identifier.get('code')}"
    if name not in _LONLAT:
        raise InvalidInputError(
            f"{file}: its geometry is in {name}, an archive takes longitude and latitude (EPSG:4326). "
            "Reproject it first, for example with geopandas' to_crs(4326)."
        )


def _geojson_source(number: int, file: Path, columns: Columns, folder: Path) -> Source | None:
    path = to_utf8(file, folder / f"{number}.ndjson")
    names: dict[str, None] = {}
    some = 0
    for feature in _features(path, 200):
        some += 1
        if "id" in feature:
            names.setdefault("id")
        names.update(dict.fromkeys(feature.get("properties") or {}))
    if not some and Path(path).stat().st_size == 0:
        return None
    chosen = resolve(columns, list(names), file, geometry="geometry")
    return Source(number, str(file), str(path), "geojson", chosen, tuple(names))


def _features(path: Path, most: int) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for _ in range(most):
            line = file.readline(1 << 24)
            if not line:
                return
            try:
                feature = json.loads(line.strip(b"\xef\xbb\xbf\x1e \r\n"))
            except (ValueError, UnicodeDecodeError):
                continue
            if isinstance(feature, dict) and feature.get("type") == "FeatureCollection":
                raise InvalidInputError(
                    f"{path} is one FeatureCollection; an archive reads one feature a line (GeoJSONSeq). "
                    "Convert it, for example with `ogr2ogr -f GeoJSONSeq events.geojsonl FILE`."
                )
            if isinstance(feature, dict) and isinstance(feature.get("properties"), dict | None):
                yield feature


def split_sources(sources: Sequence[Source], rows: int, size: int) -> list[Part]:
    """Parts of at most about `rows` rows (Parquet) or `size` bytes (text)."""
    parts: list[Part] = []
    for source in sources:
        if source.format == "parquet":
            import pyarrow.parquet as pq

            count = pq.read_metadata(source.path).num_rows
            parts += [
                Part(len(parts) + i, source, start, min(start + rows, count), start)
                for i, start in enumerate(range(0, count, rows))
            ]
        else:
            pieces = split_text(Path(source.path), source.body, source.line, size, quotes=source.format == "csv")
            parts += [Part(len(parts) + i, source, *piece) for i, piece in enumerate(pieces)]
    return parts
