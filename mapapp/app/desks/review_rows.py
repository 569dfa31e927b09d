"""What the page of the review desk is told: proposals with their passages, the events that each could join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from mapapp.app.desks.placenames import place_title
from mapapp.app.desks.terms import term
from mapapp.gazetteer import country_in, locate
from mapapp.language import Translator, date_words, msg
from mapapp.model import Atlas, Event, in_language
from mapapp.reading.proposals import Choice, Proposal, Reading, keep_candidate
from mapapp.when import parse_when

AROUND = 90
"""Characters shown before and after a passage."""

MOST_EVENTS = 6
"""Events suggested for a merge."""

NAMES = {
    "open": msg("to decide"), "accepted": msg("accepted"), "corrected": msg("corrected"), "merged": msg("merged"),
    "rejected": msg("rejected"),
}  # fmt: skip


def proposal_row(proposal: Proposal, text: str, t: Translator) -> dict[str, Any]:
    """A proposal as the page shows it; the passage is cut at its mentions and its date."""
    marks = [(low, high, "place") for low, high in proposal.mentions]
    if proposal.date and proposal.start <= proposal.date[0] < proposal.end:
        marks.append((*proposal.date, "date"))
    pieces, at = [], proposal.start
    for low, high, name in sorted(marks):
        if low >= at:
            pieces += [[text[at:low], ""], [text[low:high], name]]
            at = high
    pieces.append([text[at : max(at, proposal.end)], ""])
    return {
        "id": proposal.id, "name": proposal.name, "when": proposal.when, "status": proposal.status, "by": proposal.by,
        "score": proposal.score, "pieces": pieces, "choices": choice_rows(proposal.choices, t),
        "reasons": [t(words, **dict(values)) for words, values in proposal.reasons],
        "date": date_words(parse_when(proposal.when), t.language) if proposal.when else "",
        "before": text[max(0, proposal.start - AROUND) : proposal.start],
        "after": text[proposal.end : proposal.end + AROUND],
        "gone": proposal.gone,
    }  # fmt: skip


def choice_rows(choices: Sequence[Choice], t: Translator) -> list[dict[str, Any]]:
    """The places that a name may mean, with the reasons in the reader's language."""
    return [
        {"id": one.id, "name": place_title(one.id, one.name, t), "span": one.kind,
         "kind": term(one.kind, t) if one.kind else "",
         "country": country_in(one.country, t.language) if one.kind != "state" else "",
         "lon": one.lon, "lat": one.lat, "score": one.score, "attribution": one.attribution,
         "reasons": [t(words, **dict(values)) for words, values in one.reasons]}
        for one in choices
    ]  # fmt: skip


def looked_up(words: str, atlas: Atlas, t: Translator) -> list[dict[str, Any]]:
    """Places of the atlas and the gazetteer by a name that a person wrote."""
    return choice_rows([keep_candidate(one) for one in locate(words, atlas=atlas, most=5)], t)


def event_labels(atlas: Atlas, t: Translator) -> list[list[str]]:
    """Every event: its id, and its date and title in the reader's language."""
    return [[event.id, _label(event, t)] for event in atlas.events]


def _label(event: Event, t: Translator) -> str:
    return f"{event.when.edtf if event.when else '–'}  {in_language(event.title, t.language)}"[:100]


class Mergers:
    """The events that a passage could be a further citation of: of its own sentence, of its place, of its time."""

    def __init__(self, atlas: Atlas, reading: Reading, t: Translator) -> None:
        self._t, self._events = t, atlas.event_by_id
        self._of_passage: dict[tuple[int, int], list[str]] = defaultdict(list)
        for one in reading.proposals:
            made = [name.removeprefix("event:") for name in one.made if name.startswith("event:")]
            self._of_passage[one.start, one.end] += made
        self._at: dict[str, list[str]] = defaultdict(list)
        self._in: dict[str, list[str]] = defaultdict(list)
        for event in atlas.events:
            for place in event.places:
                self._at[place].append(event.id)
            if event.when:
                self._in[event.when.edtf[:4]].append(event.id)
        self._named = {name.name.casefold(): place.id for place in atlas.places for name in place.names}

    def suggested(self, proposal: Proposal) -> list[list[str]]:
        """At most MOST_EVENTS events, the likeliest first."""
        choice = proposal.choices[0].id.removeprefix("atlas:") if proposal.choices else ""
        place = choice if choice in self._at else self._named.get(proposal.name.casefold(), "")
        here, then = self._at.get(place, []), self._in.get(proposal.when[:4], []) if proposal.when else []
        both = [event for event in here if event in set(then)]
        passage = self._of_passage.get((proposal.start, proposal.end), [])
        found = dict.fromkeys([*passage, *both, *then[:MOST_EVENTS], *here[:MOST_EVENTS]])
        known = [self._events[event] for event in found if event in self._events][:MOST_EVENTS]
        return [[event.id, _label(event, self._t)] for event in known]


def page_words(t: Translator) -> Mapping[str, str]:
    """The words of the page's own controls."""
    return {
        "proposals": t("Proposals"), "places": t("Places"), "undated": t("no date"), "unlocated": t("no place"),
        "accept": t("Accept"), "correct": t("Correct"), "merge": t("Merge"), "reject": t("Reject"), "undo": t("Undo"),
        "save": t("Save"), "event": t("Event"), "when": t("Date (EDTF)"), "title": t("Title"), "kind": t("Kind"),
        "itself": t("empty: made from place and date"),
        "find": t("Find the place"), "name": t("Name, or longitude,latitude"), "search": t("Look it up"),
        "called": t("Name of the place"),
        "none": t("No place of this name is known: click on the map, or write longitude,latitude."),
        "words": t("Words of its title, or its date"), "byhand": t("set by hand"),
        "gone": t("The passage is no longer in the document."), "before": t("before"), "next": t("next"),
        "nothing": t("No proposal fits this filter."), "credits": "GeoNames, CC BY 4.0 · Natural Earth",
        "rejectall": t("Reject all of this name"), "by": t("by {name}"),
        **{name: t(text) for name, text in NAMES.items()},
    }  # fmt: skip
