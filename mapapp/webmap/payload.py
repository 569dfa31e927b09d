"""Atlas + View -> the page's data (docs/reference/page-data.md): plain values, ready for JSON."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping

from mapapp.atlas import geodata_folder
from mapapp.folding import han_table
from mapapp.language import LANGUAGES, date_words, messages_for, translator
from mapapp.model import Actor, Atlas, Citation, Disagreement, Era, Event, Figure, Place, Reading, Source, Toponym, Tour
from mapapp.near import point_of
from mapapp.prose import Block, Run, parse_prose
from mapapp.readings import Record as AtlasRecord
from mapapp.readings import change_of
from mapapp.regions import countries_of, regions_of
from mapapp.scene import credits_of
from mapapp.theme import tokens
from mapapp.view import View, format_view
from mapapp.webmap.basemap import pack_basemap
from mapapp.webmap.references import reference_url, reference_words
from mapapp.when import When

Record = dict[str, Any]


def build_payload(atlas: Atlas, view: View) -> Record:
    """Everything the page needs to show any View of the atlas, opening with `view`; empty values are left out."""
    languages = tuple(dict.fromkeys((*atlas.languages, *LANGUAGES)))
    regions = regions_of(atlas)
    return {
        "format": 1,
        "atlas": _atlas(atlas),
        "view": format_view(view),
        "kinds": [
            _lean(id=kind.id, symbol=kind.symbol, color=kind.color, color_dark=kind.color_dark, title=dict(kind.title))
            for kind in atlas.kinds
        ],
        "layers": [_lean(id=layer.id, title=dict(layer.title), visible=layer.visible) for layer in atlas.layers],
        "eras": [_era(atlas, era, languages) for era in atlas.eras],
        "actors": [_actor(actor) for actor in atlas.actors],
        "sources": [_source(source, languages) for source in atlas.sources],
        "places": [_place(atlas, place, regions[place.id], languages) for place in atlas.places],
        "events": [_event(atlas, event, languages) for event in sorted(atlas.events, key=_event_order)],
        "figures": [_figure(atlas, figure, languages) for figure in atlas.figures],
        "disagreements": [_disagreement(atlas, item, languages) for item in atlas.disagreements],
        "folds": list(han_table()),
        "tours": [_tour(tour) for tour in atlas.tours],
        "basemap": pack_basemap(geodata_folder() / "basemap" / "world-50m.topo.json"),
        "theme": {name: tokens(name) for name in ("light", "dark")},
        "messages": {language: messages_for(language) for language in LANGUAGES},
        "credits": {language: list(credits_of(atlas, translator(language))) for language in LANGUAGES},
    }


def _lean(**values: Any) -> Record:
    """A record without its empty values (None, "", [], {}, False)."""
    return {key: value for key, value in values.items() if value not in (None, "", [], {}, (), False)}


def _event_order(event: Event) -> tuple[bool, int, int, str]:
    if event.when is None:
        return True, 0, 0, event.id
    return False, event.when.start_earliest, event.when.end_latest, event.id


def _words(when: When | None, languages: tuple[str, ...]) -> Record:
    return {language: date_words(when, language) for language in languages if language in LANGUAGES} if when else {}


def _time(when: When | None, languages: tuple[str, ...]) -> Record:
    if when is None:
        return {}
    return _lean(edtf=when.edtf, days=list(when.days), date=_words(when, languages), soft=when.soft)


def _citations(atlas: Atlas, subject: str) -> list[Record]:
    return [_citation(citation) for citation in atlas.citations_of.get(subject, ())]


def _citation(citation: Citation) -> Record:
    return _lean(
        source=citation.source,
        section=citation.section,
        page=citation.page,
        footnote=citation.footnote,
        field=citation.field,
        term=citation.term,
        stance=citation.stance if citation.stance != "supports" else "",
    ) | ({"start": citation.start, "end": citation.end} if citation.start is not None else {})


def _disputes(atlas: Atlas, subject: str) -> list[str]:
    return [item.id for item in atlas.disagreements_of.get(subject, ())]


def _atlas(atlas: Atlas) -> Record:
    return _lean(
        id=atlas.id,
        version=atlas.version,
        sha256=atlas.sha256,
        title=dict(atlas.title),
        description=dict(atlas.description),
        license=atlas.license,
        attribution=atlas.attribution,
        languages=list(atlas.languages),
        authors=list(atlas.authors),
    )


def _era(atlas: Atlas, era: Era, languages: tuple[str, ...]) -> Record:
    return _lean(
        id=era.id,
        title=dict(era.title),
        summary=dict(era.summary),
        citations=_citations(atlas, f"era:{era.id}"),
        **_time(era.when, languages),
    )


def _actor(actor: Actor) -> Record:
    return _lean(id=actor.id, kind=actor.kind, country=actor.country, name=dict(actor.name))


def _source(source: Source, languages: tuple[str, ...]) -> Record:
    text = (
        _lean(sha256=found.sha256, characters=found.characters, encoding=found.encoding)
        if (found := source.text)
        else None
    )
    return _lean(
        id=source.id,
        short=dict(source.short),
        reference=reference_words(source, languages),
        url=reference_url(source),
        language=source.language,
        outside=source.outside,
        text=text,
    )


def _toponym(toponym: Toponym, languages: tuple[str, ...]) -> Record:
    record = _lean(
        name=toponym.name, lang=toponym.lang, outside=toponym.outside, formal=toponym.formal, note=toponym.note
    )
    if toponym.when:
        record |= {"days": list(toponym.when.days), "date": _words(toponym.when, languages)}
    return record


def _place(atlas: Atlas, place: Place, regions: tuple[str, ...], languages: tuple[str, ...]) -> Record:
    subject = f"place:{place.id}"
    return _lean(
        id=place.id,
        kind=place.kind,
        layer=place.layer,
        names=[_toponym(toponym, languages) for toponym in place.names],
        precision=place.precision,
        basis=place.place_basis if place.place_basis != "stated" else "",
        countries=list(countries_of(place)),
        regions=list(regions),
        shape=list(place.country_shape),
        geometry=_geometry(place),
        label=list(place.label_at) if place.label_at else None,
        point=_point(place),
        directed=place.directed,
        via=list(place.via),
        within=list(place.within),
        summary=dict(place.summary),
        geometry_source=place.geometry_source,
        citations=_citations(atlas, subject),
        disagreements=_disputes(atlas, subject),
        **_time(place.when, languages),
    )


def _point(place: Place) -> list[float] | None:
    """What distances are measured from; left out where the geometry is that point."""
    point = point_of(place)
    return list(point) if point and (place.geometry is None or place.geometry.geom_type != "Point") else None


def _geometry(place: Place) -> Record | None:
    if place.geometry is None:
        return None
    shape = mapping(place.geometry)
    return {"type": shape["type"], "coordinates": _rounded(shape["coordinates"])}


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else [_rounded(part) for part in value]


def _event(atlas: Atlas, event: Event, languages: tuple[str, ...]) -> Record:
    subject = f"event:{event.id}"
    record = _lean(
        id=event.id,
        bounds=_words(event.bounds, languages),
        date_basis=event.date_basis,
        kind=event.kind,
        title=dict(event.title),
        summary=dict(event.summary),
        actors=list(event.actors),
        places=list(event.places),
        about=list(event.about),
        place_basis=event.place_basis,
        origin=event.origin,
        stops=event.stops,
        importance=event.importance,
        certainty=event.certainty,
        projection=event.projection,
        series=event.series,
        ordinal=event.ordinal,
        citations=_citations(atlas, subject),
        disagreements=_disputes(atlas, subject),
        **_time(event.when, languages),
    )
    if event.when is not None and not event.when.moment:
        record["moment"] = False  # true is the default
    return record


def _figure(atlas: Atlas, figure: Figure, languages: tuple[str, ...]) -> Record:
    subject = f"figure:{figure.id}"
    return _lean(
        id=figure.id,
        measure=figure.measure,
        label=dict(figure.label),
        value=figure.value,
        unit=figure.unit,
        bound=figure.bound,
        normalized=figure.normalized,
        normalized_high=figure.normalized_high,
        normalized_unit=figure.normalized_unit,
        places=list(figure.places),
        actors=list(figure.actors),
        events=list(figure.events),
        series=figure.series,
        note=dict(figure.note),
        citations=_citations(atlas, subject),
        disagreements=_disputes(atlas, subject),
        **_time(figure.period, languages),
    )


def _sets(atlas: Atlas, item: Disagreement, reading: Reading, languages: tuple[str, ...]) -> Record:
    """The fields of the page's record that following a reading changes; null for one that it empties."""
    change = change_of(atlas, item, reading) if reading.id != item.follows else None
    if change is None:
        return {}
    before, after = (_page_record(atlas, record, languages) for record in (change.before, change.after))
    return {key: after.get(key) for key in (before | after) if before.get(key) != after.get(key)}


def _page_record(atlas: Atlas, record: AtlasRecord, languages: tuple[str, ...]) -> Record:
    match record:
        case Event():
            return _event(atlas, record, languages)
        case Figure():
            return _figure(atlas, record, languages)
        case Era():
            return _era(atlas, record, languages)
        case Place():
            return _place(atlas, record, (), languages)


def _disagreement(atlas: Atlas, item: Disagreement, languages: tuple[str, ...]) -> Record:
    readings = [
        _lean(
            id=reading.id,
            says=dict(reading.says),
            value=reading.value,
            sets=_sets(atlas, item, reading, languages),
            citations=_citations(atlas, f"reading:{item.id}/{reading.id}"),
        )
        for reading in item.readings
    ]
    return _lean(
        id=item.id,
        subject=item.subject,
        also=list(item.also),
        field=item.field,
        between=item.between,
        severity=item.severity,
        question=dict(item.question),
        readings=readings,
        follows=item.follows,
        why=dict(item.why),
    )


def _tour(tour: Tour) -> Record:
    steps = [
        {
            "view": step.view,
            "title": dict(step.title),
            "text": {language: [_block(block) for block in parse_prose(text)] for language, text in step.text.items()},
        }
        for step in tour.steps
    ]
    return _lean(id=tour.id, title=dict(tour.title), summary=dict(tour.summary), steps=steps)


def _block(block: Block) -> list[Any]:
    """A block as `["p", run …]` or `["ul", [run …] …]`."""
    items = [[_run(run) for run in item] for item in block.items]
    return ["ul", *items] if block.kind == "list" else ["p", *items[0]]


def _run(run: Run) -> str | list[str]:
    """Plain words as text; others as `[style, words]` or `[target, words]`."""
    return run.text if run.style == "plain" else [run.target or run.style, run.text]
