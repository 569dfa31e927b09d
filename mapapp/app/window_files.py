"""The files of Streamlit's window, kept compressed: Streamlit reads each from the disk anew at every opening.

What it says itself never changes (its scripts, styles and fonts, named by their content) is asked of it once.
"""

from __future__ import annotations

import asyncio
import gzip
import posixpath
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = "/static/"
MOST_BYTES = 64_000_000
"""The most that is kept: many times what a window of Streamlit needs."""

_FOR_STREAMLIT = ("range", "if-none-match", "if-modified-since")
"""Headers of requests that it answers itself."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer: its headers, and its body, compressed where that makes it smaller."""

    headers: list[tuple[bytes, bytes]]
    body: bytes
    compressed: bool


class WindowFiles:
    """Before Streamlit's own server: answers the files of the window from memory, passes everything else on."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[str, _Kept] = {}
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        kept = None
        if scope["type"] == "http" and scope["method"] == "GET" and scope["path"].startswith(FOLDER):
            asked = Headers(scope=scope)
            if not any(name in asked for name in _FOR_STREAMLIT):
                kept = await self._find(scope, receive)
        if kept is None:
            await self._app(scope, receive, send)
        else:
            await _send(kept, "gzip" in asked.get("accept-encoding", ""), send)

    async def _find(self, scope: Scope, receive: Receive) -> _Kept | None:
        """What is kept of a file, asked of Streamlit where nothing is yet; None where it may change."""
        path: str = scope["path"]
        if path not in self._kept and path == posixpath.normpath(path):  # one spelling, or it would be kept many times
            async with self._one_at_a_time:
                answer = None if path in self._kept else await self._ask(scope, receive)
                if answer and len(answer.body) + sum(len(one.body) for one in self._kept.values()) <= MOST_BYTES:
                    self._kept[path] = answer
        return self._kept.get(path)

    async def _ask(self, scope: Scope, receive: Receive) -> _Kept | None:
        messages: list[Message] = []

        async def note(message: Message) -> None:
            messages.append(message)

        await self._app({**scope, "headers": []}, receive, note)
        headers = MutableHeaders(raw=list(messages[0]["headers"]))
        if messages[0]["status"] != 200 or "immutable" not in headers.get("cache-control", ""):
            return None
        body = b"".join(message.get("body", b"") for message in messages[1:])
        compressed = await asyncio.to_thread(gzip.compress, body, mtime=0)
        del headers["content-length"]
        headers.add_vary_header("Accept-Encoding")
        return _Kept(headers.raw, min(body, compressed, key=len), len(compressed) < len(body))


async def _send(kept: _Kept, may_be_compressed: bool, send: Send) -> None:
    """Send an answer that is kept."""
    body, headers = kept.body, list(kept.headers)
    if kept.compressed and may_be_compressed:
        headers.append((b"content-encoding", b"gzip"))
    elif kept.compressed:
        body = gzip.decompress(body)
    headers.append((b"content-length", str(len(body)).encode("ascii")))
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
