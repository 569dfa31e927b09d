"""Odd places: no home to write in, other zones and locales, paths with blanks and letters of all sorts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.atlas.examples import MINIMAL

pytestmark = pytest.mark.slow

PLACES = {
    "plain C locale": {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Turkish": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "an unknown locale": {"LANG": "xx_XX.none", "LC_ALL": "xx_XX.none"},
    "the first zone to have a day": {"TZ": "Pacific/Kiritimati"},
    "the last zone to have a day": {"TZ": "Etc/GMT+12"},
    "no zone at all": {"TZ": "Nowhere/Nothing"},
    "no home": {"HOME": "/proc/self", "XDG_CACHE_HOME": "/proc/self/cache", "XDG_CONFIG_HOME": "/proc/self/config"},
    "ASCII output": {"PYTHONIOENCODING": "ascii"},
}
SCRIPT = """
import socket, sys
def refuse(*given, **named):
    raise OSError("the network is asked")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from mapapp.cli import main
atlas, folder, drawn = sys.argv[1], sys.argv[2], sys.argv[3:]
for command in (
    ["validate", atlas],
    ["list", atlas, "events", "--json"],
    ["export", atlas, "-o", f"{folder}/out.geojson"],
    ["export", atlas, "-o", f"{folder}/out.csv"],
    ["export", atlas, "-o", f"{folder}/out.kml"],
    *([["snapshot", atlas, "-o", f"{folder}/out.svg", "--size", "800x600"]] if drawn else []),
):
    try:
        main(command)
    except SystemExit as end:
        assert not end.code, (command, end.code)
"""


DRAWN = ("no home",)
"""Places in which a picture is drawn too."""


def results(folder: Path, atlas: Path, environment: dict[str, str], *, drawn: bool = True) -> dict[str, bytes]:
    """What the command line prints and writes, in an environment; without any network."""
    folder.mkdir()
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ"))}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(atlas), str(folder), *(["drawn"] if drawn else [])], capture_output=True, check=False,
        env={**plain, **environment}, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    written = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
    return {**written, "printed": done.stdout.replace(str(atlas).encode(), b"ATLAS")}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = results(tmp_path_factory.mktemp("usual") / "out", MINIMAL, {})
    assert json.loads(found["out.geojson"])["features"]
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="locales and zones have other names")
@pytest.mark.parametrize("name", PLACES)
def test_the_same_bytes_in_every_place(name: str, usual: dict[str, bytes], tmp_path: Path) -> None:
    found = results(tmp_path / "out", MINIMAL, PLACES[name], drawn=name in DRAWN)
    assert found.items() <= usual.items()
    assert len(found) >= 4


def test_a_path_with_blanks_and_letters_of_all_sorts(usual: dict[str, bytes], tmp_path: Path) -> None:
    folder = tmp_path / "my maps 地圖帳 İı é%20&+#'(1)"
    folder.mkdir()
    atlas = folder / "minimal atlas 図"
    shutil.copytree(MINIMAL, atlas)
    assert results(folder / "out", atlas, {}, drawn=False).items() <= usual.items()
