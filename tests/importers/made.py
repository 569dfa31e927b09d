"""Files to import, made by the tests, and imports of them into folders of their own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from mapapp.atlas import check_atlas, open_atlas
from mapapp.importers import Decisions, ImportReport, import_file
from mapapp.model import Atlas

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def table(folder: Path, rows: Sequence[Sequence[object]], name: str = "events.csv", encoding: str = "utf-8") -> Path:
    """Write rows, the header first, as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path = folder / name
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def imported(path: Path, folder: Path, **decided: object) -> tuple[Atlas, ImportReport]:
    """The atlas that an import gives, which has no problems, and the report."""
    report = import_file(path, folder, Decisions(**decided))  # type: ignore[arg-type]
    assert check_atlas(str(folder)) == []
    return open_atlas(str(folder)), report


def bytes_of(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def said(report: ImportReport, what: str, field: str = "") -> list[str]:
    """The reasons of a sort of entries."""
    return [entry.why for entry in report.entries if entry.what == what and field in ("", entry.field)]
