"""Writing: nothing is lost, bytes are stable, the old state or the new is whole."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mapapp.atlas import atlas_sha256, open_atlas, read_atlas, write_atlas
from mapapp.atlas.rowtexts import RowTexts
from mapapp.atlas.write import JOURNAL, atlas_files
from mapapp.errors import OutputError
from mapapp.model import Atlas
from tests.atlas.examples import MINIMAL
from tests.atlas.generated import atlases


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of all files of a folder by their names in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.slow
@given(atlases())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_what_is_written_reads_back_the_same(tmp_path_factory: pytest.TempPathFactory, atlas: Atlas) -> None:
    folder = tmp_path_factory.mktemp("written") / "atlas"
    write_atlas(atlas, folder)
    again, problems = read_atlas(folder)
    assert [str(problem) for problem in problems] == []
    assert again is not None
    assert replace(again, sha256="") == replace(atlas, sha256="")
    assert atlas_files(again) == files_of(folder)


def test_a_folder_that_we_wrote_is_written_again_byte_for_byte(tmp_path: Path) -> None:
    write_atlas(open_atlas(MINIMAL), tmp_path / "copy")
    assert files_of(tmp_path / "copy") == files_of(MINIMAL)


def test_a_tour_that_is_no_more_goes_and_other_files_stay(tmp_path: Path) -> None:
    atlas, folder = open_atlas(MINIMAL), tmp_path / "atlas"
    write_atlas(atlas, folder)
    (folder / "tours" / "notes.txt").write_text("mine")
    other = replace(atlas.tours[0], id="other")
    write_atlas(replace(atlas, tours=(other,)), folder)
    assert [tour.id for tour in open_atlas(folder).tours] == ["other"]
    write_atlas(replace(atlas, tours=()), folder)
    assert open_atlas(folder).tours == ()
    assert [file.name for file in (folder / "tours").iterdir()] == ["notes.txt"]


def test_hash_is_of_the_content_not_of_line_ends_and_column_order(tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    actors = tmp_path / "atlas" / "actors.csv"
    header, *rows = (line.split(",") for line in actors.read_text("utf-8").splitlines())
    turned = [",".join(reversed(cells)) for cells in (header, *rows)]
    actors.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(turned).encode())
    atlas = open_atlas(tmp_path / "atlas")
    assert atlas.sha256 == open_atlas(MINIMAL).sha256 == atlas_sha256(atlas)
    changed = replace(atlas, version="2.0.0")
    assert atlas_sha256(changed) != atlas.sha256


def test_saving_over_an_atlas_keeps_other_files(tmp_path: Path) -> None:
    atlas = open_atlas(MINIMAL)
    write_atlas(atlas, tmp_path / "atlas")
    (tmp_path / "atlas" / "README.md").write_text("mine")
    write_atlas(replace(atlas, version="2.0.0"), tmp_path / "atlas")
    assert open_atlas(tmp_path / "atlas").version == "2.0.0"
    assert (tmp_path / "atlas" / "README.md").read_text() == "mine"
    assert not [file for file in (tmp_path / "atlas").iterdir() if file.name.startswith(".")]


def test_a_save_cut_off_after_its_commit_is_finished_by_the_next_reader(tmp_path: Path) -> None:
    old, folder = open_atlas(MINIMAL), tmp_path / "atlas"
    write_atlas(old, folder)
    new = replace(old, version="2.0.0", events=old.events[:2], citations=tuple(
        citation for citation in old.citations if citation.subject != "event:undated-deepening"
    ))  # fmt: skip
    write_atlas(new, tmp_path / "new")
    (tmp_path / "new").rename(folder / JOURNAL)
    (folder / JOURNAL / "atlas.toml").replace(folder / "atlas.toml")  # the first file had been moved already
    assert replace(open_atlas(folder), sha256="") == replace(new, sha256="")
    assert not (folder / JOURNAL).exists()


def test_a_save_cut_off_before_its_commit_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "atlas"
    write_atlas(open_atlas(MINIMAL), folder)
    half = folder / ".saving-abc"
    half.mkdir()
    (half / "atlas.toml").write_text("format = 1\n")
    assert open_atlas(folder) == open_atlas(MINIMAL)


def test_a_link_in_place_of_a_save_moves_no_foreign_files(tmp_path: Path) -> None:
    folder, foreign = tmp_path / "atlas", tmp_path / "foreign"
    write_atlas(open_atlas(MINIMAL), folder)
    foreign.mkdir()
    (foreign / "atlas.toml").write_text("private")
    (folder / JOURNAL).symlink_to(foreign)
    assert open_atlas(folder) == open_atlas(MINIMAL)
    assert (foreign / "atlas.toml").read_text() == "private"


def test_a_folder_that_is_no_atlas_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(OutputError, match="no atlas folder"):
        write_atlas(open_atlas(MINIMAL), tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_target_below_a_file_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_atlas(open_atlas(MINIMAL), tmp_path / "file" / "atlas")


def test_rows_that_are_kept_give_the_same_files(tmp_path: Path) -> None:
    rows, before = RowTexts(), open_atlas(MINIMAL)
    first, *rest = before.events
    longer = replace(first, title=first.title | {"en": 'Two lines,\n"quoted"'}, extra={"x_b": "1", "x_a": "=2"})
    for events in (before.events, (longer, *rest), (*rest, longer, first), rest[:1], before.events, ()):
        atlas = replace(before, events=tuple(events))
        assert atlas_files(atlas, rows=rows) == atlas_files(atlas)
