"""The review desk: what was read of a document, passage and map side by side, decided by keyboard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from mapapp.app.desks.land import land_path
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
from mapapp.atlas import shipped_atlases
from mapapp.errors import MapAppError
from mapapp.language import Translator, date_words, msg
from mapapp.model import Atlas, in_language
from mapapp.reading import FORMATS, LARGEST, Document
from mapapp.reading.decide import Correction
from mapapp.reading.desk import decide, upload
from mapapp.reading.proposals import STATUSES, Proposal, Reading
from mapapp.reading.store import read_reading, readings
from mapapp.theme import tokens
from mapapp.when import parse_when

MOST = 300
"""Proposals sent to the page at once."""

AROUND = 90
"""Characters shown before and after a passage."""

_NAMES = {
    "open": msg("open"), "accepted": msg("accepted"), "corrected": msg("corrected"), "merged": msg("merged"),
    "rejected": msg("rejected"),
}  # fmt: skip


def draw(opened: Opened, t: Translator) -> None:
    """Draw the desk of an atlas."""
    atlas = opened.atlas
    if atlas is None or opened.folder.resolve() in {path.resolve() for path in shipped_atlases().values()}:
        st.text(t("This atlas is shipped with mapapp and stays as it is: copy its folder, and open the copy."))
        return
    with st.container(key="review-top", horizontal=True, vertical_alignment="bottom"):
        _reader(opened.folder, atlas, t)
        chosen = _chooser(opened.folder, t)
    if chosen is None:
        st.text(t("Nothing has been read yet. Choose a document: what it says of places and dates is proposed here."))
        return
    try:
        reading, text = read_reading(chosen)
    except MapAppError as error:
        st.text(str(error))
        return
    key = f"review-{opened.name}-{reading.id}"
    atlas, reading = _carry_out(key, opened.folder, atlas, reading, t)
    shown = _filter(reading, key, t)
    _colours()
    _component()(
        key=key, data=_data(atlas, reading, text, shown, st.session_state.get(f"{key}-done", 0), t),
        on_acts_change=lambda: None,
    )  # fmt: skip


def _reader(folder: Path, atlas: Atlas, t: Translator) -> None:
    """Upload a document and read it."""
    with st.popover(t("Read a document"), icon=":material/description:"):
        file = st.file_uploader(
            t("Text, Markdown, Word, PDF or HTML, at most {size} MB", size=LARGEST // 2**20),
            type=[kind.removeprefix(".") for kind in FORMATS], key="review-file", max_upload_size=LARGEST // 2**20,
        )  # fmt: skip
        written = st.text_input(t("When it was written (EDTF, for “last year”)"), key="review-written")
        if st.button(t("Read"), type="primary", key="review-read", disabled=file is None) and file is not None:
            try:
                reading = upload(file.name, file.getvalue(), folder, atlas, written.strip())
            except MapAppError as error:
                st.text(str(error))
                return
            st.session_state["review-document"] = reading.id
            st.rerun()


def _chooser(folder: Path, t: Translator) -> Path | None:
    kept = readings(folder)
    if not kept:
        return None
    names = list(kept)
    if st.session_state.get("review-document") not in names:
        st.session_state["review-document"] = names[0]
    chosen = st.selectbox(t("Document"), names, key="review-document", width=420)
    return kept[chosen] if chosen else None


def _carry_out(
    key: str, folder: Path, atlas: Atlas, reading: Reading, t: Translator
) -> tuple[Atlas, Reading]:  # fmt: skip
    """Carry out the decisions that the page has told and that are not done yet, in their order."""
    state = st.session_state.get(key)
    acts = (state.get("acts") if state else None) or []
    done = st.session_state.get(f"{key}-done", 0)
    pages = Document(reading.document, "", tuple(reading.pages)) if reading.pages else None
    for act in acts:
        if not isinstance(act, Mapping) or int(act.get("seq", 0)) <= done:
            continue
        done = st.session_state[f"{key}-done"] = int(act["seq"])
        found = next((one for one in reading.proposals if one.id == act.get("id")), None)
        page = pages.page(found.start) if pages and found else ""
        try:
            atlas, reading = decide(folder, atlas, reading, str(act.get("id")), str(act.get("action")), said(act), page)
        except MapAppError as error:
            st.toast(plain_label(str(error)), icon=":material/error:")
    return atlas, reading


def said(act: Mapping[str, Any]) -> Correction:
    """What a person's action says in place of the proposal."""
    when = act.get("when")
    texts = {name: str(act.get(name) or "")[:300] for name in ("place", "title", "kind", "event")}
    return Correction(when=str(when)[:100] if when is not None else None, **texts)


def _filter(reading: Reading, key: str, t: Translator) -> list[Proposal]:
    """The proposals of the status and score asked for."""
    counts = Counter(one.status for one in reading.proposals)
    with st.container(key="review-filter", horizontal=True, vertical_alignment="bottom"):
        status = st.segmented_control(
            t("Status"), ["all", *STATUSES], default="all", key=f"{key}-status", label_visibility="collapsed",
            format_func=lambda name: (
                f"{t('all')} {len(reading.proposals)}" if name == "all" else f"{t(_NAMES[name])} {counts[name]}"
            ),
        )  # fmt: skip
        least = st.slider(t("Score at least"), 0.0, 1.0, 0.0, 0.05, key=f"{key}-score", width=220)
        dated = st.toggle(t("Only with place and date"), key=f"{key}-dated")
    return [
        one for one in reading.proposals
        if status in (None, "all", one.status) and one.score >= least and (not dated or (one.when and one.name))
    ]  # fmt: skip


def _colours() -> None:
    """The map's colours; a desk is light, as its widgets are."""
    color = tokens("light")
    st.html(
        f"<style>:root{{--review-sea:{color['ocean']};--review-land:{color['land']};--review-coast:{color['coast']}}}"
        ".st-key-review-top, .st-key-review-filter {gap: 16px; padding-top: 8px;}</style>"
    )


@st.cache_resource(show_spinner=False)
def _component() -> Any:
    here = Path(__file__)
    return st.components.v2.component(
        "mapapp.review", js=here.with_suffix(".js").read_text("utf-8"), css=here.with_suffix(".css").read_text("utf-8"),
    )  # fmt: skip


def _data(
    atlas: Atlas, reading: Reading, text: str, shown: Sequence[Proposal], done: int, t: Translator
) -> dict[str, Any]:  # fmt: skip
    first = next((number for number, one in enumerate(shown) if one.status == "open"), 0)
    window = shown[max(0, first - MOST // 3) :][:MOST]
    points = [place.point for place in atlas.places if place.point]
    return {
        "rows": [row(one, text, t) for one in window],
        "done": done,
        "lang": reading.language,
        "land": land_path(),
        "known": [[round(lon, 2), round(lat, 2)] for lon, lat in points[:2000]],
        "kinds": [[kind.id, in_language(kind.title, t.language)] for kind in atlas.kinds],
        "events": [[event.id, in_language(event.title, t.language)[:80]] for event in atlas.events[:2000]],
        "words": _words(t),
    }


def row(proposal: Proposal, text: str, t: Translator) -> dict[str, Any]:
    """A proposal as the page shows it; the passage is cut at its mentions and its date."""
    marks = [(low, high, "place") for low, high in proposal.mentions]
    if proposal.date and proposal.start <= proposal.date[0] < proposal.end:
        marks.append((*proposal.date, "date"))
    pieces, at = [], proposal.start
    for low, high, name in sorted(marks):
        if low >= at:
            pieces += [[text[at:low], ""], [text[low:high], name]]
            at = high
    pieces.append([text[at : max(at, proposal.end)], ""])
    reasons = [t(words, **dict(values)) for words, values in proposal.reasons]
    choices = [
        {"id": one.id, "name": one.name, "kind": one.kind, "country": one.country, "lon": one.lon, "lat": one.lat,
         "score": one.score, "attribution": one.attribution,
         "reasons": [t(words, **dict(values)) for words, values in one.reasons]}
        for one in proposal.choices
    ]  # fmt: skip
    return {
        "id": proposal.id, "name": proposal.name, "when": proposal.when, "status": proposal.status,
        "score": proposal.score, "pieces": pieces, "choices": choices, "reasons": reasons,
        "date": date_words(parse_when(proposal.when), t.language) if proposal.when else "",
        "before": text[max(0, proposal.start - AROUND) : proposal.start],
        "after": text[proposal.end : proposal.end + AROUND],
    }  # fmt: skip


def _words(t: Translator) -> dict[str, str]:
    """The words of the page's own controls."""
    return {
        "proposals": t("Proposals"), "places": t("Places"), "undated": t("no date"), "unlocated": t("no place"),
        "accept": t("Accept"), "correct": t("Correct"), "merge": t("Merge"), "reject": t("Reject"), "undo": t("Undo"),
        "save": t("Save"), "event": t("Event"), "when": t("Date (EDTF)"),
        "place": t("Place (id, or longitude,latitude)"),
        "title": t("Title"), "kind": t("Kind"), "nothing": t("No proposal fits this filter."),
        "credits": "GeoNames, CC BY 4.0 · Natural Earth", **{name: t(text) for name, text in _NAMES.items()},
    }  # fmt: skip
