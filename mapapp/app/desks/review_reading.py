"""The top of the review desk: documents uploaded and read, with progress, and the choice of one that was read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from mapapp.app.labels import plain_label
from mapapp.app.troubles import told_error
from mapapp.editing import Draft
from mapapp.errors import MapAppError
from mapapp.language import Translator
from mapapp.model import Atlas, in_language
from mapapp.reading import FORMATS, LARGEST
from mapapp.reading.desk import upload
from mapapp.reading.store import reading_title, readings


def read_documents(draft: Draft, t: Translator) -> None:
    """Upload documents and read them one after the other; what goes wrong with one does not stop the others."""
    round_ = st.session_state.setdefault("review-round", 0)  # a new key closes the window, and chooses anew below
    with st.popover(t("Read a document"), icon=":material/description:", key=f"review-read-{round_}"):
        files = st.file_uploader(
            t("Text, Markdown, Word, PDF or HTML, at most {size} MB each", size=LARGEST // 2**20),
            type=[kind.removeprefix(".") for kind in FORMATS], key=f"review-file-{round_}", accept_multiple_files=True,
            max_upload_size=LARGEST // 2**20,
        )  # fmt: skip
        written = st.text_input(t("When it was written (EDTF, for “last year”)"), key=f"review-written-{round_}")
        if not st.button(t("Read"), type="primary", key="review-read", disabled=not files):
            return
        wrong = _read_all(draft, files, written.strip(), t)
        if len(wrong) == len(files):
            for text in wrong:
                st.text(text)
    if len(wrong) < len(files):
        st.session_state["review-round"] = round_ + 1
        st.session_state["review-wrong"] = wrong
        st.rerun()


def _read_all(draft: Draft, files: Sequence[Any], written: str, t: Translator) -> list[str]:
    """Read each file; gives what went wrong, in words."""
    wrong: list[str] = []
    bar = st.progress(0.0)
    for number, file in enumerate(files):

        def progress(part: float, number: int = number, name: str = file.name) -> None:
            bar.progress((number + part) / len(files), text=t("Reading {name}", name=name))

        progress(0.0)
        try:
            if draft.is_stale:
                draft.reload()
            reading = upload(file.name, file.getvalue(), draft.folder, draft.atlas, written, progress)
        except MapAppError as error:
            wrong.append(f"{file.name}: {told_error(error, t)}")
        else:
            st.session_state["review-wanted"] = reading.id
    bar.empty()
    return wrong


def choose_reading(draft: Draft, t: Translator) -> Path | None:
    """The reading to work on, chosen by the title of its document; None where nothing has been read.

    What is chosen at first is an argument of the widget, not its state: a state that a run sets, and that the next
    run does not, can be overtaken by the first option on its way to the browser.
    """
    kept = readings(draft.folder)
    if not kept:
        return None
    titles = {name: _title(path, draft.atlas) for name, path in kept.items()}
    for text in st.session_state.pop("review-wrong", ()):
        st.toast(plain_label(text), icon=":material/error:")
    wanted = st.session_state.get("review-wanted")
    if wanted not in titles:
        wanted = st.session_state["review-wanted"] = max(kept, key=lambda name: kept[name].stat().st_mtime_ns)
    chosen = st.selectbox(
        t("Document"), list(titles), list(titles).index(wanted), width=420, format_func=lambda name: titles[name],
        key=f"review-document-{draft.folder.name}-{st.session_state['review-round']}",
    )  # fmt: skip
    return kept[chosen] if chosen else None


def _title(path: Path, atlas: Atlas) -> str:
    """The name of the file, and what the atlas calls it where it is one of its sources already."""
    name = reading_title(path)
    source = next((one for one in atlas.sources if one.id == path.stem), None)
    title = (str(source.csl.get("title") or "") or in_language(source.short, atlas.languages[0])) if source else ""
    return f"{title} ({name})" if title and title != name.rsplit(".", 1)[0] else name
