"""Nothing is lost: killed programs, a full disk, folders that nobody may write."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from mapapp.atlas import open_atlas
from tests.atlas.examples import MINIMAL
from tests.hostile.kills import run

pytestmark = pytest.mark.slow

FULL = """
import resource, signal, sys
sys.dont_write_bytecode = True  # Python would keep a module cut off at the limit, for every program after this one
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
from mapapp.cli import main
main(sys.argv[1:])
"""
FULL_SAVE = """
import resource, signal, sys
sys.dont_write_bytecode = True
from dataclasses import replace
from pathlib import Path
from mapapp.editing import Draft
from mapapp.errors import OutputError
draft = Draft(Path(sys.argv[1]))
before = draft.atlas
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600))
words = dict.fromkeys(before.languages, "x" * 3000)
try:
    draft.apply(replace(before, events=(replace(before.events[0], title=words), *before.events[1:]), sha256=""), "step")
except OutputError as error:
    print(error)
assert draft.atlas is before and not draft.steps
"""


def test_what_a_killed_program_leaves_is_whole() -> None:
    assert run(16, seed=20261126) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of resources")
@pytest.mark.parametrize("extension", [".geojson", ".csv", ".kml", ".gpkg", ".html", ".parquet"])
def test_a_full_disk_leaves_the_old_file(extension: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{extension}"
    target.write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", FULL, "export", str(MINIMAL), "-o", str(target)], capture_output=True, text=True,
        check=False, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode != 0 and "Traceback" not in done.stderr, done.stderr
    assert "cannot be" in done.stderr
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [target.name], "nothing half-written is left"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of resources")
def test_a_full_disk_refuses_a_step_and_keeps_the_atlas(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MINIMAL, tmp_path / "atlas"))
    sha256 = open_atlas(folder).sha256
    done = subprocess.run([sys.executable, "-c", FULL_SAVE, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "cannot be written" in done.stdout, done.stderr
    assert open_atlas(folder).sha256 == sha256
    assert sorted(file.name for file in folder.iterdir()) == sorted(file.name for file in MINIMAL.iterdir())


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder in which even root cannot write")
@pytest.mark.parametrize("command", ["export", "snapshot"])
def test_a_read_only_folder_is_named(command: str) -> None:
    name = "/proc/self/out.geojson" if command == "export" else "/proc/self/out.svg"
    script = "from mapapp.cli import main; import sys; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", script, command, str(MINIMAL), "-o", name], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0 and "Traceback" not in done.stderr
    assert f"{name} cannot be written" in done.stderr
