"""The legend: one entry for each thing that is on the map, and none for what is not."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.language import Translator
from mapapp.model import Kind, in_language
from mapapp.scene.records import Arc, Area, Feature, LegendEntry, Line, OutsidePlace, Spot


def build_legend(
    kinds: Sequence[Kind],
    spots: Sequence[Spot],
    outside: Sequence[OutsidePlace],
    arcs: Sequence[Arc],
    lines: Sequence[Line],
    areas: Sequence[Area],
    features: Sequence[Feature],
    t: Translator,
    language: str,
) -> tuple[LegendEntry, ...]:
    """Entries for marks, then for lines and areas, in drawing order."""
    marks = [mark for spot in spots for mark in spot.marks]
    found: list[LegendEntry] = []
    for kind in kinds:
        title = in_language(kind.title, language)
        of_kind = [mark for mark in marks if mark.kind == kind.id]
        if any(mark.ordinal is not None for mark in of_kind):
            found.append(LegendEntry("ordinal", t("{kind}, number in its series", kind=title), kind.id))
        if any(mark.ordinal is None for mark in of_kind):
            found.append(LegendEntry("kind", title, kind.id))
    example = next((mark.kind for mark in marks if mark.open), "")
    if example:
        found.append(LegendEntry("open", t("Open: place or date inferred or uncertain"), example))
    if outside or any(line.outside for line in lines):
        found.append(LegendEntry("outside", t("Grey: outside these years"), outside[0].kind if outside else ""))
    if any(stop.stated for arc in arcs for stop in arc.stops):
        found.append(LegendEntry("arc", t("Visit, in its direction"), arcs[0].kind))
    if any(not stop.stated for arc in arcs for stop in arc.stops):
        found.append(LegendEntry("arc-open", t("Visit, stops not stated"), arcs[0].kind))
    if any(line.style == "corridor" for line in lines):
        found.append(LegendEntry("corridor", t("Corridor, schematic")))
    if any(line.style == "illustrative" for line in lines):
        found.append(LegendEntry("lane", t("Route, illustrative")))
    if any(feature.style == "strait" for feature in features):
        found.append(LegendEntry("strait", t("Strait on a route")))
    if areas:
        found.append(LegendEntry("region", t("Region named by a source")))
    return tuple(found)
