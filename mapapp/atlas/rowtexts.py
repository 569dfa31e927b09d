"""Rows of a CSV as text, kept from one save to the next: a save makes only those of the records that are others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.atlas.tables import Table, extra_names, table_cells
from mapapp.bulk import rows_of_columns


@dataclass(frozen=True, slots=True)
class _Kept:
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    """The languages of the atlas and the x_… columns: what the columns of a table hang on."""
    records: Sequence[Any]
    """Held, so that no other record gets the address of one of them."""
    texts: dict[int, str]
    """The row of each record, by its address in memory."""


class RowTexts:
    """The rows of tables with one row a record, as they were last made; records are never changed, only replaced."""

    def __init__(self) -> None:
        self._kept: dict[Table, _Kept] = {}

    def text(
        self, table: Table, languages: tuple[str, ...], records: Sequence[Any],
        values: Callable[[Sequence[Any]], Mapping[str, Sequence[Any]]],
    ) -> str:  # fmt: skip
        """The text of a table, as `write_table` gives it; `values` are those of some records, field by field."""
        extra = extra_names([record.extra for record in records]) if table.extra else ()
        kept = self._kept.get(table)
        known = kept.texts if kept and kept.columns == (languages, extra) else {}
        fresh = [record for record in records if id(record) not in known]
        head, *rows = rows_of_columns(table_cells(table, languages, values(fresh), extra))
        made = known | dict(zip(map(id, fresh), rows, strict=True))
        texts = {id(record): made[id(record)] for record in records}
        self._kept[table] = _Kept((languages, extra), records, texts)
        return "\n".join([head, *map(texts.__getitem__, map(id, records)), ""])
