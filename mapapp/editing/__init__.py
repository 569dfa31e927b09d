"""Editing an atlas: changes as pure functions of an Atlas, and a draft that writes each of them to its folder."""

from mapapp.editing.changes import IDS_OF, Sort, citations_about, new_id, put, remove, set_citations
from mapapp.editing.draft import ChangedElsewhereError, Draft, refuse_changed, stamp_of

__all__ = [
    "IDS_OF",
    "ChangedElsewhereError",
    "Draft",
    "Sort",
    "citations_about",
    "new_id",
    "put",
    "refuse_changed",
    "remove",
    "set_citations",
    "stamp_of",
]
