"""The import desk: a file, what its columns mean, what would be done with it; then the import and its report."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from mapapp.app.desks.own import go_to, is_shipped, offer_copy
from mapapp.app.desks.placenames import place_label
from mapapp.app.drafts import forget_draft
from mapapp.app.fieldnames import field_name
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
from mapapp.app.saving import save_button
from mapapp.app.troubles import told_error
from mapapp.errors import MapAppError
from mapapp.importers import (
    FORMATS,
    Decisions,
    ImportReport,
    Proposal,
    import_file,
    propose,
    report_csv,
    short_report,
)
from mapapp.importers.decisions import RECORDS
from mapapp.importers.fields import NAMES
from mapapp.importers.reasons import in_words, report_words, told_value
from mapapp.importers.report import COLUMN, WHAT, Entry
from mapapp.importers.sheet import ALL_SHEETS
from mapapp.language import Translator, msg

_ENCODINGS = ("", "utf-8", "utf-16", "big5", "gb18030", "shift_jis")
_MOST_ROWS = 500
_MOST_NAMES = 30
_MOST_KEPT = 4
"""Proposals that a session keeps."""


def draw(opened: Opened, t: Translator) -> None:
    """Draw the desk of one atlas; a shipped one is copied first."""
    if is_shipped(opened):
        offer_copy(opened, t, "import")
        return
    endings = sorted({ending.removeprefix(".") for known in FORMATS.values() for ending in known.endings})
    uploaded = st.file_uploader(t("A table, GeoJSON, GeoPackage, KML, Linked Places or GeoParquet"), endings)
    if uploaded is None:
        st.text(t("You see what each column is taken for, and what would change, before anything is written."))
        return
    done: tuple[str, ImportReport] | None = st.session_state.get("import-done")
    if done is not None and done[0] == f"{opened.name}/{uploaded.file_id}":
        _done(done[1], opened.name, t)
        return
    decisions = _decisions(t)
    try:
        proposal = _proposed(opened.folder, uploaded, decisions)
        asked = _asked(proposal, t, decisions)
        if asked != decisions:
            proposal = _proposed(opened.folder, uploaded, asked)
        told = replace(asked, columns=_columns(proposal, t), places=_places(proposal, t))
        if told != asked:
            proposal = _proposed(opened.folder, uploaded, told)
        _sample(proposal, t)
        _report(proposal.report, t)
        label = t.plural("Import {n} row", "Import {n} rows", proposal.rows)
        if st.button(label, type="primary", key="import-now"):
            with st.spinner(t("Importing"), show_time=True), _on_disk(uploaded.name, uploaded.getvalue()) as file:
                report = import_file(file, opened.folder, told)
            forget_draft(opened.folder)
            st.session_state.pop("import-proposals")
            st.session_state["import-done"] = (f"{opened.name}/{uploaded.file_id}", report)
            st.rerun()
    except MapAppError as error:
        st.text(told_error(error, t))


def _proposed(folder: Path, uploaded: Any, decisions: Decisions) -> Proposal:
    """What would be done, worked out once for each file and each set of decisions."""
    known: dict[str, Proposal] = st.session_state.setdefault("import-proposals", {})
    key = repr((str(folder), uploaded.file_id, decisions))
    if key not in known:
        with _on_disk(uploaded.name, uploaded.getvalue()) as file:
            made = propose(file, decisions, folder)
        while len(known) >= _MOST_KEPT:
            known.pop(next(iter(known)))
        known[key] = made
    return known[key]


def safe_name(name: str) -> str:
    """The last part of a name that a browser sent, without controls and no longer than a file system takes."""
    last = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable()).strip(". ")
    ending = last.rpartition(".")[2][:12]
    return last if 0 < len(last.encode("utf-8", "replace")) <= 200 else f"{last[:40]}.{ending}" if last else "file"


@contextmanager
def _on_disk(name: str, data: bytes) -> Iterator[Path]:
    """The uploaded file in a folder of its own; of its name only the last part counts."""
    with tempfile.TemporaryDirectory(prefix="mapapp-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(data)
        yield path


def _decisions(t: Translator) -> Decisions:
    with st.expander(t("How the file is read")):
        encoding, records, order = st.columns(3)
        language, gazetteer, crs = st.columns(3)
        automatic = t("found out")
        return Decisions(
            encoding=encoding.selectbox(t("Encoding"), _ENCODINGS, format_func=lambda word: word or automatic),
            records=records.selectbox(
                t("A row is"), ("", *RECORDS), format_func=lambda word: _answer(word, t) if word else automatic
            ),
            order=order.selectbox(
                t("8/9/2004 means"),
                ("", "day-first", "month-first"),
                format_func=lambda word: _answer(word, t) if word else automatic,
            ),
            language=language.text_input(t("Language (BCP 47)")),
            gazetteer=gazetteer.selectbox(
                t("Places without coordinates"),
                tuple(_LOOK_UP),
                format_func=lambda word: t(_LOOK_UP[word]),
            ),
            crs=crs.text_input(t("Coordinate reference system"), placeholder="EPSG:3826").strip(),
        )


_LOOK_UP = {
    "": msg("look their names up"),
    "yes": msg("look them up, and take small towns far from the others too"),
    "no": msg("leave them so"),
}
_ANSWERS = {
    "day-first": msg("the day first"),
    "month-first": msg("the month first"),
    "events": msg("Events"),
    "places": msg("Places"),
    "both": msg("both"),
    ALL_SHEETS: msg("all of them"),
}


def _answer(word: str, t: Translator) -> str:
    """An answer in words; the name of a sheet or an encoding as it is."""
    return t(_ANSWERS[word]) if word in _ANSWERS else plain_label(word)


def _asked(proposal: Proposal, t: Translator, decisions: Decisions) -> Decisions:
    """The questions that the file leaves open; the first answer is the one taken now."""
    answers: dict[str, Any] = {}
    for question in proposal.questions:
        st.text(in_words(question.text, report_words(t.language)))
        if not question.answers:
            continue
        answers[question.decision.replace("-", "_")] = st.radio(
            t("Answer"), question.answers, key=f"import-{question.decision}", horizontal=True, index=None,
            format_func=lambda word: _answer(str(word), t),
        )  # fmt: skip
    known = {name: answer for name, answer in answers.items() if answer and hasattr(decisions, name)}
    return replace(decisions, **known)


def _columns(proposal: Proposal, t: Translator) -> dict[str, str]:
    """Which column fills which field, as guessed and as the person corrects it."""
    st.markdown(f"**{t('What the columns mean')}**")
    texts = [f"{name}_{tag}" for name in ("title", "summary") for tag in proposal.languages]
    fields = ["", *dict.fromkeys([*(guess.field for guess in proposal.columns if guess.field), *texts, *NAMES])]
    words = report_words(t.language)
    frame = pd.DataFrame(
        [
            {"column": guess.column, "field": guess.field, "why": in_words(guess.why, words)}
            for guess in proposal.columns
        ],
        dtype="str",
    )
    columns: dict[str, Any] = {
        "column": t("Column"),
        "field": st.column_config.SelectboxColumn(
            t("Field"), options=fields, format_func=lambda name: field_name(str(name or ""), t)
        ),
        "why": t("Why"),
    }
    edited = st.data_editor(
        frame, hide_index=True, width="stretch", disabled=["column", "why"], column_config=columns,
        placeholder="–", key=f"import-columns-{proposal.file}-{proposal.sheet}",
    )  # fmt: skip
    told: dict[str, str] = {}
    for guess, row in zip(proposal.columns, edited.fillna("").to_dict("records"), strict=True):
        if row["field"] != guess.field:
            told |= {guess.field: ""} if guess.field else {}
            told |= {str(row["field"]): guess.column} if row["field"] else {}
    return told


def _places(proposal: Proposal, t: Translator) -> dict[str, str]:
    """What the names mean that the gazetteer has several places for; those that are not answered stay open."""
    if not proposal.names:
        return {}
    told: dict[str, str] = {}
    nowhere = t("none: it stays without a location")
    with st.expander(t("Which place is meant?"), expanded=True):
        for name, candidates in list(proposal.names.items())[:_MOST_NAMES]:
            labels = {one.id: place_label(one, t) for one in candidates}
            options = ["", *labels]
            shown = {"": nowhere, **labels}
            chosen = st.selectbox(
                plain_label(name), options, key=f"import-place-{proposal.file}-{name}", format_func=shown.__getitem__
            )
            told |= {name: chosen} if chosen else {}
        if len(proposal.names) > _MOST_NAMES:
            more = len(proposal.names) - _MOST_NAMES
            st.text(t.plural("{n} more name stands in the report", "{n} more names stand in the report", more))
    return told


def _sample(proposal: Proposal, t: Translator) -> None:
    st.markdown(f"**{t('The first rows')}**")
    st.dataframe(pd.DataFrame(list(proposal.sample)), hide_index=True, width="stretch")


def _report(report: ImportReport, t: Translator) -> None:
    st.markdown(f"**{t('What would be changed, guessed, asked or refused')}**")
    words = report_words(t.language)
    rows = [
        {
            t("Row of the file"): "" if entry.line is None else str(entry.line),
            t("Field"): field_name(entry.field, t),
            t("What"): words(WHAT[entry.what]),
            t("Original"): told_value(entry.original, words),
            t("Became"): field_name(entry.became, t) if _is_column(entry) else told_value(entry.became, words),
            t("Why"): in_words(entry.why, words),
        }
        for entry in report.entries[:_MOST_ROWS]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=240)
    if len(report.entries) > _MOST_ROWS:
        st.text(t("The first {n} of {all}; the report has them all.", n=_MOST_ROWS, all=len(report.entries)))
        _save_report(report, t, "import-report-before")


def _is_column(entry: Entry) -> bool:
    """True for an entry that says which field a column fills."""
    return entry.line is None and entry.why.startswith(COLUMN)


def _save_report(report: ImportReport, t: Translator, key: str) -> None:
    name = f"{report.file}.report.csv"
    save_button(t("Save the report"), report_csv(report), name, "text/csv", key=key)


def _done(report: ImportReport, name: str, t: Translator) -> None:
    """What was imported, its report to save, and where to go on."""
    with st.container(border=True, key="import-done"):
        st.text(short_report(report, language=t.language, field_words=lambda name: field_name(name, t)))
        with st.container(key="import-next", horizontal=True):
            _save_report(report, t, "import-report")
            if st.button(t("Open the map"), key="import-map", type="primary"):
                go_to(name)
            if st.button(t("Import it again, otherwise"), key="import-again"):
                st.session_state.pop("import-done")
                st.rerun()
