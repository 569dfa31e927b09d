"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapapp.errors import OutputError
from mapapp.files import write_whole


def test_a_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "圖 1.geojson"
    write_whole(target, b"one")
    write_whole(target, b"two")
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


def test_a_target_that_is_a_folder_is_refused_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "kept").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_whole(tmp_path / "folder", b"data")
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("name", ["none/file", "nul\0"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        write_whole(tmp_path / name, b"data")
