"""The form of a place: names in time, what it is, and its shape, drawn or typed on a map."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapapp.app.desks.cited import citation_table, said_citations
from mapapp.app.desks.forms import Rows, Sheet, Step
from mapapp.app.desks.terms import term
from mapapp.app.fieldnames import in_tag
from mapapp.app.sketchpad import drawn_shape, sketch_pad
from mapapp.app.theming import widgets_theme
from mapapp.atlas import vocabulary as words
from mapapp.atlas.geometry import geometry_json
from mapapp.atlas.places import place_properties
from mapapp.atlas.records import read_place
from mapapp.editing import new_id, put, set_citations
from mapapp.errors import InvalidAtlasError
from mapapp.model import Place, in_language
from mapapp.webmap.sketch import render_sketch

Properties = dict[str, Any]

_FLAGS = ("outside", "formal")


def edit_place(sheet: Sheet) -> None:
    """The form of a place."""
    sketch_pad(_sketch(sheet), key=_sketch_key(sheet), title=sheet.t("Draw on the map"))
    with st.form(sheet.key, border=False):
        sheet.text(
            st, "id", sheet.t("Id (empty: made from the title)"), sheet.identifier or "", fixed=bool(sheet.identifier)
        )
        _draw(sheet)
        citation_table(sheet, f"place:{sheet.identifier}")
        sheet.save_button(_step)
    if sheet.identifier:
        sheet.delete_button("place")


def _step(sheet: Sheet) -> Step:
    """What is to be saved. Raises InvalidAtlasError."""
    atlas, place = sheet.atlas, _place(sheet)
    properties = _before(sheet) | _said(sheet)
    latin = next((item["name"] for item in properties["names"] if item["name"].isascii()), "")
    name = sheet.identifier or sheet.said("id") or new_id(atlas, latin)
    shape = geometry_json(place.geometry) if place and place.geometry is not None else None
    shape = drawn_shape(_sketch_key(sheet), shape)
    feature = {"type": "Feature", "id": name, "properties": properties, "geometry": shape}
    changed, problems = read_place(feature, atlas.languages)
    citations, wrong = said_citations(sheet, f"place:{sheet.identifier}", f"place:{name}")
    if changed is None or wrong:
        raise InvalidAtlasError(atlas.id, [*problems, *wrong])
    step = set_citations(put(atlas, "place", changed), f"place:{name}", citations)
    return step, f"{'change' if sheet.identifier else 'add'} place:{name}"


def _place(sheet: Sheet) -> Place | None:
    return sheet.atlas.place_by_id.get(sheet.identifier or "")


def _before(sheet: Sheet) -> Properties:
    place = _place(sheet)
    return place_properties(place, sheet.atlas.languages) if place else {}


def _sketch_key(sheet: Sheet) -> str:
    return f"{sheet.key}-sketch-{sheet.identifier}-{sheet.draft.revision}"


def _sketch(sheet: Sheet) -> str:
    """The page of the sketch, made once for each form; later runs need it no more."""
    if _sketch_key(sheet) in st.session_state:
        return ""
    place = _place(sheet)
    dark = widgets_theme() == "dark"
    return render_sketch(sheet.atlas, place.geometry if place else None, sheet.t.language, dark=dark)


def _draw(sheet: Sheet) -> None:
    t, atlas, before = sheet.t, sheet.atlas, _before(sheet)
    layers: dict[str, str] = {layer.id: in_language(layer.title, t.language) for layer in atlas.layers}
    st.markdown(f"**{t('Names, each with its language and the time in which it was in force')}**")
    sheet.table("names", _names(sheet), _columns(sheet), _FLAGS)
    with sheet.grid(3, "facts"):

        def said(word: str) -> str:
            return term(word, t)

        sheet.select(st, "kind", t("Kind of place"), words.PLACE_KINDS, before.get("kind", "city"), said)
        sheet.select(
            st, "layer", t("Layer"), list(layers), before.get("layer", ""), lambda name: layers.get(name, name)
        )
        sheet.select(st, "precision", t("Position"), words.PRECISIONS, before.get("precision", "exact"), said)
        sheet.select(st, "basis", t("The place is"), words.PLACE_BASES, before.get("place_basis", "stated"), said)
        sheet.text(st, "country", t("Country (ISO 3166-1 alpha-3)"), before.get("country", ""))
        sheet.text(st, "from", t("Where the position is from"), before.get("geometry_source", ""))
    with sheet.grid(len(atlas.languages), "summaries"):
        for tag in atlas.languages:
            name = f"summary_{tag}"
            sheet.text(st, name, in_tag(t("Summary, in your own words"), tag, t), before.get(name, ""), long=True)


def _said(sheet: Sheet) -> Properties:
    """The properties that the form holds, in place of those that the place has."""
    names = sheet.rows("names", _names(sheet), list(_columns(sheet)))
    kept = [{name: value for name, value in row.items() if value} for row in names]
    return {
        "names": [row for row in kept if row.get("name")],
        "kind": sheet.said("kind"),
        "layer": sheet.said("layer"),
        "precision": sheet.said("precision"),
        "place_basis": sheet.said("basis"),
        "country": sheet.said("country") or None,
        "geometry_source": sheet.said("from"),
        **{f"summary_{tag}": sheet.said(f"summary_{tag}") for tag in sheet.atlas.languages},
    }


def _columns(sheet: Sheet) -> dict[str, Any]:
    t = sheet.t
    return {
        "name": t("Name"),
        "lang": t("Language (BCP 47)"),
        "when": t("In force (EDTF)"),
        "outside": st.column_config.CheckboxColumn(t("outside the sources")),
        "formal": st.column_config.CheckboxColumn(t("Long official form")),
        "note": t("Note"),
    }


def _names(sheet: Sheet) -> Rows:
    given = _before(sheet).get("names") or [{"lang": tag} for tag in sheet.atlas.languages]
    return [{name: row.get(name, False if name in _FLAGS else "") for name in _columns(sheet)} for row in given]
