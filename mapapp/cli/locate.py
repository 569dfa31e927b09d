"""`mapapp locate`: a name to places, offline."""

from __future__ import annotations

from typing import Annotated

import typer

from mapapp.cli.options import Json
from mapapp.cli.printing import print_json


def locate(
    name: Annotated[str, typer.Argument(metavar="NAME", help="In any script: Bishkek, 比什凱克, ビシュケク.")],
    year: Annotated[str | None, typer.Option(help="EDTF: prefer names in force then, as 1985.")] = None,
    near: Annotated[str | None, typer.Option(metavar="ATLAS", help="This atlas's places first, and near them.")] = None,
    online: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask this geocoder too; {name} stands in its address.")
    ] = None,
    lang: Annotated[str, typer.Option(help="en, zh-Hant or ja: names, kinds and reasons in this language.")] = "en",
    as_json: Json = False,
) -> None:
    """Find places by name in the shipped gazetteer: with a score, and the reasons for it."""
    from mapapp.gazetteer.answer import answer, candidate_json, candidates_text
    from mapapp.language import translator

    found, t = answer(name, year, near, online), translator(lang)
    if as_json:
        print_json([candidate_json(one, t) for one in found])
        return
    from mapapp.plain import safe_text

    print(safe_text(candidates_text(name, found, t), keep="\n"))
