"""The editing desk: every record of an atlas in a form or in one table; each step is on the disk at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from mapapp.app.desks.edit_atlas import edit_atlas
from mapapp.app.desks.edit_places import edit_place
from mapapp.app.desks.edit_records import edit_actor, edit_disagreement, edit_event, edit_figure
from mapapp.app.desks.edit_sources import edit_source
from mapapp.app.desks.edit_table import edit_all_events
from mapapp.app.desks.fields import place_label
from mapapp.app.desks.own import is_shipped, offer_copy, open_desk
from mapapp.app.drafts import draft_of
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
from mapapp.editing import Draft, Sort
from mapapp.errors import MapAppError
from mapapp.language import Translator, msg
from mapapp.model import Atlas, in_language

_MOST_LISTED = 300


@dataclass(frozen=True, slots=True)
class Section:
    """A sort of record on the desk: its title, how a record is named, and the form of one (None: a new one)."""

    title: str
    label: Callable[[Atlas, str, str], str]
    form: Callable[[Draft, str | None, Translator, str], bool]
    records: str


SECTIONS: dict[Sort, Section] = {
    "event": Section(msg("Events"), lambda atlas, id_, lang: _event_label(atlas, id_, lang), edit_event, "events"),
    "place": Section(msg("Places"), place_label, edit_place, "places"),
    "source": Section(
        msg("Sources"), lambda atlas, id_, lang: _title(atlas.sources, id_, "short", lang), edit_source, "sources"
    ),
    "actor": Section(
        msg("Actors"), lambda atlas, id_, lang: _title(atlas.actors, id_, "name", lang), edit_actor, "actors"
    ),
    "figure": Section(
        msg("Figures"), lambda atlas, id_, lang: _title(atlas.figures, id_, "label", lang), edit_figure, "figures"
    ),
    "disagreement": Section(
        msg("Disagreements"),
        lambda atlas, id_, lang: _title(atlas.disagreements, id_, "question", lang),
        edit_disagreement,
        "disagreements",
    ),
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
        st.text(str(error))
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
    key = f"edit-{opened.name}-{_revision(draft)}"
    if chosen == _TABLE:
        if edit_all_events(draft, t, key):
            _stepped(draft)
    elif chosen == _ATLAS:
        if edit_atlas(draft, t, f"{key}-atlas"):
            _stepped(draft)
    elif chosen in SECTIONS:
        _section(draft, chosen, t, key)


def _begin(name: str, t: Translator) -> None:
    """Say how an empty atlas gets its first records."""
    with st.container(border=True, key="edit-begin", horizontal=True, vertical_alignment="center"):
        st.text(t("This atlas is empty. Everything in it is cited from a source: begin with one of these."))
        for desk, label in (("review", t("Read a document")), ("import", t("Import a file"))):
            if st.button(label, key=f"edit-begin-{desk}", type="primary"):
                open_desk(desk, name)
        st.text(t("Or write down the first source below."))


def _revision(draft: Draft) -> int:
    """Grows with each step, so that the widgets begin anew from what is saved."""
    return int(st.session_state.get(f"revision-{draft.folder}", 0))


def _stepped(draft: Draft) -> None:
    st.session_state[f"revision-{draft.folder}"] = _revision(draft) + 1
    st.rerun()


def _bar(draft: Draft, t: Translator) -> None:
    with st.container(key="edit-bar", horizontal=True, vertical_alignment="center"):
        if st.button(t("Undo"), key="edit-undo", disabled=not draft.steps, help=_last(draft.steps)):
            _turn(draft, draft.undo)
        if st.button(t("Redo"), key="edit-redo", disabled=not draft.undone, help=_last(draft.undone)):
            _turn(draft, draft.redo)
        if draft.is_stale:
            st.text(t("The files were changed elsewhere."))
            if st.button(t("Open them again"), key="edit-reload", type="primary"):
                _turn(draft, draft.reload)
        else:
            st.text(t("Every step is saved in {folder}", folder=draft.folder))


def _last(steps: tuple[str, ...]) -> str | None:
    return plain_label(steps[-1]) if steps else None


def _turn(draft: Draft, step: Callable[[], object]) -> None:
    try:
        step()
    except MapAppError as error:
        st.text(str(error))
    else:
        _stepped(draft)


def _section(draft: Draft, sort: Sort, t: Translator, key: str) -> None:
    section, atlas = SECTIONS[sort], draft.atlas
    listed, form = st.columns([1, 2.4])
    with listed:
        words = st.text_input(t("Find"), key=f"edit-find-{sort}").casefold()
        labels = {item.id: section.label(atlas, item.id, t.language) for item in getattr(atlas, section.records)}
        found = [name for name, label in labels.items() if words in f"{name} {label}".casefold()]
        options = ["", *found[:_MOST_LISTED]]
        wanted = st.session_state.pop(f"edit-goto-{sort}", None)
        chosen = st.selectbox(
            t(section.title), options, options.index(wanted) if wanted in options else 0, key=f"{key}-{sort}-chosen",
            format_func=lambda name: labels.get(name, t("A new one")),
        )  # fmt: skip
        if len(found) > _MOST_LISTED:
            st.text(t("The first {n} of {all}; write more of the name.", n=_MOST_LISTED, all=len(found)))
    with form:
        if section.form(draft, chosen or None, t, f"{key}-{sort}-{chosen}"):
            _stepped(draft)


def _event_label(atlas: Atlas, identifier: str, language: str) -> str:
    event = atlas.event_by_id[identifier]
    return f"{event.when.edtf if event.when else '–'}  {in_language(event.title, language)}"


def _title(records: tuple[object, ...], identifier: str, name: str, language: str) -> str:
    record = next((item for item in records if getattr(item, "id", None) == identifier), None)
    return in_language(getattr(record, name), language) if record else identifier
