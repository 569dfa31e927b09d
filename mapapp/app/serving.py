"""The server: Streamlit's own application, with our pages and the window's files before it, on a socket of ours."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

import uvicorn
from starlette.middleware import Middleware
from streamlit import config
from streamlit.starlette import App

from mapapp.app.gate import Gate
from mapapp.app.pages import ROUTES
from mapapp.app.window_files import WindowFiles


@asynccontextmanager
async def _ready(_app: App) -> AsyncIterator[None]:
    """Before the first request: load all that a session needs, and leave it out of garbage collection for good.

    The 150,000 objects of libraries stay as they are; to walk them at each collection costs 0.1 s. The desks, which not
    every explorer has, are loaded beside the first requests.
    """
    import_module("mapapp.app.explorer")
    gc.collect()
    gc.freeze()
    Thread(target=import_module("mapapp.app.desks").load_desks, daemon=True).start()
    yield


PARTS: dict[str, Any] = {
    "script_path": Path(__file__).with_name("script.py"),
    "routes": ROUTES,
    "middleware": [Middleware(Gate), Middleware(WindowFiles)],
    "lifespan": _ready,
}
"""What makes Streamlit's `App` the explorer."""

_PING_SECONDS = 30
_SECONDS_TO_STOP = 3


def serve(listening: socket.socket) -> None:
    """Answer requests at a socket until the process is told to stop. Streamlit's settings are those of `config`."""
    settings = uvicorn.Config(
        App(**PARTS),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=int(config.get_option("server.maxMessageSize")) * 1_000_000,
        ws_ping_interval=_PING_SECONDS,
        ws_ping_timeout=_PING_SECONDS,
        ws_per_message_deflate=bool(config.get_option("server.enableWebsocketCompression")),
        timeout_graceful_shutdown=_SECONDS_TO_STOP,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the server has stopped in order when this is heard
    with suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run(sockets=[listening])


def listen(address: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError.

    Its answers leave at once: without TCP_NODELAY each would wait 40 ms for the reader's acknowledgement of its
    headers, and asyncio sets that only where a socket names its protocol.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if family == socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows, where SO_REUSEADDR would share a port that is in use
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening
