"""Records of one sort with the places where they stand, made only when somebody asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import Any, Generic, TypeVar

from mapapp.model import records_of

T = TypeVar("T")


class Rows(Generic[T]):
    """Records of one sort, each with its place: a row number, or an id."""

    def __init__(self, at: Sequence[int | str] = (), records: Sequence[T] = ()) -> None:
        self.at, self._given = at, records

    @property
    def records(self) -> Sequence[T]:
        """The records."""
        return self._given

    def column(self, name: str) -> Sequence[Any]:
        """The value of one field of every record."""
        return list(map(attrgetter(name), self.records))

    def chosen(self, indexes: Iterable[int]) -> list[tuple[int | str, T]]:
        """Some of the records, each with its place."""
        return [(self.at[index], self.records[index]) for index in indexes]

    def __iter__(self) -> Iterator[tuple[int | str, T]]:
        return zip(self.at, self.records, strict=True)

    def __len__(self) -> int:
        return len(self.at)


class ColumnRows(Rows[T]):
    """Records that are columns of values by field. A check looks at the columns, and makes those in doubt only."""

    def __init__(self, at: Sequence[int | str], kind: type[T], columns: Mapping[str, Sequence[Any]]) -> None:
        super().__init__(at)
        self.kind, self.columns = kind, columns

    @cached_property
    def _made(self) -> Sequence[T]:
        return records_of(self.kind, len(self.at), self.columns)

    @property
    def records(self) -> Sequence[T]:
        """The records, made at the first question."""
        return self._made

    def column(self, name: str) -> Sequence[Any]:
        """The value of one field of every record."""
        return self.columns[name]

    def chosen(self, indexes: Iterable[int]) -> list[tuple[int | str, T]]:
        """Some of the records, each with its place; no others are made."""
        some = list(indexes)
        columns = {name: [values[index] for index in some] for name, values in self.columns.items()}
        return [
            (self.at[index], one) for index, one in zip(some, records_of(self.kind, len(some), columns), strict=True)
        ]
