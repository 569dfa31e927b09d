"""The form of a source: its reference as a CSL item, and the fingerprint of its text."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from mapapp.app.desks.cited import show_problems, take_step
from mapapp.app.desks.edit_records import delete_button
from mapapp.atlas.records import read_source
from mapapp.atlas.sources import source_item
from mapapp.editing import Draft, new_id, put
from mapapp.encodings import refuse_binary
from mapapp.errors import MapAppError
from mapapp.language import Translator

Item = dict[str, Any]

TYPES = (
    "article-journal", "article-newspaper", "book", "chapter", "report", "webpage", "speech", "legislation", "treaty",
    "thesis", "interview", "document",
)  # fmt: skip


def edit_source(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of a source; True when a step was taken."""
    atlas = draft.atlas
    source = next((item for item in atlas.sources if item.id == identifier), None)
    before = source_item(source) if source else {}
    with st.form(key, border=False):
        name = st.text_input(t("Id (empty: made from the title)"), identifier or "", disabled=source is not None)
        item = _item(before, atlas.languages, t, key)
        text = st.file_uploader(
            t("Its text as a plain text file (UTF-8): only a fingerprint is kept"), ["txt", "md"], key=f"{key}-text"
        )
        saved = st.form_submit_button(t("Save"), type="primary")
    if identifier and delete_button(draft, "source", identifier, t, key):
        return True
    if not saved:
        return False
    item["id"] = name or new_id(atlas, item.get("title", "") if str(item.get("title", "")).isascii() else "source")
    if text is not None:
        try:
            refuse_binary(text.getvalue(), text.name)
            item["custom"] = {**item.get("custom", {}), "text": fingerprint(text.getvalue())}
        except UnicodeDecodeError:
            st.text(t("The file is not UTF-8; save it as UTF-8 and choose it again."))
            return False
        except MapAppError as error:
            st.text(str(error))
            return False
    changed, problems = read_source(item)
    if changed is None:
        show_problems(problems, t)
        return False
    step = put(atlas, "source", changed)
    return take_step(draft, step, f"{'change' if identifier else 'add'} source:{changed.id}", t)


def _item(before: Item, languages: tuple[str, ...], t: Translator, key: str) -> Item:
    """The fields of a CSL item that the form has; empty ones are left out."""
    kind, title = st.columns([1, 2.4])
    types = [*TYPES, *([before["type"]] if before.get("type") not in (None, *TYPES) else [])]
    found: Item = {
        "type": kind.selectbox(
            t("Type (CSL)"), types, types.index(before["type"]) if "type" in before else 0, key=f"{key}-type"
        ),
        "title": title.text_input(t("Title"), before.get("title", ""), key=f"{key}-title"),
    }
    authors = st.text_input(
        t("Authors, separated by semicolons: Family, Given"), _authors(before), key=f"{key}-authors"
    )
    found["author"] = [_author(name) for name in authors.split(";") if name.strip()]
    left, middle, right = st.columns(3)
    issued = left.text_input(t("Published (2004, 2004-08 or 2004-08-28)"), _issued(before), key=f"{key}-issued")
    found["issued"] = (
        {"raw": issued} if issued and not _parts(issued) else {"date-parts": [_parts(issued)]} if issued else None
    )
    found["container-title"] = middle.text_input(
        t("In (journal, book, newspaper)"), before.get("container-title", ""), key=f"{key}-in"
    )
    found["publisher"] = right.text_input(t("Publisher"), before.get("publisher", ""), key=f"{key}-publisher")
    left, right = st.columns([2.4, 1])
    found["URL"] = left.text_input(t("Web address"), before.get("URL", ""), key=f"{key}-url")
    found["language"] = right.text_input(t("Language (BCP 47)"), before.get("language", ""), key=f"{key}-language")
    custom = dict(before.get("custom", {}))
    short = {}
    for tag, column in zip(languages, st.columns(len(languages)), strict=True):
        label = f"{t('Short name')} ({tag})"
        short[tag] = column.text_input(label, custom.get("short", {}).get(tag, ""), key=f"{key}-short-{tag}")
    custom["short"] = {tag: text for tag, text in short.items() if text}
    custom["outside"] = st.checkbox(
        t("From outside the documents (established fact)"), bool(custom.get("outside")), key=f"{key}-outside"
    )
    found["custom"] = {name: value for name, value in custom.items() if value}
    gone = {name for name, value in found.items() if not value}
    before_kept = {name: value for name, value in before.items() if name not in gone}
    return before_kept | {name: value for name, value in found.items() if value}


def _authors(item: Item) -> str:
    names = (
        person.get("literal") or ", ".join(filter(None, (person.get("family"), person.get("given"))))
        for person in item.get("author", ())
    )
    return "; ".join(names)


def _author(text: str) -> Item:
    family, comma, given = (part.strip() for part in text.partition(","))
    return {"family": family, "given": given} if comma else {"literal": family}


def _issued(item: Item) -> str:
    issued = item.get("issued") or {}
    parts = (issued.get("date-parts") or [[]])[0]
    return str(issued.get("raw") or "-".join(f"{int(part):02d}" for part in parts))


def _parts(text: str) -> list[int]:
    pieces = text.split("-")
    return [int(piece) for piece in pieces] if len(pieces) <= 3 and all(piece.isdigit() for piece in pieces) else []


def fingerprint(data: bytes) -> Item:
    """What a source's text must be for character ranges to hold. Raises UnicodeDecodeError for other than UTF-8."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "characters": len(data.decode("utf-8")), "encoding": "utf-8"}
