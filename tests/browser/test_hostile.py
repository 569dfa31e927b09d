"""An atlas whose every text tries to become HTML, script, a template or a link: it stays text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from mapapp.atlas import read_atlas
from mapapp.model import Atlas, Citation, Kind, Layer, Source
from mapapp.view import View
from mapapp.webmap import render_page
from mapapp.when import When
from tests.atlas.examples import MINIMAL
from tests.browser.conftest import Opened, wait_for, wait_until_ready

HOSTILE = (
    "<img src=x onerror=window.pwned=1>${1234*5678}{{1234*5678}}{% set x = 1 %}`${window.pwned=1}`"
    "</script><script>window.pwned=1</script><!--<x-pwned>\"'&amp;javascript:window.pwned=1"
)
EVALUATED = "7006652"
STRANGERS = """() => {
  const all = [...document.querySelectorAll("*")];
  const told = ["title", "aria-label", "placeholder"];  // attributes that hold text
  const script = ({ name, value }) => !told.includes(name) && /^\\s*javascript:/i.test(value);
  const active = (attribute) => attribute.name.startsWith("on") || script(attribute);
  const loads = "img, iframe, object, embed, link, base, form, x-pwned, [src]";
  return all
    .filter((element) => element.matches(loads) || [...element.attributes].some(active))
    .map((element) => element.cloneNode(false).outerHTML);
}"""
WORDS = ("title", "summary", "short", "name", "question", "says", "why", "label", "note", "description")
TEXTS = ("attribution", "section", "page", "footnote", "geometry_source", "value", "unit", "note", "version", "measure")


def poisoned(record: Any) -> Any:
    """The record with hostile text in every field that holds words, and in those of its parts."""
    if isinstance(record, tuple):
        return tuple(poisoned(part) for part in record)
    if not is_dataclass(record) or isinstance(record, When):
        return record
    changes: dict[str, Any] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in WORDS and isinstance(value, Mapping):
            changes[field.name] = {language: f"{HOSTILE} {text}" for language, text in value.items()} or {"en": HOSTILE}
        elif (field.name in TEXTS and isinstance(value, str)) or (field.name == "name" and isinstance(value, str)):
            changes[field.name] = f"{HOSTILE} {value}"
        elif not isinstance(value, Mapping):
            changes[field.name] = poisoned(value)
    if isinstance(record, Source):
        changes["csl"] = {**record.csl, "title": HOSTILE, "URL": "javascript:window.pwned=1", "publisher": HOSTILE}
    return replace(record, **changes)


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    found, problems = read_atlas(MINIMAL)
    assert found is not None, problems
    event = found.events[0]
    cited = (
        *found.citations,
        Citation(f"event:{event.id}", "when", found.sources[0].id, section="x", stance="differs"),
    )
    hostile: Atlas = poisoned(replace(found, citations=cited, authors=(HOSTILE,)))
    return hostile


@pytest.fixture(scope="module")
def address(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("hostile") / "hostile.html"
    file.write_text(render_page(atlas, View()), "utf-8")
    return file.as_uri()


@pytest.fixture
def opened(address: str, open_page: Callable[..., Opened]) -> Opened:
    """The page without its content security policy: it must be safe by itself, the policy is the second lock."""
    return open_page(address, bypass_csp=True)


def check(page: Page) -> None:
    """Nothing ran, nothing was computed, nothing became an element."""
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert EVALUATED not in page.evaluate("document.documentElement.outerHTML")
    strangers = page.evaluate(STRANGERS)
    assert strangers == []


def test_the_page_opens_and_shows_the_text_as_text(opened: Opened, atlas: Atlas) -> None:
    page = opened.page
    check(page)
    assert page.title().startswith("<img src=x onerror=window.pwned=1>${1234*5678}{{1234*5678}}")
    expect(page.locator("#detail")).to_contain_text("<img src=x onerror=window.pwned=1>${1234*5678}")
    expect(page.locator("#rail")).to_contain_text("</script><script>window.pwned=1</script>")
    assert opened.errors == []
    assert len(opened.requests) == 1


def test_the_policy_lets_our_script_run_and_no_other(address: str, open_page: Callable[..., Opened]) -> None:
    opened = open_page(address)
    assert opened.errors == []
    page = opened.page
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.pwned = 1";
          const image = document.createElement("img");
          image.setAttribute("onerror", "window.pwned = 1");
          image.src = "http://localhost:9/x.png";
          document.body.append(script, image);
        }"""
    )
    wait_for(page, "() => document.querySelector('img').complete")
    assert page.evaluate("typeof window.pwned") == "undefined"
    assert any("Content Security Policy" in error for error in opened.errors)


def test_every_record_can_be_read(opened: Opened, atlas: Atlas) -> None:
    page = opened.page
    records = [*atlas.events, *atlas.places, *atlas.figures, *atlas.disagreements, *atlas.sources, *atlas.actors]
    for language in ("en", "zh-Hant", "ja"):
        page.evaluate("(lang) => mapapp.set({lang})", language)
        for record in records:
            page.evaluate("(id) => mapapp.select(id)", record.id)
            page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            check(page)
    assert opened.errors == []
    assert len(opened.requests) == 1


def test_what_is_typed_stays_text_too(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("searchbox").fill(HOSTILE)
    wait_for(page, "(words) => mapapp.view().q === words", HOSTILE)
    check(page)
    wait_for(page, "() => location.hash.includes('q=')")
    page.reload()
    wait_until_ready(page)
    assert page.evaluate("mapapp.view().q") == HOSTILE
    check(page)
    assert opened.errors == []


def test_every_button_can_be_pressed(opened: Opened) -> None:
    page = opened.page
    for part in ("header", "#rail", ".time-host", "main"):
        buttons = page.locator(f"{part} button:visible:enabled")
        for index in range(buttons.count()):
            if index < buttons.count() and buttons.nth(index).is_visible():
                buttons.nth(index).dispatch_event("click")
        check(page)
    assert opened.errors == []


def test_kinds_and_layers_are_poisoned_too(atlas: Atlas) -> None:
    for record in (*atlas.kinds, *atlas.layers):
        assert isinstance(record, Kind | Layer)
        assert HOSTILE in record.title["en"]
    assert all(HOSTILE in toponym.name for place in atlas.places for toponym in place.names)
