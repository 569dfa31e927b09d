"""Writing what a View shows into a file of another format.

A new format is one module with a function `(atlas, view, path)`, one line in FORMATS and a section in
docs/reference/exports.md. The command line and the explorer's dialog read this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mapapp.errors import InvalidInputError
from mapapp.export.annotations import write_annotations
from mapapp.export.bibtex import write_bibtex
from mapapp.export.csl import write_csl
from mapapp.export.flatgeobuf import write_flatgeobuf
from mapapp.export.geojson import write_geojson
from mapapp.export.geopackage import write_geopackage
from mapapp.export.geoparquet import write_geoparquet
from mapapp.export.html import write_html
from mapapp.export.kml import write_kml
from mapapp.export.linked_places import write_linked_places
from mapapp.export.picture import write_picture
from mapapp.export.table import METADATA, write_csv
from mapapp.model import Atlas
from mapapp.view import View

Group = Literal["Picture", "Page", "Data", "References"]
"""What a format is for; the words are messages of the interface."""

GROUPS: tuple[Group, ...] = ("Picture", "Page", "Data", "References")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its group, its own name, its media type, its function, and what is written beside the file.

    `beside` is what the name of a second file has more than that of the first; empty where there is none.
    """

    group: Group
    name: str
    media_type: str
    write: Callable[[Atlas, View, Path], None]
    beside: str = ""

    @property
    def picture(self) -> bool:
        """True for what opens at the atlas's default view, false for data, which begin with everything."""
        return self.group in ("Picture", "Page")


FORMATS: dict[str, Format] = {
    ".png": Format("Picture", "PNG", "image/png", write_picture),
    ".svg": Format("Picture", "SVG", "image/svg+xml", write_picture),
    ".pdf": Format("Picture", "PDF", "application/pdf", write_picture),
    ".html": Format("Page", "HTML", "text/html", write_html),
    ".geojson": Format("Data", "GeoJSON", "application/geo+json", write_geojson),
    ".gpkg": Format("Data", "GeoPackage", "application/geopackage+sqlite3", write_geopackage),
    ".kml": Format("Data", "KML", "application/vnd.google-earth.kml+xml", write_kml),
    ".csv": Format("Data", "CSV", "text/csv", write_csv, beside=METADATA),
    ".parquet": Format("Data", "GeoParquet", "application/vnd.apache.parquet", write_geoparquet),
    ".fgb": Format("Data", "FlatGeobuf", "application/octet-stream", write_flatgeobuf),
    ".lpf.json": Format("Data", "Linked Places", "application/geo+json", write_linked_places),
    ".csl.json": Format("References", "CSL-JSON", "application/vnd.citationstyles.csl+json", write_csl),
    ".bib": Format("References", "BibTeX", "application/x-bibtex", write_bibtex),
    ".jsonld": Format("References", "Web Annotation", "application/ld+json", write_annotations),
}


def format_of(path: Path) -> Format:
    """The format that the end of a file name asks for. Raises InvalidInputError, which lists the known ones."""
    name = path.name.lower()
    for extension, found in FORMATS.items():
        if name.endswith(extension):
            return found
    raise InvalidInputError(f"{path.name!r}: unknown format; export writes {', '.join(FORMATS)}.")
