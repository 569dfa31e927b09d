"""Python and the page's JavaScript give one answer: what is visible, names, days, queries, words, the base map.

The values are made here, at random but the same in every run; Node answers all of a kind in one process.
"""

from __future__ import annotations

import json
import random
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mapapp.atlas import geodata_folder, open_atlas
from mapapp.folding import fold, han_table
from mapapp.model import Atlas
from mapapp.names import toponym_at, toponym_today
from mapapp.regions import has_area
from mapapp.select import select
from mapapp.view import MODES, THEMES, View, format_view, normalise, number_text, parse_view, read_view
from mapapp.webmap.assets import bundle, modules_in_order, read_asset, script_text
from mapapp.webmap.basemap import pack_arcs, pack_basemap
from mapapp.webmap.payload import build_payload
from mapapp.when import calendar_date, day_number, parse_span
from tests.conftest import NodeRunner
from tests.described import atlas_of, table
from tests.run import node_binary

LETTERS = (
    *"abAB ßÄōİıſ№℃’'ǅ",
    "ガ",
    "ｶ",
    "ﾞ",
    "ハ\u309a",
    "京",
    "𠮷",
    "e\u0301",
    "ﬁ",
    "Ω",
    "ς",
    "％",
    "\u3000",
    "\u2028",
)
EDTF = [row["edtf"] for row in table("edtf.json")["read"] if len(row["edtf"]) < 12]
PARTS = ("kinds", "layers", "eras", "sources", "actors", "places", "events", "disagreements", "folds")
VIEW_DATES = (None, None, "1984", "1985", "2004", "2004-06", "2004-06-11", "1667", "-1985", "0000", "Y170000")


def same_chances(seed: int) -> random.Random:
    """Chances that fall alike in every run."""
    return random.Random(seed)  # noqa: S311


def _text(chance: random.Random, most: int = 6) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(chance.randint(0, most)))


def _some(chance: random.Random, values: tuple[str, ...], most: int = 2) -> tuple[str, ...]:
    return tuple(chance.sample(values, chance.randint(0, most)))


def _event(chance: random.Random, number: int) -> dict[str, Any]:
    disputed = chance.choice((None, None, "subject", "also"))
    return {
        "id": f"e{number}",
        "kind": chance.choice("klm"),
        "when": chance.choice((*EDTF, "", "2004", "2004-06-11")),
        "title": {"en": _text(chance)} | ({"ja": _text(chance)} if chance.random() < 0.3 else {}),
        "summary": {"en": _text(chance)} if chance.random() < 0.5 else {},
        "actors": _some(chance, ("a1", "a2", "a3")),
        "places": _some(chance, ("p1", "p2", "p3")),
        "about": _some(chance, ("p1", "p2", "p3"), 1),
        "sources": _some(chance, ("s1", "s2")),
        "certainty": chance.choice(("certain", "certain", "less-certain", "uncertain")),
        "disputed": disputed,
    }


def _place(chance: random.Random, key: str) -> dict[str, Any]:
    names = [
        {
            "name": f"{key}-{number}{_text(chance, 2)}",
            "lang": chance.choice(("en", "en", "en-GB", "ja", "zh-Hant", "ru")),
            "when": chance.choice(
                ("", "1667/1984", "1984/2004", "1985/..", "../1984", "1985/", "/2004", "2004-06-11/..")
            ),
            "formal": chance.random() < 0.2,
        }
        for number in range(chance.randint(0, 4))
    ]
    where = {"line": [[0, 0], [chance.uniform(1, 9), 5], [9, 9]]} if chance.random() < 0.2 else {
        "at": chance.choice((None, (chance.uniform(-10, 10), chance.uniform(-10, 10)), (139.75, 35.68))),
    }  # fmt: skip
    within = _some(chance, ("p1", "p2", "p3"), 1)
    return {"id": key, "names": names, "within": within, "country": chance.choice((None, "JPN", "KAZ")), **where}


def _atlas(chance: random.Random) -> Atlas:
    return atlas_of({
        "kinds": ["k", "l", "m"],
        "eras": [{"id": "x1", "when": "1660/1985"}, {"id": "x2", "when": "1985/.."}],
        "sources": [{"id": "s1", "language": "ja"}, "s2"],
        "actors": [{"id": key, "name": {"en": _text(chance), "ja": _text(chance)}} for key in ("a1", "a2", "a3")],
        "places": [_place(chance, key) for key in ("p1", "p2", "p3")],
        "events": [_event(chance, number) for number in range(chance.randint(1, 9))],
    })  # fmt: skip


def _view(chance: random.Random) -> View:
    def often(value: Any, otherwise: Any) -> Any:
        return value if chance.random() < 0.3 else otherwise

    return normalise(View(
        mode=chance.choice(MODES), start=chance.choice(VIEW_DATES), end=chance.choice(VIEW_DATES),
        kinds=often(_some(chance, ("k", "l", "m")), ()), actors=often(_some(chance, ("a1", "a2", "a3")), ()),
        places=often(_some(chance, ("p1", "p2", "p3", "none")), ()),
        regions=often(_some(chance, ("p1", "p2", "none")), ()), countries=often(_some(chance, ("JPN", "KAZ")), ()),
        along=often((chance.choice(("p1", "p2", "p3")), float(chance.randint(0, 900))), None),
        near=often((chance.choice(("p1", "p2", "p3")), float(chance.randint(0, 900))), None),
        source_languages=often(_some(chance, ("ja", "en")), ()),
        eras=often(_some(chance, ("x1", "x2")), ()), sources=often(_some(chance, ("s1", "s2")), ()),
        layers=often(_some(chance, ("x", "y")), None), text=often(_text(chance, 3), ""),
        certainty=often("certain", "possible"), disputed=often(True, False), names=often("today", "then"),
        lang=chance.choice(("en", "ja", "zh-TW", "ky")), theme=chance.choice(THEMES),
        center=often((chance.uniform(-540, 540), chance.uniform(-90, 90)), None),
        zoom=often(chance.uniform(0, 24), None), select=often("e1", None),
    ))  # fmt: skip


def _answer(atlas: Atlas, view: View) -> list[list[str]]:
    shown = select(atlas, view)
    toponyms = [
        toponym_today(place, view.lang) if view.names == "today" else toponym_at(place, view.window(), view.lang)
        for place in atlas.places
    ]
    return [
        *([record.id for record in part] for part in (shown.events, shown.undated, shown.outside, shown.places)),
        [event.id for event in shown.unlocated],
        [toponym.name if toponym else place.id for toponym, place in zip(toponyms, atlas.places, strict=True)],
    ]


def _page_order(atlas: Atlas, page: dict[str, Any]) -> Atlas:
    """The same atlas with its events in the page's order, so that lists can be compared."""
    return replace(atlas, events=tuple(atlas.event_by_id[event["id"]] for event in page["events"]))


def test_python_and_the_page_show_the_same(node: NodeRunner) -> None:
    chance = same_chances(20040828)
    cases, expected = [], []
    for _ in range(150):
        atlas = _atlas(chance)
        page = build_payload(atlas, View())
        views = [_view(chance) for _ in range(20)]
        kept = {key: page[key] for key in PARTS}
        cases.append({"payload": kept, "views": [format_view(view) for view in views]})
        ordered = _page_order(atlas, page)
        expected.append([_answer(ordered, view) for view in views])
    answers = node("parity.js", ["selections", cases])
    wrong = [
        {
            "view": query,
            "python": want,
            "page": got,
            "places": case["payload"]["places"],
            "events": case["payload"]["events"],
        }
        for case, wants, gots in zip(cases, expected, answers, strict=True)
        for query, want, got in zip(case["views"], wants, gots, strict=True)
        if want != got
    ]
    if wrong:
        pytest.fail(
            f"{len(wrong)} of 3000 answers differ; the first: {json.dumps(wrong[0], ensure_ascii=False)}", pytrace=False
        )
    shown = [len(row[0]) for rows in expected for row in rows]
    assert 0.2 < sum(map(bool, shown)) / len(shown) < 0.9, "the cases are worth comparing: some show events, some none"


def test_python_and_the_page_show_the_same_of_crossroads(node: NodeRunner) -> None:
    atlas = open_atlas("crossroads")
    page = build_payload(atlas, read_view(atlas.view)[0])
    years = [f"mode={mode}&from={year}&to={year + 3}" for mode in MODES for year in range(1990, 2026)]
    filters = [f"kind={kind.id}" for kind in atlas.kinds] + [f"actor={actor.id}" for actor in atlas.actors]
    filters += [f"source={source.id}" for source in atlas.sources] + [f"place={place.id}" for place in atlas.places]
    filters += [f"region={place.id}" for place in atlas.places if place.geometry is None or has_area(place)]
    others = [
        "certainty=certain",
        "disputed=1",
        "q=tokyo",
        "q=東京",
        "q=中亞",
        "q=吉尔吉斯",
        "q=トウキョウ",
        "source-lang=zh-Hant",
        "era=exploration",
        "country=KAZ,JPN",
        "along=malacca-route,250",
        "lang=ja",
        "lang=zh-Hant&to=1995",
        "names=today",
    ]
    queries = [format_view(parse_view(query)) for query in (*years, *filters, *others)]
    answers = node("parity.js", ["selections", [{"payload": page | {"basemap": None}, "views": queries}]])[0]
    ordered = _page_order(atlas, page)
    for query, answer in zip(queries, answers, strict=True):
        assert answer == _answer(ordered, parse_view(query)), query


def test_the_calendars_agree(node: NodeRunner) -> None:
    chance = same_chances(1)
    days = [chance.randint(-3_000_000, 3_000_000) for _ in range(5000)] + [
        day_number(y) + d for y in range(-5, 6) for d in (-1, 0, 58, 59)
    ]
    answers = node("parity.js", ["days", days])
    assert answers == [[list(calendar_date(day)), day] for day in days]


def test_spans_of_dates_agree(node: NodeRunner) -> None:
    texts = [f"{sign}{year:04d}{rest}" for sign in ("", "-") for year in (0, 1, 44, 1900, 2000, 2003, 2004, 9999)
             for rest in ("", "-01", "-02", "-12", "-02-28", "-02-29", "-12-31")]  # fmt: skip
    texts += ["Y10000", "Y-10000", "Y123456789"]
    for text, answer in zip(texts, node("parity.js", ["spans", texts]), strict=True):
        problems = read_view(f"from={text}")[1]
        assert (answer is None) == bool(problems), text
        if answer is not None:
            assert tuple(answer) == parse_span(text), text


def test_views_have_one_text(node: NodeRunner) -> None:
    chance = same_chances(2)
    views = [_view(chance) for _ in range(2000)]
    answers = node("parity.js", ["views", [_page_view(view) for view in views]])
    assert answers == [format_view(view) for view in views]


def _page_view(view: View) -> dict[str, Any]:
    names = {"start": "from", "end": "to", "text": "q", "source_languages": "sourceLanguages"}
    return {names.get(name, name): getattr(view, name) for name in View.__slots__}


def test_numbers_have_one_text(node: NodeRunner) -> None:
    chance = same_chances(3)
    ties = [(whole / 32, digits) for whole in range(-200, 200) for digits in (0, 1, 2, 3, 4)]
    others = [(chance.uniform(-540, 540), chance.choice((0, 2, 4))) for _ in range(2000)]
    others += [(round(chance.uniform(-540, 540), 5), 4) for _ in range(1000)]
    answers = node("parity.js", ["numbers", ties + others])
    assert answers == [number_text(value, digits) for value, digits in ties + others]


KEYS = (
    "mode", "from", "to", "kind", "layers", "q", "certainty", "disputed", "names", "lang", "theme", "center", "zoom",
    "select", "colour", "", "constructor", "mode%20", "Q",
)  # fmt: skip
VALUES = (
    "", "in", "up-to", "between", "2004", "2004-08", "2004-8", "-0044", "..", "Y17000", "Y0", "a,b", ",", "none", "0",
    "1", "certain", "today", "dark", "ja", "1,2", "1,2,3", "-1.5,2.25", "1.,2", ".5,1", "1e1,1", "+1,1", "4", "4.125",
    "4.", "24.1", "nan", "%00", "%E7%B5%B2", "%E7%B5", "絲", "a+b", "a%2Bb", "a=b", "a?b", "a#b", "%", "%2", "%u0041",
    "🗾", "a;b", "''", "*",
)  # fmt: skip


def test_any_query_is_read_alike(node: NodeRunner) -> None:
    chance = same_chances(4)
    queries = list(_queries(chance, 4000))
    answers = node("parity.js", ["queries", queries])
    for query, (text, problems) in zip(queries, answers, strict=True):
        view, found = read_view(query)
        assert (format_view(view), [problem.where.field for problem in found]) == (text, problems), query


def _queries(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        parts = [f"{chance.choice(KEYS)}={chance.choice(VALUES)}" for _ in range(chance.randint(0, 4))]
        yield chance.choice(("", "", "?")) + chance.choice(("&", "&", "&&")).join(parts)


def test_words_are_folded_and_parted_alike(node: NodeRunner) -> None:
    chance = same_chances(5)
    known = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")]
    spaces = [char for char in map(chr, range(0x3100)) if char.isspace()] + ["\ufeff", "\u180e", "\u200b"]
    texts = ["".join(chance.choices(known, k=4)) for _ in range(4000)] + [f"a{space}b" for space in spaces]
    texts += [_text(chance, 8) for _ in range(1000)] + [*map("".join, zip(*han_table(), strict=True))]
    for text, (folded, words) in zip(texts, node("parity.js", ["folds", [han_table(), texts]]), strict=True):
        assert folded == fold(text), ascii(text)
        assert words == fold(text).split(), ascii(text)


def test_the_base_map_is_unpacked_as_it_was_packed(node: NodeRunner) -> None:
    chance = same_chances(6)
    arcs = [
        [[chance.randint(-9000, 9000), chance.randint(-40, 40)] for _ in range(chance.randint(1, 9))]
        for _ in range(300)
    ]
    unit = {"scale": [360, 1], "translate": [-180, 0], "arcs": pack_arcs(arcs)}  # unit Mercator x is then the integer
    for arc, points in zip(arcs, node("parity.js", ["arcs", unit]), strict=True):
        sums = [sum(step[0] for step in arc[: end + 1]) for end in range(len(arc))]
        assert points[0::2] == pytest.approx(sums, abs=1e-6)


def test_the_shipped_base_map_lies_in_the_world(node: NodeRunner) -> None:
    packed = pack_basemap(geodata_folder() / "basemap" / "world-50m.topo.json")
    arcs = node("parity.js", ["arcs", {key: packed[key] for key in ("scale", "translate", "arcs")}])
    assert len(arcs) > 1000
    assert all(-1e-6 <= value <= 1 + 1e-6 for arc in arcs for value in arc)
    used = {
        index if index >= 0 else ~index
        for country in packed["countries"]
        for ring in country["rings"]
        for index in ring
    }
    assert max(used) < len(arcs)


def test_the_pages_script_is_one_script_that_node_accepts(tmp_path: Path) -> None:
    script = bundle("main.js")
    assert not re.search(r"^\s*(import|export)\b", script, re.MULTILINE)
    assert "function startPage(" in script
    file = tmp_path / "bundle.mjs"  # a module, as in the page
    file.write_text(script, "utf-8")
    done = subprocess.run([node_binary(), "--check", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_module_stands_after_those_it_imports() -> None:
    ordered = modules_in_order("main.js")
    assert ordered[-1] == "main.js"
    assert len(ordered) == len(set(ordered))
    for position, name in enumerate(ordered):
        imported = re.findall(r'^import .* from "\./([\w-]+\.js)";$', read_asset(name), re.MULTILINE)
        assert set(imported) <= set(ordered[:position]), name


def test_text_in_a_script_cannot_end_it() -> None:
    hostile = "</script><!-- </SCRIPT >"
    assert "</" not in script_text(hostile)
    assert "<!--" not in script_text(hostile)
    assert json.loads(script_text(json.dumps(hostile))) == hostile
