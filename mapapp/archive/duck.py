"""DuckDB, opened with bounded memory; its absence and its troubles in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mapapp.errors import InvalidInputError, MissingPartError, OutputError

if TYPE_CHECKING:
    import duckdb

INSTALL = "pip install 'mapapp[archive]'"

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
_STEPS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_SHARE = 0.5  # of the memory: DuckDB's own accounting leaves out its buffers of files, Python and Arrow
_LEAST = 256_000_000
_FORMULA = "'^''*([\\t\\r\\n]|\\s*[=+\\-@＝＋－＠])'"


def parse_memory(text: str) -> int:
    """Bytes of `2GB`, `512MB`. Raises InvalidInputError; less than 256 MB is not enough for anything."""
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise InvalidInputError(f"--memory {text!r} is not understood: write 2GB or 800MB.")
    size = int(float(match.group(1)) * 1000 ** _STEPS[match.group(2).upper()])
    if size < _LEAST:
        raise InvalidInputError(f"--memory {text!r} is too little: at least 256MB.")
    return size


def load_duckdb() -> Any:
    """The module duckdb. Raises MissingPartError with the command that installs it."""
    try:
        import duckdb
    except ImportError as error:
        raise MissingPartError(f"Archives need DuckDB, which is not installed. Install it: {INSTALL}") from error
    return duckdb


def spatial_path() -> Path:
    """The file of DuckDB's spatial extension, loaded by path so that nothing is fetched. Raises MissingPartError."""
    duckdb = load_duckdb()
    try:
        import duckdb_extension_spatial as package
    except ImportError as error:
        raise MissingPartError(f"DuckDB's spatial extension is not installed. Install it: {INSTALL}") from error
    name = "spatial.duckdb_extension"
    path = Path(str(package.__file__)).parent / "extensions" / f"v{duckdb.__version__}" / name
    if not path.is_file():
        raise MissingPartError(f"The spatial extension is not made for DuckDB {duckdb.__version__}. Mend it: {INSTALL}")
    return path


@contextmanager
def opened(
    memory: int, threads: int, folder: Path | None = None, *, spatial: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own in memory that spills into `folder`; without one it spills nowhere.

    `memory` is what the whole process may use, in bytes. Raises OutputError where disk or memory do not suffice.
    """
    duckdb = load_duckdb()
    settings: dict[str, Any] = {
        "memory_limit": f"{int(memory * _SHARE) // 1_000_000}MB",
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": str(folder) if folder else "",
    }
    with words_for_troubles(), duckdb.connect(config=settings) as connection:
        connection.execute("SET TimeZone = 'UTC'") if _has_icu(connection) else None
        connection.execute("SET GLOBAL parquet_metadata_cache = true")  # a shard looks into the same parts twice
        if spatial:
            connection.execute(f"LOAD {quoted(str(spatial_path()))}")
        yield connection


def _has_icu(connection: duckdb.DuckDBPyConnection) -> bool:
    found = connection.execute("SELECT loaded FROM duckdb_extensions() WHERE extension_name = 'icu'").fetchone()
    return bool(found and found[0])


@contextmanager
def words_for_troubles() -> Iterator[None]:
    """Turn a full disk and a lack of memory into OutputError, a damaged file into InvalidInputError, in words."""
    duckdb = load_duckdb()
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise OutputError(f"The memory does not suffice; give more with --memory. ({first_line(error)})") from error
    except (duckdb.IOException, OSError) as error:
        raise OutputError(f"A file cannot be written or read: {first_line(error)}") from error
    except duckdb.Error as error:
        raise InvalidInputError(f"A file does not hold what it should: {first_line(error)}") from error


def first_line(error: BaseException) -> str:
    """The first line of an error's text."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return text.splitlines()[0] if text else type(error).__name__


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def neutral_sql(sql: str) -> str:
    """SQL of a text that no spreadsheet runs: the twin of `mapapp.formulas.neutral`."""
    return f"CASE WHEN regexp_matches({sql}, {_FORMULA}) THEN '''' || {sql} ELSE {sql} END"


def named(name: str) -> str:
    """A name of a column as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def listed(paths: list[str]) -> str:
    """Paths as a list of SQL; characters that a glob would take as its own are bracketed."""
    return "[" + ", ".join(quoted(unglobbed(path)) for path in paths) + "]"


def unglobbed(path: str) -> str:
    """A path in which `*`, `?` and `[` stand for themselves."""
    return re.sub(r"([*?\[])", r"[\1]", path)
