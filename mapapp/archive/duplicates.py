"""Rows whose id stands in an earlier row, in any file: found by the hashes of the ids, decided by the ids."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mapapp.archive.duck import listed, opened, quoted


def find_duplicates(parts: Sequence[str], target: Path, memory: int, threads: int, rows: int) -> int:
    """Write (file, row, id, first_file, first_row) of every repeated row to `target`; gives their number.

    Of rows with the same id the first, by file and row, is kept. Memory is bounded: hashes are sorted band by band.
    """
    import numpy as np
    import pyarrow as pa

    bands = max(1, -(-rows * 64 // memory))
    files = listed(list(parts))
    found = []
    with opened(memory, threads, target.parent / "spill") as connection:
        for band in range(bands):
            hashes = connection.execute(
                f"SELECT idhash FROM read_parquet({files}) WHERE idhash IS NOT NULL AND idhash % {bands} = {band}"
            ).fetchnumpy()["idhash"]
            hashes = np.asarray(hashes, dtype=np.uint64)
            hashes.sort()
            found.append(np.unique(hashes[1:][hashes[1:] == hashes[:-1]]))
        repeated = np.concatenate(found)
        connection.register("repeated", pa.table({"idhash": pa.array(repeated, pa.uint64())}))
        beside = target.with_name(f".{target.name}")
        connection.execute(
            "COPY (SELECT file, row, id, first_file, first_row FROM (SELECT file, row, id, "
            "first_value(file) OVER same AS first_file, first_value(row) OVER same AS first_row, "
            f"row_number() OVER same AS place FROM read_parquet({files}) SEMI JOIN repeated USING (idhash) "
            "WINDOW same AS (PARTITION BY id ORDER BY file, row)) WHERE place > 1 ORDER BY file, row) "
            f"TO {quoted(str(beside))} (FORMAT parquet)"
        )
        count = connection.execute(f"SELECT count(*) FROM read_parquet({listed([str(beside)])})").fetchone()
    beside.replace(target)
    return int(count[0]) if count else 0
