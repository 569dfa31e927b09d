"""CSL-JSON, BibTeX and Web Annotation."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas import open_atlas
from mapapp.atlas.vocabulary import csl_fields
from mapapp.export.annotations import annotation_collection
from mapapp.export.bibtex import bibtex_entry, bibtex_text, tex_text
from mapapp.export.csl import csl_items
from mapapp.model import Source
from mapapp.view import View, parse_view
from tests.atlas.examples import DATA, MINIMAL
from tests.export.written import written

CSL_TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
"""


def entries(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What BibTeX reads: key -> type and fields. It looks for `@` outside entries and counts braces inside."""
    found = {}
    at = text.find("@")
    while at >= 0:
        head = re.compile(r"@(\w+)\{([^,{}]+)").match(text, at)
        assert head, text[at : at + 80]
        end, fields = head.end(), {}
        while text[end] != "}":
            name = re.compile(r",\s*(\w+) = \{").match(text, end)
            assert name, text[end : end + 80]
            depth, end = 1, name.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            fields[name[1]] = text[name.end() : end - 1]
            end = re.compile(r"\s*").match(text, end).end()  # type: ignore[union-attr]
        found[head[2]] = (head[1], fields)
        at = text.find("@", end)
    return found


def test_csl_items_are_those_of_the_atlas() -> None:
    atlas = open_atlas("crossroads")
    items = csl_items(atlas, View())
    assert [item["id"] for item in items] == [source.id for source in atlas.sources]
    for item in items:
        assert set(item) <= csl_fields() and item["type"] in CSL_TYPES.split()
        assert {name for author in item.get("author", ()) for name in author} <= {"family", "given", "literal"}
    assert items[0]["custom"]["text"]["sha256"] == atlas.sources[0].text.sha256  # type: ignore[union-attr]
    assert {key: value for key, value in items[0].items() if key != "custom"} == {
        key: value for key, value in atlas.sources[0].csl.items() if key != "custom"
    }


def test_a_view_takes_the_sources_of_its_records_and_their_readings() -> None:
    atlas = open_atlas("crossroads")
    items = csl_items(atlas, parse_view("mode=in&from=2009&to=2009"))
    assert 0 < len(items) < len(atlas.sources)


def test_bibtex_holds_every_source() -> None:
    atlas = open_atlas("crossroads")
    found = entries(bibtex_text(atlas, View()))
    assert list(found) == [source.id for source in atlas.sources]
    kind, fields = found["hung"]
    assert kind == "article"
    assert fields["title"] == "{日本對中亞外交政策之分析}"
    assert fields["author"] == "{洪}, {銘德}"
    kind, fields = found["out-mofa-2010"]
    assert (kind, fields["year"], fields["author"]) == ("misc", "2010", "{Ministry of Foreign Affairs of Japan}")
    assert fields["url"].startswith("https://www.mofa.go.jp/")


def test_what_means_something_to_tex_is_escaped() -> None:
    assert tex_text("50 % & #1_{a}^~\\ \n x\x07") == (
        r"50 \% \& \#1\_\textbraceleft{}a\textbraceright{}\textasciicircum{}\textasciitilde{}\textbackslash{} x"
    )
    assert tex_text(None) == tex_text(True) == tex_text(["x"]) == ""


@given(st.text(max_size=30), st.sampled_from(("book", "report", "song", "")))
def test_an_entry_stays_one_whatever_its_texts_hold(text: str, kind: str) -> None:
    csl: dict[str, Any] = {"type": kind, "title": text, "publisher": text, "note": text, "URL": f"https://x/{text}"}
    csl |= {"author": [{"literal": text}, {"family": text, "given": text}], "issued": {"date-parts": [[2004, 8]]}}
    found = entries(bibtex_entry(Source("k", csl, {})))
    assert list(found) == ["k"]
    assert found["k"][1]["year"] == "2004"


def test_a_credit_with_an_address_begins_no_entry() -> None:
    atlas = replace(open_atlas(MINIMAL), attribution="me@example.org\n@book{x,")
    assert list(entries(bibtex_text(atlas, View()))) == [source.id for source in atlas.sources]


def test_annotations_point_at_the_characters_of_their_sources() -> None:
    atlas = open_atlas(MINIMAL)
    collection = annotation_collection(atlas, View())
    items = collection["first"]["items"]
    assert collection["type"] == "AnnotationCollection" and collection["total"] == len(items) == len(atlas.citations)
    assert collection["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert len({item["id"] for item in items}) == len(items)
    text = (DATA / "texts" / "suez.txt").read_text("utf-8")
    ranged = 0
    for citation, item in zip(atlas.citations, items, strict=True):
        assert item["type"] == "Annotation" and item["motivation"] in ("linking", "questioning")
        assert item["body"]["record"] == citation.subject
        if citation.start is None:
            assert "selector" not in item["target"]
            continue
        ranged += 1
        selector = item["target"]["selector"]
        assert selector["type"] == "TextPositionSelector"
        assert citation.term in text[selector["start"] : selector["end"]]
        assert item["target"]["source"]["sha256"] == atlas.sources[0].text.sha256  # type: ignore[union-attr]
    assert ranged


def test_annotations_hold_no_text_of_a_source(tmp_path: Path) -> None:
    text = written(tmp_path, ".jsonld", open_atlas(MINIMAL)).read_text("utf-8")
    assert "TextQuoteSelector" not in text and '"exact"' not in text


def test_the_terms_of_annotations_are_in_their_context() -> None:
    collection = annotation_collection(open_atlas("crossroads"), View())
    own = set(collection["@context"][1])
    known = "id type label total first startIndex items motivation body target source selector start end format"

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        if not isinstance(value, dict):
            return set()
        return set(value).union(*(keys(part) for key, part in value.items() if key != "words"))

    assert keys({key: value for key, value in collection.items() if key != "@context"}) <= own | set(known.split())


@pytest.mark.parametrize("subject", ["event", "place", "figure", "reading"])
def test_bodies_say_what_people_call_the_record(subject: str) -> None:
    items = annotation_collection(open_atlas("crossroads"), View())["first"]["items"]
    bodies = [item["body"] for item in items if item["body"]["record"].startswith(f"{subject}:")]
    assert bodies and all({"en", "zh-Hant", "ja"} <= set(body["words"]) for body in bodies)


def test_files_are_json(tmp_path: Path) -> None:
    for extension in (".csl.json", ".jsonld"):
        assert json.loads(written(tmp_path, extension, open_atlas(MINIMAL)).read_bytes())
