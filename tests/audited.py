"""Ask pip-audit for known weaknesses of what we depend on, and say whether its answer counts.

    python tests/audited.py PIP_AUDIT REQUIREMENTS REPORT

pip-audit says "No known vulnerabilities found" too where it could look up nothing: behind a mirror of the package index
that has no list of weaknesses, each package is "skipped". So the answer counts only where every package was looked up,
and where a release with known weaknesses is found weak. Exits with 1 where one of ours has a known weakness.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

WEAK = "jinja2==2.11.2"
"""A release with weaknesses that have been listed for years: the control."""


def verdict(ours: str, control: str) -> tuple[bool, str]:
    """Whether a release may go on, and the line that says why, from pip-audit's two reports (empty: it gave none)."""
    packages = _packages(ours)
    if packages is None:
        return True, "NOT AUDITED: pip-audit gave no report."
    weak = [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one.get("vulns", [])]
    if weak:
        return False, f"Known weaknesses: {', '.join(weak)}."
    if skipped := [one["name"] for one in packages if "skip_reason" in one]:
        return True, f"NOT AUDITED: {len(skipped)} of {len(packages)} packages could not be looked up."
    if not any(one.get("vulns") for one in _packages(control) or []):
        return True, f"NOT AUDITED: the list that was asked knows no weakness of {WEAK}, which has some."
    return True, f"Audited: no known weakness in {len(packages)} packages."


def _packages(report: str) -> list[dict[str, Any]] | None:
    return json.loads(report)["dependencies"] if report.strip() else None


def _asked(command: list[str], report: Path) -> str:
    subprocess.run([*command, "--disable-pip", "-f", "json", "-o", str(report)], stderr=subprocess.DEVNULL, check=False)
    return report.read_text("utf-8") if report.exists() else ""


def main(pip_audit: str, requirements: str, report: str) -> int:
    """Ask twice, keep the report of ours, say what came of it."""
    Path(report).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        weak = Path(folder) / "weak.txt"
        weak.write_text(f"{WEAK}\n", "utf-8")
        control = _asked([pip_audit, "-r", str(weak), "--no-deps"], Path(folder) / "weak.json")
    passed, line = verdict(_asked([pip_audit, "-r", requirements, "--require-hashes"], Path(report)), control)
    print(line)
    if "NOT AUDITED" in line:
        print(
            "What is built is complete; run this again where the list of weaknesses can be reached, before publishing."
        )
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
