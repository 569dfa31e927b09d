"""A person's decision about a proposal, written into the atlas: an event, its place, their citations, their source."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from shapely.geometry import Point

from mapapp.errors import InvalidInputError, NotFoundError, told
from mapapp.gazetteer import fold_name, shipped_names, title_in
from mapapp.language import date_words, in_each, msg, translator
from mapapp.model import Atlas, Citation, Event, Kind, Layer, Place, Source, TextFingerprint, Toponym, Words
from mapapp.reading.proposals import Choice, Proposal, Reading
from mapapp.when import parse_when

TERM = 17
"""Characters of a citation's term at most."""

_KIND = Kind("mention", "circle", "#0067A3", "#5DB5EA", {})
_LAYER = Layer("places", {})


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says in place of a proposal's own: empty fields leave it as it is."""

    place: str = ""
    when: str | None = None
    title: str = ""
    kind: str = ""
    event: str = ""
    by: str = ""
    name: str = ""
    """What a place that was set by hand is called."""


def accept(atlas: Atlas, reading: Reading, proposal: Proposal, page: str, said: Correction) -> tuple[Atlas, Proposal]:
    """The atlas with what a proposal says, and the proposal as decided. Raises InvalidInputError or NotFoundError.

    A proposal with a date makes an event at its place, cited from its passage; one without a date cites the place.
    With `said.event` the passage becomes a further citation of that event (a merge). `page` is the PDF's page or ''.
    """
    when = said.when if said.when is not None else proposal.when
    if when:
        parse_when(when)
    atlas, source = _with_source(atlas, reading)
    made: list[str] = []
    cited = _citation(source, proposal, page)
    if said.event:
        if said.event not in atlas.event_by_id:
            raise NotFoundError(told("{id} has no event {event}.", id=atlas.id, event=repr(said.event)))
        atlas = _cite(atlas, cited, f"event:{said.event}")
        return atlas, replace(proposal, status="merged", place=said.event, by=said.by, made=())
    choice = _chosen(atlas, proposal, said)
    place_id = ""
    if choice is not None:
        atlas, place_id, is_new = with_place(atlas, choice, proposal.name)
        made += [f"place:{place_id}"] if is_new else []
        if is_new or not when:
            atlas = _cite(atlas, cited, f"place:{place_id}")
    if not when and not place_id:
        raise InvalidInputError(told("A proposal needs a place or a date: correct it, or reject it."))
    there = _event_of_passage(atlas, cited, when, place_id) if when else ""
    if there:
        made += [there] if not any(there in one.made for one in reading.proposals) else []
    elif when:
        atlas, event_id = _with_event(atlas, proposal, when, place_id, said)
        made.append(f"event:{event_id}")
        atlas = _cite(atlas, cited, f"event:{event_id}")
    corrected = said.place or said.title or said.kind or (said.when is not None and said.when != proposal.when)
    decided = replace(
        proposal, status="corrected" if corrected else "accepted", when=when, place=place_id, title=said.title,
        kind=said.kind, by=said.by, made=tuple(made),
    )  # fmt: skip
    return atlas, decided


def _event_of_passage(atlas: Atlas, cited: Citation, when: str, place_id: str) -> str:
    """An event at this date and place that is cited from this very passage already (`event:ID`), '' where none is.

    So it is where a program was killed after it had written the atlas and before it could write the proposals.
    """
    places, edtf = (place_id,) if place_id else (), parse_when(when).edtf
    for one in atlas.citations:
        if (one.source, one.start, one.end) != (cited.source, cited.start, cited.end):
            continue
        event = atlas.event_by_id.get(one.subject.removeprefix("event:"))
        if event is not None and event.places == places and event.when is not None and event.when.edtf == edtf:
            return one.subject
    return ""


def reject(proposal: Proposal, by: str = "", note: str = "") -> Proposal:
    """A proposal as rejected."""
    return replace(proposal, status="rejected", by=by, note=note)


def undo(atlas: Atlas, reading: Reading, proposal: Proposal) -> tuple[Atlas, Proposal]:
    """The atlas without what a decision made, and the proposal open again; what others cite meanwhile stays."""
    touched = {*proposal.made, f"event:{proposal.place}" if proposal.status == "merged" else f"place:{proposal.place}"}

    def is_ours(one: Citation) -> bool:
        passages = ((proposal.start, proposal.end), (None, None) if proposal.gone else (proposal.start, proposal.end))
        return one.subject in touched and one.source == reading.source and (one.start, one.end) in passages

    cited = {one.subject for one in atlas.citations if not is_ours(one)}
    gone = {made for made in proposal.made if made not in cited}
    events = tuple(one for one in atlas.events if f"event:{one.id}" not in gone)
    used = {place for event in events for place in (*event.places, *event.about, event.origin)}
    gone -= {f"place:{name}" for name in used}
    places = tuple(one for one in atlas.places if f"place:{one.id}" not in gone)
    kept = {f"place:{one.id}" for one in places} - cited
    citations = tuple(one for one in atlas.citations if not is_ours(one) or one.subject in kept)
    back = replace(proposal, status="open", place="", title="", kind="", note="", by="", made=())
    return _fresh(atlas, citations=citations, events=events, places=places), back


def inherit(atlas: Atlas, reading: Reading, undone: Proposal, heir: Proposal) -> tuple[Atlas, Proposal]:
    """Let a place that a decision made, and that another one still uses, be made by and cited from that other."""
    subject = f"place:{heir.place}"
    if subject not in undone.made or subject in heir.made or heir.place not in atlas.place_by_id:
        return atlas, heir
    term = heir.name if 0 < len(heir.name) <= TERM else ""
    passage = (subject, reading.source, undone.start, undone.end)
    citations = tuple(
        replace(one, start=heir.start, end=heir.end, term=term)
        if (one.subject, one.source, one.start, one.end) == passage else one
        for one in atlas.citations
    )  # fmt: skip
    return _fresh(atlas, citations=citations), replace(heir, made=(*heir.made, subject))


def _fresh(atlas: Atlas, **changes: object) -> Atlas:
    """An atlas with changes; what it had computed of its old records is not carried over."""
    return replace(atlas, **changes)  # type: ignore[arg-type]


def _with_source(atlas: Atlas, reading: Reading) -> tuple[Atlas, str]:
    for source in atlas.sources:
        if source.id == reading.source or (source.text and source.text.sha256 == reading.sha256):
            return atlas, source.id
    name = _free_id(atlas, reading.id)
    text = TextFingerprint(reading.sha256, reading.characters, "utf-8", reading.language)
    title = reading.document.rsplit(".", 1)[0]
    csl: dict[str, object] = {"id": name, "type": "document", "title": title, "language": reading.language}
    short = dict.fromkeys(atlas.languages, title[:40])
    return _fresh(atlas, sources=(*atlas.sources, Source(name, csl, short, text))), name


def _citation(source: str, proposal: Proposal, page: str) -> Citation:
    term = proposal.name if 0 < len(proposal.name) <= TERM else ""
    return Citation("", None, source, page=page, start=proposal.start, end=proposal.end, term=term)


def _cite(atlas: Atlas, citation: Citation, subject: str) -> Atlas:
    return _fresh(atlas, citations=(*atlas.citations, replace(citation, subject=subject)))


def _chosen(atlas: Atlas, proposal: Proposal, said: Correction) -> Choice | None:
    """The place that was said, else the first that was proposed: an id of the atlas, a candidate, or `lon,lat`."""
    wanted = said.place
    if not wanted:
        return proposal.choices[0] if proposal.choices else None
    for choice in proposal.choices:
        if choice.id == wanted:
            return choice
    plain = wanted.removeprefix("atlas:")
    if plain in atlas.place_by_id:
        return Choice(f"atlas:{plain}", proposal.name, "", "", 0, 0, 1, (), "")
    if point := re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)", wanted):
        lon, lat = float(point[1]), float(point[2])
        if abs(lon) <= 180 and abs(lat) <= 90:
            return Choice("", said.name or proposal.name or wanted, "other", "", lon, lat, 1, (), "given by hand")
    found = _from_gazetteer(wanted)
    if found is None:
        raise NotFoundError(
            told(
                "There is no place {wanted}: choose one that is proposed, or write longitude,latitude.",
                wanted=repr(wanted),
            )
        )
    return found


def _from_gazetteer(place_id: str) -> Choice | None:
    place = shipped_names().place_of(place_id)
    return Choice(place.id, place.name, place.kind, place.country, *place.point, 1, (), "") if place else None


def with_place(atlas: Atlas, choice: Choice, written: str) -> tuple[Atlas, str, bool]:
    """The atlas with the place that is chosen, its id, and whether it is new; `written` is its name in the document."""
    if choice.id.startswith("atlas:"):
        return atlas, choice.id.removeprefix("atlas:"), False
    mark = f"gazetteer {choice.id}"
    for place in atlas.places:
        if choice.id and place.note == mark:
            return atlas, place.id, False
    atlas = _with_layer(atlas)
    place_id = _free_id(atlas, _slug(choice.name))
    place = Place(
        place_id, choice.kind if choice.kind != "sea-area" else "sea", atlas.layers[0].id,
        _toponyms(atlas, choice, written), Point(choice.lon, choice.lat), "approximate",
        geometry_source=choice.attribution, country=choice.country or None, note=mark if choice.id else "",
    )  # fmt: skip
    return _fresh(atlas, places=(*atlas.places, place)), place_id, True


def _toponyms(atlas: Atlas, choice: Choice, written: str) -> tuple[Toponym, ...]:
    """A name in every language of the atlas, the former names with their spans, and the name as the document has it."""
    known = shipped_names().of_place(choice.id) if choice.id else []
    found = [Toponym(title_in(choice.id, tag, choice.name), tag, outside=True) for tag in atlas.languages]
    former = [
        Toponym(one.name, one.lang, parse_when(one.when), outside=True)
        for one in known if one.when and one.lang in atlas.languages
    ]  # fmt: skip
    spelled = {fold_name(one.name) for one in (*found, *former)}
    extra = [Toponym(written, atlas.languages[0])] if written and fold_name(written) not in spelled else []
    return tuple(dict.fromkeys((*found, *former, *extra)))


def _with_event(
    atlas: Atlas, proposal: Proposal, when: str, place_id: str, said: Correction
) -> tuple[Atlas, str]:  # fmt: skip
    atlas = _with_kind(atlas)
    kind = said.kind or atlas.kinds[0].id
    if kind not in {one.id for one in atlas.kinds}:
        raise NotFoundError(
            told(
                "{id} has no kind {kind}: it has {kinds}.",
                id=atlas.id,
                kind=repr(kind),
                kinds=", ".join(one.id for one in atlas.kinds),
            )
        )
    event_id = _free_id(atlas, _slug(f"{parse_when(when).edtf[:10]}-{place_id or 'event'}"))
    event = Event(
        event_id, parse_when(when), kind, event_title(atlas, when, place_id, said.title), {},
        date_basis="resolved" if proposal.date_basis == "resolved" and when == proposal.when else "stated",
        places=(place_id,) if place_id else (), place_basis="stated" if place_id else None,
    )  # fmt: skip
    return _fresh(atlas, events=(*atlas.events, event)), event_id


def event_title(atlas: Atlas, when: str, place_id: str, said: str) -> Words:
    """The title that was said, else place and date in words, in every language of the atlas."""
    if said:
        return dict.fromkeys(atlas.languages, said)
    words = {}
    for tag in atlas.languages:
        place = atlas.place_by_id.get(place_id)
        name = next((one.name for one in place.names if one.lang == tag), place.names[0].name) if place else ""
        date = date_words(parse_when(when), tag, weekday=False)
        words[tag] = translator(tag)(msg("{place}, {date}"), place=name, date=date) if name else date
    return words


def _with_layer(atlas: Atlas) -> Atlas:
    if atlas.layers:
        return atlas
    words = in_each("Places", atlas.languages)
    return _fresh(atlas, layers=(replace(_LAYER, title=words),))


def _with_kind(atlas: Atlas) -> Atlas:
    if atlas.kinds:
        return atlas
    words = in_each("Events", atlas.languages)
    return _fresh(atlas, kinds=(replace(_KIND, title=words),))


def _slug(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", fold_name(text)).strip("-")[:60]
    return slug or "place"


def _free_id(atlas: Atlas, wanted: str) -> str:
    taken = {
        one.id for group in (atlas.sources, atlas.places, atlas.events, atlas.figures, atlas.actors, atlas.eras,
                             atlas.disagreements) for one in group
    }  # fmt: skip
    return next(
        name for number in range(1, 10**6) if (name := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )
