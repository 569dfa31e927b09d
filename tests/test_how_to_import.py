"""The commands of docs/how-to/import-your-data.md, run as they stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mapapp.atlas import open_atlas
from mapapp.cli import main

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "import-your-data.md"


def test_every_command_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = PAGE.read_text("utf-8")
    table = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert table
    Path("events.csv").write_text(table[1], "utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    printed = {}
    for command in commands:
        with pytest.raises(SystemExit) as stop:
            main(shlex.split(command)[1:])
        assert not stop.value.code, command
        printed[command] = capsys.readouterr().out
    assert "? 1 dates such as 8/9/2004" in printed[commands[0]]
    assert "    --order day-first\n    --order month-first\n" in printed[commands[0]]
    assert "3 events" in printed[commands[1]]
    atlas = open_atlas("copy-of-my-atlas")
    assert [event.when and event.when.edtf for event in atlas.events] == ["1904-02-08", "1905-09-05", "1905-08-09"]
    assert atlas.languages == ("zh-Hant",) and len(atlas.places) == 2
    assert Path("my-atlas/imports/events.csv.report.csv").exists() and Path("my-atlas.html").stat().st_size > 100_000
