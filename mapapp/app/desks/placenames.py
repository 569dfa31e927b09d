"""Places of the gazetteer as a desk names them: in the reader's language, the name in Latin letters beside it."""

from __future__ import annotations

from mapapp.gazetteer import Candidate, country_in, title_in
from mapapp.language import Translator, msg


def place_title(place_id: str, name: str, t: Translator) -> str:
    """The name of a place in the reader's language, with its main name beside it where that is another."""
    title = title_in(place_id, t.language, name)
    if title == name or place_id.startswith("c:"):
        return title
    return t(msg("{title} ({name})"), title=title, name=name)


def place_label(one: Candidate, t: Translator) -> str:
    """A candidate in a list of choices: name, country, people, where it lies."""
    where = f"{one.point[0]:.2f}, {one.point[1]:.2f}"
    country = country_in(one.country, t.language) if one.country and one.kind != "state" else ""
    people = t(msg("{people} people"), people=f"{one.population:,}") if one.population else ""
    known = (place_title(one.id, one.name, t), country, people, where)
    return t(msg(", ")).join(part for part in known if part)
