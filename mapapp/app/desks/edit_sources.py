"""The form of a source: its reference as a CSL item, and the fingerprint of its text."""

from __future__ import annotations

import hashlib
from typing import Any

import streamlit as st

from mapapp.app.desks.forms import Sheet, Step
from mapapp.app.desks.terms import term
from mapapp.app.fieldnames import in_tag
from mapapp.atlas.records import read_source
from mapapp.atlas.sources import source_item
from mapapp.editing import new_id, put
from mapapp.encodings import refuse_binary
from mapapp.errors import InvalidAtlasError, InvalidInputError

Item = dict[str, Any]

TYPES = (
    "article-journal", "article-newspaper", "book", "chapter", "report", "webpage", "speech", "legislation", "treaty",
    "thesis", "interview", "document",
)  # fmt: skip


def edit_source(sheet: Sheet) -> None:
    """The form of a source."""
    t = sheet.t
    with st.form(sheet.key, border=False):
        sheet.text(st, "id", t("Id (empty: made from the title)"), sheet.identifier or "", fixed=bool(sheet.identifier))
        _draw(sheet, _before(sheet))
        st.file_uploader(
            t("Its text as a plain text file (UTF-8): only a fingerprint is kept"), ["txt", "md"], key=_file_key(sheet)
        )
        sheet.save_button(_step)
    if sheet.identifier:
        sheet.delete_button("source")


def _step(sheet: Sheet) -> Step:
    """What is to be saved. Raises InvalidAtlasError, or InvalidInputError for the file of its text."""
    atlas, item = sheet.atlas, _said(sheet, _before(sheet))
    title = str(item.get("title", ""))
    item["id"] = sheet.identifier or sheet.said("id") or new_id(atlas, title if title.isascii() else "source")
    text = st.session_state.get(_file_key(sheet))
    if text is not None:
        refuse_binary(text.getvalue(), text.name)
        try:
            item["custom"] = {**item.get("custom", {}), "text": fingerprint(text.getvalue())}
        except UnicodeDecodeError as error:
            words = sheet.t("The file is not UTF-8; save it as UTF-8 and choose it again.")
            raise InvalidInputError(words) from error
    changed, problems = read_source(item)
    if changed is None:
        raise InvalidAtlasError(atlas.id, problems)
    step = put(atlas, "source", changed)
    return step, f"{'change' if sheet.identifier else 'add'} source:{changed.id}"


def _before(sheet: Sheet) -> Item:
    source = next((item for item in sheet.atlas.sources if item.id == sheet.identifier), None)
    return source_item(source) if source else {}


def _file_key(sheet: Sheet) -> str:
    return f"{sheet.key}-text-{sheet.identifier}-{sheet.draft.revision}"


def _draw(sheet: Sheet, before: Item) -> None:
    """The fields of a CSL item that the form has."""
    t, languages = sheet.t, sheet.atlas.languages
    kind, title = st.columns([1, 2.4])
    types = [*TYPES, *([before["type"]] if before.get("type") not in (None, *TYPES) else [])]
    sheet.select(kind, "type", t("Type (CSL)"), types, before.get("type", ""), lambda word: term(word, t))
    sheet.text(title, "title", t("Title"), before.get("title", ""))
    sheet.text(st, "authors", t("Authors, separated by semicolons: Family, Given"), _authors(before))
    left, middle, right = st.columns(3)
    sheet.text(left, "issued", t("Published (2004, 2004-08 or 2004-08-28)"), _issued(before))
    sheet.text(middle, "in", t("In (journal, book, newspaper)"), before.get("container-title", ""))
    sheet.text(right, "publisher", t("Publisher"), before.get("publisher", ""))
    left, right = st.columns([2.4, 1])
    sheet.text(left, "url", t("Web address"), before.get("URL", ""))
    sheet.text(right, "language", t("Language (BCP 47)"), before.get("language", ""))
    custom = before.get("custom", {})
    for tag, column in zip(languages, st.columns(len(languages)), strict=True):
        sheet.text(column, f"short-{tag}", in_tag(t("Short name"), tag, t), custom.get("short", {}).get(tag, ""))
    st.checkbox(
        t("From outside the documents (established fact)"), key=sheet.holds("outside", bool(custom.get("outside")))
    )


def _said(sheet: Sheet, before: Item) -> Item:
    """The CSL item that the form holds; empty fields are left out."""
    issued = sheet.said("issued")
    short = {tag: text for tag in sheet.atlas.languages if (text := sheet.said(f"short-{tag}"))}
    custom = {**before.get("custom", {}), "short": short, "outside": bool(sheet.said("outside"))}
    found: Item = {
        "type": sheet.said("type"),
        "title": sheet.said("title"),
        "author": [_author(name) for name in sheet.said("authors").split(";") if name.strip()],
        "issued": ({"date-parts": [_parts(issued)]} if _parts(issued) else {"raw": issued}) if issued else None,
        "container-title": sheet.said("in"),
        "publisher": sheet.said("publisher"),
        "URL": sheet.said("url"),
        "language": sheet.said("language"),
        "custom": {name: value for name, value in custom.items() if value},
    }
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
