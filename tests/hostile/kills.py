"""Kill a program at random moments while it saves, exports, imports, packs or builds: `make kills` (210 kills).

Imports stand in the works, so that a child begins at once. A child takes steps for ever; it is killed (SIGKILL) after a random number of microseconds of its own work. What it
leaves must open without a problem, as the state before its last step or after it, and a file must be one of the two.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mapapp.atlas import open_atlas, write_atlas
from mapapp.editing import Draft
from mapapp.view import parse_view
from tests.atlas.examples import MINIMAL

ROOT = Path(__file__).resolve().parents[2]
QUERIES = ("mode=between", "mode=in&from=1956")
KINDS = (".geojson", ".csv", ".kml", ".gpkg", ".html")


def save(folder: Path) -> None:
    """Two states of an atlas in turn, each saved as a step of a draft: titles and summaries in several files."""
    draft = Draft(folder)
    say_ready()
    number = 0
    while True:
        number = 1 - number
        draft.apply(state(draft, number), f"step {number}")


def state(draft: Draft, number: int) -> object:
    """The atlas with its title, its first event and its first figure marked by a number."""
    atlas = draft.atlas
    words = dict.fromkeys(atlas.languages, f"state {number}")
    events = (replace(atlas.events[0], title=words), *atlas.events[1:])
    figures = (replace(atlas.figures[0], label=words), *atlas.figures[1:])
    return replace(atlas, title=words, events=events, figures=figures, sha256="")


def export(folder: Path) -> None:
    """Two views in turn, in each format, over the same files."""
    from mapapp.export import FORMATS

    atlas, views = open_atlas(MINIMAL), [parse_view(query) for query in QUERIES]
    say_ready()
    while True:
        for view in views:
            for kind in KINDS:
                FORMATS[kind].write(atlas, view, folder / f"out{kind}")


def copy(folder: Path) -> None:
    """A new atlas folder, made and taken away."""
    atlas = open_atlas(MINIMAL)
    say_ready()
    while True:
        write_atlas(atlas, folder / "new")
        take_away(folder)


def steps(folder: Path) -> None:
    """A step of a draft taken, taken back and taken again, without end."""
    draft = Draft(folder)
    changed = state(draft, 1)
    say_ready()
    while True:
        draft.apply(changed, "step")  # type: ignore[arg-type]
        draft.undo()
        draft.redo()
        draft.undo()


def importing(folder: Path) -> None:
    """Two states of a table in turn, imported into one atlas."""
    from mapapp.importers import import_file

    say_ready()
    while True:
        for number in (1, 2):
            (folder / "in").mkdir(exist_ok=True)
            (folder / "in" / "table.csv").write_bytes(table(number))
            import_file(folder / "in" / "table.csv", folder / "atlas")


def table(number: int) -> bytes:
    """A table of thirty events whose titles say its number."""
    rows = "".join(f"e{row},{1900 + row},state {number},{row},{row}\n" for row in range(30))
    return f"id,when,title,lon,lat\n{rows}".encode()


def pack(folder: Path) -> None:
    """Two atlases in turn as one ZIP file."""
    from mapapp.atlas.pack import pack_atlas

    say_ready()
    while True:
        for name in ("one", "two"):
            pack_atlas(folder / name, folder / "packed.zip")


def unpack(folder: Path) -> None:
    """An atlas from a ZIP file, made and taken away."""
    from mapapp.atlas.pack import pack_atlas, unpack_atlas

    pack_atlas(MINIMAL, folder / "packed.zip")
    say_ready()
    while True:
        unpack_atlas(folder / "packed.zip", folder / "new")
        take_away(folder)


def build(folder: Path) -> None:
    """An archive of two tables in turn, each in place of the other."""
    from mapapp.archive.build import build_archive
    from mapapp.archive.engines import Embedded

    say_ready()
    while True:
        for number in (1, 2):
            build_archive(
                [str(folder / f"{number}.csv")], folder / "made", replace=True, engine=Embedded(400_000_000, 1)
            )


def take_away(folder: Path) -> None:
    """Take what was made out of the way at once: what is seen under its name is never half gone."""
    shutil.rmtree(folder / "gone", ignore_errors=True)
    (folder / "new").rename(folder / "gone")


def say_ready() -> None:
    """Tell the parent that the work begins."""
    print("ready", flush=True)


WORK = {
    "save": save, "export": export, "copy": copy, "steps": steps, "importing": importing, "pack": pack, "unpack": unpack,
    "build": build,
}  # fmt: skip
LONGEST = {"build": 2.5, "importing": 0.6}
"""Seconds within which a work is killed; each takes its steps several times in them."""


def kill_once(work: str, folder: Path, chance: random.Random) -> None:
    """Start the work in a process of its own and kill it at a random moment of it."""
    command = [sys.executable, "-m", "tests.hostile.kills", "--work", work, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    end = time.perf_counter() + chance.uniform(0, LONGEST.get(work, 0.25))
    while time.perf_counter() < end:
        os.sched_yield() if hasattr(os, "sched_yield") else None
    process.kill()
    process.wait()
    process.stdout.close()


def look(work: str, folder: Path, expected: dict[str, set[bytes]]) -> str:
    """What is wrong with what a killed process left; empty where all is whole."""
    match work:
        case "save" | "steps":
            atlas = open_atlas(folder)
            marks = {atlas.title["en"], atlas.events[0].title["en"], atlas.figures[0].label["en"]}
            return "" if len(marks) == 1 or marks == _first_marks() else f"states are mixed: {marks}"
        case "copy" | "unpack":
            if not (folder / "new").exists():
                return ""
            files = {file.name for file in (folder / "new").iterdir()}
            return "" if files == {file.name for file in MINIMAL.iterdir()} else f"files: {files}"
        case "importing":
            if not (folder / "atlas").exists():
                return ""
            titles = {event.title["en"] for event in open_atlas(folder / "atlas").events}
            return "" if len(titles) == 1 else f"states are mixed: {titles}"
        case "build":
            return _look_at_archive(folder / "made")
    for name, allowed in expected.items():
        if (folder / name).exists() and (folder / name).read_bytes() not in allowed:
            return f"{name} is neither the one nor the other"
    return _look_at_description(folder / "out.csv") if work == "export" else ""


def _look_at_archive(folder: Path) -> str:
    """An archive that was there stays there, whole, whatever ended the build that was to replace it."""
    from mapapp.archive import open_archive
    from mapapp.archive.check import check_archive

    archive = open_archive(folder)
    wrong = check_archive(archive)
    return wrong[0] if wrong else "" if archive.totals.stored in (200, 300) else "it holds other rows"


def _look_at_description(csv: Path) -> str:
    """A description fits its table, or says by its hash that it does not."""
    from mapapp.export.table import METADATA, TABLE_HASH

    if not csv.exists() or not csv.with_name(csv.name + METADATA).exists():
        return ""
    data, about = csv.read_bytes(), json.loads(csv.with_name(csv.name + METADATA).read_text("utf-8"))
    fits = about["urn:mapapp:view"].startswith("mode=in&") == (data.count(b"\r\n") < 4)
    same = about[TABLE_HASH] == hashlib.sha256(data).hexdigest()
    return "" if fits == same else "the description does not say that it is of another state"


def _first_marks() -> set[str]:
    atlas = open_atlas(MINIMAL)
    return {atlas.title["en"], atlas.events[0].title["en"], atlas.figures[0].label["en"]}


def whole_files(folder: Path) -> dict[str, set[bytes]]:
    """The bytes that each exported file may have."""
    from mapapp.export import FORMATS

    atlas = open_atlas(MINIMAL)
    found: dict[str, set[bytes]] = {}
    for query in QUERIES:
        for kind in KINDS:
            FORMATS[kind].write(atlas, parse_view(query), folder / f"out{kind}")
        for file in folder.iterdir():
            found.setdefault(file.name, set()).add(file.read_bytes())
    return found


def prepare(work: str, folder: Path, expected: dict[str, set[bytes]]) -> None:
    """What a work begins with."""
    from mapapp.atlas.pack import pack_atlas

    if work == "pack":
        for name in ("one", "two"):
            shutil.copytree(MINIMAL, folder / name)
            (folder / name / "README.md").write_text(name, "utf-8")
            pack_atlas(folder / name, folder / "packed.zip")
            expected.setdefault("packed.zip", set()).add((folder / "packed.zip").read_bytes())
    if work == "build":
        for number, rows in ((1, 200), (2, 300)):
            lines = "".join(f"e{row},{1900 + row % 90},t,k,{row % 170},{row % 80}\n" for row in range(rows))
            (folder / f"{number}.csv").write_text(f"id,when,title,kind,lon,lat\n{lines}", "utf-8")
        from mapapp.archive.build import build_archive
        from mapapp.archive.engines import Embedded

        build_archive([str(folder / "1.csv")], folder / "made", engine=Embedded(400_000_000, 1))


def run(kills: int, seed: int, works: tuple[str, ...] = tuple(WORK), *, said: bool = False) -> list[str]:
    """Kill so many times, the sorts of work in turn; gives what was found wrong."""
    chance, wrong = random.Random(seed), []  # noqa: S311 (moments, no secrets)
    with tempfile.TemporaryDirectory() as base:
        whole = Path(base) / "whole"
        whole.mkdir()
        expected = whole_files(whole) if "export" in works else {}
        folders = {work: Path(base) / work for work in works}
        for work, folder in folders.items():
            shutil.copytree(MINIMAL, folder) if work in ("save", "steps") else folder.mkdir()
            prepare(work, folder, expected)
        for number in range(kills):
            work = works[number % len(works)]
            kill_once(work, folders[work], chance)
            try:
                problem = look(work, folders[work], expected)
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            if problem:
                wrong.append(f"kill {number + 1} ({work}): {problem}")
            if said and (number + 1) % 30 == 0:
                print(f"{number + 1} kills, {len(wrong)} left something broken", flush=True)
            if work in ("copy", "unpack"):
                with contextlib.suppress(FileNotFoundError):
                    shutil.rmtree(folders[work] / "new")
    return wrong


def main() -> int:
    """The command: `python -m tests.hostile.kills [KILLS]`."""
    if sys.argv[1:2] == ["--work"]:
        WORK[sys.argv[2]](Path(sys.argv[3]))
        return 0
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 210
    seed = int.from_bytes(os.urandom(4), "big")
    wrong = run(kills, seed, said=True)
    print(f"{kills} kills (seed {seed}), {len(wrong)} left something broken", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
