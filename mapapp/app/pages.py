"""What the server answers itself: the finished pages that sessions show, one compressed copy of each for all readers.

A session's script names a page by its address instead of sending a megabyte with every opening; a browser that has the
page already does not ask again.
"""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FOLDER = "map"
"""Where pages stand, relative to the window's own address."""

_ICON = Path(__file__).with_name("icon.svg")
"""In place of Streamlit's own, at its address."""

_HEADERS = {
    "Cache-Control": "private, immutable, max-age=31536000",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Accept-Encoding",
}


class Page:
    """A page, compressed once. Its address holds the hash of its content, which nobody knows who does not have it."""

    def __init__(self, html: str) -> None:
        content = html.encode("utf-8")
        self.name = hashlib.sha256(content).hexdigest()
        self.compressed = gzip.compress(content, mtime=0)
        _pages[self.name] = self

    @property
    def address(self) -> str:
        """Where a browser finds it, relative to the window's own address."""
        return f"{FOLDER}/{self.name}"


_pages: WeakValueDictionary[str, Page] = WeakValueDictionary()
"""The pages by name, for as long as a session's script can still show them."""


async def _answer(request: Request) -> Response:
    page = _pages.get(request.path_params["name"])
    if page is None:
        return Response("There is no such page any more.", 404, media_type="text/plain")
    # As plain text: it is shown by the window that asked for it, never as a document of its own.
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(page.compressed, headers={**_HEADERS, "Content-Encoding": "gzip"}, media_type="text/plain")
    return Response(gzip.decompress(page.compressed), headers=_HEADERS, media_type="text/plain")


async def _icon(_: Request) -> Response:
    # Kept by the browser, which asks for it anew at every change of the address.
    return FileResponse(_ICON, headers={"Cache-Control": "public, max-age=86400"})


ROUTES = [Route(f"/{FOLDER}/{{name}}", _answer, methods=["GET"]), Route("/favicon.png", _icon, methods=["GET"])]
