"""Is an archive whole, and does it say the truth about itself?"""

from __future__ import annotations

from mapapp.archive.counts import CELL_SHIFT, CELL_ZOOM
from mapapp.archive.duck import first_line, listed, opened, quoted, unglobbed
from mapapp.archive.manifest import PYRAMID, REJECTS, Archive
from mapapp.archive.shards import digest_of
from mapapp.errors import InvalidInputError, OutputError


def check_archive(archive: Archive, memory: int = 2_000_000_000) -> list[str]:
    """Everything that is wrong, in words; an empty list where nothing is.

    Looks at every file's hash, the order and place of the stored rows, the sums of the pyramid and the totals.
    """
    wrong = []
    files = [(shard.path, shard.bytes, shard.sha256) for shard in archive.shards]
    files += [(name, size, digest) for name, (size, digest) in archive.files.items()]
    for name, size, digest in files:
        path = archive.folder / name
        if not path.is_file():
            wrong.append(f"{name} is missing.")
        elif digest_of(path) != (digest, size):
            wrong.append(f"{name} is not the file that was built: its size or hash differs.")
    if wrong:
        return wrong
    try:
        return _check_rows(archive, memory)
    except (InvalidInputError, OutputError) as error:
        return [f"The store cannot be read: {first_line(error)}"]


def _check_rows(archive: Archive, memory: int) -> list[str]:
    wrong = []
    totals = archive.totals
    if totals.read != totals.stored + totals.rejected + totals.duplicates:
        wrong.append(f"The totals do not add up: {totals}.")
    with opened(memory, 2) as connection:
        for shard in archive.shards:
            path = f"read_parquet({quoted(unglobbed(str(archive.folder / shard.path)))}, file_row_number = true)"
            found = connection.execute(
                f"SELECT count(*), count(*) FILTER (quadkey >> {CELL_SHIFT} NOT BETWEEN {shard.low} AND {shard.high}), "
                "count(*) FILTER (quadkey < before) FROM (SELECT quadkey, "
                f"lag(quadkey) OVER (ORDER BY file_row_number) AS before FROM {path})"
            ).fetchone()
            assert found is not None
            if found[0] != shard.rows:
                wrong.append(f"{shard.path} holds {found[0]:,} rows, not {shard.rows:,}.")
            if found[1] or found[2]:
                wrong.append(f"{shard.path}: {found[1] + found[2]:,} rows are not at their place.")
        pyramid = listed([str(archive.folder / PYRAMID)])
        sums = connection.execute(f"SELECT z, sum(n) FROM read_parquet({pyramid}) GROUP BY z ORDER BY z").fetchall()
        if [zoom for zoom, _ in sums] != list(range(CELL_ZOOM + 1)):
            wrong.append(f"{PYRAMID} has not the zooms 0 to {CELL_ZOOM}.")
        wrong += [
            f"{PYRAMID}: zoom {zoom} counts {n:,} events, not {totals.stored:,}."
            for zoom, n in sums
            if n != totals.stored
        ]
        rejects = quoted(unglobbed(str(archive.folder / REJECTS)))
        count = connection.execute(
            f"SELECT count(*) FROM read_csv({rejects}, header = true, all_varchar = true, auto_detect = false, "
            "delim = ',', quote = '\"', escape = '\"', max_line_size = 16000000, "
            "columns = {'file': 'VARCHAR', 'row': 'VARCHAR', 'reason': 'VARCHAR', 'found': 'VARCHAR'})"
        ).fetchone()
        if count is None or count[0] != totals.rejected + totals.duplicates:
            wrong.append(
                f"{REJECTS} does not hold the {totals.rejected + totals.duplicates:,} rows that are not stored."
            )
    return wrong
