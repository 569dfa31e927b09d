"""axe-core finds no serious or critical violation on any page or panel, in any language, theme or size."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, Opened

OpenPage = Callable[..., Opened]

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],
}
WIDE = {
    "opening": "lang=en&theme=light",
    "event": "mode=between&from=1997&to=2015&select=2014-dialogue-5&lang=en&theme=dark",
    "table": "mode=between&from=1997&to=2015&panel=table&select=2014-dialogue-5&lang=zh-Hant&theme=light",
    "figures": "panel=figures,oda-loan-jpy,map&lang=ja&theme=dark",
    "periods": "panel=periods&lang=en&theme=light",
    "matrix": "panel=matrix&kind=meeting&lang=zh-Hant&theme=dark",
    "tour": "mode=in&from=2012&select=d-pledge&panel=tour,five-meetings,8&lang=ja&theme=light",
    "nothing": "mode=in&from=1975&kind=meeting&q=zzz&lang=en&theme=dark",
}
NARROW = {
    "opening": "lang=zh-Hant&theme=light",
    "table": "panel=table&lang=en&theme=dark",
    "tour": "mode=in&from=2009&panel=tour,five-meetings,7&lang=en&theme=light",
}


@cache
def axe_script() -> str:
    """The source of axe-core, as the PyPI package brings it."""
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What is wrong, a line for each kind: its impact, rule and the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_script())
    found: Any = page.evaluate("(rules) => axe.run(document, rules)", RULES)
    assert found["passes"], "axe has looked"
    return [
        f"{one['impact']} {one['id']}: {[node['target'][0] for node in one['nodes']][:4]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("size", "views"), [(DESKTOP, WIDE), (PHONE, NARROW)], ids=["wide", "phone"])
def test_no_serious_violation(
    open_page: OpenPage, crossroads_page: str, size: dict[str, int], views: dict[str, str]
) -> None:
    page = open_page(f"{crossroads_page}#mode=between", viewport=size, reduced_motion="reduce").page
    found = {}
    for name, query in views.items():
        page.evaluate("(query) => { mapapp.open(query); return mapapp.settled(); }", query)
        found[name] = violations(page)
    if size == PHONE:
        page.evaluate("(query) => { mapapp.open(query); return mapapp.settled(); }", "lang=ja&theme=dark")
        page.locator("[data-key=phone-filter]").click()
        found["filters"] = violations(page)
    assert {name: list_ for name, list_ in found.items() if list_} == {}
