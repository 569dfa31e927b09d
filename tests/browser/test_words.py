"""No word of the interface is left out of the catalogues: every text of the page, in a language made for this test."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from mapapp.atlas import open_atlas
from mapapp.webmap import page as page_module
from mapapp.webmap import payload as payload_module
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import DESKTOP, PHONE, Opened
from tests.test_language import ids_of_code

OpenPage = Callable[..., Opened]

TEXTS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.parentElement.closest("script, style, body [lang], .edtf")) continue;
    found.push(node.nodeValue);
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [aria-valuetext]")) {
    if (element.matches("[lang]")) continue;
    for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"]) {
      found.push(element.getAttribute(name) ?? "");
    }
  }
  return found;
}"""

STATES = (
    "",
    "select=1869-opening",
    "select=suez-canal",
    "panel=table",
    "panel=figures",
    "panel=periods",
    "panel=matrix",
    "panel=tour,canal,1",
    "mode=in&from=1900&q=000",
    "mode=up-to&to=1900&certainty=certain&disputed=1",
)
WORD = re.compile(r"[A-Za-z]{2,}")
PLAIN = {"English", "CC", "CC0", "CSV", "SVG", "EDTF", "mapapp", "km", "SHA", "BY", "EN", "BCE"}
"""Words that are the same in every language."""


def marked(text: str) -> str:
    """A text of the interface as the test's language has it: all but its placeholders between ⟦ and ⟧."""
    return "".join(part if part.startswith("{") else f"⟦{part}⟧" for part in re.split(r"(\{\w+\})", text) if part)


def messages() -> dict[str, Any]:
    """The catalogue of the test's language."""
    return {one: [marked(many or one)] if many else marked(one) for one, (many, _) in ids_of_code().items()}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page of the minimal atlas whose Japanese is the test's language, and whose own words are digits."""
    monkey = pytest.MonkeyPatch()
    monkey.setattr(payload_module, "messages_for", lambda language: messages() if language == "ja" else {})
    monkey.setattr(page_module, "build_payload", lambda *given: numbered(payload_module.build_payload(*given)))
    file = tmp_path_factory.mktemp("words") / "page.html"
    file.write_text(page_module.render_page(open_atlas(MINIMAL)), "utf-8")
    monkey.undo()
    return file.as_uri()


def numbered(payload: Any) -> Any:
    """Page data in which every text of the atlas is a number: what has letters is the interface's."""

    def turn(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: turn(part, name) for name, part in value.items()}
        if isinstance(value, list):
            return [turn(part, key) for part in value]
        return "1" if isinstance(value, str) and key in WORDED else value

    parts = (
        "atlas",
        "kinds",
        "layers",
        "eras",
        "actors",
        "sources",
        "places",
        "events",
        "figures",
        "disagreements",
        "tours",
    )
    return {name: turn(part, "") if name in parts else part for name, part in payload.items()} | {
        "credits": {"ja": ["1"], "en": ["1"]}
    }


WORDED = {
    "en",
    "zh-Hant",
    "ja",
    "name",
    "note",
    "section",
    "unit",
    "value",
    "attribution",
    "authors",
    "geometry_source",
}
"""Keys under which the words of an atlas stand."""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "phone"])
def test_every_word_of_the_page_comes_from_the_catalogues(
    open_page: OpenPage, address: str, size: dict[str, int]
) -> None:
    page = open_page(f"{address}#lang=ja", viewport=size).page
    left: dict[str, str] = {}
    for state in STATES:
        page.evaluate("(query) => { mapapp.open(query); return mapapp.settled(); }", f"lang=ja&{state}")
        for text in page.evaluate(TEXTS):
            rest = re.sub(r"⟦[^⟦⟧]*⟧", "", text)
            words = [word for word in WORD.findall(rest) if word not in PLAIN]
            if words:
                left.setdefault(" ".join(words), f"{state}: {text[:80]}")
    assert left == {}, json.dumps(left, ensure_ascii=False, indent=1)
