"""The page of an archive of counts: our slider and base map over a file of tiles that lies beside the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mapapp.atlas import geodata_folder
from mapapp.language import LANGUAGES, messages_for
from mapapp.theme import tokens
from mapapp.view import View, format_view
from mapapp.webmap.basemap import pack_basemap
from mapapp.webmap.page import AtlasElement, BareMap, Page, renumber

BASEMAP_CREDITS = "Base map made with Natural Earth."


@dataclass(frozen=True, slots=True)
class CountedPage:
    """What a page of counts shows.

    `tiles` is the address of the PMTiles file; `events` where single events come from: {"kind": "server", "url": …},
    {"kind": "pages", "url": …, "index": …, "keep": names of further columns}, or None where there are counts only.
    """

    name: str
    attribution: str
    tiles: str
    events: dict[str, Any] | None
    facts: dict[str, str]


def render_counted_page(shown: CountedPage, view: View | None = None) -> str:
    """The page as the text of one HTML file; it asks only for the files beside it."""
    opening = view or View()
    values: dict[str, Any] = {
        "name": shown.name,
        "tiles": shown.tiles,
        "events": shown.events,
        "view": format_view(opening),
        "lang": opening.lang,
        "languages": LANGUAGES,
        "credits": " ".join(part for part in (shown.attribution, BASEMAP_CREDITS) if part),
        "basemap": pack_basemap(geodata_folder() / "basemap" / "world-50m.topo.json"),
        "theme": {name: tokens(name) for name in ("light", "dark")},
        "messages": {language: messages_for(language) for language in LANGUAGES},
    }
    page = Page(shown.name, opening.lang, shown.facts)
    map_ = BareMap(zoomControl=True, minZoom=0.5)
    page.add_child(map_)
    map_.add_child(AtlasElement(values, "archive-main.js", "startArchive", ("slider.css", "archive.css")))
    renumber(page)
    return page.render().replace("; img-src", "; connect-src 'self'; img-src", 1)
