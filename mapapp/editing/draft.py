"""A draft: an atlas under edit, whose folder holds every step as soon as it is taken.

A step is applied whole or not at all: it is checked first, and refused with all its problems. Each write is atomic
(mapapp/atlas/write.py), so that a crash loses nothing that was confirmed. Before writing, the draft looks whether
somebody else has changed the files since.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import RLock

from mapapp.atlas import atlas_sha256, read_atlas, write_atlas
from mapapp.atlas.files import FILES
from mapapp.atlas.records import check_records
from mapapp.atlas.rowtexts import RowTexts
from mapapp.atlas.tours import tour_names
from mapapp.atlas.write import atlas_files, finish_save
from mapapp.errors import InvalidAtlasError, InvalidInputError, MapAppError, Problem, told
from mapapp.model import Atlas

Stamp = tuple[tuple[str, int, int], ...]
Beside = tuple[Callable[[], None], Callable[[], None]]
"""What goes with a step and stands elsewhere than in the atlas: how to take it back, and how to do it again."""

_MOST_STEPS = 200
_Taken = tuple[str, Atlas, Beside | None]
"""The words of a step, the atlas on its other side, and what goes with it."""


class ChangedElsewhereError(MapAppError):
    """The files of an atlas were changed by another program, or in another window, since they were read."""


def stamp_of(folder: Path) -> Stamp:
    """What changes when somebody else writes the files of an atlas: name, time and size of each, its tours too."""
    with suppress(OSError):
        finish_save(folder)  # a save that was cut off: whoever reads the folder next would move its files
    found = []
    for name in (*FILES, *tour_names(folder)):
        with suppress(FileNotFoundError):  # it may go between one look and the next
            stat = (folder / name).stat()
            found.append((name, stat.st_mtime_ns, stat.st_size))
    return tuple(found)


def refuse_changed(folder: Path, stamp: Stamp) -> None:
    """Raise ChangedElsewhereError where the files of an atlas are no longer those of a stamp."""
    if stamp_of(folder) != stamp:
        raise ChangedElsewhereError(
            told(
                "The files of {name} were changed elsewhere since they were opened here. Open the atlas"
                " again, then repeat the step; what the other side wrote is kept.",
                name=repr(folder.name),
            )
        )


class Draft:
    """An atlas under edit: `atlas` is its present state, and `revision` grows with each change of it.

    `steps` names what can be undone, the last step last. Whoever reads `atlas` to make a step of it holds `lock`: the
    run of a script that is broken off may still be writing when the next one begins.
    """

    def __init__(self, folder: Path) -> None:
        """Read the folder. Raises InvalidAtlasError where something in it cannot be read, so that nothing is lost."""
        self.folder = folder
        self.revision = 0
        self.lock = RLock()
        self._rows = RowTexts()
        self._undone: list[_Taken] = []
        self._done: list[_Taken] = []
        self.atlas = self._read()

    def _read(self) -> Atlas:
        self._stamp = stamp_of(self.folder)
        atlas, problems = read_atlas(self.folder)
        if atlas is None:
            raise InvalidAtlasError(self.folder.name, problems)
        self._problems = set(map(_what, check_records(atlas)))
        self.revision += 1
        return atlas

    def prepare(self) -> None:
        """Make ahead what the first step needs and the next ones keep: the rows of the long tables."""
        with self.lock:
            atlas_files(self.atlas, rows=self._rows)

    @property
    def steps(self) -> tuple[str, ...]:
        """What can be undone."""
        return tuple(words for words, _, _ in self._done)

    @property
    def undone(self) -> tuple[str, ...]:
        """What can be done again."""
        return tuple(words for words, _, _ in self._undone)

    @property
    def is_stale(self) -> bool:
        """True where the files are no longer those that this draft read or wrote."""
        with self.lock:
            return stamp_of(self.folder) != self._stamp

    def apply(self, changed: Atlas, words: str, beside: Beside | None = None) -> None:
        """Take a step: check it, write it, remember how to undo it. `words` name it for a person.

        `beside` is called with each undo and redo of the step, after the atlas is written.

        Raises InvalidAtlasError with the problems that the step would bring (those that were there before do not
        count), ChangedElsewhereError, or OutputError; the atlas is then what it was.
        """
        with self.lock:
            found = check_records(changed)
            if fresh := [problem for problem in found if _what(problem) not in self._problems]:
                raise InvalidAtlasError(self.folder.name, fresh)
            before = self.atlas
            self._write(changed)
            self._done = [*self._done, (words, before, beside)][-_MOST_STEPS:]
            self._undone.clear()

    def undo(self) -> str:
        """Take the last step back; gives its words. Raises as `apply`, or InvalidInputError where there is none."""
        with self.lock:
            return self._turn(self._done, self._undone, "undo")

    def redo(self) -> str:
        """Take the step that was undone last again; gives its words. Raises as `undo`."""
        with self.lock:
            return self._turn(self._undone, self._done, "redo")

    def reload(self) -> None:
        """Read the folder anew, after it was changed elsewhere; what could be undone is forgotten."""
        with self.lock:
            self.atlas = self._read()
            self._done.clear()
            self._undone.clear()

    def finished(self) -> Atlas:
        """The atlas as it stands, with the hash of its content."""
        return self.atlas if self.atlas.sha256 else replace(self.atlas, sha256=atlas_sha256(self.atlas))

    def _turn(self, source: list[_Taken], target: list[_Taken], what: str) -> str:
        if not source:
            raise InvalidInputError(
                told("There is nothing to undo." if what == "undo" else "There is nothing to redo.")
            )
        words, atlas, beside = source[-1]
        before = self.atlas
        self._write(atlas)
        source.pop()
        target.append((words, before, beside))
        if beside:
            back, again = beside
            (again if source is self._undone else back)()
        return words

    def _write(self, atlas: Atlas) -> None:
        refuse_changed(self.folder, self._stamp)
        write_atlas(atlas, self.folder, since=self.atlas, rows=self._rows)
        self.atlas, self._stamp = atlas, stamp_of(self.folder)
        self.revision += 1


def _what(problem: Problem) -> tuple[str, str]:
    return problem.code, str(problem.where)
