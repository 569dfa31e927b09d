"""The form of the atlas itself: its title, licence and authors, its kinds of events, and its eras."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from mapapp.app.desks.forms import Rows, Sheet, Step
from mapapp.app.desks.terms import term
from mapapp.app.fieldnames import in_tag
from mapapp.atlas.codes import Report
from mapapp.atlas.header import Header, read_header, write_header
from mapapp.atlas.vocabulary import SYMBOLS
from mapapp.editing import new_id
from mapapp.errors import InvalidAtlasError
from mapapp.importers.drafts import PALETTE
from mapapp.model import Atlas

Table = dict[str, Any]

_KINDS, _ERAS = ("id", "symbol", "color", "color_dark"), ("id", "when")


def edit_atlas(sheet: Sheet) -> None:
    """The form of what atlas.toml holds but its layers."""
    t, table = sheet.t, _before(sheet.atlas)
    with st.form(sheet.key, border=False):
        _draw(sheet)
        st.markdown(f"**{t('Kinds of events')}**")
        sheet.table("kinds", _rows(table.get("kinds", []), _KINDS, sheet.atlas), _columns(sheet, _KINDS))
        st.markdown(f"**{t('Eras')}**")
        sheet.table("eras", _rows(table.get("eras", []), _ERAS, sheet.atlas), _columns(sheet, _ERAS))
        sheet.save_button(_step)


def _step(sheet: Sheet) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    atlas, table = sheet.atlas, _before(sheet.atlas)
    changed = table | _about(sheet)
    changed["kinds"] = [
        _coloured(_entry(row, atlas), number) for number, row in enumerate(_said(sheet, "kinds", table, _KINDS))
    ]
    summaries = {era["id"]: era.get("summary", {}) for era in table.get("eras", [])}
    changed["eras"] = [_entry(row, atlas) for row in _said(sheet, "eras", table, _ERAS)]
    for era in changed["eras"]:
        era |= {"summary": summaries[era["id"]]} if summaries.get(era["id"]) else {}
    report = Report()
    header = read_header(changed, report)
    if header is None or report.problems:
        raise InvalidAtlasError(atlas.id, report.problems)
    return _with_header(atlas, header), "change the atlas"


def _before(atlas: Atlas) -> Table:
    return tomllib.loads(write_header(atlas))


def _with_header(atlas: Atlas, header: Header) -> Atlas:
    changes: Table = {item.name: getattr(header, item.name) for item in fields(header)}
    same = all(getattr(atlas, name) == value for name, value in changes.items())
    return atlas if same else replace(atlas, **changes, sha256="")


def _draw(sheet: Sheet) -> None:
    """The fields that stand once; texts by language."""
    t, atlas = sheet.t, sheet.atlas
    for name, label in (("title", t("Title")), ("description", t("Description"))):
        given = getattr(atlas, name)
        for tag, column in zip(atlas.languages, st.columns(len(atlas.languages)), strict=True):
            sheet.text(column, f"{name}-{tag}", in_tag(label, tag, t), given.get(tag, ""), long=name == "description")
    left, middle, right = st.columns(3)
    sheet.text(left, "license", t("Licence (SPDX)"), atlas.license)
    sheet.text(middle, "attribution", t("Whom to credit"), atlas.attribution)
    sheet.text(right, "authors", t("Authors, separated by semicolons"), "; ".join(atlas.authors))


def _about(sheet: Sheet) -> Table:
    """What these fields hold."""
    texts = {
        name: {tag: text for tag in sheet.atlas.languages if (text := sheet.said(f"{name}-{tag}"))}
        for name in ("title", "description")
    }
    authors = [name.strip() for name in sheet.said("authors").split(";") if name.strip()]
    return {
        **texts, "license": sheet.said("license"), "attribution": sheet.said("attribution"), "authors": authors,
    }  # fmt: skip


def _rows(entries: Sequence[Table], names: tuple[str, ...], atlas: Atlas) -> Rows:
    """Entries of atlas.toml as the rows of an editable table."""
    return [
        {f"title_{tag}": entry.get("title", {}).get(tag, "") for tag in atlas.languages}
        | {name: entry.get(name, "") for name in names}
        for entry in entries
    ]


def _said(sheet: Sheet, name: str, table: Table, names: tuple[str, ...]) -> Rows:
    return sheet.rows(name, _rows(table.get(name, []), names, sheet.atlas), list(_columns(sheet, names)))


def _columns(sheet: Sheet, names: tuple[str, ...]) -> Table:
    t = sheet.t
    columns: Table = {
        "id": t("Id (empty: made from the title)"),
        "symbol": st.column_config.SelectboxColumn(
            t("Symbol"), options=list(SYMBOLS), format_func=lambda word: term(word, t)
        ),
        "color": t("Colour (#RRGGBB)"),
        "color_dark": t("Colour on dark ground"),
        "when": t("Span (EDTF: 1991/2004)"),
    }
    titles = {f"title_{tag}": in_tag(t("Title"), tag, t) for tag in sheet.atlas.languages}
    return titles | {name: columns[name] for name in names}


def _entry(row: dict[str, str], atlas: Atlas) -> Table:
    title = {tag: row[f"title_{tag}"] for tag in atlas.languages if row[f"title_{tag}"]}
    latin = next((text for text in title.values() if text.isascii()), "")
    plain = {name: text for name, text in row.items() if text and not name.startswith("title_")}
    return {"id": new_id(atlas, latin), **plain, "title": title}


def _coloured(kind: Table, number: int) -> Table:
    """A kind with a symbol and colours of our palette where it has none."""
    symbol, light, dark = PALETTE[number % len(PALETTE)]
    return {"symbol": symbol, "color": light, "color_dark": dark, **kind}
