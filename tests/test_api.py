"""The public Python API: every example in its documentation runs, and importing it loads nothing heavy."""

from __future__ import annotations

import doctest
import subprocess
import sys

import mapapp.api


def test_every_example_runs() -> None:
    found = doctest.testmod(mapapp.api)
    assert found.attempted >= 10
    assert found.failed == 0


def test_all_public_names_are_documented() -> None:
    for name in mapapp.api.__all__:
        assert getattr(mapapp.api, name).__doc__, name


def test_importing_the_api_loads_no_drawing_library() -> None:
    heavy = ("folium", "matplotlib", "streamlit", "geopandas", "pyogrio")
    ask = f"import sys, mapapp.api; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
