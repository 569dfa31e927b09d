"""A folder with the page of an archive, for any static web host: the page, the tiles, and pages of its events.

`events.bin` holds gzipped JSON arrays of rows one behind the other, `events.idx` 16 bytes for each: the quadkey of its
first row, its offset (8 bytes) and its length, little-endian. webmap/static/archive-source.js reads both.
"""

from __future__ import annotations

import gzip
import json
import shutil
import struct
import tempfile
from pathlib import Path

from mapapp.archive.duck import listed, named, opened, words_for_troubles
from mapapp.archive.manifest import TILES, Archive
from mapapp.archive.query import when_sql
from mapapp.archive.serve import is_free
from mapapp.errors import OutputError
from mapapp.view import View
from mapapp.webmap import CountedPage, render_counted_page

PAGE_ROWS = 500
_READ = """An archive of mapapp for the web
Copy this folder to any web host that answers range requests (nearly all do) and open index.html there.
From the disk (file:) browsers do not let a page read the files beside it.
tiles.pmtiles holds the counts, events.bin and events.idx the single events. Keep all files together.
"""


def write_viewer(archive: Archive, folder: Path, *, events: bool = True, view: View | None = None) -> None:
    """Write the folder, whole or not at all. Raises OutputError where it is not empty or cannot be written."""
    if not is_free(folder):
        raise OutputError(f"{folder} is not empty; name a folder that is new.")
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.absolute().parent) as made:
            place = Path(made) / "viewer"
            place.mkdir()
            shutil.copyfile(archive.folder / TILES, place / TILES)
            tag = archive.checksum[:16]
            beside = {"kind": "pages", "url": f"events.bin?v={tag}", "index": f"events.idx?v={tag}"}
            pages = beside | {"keep": list(archive.keep)} if events else None
            if events:
                _write_pages(archive, place)
            facts = {"archive": archive.checksum}
            shown = CountedPage(archive.name, archive.attribution, f"{TILES}?v={tag}", pages, facts)
            (place / "index.html").write_text(render_counted_page(shown, view), "utf-8")
            (place / "README.txt").write_text(_READ, "utf-8")
            if folder.exists():
                folder.rmdir()
            place.rename(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}.") from error


def _write_pages(archive: Archive, place: Path) -> None:
    names = {kind.name: number for number, kind in enumerate(archive.kinds) if not kind.rest}
    columns = (
        f"id, kind, title, {when_sql()} AS edtf_text, first, last, geometry.x AS lon, geometry.y AS lat, quadkey, "
        "CAST(approximate AS INTEGER) AS approximate"
    ) + "".join(f", {named(name)}" for name in archive.keep)
    offset = 0
    with (place / "events.bin").open("wb") as data, (place / "events.idx").open("wb") as index:
        for path in archive.paths():
            with words_for_troubles(), opened(500_000_000, 1) as connection:
                result = connection.execute(f"SELECT {columns} FROM read_parquet({listed([path])})")
                while rows := result.fetchmany(PAGE_ROWS):
                    values = [[row[0], names.get(row[1], len(names)), *row[2:]] for row in rows]
                    page = gzip.compress(
                        json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(), 6, mtime=0
                    )
                    index.write(struct.pack("<IQI", rows[0][8], offset, len(page)))
                    data.write(page)
                    offset += len(page)
