"""The form of a place: names in time, what it is, and its shape, drawn or typed on a map."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapapp.app.desks.cited import citation_table, read_citations, show_problems, take_step
from mapapp.app.desks.edit_records import delete_button
from mapapp.app.sketchpad import sketch_pad
from mapapp.app.theming import widgets_theme
from mapapp.atlas import vocabulary as words
from mapapp.atlas.geometry import geometry_json
from mapapp.atlas.places import place_properties
from mapapp.atlas.records import read_place
from mapapp.editing import Draft, new_id, put, set_citations
from mapapp.language import Translator
from mapapp.model import Atlas, Place, in_language
from mapapp.webmap.sketch import render_sketch

Properties = dict[str, Any]

_NAME_COLUMNS = ("name", "lang", "when", "outside", "formal", "note")


def edit_place(draft: Draft, identifier: str | None, t: Translator, key: str) -> bool:
    """The form of a place; True when a step was taken."""
    atlas = draft.atlas
    place = atlas.place_by_id.get(identifier or "")
    before = place_properties(place, atlas.languages) if place else {}
    shape = geometry_json(place.geometry) if place and place.geometry is not None else None
    html = _sketch(atlas, place, t.language, key)
    shape = sketch_pad(html, key=f"{key}-sketch", title=t("Draw on the map"), geometry=shape)
    with st.form(key, border=False):
        name = st.text_input(t("Id (empty: made from the title)"), identifier or "", disabled=place is not None)
        properties = before | _properties(atlas, before, t, key)
        subject = f"place:{identifier}"
        rows = citation_table(atlas, subject, t, f"{key}-citations")
        saved = st.form_submit_button(t("Save"), type="primary")
    if identifier and delete_button(draft, "place", identifier, t, key):
        return True
    if not saved:
        return False
    latin = next((item["name"] for item in properties["names"] if item["name"].isascii()), "")
    name = name or new_id(atlas, latin)
    feature = {"type": "Feature", "id": name, "properties": properties, "geometry": shape}
    changed, problems = read_place(feature, atlas.languages)
    subject = f"place:{name}"
    citations, wrong = read_citations(rows, subject)
    if changed is None or wrong:
        show_problems([*problems, *wrong], t)
        return False
    step = set_citations(put(atlas, "place", changed), subject, citations)
    return take_step(draft, step, f"{'change' if identifier else 'add'} {subject}", t)


def _sketch(atlas: Atlas, place: Place | None, language: str, key: str) -> str:
    """The page of the sketch, made once for each form; later runs need it no more."""
    if f"{key}-sketch" in st.session_state:
        return ""
    return render_sketch(atlas, place.geometry if place else None, language, dark=widgets_theme() == "dark")


def _properties(atlas: Atlas, before: Properties, t: Translator, key: str) -> Properties:
    layers: dict[str, str] = {layer.id: in_language(layer.title, t.language) for layer in atlas.layers}
    found: Properties = {"names": _names(atlas, before, t, f"{key}-names")}
    left, middle, right = st.columns(3)
    found["kind"] = _select(left, t("Kind of place"), words.PLACE_KINDS, before.get("kind", "city"), f"{key}-kind")
    found["layer"] = middle.selectbox(
        t("Layer"),
        list(layers),
        _at(list(layers), before.get("layer")),
        format_func=lambda name: layers.get(name, name),
        key=f"{key}-layer",
    )
    found["precision"] = _select(
        right, t("Position"), words.PRECISIONS, before.get("precision", "exact"), f"{key}-precision"
    )
    left, middle, right = st.columns(3)
    found["place_basis"] = _select(
        left, t("The place is"), words.PLACE_BASES, before.get("place_basis", "stated"), f"{key}-basis"
    )
    found["country"] = (
        middle.text_input(t("Country (ISO 3166-1 alpha-3)"), before.get("country", ""), key=f"{key}-country") or None
    )
    found["geometry_source"] = right.text_input(
        t("Where the position is from"), before.get("geometry_source", ""), key=f"{key}-from"
    )
    for tag, column in zip(atlas.languages, st.columns(len(atlas.languages)), strict=True):
        name = f"summary_{tag}"
        found[name] = column.text_area(
            f"{t('Summary, in your own words')} ({tag})", before.get(name, ""), key=f"{key}-{name}"
        )
    return found


def _names(atlas: Atlas, before: Properties, t: Translator, key: str) -> list[Properties]:
    rows = before.get("names") or [{"name": "", "lang": tag} for tag in atlas.languages]
    frame = pd.DataFrame(
        [
            {name: row.get(name, False if name in ("outside", "formal") else "") for name in _NAME_COLUMNS}
            for row in rows
        ]
    )
    st.markdown(f"**{t('Names, each with its language and the time in which it was in force')}**")
    edited = st.data_editor(
        frame,
        key=key,
        hide_index=True,
        num_rows="dynamic",
        width="stretch",
        column_config={
            "name": t("Name"),
            "lang": t("Language (BCP 47)"),
            "when": t("In force (EDTF)"),
            "outside": st.column_config.CheckboxColumn(t("outside the sources")),
            "formal": st.column_config.CheckboxColumn(t("Long official form")),
            "note": t("Note"),
        },
    )
    found = []
    for row in edited.fillna("").to_dict("records"):
        kept = {name: value for name, value in row.items() if value not in ("", False, None)}
        if kept.get("name"):
            found.append({str(name): value for name, value in kept.items()})
    return found


def _select(column: Any, label: str, options: tuple[str, ...], value: str, key: str) -> str:
    return str(column.selectbox(label, options, _at(list(options), value), key=key))


def _at(options: list[str], value: str | None) -> int:
    return options.index(value) if value in options else 0
