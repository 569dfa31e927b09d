"""The wheel holds what the product needs and nothing of ours besides, and works outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mapapp import __version__

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-q", "-o", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_brings_every_file_of_the_package_and_of_geodata(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    files = subprocess.run(
        ["git", "ls-files", "mapapp", "geodata"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split("\n")
    expected = {name if name.startswith("mapapp/") else f"mapapp/{name}" for name in files if name}
    assert expected <= held
    beside = {name.split("/")[0] for name in held} - {"mapapp", f"mapapp-{__version__}.dist-info"}
    assert not beside
    licences = {Path(name).name for name in held if "/licenses/" in name}
    assert {path.name for path in (ROOT / "LICENSES").iterdir()} | {"LICENSE"} <= licences


def test_the_wheel_works_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """The installed package runs from an unpacked wheel in a folder whose name has a space and CJK characters."""
    place = tmp_path / "site 地圖"
    zipfile.ZipFile(wheel).extractall(place)

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "mapapp", *arguments],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(place)}, capture_output=True, text=True,
            encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    where = "import mapapp, pathlib; print(pathlib.Path(mapapp.__file__).parent.parent.name)"
    found = subprocess.run(
        [sys.executable, "-P", "-c", where], env={**os.environ, "PYTHONPATH": str(place)}, capture_output=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert found.stdout.strip() == place.name, "the wheel's package is the one that runs"
    assert run("validate", "crossroads").strip().endswith("no problems")
    assert len(json.loads(run("list", "crossroads", "events", "--json"))) > 100
    run("export", "crossroads", "-o", "page.html")
    assert (tmp_path / "page.html").stat().st_size > 500_000
