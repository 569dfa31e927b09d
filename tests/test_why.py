"""Why a record is not shown: the table that node --test reads too, and what only Python has."""

from __future__ import annotations

from typing import Any

import pytest

from mapapp.atlas import open_atlas
from mapapp.errors import NotFoundError
from mapapp.view import View, parse_view
from mapapp.why import explain
from tests.described import atlas_of, table

ATLASES = {name: atlas_of(described) for name, described in table("visibility.json")["atlases"].items()}


@pytest.mark.parametrize("case", table("why.json")["cases"], ids=lambda case: f"{case['id']} {case['view']}")
def test_reasons_are_those_of_the_table(case: dict[str, Any]) -> None:
    atlas, view = ATLASES[case["atlas"]], parse_view(case["view"])
    reasons = explain(atlas, view, case["id"]).reasons
    assert [reason.filter for reason in reasons] == case["reasons"]
    while lifted := next((reason.lifted for reason in reasons if reason.lifted), None):
        left = explain(atlas, parse_view(lifted), case["id"]).reasons
        assert len(left) == len(reasons) - 1, lifted
        reasons = left
    assert {reason.filter for reason in reasons} <= {"undated", "unlocated", "untouched"}


def test_figures_and_disagreements_have_reasons_too() -> None:
    atlas = open_atlas("crossroads")
    view = parse_view("to=1990&source=article-2plus2")
    assert [one.filter for one in explain(atlas, view, "f-pledge-2012").reasons] == ["source", "time"]
    assert [one.filter for one in explain(atlas, view, "d-meeting-5-date").reasons] == ["untouched"]
    assert explain(atlas, View(), "d-meeting-5-date").reasons == ()
    with pytest.raises(NotFoundError, match="nothing-such"):
        explain(atlas, View(), "nothing-such")
