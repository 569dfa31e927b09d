"""The server as a stranger's page or program would meet it: hosts, origins, forged uploads, paths out of the folder."""

from __future__ import annotations

import base64
import socket
import tomllib
from http.client import HTTPConnection
from pathlib import Path

import pytest

from mapapp.app.labels import plain_label
from mapapp.app.launch import SETTINGS, UPLOAD_MB, allowed_hosts

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
    "/%00/etc/passwd",
    "/file:///etc/passwd",
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
        ("evil.example:{port}", "http://evil.example:{port}", 403),  # its name points here: DNS rebinding
        ("localhost.evil.example", "http://localhost.evil.example", 403),
        ("localhost@evil.example", "http://localhost@evil.example", 403),
    ],
)
def test_only_its_own_pages_reach_the_explorer(port: int, host: str, origin: str, status: int) -> None:
    assert knock(port, host.format(port=port), origin.format(port=port)) == status


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leads_out(port: int, path: str) -> None:
    with socket.create_connection(("localhost", port), timeout=20) as raw:  # as it is: a client would tidy the path
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
        answer = b""
        while part := raw.recv(65536):
            answer += part
    assert b"root:" not in answer
    assert answer.startswith(b"HTTP/1.1 ")


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
