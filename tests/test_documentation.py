"""Every example in the documentation runs: Python, the notebook's cells, commands, files; and the drawing is true.

The commands of a page run one after another in this process, as a reader would type them. The tutorial and
`import-your-data.md` have tests of their own, which look at the results too (browser/test_tutorial.py,
test_how_to_import.py).
"""

from __future__ import annotations

import doctest
import fnmatch
import json
import re
import runpy
import shlex
import warnings
from pathlib import Path
from shutil import copytree

import pytest
import typer
import yaml

import mapapp.api
from mapapp.atlas import check_atlas
from mapapp.cli import app, main
from mapapp.importers.decisions import read_mapping
from tests.atlas.examples import MINIMAL
from tests.reading.test_reading import docx, pdf

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(path for path in (ROOT / "docs").rglob("*.md") if "decisions" not in path.parts),
]
TESTED_APART = {"docs/how-to/import-your-data.md", "docs/tutorial/first-atlas.md"}
NOT_ENDING = re.compile(r"explore\b|archive serve\b|.*--scheduler\b")
"""Servers, and the cluster of processes (tests/archive/test_engines.py has one): their arguments are looked at."""
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"mapapp (?P<arguments>[^\n#]+)")
_SPAN = re.compile(r"`mapapp (?P<arguments>[a-z][^`]*)`")

# What a reader of a page has in the folder: tables of events, an atlas of their own, and what was exported before.
_BEFORE = """
import geopandas as gpd, pandas as pd, shapely
from mapapp.api import export, open_atlas
dates = {"begin": ["2004-08-28", "2006-06-05", "2014~"], "end": ["2004-08-28", "", "2015"]}
lon, lat = [71.4, 139.7, 74.6], [51.2, 35.7, 42.9]
table = {**dates, "type": ["meeting", "meeting", "visit"], "name": ["one", "two", "three"]}
gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs=4326).to_file("events.gpkg")
pd.DataFrame({"date": dates["begin"], "title": table["name"], "lon": lon, "lat": lat}).to_excel("events.xlsx")
many = {"date": ["1991-03-01", "1994", "2001-02-03"], "type": ["protest"] * 3}
many.update(title=table["name"], id=["a", "b", "c"])
pd.DataFrame({**many, "lon": [110.0] * 3, "lat": [30.0] * 3}).to_parquet("events.parquet")
names = {"id": "event_id", "title": "headline", "type": "event_type", "date": "event_date"}
many = pd.DataFrame({**many, "longitude": [110.0] * 3, "latitude": [30.0] * 3}).rename(columns=names)
many.assign(until="", source="wire", deaths=0).to_parquet("events/part.parquet")
for name in ("crossroads.parquet", "crossroads.csv", "figure.png"):
    export(open_atlas("crossroads"), name)
"""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> list[tuple[str, str]]:
    """The blocks of a page in these languages: (language, text)."""
    return [found for found in _BLOCK.findall(page.read_text("utf-8")) if found[0] in languages]


def commands(shell: str) -> list[str]:
    """The arguments of each `mapapp` in a block of shell; what may be left out (`[ATLAS]`) is left out."""
    lines = [found["arguments"].strip() for line in shell.splitlines() if (found := _COMMAND.match(line))]
    return [re.sub(r"\bATLAS\b", "crossroads", re.sub(r"\[ATLAS\]", "", line)) for line in lines]


def execute(code: str, values: dict[str, object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(code, "example", "exec"), values)  # noqa: S102


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("material")
    (folder / "events").mkdir()
    (folder / "paper.pdf").write_bytes(pdf("Talks in Astana in 2006"))
    (folder / "paper.docx").write_bytes(docx("<w:p><w:r><w:t>Talks in Astana in 2006</w:t></w:r></w:p>"))
    copytree(MINIMAL, folder / "my-atlas")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        execute(_BEFORE, {})
    return folder


def counted() -> str:
    """How many examples there are, as docs/benchmarks/trust.md tells it."""
    typed = [line for page in PAGES for _, text in blocks(page, "sh") for line in commands(text)]
    run = sum(not NOT_ENDING.match(line) for line in typed)
    pieces = sum(len(blocks(page, "python")) for page in PAGES)
    examples = sum(len(found.examples) for found in doctest.DocTestFinder().find(mapapp.api))
    return (
        f"| documentation | {run} commands, {pieces} pieces of Python, {len(cells())} cells of the notebook, "
        f"{examples} examples of the API, 4 files that are shown | run and read in every test run; "
        f"{len(typed) - run} commands that do not end"
    )


def cells() -> list[str]:
    """The code of the notebook."""
    notebook = json.loads((ROOT / "docs" / "notebooks" / "crossroads.ipynb").read_text("utf-8"))
    assert all(not cell.get("outputs") for cell in notebook["cells"]), "outputs are not kept in the repository"
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_the_examples_are_as_many_as_is_told() -> None:
    told = (ROOT / "docs" / "benchmarks" / "trust.md").read_text("utf-8")
    assert counted() in told, f"docs/benchmarks/trust.md should say: {counted()}"


RUN = [page for page in PAGES if blocks(page, "sh", "python") and name_of(page) not in TESTED_APART]


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_the_examples_of_a_page_run(
    page: Path, material: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands and Python, one after another, in a folder that holds what the page takes for granted."""
    monkeypatch.chdir(copytree(material, tmp_path / "here"))
    if page.name == "README.md":
        Path("my-atlas").rename("another")  # the page makes its own
    if page.name == "archive.md":
        Path("columns.toml").write_text(blocks(page, "toml")[0][1], "utf-8")
    values: dict[str, object] = {}
    for language, text in blocks(page, "sh", "python"):
        if language == "python":
            execute(text, values)
        for line in commands(text) if language == "sh" else ():
            if not NOT_ENDING.match(line):
                with pytest.raises(SystemExit) as stop:
                    main(shlex.split(line))
                assert not stop.value.code, f"{name_of(page)}: mapapp {line}"


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    execute("\n".join(cells()), {})


def mentioned() -> list[str]:
    """The commands that are not run: those that do not end, and those in the midst of a text."""
    typed = {line for page in PAGES for _, text in blocks(page, "sh") for line in commands(text)}
    inline = {line for page in PAGES for line in _SPAN.findall(page.read_text("utf-8"))}
    return sorted({line for line in typed if NOT_ENDING.match(line)} | inline)


@pytest.mark.parametrize("line", mentioned())
def test_a_command_that_is_mentioned_is_one(line: str) -> None:
    """Commands and options are those of the command line; nothing is run."""
    plain = re.sub(r"\[[^\]]*\]|…", "", line)
    name, *arguments = shlex.split(plain)
    command = typer.main.get_command(app).get_command(None, name)  # type: ignore[attr-defined]
    assert command is not None, f"mapapp has no command {name!r}"
    while hasattr(command, "commands") and arguments and arguments[0] != "COMMAND":
        command = command.commands[arguments.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts + parameter.secondary_opts}
    used = {word.partition("=")[0] for word in arguments if word.startswith("-")}
    assert used <= known, f"mapapp {name} has no {', '.join(sorted(used - known))}"


ELSEWHERE = {"make", "pip", "git", "podman", "sudo", "dask", ".venv/bin/pytest", ".venv/bin/python", ".venv/bin/ruff"}
"""Programs of others, and those of a clone; what `pip install` gives is tried by test_wheel.py."""


def test_what_is_typed_in_a_shell_is_mapapp_or_known() -> None:
    """A line of another program is no example of ours; a target of `make` exists."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        for _, text in blocks(page, "sh"):
            for line in text.splitlines():
                assert not line or line.split()[0] in ELSEWHERE | {"mapapp"}, f"{name_of(page)}: {line}"
        for target in re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE):
            assert target in targets, f"{name_of(page)}: make {target}"


def test_the_files_that_are_shown_can_be_read(tmp_path: Path) -> None:
    """The header and the tour of the atlas format, and a mapping file; `columns.toml` is used by its page's commands.

    Of header and tour the manual shows one or two of the three languages, and no atlas to which they belong.
    """
    reference = ROOT / "docs" / "reference"
    (tmp_path / "map.toml").write_text(blocks(reference / "importing.md", "toml")[0][1], "utf-8")
    assert read_mapping(tmp_path / "map.toml").columns["title"] == "事件"
    folder = copytree(MINIMAL, tmp_path / "atlas")
    shown = dict(blocks(reference / "atlas-format.md", "toml", "markdown"))
    (folder / "atlas.toml").write_text(shown["toml"], "utf-8")
    (folder / "tours").mkdir(exist_ok=True)
    (folder / "tours" / "shown.md").write_text(shown["markdown"], "utf-8")
    abridged = ("A110", "A201")  # a text is missing in a language; refers to something that does not exist
    files = ("atlas.toml", "tours/shown.md")
    problems = [found for found in check_atlas(folder) if found.where.file in files and found.code not in abridged]
    assert not problems, "\n".join(map(str, problems))


def test_the_dependency_rule_is_drawn_and_told_as_the_contract_has_it() -> None:
    layers = runpy.run_path(str(ROOT / "docs" / "layers.py"))
    anew = "the drawing is of an older contract: .venv/bin/python docs/layers.py draws it anew"
    assert layers["PICTURE"].read_text("utf-8") == layers["draw"](), anew
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    told = [re.findall(r"`(\w+)`", line) for line in re.findall(r"^\| \d+ \|(.*)\|$", page, re.MULTILINE)]
    assert told == layers["rows"](), "the table in docs/explanation/architecture.md is not that of pyproject.toml"


def test_every_module_of_the_page_is_told() -> None:
    text = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    table = text[text.index("| part | modules |") :].partition("\n\n")[0]
    modules = {path.stem for path in (ROOT / "mapapp" / "webmap" / "static").glob("*.js")}
    told = {module for name in re.findall(r"`([\w*-]+)`", table) for module in fnmatch.filter(modules, name)}
    assert not modules - told, f"docs/explanation/architecture.md, The page, leaves out {sorted(modules - told)}"


def test_the_issue_forms_can_be_read() -> None:
    """They are YAML, and each question has a label and an id of its own."""
    for form in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"):
        questions = yaml.safe_load(form.read_text("utf-8")).get("body", ())
        assert all(question["attributes"]["label"] for question in questions)
        assert len({question["id"] for question in questions}) == len(questions)


def test_the_citation_names_this_version() -> None:
    assert yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"] == mapapp.__version__
