"""The optional part: what is said where it is not installed, and that the tests have what it names."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from mapapp.archive.build import build_archive
from mapapp.archive.duck import INSTALL, spatial_path
from mapapp.archive.engines import engine_named
from mapapp.errors import MissingPartError
from tests.archive.samples import SMALL, events, write_csv

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_extra_and_the_group_name_the_same() -> None:
    project = tomllib.loads(PROJECT.read_text("utf-8"))
    assert project["project"]["optional-dependencies"]["archive"] == project["dependency-groups"]["archive"]


@pytest.mark.parametrize("name", ["duckdb", "duckdb_extension_spatial", "pmtiles.writer"])
def test_what_is_missing_is_told_with_the_command(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_csv(tmp_path / "a.csv", events(5))
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPartError) as told:
        build_archive([str(source)], tmp_path / "made", engine=SMALL)
    assert INSTALL in str(told.value) and not (tmp_path / "made").exists()


def test_dask_is_asked_for_only_when_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with engine_named("duckdb", 10**9) as engine:
        assert engine.name == "duckdb"
    with pytest.raises(MissingPartError, match=r"mapapp\[archive\]"), engine_named("dask", 10**9):
        pass


def test_the_spatial_extension_is_that_of_this_duckdb() -> None:
    assert spatial_path().is_file()
