"""Hostile pictures and pages given to `--from`: refused with words, or read for their view and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.errors import InvalidInputError
from mapapp.export.reopen import read_embedded
from mapapp.view import format_view, read_view
from tests.hostile.snapshots import read, refused

REFUSED, READ = dict(refused()), dict(read())


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(REFUSED[name])
    with pytest.raises(InvalidInputError) as error:
        read_embedded(tmp_path / "file")
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize("name", READ)
def test_its_view_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(READ[name])
    found = read_embedded(tmp_path / "file")
    assert found.atlas == "minimal"
    query = format_view(read_view(found.view)[0])
    assert not set(query) & set("<>\"' \x1b\n"), "what is opened is a clean query"
