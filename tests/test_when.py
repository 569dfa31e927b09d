"""EDTF text to spans of days, the calendar, and what a window shows of a span."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.errors import InvalidInputError
from mapapp.when import (
    OPEN_END,
    OPEN_START,
    When,
    calendar_date,
    day_number,
    is_certain,
    is_possible,
    iso_date,
    parse_span,
    parse_when,
)
from tests.described import day_of, table

EDTF = table("edtf.json")
DAYS = table("days.json")

years = st.integers(-9999, 9999)
any_day = st.integers(-3_000_000, 3_000_000)
windows = st.tuples(any_day, st.integers(0, 5000)).map(lambda pair: (pair[0], pair[0] + pair[1]))
dates = st.sampled_from([row["edtf"] for row in EDTF["read"]]).map(parse_when)


@pytest.mark.parametrize("row", EDTF["read"], ids=lambda row: row["edtf"])
def test_a_date_is_read_as_the_specification_says(row: dict[str, Any]) -> None:
    when = parse_when(row["edtf"])
    assert when.days == tuple(day_of(text) for text in row["days"])
    assert (when.soft, when.moment) == (row.get("soft", False), not row.get("interval", False))
    assert when.edtf == row["edtf"]


@pytest.mark.parametrize("row", EDTF["refused"], ids=lambda row: f"{row['why']}: {row['edtf'][:30]}")
def test_what_is_no_date_is_refused_in_words(row: dict[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        parse_when(row["edtf"])
    assert len(str(refusal.value)) > 20
    assert capfd.readouterr() == ("", ""), "the command line's answers go to standard output: nothing else may"


@pytest.mark.parametrize("row", DAYS["days"], ids=lambda row: str(row["date"]))
def test_days_are_counted_as_in_the_table(row: dict[str, Any]) -> None:
    assert day_number(*row["date"]) == row["day"]
    assert calendar_date(row["day"]) == tuple(row["date"])


@given(st.dates())
def test_days_are_counted_as_by_python(day: date) -> None:
    assert day_number(day.year, day.month, day.day) == day.toordinal()
    assert calendar_date(day.toordinal()) == (day.year, day.month, day.day)
    assert iso_date(day.toordinal()) == day.isoformat()


@given(st.integers(-(10**9), 10**9))
def test_the_calendar_has_no_gap_and_no_end(day: int) -> None:
    year, month, dom = calendar_date(day)
    assert day_number(year, month, dom) == day
    following = calendar_date(day + 1)
    assert following in ((year, month, dom + 1), (year, month + 1, 1), (year + 1, 1, 1))


def test_iso_text_of_days_before_our_era_and_of_open_ends() -> None:
    assert iso_date(0) == "0000-12-31"
    assert iso_date(day_number(-43, 3, 15)) == "-0043-03-15"
    assert iso_date(OPEN_START) is None
    assert iso_date(OPEN_END) is None


@given(st.dates())
def test_a_day_written_in_iso_is_that_day(day: date) -> None:
    assert parse_span(day.isoformat()) == (day.toordinal(), day.toordinal())


@given(st.dates(), st.integers(0, 40_000))
def test_an_interval_of_days_ends_where_it_says(start: date, length: int) -> None:
    try:
        end = start + timedelta(days=length)
    except OverflowError:
        return
    when = parse_when(f"{start.isoformat()}/{end.isoformat()}")
    assert when.outer == when.inner == (start.toordinal(), end.toordinal())


@given(years)
def test_a_year_lasts_to_the_end_of_december(year: int) -> None:
    text = f"{'-' if year < 0 else ''}{abs(year):04d}"
    assert parse_span(text) == (day_number(year, 1, 1), day_number(year, 12, 31))


@given(dates)
def test_spans_are_in_order(when: When) -> None:
    first, latest_start, earliest_end, last = when.days
    assert OPEN_START <= first <= latest_start <= OPEN_END
    assert OPEN_START <= earliest_end <= last <= OPEN_END
    assert first <= last
    if when.inner is not None:
        assert when.outer[0] <= when.inner[0] <= when.inner[1] <= when.outer[1]


@given(dates, windows)
def test_what_must_be_could_be(when: When, window: tuple[int, int]) -> None:
    if is_certain(when, window):
        assert is_possible(when, window)


@given(dates, windows, st.integers(0, 1000), st.integers(0, 1000))
def test_a_wider_window_loses_nothing(when: When, window: tuple[int, int], before: int, after: int) -> None:
    wider = (window[0] - before, window[1] + after)
    assert is_possible(when, wider) >= is_possible(when, window)
    assert is_certain(when, wider) >= is_certain(when, window)


@given(dates, st.data())
def test_a_window_inside_the_span_never_hides_it(when: When, data: st.DataObject) -> None:
    start = data.draw(st.integers(*when.outer))
    end = data.draw(st.integers(start, when.outer[1]))
    assert is_possible(when, (start, end))


def test_plain_dates_are_read_fast() -> None:
    texts = [f"{year:04d}-{month:02d}" for year in range(1000, 1500) for month in range(1, 13)]
    started = time.process_time()
    for text in texts:
        parse_when(text)
    assert (time.process_time() - started) / len(texts) < 0.001, "the library takes 9 ms a date"
