"""Single records outside their files: from the text of a form and back, and the checks of a whole atlas in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from operator import attrgetter
from typing import Any, TypeVar

from mapapp.atlas.check import check_parts
from mapapp.atlas.codes import Report
from mapapp.atlas.files import Row
from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.atlas.header import Header
from mapapp.atlas.lots import Rows
from mapapp.atlas.parts import At, Parts
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.places import read_places
from mapapp.atlas.rows import read_rows_of
from mapapp.atlas.sources import read_sources
from mapapp.atlas.tables import Table, headings
from mapapp.errors import Problem, Where
from mapapp.model import Atlas, Place, Source

T = TypeVar("T")


def read_cells(
    table: Table, cells: Mapping[str, str], languages: Sequence[str]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """The values of one row of a table given as text by column; None, with all its problems, where a cell is wrong.

    Columns that are not named count as empty. Problems name the column, and the row by the `id` it gives.
    """
    report = Report()
    known = headings(table, languages)
    names = [*known, *(name for name in cells if name not in known)]
    row = Row(0, [str(cells.get(name, "")).strip() for name in names])
    (record,) = read_rows_of(table, Row(0, names), [row], languages, report)
    where = cells.get("id") or cells.get("subject") or None
    problems = [
        Problem(found.code, Where(found.where.file, where, found.where.field), found.message, found.mend)
        for found in report.problems
    ]
    return (record.values if record.whole and not problems else None), problems


def write_cells(table: Table, record: Mapping[str, Any], languages: Sequence[str]) -> dict[str, str]:
    """The text of each column for the values of one row: the reverse of `read_cells`."""
    cells = {
        name: column.form.write(record[column.name]) if language is None else record[column.name].get(language, "")
        for name, (column, language) in headings(table, languages).items()
    }
    return cells | dict(record.get("extra", {}))


def read_place(feature: Mapping[str, Any], languages: Sequence[str]) -> tuple[Place | None, list[Problem]]:
    """A place from its GeoJSON feature, as places.geojson holds it; None, with all its problems, where it is wrong."""
    report = Report()
    _, found = read_places({"type": "FeatureCollection", "features": [feature]}, languages, report)
    return next(iter(found.records), None), report.problems


def read_source(item: Mapping[str, Any]) -> tuple[Source | None, list[Problem]]:
    """A source from its CSL-JSON item, as sources.json holds it; None, with all its problems, where it is wrong."""
    report = Report()
    ((_, source),) = read_sources([item], report)
    return source, report.problems


def check_records(atlas: Atlas) -> list[Problem]:
    """Everything that is wrong between the records of an atlas: references, citations, times, licences."""
    report = Report()
    check_parts(_parts(atlas), report)
    return report.problems


def _parts(atlas: Atlas) -> Parts:
    header = Header(**{name: getattr(atlas, name) for name in Header.__slots__})
    ids: dict[str, dict[str, At] | None] = {
        "era": _ids(HEADER_FILE, atlas.eras),
        "kind": _ids(HEADER_FILE, atlas.kinds),
        "layer": _ids(HEADER_FILE, atlas.layers),
        "source": _ids("sources.json", atlas.sources),
        "place": _ids(PLACES_FILE, atlas.places),
        "actor": _ids("actors.csv", atlas.actors),
        "event": _ids("events.csv", atlas.events),
        "figure": _ids("figures.csv", atlas.figures),
        "disagreement": _ids("disagreements.csv", atlas.disagreements),
        "reading": {f"{d.id}/{r.id}": ("readings.csv", d.id, None) for d in atlas.disagreements for r in d.readings},
        "citation": {},
    }
    subjects = list(map(attrgetter("subject"), atlas.citations))
    return Parts(
        header,
        atlas.languages,
        sources=_rows(atlas.sources),
        actors=_rows(atlas.actors),
        places=_rows(atlas.places),
        events=_rows(atlas.events),
        figures=_rows(atlas.figures),
        citations=Rows(subjects, atlas.citations),
        disagreements=_rows(atlas.disagreements),
        coverage=Rows([row["source"] for row in atlas.coverage], list(map(dict, atlas.coverage))),
        ids=ids,
        cited=set(compress(subjects, map("supports".__eq__, map(attrgetter("stance"), atlas.citations)))),
    )


def _ids(file: str, records: Sequence[Any]) -> dict[str, At]:
    return dict.fromkeys(map(attrgetter("id"), records), (file, None, None))


def _rows(records: Sequence[T]) -> Rows[T]:
    return Rows(list(map(attrgetter("id"), records)), records)
