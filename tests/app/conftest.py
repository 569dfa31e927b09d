"""An explorer as strangers reach it, started once for the tests of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.browser.conftest import _free_port, _stop, _wait_until_healthy


@pytest.fixture(scope="session")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """An explorer of its own, reached through a proxy as maps.example.org too."""
    number = _free_port()
    script = "from mapapp.cli import main; main()"
    command = [sys.executable, "-c", script, "explore", "--port", str(number), "--no-browser"]
    folders = {
        "HOME": str(tmp_path_factory.mktemp("home")),
        "MAPAPP_WORKSPACE": str(tmp_path_factory.mktemp("own")),
    }
    with (tmp_path_factory.mktemp("server") / "log.txt").open("w+") as log:
        process = subprocess.Popen(
            [*command, "--host", "maps.example.org"], stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            env={**os.environ, **folders},
        )  # fmt: skip
        try:
            _wait_until_healthy(process, f"http://localhost:{number}/_stcore/health", log.name)
            yield number
        finally:
            _stop(process)
