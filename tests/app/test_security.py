"""The server as a stranger's page or program would meet it: hosts, origins, forged uploads, paths out of the folder."""

from __future__ import annotations

import base64
import socket
import tomllib
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from mapapp.app.gate import Gate
from mapapp.app.labels import plain_label
from mapapp.app.launch import SETTINGS, UPLOAD_MB, allowed_hosts
from mapapp.app.variables import WORKSPACE_VARIABLE
from tests.app.test_serving import finish

PATHS = (
    "/../../../../etc/passwd",
    "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2f..%2fetc/passwd",
    "/..%5c..%5c..%5cetc%5cpasswd",
    "/%252e%252e%252fetc/passwd",
    "/....//....//etc/passwd",
    "//etc/passwd",
    "/static/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/etc/passwd",
    "/app/static/../../etc/passwd",
    "/app/static/%2fetc%2fpasswd",
    "/media/../../etc/passwd",
    "/media/%2e%2e%2fetc%2fpasswd",
    "/component/mapapp.page/../../../etc/passwd",
    "/component/mapapp.page/%2fetc%2fpasswd",
    "/_stcore/bidi-components/mapapp.page/../../../../etc/passwd",
    "/_stcore/upload_file/../../etc/passwd",
    "/?atlas=../../../etc/passwd",
    "/?desk=../../../etc/passwd",
    "/map/../../../../etc/passwd",
    "/map/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/map/..%5c..%5cetc%5cpasswd",
    "/map/%2fetc%2fpasswd",
    "/map/%00",
    "/map/%ff%fe",
    "/map/%e2%80%ae",
    "/map/" + "0" * 60_000,
    "/favicon.png/../../../etc/passwd",
    "/favicon.png%00/etc/passwd",
    "/%00/etc/passwd",
    "/file:///etc/passwd",
    "http://localhost/../etc/passwd",
    "*",
)
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore%2fmetrics",
    "/%5fstcore/metrics",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
)


def knock(port: int, host: str, origin: str) -> int:
    """The status of a WebSocket handshake."""
    connection = HTTPConnection("localhost", port, timeout=20)
    key = base64.b64encode(b"0" * 16).decode()
    headers = {
        "Host": host, "Origin": origin, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key, "Sec-WebSocket-Protocol": "streamlit",
    }  # fmt: skip
    connection.request("GET", "/_stcore/stream", headers=headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost:{port}", "http://localhost:{port}", 101),
        ("127.0.0.1:{port}", "http://127.0.0.1:{port}", 101),
        ("maps.example.org", "https://maps.example.org", 101),
        ("localhost:{port}", "http://evil.example", 403),
        ("localhost:{port}", "null", 403),
        ("localhost:{port}", "http://localhost.evil.example:{port}", 403),
        ("localhost:{port}", "https://evil.streamlit.app", 403),
        ("evil.example:{port}", "http://evil.example:{port}", 403),  # its name points here: DNS rebinding
        ("localhost.evil.example", "http://localhost.evil.example", 403),
        ("localhost@evil.example", "http://localhost@evil.example", 403),
    ],
)
def test_only_its_own_pages_reach_the_explorer(port: int, host: str, origin: str, status: int) -> None:
    assert knock(port, host.format(port=port), origin.format(port=port)) == status


def ask(port: int, request: str, host: str | None = None, headers: str = "") -> bytes:
    """The whole answer to a request that is sent as it is: a client would tidy it."""
    named = f"localhost:{port}" if host is None else host
    sent = f"{request} HTTP/1.1\r\nHost: {named}\r\nConnection: close\r\n{headers}\r\n".encode("latin-1")
    answer = b""
    with socket.create_connection(("localhost", port), timeout=20) as raw, suppress(ConnectionError):
        raw.sendall(sent)  # what is far too long is cut off in the midst of it
        while part := raw.recv(65536):
            answer += part
    answer = answer or b"HTTP/1.1 400 cut off"
    assert answer.startswith(b"HTTP/1.1 ")
    return answer


def status(answer: bytes) -> int:
    """The status of an answer."""
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out(port: int, path: str) -> None:
    answer = ask(port, f"GET {path}")
    assert b"root:" not in answer
    assert status(answer) < 500


@pytest.mark.parametrize("path", CLOSED)
def test_what_only_streamlit_offers_is_closed(port: int, path: str) -> None:
    answer = ask(port, f"GET {path}")
    assert status(answer) in (400, 404) or b'<div id="root">' in answer  # its window, as for any path it does not know
    assert status(ask(port, f"POST {path}")) in (400, 404, 405)


@pytest.mark.parametrize("path", ["/", "/favicon.png", "/map/0", "/_stcore/health", "/_stcore/host-config"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "localhost.evil.example", "localhost@evil.example", "localhost:99999999",
     "localhost, evil.example", "localhost/evil.example", "[::1", "\xff", ""],
)  # fmt: skip
def test_no_request_for_another_host_is_answered(port: int, path: str, host: str) -> None:
    assert status(ask(port, f"GET {path}", host.format(port=port))) == 403


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "FOO"])
def test_pages_are_only_read(port: int, method: str) -> None:
    answer = ask(port, f"{method} /map/{'0' * 64}")
    assert status(answer) in (404, 405)


def test_odd_headers_do_no_harm(port: int) -> None:
    ranges = ",".join(f"{number}-{number + 1}" for number in range(3000))
    for headers, expected in {
        "Host: evil.example\r\n": (400,),
        f"X: {'a' * 300_000}\r\n": (200, 400, 431),
        "".join(f"X{number}: a\r\n" for number in range(5000)): (200, 400, 431),
        f"Range: bytes={ranges}\r\n": (200, 206, 400, 416),
        f"Range: bytes={'9' * 5000}-\r\n": (200, 400, 416),
        f"Accept-Encoding: {'gzip,' * 9000}\r\n": (200,),
        "Content-Length: 99999999999\r\n": (200, 400, 413),
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n": (200, 400),
        "Cookie: _streamlit_xsrf=2|x|y|z\r\n": (200,),
        "If-None-Match: " + '"' * 9000 + "\r\n": (200,),
        "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: javascript\r\n": (200,),
    }.items():
        for path in ("/favicon.png", "/"):
            answer = ask(port, f"GET {path}", headers=headers)
            assert status(answer) in expected, (headers[:60], answer[:200])
            assert b"evil.example" not in answer
    assert status(ask(port, "GET /_stcore/health")) == 200


def test_no_page_of_others_shows_or_steers_it(port: int) -> None:
    for path in ("/", "/favicon.png", "/_stcore/health", "/media/none"):
        assert b"content-security-policy: frame-ancestors 'self'" in ask(port, f"GET {path}").lower()
    body = ask(port, "GET /_stcore/host-config", headers="Origin: https://evil.streamlit.app\r\n")
    assert b'"allowedOrigins":[]' in body
    assert b"access-control-allow-origin" not in body.lower()


@pytest.mark.parametrize("folder", ["", "somewhere"])
def test_where_nobody_may_write_nothing_is_uploaded_and_frames_are_free(
    monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def answer(path: str) -> tuple[int, dict[bytes, bytes]]:
        got: list[Any] = []

        async def send(message: Any) -> None:
            got.append(message)

        scope = {"type": "http", "method": "PUT", "path": path, "headers": []}
        finish(Gate(behind)(scope, None, send))  # type: ignore[arg-type]
        return got[0]["status"], dict(got[0]["headers"])

    monkeypatch.setenv(WORKSPACE_VARIABLE, folder)
    assert answer("/_stcore/upload_file/session/file")[0] == (200 if folder else 404)
    assert (b"content-security-policy" in answer("/")[1]) == bool(folder)


def test_an_upload_needs_the_token_of_a_session(port: int) -> None:
    connection = HTTPConnection("localhost", port, timeout=20)
    boundary = "x"
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="f"; filename="../../x"\r\n\r\nx\r\n--{boundary}--\r\n'
    )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", "Origin": "http://evil.example"}
    connection.request("PUT", "/_stcore/upload_file/session/file", body.encode(), headers)
    assert connection.getresponse().status in (400, 403)
    connection.close()


def test_the_server_listens_to_this_machine_only(port: int) -> None:
    listening = {line.split()[1] for name in ("tcp", "tcp6") for line in _sockets(name) if line.split()[3] == "0A"}
    at = {address.split(":")[0] for address in listening if int(address.split(":")[1], 16) == port}
    assert at <= {"0100007F", "00000000000000000000000001000000"}


def _sockets(name: str) -> list[str]:
    file = Path("/proc/net") / name
    if not file.exists():
        pytest.skip("only Linux lists its sockets as files")
    return file.read_text("ascii").splitlines()[1:]


def test_the_settings_are_strict() -> None:
    assert SETTINGS["server.enableXsrfProtection"] is True
    assert SETTINGS["client.showErrorDetails"] == "none"
    kept = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    for name in ("light", "dark"):
        asked = {key.rpartition(".")[2]: value for key, value in SETTINGS.items() if key.startswith(f"theme.{name}.")}
        assert kept["theme"][name] == asked, "the same colours from a checkout"
    assert SETTINGS["server.maxUploadSize"] == UPLOAD_MB <= 64
    assert allowed_hosts("localhost", ()) == ["localhost", "127.0.0.1", "::1"]
    assert allowed_hosts("0.0.0.0", ()) == []
    assert allowed_hosts("0.0.0.0", ["maps.example.org"]) == ["maps.example.org"]


def test_a_label_is_no_markdown() -> None:
    assert (
        plain_label("![x](http:\\\\evil\\x.png) :material/x: $a$ `b`") == "  x (http   evil x.png)  material/x   a   b "
    )
