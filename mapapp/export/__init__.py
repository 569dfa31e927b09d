"""Writing what a View shows into a file of another format.

A new format is one module with a function `(atlas, view, path)`, one line in FORMATS and a section in
docs/reference/exports.md. The command line and the explorer's dialog read this table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

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
from mapapp.language import msg
from mapapp.model import Atlas
from mapapp.readings import follow_readings
from mapapp.view import View

PICTURE, ANIMATION, PAGE, DATA, REFERENCES = GROUPS = (
    msg("Picture"), msg("Animation"), msg("Page"), msg("Data"), msg("References"),
)  # fmt: skip
"""What a format is for; the words are messages of the interface."""


Writer = Callable[[Atlas, View, Path], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its group, its own name, what it is for, its media type, its function, and what stands beside the file.

    Groups and uses are messages of the interface. `beside` is what the name of a second file has more than that of
    the first; empty where there is none.
    """

    group: str
    name: str
    use: str
    media_type: str
    write: Writer
    beside: str = ""

    @property
    def picture(self) -> bool:
        """True for what opens at the atlas's default view, false for data, which begin with everything."""
        return self.group in (PICTURE, ANIMATION, PAGE)


def followed(write: Writer) -> Writer:
    """A writer that gets the atlas as the View's readings have it; the page carries all readings and needs none."""
    return lambda atlas, view, path: write(follow_readings(atlas, view), view, path)


FORMATS: dict[str, Format] = {
    ".png": Format(PICTURE, "PNG", msg("for slides and documents"), "image/png", write_picture),
    ".svg": Format(PICTURE, "SVG", msg("for editing and print"), "image/svg+xml", write_picture),
    ".pdf": Format(PICTURE, "PDF", msg("for print; its text can be selected"), "application/pdf", write_picture),
    ".gif": Format(ANIMATION, "GIF", msg("year by year, for slides and chats"), "image/gif", write_picture),
    ".webp": Format(ANIMATION, "WebP", msg("year by year, for web pages; sharper"), "image/webp", write_picture),
    ".mp4": Format(ANIMATION, "MP4", msg("year by year, as a film"), "video/mp4", write_picture),
    ".html": Format(PAGE, "HTML", msg("an interactive page that works offline"), "text/html", write_html),
    ".geojson": Format(DATA, "GeoJSON", msg("for web maps and GIS"), "application/geo+json", followed(write_geojson)),
    ".gpkg": Format(
        DATA,
        "GeoPackage",
        msg("for QGIS and other GIS: a layer for each sort of record"),
        "application/geopackage+sqlite3",
        followed(write_geopackage),
    ),
    ".kml": Format(
        DATA, "KML", msg("for Google Earth, with time"), "application/vnd.google-earth.kml+xml", followed(write_kml)
    ),
    ".csv": Format(DATA, "CSV", msg("the events, for spreadsheets"), "text/csv", followed(write_csv), beside=METADATA),
    ".parquet": Format(
        DATA,
        "GeoParquet",
        msg("for pandas, DuckDB and other data tools"),
        "application/vnd.apache.parquet",
        followed(write_geoparquet),
    ),
    ".fgb": Format(
        DATA,
        "FlatGeobuf",
        msg("for GIS and web maps, fast to read"),
        "application/octet-stream",
        followed(write_flatgeobuf),
    ),
    ".lpf.json": Format(
        DATA, "Linked Places", msg("the places, for gazetteers"), "application/geo+json", followed(write_linked_places)
    ),
    ".csl.json": Format(
        REFERENCES,
        "CSL-JSON",
        msg("the sources, for Zotero and other reference managers"),
        "application/vnd.citationstyles.csl+json",
        followed(write_csl),
    ),
    ".bib": Format(REFERENCES, "BibTeX", msg("the sources, for LaTeX"), "application/x-bibtex", followed(write_bibtex)),
    ".jsonld": Format(
        REFERENCES,
        "Web Annotation",
        msg("the citations, as annotations of the sources’ texts"),
        "application/ld+json",
        followed(write_annotations),
    ),
}


def format_of(path: Path) -> Format:
    """The format that the end of a file name asks for. Raises InvalidInputError, which lists the known ones."""
    name = path.name.lower()
    for extension, found in FORMATS.items():
        if name.endswith(extension):
            return found
    raise InvalidInputError(f"{path.name!r}: unknown format; export writes {', '.join(FORMATS)}.")
