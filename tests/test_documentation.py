"""Every example in the documentation runs: Python blocks, the notebook's cells, and the commands of shell blocks."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from mapapp.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted(path for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")] if "decisions" not in path.parts)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^mapapp (?P<arguments>[^\n#]+)", re.MULTILINE)

# What an example of the documentation finds in its folder: a table of events, and an atlas as it was exported.
_BEFORE = """
import geopandas as gpd, shapely
points = [shapely.Point(lon, lat) for lon, lat in ((71.4, 51.2), (139.7, 35.7), (74.6, 42.9))]
table = {"begin": ["2004-08-28", "2006-06-05", "2014~"], "end": ["2004-08-28", "", "2015"],
         "type": ["meeting", "meeting", "visit"], "name": ["one", "two", "three"], "geometry": points}
gpd.GeoDataFrame(table, crs=4326).to_file("events.gpkg")
import mapapp.api
for name in ("crossroads.parquet", "crossroads.csv", "figure.png"):
    mapapp.api.export(mapapp.api.open_atlas("crossroads"), name)
"""


def blocks(language: str) -> list[tuple[str, str]]:
    """All blocks of a language, each with the page that it stands on."""
    return [
        (str(page.relative_to(ROOT)), text)
        for page in PAGES
        for found, text in _BLOCK.findall(page.read_text("utf-8"))
        if found == language
    ]


def python(code: str, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=folder, capture_output=True, text=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("material")
    python(_BEFORE, folder)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("python")}))
def test_the_python_of_a_page_runs(page: str, material: Path, tmp_path: Path) -> None:
    """The blocks of a page run one after another, as a reader would run them."""
    code = "\n".join(text for where, text in blocks("python") if where == page)
    python(code, shutil.copytree(material, tmp_path / "here"))


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path) -> None:
    notebook = json.loads((ROOT / "docs" / "notebooks" / "crossroads.ipynb").read_text("utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(not cell.get("outputs") for cell in notebook["cells"]), "outputs are not kept in the repository"
    python("\n".join(cells), tmp_path)


@pytest.mark.parametrize(
    "line", sorted({found["arguments"].strip() for _, text in blocks("sh") for found in _COMMAND.finditer(text)})
)
def test_the_command_line_knows_the_commands_of_the_documentation(line: str) -> None:
    """Commands, options and numbers of arguments are those of the command line; nothing is run."""
    plain = re.sub(r"\[[^\]]*\]", "", line)  # [ATLAS]: may be left out
    name, *arguments = shlex.split(plain)
    group = typer.main.get_command(app)
    command = group.get_command(None, name)  # type: ignore[attr-defined, arg-type]
    assert command is not None, f"mapapp has no command {name!r}"
    while hasattr(command, "commands") and arguments:
        command = command.commands[arguments.pop(0)]
    command.make_context(name, arguments, resilient_parsing=False)


def test_the_dependency_rule_is_drawn_and_told_as_the_contract_has_it() -> None:
    layers = runpy.run_path(str(ROOT / "docs" / "layers.py"))
    anew = "the drawing is of an older contract: .venv/bin/python docs/layers.py draws it anew"
    assert layers["PICTURE"].read_text("utf-8") == layers["draw"](), anew
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    told = [re.findall(r"`(\w+)`", line) for line in re.findall(r"^\| \d+ \|(.*)\|$", page, re.MULTILINE)]
    assert told == layers["rows"](), "the table in docs/explanation/architecture.md is not that of pyproject.toml"
