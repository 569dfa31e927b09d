"""The dock under the page: what the window shows as tables, in step with the map."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from mapapp.language import Translator, date_words, translator
from mapapp.model import Atlas, Citation, Event, Place, in_language
from mapapp.names import toponym_at, toponym_today
from mapapp.readings import follow_readings
from mapapp.select import Selection, select, select_figures
from mapapp.view import View

Row = dict[str, Any]

CLOSED_HEIGHT, OPEN_HEIGHT = "40px", "min(40vh, 360px)"


def dock(atlas: Atlas, view: View) -> str | None:
    """Draw the dock; returns the id of the record that the reader has just chosen in a table, else None."""
    t = translator(view.lang)
    atlas = follow_readings(atlas, view)
    selection = select(atlas, view)
    figures = select_figures(atlas, view)
    labels = {
        "table": f"{t('Table')} {len(selection.events)}",
        "figures": f"{t('Figures')} {len(figures)}",
        "sources": f"{t('Sources')} {len(atlas.sources)}",
        "disagreements": f"{t('Disagreements')} {len(atlas.disagreements)}",
    }
    with st.container(key="dock"):
        tab = st.segmented_control(
            t("What the window shows"),
            list(labels),
            format_func=labels.__getitem__,
            key="dock-tab",
            label_visibility="collapsed",
        )
        st.html(f"<style>:root{{--dock-height:{OPEN_HEIGHT if tab else CLOSED_HEIGHT}}}</style>")
        if tab is None:
            return None
        with st.container(key="dock-body"):
            rows = {
                "table": lambda: event_rows(atlas, view, selection, t),
                "figures": lambda: figure_rows(atlas, view, t),
                "sources": lambda: source_rows(atlas, t),
                "disagreements": lambda: disagreement_rows(atlas, view, t),
            }[tab]()
            return _table(rows, key=f"dock-{tab}", selectable=tab != "sources", empty=t("Nothing in this window."))


def _table(rows: list[tuple[str, Row]], *, key: str, selectable: bool, empty: str) -> str | None:
    if not rows:
        st.caption(empty)
        return None
    frame = pd.DataFrame([row for _, row in rows])
    chosen = st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        height=304,
        row_height=29,
        key=key,
        on_select="rerun" if selectable else "ignore",
        selection_mode="single-row",
    )
    picked = cast(Any, chosen)["selection"]["rows"] if selectable else []
    before = st.session_state.get(f"{key}-before")
    current = rows[picked[0]][0] if picked and picked[0] < len(rows) else None
    st.session_state[f"{key}-before"] = current
    return current if current != before else None


def event_rows(atlas: Atlas, view: View, selection: Selection, t: Translator) -> list[tuple[str, Row]]:
    """The events in the window: id, and cells by column title."""
    kinds = {kind.id: in_language(kind.title, view.lang) for kind in atlas.kinds}
    actors = {actor.id: in_language(actor.name, view.lang) for actor in atlas.actors}
    numbers = {source.id: number for number, source in enumerate(atlas.sources, start=1)}

    def row(event: Event) -> Row:
        return {
            t("Date"): date_words(event.when, view.lang) if event.when else "",
            "EDTF": event.when.edtf if event.when else "",
            t("Event"): in_language(event.title, view.lang),
            t("Kind"): kinds.get(event.kind, event.kind),
            t("Places"): ", ".join(_name(atlas, view, place) for place in event.places),
            t("Actors"): ", ".join(actors.get(actor, actor) for actor in event.actors),
            t("Cited from"): "; ".join(
                _locator(citation, numbers, t) for citation in atlas.citations_of.get(f"event:{event.id}", ())
            ),
            t("Disagreements"): len(atlas.disagreements_of.get(f"event:{event.id}", ())),
        }

    return [(event.id, row(event)) for event in selection.events]


def figure_rows(atlas: Atlas, view: View, t: Translator) -> list[tuple[str, Row]]:
    """The figures whose period could fall in the window."""
    return [
        (
            figure.id,
            {
                t("Period"): date_words(figure.period, view.lang) if figure.period else "",
                t("Measure"): in_language(figure.label, view.lang),
                t("As printed"): f"{figure.value} {figure.unit}",
                t("Normalised"): _normalised(figure.normalized, figure.normalized_high, figure.normalized_unit),
                t("Places"): ", ".join(_name(atlas, view, place) for place in figure.places),
            },
        )
        for figure in select_figures(atlas, view)
    ]


def source_rows(atlas: Atlas, t: Translator) -> list[tuple[str, Row]]:
    """All sources, numbered as in the tables."""
    return [
        (
            source.id,
            {
                t("No."): number,
                t("Source"): str(source.csl.get("title", source.id)),
                t("In the atlas"): t("outside the sources") if source.outside else t("document"),
                "SHA-256": source.text.sha256 if source.text else "",
            },
        )
        for number, source in enumerate(atlas.sources, start=1)
    ]


def disagreement_rows(atlas: Atlas, view: View, t: Translator) -> list[tuple[str, Row]]:
    """All disagreements with their readings."""
    return [
        (
            item.id,
            {
                t("Question"): in_language(item.question, view.lang),
                t("Readings"): " / ".join(in_language(reading.says, view.lang) for reading in item.readings),
                t("Followed"): item.follows or "",
                t("Why"): in_language(item.why, view.lang),
            },
        )
        for item in atlas.disagreements
    ]


def _name(atlas: Atlas, view: View, place_id: str) -> str:
    place: Place | None = atlas.place_by_id.get(place_id)
    if place is None:
        return place_id
    today = view.names == "today"
    toponym = toponym_today(place, view.lang) if today else toponym_at(place, view.window(), view.lang)
    return toponym.name if toponym else place_id


def _locator(citation: Citation, numbers: dict[str, int], t: Translator) -> str:
    parts = [f"[{numbers.get(citation.source, '?')}]", citation.section]
    if citation.page:
        parts.append(t("p. {page}", page=citation.page))
    if citation.footnote:
        parts.append(t("n. {footnote}", footnote=citation.footnote))
    return " ".join(part for part in parts if part)


def _normalised(low: float | None, high: float | None, unit: str) -> str:
    if low is None:
        return ""
    number = f"{low:,.10g}" if high is None else f"{low:,.10g} to {high:,.10g}"
    return f"{number} {unit}"
