"""Archives: hostile cells in their sources, and archives from strangers whose manifest, store and tiles lie."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mapapp.archive import open_archive
from mapapp.archive.check import check_archive
from mapapp.archive.exporting import write_archive_export
from mapapp.archive.query import stream_records
from mapapp.archive.serve import ArchiveServer, serving
from mapapp.cli import main
from mapapp.errors import InvalidInputError, MapAppError
from mapapp.view import View
from tests.archive.samples import build
from tests.archive.test_serve import ask
from tests.hostile.texts import ACCEPTED, REFUSED

FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
TEXTS = [text[:2000].replace("\0", "") for text in (*ACCEPTED.values(), *REFUSED.values())]
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of rows whose every cell of words is hostile, its sources' names too."""
    folder = tmp_path_factory.mktemp("archives")
    source = folder / "=cmd|' C calc'!A0 \x1b[31m.csv"
    with source.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "kind", "lon", "lat", "date", "=note", "'); DROP TABLE raw; --"])
        for number, text in enumerate(TEXTS):
            writer.writerow([f"{number} {text}", text, text, number % 90, 10, "2004", text, text])
            writer.writerow([f"{number} {text}", text, text, text, 10, text, text, text])  # rejected
            writer.writerow([f"{number} {text}", text, text, 1, 10, "2004", text, text])  # a duplicate
    build(
        folder / "made", source, keep=("=note", "'); DROP TABLE raw; --"), start="date", name="\x1b[31m\u202e<b>",
        attribution="=1+1</script>",
    )  # fmt: skip
    return folder / "made"


@pytest.fixture(scope="module")
def server(made: Path) -> Iterator[ArchiveServer]:
    with serving(open_archive(made)) as running:
        yield running


def test_hostile_cells_are_kept_as_text(made: Path, tmp_path: Path) -> None:
    archive = open_archive(made)
    assert archive.totals.stored + archive.totals.rejected + archive.totals.duplicates == archive.totals.read
    assert archive.totals.stored >= len(ACCEPTED) - 5
    assert check_archive(archive) == []
    records = [json.loads(record) for record in stream_records(archive, View())]
    assert "<script>window.pwned=1</script>" in {record["title"]["und"] for record in records}
    write_archive_export(archive, View(), tmp_path / "out.csv")
    for file in (tmp_path / "out.csv", made / "rejects.csv"):
        with file.open(encoding="utf-8-sig", newline="") as opened:
            header, *rows = csv.reader(opened)
        assert len(rows) > 50
        plain = {"longitude", "latitude", "row"}
        columns = [number for number, name in enumerate(header) if name not in plain]
        assert not any(FORMULA.match(row[number]) for row in (header, *rows) for number in columns)
    write_archive_export(archive, View(), tmp_path / "out.geojson")
    assert len(json.loads((tmp_path / "out.geojson").read_text("utf-8"))["features"]) == archive.totals.stored


def test_the_terminal_is_not_steered(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["archive", "info"], ["archive", "info", "--json"], ["archive", "check"], ["list", "events"]):
        with pytest.raises(SystemExit):
            main([*command[:2], str(made), *command[2:]] if command[0] == "archive" else ["list", str(made), "events"])
        out, err = capsys.readouterr()
        assert out and not STEERING.search(out + err)


def test_its_page_holds_the_text(server: ArchiveServer) -> None:
    status, _, body = ask(server, "/")
    page = body.decode()
    assert status == 200
    assert "</script></script>" not in page and "=1+1</script>" not in page
    assert "<b>" not in page.partition("</title>")[0]


@pytest.mark.parametrize(
    ("path", "headers", "statuses"),
    [
        ("/tiles.pmtiles", {"Range": "bytes=" + "9" * 5000 + "-"}, (200, 416)),
        ("/tiles.pmtiles", {"Range": "bytes=²-³"}, (200, 416)),
        ("/tiles.pmtiles", {"Range": "bytes=5-2"}, (416,)),
        ("/tiles.pmtiles", {"Range": "bytes=0-0," * 1000}, (200,)),
        ("/tiles.pmtiles?v=../../etc/passwd", {}, (200,)),
        ("/events?start=" + "9" * 5000, {}, (400,)),
        ("/events?count=-1", {}, (400,)),
        ("/events?cell=9/0/0", {}, (400,)),
        ("/events?cell=%C2%B2/0/0", {}, (400,)),
        ("/events?q=%00%27%3B--", {}, (200, 400)),
        ("/events?q=" + "(" * 2000, {}, (200, 400)),
        ("/events?kind=%27%20OR%201", {}, (404,)),
        ("/events?bbox=nan,nan,inf,1", {}, (400,)),
        ("/events?from=%0d%0aSet-Cookie:x", {}, (400,)),
        ("/store/../archive.json", {}, (404,)),
        ("/%2e%2e/archive.json", {}, (404,)),
        ("/archive.json/../../x", {}, (404,)),
        ("//evil/archive.json", {}, (404,)),
        ("/", {"Host": "evil.example"}, (403,)),
        ("/", {"Host": "localhost.evil.example"}, (403,)),
        ("/archive.json", {"If-None-Match": "*" * 5000}, (200, 304)),
    ],
)
def test_a_request_is_answered_with_words(
    server: ArchiveServer, path: str, headers: dict[str, str], statuses: tuple[int, ...]
) -> None:
    status, given, body = ask(
        server,
        path,
        **{name.replace("-", "_"): value.encode("utf-8").decode("latin-1") for name, value in headers.items()},
    )
    assert status in statuses
    assert given["x-content-type-options"] == "nosniff" and "set-cookie" not in given
    assert b"Traceback" not in body and b"root:" not in body


def tampered(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What a stranger may have written into a manifest."""
    for key in values:
        for name, value in (
            ("null", None),
            ("an object", {"x": 1}),
            ("a list", [[1]]),
            ("text", "<b>\u202e"),
            ("a huge number", 10**400),
            ("gone", ...),
        ):
            changed = {other: old for other, old in values.items() if other != key}
            if not (name == "text" and isinstance(values[key], str) and key != "unit") and not (
                name == "null" and key in ("first", "last")
            ):
                yield f"{key} is {name}", changed if value is ... else changed | {key: value}
    shard = values["shards"][0]
    for key, value in (
        ("path", "../../../etc/passwd"), ("path", "/etc/passwd"), ("path", "..\\x"), ("rows", "1"), ("low", -(10**400)), ("low", 1.5),
        ("sha256", "x\r\nSet-Cookie: a"), ("sha256", ""), ("bytes", None),
    ):  # fmt: skip
        yield f"shard: {key} {str(value)[:20]!r}", values | {"shards": [shard | {key: value}]}
    files = values["files"]
    for name, value in (
        ("../../../etc/passwd", [1, "0" * 64]),
        ("tiles.pmtiles", [1, "x\r\nSet-Cookie: a"]),
        ("tiles.pmtiles", [1]),
        ("tiles.pmtiles", ["1", "0" * 64]),
    ):
        yield f"files: {name} {value[-1]!r}", values | {"files": files | {name: value}}
    yield "no shards", values | {"shards": []}
    yield "bounds of text", values | {"bounds": ["a", "b", "c", "d"]}
    yield "bounds off the globe", values | {"bounds": [-1e9, 0, 1e9, 1]}
    yield "bins without end", values | {"bins": [0, 10**9]}
    yield "format of the future", values | {"format": 99}
    yield "kinds of numbers", values | {"kinds": [{"id": 1, "name": 2, "rows": 3}]}
    yield "kinds with more", values | {"kinds": [{"id": "a", "name": "b"}]}
    yield "a list", [values]
    yield "text", "x"


def test_a_manifest_that_lies_is_refused(made: Path, tmp_path: Path) -> None:
    values = json.loads((made / "archive.json").read_text("utf-8"))
    broke: dict[str, str] = {}
    cases = list(tampered(values))
    for name, value in [*cases, ("deep", ...), ("not finite", values | {"first": float("nan")})]:
        (tmp_path / "archive.json").write_text("[" * 100_000 if value is ... else json.dumps(value), "utf-8")
        try:
            open_archive(tmp_path)
        except InvalidInputError:
            continue
        except Exception as error:
            broke[name] = repr(error)
        else:
            broke[name] = "opened"
    assert broke == {}
    assert len(cases) > 100


def links(folder: Path) -> None:
    (folder / "tiles.pmtiles").unlink()
    (folder / "tiles.pmtiles").symlink_to("/etc/passwd")


def nonsense(folder: Path) -> None:
    for file in folder.rglob("*.parquet"):
        file.write_bytes(b"PAR1" + b"\xff" * 500 + b"PAR1")


def another_store(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for file in folder.rglob("*.parquet"):
        pq.write_table(pa.table({"id": ["x"], "title": [1]}), file)


def nothing_left(folder: Path) -> None:
    for file in folder.rglob("*.parquet"):
        file.unlink()


@pytest.mark.parametrize("harm", [links, nonsense, another_store, nothing_left], ids=lambda harm: harm.__name__)
def test_a_store_that_lies_is_told(harm: Callable[[Path], None], made: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(made, tmp_path / "archive"))
    harm(folder)
    with pytest.raises(MapAppError):
        list(stream_records(open_archive(folder), View()))
    if harm is not links:
        assert check_archive(open_archive(folder))
