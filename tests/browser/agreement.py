"""What the page shows is what Python selects for the same View."""

from __future__ import annotations

from playwright.sync_api import Page

from mapapp.model import Atlas
from mapapp.select import select
from mapapp.view import View, format_view, parse_view


def visible(page: Page) -> list[str]:
    """The ids of the events in the window, as the page says."""
    found: list[str] = page.evaluate("mapapp.visible()")
    return found


def selected(atlas: Atlas, view: View) -> list[str]:
    """The ids of the events in the window, as Python says."""
    return [event.id for event in select(atlas, view).events]


def agree(page: Page, atlas: Atlas) -> list[str]:
    """Python and the page show the same events for the page's View; gives their ids."""
    view = parse_view(page.evaluate("mapapp.query()"))
    ids = visible(page)
    assert sorted(ids) == sorted(selected(atlas, view)), format_view(view)
    return ids
