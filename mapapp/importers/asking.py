"""What an import leaves open, as the command line asks it: each question with the options that answer it."""

from __future__ import annotations

import shlex
from pathlib import Path

from mapapp.importers.decisions import Decisions
from mapapp.importers.importing import propose
from mapapp.importers.reasons import named_places
from mapapp.importers.sheet import ALL_SHEETS

_MOST = 20
"""Names that are listed."""


def open_questions(file: Path, folder: Path, decisions: Decisions) -> str:
    """The questions about a file that nobody has answered, as lines; each answer is an option to be given.

    Raises what `propose` raises.
    """
    proposal = propose(file, decisions, folder)
    lines = []
    for question in proposal.questions:
        lines.append(f"? {question.text}")
        for answer in question.answers:
            all_of_them = "  (all of them)" if answer == ALL_SHEETS else ""
            lines.append(f"    --{question.decision} {shlex.quote(answer)}{all_of_them}")
        if not question.answers:
            lines.append(f"    --{question.decision} …")
    for name, candidates in list(proposal.names.items())[:_MOST]:
        lines.append(f"? Which place is meant by {name}? None of these is taken until you say so.")
        lines += [f"    --place {shlex.quote(f'{name}={one.id}')}  {named_places([one])}" for one in candidates]
    if len(proposal.names) > _MOST:
        lines.append(f"? … and {len(proposal.names) - _MOST} more names; the report has them all.")
    return "".join(f"{line}\n" for line in lines)
