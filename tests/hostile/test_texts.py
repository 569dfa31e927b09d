"""Every hostile text in every field for words: refused by the reader, or text in every output and nothing else."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pyogrio
import pytest

from mapapp.atlas import open_atlas, read_atlas
from mapapp.cli import main
from mapapp.export import FORMATS
from mapapp.export.handout import write_tour
from mapapp.export.table import original
from mapapp.language.markup import xml_text
from mapapp.model import Atlas
from mapapp.staticmap import ANIMATIONS
from mapapp.view import View
from tests.atlas.examples import MINIMAL
from tests.hostile.texts import ACCEPTED, FIELDS, REFUSED, TOUR, plant

pytestmark = pytest.mark.slow

ACTIVE = re.compile(r"^\s*(javascript|vbscript|data):", re.IGNORECASE)
DRAWN = (".svg", ".pdf")
"""Drawn with several texts in each field, which is faster; a PNG is drawn as they are, an animation is many PNGs."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plant(tmp_path_factory.mktemp("texts") / "hostile", ACCEPTED.values())


@pytest.fixture(scope="module")
def atlas(folder: Path) -> Atlas:
    return open_atlas(folder)


@pytest.fixture(scope="module")
def written(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The hostile atlas in every format."""
    made = tmp_path_factory.mktemp("written")
    texts = [text[:100] for text in ACCEPTED.values()]
    joined = open_atlas(plant(made / "joined", [" ".join(texts[at::10]) for at in range(10)]))
    for extension, found in FORMATS.items():
        if extension in (".png", *ANIMATIONS):
            continue
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph")  # no font has every sign that a hostile text may hold
            found.write(joined if extension in DRAWN else atlas, View(), made / f"hostile{extension}")
    return {extension: made / f"hostile{extension}" for extension in FORMATS if extension not in ANIMATIONS}


def stripped(name: str) -> str:
    """A text as the reader takes it."""
    return ACCEPTED[name].strip()


def test_every_text_stands_in_every_field(atlas: Atlas, folder: Path) -> None:
    marked = "".join(
        file.read_text("utf-8") for file in sorted(plant(folder.parent / "one", ["zqx"]).iterdir()) if file.is_file()
    )
    assert marked.count("zqx") == FIELDS
    assert len(ACCEPTED) * FIELDS + len(REFUSED) * FIELDS > 300
    titles = [event.title["en"] for event in atlas.events]
    assert titles[-len(ACCEPTED) :] == [stripped(name) for name in ACCEPTED]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_every_file(name: str, tmp_path: Path) -> None:
    atlas, problems = read_atlas(plant(tmp_path / "atlas", [REFUSED[name]]))
    assert atlas is None
    files = {problem.where.file for problem in problems}
    assert files >= {"atlas.toml", "sources.json", "places.geojson", "events.csv", "figures.csv", "citations.csv"}


def test_what_is_written_can_be_read_again(atlas: Atlas, tmp_path: Path) -> None:
    from mapapp.atlas import write_atlas

    write_atlas(atlas, tmp_path / "again")
    assert open_atlas(tmp_path / "again").sha256 == atlas.sha256


class Elements(HTMLParser):
    """The elements of a page and what is active in them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.active += [f"{tag} {name}" for name, value in attrs if name.startswith("on") or ACTIVE.match(value or "")]


def elements(html: str) -> Elements:
    found = Elements()
    found.feed(html)
    return found


def test_the_page_has_the_elements_of_any_page(written: dict[str, Path], tmp_path: Path) -> None:
    FORMATS[".html"].write(open_atlas(MINIMAL), View(), tmp_path / "plain.html")
    plain, hostile = (elements(file.read_text("utf-8")) for file in (tmp_path / "plain.html", written[".html"]))
    assert hostile.tags == plain.tags
    assert hostile.active == []


def test_the_drawing_has_no_active_part(written: dict[str, Path]) -> None:
    root = ElementTree.fromstring(written[".svg"].read_bytes())
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "foreignObject", "a", "iframe", "animate", "set", "x-pwned"}
    for element in root.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert "href" not in name or value.startswith(("#", "data:image/png;base64,"))


@pytest.fixture(scope="module")
def handout(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two steps of the hostile tour on paper, with the texts of several in each."""
    tour = next(tour for tour in atlas.tours if tour.id == TOUR)
    joined = " ".join(step.text["en"][:90] for step in tour.steps[::2])
    steps = tuple(replace(step, text={"en": joined}) for step in tour.steps[:2])
    path = tmp_path_factory.mktemp("handout") / "tour.pdf"
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")
        write_tour(replace(atlas, tours=(replace(tour, steps=steps),)), TOUR, "en", path)
    return path


@pytest.mark.parametrize("name", [".pdf", "handout"])
def test_the_pdf_does_nothing(name: str, written: dict[str, Path], handout: Path) -> None:
    data = (handout if name == "handout" else written[name]).read_bytes()
    for action in (
        b"/JavaScript",
        b"/JS",
        b"/Launch",
        b"/URI",
        b"/OpenAction",
        b"/EmbeddedFile",
        b"/AA",
        b"/SubmitForm",
    ):
        assert not re.search(re.escape(action) + rb"\b", data), action


def test_the_globe_gets_text(written: dict[str, Path]) -> None:
    root = ElementTree.fromstring(written[".kml"].read_bytes())
    kml = "{http://www.opengis.net/kml/2.2}"
    names = [element.text or "" for element in root.iter(f"{kml}name")]
    for name in ACCEPTED:
        assert xml_text(stripped(name)) in names, name
    for description in root.iter(f"{kml}description"):
        found = elements(description.text or "")
        assert set(found.tags) <= {"p"}
        assert found.active == []


def test_the_spreadsheet_runs_no_formula(written: dict[str, Path]) -> None:
    text = written[".csv"].read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    titles = {original(row["title_en"]) for row in rows}
    numbers = ("longitude", "latitude", "importance", "earliest_day", "latest_day")
    for name in ACCEPTED:
        assert stripped(name) in titles, name
    for row in rows:
        for column, cell in row.items():
            if column not in numbers and cell[:1] in ("-", "+") and re.fullmatch(r"[-+]?\d+(\.\d+)?", cell):
                continue
            assert not re.match(r"\s*[=+\-@＝＋－＠]", cell) or column in numbers, (column, cell)


@pytest.mark.parametrize("extension", [".geojson", ".lpf.json", ".csl.json", ".jsonld"])
def test_json_holds_the_text(extension: str, written: dict[str, Path]) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    values = strings(json.loads(written[extension].read_text("utf-8"), parse_constant=refuse))
    found = set(values)
    for name in ACCEPTED:
        assert any(stripped(name) in value for value in found), name


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def test_the_bibliography_stays_in_its_braces(written: dict[str, Path], atlas: Atlas) -> None:
    _, mark, text = written[".bib"].read_text("utf-8").partition("\n\n@")  # before it stand comments
    text = mark + text
    depth, entries = 0, 0
    for sign in re.findall(r"\\textbackslash\{\}|\\text\w+\{\}|\\[&%$#_{}]|[{}\\@]", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        entries += sign == "@" and depth == 0
        assert depth >= 0
        assert sign != "\\", "no command that is not ours"
    assert depth == 0
    assert entries == len(atlas.sources) >= len(ACCEPTED)


@pytest.mark.parametrize("extension", [".gpkg", ".fgb", ".parquet"])
def test_tables_hold_the_text(extension: str, written: dict[str, Path]) -> None:
    if extension == ".parquet":
        titles = set(pq.read_table(written[extension])["title_en"].to_pylist())
    else:
        layer = {"layer": "events"} if extension == ".gpkg" else {}
        titles = set(pyogrio.read_dataframe(written[extension], read_geometry=False, **layer)["title_en"])
    assert {stripped(name) for name in ACCEPTED} <= titles


@pytest.mark.parametrize("what", ["events", "places", "figures", "sources", "disagreements"])
def test_the_terminal_is_not_steered(what: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ([], ["--json"]):
        with pytest.raises(SystemExit) as stop:
            main(["list", str(folder), what, *more])
        out, err = capsys.readouterr()
        assert (stop.value.code or 0, err) == (0, "")
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", out)


def test_problems_do_not_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = plant(tmp_path / "\x1b[31m\u202e", [REFUSED["escape-title"]])
    for command in (["validate"], ["validate", "--json"], ["list", "events"]):
        with pytest.raises(SystemExit):
            main([command[0], str(folder), *command[1:]])
        out, err = capsys.readouterr()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out + err)
