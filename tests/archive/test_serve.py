"""The local server: ranges, caching, no path but its own; and the same page from a plain static host."""

from __future__ import annotations

import gzip
import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from mapapp.archive import Archive
from mapapp.archive.query import stream_records
from mapapp.archive.serve import ArchiveServer, serving
from mapapp.archive.viewer import write_viewer
from mapapp.errors import OutputError
from mapapp.view import parse_view
from tests.archive.samples import build, events, write_csv


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    folder = tmp_path_factory.mktemp("serve")
    return build(folder / "made", write_csv(folder / "events.csv", events(1500)), part_rows=2000)


@pytest.fixture(scope="module")
def server(archive: Archive) -> Iterator[ArchiveServer]:
    with serving(archive) as running:
        yield running


Answer = tuple[int, dict[str, str], bytes]


def ask(server: ArchiveServer, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
    for name, value in named.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def headers_of(server: ArchiveServer) -> dict[str, str]:
    return ask(server, "/tiles.pmtiles", "HEAD")[1]


def test_tiles_are_given_by_ranges_and_kept(archive: Archive, server: ArchiveServer) -> None:
    data = (archive.folder / "tiles.pmtiles").read_bytes()
    status, headers, body = ask(server, "/tiles.pmtiles")
    assert (status, body, headers["accept-ranges"]) == (200, data, "bytes")
    tag = headers["etag"]
    size = len(data)
    for asked, start, stop in (("0-99", 0, 100), (f"{size - 5}-{size + 50}", size - 5, size), ("-7", size - 7, size)):
        status, headers, body = ask(server, "/tiles.pmtiles", Range=f"bytes={asked}")
        assert (status, body) == (206, data[start:stop])
        assert headers["content-range"] == f"bytes {start}-{stop - 1}/{size}" and headers["etag"] == tag
    status, headers, body = ask(server, "/tiles.pmtiles", Range=f"bytes={size}-")
    assert (status, headers["content-range"], body) == (416, f"bytes */{size}", b"")
    assert ask(server, "/tiles.pmtiles", Range="lines=1-2")[0] == 200
    assert ask(server, "/tiles.pmtiles", If_None_Match=tag)[0] == 304
    made = headers_of(server)["last-modified"]
    assert ask(server, "/tiles.pmtiles", If_Modified_Since=made)[0] == 304
    assert ask(server, "/tiles.pmtiles", If_Modified_Since=made, If_None_Match='"other"')[0] == 200  # the tag decides
    for same in (tag, made):
        assert ask(server, "/tiles.pmtiles", Range="bytes=0-9", If_Range=same)[::2] == (206, data[:10])
    assert ask(server, "/tiles.pmtiles", Range="bytes=0-9", If_Range='"other"')[::2] == (200, data)
    assert "immutable" not in ask(server, "/tiles.pmtiles?v=other")[1]["cache-control"]
    kept = ask(server, f"/tiles.pmtiles?v={archive.files['tiles.pmtiles'][1][:16]}", "HEAD")
    assert "immutable" in kept[1]["cache-control"] and kept[1]["content-length"] == str(size) and kept[2] == b""


def test_the_page_asks_for_nothing_but_its_own(server: ArchiveServer) -> None:
    status, headers, body = ask(server, "/")
    assert status == 200 and "connect-src 'self'" in body.decode() and "default-src 'none'" in body.decode()
    zipped = ask(server, "/", Accept_Encoding="gzip")
    assert gzip.decompress(zipped[2]) == body and zipped[1]["vary"] == "Accept-Encoding"
    assert ask(server, "/", If_None_Match=headers["etag"])[0] == 304


@pytest.mark.parametrize(
    "path", ["/../archive.json", "/store/", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/rejects.csv"]
)
def test_no_other_path_is_there(server: ArchiveServer, path: str) -> None:
    assert ask(server, path)[0] == 404


def test_only_localhost_is_answered(server: ArchiveServer) -> None:
    assert ask(server, "/archive.json", Host="evil.example")[0] == 403
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(OutputError, match="cannot be used"):
        ArchiveServer(server.archive, None, int(server.server_address[1]))


def test_the_events_of_a_cell_page_by_page(archive: Archive, server: ArchiveServer) -> None:
    view = "mode=between&from=1950&to=1990"
    found: list[dict[str, object]] = []
    for x, y in ((0, 0), (0, 1), (1, 0), (1, 1)):
        while True:
            start = sum(event["cell"] == (x, y) for event in found)
            status, _, body = ask(server, f"/events?cell=1/{x}/{y}&start={start}&count=200&{view}")
            page = json.loads(body)
            assert status == 200
            found += [event | {"cell": (x, y)} for event in page["events"]]
            if start + len(page["events"]) >= page["total"]:
                break
    expected = {json.loads(record)["id"] for record in stream_records(archive, parse_view(view))}
    assert len(found) == len(expected) and {event["id"] for event in found} == expected
    tag = ask(server, f"/events?cell=1/0/0&{view}")[1]["etag"]
    assert ask(server, f"/events?cell=1/0/0&{view}", If_None_Match=tag)[0] == 304
    assert ask(server, f"/events?cell=1/0/1&{view}")[1]["etag"] != tag
    one = {name: value for name, value in found[7].items() if name != "cell"}
    key = quote(str(one["key"]))
    assert json.loads(ask(server, f"/events?key={key}")[2]) == {"total": 1, "events": [one]}
    assert json.loads(ask(server, "/events?key=5.nobody")[2]) == {"total": 0, "events": []}
    records = {json.loads(record)["id"]: json.loads(record) for record in stream_records(archive, parse_view(view))}
    plain = ({name: value for name, value in event.items() if name not in ("cell", "key")} for event in found)
    assert all(records[str(event["id"])] == event for event in plain)


@pytest.mark.parametrize(
    "query", ["cell=9/0/0", "cell=x", "count=0", "count=999999", "from=never", "start=-1", "cell=1/2/0"]
)
def test_questions_that_make_no_sense_are_refused(server: ArchiveServer, query: str) -> None:
    status, headers, _ = ask(server, f"/events?{query}")
    assert status == 400 and headers["content-type"].startswith("text/plain")
    assert ask(server, "/events?kind=nothing")[0] == 404


def test_a_viewer_is_a_folder_that_was_not_there(archive: Archive, tmp_path: Path) -> None:
    write_viewer(archive, tmp_path / "site")
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [
        "README.txt", "events.bin", "events.idx", "index.html", "tiles.pmtiles",
    ]  # fmt: skip
    with pytest.raises(OutputError, match="not empty"):
        write_viewer(archive, tmp_path / "site")
    write_viewer(archive, tmp_path / "counts", events=False)
    assert not (tmp_path / "counts" / "events.bin").exists()
