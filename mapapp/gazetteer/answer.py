"""A question with its options answered, and the answer as JSON and as text."""

from __future__ import annotations

from collections.abc import Sequence

from mapapp.gazetteer.folding import fold_name
from mapapp.gazetteer.kinds import KIND_WORDS
from mapapp.gazetteer.locate import Candidate, locate
from mapapp.gazetteer.online import OnlineGeocoder
from mapapp.gazetteer.titles import country_in, title_in
from mapapp.language import Translator
from mapapp.when import parse_when


def answer(name: str, year: str | None, near: str | None, online: str | None) -> list[Candidate]:
    """The candidates for a name: `year` is EDTF, `near` names an atlas, `online` is the address of a geocoder.

    Raises InvalidInputError, NotFoundError or InvalidAtlasError.
    """
    atlas = None
    if near is not None:
        from mapapp.atlas import open_atlas  # slow to import, and most questions name no atlas

        atlas = open_atlas(near, fingerprint=False)
    found = locate(name, year=parse_when(year) if year is not None else None, atlas=atlas)
    return found + (OnlineGeocoder(online).ask(name) if online is not None else [])


def candidate_json(candidate: Candidate, t: Translator) -> dict[str, object]:
    """A candidate as an object of JSON."""
    return {
        "id": candidate.id,
        "name": candidate.name,
        "title": title_in(candidate.id, t.language, candidate.name),
        "matched": candidate.matched,
        "lang": candidate.lang,
        "kind": candidate.kind,
        "country": candidate.country,
        "lon": candidate.point[0],
        "lat": candidate.point[1],
        "population": candidate.population,
        "when": candidate.when,
        "score": candidate.score,
        "reasons": [reason.words(t) for reason in candidate.reasons],
        "attribution": candidate.attribution,
    }


def candidates_text(name: str, candidates: Sequence[Candidate], t: Translator) -> str:
    """Candidates as lines: score, name, kind, country, longitude and latitude, id; below each its reasons."""
    if not candidates:
        return f"{name}: nothing found. Write it in full, in another language, or add it to the atlas."
    lines = []
    for one in candidates:
        lon, lat = one.point
        lines.append(f"{one.score:.2f}  {_words(one, t)}  {lon:.4f}, {lat:.4f}  {one.id}")
        lines.append(f"      {'; '.join(reason.words(t) for reason in one.reasons)}")
    owed = dict.fromkeys(one.attribution for one in candidates if one.attribution)
    return "\n".join([*lines, f"Names and positions: {'; '.join(owed)}"])


def _words(one: Candidate, t: Translator) -> str:
    """A candidate's name in the reader's language, the name that fits beside it where it is another; kind, country."""
    title = title_in(one.id, t.language, one.name)
    kind, country = one.kind, one.country
    if t.language != "en":
        kind = t(KIND_WORDS[one.kind]) if one.kind in KIND_WORDS else one.kind
        country = country_in(one.country, t.language) if one.kind != "state" else ""
    beside = f" ({one.matched})" if fold_name(one.matched) != fold_name(title) else ""
    return f"{title}{beside}  {kind} {country}".rstrip()
