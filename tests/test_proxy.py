"""Two explorers behind nginx with the shipped configuration: every reader keeps to one process. Runs where nginx is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the benchmark reads memory from /proc")
def test_readers_stay_with_their_process() -> None:
    import load

    if load.nginx() is None:
        pytest.skip("nginx is not installed")
    command = [sys.executable, load.__file__, "--servers", "2", "--proxy"]
    pace = ["--sessions", "6", "--minutes", "0.05", "--pause", "0.5", "1"]
    done = subprocess.run([*command, *pace], capture_output=True, text=True, check=True, timeout=200)
    assert "errors: 0" in done.stdout
    assert "readers served by two processes: 0" in done.stdout
