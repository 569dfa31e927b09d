"""The View and its one text form; webmap/static/query.js is read against the same table."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import InvalidInputError
from mapapp.view import MODES, THEMES, View, format_view, normalise, number_text, parse_view, read_view
from mapapp.when import OPEN_END, OPEN_START, day_number
from tests.described import table

VIEWS = table("views.json")["cases"]
FIELDS = {"from": "start", "to": "end", "q": "text"}
"""Names in the table (those of the page) that differ from the names in Python."""

ids = st.lists(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True), max_size=3, unique=True).map(tuple)
dates = st.sampled_from(
    (None, "2004", "2004-08", "2004-08-28", "2004-12-31", "2005", "1999-02-28", "0000", "-0043-03-15", "Y17000")
)
text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
degrees = st.floats(-180, 180).flatmap(lambda value: st.sampled_from((value, round(value, 4), round(value * 32) / 32)))
views = st.builds(
    View,
    mode=st.sampled_from(MODES),
    start=dates,
    end=dates,
    kinds=ids,
    actors=ids,
    places=ids,
    near=st.none() | st.tuples(st.sampled_from(("tokyo", "p1", "p2")), st.sampled_from((0, 0.5, 120.25, 1500, 20020))),
    sources=ids,
    layers=st.none() | ids,
    text=text,
    certainty=st.sampled_from(("possible", "certain")),
    disputed=st.booleans(),
    names=st.sampled_from(("then", "today")),
    lang=st.sampled_from(("en", "zh-Hant", "ja", "de-AT")),
    theme=st.sampled_from(THEMES),
    center=st.none() | st.tuples(degrees, degrees.map(lambda value: value / 2)),
    zoom=st.none() | st.floats(0, 24),
    select=st.none() | st.from_regex(r"[a-z0-9][a-z0-9._-]{0,8}", fullmatch=True),
)


def view_of(fields: dict[str, Any]) -> View:
    """A View from the table's fields."""
    values = {
        FIELDS.get(name, name): tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    return View(**values)


@pytest.mark.parametrize("case", VIEWS, ids=lambda case: case["query"] or "nothing")
def test_a_query_means_the_view_of_the_table(case: dict[str, Any]) -> None:
    view, problems = read_view(case["query"])
    assert view == view_of(case["view"])
    assert [problem.where.field for problem in problems] == case.get("problems", [])
    assert format_view(view) == case["text"]
    again, problems = read_view(case["text"])
    assert not problems
    assert format_view(again) == case["text"]


@pytest.mark.parametrize("case", [case for case in VIEWS if "problems" in case], ids=lambda case: case["query"])
def test_strict_reading_refuses_what_the_table_calls_a_problem(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_view(case["query"])
    assert all(key in str(refusal.value) for key in case["problems"])


def test_problems_name_what_is_known_and_how_to_mend_it() -> None:
    _, problems = read_view("colour=red&zoom=99")
    assert [problem.code for problem in problems] == ["A105", "A106"]
    assert "theme" in problems[0].mend
    assert "99" in problems[1].message


@given(views)
def test_the_text_of_a_view_is_stable(view: View) -> None:
    text = format_view(normalise(view))
    again, problems = read_view(text)
    assert not problems
    assert format_view(again) == text


@given(views)
def test_a_view_survives_its_text_up_to_rounding(view: View) -> None:
    expected = normalise(view)
    again = parse_view(format_view(expected))
    for name in View.__slots__:
        here, there = getattr(again, name), getattr(expected, name)
        if name == "center" and there is not None:
            assert here == pytest.approx(there, abs=5.001e-5)
        elif name == "zoom" and there is not None:
            assert here == pytest.approx(there, abs=0.005001)
        else:
            assert here == there, name


@given(views)
def test_normalising_twice_changes_nothing(view: View) -> None:
    once = normalise(view)
    assert normalise(once) == once
    assert once.window() == view.window() or view.mode == "between"


@given(text)
def test_any_text_can_be_read(query: str) -> None:
    view, _ = read_view(query)
    assert not read_view(format_view(view))[1]


def test_keys_not_named_keep_the_values_of_the_base() -> None:
    base = View(mode="up-to", end="2004", kinds=("a",), lang="ja")
    assert read_view("kind=b", base)[0] == View(mode="up-to", end="2004", kinds=("b",), lang="ja")
    assert read_view("kind=", base)[0].kinds == ()


def test_windows() -> None:
    year = day_number(2004), day_number(2004, 12, 31)
    assert View(mode="in", start="2004").window() == year
    assert View(mode="in", end="2004").window() == year
    assert View(mode="in").window() == (OPEN_START, OPEN_END)
    assert View(start="2004", end="2004").window() == year
    assert View(start="2004").window() == (year[0], OPEN_END)
    assert View(end="2004").window() == (OPEN_START, year[1])
    assert View(mode="up-to", start="2004", end="2004").window() == (OPEN_START, year[1])


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"), (0.03125, 4, "0.0313"), (0.125, 2, "0.13"),
     (1.005, 2, "1"), (-0.00001, 4, "0"), (100.0, 2, "100"), (100.0, 0, "100"), (5e-5, 4, "0.0001"),
     (12.3400, 4, "12.34")],
)  # fmt: skip
def test_numbers_are_written_as_javascript_writes_them(value: float, digits: int, text: str) -> None:
    assert number_text(value, digits) == text
