"""A web server for one archive, on this machine only: the page, its tiles by ranges, and pages of events.

There is a fixed table of addresses and no path of a request ever becomes a path on the disk. Files carry their hash as
ETag; an address with the hash in it may be kept for ever.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from email.utils import formatdate
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

from mapapp.archive.counts import CELL_SHIFT, CELL_ZOOM
from mapapp.archive.manifest import TILES, Archive
from mapapp.archive.paging import open_pages
from mapapp.errors import InvalidInputError, MapAppError, OutputError
from mapapp.view import View, parse_view
from mapapp.webmap import CountedPage, render_counted_page

MOST_EVENTS = 5000
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_CELL = re.compile(r"(\d)/(\d{1,3})/(\d{1,3})", re.ASCII)
_OURS = ("cell", "start", "count", "key")


class ArchiveServer(ThreadingHTTPServer):
    """Serves one archive at http://localhost:PORT/."""

    daemon_threads = True

    def __init__(self, archive: Archive, view: View | None = None, port: int = 0) -> None:
        self.archive = archive
        shown = CountedPage(
            archive.name, archive.attribution, f"{TILES}?v={archive.files[TILES][1][:16]}",
            {"kind": "server", "url": "events"}, {"archive": archive.checksum},
        )  # fmt: skip
        self._open = ExitStack()
        self.pages = self._open.enter_context(open_pages(archive))
        self.page = render_counted_page(shown, view).encode()
        self.zipped = gzip.compress(self.page, 6, mtime=0)
        self.made = formatdate((archive.folder / TILES).stat().st_mtime, usegmt=True)
        self.page_tag = f'"{sha256(self.page).hexdigest()[:32]}"'
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            self._open.close()
            raise OutputError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error

    def server_close(self) -> None:
        """Stop, and let the database go."""
        super().server_close()
        self._open.close()

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://localhost:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is no error; all else is told on standard error."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ArchiveServer
    timeout = 60

    def do_GET(self) -> None:
        """Answer a request, with its body."""
        self._answer(True)

    def do_HEAD(self) -> None:
        """Answer a request without the body."""
        self._answer(False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""

    def _answer(self, body: bool) -> None:
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in ("localhost", "127.0.0.1", "[::1]"):  # another site's name that points here
            self._text(HTTPStatus.FORBIDDEN, "This server answers at localhost only.", body)
            return
        parts = urlsplit(self.path)
        routes: dict[str, Callable[[str, bool], None]] = {
            "/": self._page, f"/{TILES}": self._tiles, "/events": self._events, "/archive.json": self._manifest,
        }  # fmt: skip
        route = routes.get(parts.path)
        if route is None:
            self._text(HTTPStatus.NOT_FOUND, "There is no such address.", body)
            return
        route(parts.query, body)

    def _page(self, query: str, body: bool) -> None:
        zipped = "gzip" in self.headers.get("Accept-Encoding", "")
        data = self.server.zipped if zipped else self.server.page
        extra = {"Content-Encoding": "gzip"} if zipped else {}
        headers = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding", **extra}
        self._data(data, headers, self.server.page_tag, "no-cache", body)

    def _manifest(self, query: str, body: bool) -> None:
        data = json.dumps(self.server.archive.record(), ensure_ascii=False).encode()
        tag = f'"{self.server.archive.checksum[:32]}"'
        self._data(data, {"Content-Type": "application/json"}, tag, "no-cache", body)

    def _tiles(self, query: str, body: bool) -> None:
        archive = self.server.archive
        size, digest = archive.files[TILES]
        kept = parse_qs(query).get("v") == [digest[:16]]
        caching = "public, max-age=31536000, immutable" if kept else "no-cache"
        tag = f'"{digest[:32]}"'
        made = self.server.made
        headers = {"Content-Type": "application/vnd.pmtiles", "Accept-Ranges": "bytes", "Last-Modified": made}
        if self._unchanged(tag, caching, made):
            return
        asked = self.headers.get("Range")
        if self.headers.get("If-Range") not in (None, tag, made):
            asked = None  # part of another file is of no use: the whole of this one
        span = _span(asked, size)
        if span is None:
            self._head(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"Content-Range": f"bytes */{size}"}, 0)
            return
        start, stop = span
        if _RANGE.fullmatch(asked or ""):
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
        status = HTTPStatus.PARTIAL_CONTENT if "Content-Range" in headers else HTTPStatus.OK
        self._head(status, {**headers, "ETag": tag, "Cache-Control": caching}, stop - start)
        if body:
            with (archive.folder / TILES).open("rb") as file:
                file.seek(start)
                while start < stop and (block := file.read(min(1 << 18, stop - start))):
                    self.wfile.write(block)
                    start += len(block)

    def _events(self, query: str, body: bool) -> None:
        tag = f'"{sha256(self.server.archive.checksum.encode() + query.encode()).hexdigest()[:32]}"'
        try:
            asked = read_question(query)
            if self._unchanged(tag, "no-cache"):
                return
            events, total = self._answers(asked)
        except (InvalidInputError, ValueError) as error:
            self._text(HTTPStatus.BAD_REQUEST, str(error), body)
            return
        except MapAppError as error:
            self._text(HTTPStatus.NOT_FOUND, str(error), body)
            return
        data = json.dumps({"total": total, "events": events}, ensure_ascii=False).encode()
        self._data(data, {"Content-Type": "application/json"}, tag, "no-cache", body)

    def _answers(self, asked: Question) -> tuple[list[dict[str, object]], int]:
        if asked.key is None:
            return self.server.pages.page(asked.view, asked.keys, asked.start, asked.count)
        event = self.server.pages.one(asked.key)
        return ([event], 1) if event else ([], 0)

    def _data(self, data: bytes, headers: dict[str, str], tag: str, caching: str, body: bool) -> None:
        if self._unchanged(tag, caching):
            return
        self._head(HTTPStatus.OK, {**headers, "ETag": tag, "Cache-Control": caching}, len(data))
        if body:
            self.wfile.write(data)

    def _unchanged(self, tag: str, caching: str, made: str | None = None) -> bool:
        given = self.headers.get("If-None-Match")
        asked = [part.strip().removeprefix("W/") for part in (given or "").split(",")]
        since = self.headers.get("If-Modified-Since") if given is None else None
        if tag not in asked and "*" not in asked and (made is None or since != made):
            return False
        self._head(HTTPStatus.NOT_MODIFIED, {"ETag": tag, "Cache-Control": caching}, None)
        return True

    def _text(self, status: HTTPStatus, text: str, body: bool) -> None:
        data = text.encode("utf-8", "replace")
        self._head(status, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}, len(data))
        if body:
            self.wfile.write(data)

    def _head(self, status: HTTPStatus, headers: dict[str, str], length: int | None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()


def _span(asked: str | None, size: int) -> tuple[int, int] | None:
    """The first byte and the byte after the last that a Range header asks for; None where that is not there.

    What is not one range of bytes is answered with the whole file, as RFC 9110 allows.
    """
    match = _RANGE.fullmatch(asked or "")
    if not match or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        return (max(size - int(last), 0), size) if int(last) else None
    start, stop = int(first), min(int(last) + 1 if last else size, size)
    return (start, stop) if start < stop else None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of `events`: a page of what a View shows in a cell (`keys`: quadkeys), or the event of `key`."""

    view: View
    keys: tuple[int, int] | None
    start: int
    count: int
    key: str | None


def read_question(query: str) -> Question:
    """Read a query string: a View's keys, cell=z/x/y, start, count, or key. Raises InvalidInputError, ValueError."""
    values = parse_qs(query, keep_blank_values=True)
    ours = {name: values.pop(name)[-1] for name in _OURS if name in values}
    view = replace(parse_view(urlencode(values, doseq=True)), center=None, zoom=None)
    start, count = (int(ours.get(name, otherwise)) for name, otherwise in (("start", "0"), ("count", "50")))
    if not (0 <= start <= 10**9 and 1 <= count <= MOST_EVENTS):
        raise InvalidInputError(f"start is from 0, count from 1 to {MOST_EVENTS}.")
    keys = None
    if "cell" in ours:
        match = _CELL.fullmatch(ours["cell"])
        z, x, y = map(int, match.groups()) if match else (9, 0, 0)
        if z > CELL_ZOOM or max(x, y) >= 1 << z:
            raise InvalidInputError("cell is z/x/y, of zoom 0 to 8.")
        keys = cell_keys(z, x, y)
    return Question(view, keys, start, count, ours.get("key"))


def cell_keys(z: int, x: int, y: int) -> tuple[int, int]:
    """The first and last quadkey of zoom 16 in a cell."""
    key = sum(((x >> i) & 1) << 2 * i | ((y >> i) & 1) << 2 * i + 1 for i in range(z))
    shift = CELL_SHIFT + 2 * (CELL_ZOOM - z)
    return key << shift, ((key + 1) << shift) - 1


@contextmanager
def serving(archive: Archive, view: View | None = None, port: int = 0) -> Iterator[ArchiveServer]:
    """A server that runs in a thread while the block does."""
    server = ArchiveServer(archive, view, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def serve_archive(archive: Archive, port: int | None, *, browser: bool, view: str | None = None) -> None:
    """Serve until stopped. Raises OutputError where the port is taken, InvalidInputError for a View that is none."""
    opening = parse_view(view) if view else None
    server = ArchiveServer(archive, opening, port or 0)
    print(f"mapapp: the archive is at {server.address} (stop it with Ctrl+C)", flush=True)
    if browser:
        webbrowser.open(server.address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def is_free(folder: Path) -> bool:
    """Is there nothing yet at a path, or an empty folder?"""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
