"""The pages of a PDF as text, read in a process of its own: a hostile file can take neither time nor memory from us."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from mapapp.errors import InvalidInputError, told

SECONDS = 120
"""What a PDF may take of a processor."""

MEMORY = 2 * 2**30
"""What it may take of the memory, in bytes (where the system can tell a process so)."""


def pdf_pages(name: str, data: bytes) -> list[str]:
    """The text of each page. Raises InvalidInputError for what is no PDF, is locked, or takes too long."""
    if b"%PDF-" not in data[:1024]:
        raise InvalidInputError(told("{name} is no PDF, whatever its name says.", name=repr(name)))
    reader = Path(__file__).with_name("pdf_reader.py")
    command = [sys.executable, "-I", str(reader), str(SECONDS), str(MEMORY)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=3 * SECONDS, check=False)  # noqa: S603
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        answer = {}
    except ValueError:  # it was ended by the system, or could not say anything
        answer = {}
    if "pages" in answer:
        return list(answer["pages"])
    if answer.get("locked"):
        raise InvalidInputError(told("{name} is locked with a password: save it without one.", name=repr(name)))
    why = answer.get("error", told("it takes more time or memory than it may"))
    raise InvalidInputError(told("{name} is no PDF that can be read ({why}).", name=repr(name), why=why))
