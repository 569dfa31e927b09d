"""Broken, enormous and deceitful files of an atlas: problems, never an exception."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mapapp.atlas import read_atlas
from tests.atlas.examples import MINIMAL
from tests.hostile.structures import GEOMETRIES, MAY_BE_READ, _collection, structures

CASES = list(structures())


@pytest.mark.parametrize(("file", "data"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_hostile_file_is_a_problem(file: str, data: bytes, tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / file).write_bytes(data)
    _, problems = read_atlas(tmp_path)
    assert any(problem.where.file == file for problem in problems)
    assert all(len(str(problem)) < 2000 for problem in problems), "a problem repeats no enormous text"


@pytest.mark.parametrize("name", sorted(MAY_BE_READ))
def test_an_odd_geometry_is_read_or_refused(name: str, tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path, dirs_exist_ok=True)
    (tmp_path / "places.geojson").write_bytes(_collection(GEOMETRIES[name]))
    read_atlas(tmp_path)
