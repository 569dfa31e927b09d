"""What all tests share: how many examples a property test tries, the order of the tests, and Node."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.run import NODE_FLAGS, node_binary

settings.register_profile(
    "mapapp",
    max_examples=60,
    deadline=None,  # how long an example takes says more about the machine than about the code
    derandomize=True,  # the same examples in every run: a failure is there for everyone
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("everyday", settings.get_profile("mapapp"), max_examples=15)
settings.load_profile("mapapp")

NodeRunner = Callable[[str, Any], Any]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, then the browser's journeys; the many short tests fill what is left at the end."""
    first = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in first, item.get_closest_marker("browser") is None))


@pytest.fixture(scope="session")
def node(tmp_path_factory: pytest.TempPathFactory) -> NodeRunner:
    """Run a script of tests/js on values: it gets them as JSON in a file and prints its answer as JSON."""

    def run(script: str, values: Any) -> Any:
        file = tmp_path_factory.mktemp("node") / "values.json"
        file.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
        path = Path(__file__).parent / "js" / script
        command = [node_binary(), *NODE_FLAGS, str(path), str(file)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
