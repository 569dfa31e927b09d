"""An answer of pip-audit counts only where it could look things up."""

from __future__ import annotations

import json

import pytest

from tests.audited import verdict

FINE = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1"}]}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited"}


def report(*packages: object) -> str:
    """What pip-audit writes."""
    return json.dumps({"dependencies": packages, "fixes": []})


@pytest.mark.parametrize(
    ("ours", "control", "passed", "begins"),
    [
        (report(FINE), report(WEAK), True, "Audited: no known weakness in 1 packages"),
        (report(FINE, WEAK), report(WEAK), False, "Known weaknesses: b 2: PYSEC-1"),
        (report(SKIPPED, WEAK), report(SKIPPED), False, "Known weaknesses"),
        (report(FINE, SKIPPED), report(WEAK), True, "NOT AUDITED: 1 of 2 packages"),
        (report(FINE), report(FINE), True, "NOT AUDITED: the list"),
        (report(FINE), report(SKIPPED), True, "NOT AUDITED: the list"),
        (report(FINE), "", True, "NOT AUDITED: the list"),
        ("", "", True, "NOT AUDITED: pip-audit gave no report"),
    ],
)
def test_only_what_was_looked_up_was_audited(ours: str, control: str, passed: bool, begins: str) -> None:
    found, line = verdict(ours, control)
    assert found == passed
    assert line.startswith(begins)
