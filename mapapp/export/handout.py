"""A tour of an atlas as a handout: PDF, a page for each step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mapapp.errors import InvalidInputError, NotFoundError
from mapapp.language import translator
from mapapp.model import Atlas


def write_tour(
    atlas: Atlas, name: str, language: str, path: Path, progress: Callable[[int, int], None] | None = None
) -> None:
    """Write the tour `name` in the language nearest to `language`; `progress` hears how many pages are drawn, of all.

    Raises NotFoundError, which lists the atlas's tours, InvalidInputError for another ending than .pdf, or OutputError.
    """
    tour = next((one for one in atlas.tours if one.id == name), None)
    if tour is None:
        known = ", ".join(one.id for one in atlas.tours) or "none"
        raise NotFoundError(f"{atlas.id} has no tour {name!r}. Its tours: {known}.")
    if path.suffix.lower() != ".pdf":
        raise InvalidInputError(f"{path.name!r}: a tour is written as PDF; let the name end in .pdf.")
    from mapapp.staticmap.handout import write_handout  # matplotlib is slow to import

    write_handout(atlas, tour, translator(language).language, path, progress)
