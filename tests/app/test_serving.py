"""What an opening of the explorer costs: everything large is made once, sent compressed, and kept by the browser."""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import re
import socket
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from mapapp.app import explorer, serving, window_files
from mapapp.app.pages import Page
from mapapp.app.serving import PARTS, listen
from mapapp.app.window_files import WindowFiles


def finish(work: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a thread of its own: beside Playwright, this thread has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def test_two_sessions_show_one_page_that_was_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def counted(*given: Any, **named: Any) -> str:
        made.append(render(*given, **named))
        return made[-1]

    render = explorer.render_page
    monkeypatch.setattr(explorer, "render_page", counted)
    explorer._page.clear()
    for _ in range(2):
        app = AppTest.from_file(str(PARTS["script_path"]), default_timeout=60).run()
        assert not app.exception
    assert len(made) == 1
    explorer._page.clear()


async def open_session(port: int) -> tuple[int, str]:
    """Open the explorer as a browser does: the bytes of its messages, and the address of the page of the map."""
    size, page = 0, ""
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with websockets.connect(address, subprotocols=[websockets.Subprotocol("streamlit")]) as link:
        asked = BackMsg()
        asked.rerun_script.query_string = "atlas=crossroads"
        await link.send(asked.SerializeToString())
        while True:
            answer, content = ForwardMsg(), await asyncio.wait_for(link.recv(), 60)
            assert isinstance(content, bytes)
            answer.ParseFromString(content)
            size += len(content)
            if answer.delta.new_element.WhichOneof("type") == "bidi_component":
                page = json.loads(answer.delta.new_element.bidi_component.json)["page"]
            if answer.WhichOneof("type") == "script_finished":
                return size, page


def test_an_opening_sends_few_bytes_and_its_files_compressed_and_to_be_kept(port: int) -> None:
    (first, page), (second, same) = (finish(open_session(port)) for _ in range(2))
    assert page == same
    assert first < 40_000 and second < 40_000
    connection = HTTPConnection("127.0.0.1", port, timeout=20)

    def fetch(path: str, encoding: str = "gzip") -> tuple[Any, bytes]:
        connection.request("GET", f"/{path}", headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        return answer, answer.read()

    answer, content = fetch(page)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/plain"), "never a document of its own"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(content) < 700_000
    assert b"<!DOCTYPE html>" in gzip.decompress(content)[:50]
    assert fetch(page, "identity")[1] == gzip.decompress(content)
    assert fetch(f"{page[:-1]}x")[0].status == 404
    answer, _ = fetch("favicon.png")
    assert (answer.headers["Content-Type"], "max-age" in answer.headers["Cache-Control"]) == ("image/svg+xml", True)
    _, window = fetch("")
    scripts = re.findall(r'(?:src|href)="\./(static/[^"]+\.js)"', window.decode())
    answer, content = fetch(scripts[0])
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]
    plain, body = fetch(scripts[0], "identity")
    assert body == gzip.decompress(content)
    assert plain.headers["Content-Length"] == str(len(body))
    connection.close()


class Behind:
    """A server behind `WindowFiles` that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        kept = b"immutable" if scope["path"].endswith(".js") else b"no-cache"
        await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", kept)]})
        await send({"type": "http.response.body", "body": b"a" * 100, "more_body": True})
        await send({"type": "http.response.body", "body": b"b" * 100})


async def ask(app: WindowFiles, path: str, method: str = "GET", **headers: str) -> bytes:
    """One request to an ASGI application: the body of its answer."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    got: list[bytes] = []

    async def send(message: Any) -> None:
        got.append(message.get("body", b""))

    async def receive() -> Any:
        return {"type": "http.request"}

    await app({"type": "http", "method": method, "path": path, "headers": raw}, receive, send)
    return b"".join(got)


def test_what_never_changes_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        behind = Behind()
        app = WindowFiles(behind)
        body = b"a" * 100 + b"b" * 100
        answers = await asyncio.gather(*(ask(app, "/static/a.js", accept_encoding="gzip, br") for _ in range(5)))
        assert {gzip.decompress(answer) for answer in answers} == {body}
        assert await ask(app, "/static/a.js") == body
        assert behind.asked == ["/static/a.js"]
        for path in ("/static/a.html", "/static/./a.js", "/static//a.js", "/", "/media/a.js"):
            behind.asked.clear()
            assert [await ask(app, path), await ask(app, path)] == [body, body]
            assert set(behind.asked) == {path} and len(behind.asked) >= 2
        behind.asked.clear()
        await ask(app, "/static/a.js", method="HEAD")
        await ask(app, "/static/a.js", range="bytes=0-1")
        await ask(app, "/static/a.js", if_none_match='"x"')
        assert len(behind.asked) == 3
        monkeypatch.setattr(window_files, "MOST_BYTES", 10)
        behind.asked.clear()
        for _ in range(2):
            assert await ask(app, "/static/b.js") == body
        assert len(behind.asked) == 4, "asked for what can be kept no more, and passed on"

    finish(run())


def test_a_page_lives_as_long_as_a_session_can_show_it() -> None:
    from mapapp.app import pages

    page = Page("<p>x</p>")
    name = page.name
    assert name in pages._pages
    del page
    gc.collect()
    assert name not in pages._pages


def test_answers_leave_at_once() -> None:
    async def run() -> int:
        taken: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted = writer.get_extra_info("socket")
            taken.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(answer, sock=listen("127.0.0.1", 0)) as server:
            _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            found = await taken
            writer.close()
            await writer.wait_closed()
            return found

    assert finish(run()) != 0


def test_what_is_loaded_at_the_start_is_not_walked_after_every_run() -> None:
    async def run() -> None:
        async with serving._ready(None):  # type: ignore[arg-type]
            assert gc.get_freeze_count() > 100_000
            assert len(gc.get_objects()) < 20_000

    try:
        finish(run())
    finally:
        gc.unfreeze()


def test_a_checkout_is_served_by_the_same_parts() -> None:
    from streamlit.web.server.app_discovery import discover_asgi_app

    assert discover_asgi_app(Path(__file__).parents[2] / "streamlit_app.py").is_asgi_app


def test_the_checkouts_script_draws_the_explorer_too() -> None:
    app = AppTest.from_file(str(Path(__file__).parents[2] / "streamlit_app.py"), default_timeout=60).run()
    assert not app.exception
    assert len(app.main) > 0
