"""The same archive from any engine, also when a process is killed in the midst of the work."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mapapp.archive import Archive, open_archive
from mapapp.archive.check import check_archive
from tests.archive.samples import build, events, write_csv

pytestmark = pytest.mark.slow

ROWS = 4000
PART = 100

BUILD = """
import sys
from pathlib import Path
from mapapp.archive.build import build_archive
from mapapp.archive.engines import engine_named
target, source, engine, scheduler = sys.argv[1:5]
with engine_named(engine, 800_000_000, scheduler or None) as running:
    build_archive([source], Path(target), engine=running, part_rows=%d)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_csv(tmp_path_factory.mktemp("source") / "events.csv", events(ROWS))


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return build(tmp_path_factory.mktemp("expected") / "made", source, part_rows=2000)


def wait_until(condition: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait for a condition; a process that must go on until then may not have ended."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        assert process is None or process.poll() is None, "the process has ended"
        os.sched_yield()


def start_build(target: Path, source: Path, engine: str = "duckdb", scheduler: str = "") -> subprocess.Popen[bytes]:
    """Start a build in a process of its own."""
    return subprocess.Popen([sys.executable, "-c", BUILD % PART, str(target), str(source), engine, scheduler])


def test_a_killed_build_goes_on_without_doing_finished_parts_again(
    source: Path, expected: Archive, tmp_path: Path
) -> None:
    target = tmp_path / "made"
    parts = tmp_path / ".made.building" / "parts"
    process = start_build(target, source)
    wait_until(lambda: parts.is_dir() and len(list(parts.glob("[0-9]*.json"))) >= 3, process)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not target.exists()
    done = {path.name: path.stat().st_mtime_ns for path in parts.glob("[0-9]*.json")}
    assert len(done) >= 3
    seen: dict[str, int] = {}

    def look(stage: str, *_: int) -> None:
        if stage == "duplicates":
            assert not left.exists()
            seen.update({path.name: path.stat().st_mtime_ns for path in parts.glob("[0-9]*.json")})

    from mapapp.archive.build import build_archive
    from tests.archive.samples import SMALL

    left = parts / ".000099-left"
    left.mkdir()
    archive = build_archive([str(source)], target, engine=SMALL, progress=look, part_rows=1)  # the parts stay as cut
    assert {name: seen[name] for name in done} == done and len(seen) > len(done)
    assert archive.checksum == expected.checksum and check_archive(archive) == []
    assert not (tmp_path / ".made.building").exists()


def test_a_changed_source_is_read_anew(source: Path, tmp_path: Path) -> None:
    copy = tmp_path / "events.csv"
    copy.write_bytes(source.read_bytes())
    parts = tmp_path / ".made.building" / "parts"
    process = start_build(tmp_path / "made", copy)
    wait_until(lambda: parts.is_dir() and list(parts.glob("[0-9]*.json")), process)
    process.kill()
    process.wait()
    write_csv(copy, events(50, seed=4))
    assert build(tmp_path / "made", copy).totals.stored == 50


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, each a process of its own, as on separate machines."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    log = (folder / "log").open("wb")
    dask = [sys.executable, "-m", "dask"]
    scheduler = [
        *dask,
        "scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--no-dashboard",
        "--scheduler-file",
        str(file),
    ]
    worker = [*dask, "worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker += ["--local-directory", str(folder), "--host", "127.0.0.1"]
    started = [subprocess.Popen(scheduler, stdout=log, stderr=log)]
    wait_until(lambda: file.is_file() and file.stat().st_size, started[0])
    started += [subprocess.Popen(worker, stdout=log, stderr=log) for _ in range(2)]
    try:
        yield json.loads(file.read_text())["address"], started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
        log.close()


def test_dask_gives_the_same_files_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], source: Path, expected: Archive, tmp_path: Path
) -> None:
    from distributed import Client

    address, workers = cluster
    with Client(address) as client:
        client.wait_for_workers(2, timeout=60)
        target = tmp_path / "made"
        parts = tmp_path / ".made.building" / "parts"
        process = start_build(target, source, "dask", address)
        wait_until(lambda: parts.is_dir() and len(list(parts.glob("[0-9]*.json"))) >= 3, process)
        workers[0].kill()
        workers[0].wait()
        assert len(list(parts.glob("[0-9]*.json"))) < ROWS // PART, "the work was over before the worker was killed"
        assert process.wait(timeout=120) == 0
        assert len(client.scheduler_info(n_workers=-1)["workers"]) == 1
    archive = open_archive(target)
    assert archive.checksum == expected.checksum and archive.made_by.endswith("dask")
    assert check_archive(archive) == []


def test_an_absent_scheduler_is_told() -> None:
    from mapapp.archive.engines import engine_named
    from mapapp.errors import MapAppError

    with (
        pytest.raises(MapAppError, match="No dask scheduler answers"),
        engine_named("dask", 10**9, "tcp://127.0.0.1:9"),
    ):
        pass
