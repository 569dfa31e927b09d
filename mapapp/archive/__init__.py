"""Event archives of 10^6 to 10^9 rows: built, queried, served. The optional part `mapapp[archive]`.

`manifest` alone is light; all else loads DuckDB when it is called. docs/reference/archive.md is the manual.
"""

from mapapp.archive.manifest import Archive, is_archive, open_archive

__all__ = ["Archive", "is_archive", "open_archive"]
