"""Places that a file only names, looked up in the offline gazetteer: taken where one place is meant, else asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shapely.geometry import Point

from mapapp.gazetteer import Candidate, locate
from mapapp.importers.drafts import Draft, Named
from mapapp.importers.reasons import because
from mapapp.importers.report import ImportReport, What
from mapapp.importers.rowplaces import country_code
from mapapp.importers.rowshapes import NOWHERE
from mapapp.model import Atlas, Place
from mapapp.near import distance_km

_GOOD = 0.65
"""A lower score is that of a name that is only like the one written."""
_LEAD = 0.025
"""The best candidate must be better than one elsewhere by so much."""
_SAME_KM = 60
_MOST = 5
_MOST_TOLD = 50
_LEAST = 2
"""A name of one character is looked up for nobody."""


def locate_named(draft: Draft, atlas: Atlas, report: ImportReport, told: Mapping[str, str]) -> None:
    """Give the places of a draft that have only a name the position of the place that the gazetteer knows by it.

    `told` gives the gazetteer's id of what a name means. The atlas's own places do not count here, so that importing a
    file again gives the same. Every place that is found, and every name that may mean several, is a row of the report.
    """
    if not draft.named:
        return
    lost = {name for name, event in draft.events.items() if not _somewhere(event.places, draft, atlas)}
    for identifier, named in draft.named.items():
        place = draft.places.get(identifier)
        if place is None or place.geometry is not None or named.name.casefold() in NOWHERE or len(named.name) < _LEAST:
            continue
        found, rivals = _find(named, told.get(named.name))
        if found is not None:
            draft.places[identifier] = _located(place, found)
            became = f"{found.name}, {found.country} ({found.point[0]:g}, {found.point[1]:g})"
            how = (
                because("told which place is meant ({by})", by=found.attribution)
                if named.name in told
                else because("found by its name in the gazetteer ({by})", by=found.attribution)
            )
            what: What = "changed" if named.name in told else "guessed"
            report.add(named.row, "place", what, named.name, became, how)
            report.unlocated -= named.is_record
        elif rivals:
            listed = "; ".join(f"{one.name}, {one.country} ({one.point[0]:g}, {one.point[1]:g})" for one in rivals)
            abroad = named.country and all(one.country != named.country for one in rivals)
            why = (
                because(
                    "none is taken, for the gazetteer has none of this name in {country}, but elsewhere: {listed}",
                    country=named.country, listed=listed,
                )
                if abroad
                else because("none is taken, for the gazetteer has several of this name: {listed}", listed=listed)
            )  # fmt: skip
            report.add(named.row, "place", "asked", named.name, "", why)
            draft.open_names[named.name] = tuple(rivals)
        elif named.name not in told:
            why = because("the gazetteer knows no place of this name: it has no location")
            report.add(named.row, "place", "kept", named.name, "", why)
    report.unlocated -= sum(_somewhere(draft.events[name].places, draft, atlas) for name in lost)


def _somewhere(places: Sequence[str], draft: Draft, atlas: Atlas) -> bool:
    known: list[Mapping[str, Place]] = [draft.places, atlas.place_by_id]
    found = [group[place] for place in places for group in known if place in group]
    return any(place.geometry is not None or place.country_shape for place in found)


def _find(named: Named, told: str | None) -> tuple[Candidate | None, Sequence[Candidate]]:
    """The place that a name means (the one told, unless the row's country has others), or those that it may mean."""
    name, country = named.name, named.country
    found = _candidates(name, country, named)
    if told is not None and (not found or not country or told in {one.id for one in found}):
        return next((one for one in locate(name, most=_MOST_TOLD) if one.id == told), None), ()
    if not found and (parts := name.replace("，", ",").rpartition(","))[1]:
        code = country_code(parts[2].strip())
        found = _candidates(parts[0].strip(), code or country, named) if code else []
    if not found:
        return None, _candidates(name, None, named) if country else ()
    best, elsewhere = found[0], [one for one in found[1:] if distance_km(one.point, found[0].point) > _SAME_KM]
    close = [one for one in elsewhere if one.score > best.score - _LEAD]
    return (None, [best, *close]) if close else (best, ())


def _candidates(name: str, country: str | None, named: Named) -> list[Candidate]:
    found = [one for one in locate(name, year=named.when, most=_MOST) if one.score >= _GOOD]
    return [one for one in found if one.country == country] if country else found


def _located(place: Place, found: Candidate) -> Place:
    kind = found.kind if found.kind != "sea-area" else "sea"
    return replace(
        place, geometry=Point(found.point), geometry_source=found.attribution,
        country=place.country or found.country or None, kind=kind if place.kind == "other" else place.kind,
        note=place.note or f"gazetteer {found.id}",
    )  # fmt: skip
