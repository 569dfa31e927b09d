"""The records of a sort by the names that they are listed by, worked out once for each state of the atlas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import is_
from typing import Any

import streamlit as st

from mapapp.editing import IDS_OF, Sort
from mapapp.model import Atlas, Event, Place, in_language
from mapapp.names import toponym_today


@dataclass(frozen=True)
class Listing:
    """The records of one sort in one language; no two have the same label, for a widget tells options by them."""

    records: Sequence[Any]
    language: str
    plain: Sequence[str]
    """The label of each record as it is, also where others have the same."""
    labels: dict[str, str]
    """By id."""

    @cached_property
    def _folded(self) -> dict[str, str]:
        texts = [f"{name} {label}" for name, label in self.labels.items()]
        folded = "\n".join(texts).casefold().split("\n")
        if len(folded) > len(texts):  # one of them is of several lines
            folded = list(map(str.casefold, texts))
        return dict(zip(self.labels, folded, strict=True))

    def found(self, words: str) -> list[str]:
        """The ids of the records whose id or label holds some words, in the order of the atlas."""
        sought = words.casefold()
        return [name for name, text in self._folded.items() if sought in text] if sought else list(self.labels)


def listing_of(atlas: Atlas, sort: Sort, language: str) -> Listing:
    """The records of a sort by their labels; kept in the session until these records or the language are others."""
    kept: dict[Sort, Listing] = st.session_state.setdefault("listings", {})
    records = getattr(atlas, IDS_OF[sort])
    known = kept.get(sort)
    if known is None or known.records is not records or known.language != language:
        known = kept[sort] = make_listing(records, sort, language, known)
    return known


def make_listing(records: Sequence[Any], sort: Sort, language: str, before: Listing | None = None) -> Listing:
    """The records of a sort by their labels; those that share a label get their ids added.

    Where only some records are others than in the listing `before`, only their labels are made.
    """
    label = _LABELS[sort]
    if before and before.language == language and len(before.records) == len(records):
        plain = list(before.plain)
        others = [at for at, same in enumerate(map(is_, records, before.records)) if not same]
    else:
        plain, others = [""] * len(records), list(range(len(records)))
    for at in others:
        plain[at] = label(records[at], language)
    ids = [one.id for one in records]
    labels = dict(zip(ids, plain, strict=True))
    if len(set(plain)) < len(plain):
        times = Counter(plain)
        labels = {name: f"{text}  ({name})" if times[text] > 1 else text for name, text in labels.items()}
    return Listing(records, language, plain, labels)


def _event(event: Event, language: str) -> str:
    return f"{event.when.edtf if event.when else '–'}  {in_language(event.title, language)}"


def _place(place: Place, language: str) -> str:
    """The present name of a place, or its id."""
    name = toponym_today(place, language)
    return name.name if name else place.id


_LABELS: dict[Sort, Callable[[Any, str], str]] = {
    "event": _event,
    "place": _place,
    "source": lambda source, language: in_language(source.short, language) or str(source.id),
    "actor": lambda actor, language: in_language(actor.name, language),
    "figure": lambda figure, language: in_language(figure.label, language),
    "disagreement": lambda disagreement, language: in_language(disagreement.question, language),
}
