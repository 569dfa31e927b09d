"""A file into an atlas: propose what would be done, or do it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mapapp.atlas import open_atlas, write_atlas
from mapapp.atlas.records import check_records
from mapapp.bulk import without_collecting
from mapapp.editing import refuse_changed, stamp_of
from mapapp.editing.new import README, atlas_id, new_atlas
from mapapp.errors import InvalidAtlasError, InvalidInputError, MapAppError, told
from mapapp.files import write_together
from mapapp.gazetteer import Candidate
from mapapp.importers.columns import Guess, guess_columns
from mapapp.importers.decisions import FILE as DECISIONS_FILE
from mapapp.importers.decisions import Decisions, check_decisions, read_remembered, remembered_text, shape_of
from mapapp.importers.drafting import Drafter
from mapapp.importers.drafts import Draft, Ids, drop_dangling
from mapapp.importers.formats import FORMATS, read_file
from mapapp.importers.locating import locate_named
from mapapp.importers.merging import merge
from mapapp.importers.opening import read_bytes
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport, What, report_csv
from mapapp.importers.sheet import Sheet
from mapapp.importers.texts import digest, language_of, slug
from mapapp.model import Atlas, Source

FOLDER = "imports"
"""The subfolder of an atlas that keeps the imported files, the reports, and what was decided about them."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person should decide: the name of the decision, the question, the answers (first: taken now)."""

    decision: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an import would do with a file, before anything is written.

    `names` are those that may mean several places of the gazetteer, which `Decisions.places` settles.
    `columns` says which column fills which field and why; `sample` holds the first rows by column. `decisions` are
    those that were used, remembered ones included; `report` is what the import would say.
    """

    file: str
    format: str
    encoding: str
    sheet: str
    records: str
    rows: int
    languages: tuple[str, ...]
    columns: tuple[Guess, ...]
    sample: tuple[Mapping[str, str], ...]
    questions: tuple[Question, ...]
    names: Mapping[str, tuple[Candidate, ...]]
    decisions: Decisions
    report: ImportReport


@without_collecting
def propose(file: Path, decisions: Decisions | None = None, folder: Path | None = None) -> Proposal:
    """What an import of a file (into an atlas, where it is named) would do; nothing is written.

    Raises NotFoundError, InvalidInputError, or InvalidAtlasError for an atlas with problems.
    """
    job = _Job(file, folder, decisions or Decisions())
    job.draft_all()
    first, drafter = job.sheets[0], job.drafters[0]
    return Proposal(
        file=file.name, format=job.format, encoding=job.report.encoding, sheet=first.name, records=drafter.records,
        rows=job.report.rows, languages=job.atlas.languages, columns=tuple(job.guesses[0]),
        sample=tuple(dict(zip(first.columns, row.cells, strict=True)) for row in first.rows[:5]),
        questions=tuple(
            Question(*one) for one in dict.fromkeys(one for made in job.drafters for one in made.questions)
        ),
        names=job.draft.open_names, decisions=job.decisions, report=job.report,
    )  # fmt: skip


@without_collecting
def import_file(file: Path, folder: Path, decisions: Decisions | None = None, dry_run: bool = False) -> ImportReport:
    """Import a file into the atlas of a folder, which is created where it is not there.

    The file, the report and the decisions are kept in `imports/`. Importing a file again changes nothing; an edited
    file updates what nobody has edited in the atlas. With `dry_run` nothing is written. Raises NotFoundError,
    InvalidInputError, OutputError, InvalidAtlasError for an atlas with problems, or ChangedElsewhereError.
    """
    job = _Job(file, folder, decisions or Decisions())
    job.draft_all()
    atlas = job.merged()
    if dry_run or (not job.is_new and not job.report.changes_atlas and atlas == job.atlas):
        return job.report
    problems = check_records(atlas)
    if problems:  # a fault of ours: the atlas on the disk stays as it is
        raise InvalidAtlasError(f"{file.name} as imported", problems[:20])
    refuse_changed(folder, job.stamp)
    write_atlas(atlas, folder, since=None if job.is_new else job.atlas)
    job.keep(folder)
    return job.report


class _Job:
    """One import: the file read, the atlas opened or begun, the rows drafted."""

    def __init__(self, file: Path, folder: Path | None, decisions: Decisions) -> None:
        self.file, self.folder, self.data = file, folder, read_bytes(file)
        kept = folder / FOLDER if folder else None
        self.remembered = read_remembered(kept) if kept else {}
        given = check_decisions(decisions)
        self.format, self.sheets = read_file(self.data, file.name, given)
        self.shape = shape_of(self.format, [column for sheet in self.sheets for column in sheet.columns])
        self.decisions = given.over(self.remembered.get(self.shape, Decisions()))
        if any(getattr(self.decisions, name) != getattr(given, name) for name in ("encoding", "sheet", "crs")):
            self.format, self.sheets = read_file(self.data, file.name, self.decisions)
        self.guesses = [guess_columns(sheet, self._own(sheet)) for sheet in self.sheets]
        self.is_new = folder is None or not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        self.stamp = stamp_of(folder) if folder else ()
        self.atlas = (
            self._begin(folder) if self.is_new or folder is None else open_atlas(str(folder), fingerprint=False)
        )
        self.source = _source_id(file.name)
        encoding = next((sheet.encoding for sheet in self.sheets if sheet.encoding), "")
        self.report = ImportReport(file.name, FORMATS[self.format].name, encoding)
        if self.decisions.crs and self.format in ("kml", "linked-places"):
            why = because("this format is always in degrees (WGS 84)")
            self.report.add(None, "crs", "refused", self.decisions.crs, "", why)
        self._compare_description()
        self.drafters: list[Drafter] = []
        self.before: Draft | None = None
        self.draft = Draft()

    def _compare_description(self) -> None:
        """Say where the description beside a table of ours (CSV on the Web) is of another state of it."""
        beside = self.file.with_name(f"{self.file.name}-metadata.json")
        try:
            told = json.loads(read_bytes(beside)).get("urn:mapapp:table-sha256") if beside.is_file() else None
        except (MapAppError, ValueError, AttributeError, RecursionError):
            return
        if told not in (None, hashlib.sha256(self.data).hexdigest()):
            why = because("it describes another state of the table: export both again")
            self.report.add(None, "", "kept", beside.name, "", why)

    def _own(self, sheet: Sheet) -> Decisions:
        """The decisions about columns that a sheet has; a column that no sheet has is a mistake."""
        everywhere = {column for one in self.sheets for column in one.columns}
        if wrong := [column for column in self.decisions.columns.values() if column and column not in everywhere]:
            raise InvalidInputError(
                told(
                    "The file has no column {wrong}. It has {everywhere}.",
                    wrong=repr(wrong[0]),
                    everywhere=", ".join(sorted(everywhere)[:30]),
                )
            )
        columns = {key: name for key, name in self.decisions.columns.items() if not name or name in sheet.columns}
        return replace(self.decisions, columns=columns)

    def _begin(self, folder: Path | None) -> Atlas:
        """A new atlas in the languages of the file."""
        fields = [guess.field for found in self.guesses for guess in found]
        tagged = [field.removeprefix("title_") for field in fields if field.startswith("title_")]
        title = next(((sheet, guess.column) for sheet, found in zip(self.sheets, self.guesses, strict=True)
                      for guess in found if guess.field == "title"), None)  # fmt: skip
        seen = language_of(title[0].column(title[1])[:500]) if title else "en"
        languages = list(dict.fromkeys(tagged)) or [self.decisions.language or seen]
        name = (folder or self.file.with_suffix("")).resolve().name
        return new_atlas(atlas_id(folder or self.file.with_suffix("")), name, languages)

    def _last(self, path: Path) -> Draft | None:
        """The draft of the last import of a file of this name, made again from the copy that was kept."""
        if not path.is_file():
            return None
        data = path.read_bytes()
        if data == self.data:
            return self.draft  # the same bytes under the same decisions give the same records
        _, sheets = read_file(data, path.name, self.decisions)
        guesses = [guess_columns(sheet, self._own_last(sheet)) for sheet in sheets]
        return self._draft(sheets, guesses, ImportReport(self.file.name, "", ""))[0]

    def _own_last(self, sheet: Sheet) -> Decisions:
        columns = {key: name for key, name in self.decisions.columns.items() if not name or name in sheet.columns}
        return replace(self.decisions, columns=columns)

    def draft_all(self) -> None:
        """Draft the rows of every sheet."""
        self.draft, self.drafters = self._draft(self.sheets, self.guesses, self.report)
        if self.folder and not self.is_new:
            self.before = self._last(self.folder / FOLDER / self.file.name)

    def _draft(
        self, sheets: list[Sheet], guesses: list[list[Guess]], report: ImportReport
    ) -> tuple[Draft, list[Drafter]]:
        draft, ids = Draft(), Ids(self.atlas, self.source)
        made = []
        order = sorted(range(len(sheets)), key=lambda at: sheets[at].records != "places")  # events name places
        for at in order:
            sheet = sheets[at]
            report.rows += len(sheet.rows)
            report.entries += sheet.entries
            for guess in guesses[at]:
                if guess.field:
                    what: What = "changed" if guess.why == "told" else "guessed"
                    report.add(
                        None, guess.field, what, guess.column, guess.field, because("column: {why}", why=guess.why)
                    )
            drafter = Drafter(self.atlas, sheet, guesses[at], self.decisions, self.source, draft, ids, report)
            drafter.run()
            made.append(drafter)
        drop_dangling(draft, self.atlas, report)
        if self.decisions.gazetteer != "no":
            told, take_small = self.decisions.places, self.decisions.gazetteer == "yes"
            locate_named(draft, self.atlas, report, self.source, told, take_small)
        return draft, made

    def merged(self) -> Atlas:
        """The atlas with the draft merged in."""
        return merge(self.atlas, self.draft, self._source(), self.before, self.report)

    def _source(self) -> Source:
        """The imported file as a source of the atlas."""
        custom = {
            "x_file": f"{FOLDER}/{self.file.name}",
            "x_sha256": hashlib.sha256(self.data).hexdigest(),
            "x_format": self.format,
            **self.sheets[0].about,
        }
        csl = {"id": self.source, "type": "dataset", "title": self.file.name, "custom": custom}
        return Source(self.source, csl, dict.fromkeys(self.atlas.languages, self.file.name[:40]))

    def keep(self, folder: Path) -> None:
        """Keep the file, the report and the decisions beside the atlas."""
        kept = folder / FOLDER
        kept.mkdir(exist_ok=True)
        self.report.path = kept / f"{self.file.name}.report.csv"
        known = {**self.remembered, self.shape: self._to_remember()}
        files = {
            kept / self.file.name: self.data,
            self.report.path: report_csv(self.report),
            kept / DECISIONS_FILE: remembered_text(known),
        }
        if self.is_new:
            title = self.atlas.title[self.atlas.languages[0]]
            files[folder / "README.md"] = README.format(title=title).encode()
        write_together(files)

    def _to_remember(self) -> Decisions:
        """What was used: the decisions, and each column with its field."""
        columns = {guess.field: guess.column for found in self.guesses for guess in found if guess.field}
        return replace(self.decisions, columns={**columns, **self.decisions.columns})


def _source_id(name: str) -> str:
    """The id of a file as a source: the words of its name, with what makes the name its own."""
    return f"import-{slug(name, 50)}-{digest(name)[:4]}" if slug(name) else f"import-{digest(name)}"
