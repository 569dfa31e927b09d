"""Write tests/data/invalid/*/expected.txt from what the checker says now: `python -m tests.atlas.write_expected`.

Read the difference before you commit it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.atlas.examples import INVALID
from tests.atlas.test_problems import found_text


def main() -> None:
    for changes in INVALID:
        with tempfile.TemporaryDirectory() as folder:
            text = found_text(changes, Path(folder))
        (changes / "expected.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
