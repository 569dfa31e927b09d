"""Columns of dates -> days: what `mapapp.when` does for one date, for whole columns of a data frame.

Plain years, ISO years, months, days and date-times are read by numpy, without a loop over rows; any other EDTF text is
parsed once for each different text (`mapapp.when.parse_when`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapapp.errors import InvalidInputError
from mapapp.when import OPEN_END, OPEN_START, parse_when

Days = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_EPOCH = 719163  # the day number of 1970-01-01
_LONGEST = 65  # characters; no EDTF date is longer
_FARTHEST_YEAR = 999_999_999
_MONTH_DAYS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_DAYS_BEFORE = np.concatenate([[0, 0], np.cumsum(_MONTH_DAYS[1:-1])])


@dataclass(frozen=True, slots=True)
class Spans:
    """A column of dates: for each row its four days (`When.days`), and what is known of it.

    `days` has the shape (n, 4) and is meaningless where `known` is false. `missing` rows are empty or `..`; rows that
    are neither known nor missing are not understood.
    """

    days: Days
    known: Mask
    missing: Mask
    soft: Mask
    period: Mask


def day_numbers(year: Days, month: Days, day: Days) -> Days:
    """Day numbers of calendar dates (`mapapp.when.day_number`, for arrays)."""
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400
    result: Days = days + _DAYS_BEFORE[month] + (_is_leap(year) & (month > 2)) + day
    return result


def days_in_months(year: Days, month: Days) -> Days:
    """Number of days of each month."""
    result: Days = _MONTH_DAYS[month] + (_is_leap(year) & (month == 2))
    return result


def read_spans(column: pd.Series[Any]) -> Spans:
    """The dates of a column: integers are years; datetimes are days as written; text is EDTF or ISO 8601.

    Raises InvalidInputError for a column of anything else (booleans, durations).
    """
    kind = column.dtype.kind if isinstance(column.dtype, np.dtype) else ""
    if isinstance(column.dtype, pd.DatetimeTZDtype):
        column, kind = column.dt.tz_localize(None), "M"
    if pd.api.types.is_bool_dtype(column) or kind == "m":
        raise InvalidInputError(f"The column {column.name!r} holds no dates but {column.dtype}.")
    if kind == "M":
        return _read_datetimes(column)
    if pd.api.types.is_numeric_dtype(column):
        return _read_years(column)
    return _read_texts(column)


def join_spans(start: Spans, end: Spans) -> Spans:
    """The span from a start to an end; where only one is missing that side is open.

    An end before its start is not understood.
    """
    first, last = start.days, end.days
    low = np.where(start.known, first[:, 0], OPEN_START)
    high = np.where(end.known, last[:, 3], OPEN_END)
    late = np.where(start.known, np.minimum(first[:, 1], high), OPEN_START)
    soon = np.where(end.known, np.maximum(last[:, 2], low), OPEN_END)
    days = np.stack([low, late, soon, high], axis=1)
    known = (start.known | start.missing) & (end.known | end.missing) & (start.known | end.known) & (low <= high)
    missing = start.missing & end.missing
    same = start.known & end.known & (first == last).all(axis=1) & ~start.period
    return Spans(days, known, missing, (start.soft & start.known) | (end.soft & end.known), ~same)


def widen_start(spans: Spans, latest: Spans) -> Spans:
    """The same dates with the latest possible start; where that is empty they stay as they are.

    A latest start before the earliest, or after the latest end, is not understood. A row that was one moment stays one:
    it lies somewhere from its start to the latest start.
    """
    moment = ~spans.period & spans.known
    day = latest.days[:, 3]
    given = latest.known & spans.known
    fits = (day >= spans.days[:, 0]) & (moment | (day <= spans.days[:, 3]))
    days = spans.days.copy()
    days[:, 1] = np.where(given & fits, day, days[:, 1])
    days[:, 3] = np.where(given & fits & moment, day, days[:, 3])
    days[:, 2] = np.where(given & fits & ~moment, np.maximum(days[:, 2], days[:, 0]), days[:, 2])
    known = spans.known & (latest.missing | (latest.known & fits))
    return Spans(days, known, spans.missing, spans.soft | (latest.soft & given), spans.period)


def widen_end(spans: Spans, earliest: Spans) -> Spans:
    """The same dates with the earliest possible end; where that is empty they stay as they are.

    An earliest end before the start, or after the latest end, is not understood. It says of a period when it can have
    ended; a row that is one moment has no end of its own.
    """
    day = earliest.days[:, 0]
    given = earliest.known & spans.known & spans.period
    fits = (day >= spans.days[:, 0]) & (day <= spans.days[:, 3])
    days = spans.days.copy()
    days[:, 2] = np.where(given & fits, day, days[:, 2])
    known = spans.known & (~spans.period | earliest.missing | (earliest.known & fits))
    return Spans(days, known, spans.missing, spans.soft | (earliest.soft & given), spans.period)


def _is_leap(year: Days) -> Mask:
    result: Mask = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return result


def _moments(first: Days, last: Days, known: Mask, missing: Mask) -> Spans:
    days = np.stack([first, last, first, last], axis=1)
    return Spans(days, known & ~missing, missing, np.zeros_like(known), np.zeros_like(known))


def _read_datetimes(column: pd.Series[Any]) -> Spans:
    missing = column.isna().to_numpy()
    days = column.to_numpy().astype("datetime64[D]").astype(np.int64) + _EPOCH
    return _moments(days, days, ~missing, missing)


def _read_years(column: pd.Series[Any]) -> Spans:
    missing = column.isna().to_numpy(dtype=bool)
    values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    good = ~missing & (np.abs(values) <= _FARTHEST_YEAR) & (values == np.floor(values))
    year = np.where(good, values, 1).astype(np.int64)
    one = np.ones_like(year)
    return _moments(day_numbers(year, one, one), day_numbers(year, one * 12, one * 31), good, missing)


def _read_texts(column: pd.Series[Any]) -> Spans:
    """Each different text is read once."""
    codes, found = pd.factorize(column)
    texts = pd.Series(found, dtype=object).astype(str).str.strip().str.slice(0, _LONGEST).to_numpy()
    if not len(texts):
        texts = np.array([""], dtype=object)
    spans = _read_different(texts.astype("U"))
    gone = codes < 0
    missing = gone | spans.missing[codes]
    known, soft, period = spans.known[codes] & ~gone, spans.soft[codes] & ~gone, spans.period[codes] & ~gone
    return Spans(spans.days[codes], known, missing, soft, period)


def _read_different(texts: npt.NDArray[np.str_]) -> Spans:
    year, month, day, iso = _iso_parts(texts)
    first = day_numbers(year, np.maximum(month, 1), np.maximum(day, 1))
    until = np.where(month == 0, 12, month)
    last = day_numbers(year, until, np.where(day == 0, days_in_months(year, until), day))
    missing = np.isin(texts, ["", "..", "nan", "NaT", "None", "<NA>"])
    spans = _moments(first, last, iso, missing)
    for i in np.flatnonzero(~iso & ~missing):
        try:
            when = parse_when(str(texts[i]))
        except InvalidInputError:
            continue
        spans.days[i] = when.days
        spans.known[i], spans.soft[i], spans.period[i] = True, when.soft, not when.moment
    return spans


def _iso_parts(texts: npt.NDArray[np.str_]) -> tuple[Days, Days, Days, Mask]:
    """Year, month and day (0 where not given) of ISO dates, and which texts are such.

    ISO dates are `YYYY`, `YYYY-MM` and `YYYY-MM-DD`, the last with or without a time.
    """
    size = max(texts.dtype.itemsize // 4, 12)
    code = np.ascontiguousarray(texts.astype(f"U{size}")).view(np.uint32).reshape(len(texts), size).astype(np.int64)
    digit = (code >= 48) & (code <= 57)
    value = code - 48
    length = (code != 0).sum(axis=1)
    dash = code == 45
    has_month = (length >= 7) & dash[:, 4] & digit[:, 5:7].all(axis=1)
    has_day = has_month & (length >= 10) & dash[:, 7] & digit[:, 8:10].all(axis=1)
    timed = has_day & (length > 12) & ((code[:, 10] == 84) | (code[:, 10] == 32)) & digit[:, 11]
    shape = (length == 4) | ((length == 7) & has_month) | ((length == 10) & has_day) | timed
    shape &= digit[:, :4].all(axis=1)
    year = np.where(shape, value[:, :4] @ np.array([1000, 100, 10, 1]), 1)
    month = np.where(shape & has_month, value[:, 5] * 10 + value[:, 6], 0)
    day = np.where(shape & has_day, value[:, 8] * 10 + value[:, 9], 0)
    good = shape & (month <= 12) & (~has_month | (month >= 1))
    month = np.where(good, month, 0)
    good &= ~has_day | ((day >= 1) & (day <= days_in_months(year, np.maximum(month, 1))))
    return np.where(good, year, 1), np.where(good, month, 0), np.where(good, day, 0), good
