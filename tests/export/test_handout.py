"""A tour on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mapapp.atlas import open_atlas
from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.export.handout import write_tour
from mapapp.model import Atlas
from mapapp.staticmap.handout import page_of
from tests.atlas.examples import MINIMAL


@pytest.fixture(scope="module")
def short() -> Atlas:
    """The minimal atlas with a tour of one step."""
    atlas = open_atlas(MINIMAL)
    return replace(atlas, tours=(replace(atlas.tours[0], steps=atlas.tours[0].steps[:1]),))


@pytest.mark.slow
def test_each_step_is_a_page_and_the_same_tour_gives_the_same_bytes(short: Atlas, tmp_path: Path) -> None:
    write_tour(short, "canal", "ja", tmp_path / "a.pdf")
    write_tour(short, "canal", "ja-JP", tmp_path / "b.pdf")
    data = (tmp_path / "a.pdf").read_bytes()
    assert data == (tmp_path / "b.pdf").read_bytes()
    (page,) = PdfReader(tmp_path / "a.pdf").pages
    text = page.extract_text()
    assert all(words in text for words in ("船が通る", "1／1", "1869")), "letters, not their picture, in text and map"
    resources: Any = page["/Resources"]
    form = resources["/XObject"]["/Map"]
    assert form["/Subtype"] == "/Form" and b" Do" not in form.get_data(), "the map has lines and no picture"
    fonts = [font.get_object() for font in resources["/Font"].values()]
    described = [font.get("/DescendantFonts", [font])[0].get_object()["/FontDescriptor"] for font in fonts]
    assert all("/FontFile2" in one for one in described), "every font is embedded"


def test_a_page_numbers_its_claims_and_says_where_they_stand(short: Atlas) -> None:
    page = page_of(short, short.tours[0].steps[0], "en")
    assert page.paragraphs == ("The canal opens [1] to ships of all nations.", "• from the north", "• from the south")
    (claim,) = page.claims
    assert claim.startswith("1  The canal is opened, 17 November 1869: ")


def test_an_unknown_tour_and_another_ending_are_refused(short: Atlas, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="Its tours: canal"):
        write_tour(short, "harbour", "en", tmp_path / "a.pdf")
    with pytest.raises(InvalidInputError, match=r"end in \.pdf"):
        write_tour(short, "canal", "en", tmp_path / "a.docx")
    assert not list(tmp_path.iterdir())
