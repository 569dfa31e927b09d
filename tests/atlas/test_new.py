"""A new atlas, and the folder of an atlas as one ZIP file and back."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from mapapp.atlas import check_atlas, open_atlas
from mapapp.atlas.pack import pack_atlas, unpack_atlas
from mapapp.editing.new import create_atlas
from mapapp.errors import InvalidInputError, NotFoundError, OutputError
from tests.atlas.examples import MINIMAL


def test_a_new_atlas_is_valid_and_explained(tmp_path: Path) -> None:
    folder = tmp_path / "我的 Atlas 1"
    create_atlas(folder, "My | atlas\nof ${things}", ["zh-Hant", "en"])
    assert check_atlas(folder) == []
    atlas = open_atlas(folder)
    assert (atlas.id, atlas.languages, atlas.events) == ("atlas-1", ("zh-Hant", "en"), ())
    assert "events.csv" in (folder / "README.md").read_text("utf-8")
    with pytest.raises(OutputError):
        create_atlas(folder)
    with pytest.raises(InvalidInputError):
        create_atlas(tmp_path / "other", languages=["no language"])


def test_a_folder_is_packed_always_the_same_and_unpacked_whole(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "atlas"
    create_atlas(folder)
    (folder / "x_notes").mkdir()
    (folder / "x_notes" / "one.txt").write_text("kept")
    (folder / ".hidden").write_text("left out")
    (folder / "x_link.txt").symlink_to(tmp_path / "secret.txt")
    first, second = tmp_path / "one.zip", tmp_path / "two.zip"
    assert pack_atlas(folder, first) == pack_atlas(folder, second) == len(list(folder.glob("*.*"))) - 1
    assert first.read_bytes() == second.read_bytes()
    unpack_atlas(first, tmp_path / "again")
    assert (tmp_path / "again" / "x_notes" / "one.txt").read_text() == "kept"
    assert not (tmp_path / "again" / "x_link.txt").exists() and check_atlas(tmp_path / "again") == []
    with pytest.raises(OutputError):
        unpack_atlas(first, tmp_path / "again")
    with pytest.raises(NotFoundError):
        pack_atlas(tmp_path, first)


def test_an_archive_with_the_folder_inside_is_understood(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for path in MINIMAL.iterdir():
            archive.write(path, f"minimal/{path.name}")
    unpack_atlas(tmp_path / "a.zip", tmp_path / "atlas")
    assert open_atlas(tmp_path / "atlas").id == "minimal"


HARMFUL = ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "C:/out.txt", "link", "bomb", "none"]


@pytest.mark.parametrize("name", HARMFUL)
def test_archives_that_would_harm_are_refused_and_leave_nothing(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        if name != "none":
            archive.writestr("atlas.toml", "format = 1")
        info = zipfile.ZipInfo(name if name != "none" else "readme.txt")
        if name == "link":
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, b"0" * (20 * 2**20) if name == "bomb" else b"/etc", zipfile.ZIP_DEFLATED)
    with pytest.raises(InvalidInputError):
        unpack_atlas(tmp_path / "a.zip", tmp_path / "deep" / "atlas")
    assert not (tmp_path / "out.txt").exists() and not list(tmp_path.rglob("atlas"))
    (tmp_path / "b.zip").write_bytes(b"no archive")
    with pytest.raises(InvalidInputError):
        unpack_atlas(tmp_path / "b.zip", tmp_path / "other")
