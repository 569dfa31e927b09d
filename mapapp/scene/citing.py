"""Numbered references: which sources a Scene rests on, and at which notes and pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from mapapp.language import Translator
from mapapp.model import Atlas, Citation, Source
from mapapp.scene.records import Reference

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Citer:
    """Cites subjects of an atlas as "[1] n. 47" and remembers what was cited.

    The atlas's documents come first, then references from outside in the order in which they are cited.
    """

    def __init__(self, atlas: Atlas, t: Translator) -> None:
        self._atlas = atlas
        self.t = t
        self._rank = {source.id: (source.outside, number) for number, source in enumerate(atlas.sources)}
        documents = [source.id for source in atlas.sources if not source.outside]
        self._numbers = {source: number for number, source in enumerate(documents, start=1)}
        self._used: dict[str, list[Citation]] = {}

    def cite(self, subject: str) -> str:
        """The first source that supports a subject (`event:ID`), with its note or page; empty where none does."""
        citations = [one for one in self._atlas.citations_of.get(subject, ()) if one.stance == "supports"]
        citations.sort(key=lambda one: (self._rank[one.source], one.field is not None))
        if not citations:
            return ""
        source = citations[0].source
        passages = [one for one in citations if one.source == source]
        self._used.setdefault(source, []).extend(passages)
        number = self._numbers.setdefault(source, len(self._numbers) + 1)
        note = next((one.footnote for one in passages if one.footnote), "")
        if note:
            return self.t("[{number}] n. {note}", number=number, note=note)
        page = next((one.page for one in passages if one.page), "")
        return self.t("[{number}] p. {page}", number=number, page=page) if page else f"[{number}]"

    def references(self, language: str) -> tuple[Reference, ...]:
        """The sources cited so far, in the order of their numbers."""
        used = [source for source in self._atlas.sources if source.id in self._used]
        used.sort(key=lambda source: self._numbers[source.id])
        return tuple(self._reference(source) for source in used)

    def _reference(self, source: Source) -> Reference:
        csl = source.csl
        title = str(csl.get("title", "")) or next(iter(source.short.values()), source.id)
        rest = [str(csl.get(key, "")) for key in ("container-title", "publisher")]
        rest.append(_issued(csl))
        comma = "，" if _CJK.search(title) else ", "
        authors = csl.get("author") or csl.get("editor") or ()
        return Reference(
            number=self._numbers[source.id],
            source=source.id,
            authors=_names(authors if isinstance(authors, (list, tuple)) else (), comma),
            title=_titled(title, str(csl.get("type", ""))),
            rest=comma.join(part for part in rest if part),
            locators=self._locators(source.id),
        )

    def _locators(self, source: str) -> str:
        notes = _numbers_in_words({one.footnote for one in self._used[source] if one.footnote})
        return self.t("Notes {notes}.", notes=notes) if notes else ""


def _titled(title: str, kind: str) -> str:
    if not _CJK.search(title) or title[0] in "〈《「『":
        return title
    return f"《{title}》" if kind in ("book", "report", "thesis") else f"〈{title}〉"


def _names(people: Iterable[object], comma: str) -> str:
    names = []
    for person in people:
        if not isinstance(person, Mapping):
            continue
        family, given = str(person.get("family", "")), str(person.get("given", ""))
        together = f"{family}{given}" if _CJK.search(family) else f"{given} {family}".strip()
        names.append(str(person.get("literal", "")) or together)
    return ("、" if comma == "，" else comma).join(names)


def _issued(csl: Mapping[str, object]) -> str:
    issued = csl.get("issued")
    if not isinstance(issued, Mapping):
        return ""
    parts = issued.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return str(parts[0][0])
    return str(issued.get("literal", "") or issued.get("raw", ""))


def _numbers_in_words(numbers: Iterable[str]) -> str:
    """Numbers with runs joined: "13, 17, 47–50". What is no number stands at the end."""
    values = sorted({int(one) for one in numbers if one.isdecimal()})
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ", ".join([*parts, *sorted(one for one in numbers if not one.isdecimal())])
