"""References between records: does each id exist, and is it of the sort that belongs there?"""

from __future__ import annotations

from collections.abc import Iterable

from mapapp.atlas.codes import Report, nearest
from mapapp.atlas.parts import Parts
from mapapp.atlas.vocabulary import SUBJECTS
from mapapp.errors import Where, told

_MAX_HINTS = 50
"""Searching the nearest known id takes milliseconds: after this many, a dangling reference gets no hint."""


_SORTS = {
    "event": told("event"), "place": told("place"), "figure": told("figure"), "source": told("source"),
    "actor": told("actor"), "disagreement": told("disagreement"), "kind": told("kind"), "layer": told("layer"),
    "term": told("term"), "reading": told("reading"), "era": told("era"),
}  # fmt: skip


def _sort(name: str) -> str:
    """The name of a sort of records, which can be told in other languages."""
    return _SORTS.get(name, name)


class References:
    """Looks ids up among the records of an atlas and reports those that are not there."""

    def __init__(self, parts: Parts, report: Report) -> None:
        self.ids, self.report = parts.ids, report
        self.hints: dict[tuple[str, str], str] = {}

    def strangers(self, sort: str, identifiers: Iterable[str]) -> set[str]:
        """Those of many ids that are no ids of this sort; none where its file could not be read."""
        known = self.ids.get(sort, {})
        return set() if known is None else set(identifiers).difference(known)

    def need(self, sort: str, identifiers: Iterable[str], where: Where) -> None:
        """Report each identifier that is no id of this sort; A207 for kinds and layers, else A201 or A202."""
        known = self.ids.get(sort, {})
        for identifier in identifiers:
            if known is None or identifier in known:
                continue
            other = self._sort_of(identifier)
            if sort in ("kind", "layer"):
                message = told(
                    "the atlas has no {sort} {identifier}.", sort=_sort(sort), identifier=repr(identifier[:80])
                )
                self.report.add("A207", where, message, self._hint(sort, identifier))
            elif other and other != sort:
                message = told(
                    "{identifier} is an id of the sort {other}; here belongs one of the sort {sort}.",
                    identifier=repr(identifier[:80]),
                    other=_sort(other),
                    sort=_sort(sort),
                )
                self.report.add("A202", where, message)
            else:
                message = told("there is no {sort} {identifier}.", sort=_sort(sort), identifier=repr(identifier[:80]))
                self.report.add("A201", where, message, self._hint(sort, identifier))

    def need_subject(self, text: str, where: Where, fields: dict[str, frozenset[str]] | None = None) -> None:
        """Report a subject that is not SORT:ID of a record; with `fields`, `SORT:ID#FIELD` is allowed too."""
        subject, mark, field = text.partition("#")
        sort, colon, identifier = subject.partition(":")
        if not colon or sort not in SUBJECTS:
            known = ", ".join(SUBJECTS)
            mend = told("Write SORT:ID, where SORT is one of {known}.", known=known)
            self.report.add("A203", where, told("{text} is no subject.", text=repr(text[:80])), mend)
            return
        self.need(sort, [identifier], where)
        if mark and (fields is None or field not in fields.get(sort, frozenset())):
            allowed = sorted(fields.get(sort, ())) if fields else []
            hint = nearest(field, allowed) or (
                told("Fields are {allowed}.", allowed=", ".join(allowed)) if allowed else told("Remove the field.")
            )
            self.report.add(
                "A203",
                where,
                told("{field} is no field of the sort {sort}.", field=repr(field[:80]), sort=_sort(sort)),
                hint,
            )

    def _sort_of(self, identifier: str) -> str | None:
        sorts = (sort for sort in self.ids if sort not in ("kind", "layer", "term"))
        return next((sort for sort in sorts if identifier in (self.ids[sort] or ())), None)

    def _hint(self, sort: str, identifier: str) -> str:
        key = sort, identifier
        if key not in self.hints and len(self.hints) < _MAX_HINTS:
            self.hints[key] = nearest(identifier, self.ids.get(sort) or {})
        return self.hints.get(key, "")
