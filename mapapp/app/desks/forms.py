"""Forms whose widgets stay while what they hold changes, and steps that are taken before the desk is drawn.

A widget with another key is made anew in the browser, which costs more than all else that a step does; so the keys of a
form are the same for all records of a sort, and what it is to hold is put into the session's state. A step is taken in
the callback of a button: Streamlit calls it before the script, so that one run of the script is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import streamlit as st

from mapapp.app.troubles import told_error, told_problem, told_where
from mapapp.editing import Draft, Sort, remove
from mapapp.errors import InvalidAtlasError, MapAppError
from mapapp.language import Translator
from mapapp.model import Atlas

Rows = list[dict[str, Any]]
Step = tuple[Atlas, str]
"""The atlas as it is to be, and the words that name the step."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form on the desk: the draft it writes to, the record it shows (None: a new one), the key of its widgets."""

    draft: Draft
    t: Translator
    key: str
    identifier: str | None
    fill: Literal["nothing", "changes", "all"]
    """Which fields are filled: those that have changed, where it last showed another state of the record."""

    @property
    def atlas(self) -> Atlas:
        """The atlas as it stands."""
        return self.draft.atlas

    @property
    def record(self) -> str:
        """A name of the record for keys; a new one gets another with each step."""
        return self.identifier or f"-new-{self.draft.revision}"

    @property
    def state(self) -> tuple[object, ...]:
        """What the form shows: it changes with the record and with each step."""
        return self.identifier, self.draft.revision, self.t.language

    def holds(self, name: str, value: object) -> str:
        """The key of a widget, which is given a value where it is to hold another than before.

        What somebody has written into a field and not saved stays there while the same record is shown.
        """
        key = f"{self.key}-{name}"
        known = key in st.session_state
        if self.fill == "all" or not known or (self.fill == "changes" and st.session_state[key] != value):
            st.session_state[key] = value
        return key

    def text(self, place: Any, name: str, label: str, value: str, *, long: bool = False, fixed: bool = False) -> None:
        """A field for text; `place` is `st` or a container."""
        draw = place.text_area if long else place.text_input
        draw(label, key=self.holds(name, value), disabled=fixed)

    def select(
        self, place: Any, name: str, label: str, options: Sequence[str], value: str,
        title: Callable[[str], str] = str,
    ) -> None:  # fmt: skip
        """A choice of one of some words; where `value` is none of them, of the first."""
        start = value if value in options else options[0] if options else None
        place.selectbox(label, options, format_func=title, key=self.holds(name, start), placeholder="–")

    def grid(self, columns: int, name: str) -> Any:
        """A container whose widgets stand side by side: one part of the page, where columns would be one more each."""
        return st.container(key=f"grid-{min(columns, 4)}-{self.key}-{name}")

    def has(self, name: str) -> bool:
        """True where the form has such a widget."""
        return f"{self.key}-{name}" in st.session_state

    def said(self, name: str) -> str:
        """What a widget holds, as the text of a cell; empty where there is no such widget."""
        value = st.session_state.get(f"{self.key}-{name}")
        return ";".join(value) if isinstance(value, list) else str(value or "").strip()

    def table(self, name: str, rows: Rows, columns: Mapping[str, Any], flags: Sequence[str] = ()) -> None:
        """A table of texts, and of `flags` to tick, to which rows can be added; other `rows` begin it anew."""
        frame = pd.DataFrame(rows, columns=list(columns)).fillna("")
        frame = frame.astype({column: "bool" if column in flags else "str" for column in columns})
        st.data_editor(
            frame, key=self._table_key(name), hide_index=True, num_rows="dynamic", width="stretch",
            column_config=dict(columns), placeholder="–", on_change="ignore",
        )  # fmt: skip

    def rows(self, name: str, rows: Rows, columns: Sequence[str]) -> Rows:
        """The rows of a table that was drawn of `rows`, as a person has changed them; empty ones are left out."""
        found = changed_rows(st.session_state.get(self._table_key(name)), rows, columns)
        return [row for row in found if any(row.values())]

    def _table_key(self, name: str) -> str:
        return f"{self.key}-{name}-{self.record}"

    def save_button(self, make: Callable[[Sheet], Step]) -> None:
        """The form's button; `make` gives the step, or raises a MapAppError that says what is wrong."""
        st.session_state[f"{self.key}-shown"] = self.state  # all fields above hold what they should
        st.form_submit_button(
            self.t("Save"), type="primary", key=self.save_key, on_click=self._save, args=(make,)
        )  # fmt: skip

    @property
    def save_key(self) -> str:
        """Another record, another button: a click on its way is not taken for one on what is then shown."""
        return f"{self.key}-save-{self.record}"

    def _save(self, make: Callable[[Sheet], Step]) -> None:
        with self.draft.lock:  # of two quick clicks the second finds another state
            if st.session_state.get(f"{self.key}-shown") == self.state:
                take_step(self.draft, lambda: make(self))

    def delete_button(self, sort: Sort) -> None:
        """A button that removes the record with its citations; refused where others refer to it."""
        words = f"delete {sort}:{self.identifier}"
        st.button(
            self.t("Delete {id}", id=self.identifier), key=f"{self.key}-delete-{self.identifier}",
            on_click=take_step, args=(self.draft, lambda: (remove(self.atlas, sort, self.identifier or ""), words)),
        )  # fmt: skip


def open_sheet(draft: Draft, identifier: str | None, t: Translator, key: str) -> Sheet:
    """The form of a record, of whose sort `key` is; its fields are filled where they last showed something else."""
    sheet = Sheet(draft, t, key, identifier, "all")
    shown = st.session_state.get(f"{key}-shown")
    if shown and sheet.save_key in st.session_state:
        sheet = replace(sheet, fill="nothing" if shown == sheet.state else "changes")
    if sheet.fill != "nothing":
        st.session_state[f"{key}-shown"] = None  # until every field is filled: a run may be broken off between two
    return sheet


def changed_rows(edits: Mapping[str, Any] | None, rows: Rows, columns: Sequence[str]) -> Rows:
    """Rows with what a person has changed in Streamlit's editor of them; `edits` is what its state holds."""
    edits = edits or {"edited_rows": {}, "added_rows": [], "deleted_rows": []}
    gone = set(edits["deleted_rows"])
    kept = [row | edits["edited_rows"].get(number, {}) for number, row in enumerate(rows) if number not in gone]
    return [{name: _cell(row.get(name)) for name in columns} for row in [*kept, *edits["added_rows"]]]


def _cell(value: object) -> object:
    return value if isinstance(value, bool) else str(value or "").strip()


def take_step(draft: Draft, make: Callable[[], Step]) -> None:
    """Take a step of a draft; where it is refused, keep why until the desk is drawn."""
    with _refusals("form"), draft.lock:
        changed, words = make()
        if changed is not draft.atlas:
            draft.apply(changed, words)


def turn(step: Callable[[], object]) -> None:
    """Take a step back or again, or read the files; where it is refused, keep why until the desk is drawn."""
    with _refusals("bar"):
        step()


@contextmanager
def _refusals(where: str) -> Iterator[None]:
    try:
        yield
    except MapAppError as error:
        st.session_state[f"refused-{where}"] = error


def show_refusal(where: str, t: Translator) -> None:
    """Say once that nothing was changed and why, every problem as plain text; `where` is `form` or `bar`."""
    error = st.session_state.pop(f"refused-{where}", None)
    if error is None:
        return
    with st.container(key=f"step-refused-{where}", border=True):
        st.markdown(f"**{t('Not saved: nothing was changed.')}**")
        if not isinstance(error, InvalidAtlasError):
            st.text(told_error(error, t))
            return
        for problem in error.problems[:50]:
            st.text(f"{told_where(problem.where, t)}: {' '.join(told_problem(problem, t))}")
