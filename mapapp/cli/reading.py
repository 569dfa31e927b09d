"""`mapapp read`: a document to proposals for an atlas."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mapapp.cli.options import Json
from mapapp.cli.printing import print_json, working


def read(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="A .txt, .md, .docx, .pdf or .html file.")],
    to: Annotated[str, typer.Option("--to", metavar="ATLAS", help="The atlas of your own that they are for.")],
    written: Annotated[
        str | None, typer.Option(metavar="EDTF", help="When it was written, for 'last year' and 去年.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Find places and dates in a document and propose them for an atlas; the review desk decides."""
    from dataclasses import asdict

    from mapapp.plain import safe_text
    from mapapp.reading.desk import read_for_atlas, reading_text

    with working(f"reading {document.name}"):
        reading = read_for_atlas(document, to, written)
    if as_json:
        print_json([asdict(proposal) for proposal in reading.proposals])
        return
    print(safe_text(reading_text(reading), keep="\n"))
    print(safe_text(f"Decide them with: mapapp explore {to} (Review)"))
