"""Hostile files given to what takes them, in a process with little time and memory: `python -m tests.hostile.bounded WAY`.

It prints a line for each case: how it was answered. A case that ends the process, or for which there is neither an
answer nor an error of ours, is a finding.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mapapp.importers.report import Entry

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 200
"""What all cases of a way may take of a processor; an endless one takes all of it."""
MEMORY = 3 * 2**30

Way = Callable[[Path, str, bytes], str]


def importing(folder: Path, name: str, data: bytes) -> str:
    """A file into a new atlas, which then has no problems; its report in every language of the interface."""
    from mapapp.atlas import check_atlas
    from mapapp.importers import import_file
    from mapapp.importers.report import report_csv, short_report
    from mapapp.language import LANGUAGES

    (folder / "in").mkdir()
    (folder / "in" / name).write_bytes(data)
    report = import_file(folder / "in" / name, folder / "atlas")
    assert report.path is None or (folder / "atlas") in report.path.parents
    assert check_atlas(folder / "atlas") == []
    for language in LANGUAGES:
        short_report(report, language=language)
        for entry in report.entries:
            _told_whole(entry, language)
    assert len(list(csv.reader(io.StringIO(report_csv(report).decode("utf-8-sig"))))) == len(report.entries) + 1
    return f"{report.rows} rows"


def _told_whole(entry: Entry, language: str) -> None:
    """A row of a report says in a language what it says in English, with all that was put into its words."""
    from mapapp.importers.reasons import Reason, in_words, report_words, told_value

    words = report_words(language)
    for text in (entry.original, entry.became, entry.why):
        told = in_words(text, words) if text is entry.why else told_value(text, words)
        assert bool(told) == bool(text)
        told.encode("utf-8")
        if isinstance(text, Reason):
            filled = "".join(map(str, text.values.values()))
            assert all(f"{{{name}}}" in filled or f"{{{name}}}" not in told for name in text.values)
            assert all(str(value) in told for name, value in text.values.items() if not _is_words(name, value))
        elif text is not entry.why:
            assert told == text


def _is_words(name: str, value: object) -> bool:
    """True for what is told in words as well, and so may read otherwise."""
    from mapapp.importers.reasons import Reason

    return name in ("how", "why") or isinstance(value, Reason)


def reading(folder: Path, name: str, data: bytes) -> str:
    """A document to proposals."""
    from mapapp.reading import pdf
    from mapapp.reading.documents import parse_document
    from mapapp.reading.proposals import propose

    pdf.SECONDS, pdf.MEMORY = 2, 2**30
    found = propose(parse_document(name, data), None)
    return f"{len(found.proposals)} proposals"


def unpacking(folder: Path, name: str, data: bytes) -> str:
    """A ZIP file to an atlas, far enough down that a path could lead out of it."""
    from mapapp.atlas.pack import unpack_atlas

    (folder / name).write_bytes(data)
    target = folder / "a" / "b" / "atlas"
    count = unpack_atlas(folder / name, target)
    assert not any(path.is_symlink() or path.name.startswith(".") for path in target.rglob("*"))
    return f"{count} files"


def reviewing(folder: Path, name: str, data: bytes) -> str:
    """Proposals that a stranger's atlas holds: read, shown, and the first decided."""
    from mapapp.app.desks.review_rows import proposal_row
    from mapapp.atlas import open_atlas
    from mapapp.language import translator
    from mapapp.reading.decide import Correction
    from mapapp.reading.desk import decide
    from mapapp.reading.store import read_reading
    from tests.atlas.examples import MINIMAL

    atlas = folder / "a" / "b" / "atlas"
    (atlas / "proposals").mkdir(parents=True)
    (atlas / "proposals" / "x.jsonl").write_bytes(data)
    (atlas / "proposals" / "x.txt").write_text("In 2004 in Tokyo something happened.", "utf-8")
    found, text = read_reading(atlas / "proposals" / "x.jsonl")
    shown = [proposal_row(one, text, translator("ja")) for one in found.proposals]
    json.dumps(shown, allow_nan=False)
    shutil.copytree(MINIMAL, atlas, dirs_exist_ok=True)
    decide(
        atlas, open_atlas(str(atlas)), found, found.proposals[0].id, "accept", Correction(place="139.7,35.7", title="x")
    )
    return f"{len(shown)} proposals"


def cases(way: str) -> Iterator[tuple[str, str, bytes]]:
    """The hostile files of a way."""
    from tests.hostile import arriving, incoming

    match way:
        case "importing":
            yield from incoming.imports()
        case "reading":
            yield from arriving.documents()
        case "unpacking":
            yield from arriving.packs()
        case "reviewing":
            yield from ((name, "", data) for name, data in arriving.kept_proposals())


WAYS: dict[str, Way] = {way.__name__: way for way in (importing, reading, unpacking, reviewing)}


def try_all(way: str, folder: Path) -> dict[str, str]:
    """Give all cases of a way to a process of its own that works in a folder; how each was answered."""
    command = [sys.executable, "-m", "tests.hostile.bounded", way, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    found: dict[str, str] = {}
    for line in done.stdout.splitlines():
        name, answer = json.loads(line)
        found[name] = answer
    if done.returncode:
        last = next((name for name, answer in found.items() if answer == "begun"), "before the first")
        found[last] = f"ended the process ({done.returncode}): {done.stderr[-1500:]}"
    return found


def main(way: str, folder: Path) -> None:
    """The process: each case in a folder of its own, which is gone afterwards."""
    import resource

    from mapapp.errors import MapAppError

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    around = sorted(folder.parent.iterdir())
    for name, file, data in cases(way):
        print(json.dumps([name, "begun"]), flush=True)
        started, own = time.process_time(), folder / "case"
        own.mkdir()
        try:
            answer = f"read: {WAYS[way](own, file, data)}"
        except MapAppError as error:
            answer = f"refused: {str(error)[:2000]}" if len(str(error)) < 30_000 else "refused with a book of words"
        except Exception as error:
            answer = f"broke: {type(error).__name__}: {str(error)[:300]}"
        if left := [str(path) for path in (*folder.iterdir(), *folder.parent.iterdir()) if path not in (own, *around)]:
            answer = f"wrote elsewhere: {left}"
        shutil.rmtree(own)
        if os.environ.get("TIMES"):
            print(f"{time.process_time() - started:6.2f} s  {name}", file=sys.stderr)
        print(json.dumps([name, answer]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
