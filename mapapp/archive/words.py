"""An archive in words, for the terminal."""

from __future__ import annotations

import json

from mapapp.archive.ingest import span_text
from mapapp.archive.manifest import Archive
from mapapp.plain import safe_text


def archive_text(archive: Archive) -> str:
    """What an archive holds, in a few lines."""
    west, south, east, north = archive.bounds
    kinds = ", ".join(f"{kind.name or '(none)'} {kind.rows:,}" for kind in archive.kinds)
    stored = sum(shard.bytes for shard in archive.shards)
    tiles = archive.files["tiles.pmtiles"][0]
    lines = [
        f"{archive.name}: {archive.totals.stored:,} events, {span_text(archive.first, archive.last)}",
        f"rows: {archive.totals}",
        f"kinds: {kinds}",
        f"bounds: {west:.4f}, {south:.4f}, {east:.4f}, {north:.4f}; counted by {archive.unit}",
        f"files: store {stored / 1e6:,.1f} MB in {len(archive.shards)} shards, tiles {tiles / 1e6:,.1f} MB",
        f"checksum: {archive.checksum}",
    ]
    return "\n".join(safe_text(line) for line in lines)


def record_line(record: str) -> str:
    """A record of `query.stream_records` as one line for a terminal."""
    event = json.loads(record)
    lon, lat = event["geometry"]["coordinates"]
    cells = (
        f"{event['when']:<22}",
        f"{event['kind']:<16}",
        f"{lon:>10.4f} {lat:>9.4f}",
        event["id"],
        event["title"]["und"],
    )
    return safe_text("  ".join(" ".join(cell.split()) if i > 2 else cell for i, cell in enumerate(cells)))
