"""The work on proposals: read a document into an atlas's folder, decide one proposal, take a decision back.

Every step is written at once: first the atlas, whole or not at all, then the proposals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from mapapp.atlas import find_atlas, open_atlas, shipped_atlases, write_atlas
from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.gazetteer import fold_name
from mapapp.model import Atlas, Citation
from mapapp.reading.decide import Correction, accept, inherit, reject, undo
from mapapp.reading.documents import Document, parse_document, read_document
from mapapp.reading.proposals import Progress, Proposal, Reading, propose, unheard
from mapapp.reading.store import keep_decisions, read_reading, readings, with_decision, write_reading
from mapapp.when import When, parse_when

GONE = "the passage is no longer in the document"


def read_into(
    document: Document, folder: Path, atlas: Atlas, written: When | None = None, progress: Progress = unheard
) -> Reading:
    """Read a document and keep its proposals beside the atlas; decisions of an earlier reading stay.

    Where the document has changed, citations that came from it move with their passages. Raises OutputError, or
    InvalidInputError where the proposals kept before cannot be understood.
    """
    new = propose(document, atlas, written, progress)
    kept = readings(folder).get(new.id)
    if kept is not None:
        old, _ = read_reading(kept)
        if written is None and old.written:
            new = propose(document, atlas, parse_when(old.written))
        new = keep_decisions(new, old)
        moved = _move_citations(atlas, old, new)
        if moved is not atlas:
            write_atlas(moved, folder)
    write_reading(folder, new, document.text)
    return new


def _move_citations(atlas: Atlas, old: Reading, new: Reading) -> Atlas:
    """The atlas with the fingerprint of the new text, and citations at the new places of their passages."""
    if not old.source or old.sha256 == new.sha256:
        return atlas
    after = {one.id: one for one in new.proposals if not one.gone}
    decided = [one for one in old.proposals if one.status not in ("open", "rejected")]
    spans = {(one.start, one.end): after.get(_same(one, new)) for one in decided}

    def move(citation: Citation) -> Citation:
        key = (citation.start, citation.end)
        if citation.source != old.source or key not in spans:
            return citation
        found = spans[key]
        if found is None:
            return replace(citation, start=None, end=None, term="", note=GONE)
        return replace(citation, start=found.start, end=found.end)

    sources = tuple(
        replace(one, text=replace(one.text, sha256=new.sha256, characters=new.characters))
        if one.id == old.source and one.text else one
        for one in atlas.sources
    )  # fmt: skip
    return replace(atlas, sources=sources, citations=tuple(map(move, atlas.citations)))


def _same(one: Proposal, new: Reading) -> str:
    """The id under which a decided proposal stands in a new reading, '' where its passage is gone."""
    made = [other.id for other in new.proposals if not other.gone and other.made == one.made and other.made]
    return one.id if any(other.id == one.id and not other.gone for other in new.proposals) else (made or [""])[0]


def decide(
    folder: Path, atlas: Atlas, reading: Reading, proposal_id: str, action: str, said: Correction | None = None,
    page: str = "",
) -> tuple[Atlas, Reading]:  # fmt: skip
    """Carry out a decision as `decided` does, and write both.

    Raises NotFoundError, InvalidInputError or OutputError; then nothing is changed.
    """
    changed, after = decided(atlas, reading, proposal_id, action, said, page)
    if changed is not atlas:
        write_atlas(changed, folder)
    write_reading(folder, after, since=reading)
    return changed, after


def decided(
    atlas: Atlas, reading: Reading, proposal_id: str, action: str, said: Correction | None = None, page: str = ""
) -> tuple[Atlas, Reading]:
    """Atlas and reading after `accept` (with a correction or a merge where `said` asks for it), `reject` or `undo`.

    `page` is the page of a PDF on which the passage stands. Nothing is written. Raises NotFoundError or
    InvalidInputError.
    """
    proposal = next((one for one in reading.proposals if one.id == proposal_id), None)
    if proposal is None:
        raise NotFoundError(
            told("There is no proposal {proposal_id}: read the document again.", proposal_id=repr(proposal_id))
        )
    said = said or Correction()
    if (proposal.status == "open") == (action == "undo"):
        decided_already = told("This proposal is decided already: take it back first.")
        still_open = told("This proposal is open: there is nothing to take back.")
        raise InvalidInputError(still_open if action == "undo" else decided_already)
    if action == "accept":
        atlas, settled = accept(atlas, reading, proposal, page, said)
    elif action == "reject":
        settled = reject(proposal, said.by)
    elif action == "undo":
        atlas, settled = undo(atlas, reading, proposal)
        for heir in reading.proposals:
            if heir.place == proposal.place and heir.id != proposal.id and heir.status in ("accepted", "corrected"):
                atlas, made = inherit(atlas, reading, proposal, heir)
                reading = replace(reading, proposals=tuple(made if one is heir else one for one in reading.proposals))
                break
    else:
        raise InvalidInputError(told("There is no action {action}: accept, reject or undo.", action=repr(action)))
    source = next((one.id for one in atlas.sources if one.text and one.text.sha256 == reading.sha256), reading.source)
    proposals = tuple(settled if one.id == proposal_id else one for one in reading.proposals)
    return atlas, replace(reading, source=source, proposals=proposals)


def decisions_beside(folder: Path, before: Reading, after: Reading) -> tuple[Callable[[], None], Callable[[], None]]:
    """How to take back what a step has decided, and how to decide it again, where the atlas goes back and forth."""
    pairs = [(one, other) for one, other in zip(before.proposals, after.proposals, strict=True) if one is not other]
    back, again = [one for one, _ in pairs], [other for _, other in pairs]
    return lambda: restore_decisions(folder, before, back), lambda: restore_decisions(folder, after, again)


def restore_decisions(folder: Path, reading: Reading, proposals: Sequence[Proposal]) -> None:
    """Write what was decided of some proposals into the reading that is kept; whatever else it holds stays.

    One that the document no longer gives is passed over. Raises InvalidInputError, NotFoundError or OutputError.
    """
    path = readings(folder).get(reading.id)
    if path is None:
        return
    kept, _ = read_reading(path)
    decided = {one.id: one for one in proposals}
    restored = tuple(with_decision(one, decided[one.id]) if one.id in decided else one for one in kept.proposals)
    write_reading(folder, replace(kept, source=reading.source, proposals=restored), since=kept)


def reject_alike(reading: Reading, proposal_id: str, by: str) -> Reading:
    """The reading with every open proposal of the same name rejected. Raises NotFoundError."""
    named = next((fold_name(one.name) for one in reading.proposals if one.id == proposal_id), None)
    if named is None:
        raise NotFoundError(
            told("There is no proposal {proposal_id}: read the document again.", proposal_id=repr(proposal_id))
        )
    proposals = (
        reject(one, by) if one.status == "open" and fold_name(one.name) == named else one for one in reading.proposals
    )
    return replace(reading, proposals=tuple(proposals))


def read_for_atlas(path: Path, name: str, written: str | None) -> Reading:
    """Read a document from the disk into the atlas of this name or folder; `written` is its date in EDTF.

    Raises NotFoundError, InvalidInputError, InvalidAtlasError or OutputError.
    """
    folder = find_atlas(name)
    if folder.resolve() in {shipped.resolve() for shipped in shipped_atlases().values()}:
        raise InvalidInputError(
            told("{name} is shipped with mapapp: copy its folder and name the copy.", name=repr(name))
        )
    when = parse_when(written) if written is not None else None
    return read_into(read_document(path), folder, open_atlas(folder), when)


def upload(name: str, data: bytes, folder: Path, atlas: Atlas, written: str, progress: Progress = unheard) -> Reading:
    """Read a document that was uploaded. Raises InvalidInputError or OutputError."""
    when = parse_when(written) if written else None
    return read_into(parse_document(name, data), folder, atlas, when, progress)


def reading_text(reading: Reading) -> str:
    """What was read, in lines: counts by status, dates, names left out and why."""
    statuses = Counter(one.status for one in reading.proposals)
    dated = sum(bool(one.when and one.name) for one in reading.proposals)
    lines = [
        f"{reading.document}: {len(reading.proposals)} proposals ({dated} with place and date), {reading.dates} dates",
        "  " + ", ".join(f"{count} {status}" for status, count in sorted(statuses.items())),
    ]
    lines += [f"  left out: {count} × {reason}" for reason, count in reading.left_out.items()]
    gone = sum(one.gone for one in reading.proposals)
    if gone:
        lines.append(f"  {gone} decided before, whose passage is no longer in the document: kept")
    return "\n".join(lines)
