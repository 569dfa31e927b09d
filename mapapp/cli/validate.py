"""`mapapp validate`: every problem of an atlas."""

from __future__ import annotations

from dataclasses import replace

import typer

from mapapp.cli.options import AtlasName, Json
from mapapp.cli.printing import print_json, problem_json
from mapapp.errors import NotFoundError, Problem, Where


def validate(atlas: AtlasName, as_json: Json = False) -> None:
    """Report every problem of an atlas: exit 0 if there is none, 1 if there are."""
    from mapapp.plain import safe_text

    problems = atlas_problems(atlas)
    if as_json:
        print_json([problem_json(problem) for problem in problems])
    else:
        for problem in problems:
            print(safe_text(str(problem)))
        count = {0: "no problems", 1: "1 problem"}.get(len(problems), f"{len(problems)} problems")
        print(safe_text(f"{atlas}: {count}"))
    raise typer.Exit(1 if problems else 0)


def atlas_problems(name: str) -> list[Problem]:
    """All problems of an atlas, those of its default view and of the views of its tours included."""
    from mapapp.atlas import check_atlas, find_atlas, read_atlas
    from mapapp.tours import check_tours
    from mapapp.view import read_view

    try:
        atlas, problems = read_atlas(find_atlas(name))
    except NotFoundError:
        return check_atlas(name)
    found = read_view(atlas.view)[1] if atlas else []
    problems += [replace(one, where=Where("atlas.toml", None, f"view: {one.where.field}")) for one in found]
    return problems + (check_tours(atlas) if atlas else [])
