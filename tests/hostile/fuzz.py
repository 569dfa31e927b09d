"""Coverage-guided fuzzing: `make fuzz` (SECONDS=30 for each parser). Needs atheris, in an environment of its own.

What breaks a parser is written to tests/hostile/found/ and replayed by pytest from then on.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOUND = Path(__file__).parent / "found"


def one(name: str, corpus: Path, seconds: int) -> None:
    """Fuzz one parser in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["mapapp", "edtf"]):
        from tests.hostile.targets import SEEDS, run
    for number, seed in enumerate(SEEDS[name]):
        run(name, seed)  # what is imported only when it is needed takes longer than a case may
        (corpus / f"seed{number}").write_bytes(seed)
    arguments = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={seconds}",
        "-max_len=4096",
        "-timeout=10",
        "-rss_limit_mb=2048",
    ]
    atheris.Setup([*arguments, f"-artifact_prefix={corpus.parent}/broken-"], lambda data: run(name, data))
    atheris.Fuzz()


def main() -> int:
    """Fuzz each parser in a process of its own; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("names", nargs="*", help="parsers to fuzz; without any, all")
    parser.add_argument("--one", nargs=2, metavar=("TARGET", "CORPUS"))
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if given.one:
        one(given.one[0], Path(given.one[1]), given.seconds)
        return 0
    from tests.hostile.targets import TARGETS

    total = broken = 0
    for name in given.names or TARGETS:
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder) / "corpus"
            corpus.mkdir()
            command = [sys.executable, __file__, "--seconds", str(given.seconds), "--one", name, str(corpus)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
            runs = max(map(int, re.findall(r"^#(\d+)", done.stderr, re.MULTILINE)), default=0)
            total += runs
            found = sorted(Path(folder).glob("broken-*"))
            print(f"{name}: {runs:,} executions, {len(found)} findings", flush=True)
            if not runs:
                print(done.stderr[-2000:])
            for file in found:
                broken += 1
                data = file.read_bytes()
                target = FOUND / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}.bin"
                FOUND.mkdir(exist_ok=True)
                target.write_bytes(data)
                print(f"  {target.relative_to(ROOT)}\n{done.stderr[-1500:]}")
    print(f"{total:,} executions, {broken} findings")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
