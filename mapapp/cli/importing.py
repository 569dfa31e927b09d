"""`mapapp import`: a file of another format into an atlas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.printing import working


def import_into(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A table, GeoJSON, GeoPackage, KML, Linked Places …")],
    to: Annotated[
        Path, typer.Option("--to", metavar="ATLAS", help="A folder, or the name of your own; a new one is created.")
    ],
    file_format: Annotated[str, typer.Option("--format", help="The format, where the name does not say it.")] = "",
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="FIELD=COLUMN,…|FILE", help="Which column is which field.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="UTF-8, Big5, GB18030, Shift-JIS …; without it, it is detected.")] = "",
    sheet: Annotated[str, typer.Option(help="The sheet of a workbook, or the layer of a GeoPackage.")] = "",
    records: Annotated[str, typer.Option(help="events, places, or both: what a row is.")] = "",
    order: Annotated[str, typer.Option(help="day-first or month-first: how 8/9/2004 is meant.")] = "",
    fiscal_month: Annotated[int | None, typer.Option(help="The month in which FY2004 begins.")] = None,
    serials: Annotated[str, typer.Option(help="1900 or 1904: from when day numbers count.")] = "",
    lang: Annotated[str, typer.Option(help="The language of texts whose column names none.")] = "",
    gazetteer: Annotated[
        str, typer.Option(help="no: places that are only named stay so; yes: small towns far off are taken too.")
    ] = "",
    place: Annotated[
        list[str] | None, typer.Option(metavar="NAME=ID", help="Which place a name means (ids: mapapp locate).")
    ] = None,
    crs: Annotated[
        str, typer.Option(metavar="EPSG:CODE|NAME", help="The reference system of coordinates: EPSG:3826, JGD2011 …")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and write nothing.")] = False,
) -> None:
    """Import a file into an atlas, with a report of every change, guess, question and refusal."""
    from dataclasses import replace

    from mapapp.atlas import target_folder
    from mapapp.importers import Decisions, import_file, open_questions, parse_map, parse_places, short_report
    from mapapp.plain import safe_text

    given = Decisions(file_format, encoding, sheet, records, order, fiscal_month, serials, lang, gazetteer, crs)
    decisions = replace(given, places=parse_places(place or [])).over(parse_map(columns or []))
    with working(f"importing {file.name}"):
        report = import_file(file, folder := target_folder(to), decisions, dry_run)
    print(safe_text(short_report(report), keep="\n"))
    if dry_run:
        print(safe_text(open_questions(file, folder, decisions), keep="\n"), end="")
    if report.path is not None:
        print(safe_text(f"report: {report.path}"))
    elif not dry_run:
        print("nothing to change: nothing was written")
