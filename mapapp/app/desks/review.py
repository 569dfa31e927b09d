"""The review desk: what was read of a document, passage and map side by side, decided by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from mapapp.app.desks.land import land_path
from mapapp.app.desks.own import is_shipped, offer_copy
from mapapp.app.desks.review_reading import choose_reading, read_documents
from mapapp.app.desks.review_rows import NAMES, Mergers, event_labels, looked_up, page_words, proposal_row
from mapapp.app.drafts import draft_of
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
from mapapp.app.theming import widgets_theme
from mapapp.app.troubles import told_error
from mapapp.editing import Draft
from mapapp.errors import MapAppError
from mapapp.language import Translator
from mapapp.model import in_language
from mapapp.reading import Document
from mapapp.reading.decide import Correction
from mapapp.reading.desk import decided, decisions_beside, reject_alike
from mapapp.reading.proposals import STATUSES, Proposal, Reading
from mapapp.reading.store import read_reading, write_reading
from mapapp.theme import tokens

PAGE = 150
"""Proposals that the page holds at a time."""

_ASKED = ("land", "events", "find")


@dataclass(slots=True)
class _Work:
    """What the desk keeps of one reading between two runs of the script."""

    path: Path
    stamp: int
    reading: Reading
    text: str
    done: int = 0
    first: int = 0
    asked: dict[str, str] = field(default_factory=dict)
    """What the page asks for in what it last told: `land`, `events`, or `find` with its words."""


def draw(opened: Opened, t: Translator) -> None:
    """Draw the desk of an atlas; a shipped one is copied first."""
    if is_shipped(opened):
        offer_copy(opened, t, "review")
        return
    try:
        draft = draft_of(opened.folder)
        _carry_out_all(draft, t)
        with st.container(key="review-top", horizontal=True, vertical_alignment="bottom"):
            read_documents(draft, t)
            chosen = choose_reading(draft, t)
            _by(t)
        if chosen is None:
            st.text(
                t("Nothing has been read yet. Choose a document: what it says of places and dates is proposed here.")
            )
            return
        key = f"review-{opened.name}-{chosen.stem}"
        with draft.lock:  # not while another run is between the file and its stamp
            work = _work(key, chosen)
    except MapAppError as error:
        st.text(told_error(error, t))
        return
    shown = _filter(work, key, t)
    _colours()
    _component()(key=key, data={"key": key} | _data(draft, work, shown, t), on_acts_change=lambda: None)


def _by(t: Translator) -> None:
    """Ask for the name that is kept with each decision; it stays while the session lasts."""
    st.session_state["review-who"] = st.text_input(
        t("Decided by"), st.session_state.get("review-who", ""), key="review-by", max_chars=60, width=170,
        placeholder=t("your name"),
    )  # fmt: skip


def _works() -> dict[str, _Work]:
    """The readings that this session has opened, by the key of their component."""
    works: dict[str, _Work] = st.session_state.setdefault("review-works", {})
    return works


def _work(key: str, path: Path) -> _Work:
    """The reading as this session has it, read again where its file has changed."""
    kept = _works().get(key)
    stamp = path.stat().st_mtime_ns
    if kept is None or kept.stamp != stamp:
        reading, text = read_reading(path)
        first = next((number for number, one in enumerate(reading.proposals) if one.status == "open"), 0)
        kept = _Work(path, stamp, reading, text, kept.done if kept else 0, PAGE * (first // PAGE))
        _works()[key] = kept
        if not st.session_state.get("review-who"):
            st.session_state["review-who"] = next((one.by for one in reading.proposals if one.by), "")
    return kept


def _carry_out_all(draft: Draft, t: Translator) -> None:
    """Carry out what the page has told, also of a document that has just been left for another."""
    by = str(st.session_state.get("review-by") or st.session_state.get("review-who") or "").strip()
    with draft.lock:  # a run that was broken off may be at the decision before
        for key, work in _works().items():
            if work.path.is_relative_to(draft.folder) and work.path.exists() and st.session_state.get(key):
                _carry_out(key, draft, _work(key, work.path), by, t)


def _carry_out(key: str, draft: Draft, work: _Work, by: str, t: Translator) -> None:
    """Carry out what is told and not done yet, in order; the page tells until it hears of it.

    What it asks for is answered in every run until it tells something else: what a run says is lost where the next one
    breaks it off.
    """
    state = st.session_state.get(key)
    acts = [act for act in (state.get("acts") if state else None) or [] if isinstance(act, Mapping)]
    work.asked = {str(act["action"]): str(act.get("words") or "")[:100] for act in acts if act.get("action") in _ASKED}
    for act in acts:
        if int(act.get("seq", 0)) <= work.done:
            continue
        work.done = int(act["seq"])
        if act.get("action") == "page":
            work.first = max(0, int(act.get("first") or 0))
        elif act.get("action") not in _ASKED:
            try:
                _decide(draft, work, act, by)
            except MapAppError as error:
                st.toast(plain_label(told_error(error, t)), icon=":material/error:")


def _decide(draft: Draft, work: _Work, act: Mapping[str, Any], by: str) -> None:
    """Write one decision: first the atlas, whole or not at all, then the proposals."""
    name, action = str(act.get("id")), str(act.get("action"))
    if action == "reject-alike":
        atlas, reading = draft.atlas, reject_alike(work.reading, name, by)
    else:
        found = next((one for one in work.reading.proposals if one.id == name), None)
        pages = Document(work.reading.document, "", work.reading.pages)
        page = pages.page(found.start) if found else ""
        atlas, reading = decided(draft.atlas, work.reading, name, action, replace(said(act), by=by), page)
    if atlas is not draft.atlas:
        words = f"{action} {work.reading.document}"
        draft.apply(replace(atlas, sha256=""), words, decisions_beside(draft.folder, work.reading, reading))
    write_reading(draft.folder, reading, since=work.reading)
    work.reading, work.stamp = reading, work.path.stat().st_mtime_ns


def said(act: Mapping[str, Any]) -> Correction:
    """What a person's action says in place of the proposal."""
    when = act.get("when")
    texts = {name: str(act.get(name) or "")[:300] for name in ("place", "title", "kind", "event", "name")}
    return Correction(when=str(when)[:100] if when is not None else None, **texts)


def _filter(work: _Work, key: str, t: Translator) -> list[Proposal]:
    """The proposals of the status and score asked for."""
    proposals = work.reading.proposals
    counts = Counter(one.status for one in proposals)
    with st.container(key="review-filter", horizontal=True, vertical_alignment="bottom"):
        status = st.segmented_control(
            t("Status"), ["all", *STATUSES], default="all", key=f"{key}-status", label_visibility="collapsed",
            format_func=lambda name: (
                f"{t('all')} {len(proposals)}" if name == "all" else f"{t(NAMES[name])} {counts[name]}"
            ),
        )  # fmt: skip
        least = st.slider(t("Score at least"), 0.0, 1.0, 0.0, 0.05, key=f"{key}-score", width=220)
        dated = st.toggle(t("Only with place and date"), key=f"{key}-dated")
    chosen = (status, least, dated)
    if st.session_state.setdefault(f"{key}-chosen", chosen) != chosen:
        st.session_state[f"{key}-chosen"], work.first = chosen, 0
    return [
        one for one in proposals
        if status in (None, "all", one.status) and one.score >= least and (not dated or (one.when and one.name))
    ]  # fmt: skip


def _colours() -> None:
    """The map's colours, in the theme of the widgets around it."""
    color = tokens(widgets_theme())
    st.html(
        f"<style>:root{{--review-sea:{color['ocean']};--review-land:{color['land']};--review-coast:{color['coast']}}}"
        ".st-key-review-top, .st-key-review-filter {gap: 16px; padding-top: 8px;}</style>"
    )


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    css = Path(__file__).with_suffix(".css").read_text("utf-8")
    return st.components.v2.component("mapapp.review", js=script(), css=css)


def script() -> str:
    """The component's script: what draws, and what decides."""
    here = Path(__file__)
    return "".join(here.with_name(name).read_text("utf-8") for name in ("review-sheet.js", "review.js"))


def _data(draft: Draft, work: _Work, shown: Sequence[Proposal], t: Translator) -> dict[str, Any]:
    """One page of proposals; coasts, events and places looked up only where the page has asked for them."""
    atlas = draft.atlas
    first = work.first = min(work.first, PAGE * (max(0, len(shown) - 1) // PAGE))
    window = shown[first : first + PAGE]
    elsewhere = (*range(first + PAGE, len(shown)), *range(first))
    following = next((number for number in elsewhere if shown[number].status == "open"), None)
    mergers = Mergers(atlas, work.reading, t)
    words = work.asked.get("find")
    points = [place.point for place in atlas.places if place.point]
    return {
        "rows": [
            proposal_row(one, work.text, t) | {"events": mergers.suggested(one) if one.status == "open" else []}
            for one in window
        ],
        "first": first,
        "size": PAGE,
        "total": len(shown),
        "nextOpen": None if following is None else PAGE * (following // PAGE),
        "done": work.done,
        "lang": work.reading.language,
        "land": land_path() if "land" in work.asked else "",
        "events": event_labels(atlas, t) if "events" in work.asked else None,
        "found": None if words is None else {"words": words, "choices": looked_up(words, atlas, t)},
        "known": [[round(lon, 2), round(lat, 2)] for lon, lat in points[:2000]],
        "kinds": [[kind.id, in_language(kind.title, t.language)] for kind in atlas.kinds],
        "words": page_words(t),
    }
