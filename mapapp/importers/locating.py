"""Places that a file only names, looked up in the offline gazetteer: taken where one place is meant, else asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shapely.geometry import Point

from mapapp.gazetteer import GOOD, Candidate, Company, is_small, locate, rivals, shipped_names
from mapapp.importers.drafts import Draft, Named
from mapapp.importers.reasons import Country, Reason, because, named_places
from mapapp.importers.report import ImportReport, What
from mapapp.importers.rowplaces import country_code
from mapapp.importers.rowshapes import NOWHERE
from mapapp.model import Atlas, Place

_MOST = 5
_MOST_TOLD = 50
_LEAST = 2
"""A name of one character is looked up for nobody."""


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a name was found to mean: one place, or some of which a person chooses; `sure` where the row settles it."""

    place: Candidate | None = None
    choices: tuple[Candidate, ...] = ()
    sure: bool = False


def locate_named(
    draft: Draft, atlas: Atlas, report: ImportReport, source: str, told: Mapping[str, str], take_small: bool = False
) -> None:
    """Give the places of a draft that have only a name the position of the place that the gazetteer knows by it.

    `told` gives the gazetteer's id of what a name means; `take_small` takes small towns far from all other places,
    which are asked about otherwise. What the atlas has from this `source` does not count, so that importing a file
    again gives the same. Every place that is found, and every name that is open, is a row of the report.
    """
    named = {name: one for name, one in draft.named.items() if _is_looked_up(one, draft.places.get(name))}
    if not named:
        return
    lost = {name for name, event in draft.events.items() if not _somewhere(event.places, draft, atlas)}
    findings = {name: _find(one, told.get(one.name)) for name, one in named.items()}
    company = None if take_small else _company(findings.values(), draft, atlas, source)
    for identifier, one in named.items():
        finding = findings[identifier]
        found = finding.place
        if found is not None and company and not finding.sure and is_small(found) and not company.is_near(found.point):
            _ask(one, finding.choices, _far(finding.choices), draft, report)
        elif found is not None:
            draft.places[identifier] = _located(draft.places[identifier], found)
            _tell(one, found, one.name in told, report)
        elif finding.choices:
            _ask(one, finding.choices, _several(one, finding.choices), draft, report)
        else:
            _leave(one, told.get(one.name), report)
    report.unlocated -= sum(_somewhere(draft.events[name].places, draft, atlas) for name in lost)


def _is_looked_up(named: Named, place: Place | None) -> bool:
    unknown = named.name.casefold() in NOWHERE or len(named.name) < _LEAST
    return place is not None and place.geometry is None and not unknown


def _company(findings: Iterable[_Finding], draft: Draft, atlas: Atlas, source: str) -> Company:
    """Where the other places of the file and the atlas lie, among which a small town is believed."""
    found = [(one.place, one.sure or not is_small(one.place)) for one in findings if one.place is not None]
    own = {citation.subject for citation in atlas.citations if citation.source == source}
    others = [*draft.places.values(), *(place for place in atlas.places if f"place:{place.id}" not in own)]
    points = [place.point for place in others if place.point]
    return Company(
        [*points, *(place.point for place, sure in found if sure)], (place.point for place, sure in found if not sure)
    )


def _tell(named: Named, found: Candidate, is_told: bool, report: ImportReport) -> None:
    """Say in the report which place was taken."""
    how = (
        because("told which place is meant ({by})", by=found.attribution)
        if is_told
        else because("found by its name in the gazetteer ({by})", by=found.attribution)
    )
    what: What = "changed" if is_told else "guessed"
    report.add(named.row, "place", what, named.name, named_places([found]), how)
    report.unlocated -= named.is_record


def _leave(named: Named, told: str | None, report: ImportReport) -> None:
    """Say in the report why a place has no location."""
    if told:
        nowhere = because("no place of the gazetteer has the id {id}", id=told)
        report.add(named.row, "place", "refused", told, "", nowhere)
        return
    unknown = because("the gazetteer knows no place of this name: it has no location")
    why = unknown if told is None else because("told that no place of the gazetteer is meant")
    report.add(named.row, "place", "kept", named.name, "", why)


def _ask(named: Named, choices: tuple[Candidate, ...], why: Reason, draft: Draft, report: ImportReport) -> None:
    """Leave a name open, with what it may mean."""
    report.add(named.row, "place", "asked", named.name, "", why)
    draft.open_names[named.name] = choices


def _far(choices: Sequence[Candidate]) -> Reason:
    """Why the small town of a name is not taken."""
    return because(
        "none is taken: a small town far from all other places here has this name, but another place may be meant, "
        "or one that never was: {listed}",
        listed=named_places(choices, with_ids=True),
    )


def _several(named: Named, choices: Sequence[Candidate]) -> Reason:
    """Why none of several places is taken."""
    listed = named_places(choices, with_ids=True)
    if named.country and all(one.country != named.country for one in choices):
        return because(
            "none is taken, for the gazetteer has none of this name in {country}, but elsewhere: {listed}",
            country=Country(named.country), listed=listed,
        )  # fmt: skip
    return because("none is taken, for the gazetteer has several of this name: {listed}", listed=listed)


def _somewhere(places: Sequence[str], draft: Draft, atlas: Atlas) -> bool:
    known: list[Mapping[str, Place]] = [draft.places, atlas.place_by_id]
    found = [group[place] for place in places for group in known if place in group]
    return any(place.geometry is not None or place.country_shape for place in found)


def _find(named: Named, told: str | None) -> _Finding:
    """What a name means: the place told, unless the row's country has others; else what the gazetteer has."""
    name, country = named.name, named.country
    found = _candidates(name, country, named)
    if told is not None and (not found or not country or told in {one.id for one in found}):
        return _Finding(_told(name, told), sure=True)
    in_country = country
    if not found and (parts := name.replace("，", ",").rpartition(","))[1]:
        in_country = country_code(parts[2].strip())
        found = _candidates(parts[0].strip(), in_country or country, named) if in_country else []
    if not found:
        return _Finding(choices=tuple(_candidates(name, None, named)) if country else ())
    close = rivals(found)
    if close:
        return _Finding(choices=tuple(close))
    return _Finding(found[0], tuple(found), sure=bool(in_country))


def _told(name: str, told: str) -> Candidate | None:
    """The place of an id, by the name that the file has or by its own; None where there is none."""
    names = (name, *(one.name for one in (shipped_names().of_place(told) if told else [])[:1]))
    return next((one for known in names for one in locate(known, most=_MOST_TOLD) if one.id == told), None)


def _candidates(name: str, country: str | None, named: Named) -> list[Candidate]:
    found = [one for one in locate(name, year=named.when, most=_MOST) if one.score >= GOOD]
    return [one for one in found if one.country == country] if country else found


def _located(place: Place, found: Candidate) -> Place:
    kind = found.kind if found.kind != "sea-area" else "sea"
    return replace(
        place, geometry=Point(found.point), geometry_source=found.attribution,
        country=place.country or found.country or None, kind=kind if place.kind == "other" else place.kind,
        note=place.note or f"gazetteer {found.id}",
    )  # fmt: skip
