"""Work by columns gives what work one by one gives."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mapapp.bulk import csv_of_columns

_CELLS = st.lists(st.text("a,\"\n '中\u2028", max_size=4), min_size=3, max_size=3)


@given(st.dictionaries(st.text('ab,"', max_size=3), _CELLS, min_size=2, max_size=4))
def test_csv_by_columns_is_that_of_the_csv_module(columns: dict[str, list[str]]) -> None:
    expected = io.StringIO(newline="")
    writer = csv.writer(expected, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    assert csv_of_columns(columns) == expected.getvalue()


def test_a_carriage_return_is_quoted_so_that_it_ends_no_row() -> None:
    text = csv_of_columns({"a": ["x\ry"], "b": ["z"]})
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b"], ["x\ry", "z"]]
