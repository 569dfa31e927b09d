"""Citations of rows: the row of the imported file, the source that the row names, and those that an export carries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Any

from mapapp.atlas.check_citations import FIELDS
from mapapp.importers.drafts import Draft, Ids
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport
from mapapp.importers.sheet import Row, Sheet
from mapapp.importers.texts import as_id, clean_text, digest, slug
from mapapp.model import Atlas, Citation, Source, records_of

_MAX_NAMED = 5000
"""More sources than that are no sources but notes: they stay in the file."""
_SHORT = 40
"""Characters of a source's short name at most."""
_TEXTS = ("section", "page", "footnote", "term", "note")


class RowCitations:
    """Gives each record of a sheet its citations."""

    def __init__(
        self,
        atlas: Atlas,
        draft: Draft,
        sheet: Sheet,
        index: Mapping[str, int],
        source: str,
        ids: Ids,
        report: ImportReport,
    ) -> None:
        self.draft, self.sheet, self.index, self.source, self.report = draft, sheet, index, source, report
        self.ids, self.languages = ids, atlas.languages
        self.own: list[tuple[list[Citation], str, str]] = []
        self.known = {item.id: item for item in atlas.sources}
        self.column = column = index.get("source", index.get("url"))
        cells = [row.cells[column] for row in sheet.rows] if column is not None else []
        distinct = dict.fromkeys(map(clean_text, dict.fromkeys(cells)))
        self.named = column is not None and len(distinct) <= _MAX_NAMED
        self.links = self._links()
        if column is not None and not self.named:
            why = because(
                "{count} different sources are more than an atlas lists: they stay in the kept file",
                count=f"{len(distinct):,}",
            )
            report.add(None, "source", "kept", sheet.columns[column], "", why)
        self.reserved = {text: self._reserve(text) for text in distinct if text and self.named}

    def _reserve(self, text: str) -> str:
        """The id of the source that a text names, kept from actors and events of that name: whichever comes first."""
        wanted = f"{slug(text, 30) or 'source'}-{digest(text)}"
        for one in (text, wanted, f"source-{wanted}"):
            if one in self.known or one in self.draft.sources:
                return one
        found = wanted if wanted not in self.ids.taken else self.ids.claim(f"source-{wanted}")
        self.ids.taken.add(found)
        return found

    def _links(self) -> dict[str, str]:
        """The address of each source that has one and the same in all rows that name it."""
        if not self.named or "source" not in self.index or "url" not in self.index:
            return {}
        found: dict[str, set[str]] = {}
        for row in self.sheet.rows:
            text, link = (clean_text(row.cells[self.index[name]]) for name in ("source", "url"))
            found.setdefault(text, set()).add(link)
        return {text: link for text, links in found.items() if len(links) == 1 for link in links if _is_link(link)}

    def cite(self, subject: str, row: Row) -> None:
        """Cite the row, what its source column names, and what its citations column carries."""
        found: list[Citation] = []
        if "citations" in self.index and (text := row.cells[self.index["citations"]].strip()):
            found += self._carried(subject, text, row)
        if self.column is not None and self.named and (text := clean_text(row.cells[self.column])):
            page = clean_text(row.cells[self.index["page"]]) if "page" in self.index else ""
            found.append(Citation(subject, None, self._source_named(text), page=page))
        cited = self.draft.citations.setdefault(subject, [])
        cited += found
        self.own.append((cited, subject, self.sheet.locator(row)))

    def cite_all(self, subjects: Sequence[str], rows: Sequence[Row]) -> None:
        """Cite for each subject, none of which is cited yet, its row and what its source column names."""
        locators = {row.number: self.sheet.locator(row) for row in rows}
        found = [[one] for one in self._own(subjects, [locators[row.number] for row in rows])]
        if self.column is not None and self.named:
            texts = [clean_text(row.cells[self.column]) for row in rows]
            pages = [clean_text(row.cells[self.index["page"]]) if "page" in self.index else "" for row in rows]
            for cited, subject, text, page in zip(found, subjects, texts, pages, strict=True):
                if text:
                    cited.insert(0, Citation(subject, None, self._source_named(text), page=page))
        self.draft.citations.update(zip(subjects, found, strict=True))

    def finish(self) -> None:
        """Add the citations of the rows themselves, all at once."""
        subjects, rows = [subject for _, subject, _ in self.own], [row for _, _, row in self.own]
        for (cited, _, _), citation in zip(self.own, self._own(subjects, rows), strict=True):
            cited.append(citation)
        self.own.clear()

    def _own(self, subjects: Sequence[str], locators: Sequence[str]) -> list[Citation]:
        """A citation of a row of the file for each subject."""
        columns: dict[str, Iterable[Any]] = {
            "subject": subjects, "field": repeat(None), "source": repeat(self.source), "section": locators,
        }  # fmt: skip
        return records_of(Citation, len(subjects), columns)

    def _source_named(self, text: str) -> str:
        """The id of a source that a cell names: an id of the atlas, else a new one whose title is the text."""
        identifier = self.reserved[text]
        if identifier not in self.known and identifier not in self.draft.sources:
            link = text if _is_link(text) else self.links.get(text, "")
            csl: dict[str, Any] = {"id": identifier, "type": "document", "title": text}
            short = dict.fromkeys(self.languages, text[:_SHORT])
            self.draft.sources[identifier] = Source(identifier, csl | ({"URL": link} if link else {}), short)
        return identifier

    def _carried(self, subject: str, text: str, row: Row) -> list[Citation]:
        try:
            items = json.loads(text)
        except (ValueError, RecursionError):
            items = None
        if not isinstance(items, list):
            self.report.add(
                row.number, "citations", "refused", text[:200], "", because("citations are a JSON array of objects")
            )
            return []
        return [one for item in items if isinstance(item, dict) and (one := self._one(subject, item, row))]

    def _one(self, subject: str, item: Mapping[str, Any], row: Row) -> Citation | None:
        """A citation that an export of ours carries; a range without the text of its source goes into the note."""
        name = str(item.get("source", ""))
        if not name:
            self.report.add(
                row.number, "citations", "refused", json.dumps(item)[:200], "", because("it names no source")
            )
            return None
        identifier = as_id(name)
        if identifier not in self.known and identifier not in self.draft.sources and identifier in self.ids.taken:
            identifier = f"source-{identifier}"
        field = item.get("field") or None
        if field not in FIELDS[subject.partition(":")[0]]:
            field = None
        source = self._carried_source(identifier, name, outside=item.get("field") in ("when", "period"))
        section, page, footnote, term, note = (clean_text(str(item.get(key) or "")) for key in _TEXTS)
        found = Citation(subject, field, identifier, section, page, footnote, term=term[:17], note=note)
        if item.get("stance") in ("supports", "differs"):
            found = replace(found, stance=item["stance"])
        start, end = item.get("start"), item.get("end")
        if isinstance(start, int | float) and isinstance(end, int | float) and 0 <= start < end:
            if source.text and end <= source.text.characters:
                return replace(found, start=int(start), end=int(end))
            return replace(found, note=f"{found.note} characters {int(start)}–{int(end)}".strip())
        return found

    def _carried_source(self, identifier: str, name: str, outside: bool) -> Source:
        if identifier in self.known:
            return self.known[identifier]
        found = self.draft.sources.get(identifier)
        if found is None:
            self.ids.taken.add(identifier)
        if found is None:
            found = _source_of(identifier, self.sheet.sources.get(name) or {}, name)
            if name not in self.sheet.sources:
                why = because("the file names this source by its id only")
                self.report.add(None, "citations", "guessed", name, name, why)
                found = replace(found, outside=outside)
            self.draft.sources[identifier] = found
        elif outside and name not in self.sheet.sources:
            found = self.draft.sources[identifier] = replace(found, outside=True)
        return found


def _is_link(text: str) -> bool:
    return text.startswith(("https://", "http://")) and " " not in text


def _source_of(identifier: str, item: Mapping[str, Any], name: str) -> Source:
    """A source of the CSL-JSON item that a file carries, or one that is only a name."""
    from mapapp.atlas.codes import Report
    from mapapp.atlas.sources import read_sources

    if item:
        _, found = read_sources([{**item, "id": identifier}], Report())[0]
        if found is not None:
            return found
    return Source(identifier, {"id": identifier, "type": "document", "title": name}, {})
