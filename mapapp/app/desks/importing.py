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

from mapapp.app.desks.own import is_shipped, offer_copy
from mapapp.app.labels import plain_label
from mapapp.app.opened import Opened
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
from mapapp.importers.fields import NAMES
from mapapp.language import Translator

_ENCODINGS = ("", "utf-8", "utf-16", "big5", "gb18030", "shift_jis")
_MOST_ROWS = 500


def draw(opened: Opened, t: Translator) -> None:
    """Draw the desk of one atlas; a shipped one is copied first."""
    if is_shipped(opened):
        offer_copy(opened, t, "import")
        return
    endings = sorted({ending.removeprefix(".") for known in FORMATS.values() for ending in known.endings})
    uploaded = st.file_uploader(t("A table, GeoJSON, GeoPackage, KML, Linked Places or GeoParquet"), endings)
    if uploaded is None:
        return
    with _on_disk(uploaded.name, uploaded.getvalue()) as file:
        decisions = _decisions(t)
        try:
            proposal = propose(file, decisions, opened.folder)
            decisions = _asked(proposal, t, decisions)
            decisions = replace(decisions, columns=_columns(proposal, t))
            proposal = propose(file, decisions, opened.folder)
            _sample(proposal, t)
            _report(proposal.report, t)
            label = t.plural("Import {n} row", "Import {n} rows", proposal.rows)
            if st.button(label, type="primary", key="import-now"):
                with st.spinner(t("Importing")):
                    _done(import_file(file, opened.folder, decisions), t)
        except MapAppError as error:
            st.text(str(error))


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
        encoding, records, order, language = st.columns(4)
        automatic = t("found out")
        return Decisions(
            encoding=encoding.selectbox(t("Encoding"), _ENCODINGS, format_func=lambda word: word or automatic),
            records=records.selectbox(t("A row is"), ("", "events", "places"), format_func=lambda w: w or automatic),
            order=order.selectbox(
                t("8/9/2004 means"), ("", "day-first", "month-first"), format_func=lambda word: word or automatic
            ),
            language=language.text_input(t("Language (BCP 47)")),
        )


def _asked(proposal: Proposal, t: Translator, decisions: Decisions) -> Decisions:
    """The questions that the file leaves open; the first answer is the one taken now."""
    answers: dict[str, Any] = {}
    for question in proposal.questions:
        st.text(question.text)
        answers[question.decision.replace("-", "_")] = st.radio(
            t("Answer"),
            question.answers,
            key=f"import-{question.decision}",
            horizontal=True,
            index=None,
            format_func=plain_label,
        )
    known = {name: answer for name, answer in answers.items() if answer and hasattr(decisions, name)}
    return replace(decisions, **known)


def _columns(proposal: Proposal, t: Translator) -> dict[str, str]:
    """Which column fills which field, as guessed and as the person corrects it."""
    st.markdown(f"**{t('What the columns mean')}**")
    texts = [f"{name}_{tag}" for name in ("title", "summary") for tag in proposal.languages]
    fields = ["", *dict.fromkeys([*(guess.field for guess in proposal.columns if guess.field), *texts, *NAMES])]
    frame = pd.DataFrame(
        [{"column": guess.column, "field": guess.field, "why": guess.why} for guess in proposal.columns], dtype="str"
    )
    columns: dict[str, Any] = {
        "column": t("Column"),
        "field": st.column_config.SelectboxColumn(t("Field"), options=fields),
        "why": t("Why"),
    }
    edited = st.data_editor(
        frame, hide_index=True, width="stretch", disabled=["column", "why"], column_config=columns,
        key=f"import-columns-{proposal.file}",
    )  # fmt: skip
    told: dict[str, str] = {}
    for guess, row in zip(proposal.columns, edited.fillna("").to_dict("records"), strict=True):
        if row["field"] != guess.field:
            told |= {guess.field: ""} if guess.field else {}
            told |= {str(row["field"]): guess.column} if row["field"] else {}
    return told


def _sample(proposal: Proposal, t: Translator) -> None:
    st.markdown(f"**{t('The first rows')}**")
    st.dataframe(pd.DataFrame(list(proposal.sample)), hide_index=True, width="stretch")


def _report(report: ImportReport, t: Translator) -> None:
    st.markdown(f"**{t('What would be changed, guessed, asked or refused')}**")
    rows = [
        {
            t("Line"): "" if entry.line is None else str(entry.line),
            t("Field"): entry.field,
            t("What"): entry.what,
            t("Original"): entry.original,
            t("Became"): entry.became,
            t("Why"): entry.why,
        }
        for entry in report.entries[:_MOST_ROWS]
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=240)


def _done(report: ImportReport, t: Translator) -> None:
    with st.container(border=True, key="import-done"):
        st.text(short_report(report))
        st.download_button(
            t("Save the report"), report_csv(report), f"{report.file}.report.csv", "text/csv", on_click="ignore"
        )
