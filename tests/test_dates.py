"""Dates as people write them: a table of cells and their EDTF, and what must hold for any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from babel.dates import get_month_names
from hypothesis import given
from hypothesis import strategies as st

from mapapp.dates import NO_YEAR, UNREADABLE, Conventions, infer_order, read_date, serial_date
from mapapp.dates.months import MONTHS
from mapapp.when import calendar_date, day_number, parse_when

MONTH_NAMES = {number: name.title() for name, number in reversed(MONTHS.items())}
CASES = json.loads((Path(__file__).parent / "tables" / "dates.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_cell_reads_as_the_table_says(case: dict[str, Any]) -> None:
    found = read_date(case["text"])
    assert (found.edtf, found.how) == (case["edtf"], case["how"])
    assert list(found.candidates if found.ambiguous else ()) == case.get("candidates", [])
    if found.edtf:
        parse_when(found.edtf)


@given(st.text(max_size=40) | st.from_regex(r"[0-9./ –-]{1,12}(BC|年|月|s|th century)?", fullmatch=True))
def test_no_text_makes_trouble_and_what_is_read_is_edtf(text: str) -> None:
    found = read_date(text)
    if found.edtf is not None:
        parse_when(found.edtf)
    else:
        assert found.how in (UNREADABLE, NO_YEAR, "undated")


@given(st.integers(day_number(1600), day_number(2400)))
def test_a_day_is_the_same_in_every_form(day: int) -> None:
    year, month, dom = calendar_date(day)
    iso = f"{year:04d}-{month:02d}-{dom:02d}"
    name = MONTH_NAMES[month]
    for text in (
        iso,
        f"{year}年{month}月{dom}日",
        f"{dom} {name} {year}",
        f"{name[:3]} {dom}, {year}",
        f"{year}/{month}/{dom}",
    ):
        assert read_date(text).edtf == iso
    for order, text in (("day-first", f"{dom}/{month}/{year}"), ("month-first", f"{month}/{dom}/{year}")):
        assert read_date(text, Conventions(order=order)).edtf == iso  # type: ignore[arg-type]
    if year >= 1912:
        assert read_date(f"民國{year - 1911}年{month}月{dom}日").edtf == iso


def test_an_ambiguous_cell_keeps_both_meanings_until_its_column_settles_it() -> None:
    assert read_date("8/9/2004").edtf == "[2004-08-09,2004-09-08]"
    order, counts = infer_order(["8/9/2004", "1/2/2004", "13/9/2004", "4/4/2004"])
    assert (order, dict(counts)) == ("day-first", {"either": 2, "day-first": 1})
    assert read_date("8/9/2004", Conventions(order=order)).edtf == "2004-09-08"
    assert infer_order(["13/9/2004", "9/13/2004"])[0] is None
    assert infer_order(["8/9/2004"])[0] is None


def test_fiscal_years_and_day_numbers_follow_the_conventions_given() -> None:
    assert read_date("FY2004", Conventions(fiscal_month=10)).edtf == "2003-10/2004-09"
    assert read_date("FY2004", Conventions(fiscal_month=4)).edtf == "2004-04/2005-03"
    assert read_date("FY2004", Conventions(fiscal_month=1)).edtf == "2004-01/2004-12"
    assert read_date("38227").edtf is None
    assert read_date("38227", Conventions(serials="1900")).edtf == "2004-08-28"
    assert read_date("36765.5", Conventions(serials="1904")).edtf == "2004-08-28"
    assert [serial_date(number) for number in (0, 1, 59, 60, 61)] == [
        None,
        "1900-01-01",
        "1900-02-28",
        None,
        "1900-03-01",
    ]
    assert serial_date(0, "1904") == "1904-01-01"


def test_months_are_those_of_cldr() -> None:
    for locale in ("en", "fr", "de", "es", "it", "pt", "ru", "nl"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                assert MONTHS[name.lower().rstrip(".")] == number
