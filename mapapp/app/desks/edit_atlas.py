"""The form of the atlas itself: its title, licence and authors, its kinds of events, and its eras."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import pandas as pd
import streamlit as st

from mapapp.app.desks.cited import show_problems, take_step
from mapapp.atlas.codes import Report
from mapapp.atlas.header import Header, read_header, write_header
from mapapp.atlas.vocabulary import SYMBOLS
from mapapp.editing import Draft, new_id
from mapapp.importers.drafts import PALETTE
from mapapp.language import Translator
from mapapp.model import Atlas

Table = dict[str, Any]
Rows = list[dict[str, str]]


def edit_atlas(draft: Draft, t: Translator, key: str) -> bool:
    """The form of what atlas.toml holds but its layers; True when a step was taken."""
    atlas = draft.atlas
    table: Table = tomllib.loads(write_header(atlas))
    with st.form(key, border=False):
        changed = table | _about(atlas, t, key)
        st.markdown(f"**{t('Kinds of events')}**")
        kinds = _rows(table.get("kinds", []), ("id", "symbol", "color", "color_dark"), atlas, t, f"{key}-kinds")
        st.markdown(f"**{t('Eras')}**")
        eras = _rows(table.get("eras", []), ("id", "when"), atlas, t, f"{key}-eras")
        saved = st.form_submit_button(t("Save"), type="primary")
    if not saved:
        return False
    changed["kinds"] = [_coloured(_entry(row, atlas), number) for number, row in enumerate(kinds)]
    summaries = {era["id"]: era.get("summary", {}) for era in table.get("eras", [])}
    changed["eras"] = [_entry(row, atlas) for row in eras]
    for era in changed["eras"]:
        era |= {"summary": summaries[era["id"]]} if summaries.get(era["id"]) else {}
    report = Report()
    header = read_header(changed, report)
    if header is None or report.problems:
        show_problems(report.problems, t)
        return False
    return take_step(draft, _with_header(atlas, header), "change the atlas", t)


def _with_header(atlas: Atlas, header: Header) -> Atlas:
    changes: Table = {item.name: getattr(header, item.name) for item in fields(header)}
    return replace(atlas, **changes, sha256="")


def _about(atlas: Atlas, t: Translator, key: str) -> Table:
    """The fields that stand once; texts by language."""
    found: Table = {"title": {}, "description": {}}
    for name, label, draw in (("title", t("Title"), "text_input"), ("description", t("Description"), "text_area")):
        given = getattr(atlas, name)
        for tag, column in zip(atlas.languages, st.columns(len(atlas.languages)), strict=True):
            text = getattr(column, draw)(f"{label} ({tag})", given.get(tag, ""), key=f"{key}-{name}-{tag}").strip()
            found[name] |= {tag: text} if text else {}
    left, middle, right = st.columns(3)
    found["license"] = left.text_input(t("Licence (SPDX)"), atlas.license, key=f"{key}-license").strip()
    found["attribution"] = middle.text_input(t("Whom to credit"), atlas.attribution, key=f"{key}-attribution").strip()
    authors = right.text_input(t("Authors, separated by semicolons"), "; ".join(atlas.authors), key=f"{key}-authors")
    found["authors"] = [name.strip() for name in authors.split(";") if name.strip()]
    return found


def _rows(entries: Sequence[Table], names: tuple[str, ...], atlas: Atlas, t: Translator, key: str) -> Rows:
    """Entries of atlas.toml as an editable table; gives the texts of its rows."""
    titles = [f"title_{tag}" for tag in atlas.languages]
    flat = [
        {name: entry.get(name, "") for name in names}
        | {f"title_{tag}": entry.get("title", {}).get(tag, "") for tag in atlas.languages}
        for entry in entries
    ]
    columns: dict[str, Any] = {
        "id": t("Id (empty: made from the title)"),
        "symbol": st.column_config.SelectboxColumn(t("Symbol"), options=list(SYMBOLS)),
        "color": t("Colour (#RRGGBB)"),
        "color_dark": t("Colour on dark ground"),
        "when": t("Span (EDTF: 1991/2004)"),
        **{name: f"{t('Title')} ({name.removeprefix('title_')})" for name in titles},
    }
    frame = pd.DataFrame(flat, columns=[*titles, *names], dtype="str").fillna("")
    edited = st.data_editor(frame, key=key, hide_index=True, num_rows="dynamic", width="stretch", column_config=columns)
    found = edited.fillna("").to_dict("records")
    texts = [{str(name): str(text or "").strip() for name, text in row.items()} for row in found]
    return [row for row in texts if any(row.values())]


def _entry(row: dict[str, str], atlas: Atlas) -> Table:
    title = {tag: row[f"title_{tag}"] for tag in atlas.languages if row[f"title_{tag}"]}
    latin = next((text for text in title.values() if text.isascii()), "")
    plain = {name: text for name, text in row.items() if text and not name.startswith("title_")}
    return {"id": new_id(atlas, latin), **plain, "title": title}


def _coloured(kind: Table, number: int) -> Table:
    """A kind with a symbol and colours of our palette where it has none."""
    symbol, light, dark = PALETTE[number % len(PALETTE)]
    return {"symbol": symbol, "color": light, "color_dark": dark, **kind}
