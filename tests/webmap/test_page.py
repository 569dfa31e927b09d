"""The page as text: deterministic, closed to the network, and nothing of an atlas ever compiled or parsed."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import folium
import pytest

from mapapp.atlas import open_atlas
from mapapp.model import Atlas
from mapapp.view import parse_view
from mapapp.webmap import render_page, web_map

HOSTILE = [
    "{{ 7*7 }} {% raw %}",
    "{# a comment #} {{ this.__class__ }}",
    "</script><script>window.pwned=1</script>",
    "<!--<script>",
    "<img src=x onerror=window.pwned=1>",
    "`${7*7}`",
    "\u2028 \u2029 \\u003c",
]


class Tags(HTMLParser):
    """The elements of a page with their attributes, and the text of its data."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""
        self._in_data = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._in_data = dict(attrs).get("id") == "mapapp-data"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += gzip.decompress(b64decode(data)).decode()


@pytest.fixture(scope="module")
def crossroads() -> Atlas:
    return open_atlas("crossroads")


@pytest.fixture(scope="module")
def plain(crossroads: Atlas) -> str:
    return render_page(crossroads)


def test_two_builds_give_the_same_bytes(crossroads: Atlas, plain: str) -> None:
    assert render_page(crossroads) == plain


def test_it_is_a_folium_map(crossroads: Atlas) -> None:
    assert isinstance(web_map(crossroads), folium.Map)


def test_other_maps_of_the_process_keep_their_assets(crossroads: Atlas) -> None:
    before = list(folium.Map.default_js)
    render_page(crossroads)
    assert folium.Map.default_js == before
    assert "leaflet" in folium.Map().get_root().render()


def test_no_element_names_another_host(plain: str) -> None:
    for tag, attributes in Tags(plain).found:
        assert tag not in ("link", "iframe", "object", "embed", "base"), tag
        assert not {"src", "href", "srcset", "action"} & set(attributes), (tag, attributes)


def test_the_policy_allows_only_our_scripts(plain: str) -> None:
    policies = [
        attributes["content"]
        for tag, attributes in Tags(plain).found
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy
    assert policy.count("sha256-") == len(re.findall(r'<script(?: type="module")?>', plain))


def test_the_page_stays_under_its_size(plain: str) -> None:
    assert len(plain.encode()) < 1_500_000


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_an_atlas_stays_text(crossroads: Atlas, plain: str, text: str) -> None:
    words = dict.fromkeys(crossroads.languages, text)
    event = replace(crossroads.events[0], title=words, summary=words)
    atlas = replace(crossroads, title=words, events=(event, *crossroads.events[1:]))
    page = render_page(atlas)
    tags = Tags(page)
    assert [tag for tag, _ in tags.found] == [tag for tag, _ in Tags(plain).found]
    payload = json.loads(tags.data)
    assert payload["atlas"]["title"]["en"] == text
    shown = next(record for record in payload["events"] if record["id"] == event.id)
    assert shown["title"]["en"] == text


def test_the_view_is_in_the_data_and_in_a_meta_element(crossroads: Atlas) -> None:
    query = "mode=between&from=2004&to=2015&lang=ja"
    tags = Tags(render_page(crossroads, parse_view(query)))
    assert json.loads(tags.data)["view"] == query
    metas = {attributes.get("name"): attributes.get("content") for tag, attributes in tags.found if tag == "meta"}
    assert metas["mapapp:view"] == query
    assert ("html", {"lang": "ja"}) in tags.found
