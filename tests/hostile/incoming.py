"""Hostile files for the importers: the name of each case, the name of the file, and its bytes."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.incoming_layers import layers
from tests.hostile.incoming_tables import tables, workbooks
from tests.hostile.incoming_texts import jsons, markups
from tests.hostile.pieces import Case


def imports() -> Iterator[Case]:
    """Every file for the importers."""
    yield from tables()
    yield from workbooks()
    yield from jsons()
    yield from markups()
    yield from layers()
