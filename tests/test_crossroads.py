"""The crossroads atlas: complete, cited, consistent, in its own words. Its geometry: test_crossroads_geometry.py."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from pyproj import Geod

from docs.coverage import coverage_page
from mapapp.atlas import check_atlas, open_atlas
from mapapp.atlas.coverage import cover_atlas, read_copies
from mapapp.model import Atlas, Words
from mapapp.names import toponym_at, toponym_today
from mapapp.when import parse_span

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "geodata" / "crossroads"
TEXTS = ROOT.parent / "shared" / "documents"
WGS84 = Geod(ellps="WGS84")

with_texts = pytest.mark.skipif(not TEXTS.is_dir(), reason="the sources' texts are not beside the repository")


@cache
def atlas() -> Atlas:
    return open_atlas(FOLDER)


@cache
def texts() -> dict[str, str]:
    return read_copies(atlas(), [str(TEXTS)])


# What needs the texts -------------------------------------------------------------------------------------------------


@with_texts
def test_the_texts_are_those_that_the_atlas_was_made_from() -> None:
    documents = {source.id: source.text for source in atlas().sources if not source.outside}
    assert texts().keys() == documents.keys()
    for name, fingerprint in documents.items():
        assert fingerprint is not None
        assert len(texts()[name]) == fingerprint.characters
        assert hashlib.sha256(texts()[name].encode(fingerprint.encoding)).hexdigest() == fingerprint.sha256


@with_texts
def test_every_range_lies_in_its_text_and_holds_its_term() -> None:
    wrong = []
    for citation in atlas().citations:
        if citation.source not in texts():
            continue
        text = texts()[citation.source]
        inside = citation.start is not None and citation.end is not None and 0 <= citation.start < citation.end
        if not inside or citation.end > len(text) or citation.term not in text[citation.start : citation.end]:
            wrong.append((citation.subject, citation.source, citation.start, citation.end, citation.term))
        elif not citation.term:
            wrong.append((citation.subject, citation.source, citation.start, citation.end, "no term"))
    assert wrong == []


RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@with_texts
def test_a_sentence_with_a_note_is_cited_with_it() -> None:
    """The paper raises the digits of its notes: where one follows the term in the same sentence, the row has a note."""
    text, without = texts()["hung"], []
    for one in atlas().citations:
        if one.source == "hung" and one.start is not None and one.end is not None and not one.footnote:
            after = text.index(one.term, one.start) + len(one.term)
            end = re.compile(r"[。\n][⁰¹²³⁴⁵⁶⁷⁸⁹]*").search(text, max(after, one.end - 1))
            assert end, one.subject
            if notes := re.findall("[⁰¹²³⁴⁵⁶⁷⁸⁹]+", text[after : end.end()]):
                without.append((one.subject, one.term, notes[0].translate(RAISED)))
    assert without == []


@with_texts
def test_every_paragraph_is_cited_or_has_a_reason_not_both() -> None:
    passages = cover_atlas(atlas(), texts())
    assert [(one.source, one.paragraph) for one in passages if not one.is_accounted] == []
    assert [(one.source, one.paragraph) for one in passages if one.subjects and one.reason] == []
    counted = {(one.source, str(one.paragraph)) for one in passages}
    assert {(row["source"], row["paragraph"]) for row in atlas().coverage} <= counted


@with_texts
def test_the_page_on_coverage_is_up_to_date() -> None:
    page = (ROOT / "docs" / "crossroads-coverage.md").read_text("utf-8")
    assert page == coverage_page(atlas(), texts()), "write it anew with `make coverage`"


CJK = 18
"""Characters that no file may have in common with a source, where they are Chinese or Japanese."""
LATIN = 60
"""The same for other scripts."""
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_URL = re.compile(r"https?://[^\s\"<>）)]+")


@with_texts
def test_no_file_copies_a_source() -> None:
    names = names_of_works()
    sources = {name: _without(source, names) for name, source in texts().items()}
    found = {}
    for path in repository_texts():
        text = _without(path.read_text("utf-8"), names)
        for name, source in sources.items():
            if runs := copied_runs(source, text):
                found[f"{path.relative_to(ROOT)} from {name}"] = sorted(runs)
    assert found == {}


def test_a_copied_run_is_found_and_a_shorter_one_is_not() -> None:
    source = (
        "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸。"
        + "The quick brown fox jumps over the lazy dog and runs away from all. " * 2
    )
    assert copied_runs(source, f"…{source[2:20]}…") == {source[2:20]}
    assert not copied_runs(source, f"…{source[2:19]}…")
    latin = source.index("The")
    assert copied_runs(source, f"xx{source[latin : latin + 60]}yy") == {source[latin : latin + 60]}
    assert not copied_runs(source, f"xx{source[latin : latin + 59]}yy")


def repository_texts() -> Iterator[Path]:
    """Every text file of the repository: tracked ones, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes()[:8000]:
            try:
                path.read_text("utf-8")
            except UnicodeDecodeError:
                continue
            yield path


UNDERTAKINGS = ("シルクロード・エネルギー・ミッション",)
NAMING = re.compile(r"(.*-)?title(-short)?|publisher|literal|event")


def names_of_works() -> list[str]:
    """Names and titles in sources.json, and of undertakings, that the texts hold, longest first: they may be copied."""
    items = json.loads((FOLDER / "sources.json").read_text("utf-8"))
    names = {
        value for item in items for key, value in _strings(item) if NAMING.fullmatch(key) and len(value) > CJK // 2
    }
    held = {name for name in (*names, *UNDERTAKINGS) if any(name in text for text in texts().values())}
    return sorted(held, key=len, reverse=True)


def _strings(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part, key)
    elif isinstance(value, str):
        yield key, value


def _without(text: str, names: list[str]) -> str:
    """The text with URLs and the names of works cut out."""
    text = _URL.sub("\0", text)
    for name in names:
        text = text.replace(name, "\0")
    return text


def copied_runs(source: str, text: str) -> set[str]:
    """Runs that both have: 18 characters and more, a third of them CJK at least; of other text 60 and more."""
    step = CJK // 2
    pieces = _pieces(source, step)
    runs = set()
    for at in range(0, len(text) - step + 1, step):  # a run of 18 holds a whole piece of 9 at a multiple of 9
        for start in pieces.get(text[at : at + step], ()):
            run = _common_run(source, start, text, at)
            least = CJK if len(_WIDE.findall(run)) * 3 >= len(run) else LATIN
            if len(run) >= least and "\0" not in run and run.strip("-=. \n|"):
                runs.add(run)
    return runs


@cache
def _pieces(text: str, length: int) -> dict[str, list[int]]:
    """Where each piece of a length stands in a text."""
    pieces: dict[str, list[int]] = {}
    for start in range(len(text) - length + 1):
        pieces.setdefault(text[start : start + length], []).append(start)
    return pieces


def _common_run(source: str, start: int, text: str, at: int) -> str:
    before = after = 0
    while start - before > 0 and at - before > 0 and source[start - before - 1] == text[at - before - 1] != "\0":
        before += 1
    while start + after < len(source) and at + after < len(text) and source[start + after] == text[at + after] != "\0":
        after += 1
    return source[start - before : start + after]


# What the atlas says by itself ----------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_it() -> None:
    assert check_atlas(str(FOLDER)) == []


def test_it_holds_what_an_expert_expects() -> None:
    assert len(atlas().events) >= 90
    assert len(atlas().places) >= 80
    assert len(atlas().disagreements) > 30
    assert [era.id for era in atlas().eras] == ["exploration", "development", "comprehensive"]
    assert any(event.projection for event in atlas().events)


def test_the_changelog_counts_what_it_holds() -> None:
    whole = atlas()
    told = (
        f"`crossroads` atlas {whole.version}: {len(whole.events)} events, {len(whole.places)} places, "
        f"{len(whole.figures)} figures, {len(whole.disagreements)} disagreements, {len(whole.citations)} citations"
    )
    assert told in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("sort", ["event", "place", "figure"])
def test_every_record_is_cited_by_a_passage_that_supports_it(sort: str) -> None:
    records = {"event": atlas().events, "place": atlas().places, "figure": atlas().figures}[sort]
    cited = {citation.subject for citation in atlas().citations if citation.stance == "supports"}
    assert [record.id for record in records if f"{sort}:{record.id}" not in cited] == []


def test_whatever_differs_is_told_as_a_disagreement() -> None:
    differing = [citation.subject.split("#")[0] for citation in atlas().citations if citation.stance == "differs"]
    assert differing
    assert [subject for subject in differing if not atlas().disagreements_of.get(subject)] == []


def test_a_date_from_outside_has_its_reference() -> None:
    outside = {source.id for source in atlas().sources if source.outside}
    for event in atlas().events:
        if event.date_basis == "outside":
            own = atlas().citations_of[f"event:{event.id}"]
            assert any(one.field == "when" and one.source in outside for one in own), event.id


def every_text() -> Iterator[tuple[str, list[Words]]]:
    """The texts of every record, by its subject."""
    for event in atlas().events:
        yield f"event:{event.id}", [event.title, event.summary]
    for era in atlas().eras:
        yield f"era:{era.id}", [era.title, era.summary]
    for place in atlas().places:
        yield f"place:{place.id}", [place.summary]
    for figure in atlas().figures:
        yield f"figure:{figure.id}", [figure.label, figure.note]
    for actor in atlas().actors:
        yield f"actor:{actor.id}", [actor.name]
    for item in atlas().disagreements:
        yield f"disagreement:{item.id}", [item.question, item.why, *(reading.says for reading in item.readings)]


def test_what_stands_in_one_language_stands_in_all() -> None:
    languages = set(atlas().languages)
    assert languages == {"en", "zh-Hant", "ja"}
    for subject, texts in every_text():
        for words in texts:
            filled = {language for language, text in words.items() if text.strip()}
            assert filled in (set(), languages), subject
    for event in atlas().events:
        assert event.title["en"] and event.summary["en"], event.id
    for place in atlas().places:
        assert languages <= {name.lang for name in place.names}, place.id


def test_the_terms_of_the_glossary_are_used_throughout() -> None:
    departures = set()
    texts = [
        (subject, words)
        for subject, words in every_text()
        if subject.split(":")[0] in ("event", "place", "era", "figure")
    ]
    for row in atlas().glossary:
        term = re.compile(rf"\b{re.escape(row['term_en'])}(?!\w)", re.IGNORECASE)
        for subject, words in texts:
            if any(term.search(one.get("en", "")) for one in words):
                for language in ("zh-Hant", "ja"):
                    if not any(row[f"term_{language}"] in one.get(language, "") for one in words):
                        departures.add((row["id"], subject, language))
    assert sorted(departures) == []


def test_every_distance_was_checked_by_a_geodesic() -> None:
    distances = [figure for figure in atlas().figures if figure.measure == "distance"]
    assert distances
    for figure in distances:
        points = [
            p for name in figure.places if (p := atlas().place_by_id[name]).geometry and p.geometry.geom_type == "Point"
        ]
        lengths = [WGS84.inv(a.point[0], a.point[1], b.point[0], b.point[1])[2] for a, b in combinations(points, 2)]
        said = figure.note["en"] + "".join(item.why["en"] for item in atlas().disagreements_of[f"figure:{figure.id}"])
        assert lengths, figure.id
        for metres in lengths:
            assert f"{metres / 1000:,.0f} km" in said, (figure.id, metres)


MEETINGS = [
    (1, "2004-08-28", "astana"),
    (2, "2006-06-05", "tokyo"),
    (3, "2010-08-07", "tashkent"),
    (4, "2012-11-10", "tokyo"),
    (5, "2014-07-17", "bishkek"),
]


def test_the_five_meetings_of_ministers() -> None:
    dialogue = next(event.series for event in atlas().events if event.id == "2004-dialogue-1")
    found = [event for event in atlas().events if event.series == dialogue]
    told = [(event.ordinal, event.when.edtf if event.when else None, *event.places) for event in found]
    assert sorted(told) == MEETINGS


NAMES_OF_ASTANA = {
    "1995": {"en": "Akmola", "zh-Hant": "阿克莫拉", "ja": "アクモラ"},
    "2004": {"en": "Astana", "zh-Hant": "阿斯塔那", "ja": "アスタナ"},
    "2020": {"en": "Nur-Sultan", "zh-Hant": "努爾蘇丹", "ja": "ヌルスルタン"},
}


@pytest.mark.parametrize("year", NAMES_OF_ASTANA)
def test_the_map_of_a_year_has_the_names_of_that_year(year: str) -> None:
    astana = atlas().place_by_id["astana"]
    for language, name in NAMES_OF_ASTANA[year].items():
        then, today = toponym_at(astana, parse_span(year), language), toponym_today(astana, language)
        assert then is not None and then.name == name
        assert today is not None and today.name == NAMES_OF_ASTANA["2004"][language]
