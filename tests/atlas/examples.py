"""Atlases for tests: the minimal one, and broken ones made of it by the changes in tests/data/invalid/."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
MINIMAL = DATA / "minimal"
INVALID = sorted(folder for folder in (DATA / "invalid").iterdir() if folder.is_dir())
_OWN = ("removed.txt", "expected.txt")


def build_example(changes: Path, target: Path) -> Path:
    """Copy the minimal atlas to `target` and lay the changed files over it.

    `removed.txt` names files to take away (`.`: the folder), and `@REPEAT n@` in a file stands for n letters.
    """
    shutil.copytree(MINIMAL, target)
    for file in sorted(path for path in changes.rglob("*") if path.is_file()):
        if file.name not in _OWN:
            data = file.read_bytes()
            copy = target / file.relative_to(changes)
            copy.write_bytes(re.sub(rb"@REPEAT (\d+)@", lambda found: b"x" * int(found[1]), data))
    removed = changes / "removed.txt"
    for name in removed.read_text("utf-8").split() if removed.exists() else ():
        if name == ".":
            shutil.rmtree(target)
        else:
            (target / name).unlink()
    return target
