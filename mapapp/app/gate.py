"""Before all else that the server does: which hosts and paths it answers to, and who may show it in a frame."""

from __future__ import annotations

import os
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from mapapp.app.variables import WORKSPACE_VARIABLE

_NOT_OURS = re.compile(r"/(?:_stcore/(?:metrics|agent)|auth|oauth2callback)(?:/|$)")
"""What Streamlit offers and the explorer does not: figures of the process, a way in for programs, signing in."""

_UPLOADS = "/_stcore/upload_file/"
"""Where files arrive, to be kept in memory: of no use where nobody may write."""

_NO_FRAMES = ("content-security-policy", "frame-ancestors 'self'")
"""Where there are desks, no page of others shows the explorer in a frame: a click meant for it would fall on a desk."""


class Gate:
    """The outermost layer: refuses foreign hosts (403) and closed paths (404), passes everything else on.

    Streamlit itself refuses a WebSocket by the same rule of hosts, and by its origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not is_host_allowed(Headers(scope=scope).get("host")):
            await PlainTextResponse("No explorer of this name is here.", 403)(scope, receive, send)
        elif _is_closed(scope["path"]):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))


def _may_write() -> bool:
    return bool(os.environ.get(WORKSPACE_VARIABLE))


def _is_closed(path: str) -> bool:
    return bool(_NOT_OURS.match(path)) or (path.startswith(_UPLOADS) and not _may_write())


def _with_headers(send: Send) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("x-content-type-options", "nosniff")
            if _may_write():
                headers.append(*_NO_FRAMES)
        await send(message)

    return add
