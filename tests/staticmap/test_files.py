"""The files of snapshots as outside readers find them: PDF by pypdf, SVG as XML, PNG by its chunks."""

from __future__ import annotations

import shutil
import subprocess
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdf
import pytest
from PIL import Image

from mapapp.atlas import open_atlas
from mapapp.staticmap import Paper, write_snapshot
from mapapp.view import parse_view

pytestmark = pytest.mark.slow

VIEW = parse_view("mode=between&from=2012&to=2014&lang=zh-Hant")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("files")
    for suffix in (".pdf", ".svg", ".png"):
        write_snapshot(open_atlas("crossroads"), VIEW, where / f"map{suffix}", Paper((1200, 800)))
    return where


def test_the_text_of_a_pdf_can_be_selected(folder: Path) -> None:
    text = pypdf.PdfReader(folder / "map.pdf").pages[0].extract_text()
    for words in ("比什凱克", "圖例", "[1]", "CC BY 4.0", "mode=between&from=2012&to=2014&lang=zh-Hant"):
        assert words in text


def test_the_fonts_of_a_pdf_are_embedded_and_cut_to_what_is_used(folder: Path) -> None:
    fonts = pypdf.PdfReader(folder / "map.pdf").pages[0]["/Resources"]["/Font"]
    assert len(fonts) >= 3
    for font in fonts.values():
        one = font.get_object()
        inner = one["/DescendantFonts"][0].get_object() if "/DescendantFonts" in one else one
        data = inner["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data()
        assert data.startswith(b"\x00\x01\x00\x00"), "a FontFile2 is TrueType; many readers show nothing else"
        assert one["/BaseFont"][7] == "+"
    assert (folder / "map.pdf").stat().st_size < 2_000_000


def test_a_pdf_says_its_view_in_xmp_and_its_language(folder: Path) -> None:
    reader = pypdf.PdfReader(folder / "map.pdf")
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hant"
    xmp = reader.xmp_metadata
    assert xmp is not None
    assert xmp.dc_title["x-default"] == reader.metadata["/Title"]
    assert "CC BY 4.0" in xmp.dc_rights["x-default"]
    packet = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'mapapp:view="mode=between&amp;from=2012&amp;to=2014&amp;lang=zh-Hant"' in packet


def test_the_text_of_an_svg_can_be_selected_and_needs_no_font(folder: Path) -> None:
    root = ET.fromstring((folder / "map.svg").read_bytes())
    (layer,) = [one for one in root.iter(f"{SVG}g") if one.get("id") == "mapapp-text"]
    words = {one.text for one in layer}
    assert {"比什凱克", "圖例"} <= words
    assert layer.get("fill-opacity") == "0"
    outside = [one for one in root.iter(f"{SVG}text") if one not in list(layer)]
    assert outside == []
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hant"


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
def test_poppler_reads_the_text_and_the_fonts_of_a_pdf(folder: Path) -> None:
    def said(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    text = said("pdftotext", "-enc", "UTF-8", str(folder / "map.pdf"), "-")
    assert {"比什凱克", "圖例"} <= set(text.split())
    fonts = [line.split() for line in said("pdffonts", str(folder / "map.pdf")).splitlines()[2:]]
    assert len(fonts) >= 3
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts), "embedded, cut to what is used, with Unicode"


def test_the_chunks_of_a_png_are_whole(folder: Path) -> None:
    data, at, names = (folder / "map.png").read_bytes(), 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        name, checksum = data[at + 4 : at + 8], data[at + 8 + length : at + 12 + length]
        assert zlib.crc32(data[at + 4 : at + 8 + length]).to_bytes(4) == checksum
        names.append(name)
        at += 12 + length
    assert at == len(data)
    assert (names[0], names[-1]) == (b"IHDR", b"IEND")
    assert names.count(b"iTXt") == 7
    assert names.index(b"IDAT") > max(i for i, name in enumerate(names) if name == b"iTXt")
    assert b"tIME" not in names


def test_what_an_svg_clips_is_seen(folder: Path) -> None:
    root = ET.fromstring((folder / "map.svg").read_bytes())
    clips = {one.get("id"): one for one in root.iter(f"{SVG}clipPath")}
    used = {one.get("clip-path", "")[5:-1] for one in root.iter() if one.get("clip-path")}
    assert used and used <= clips.keys()
    for clip in clips.values():
        (shape,) = clip
        assert shape.tag == f"{SVG}rect"
        assert float(shape.get("width", 0)) > 0 and float(shape.get("height", 0)) > 0


def test_a_png_carries_its_credits(folder: Path) -> None:
    with Image.open(folder / "map.png") as image:
        assert "CC BY 4.0" in image.info["Copyright"]
        assert image.info["mapapp:view"] == "mode=between&from=2012&to=2014&lang=zh-Hant"
