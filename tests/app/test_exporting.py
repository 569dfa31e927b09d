"""The export dialog, run by Streamlit's AppTest, and opening the explorer from a picture."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mapapp.app.exporting import zipped
from mapapp.app.launch import read_opening
from mapapp.atlas import open_atlas
from mapapp.cli import main
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.export import DATA, FORMATS, GROUPS
from mapapp.view import format_view, parse_view
from tests.atlas.examples import MINIMAL
from tests.export.written import written

VIEW = parse_view("mode=in&from=1956&to=1956&lang=ja")


def dialog(group: str = DATA, lang: str = "en") -> AppTest:
    """The dialog, opened at a group of formats (pictures take seconds to draw)."""

    def script(folder: str, lang: str) -> None:
        from mapapp.app.exporting import export_dialog
        from mapapp.atlas import open_atlas
        from mapapp.language import translator
        from mapapp.view import parse_view

        export_dialog(open_atlas(folder), parse_view(f"mode=between&lang={lang}"), translator(lang))

    app = AppTest.from_function(script, args=(str(MINIMAL), lang), default_timeout=60)
    app.session_state["export-group"] = group
    return app.run()


def test_the_dialog_offers_every_format_of_the_table() -> None:
    app = dialog()
    assert not app.exception
    offered = []
    for group in GROUPS:
        app.radio(key="export-group").set_value(group).run()
        assert not app.exception and not app.error
        offered += app.radio(key=f"export-{group}").options
    assert offered == [found.name for found in FORMATS.values()], "lines of FORMATS stand by group"


@pytest.mark.parametrize("extension", [".html", ".gpkg", ".csv", ".bib"])
def test_what_it_makes_can_be_saved(extension: str) -> None:
    group = FORMATS[extension].group
    app = dialog(group)
    app.radio(key=f"export-{group}").set_value(extension).run()
    assert not app.exception and not app.error
    (button,) = app.get("download_button")
    assert button.proto.label.startswith("Save ")


def test_it_speaks_the_language_of_the_view() -> None:
    app = dialog(lang="zh-Hant")
    assert app.radio(key="export-group").options == ["圖片", "動畫", "網頁", "資料", "書目與引文"]


def test_two_files_are_one_archive(tmp_path: Path) -> None:
    path = written(tmp_path, ".csv", open_atlas(MINIMAL))
    files = sorted(tmp_path.iterdir())
    with zipfile.ZipFile(io.BytesIO(zipped(files))) as archive:
        assert archive.namelist() == ["minimal.csv", "minimal.csv-metadata.json"]
        assert archive.read("minimal.csv") == path.read_bytes()
    assert zipped(files) == zipped(files)


def test_a_page_opens_its_atlas_and_its_view(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = written(tmp_path, ".html", open_atlas("crossroads"), VIEW)
    assert read_opening(page, None) == ("crossroads", format_view(VIEW))
    assert capsys.readouterr().err == ""


def test_a_picture_of_an_atlas_elsewhere_needs_its_folder(tmp_path: Path) -> None:
    page = written(tmp_path, ".html", open_atlas(MINIMAL), VIEW)
    with pytest.raises(NotFoundError, match="shows the atlas 'minimal'; name its folder"):
        read_opening(page, None)
    assert read_opening(page, str(MINIMAL)) == (str(MINIMAL), format_view(VIEW))
    with pytest.raises(InvalidInputError, match="shows the atlas 'minimal', not 'crossroads'"):
        read_opening(page, "crossroads")


def test_an_atlas_that_has_changed_since_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = written(tmp_path, ".html", open_atlas(MINIMAL), VIEW)
    shutil.copytree(MINIMAL, tmp_path / "atlas")
    changed = tmp_path / "atlas" / "atlas.toml"
    changed.write_text(changed.read_text("utf-8").replace('version = "1.0.0"', 'version = "1.1.0"'), "utf-8")
    read_opening(page, str(tmp_path / "atlas"))
    assert (
        "was made from version 1.0.0 of minimal, which has changed since (now version 1.1.0)" in capsys.readouterr().err
    )


def test_a_view_of_a_later_version_keeps_what_is_understood(tmp_path: Path) -> None:
    page = written(tmp_path, ".html", open_atlas(MINIMAL), VIEW)
    page.write_text(
        page.read_text("utf-8").replace('content="mode=in&amp;', 'content="mode=in&amp;new=%26x&amp;'), "utf-8"
    )
    assert read_opening(page, str(MINIMAL))[1] == format_view(VIEW)


@pytest.mark.parametrize(
    ("options", "status"),
    [(("--from", "none.png"), 3), (("--from", __file__), 2), (("--from", __file__, "--view", ""), 2)],
)
def test_a_file_that_shows_no_view_starts_no_server(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], status: int
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(("explore", "--no-browser", *options))
    assert stop.value.code == status
    assert capsys.readouterr().err.startswith("mapapp: ")
