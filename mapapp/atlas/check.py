"""What must hold between the records of an atlas: references, languages, times, citations, licences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from mapapp.atlas import tables
from mapapp.atlas.check_citations import check_citations
from mapapp.atlas.codes import Report
from mapapp.atlas.header import FILE as HEADER_FILE
from mapapp.atlas.parts import Parts
from mapapp.atlas.places import FILE as PLACES_FILE
from mapapp.atlas.references import References
from mapapp.atlas.tours import linked_records
from mapapp.atlas.vocabulary import FORMER_COUNTRIES, countries, unknown_licenses
from mapapp.errors import Where, told
from mapapp.model import Event, Figure, Place


def check_parts(parts: Parts, report: Report) -> None:
    """Report everything that is wrong between the records."""
    references = References(parts, report)
    _check_header(parts, report)
    for row, actor in parts.actors:
        _check_countries([actor.country], countries() | FORMER_COUNTRIES, Where("actors.csv", row, "country"), report)
    for row, place in _doubtful_places(parts, references):
        _check_place(place, Where(PLACES_FILE, row), parts, references, report)
    for row, event in _doubtful_events(parts, references):
        _check_event(event, row, references, report)
    for row, figure in parts.figures:
        _check_figure(figure, row, references, report)
    _check_disagreements(parts, references, report)
    for row, paragraph in parts.coverage:
        references.need("source", [paragraph["source"]], Where(tables.COVERAGE.file, row, "source"))
    _check_tours(parts, references, report)
    check_citations(parts, references, report)


def _check_header(parts: Parts, report: Report) -> None:
    if parts.header is None:
        return
    for unknown in unknown_licenses(parts.header.license):
        report.add(
            "A601",
            Where(HEADER_FILE, None, "license"),
            told("{unknown} is no SPDX identifier.", unknown=repr(unknown[:60])),
        )
    if not parts.header.attribution:
        report.add("A602", Where(HEADER_FILE, None, "attribution"), told("nobody is credited."))


def _check_countries(codes: Iterable[str], known: Collection[str], where: Where, report: Report) -> None:
    for code in codes:
        if code and code not in known:
            report.add("A206", where, told("{code} is no country code.", code=repr(code[:20])))


def _doubtful_places(parts: Parts, references: References) -> list[tuple[int | str, Place]]:
    """The places that have to be looked at one by one: all others are in order."""
    layers, via, within, country, shape, summaries, names = map(
        parts.places.column, ("layer", "via", "within", "country", "country_shape", "summary", "names")
    )
    wrong_layers = references.strangers("layer", layers)
    others = references.strangers("place", chain(chain.from_iterable(via), chain.from_iterable(within)))
    codes = {*country, *chain.from_iterable(shape)} - countries() - {"", None}
    languages = frozenset(parts.languages)
    doubts = {index for index, summary in enumerate(summaries) if summary}
    doubts.update(index for index, some in enumerate(names) if not languages.issubset([name.lang for name in some]))
    if wrong_layers:
        doubts.update(index for index, layer in enumerate(layers) if layer in wrong_layers)
    if others:
        named = enumerate(zip(via, within, strict=True))
        doubts.update(index for index, some in named if not others.isdisjoint(chain(*some)))
    if codes:
        told = enumerate(zip(country, shape, strict=True))
        doubts.update(index for index, (one, more) in told if not codes.isdisjoint((one, *more)))
    return parts.places.chosen(sorted(doubts))


def _doubtful_events(parts: Parts, references: References) -> list[tuple[int | str, Event]]:
    """The events that have to be looked at one by one: all others are in order."""
    kinds, actors, places, about, origin = map(parts.events.column, ("kind", "actors", "places", "about", "origin"))
    told = map(parts.events.column, ("places", "place_basis", "stops", "ordinal", "series", "when", "bounds"))
    doubts = {
        index
        for index, (at, basis, stops, ordinal, series, when, bounds) in enumerate(zip(*told, strict=True))
        if bool(at) != bool(basis) or (stops and not at) or (ordinal is not None and not series) or (when and bounds)
    }
    if wrong := references.strangers("kind", kinds):
        doubts.update(index for index, kind in enumerate(kinds) if kind in wrong)
    if wrong := references.strangers("actor", chain.from_iterable(actors)):
        doubts.update(index for index, some in enumerate(actors) if not wrong.isdisjoint(some))
    named = chain(chain.from_iterable(places), chain.from_iterable(about), filter(None, origin))
    if wrong := references.strangers("place", named):
        rows = enumerate(zip(places, about, origin, strict=True))
        doubts.update(index for index, (at, more, one) in rows if not wrong.isdisjoint((*at, *more, one)))
    return parts.events.chosen(sorted(doubts))


def _untold(place: Place, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts that a place lacks: field and message."""
    named = {name.lang for name in place.names}
    for language in languages:
        if language not in named:
            yield "names", told("the place has no name in {language}.", language=language)
        if place.summary and language not in place.summary:
            yield f"summary_{language}", told("summary is missing in {language}.", language=language)


def _check_place(place: Place, where: Where, parts: Parts, references: References, report: Report) -> None:
    def at(field: str) -> Where:
        return Where(where.file, where.row, field)

    references.need("layer", [place.layer], at("layer"))
    references.need("place", place.via, at("via"))
    references.need("place", place.within, at("within"))
    _check_countries([place.country or ""], countries(), at("country"), report)
    _check_countries(place.country_shape, countries(), at("country_shape"), report)
    for field, message in _untold(place, parts.languages):
        report.add("A110", at(field), message)


def _check_event(event: Event, row: int | str, references: References, report: Report) -> None:
    def at(field: str) -> Where:
        return Where(tables.EVENTS.file, row, field)

    references.need("kind", [event.kind], at("kind"))
    references.need("actor", event.actors, at("actors"))
    references.need("place", event.places, at("places"))
    references.need("place", event.about, at("about"))
    references.need("place", [event.origin] if event.origin else [], at("origin"))
    if event.when and event.bounds:
        report.add(
            "A302", at("bounds"), told("the event has the date {edtf} and bounds as well.", edtf=event.when.edtf)
        )
    for field, message in _contradictions(event):
        report.add("A119", at(field), message)


def _contradictions(event: Event) -> Iterator[tuple[str, str]]:
    if event.stops and not event.places:
        yield "stops", told("stops are given, but places is empty.")
    if event.places and event.place_basis is None:
        yield "place_basis", told("places are given, but place_basis does not say whether stated or inferred.")
    if event.place_basis and not event.places:
        yield "place_basis", told("place_basis is given, but places is empty.")
    if event.ordinal is not None and not event.series:
        yield "ordinal", told("ordinal is given, but series is empty.")


def _check_figure(figure: Figure, row: int | str, references: References, report: Report) -> None:
    def at(field: str) -> Where:
        return Where(tables.FIGURES.file, row, field)

    references.need("place", figure.places, at("places"))
    references.need("actor", figure.actors, at("actors"))
    references.need("event", figure.events, at("events"))
    low, high = figure.normalized, figure.normalized_high
    if high is not None and (low is None or high < low):
        report.add("A119", at("normalized_high"), told("normalized_high needs a normalized that is not above it."))


def _check_disagreements(parts: Parts, references: References, report: Report) -> None:
    for row, disagreement in parts.orphans:
        references.need("disagreement", [disagreement], Where(tables.READINGS.file, row, "disagreement"))
    for row, item in parts.disagreements:
        where = Where(tables.DISAGREEMENTS.file, row)
        references.need_subject(item.subject, Where(where.file, row, "subject"))
        for subject in item.also:
            references.need_subject(subject, Where(where.file, row, "also"))
        if parts.ids.get("reading") is None:
            continue
        letters = [reading.id for reading in item.readings]
        if len(letters) < 2:
            report.add(
                "A204",
                where,
                told("{id} has only {count} of the two readings it needs.", id=item.id, count=len(letters)),
            )
        if item.follows and item.follows not in letters:
            at = Where(where.file, row, "follows")
            listed = ", ".join(letters) or "none"
            report.add(
                "A205",
                at,
                told(
                    "{id} has no reading {follows}; its readings: {listed}.",
                    id=item.id,
                    follows=repr(item.follows[:20]),
                    listed=listed,
                ),
            )


def _check_tours(parts: Parts, references: References, report: Report) -> None:
    for file, tour in parts.tours:
        for field, sort, identifier in linked_records(tour):
            where = Where(file, None, field)
            if sort:
                references.need(sort, [identifier], where)
            else:
                message = told(
                    "the link {identifier} leads to no record and no address.", identifier=repr(identifier[:80])
                )
                report.add("A203", where, message,
                           told("Write event:ID, place:ID, figure:ID, disagreement:ID or https://…"))  # fmt: skip
