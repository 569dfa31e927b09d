"""The editing desk: every record of an atlas in a form or in one table; each step is on the disk at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from mapapp.app.desks.edit_atlas import edit_atlas
from mapapp.app.desks.edit_disagreements import edit_disagreement
from mapapp.app.desks.edit_places import edit_place
from mapapp.app.desks.edit_records import edit_actor, edit_event, edit_figure
from mapapp.app.desks.edit_sources import edit_source
from mapapp.app.desks.edit_table import edit_all_events, keep_edits
from mapapp.app.desks.forms import Sheet, open_sheet, show_refusal, turn
from mapapp.app.desks.listing import Listing, listing_of
from mapapp.app.desks.own import is_shipped, offer_copy, open_desk
from mapapp.app.desks.typed import order_keys
from mapapp.app.drafts import draft_of
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
from mapapp.app.troubles import told_error
from mapapp.editing import Draft, Sort
from mapapp.errors import MapAppError
from mapapp.language import Translator, msg

_MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Section:
    """A sort of record on the desk: its title, and the form of one."""

    title: str
    form: Callable[[Sheet], None]


SECTIONS: dict[Sort, Section] = {
    "event": Section(msg("Events"), edit_event),
    "place": Section(msg("Places"), edit_place),
    "source": Section(msg("Sources"), edit_source),
    "actor": Section(msg("Actors"), edit_actor),
    "figure": Section(msg("Figures"), edit_figure),
    "disagreement": Section(msg("Disagreements"), edit_disagreement),
}
_TABLE, _ATLAS = "table", "atlas"


def draw(opened: Opened, t: Translator) -> None:
    """Draw the desk of one atlas; a shipped one is copied first."""
    if is_shipped(opened):
        offer_copy(opened, t, "edit")
        return
    try:
        draft = draft_of(opened.folder)
    except MapAppError as error:
        st.text(told_error(error, t))
        return
    _bar(draft, t)
    if not draft.atlas.sources and not draft.atlas.events:
        _begin(opened.name, t)
    titles: dict[str, str] = {name: t(section.title) for name, section in SECTIONS.items()}
    titles[_TABLE] = t("All events as a table")
    titles[_ATLAS] = t("The atlas itself")
    chosen = st.segmented_control(
        t("What to edit"), list(titles), format_func=titles.__getitem__, key=f"edit-section-{opened.name}",
        default="event" if draft.atlas.sources else "source", label_visibility="collapsed",
    )  # fmt: skip
    order_keys()
    key = f"edit-{opened.name}-{chosen}"
    if chosen == _TABLE:
        edit_all_events(draft, t, key)
        show_refusal("form", t)
        return
    keep_edits(f"edit-{opened.name}-{_TABLE}")
    if chosen == _ATLAS:
        edit_atlas(open_sheet(draft, draft.atlas.id, t, key))
    elif chosen in SECTIONS:
        _section(draft, chosen, t, key)
        return
    show_refusal("form", t)


def _begin(name: str, t: Translator) -> None:
    """Say how an empty atlas gets its first records."""
    with st.container(border=True, key="edit-begin", horizontal=True, vertical_alignment="center"):
        st.text(t("This atlas is empty. Everything in it is cited from a source: begin with one of these."))
        for desk, label in (("review", t("Read a document")), ("import", t("Import a file"))):
            if st.button(label, key=f"edit-begin-{desk}", type="primary"):
                open_desk(desk, name)
        st.text(t("Or write down the first source below."))


def _bar(draft: Draft, t: Translator) -> None:
    with st.container(key="edit-bar", horizontal=True, vertical_alignment="center"):
        for label, key, steps, step in (
            (t("Undo"), "edit-undo", draft.steps, draft.undo), (t("Redo"), "edit-redo", draft.undone, draft.redo)
        ):  # fmt: skip
            st.button(label, key=key, disabled=not steps, help=_last(steps), on_click=turn, args=(step,))
        if draft.is_stale:
            st.text(t("The files were changed elsewhere."))
            st.button(t("Open them again"), key="edit-reload", type="primary", on_click=turn, args=(draft.reload,))
        else:
            st.text(t("Every step is saved in {folder}", folder=draft.folder))
    show_refusal("bar", t)


def _last(steps: tuple[str, ...]) -> str | None:
    return plain_label(steps[-1]) if steps else None


def _section(draft: Draft, sort: Sort, t: Translator, key: str) -> None:
    section = SECTIONS[sort]
    left, right = st.columns([1, 2.4])
    with left:
        chosen = _choose(listing_of(draft.atlas, sort, t.language), t(section.title), sort, t, key)
    with right:
        section.form(open_sheet(draft, chosen or None, t, key))
        show_refusal("form", t)


def _choose(listing: Listing, title: str, sort: Sort, t: Translator, key: str) -> str:
    """The record to edit, or an empty text for a new one; the one that is open stays so whatever is searched for."""
    found = listing.found(st.text_input(t("Find"), key=f"edit-find-{sort}"))
    before = st.session_state.get(f"{key}-chosen", "")
    shown = found[:_MOST_LISTED]
    options = list(dict.fromkeys(["", *([before] if before in listing.labels else []), *shown]))
    if st.session_state.get(f"{key}-listed") is not listing:  # a label that has changed is another option to Streamlit
        st.session_state[f"{key}-chosen"] = before if before in listing.labels else ""
        st.session_state[f"{key}-listed"] = listing
    chosen = st.selectbox(
        title, options, key=f"{key}-chosen", format_func=lambda name: listing.labels.get(name, t("A new one"))
    )
    if len(found) > _MOST_LISTED:
        st.text(t("The first {n} of {all}; write more of the name.", n=_MOST_LISTED, all=len(found)))
    return chosen or ""
