"""Rows read by columns are those read one by one, with the same problems in the same order."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from mapapp.atlas.codes import Report
from mapapp.atlas.files import Row
from mapapp.atlas.rows import read_rows_of, read_table
from mapapp.atlas.tables import EVENTS

HEADER = ["id", "when", "kind", "title_en", "title_ja", "summary_en", "summary_ja", "places", "importance", "x_note"]
CELLS = st.sampled_from(
    ["", " ", "a", "A b", "2004-08", "2004-13", "1", "4", "a;b", "a;;B", "\x01", "\x85", "x" * 100_001, "true", "-"]
)
ROWS = st.lists(st.lists(CELLS, min_size=len(HEADER), max_size=len(HEADER)) | st.lists(CELLS, max_size=12), max_size=6)


@given(ROWS)
def test_columns_give_what_rows_give(cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *cells])
    read = list(enumerate(csv.reader(io.StringIO(out.getvalue().replace("\r\n", "\n"))), start=1))
    rows = [Row(number, [cell.strip() for cell in row]) for number, row in read if any(row)]
    by_row, by_column = Report(), Report()
    records = read_rows_of(EVENTS, rows[0], rows[1:], ("en", "ja"), by_row)
    columns = read_table({EVENTS.file: out.getvalue().encode()}, EVENTS, ("en", "ja"), by_column)
    assert columns is not None
    assert by_column.problems == by_row.problems
    assert columns.numbers == [record.row for record in records]
    assert list(columns.whole()) == [index for index, record in enumerate(records) if record.whole]
    for index in columns.whole():
        assert {name: values[index] for name, values in columns.values.items()} == records[index].values
