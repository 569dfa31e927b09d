"""Kill a program at random moments while it saves or exports, and look at what is left: `make kills` (200 kills).

A child takes steps for ever; it is killed (SIGKILL) after a random number of microseconds of its own work. What it
leaves must open without a problem, as the state before its last step or after it, and a file must be one of the two.
"""

from __future__ import annotations

import contextlib
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
from mapapp.export import FORMATS
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
        shutil.rmtree(folder / "new")
        (folder / "turn").touch()


def say_ready() -> None:
    """Tell the parent that the work begins."""
    print("ready", flush=True)


WORK = {"save": save, "export": export, "copy": copy}


def kill_once(work: str, folder: Path, chance: random.Random) -> None:
    """Start the work in a process of its own and kill it at a random moment of it."""
    command = [sys.executable, "-m", "tests.hostile.kills", "--work", work, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    end = time.perf_counter() + chance.uniform(0, 0.25)
    while time.perf_counter() < end:
        os.sched_yield() if hasattr(os, "sched_yield") else None
    process.kill()
    process.wait()
    process.stdout.close()


def look(work: str, folder: Path, expected: dict[str, set[bytes]]) -> str:
    """What is wrong with what a killed process left; empty where all is whole."""
    if work == "save":
        atlas = open_atlas(folder)
        marks = {atlas.title["en"], atlas.events[0].title["en"], atlas.figures[0].label["en"]}
        return "" if len(marks) == 1 or marks == _first_marks() else f"states are mixed: {marks}"
    if work == "copy":
        if (folder / "new").exists():
            files = {file.name for file in (folder / "new").iterdir()}
            whole = files == {file.name for file in MINIMAL.iterdir()}
            return "" if whole or _is_going(folder, files) else f"files: {files}"
        return ""
    for name, allowed in expected.items():
        if (folder / name).exists() and (folder / name).read_bytes() not in allowed:
            return f"{name} is neither the one nor the other"
    return ""


def _first_marks() -> set[str]:
    atlas = open_atlas(MINIMAL)
    return {atlas.title["en"], atlas.events[0].title["en"], atlas.figures[0].label["en"]}


def _is_going(folder: Path, files: set[str]) -> bool:
    """True where the child was taking the folder away, not making it: some of the files of a whole one are left."""
    return (folder / "turn").exists() and files < {file.name for file in MINIMAL.iterdir()}


def whole_files(folder: Path) -> dict[str, set[bytes]]:
    """The bytes that each exported file may have."""
    atlas = open_atlas(MINIMAL)
    found: dict[str, set[bytes]] = {}
    for query in QUERIES:
        for kind in KINDS:
            FORMATS[kind].write(atlas, parse_view(query), folder / f"out{kind}")
        for file in folder.iterdir():
            found.setdefault(file.name, set()).add(file.read_bytes())
    return found


def run(kills: int, seed: int, works: tuple[str, ...] = tuple(WORK)) -> list[str]:
    """Kill so many times, the sorts of work in turn; gives what was found wrong."""
    chance, wrong = random.Random(seed), []  # noqa: S311 (moments, no secrets)
    with tempfile.TemporaryDirectory() as base:
        whole = Path(base) / "whole"
        whole.mkdir()
        expected = whole_files(whole) if "export" in works else {}
        folders = {work: Path(base) / work for work in works}
        for work, folder in folders.items():
            shutil.copytree(MINIMAL, folder) if work == "save" else folder.mkdir()
        for number in range(kills):
            work = works[number % len(works)]
            kill_once(work, folders[work], chance)
            try:
                problem = look(work, folders[work], expected)
            except Exception as error:
                problem = f"{type(error).__name__}: {error}"
            if problem:
                wrong.append(f"kill {number + 1} ({work}): {problem}")
            if work == "copy":
                with contextlib.suppress(FileNotFoundError):
                    shutil.rmtree(folders[work] / "new")
    return wrong


def main() -> int:
    """The command: `python -m tests.hostile.kills [KILLS]`."""
    if sys.argv[1:2] == ["--work"]:
        WORK[sys.argv[2]](Path(sys.argv[3]))
        return 0
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int.from_bytes(os.urandom(4), "big")
    wrong = run(kills, seed)
    print(f"{kills} kills (seed {seed}), {len(wrong)} left something broken", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
