"""Where the tasks of a build run: one after another here, or on a cluster of dask.distributed.

Both run the same functions on the same tasks; a task that is run twice gives the same files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mapapp.archive.duck import INSTALL
from mapapp.errors import MapAppError, MissingPartError, OutputError

Task = TypeVar("Task", bound="Marked")
Tell = Callable[[int], None]


class Marked(Protocol):
    """A task that knows the file which says that it has been done."""

    @property
    def done(self) -> Path:
        """That file."""


class Engine(Protocol):
    """Runs tasks. `memory` (bytes) and `threads` are what one task may use."""

    @property
    def memory(self) -> int:
        """Bytes."""

    @property
    def threads(self) -> int:
        """Of a task."""

    @property
    def name(self) -> str:
        """As on the command line."""

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Run all tasks that are not done, and tell how many are done after each."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """DuckDB in this process, with all its threads on one task at a time."""

    memory: int
    threads: int
    name: str = "duckdb"

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Run the tasks one after another."""
        for number, task in enumerate(tasks):
            tell(number)
            function(task)
        tell(len(tasks))


@dataclass(frozen=True, slots=True)
class Distributed:
    """A cluster of dask.distributed; each worker runs DuckDB on one task with one thread."""

    client: Any
    memory: int
    threads: int = 1
    name: str = "dask"

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Send the tasks to the workers. A task of a lost worker runs again on another."""
        from distributed import as_completed
        from distributed.scheduler import KilledWorker

        waiting = [task for task in tasks if not task.done.exists()]
        done = len(tasks) - len(waiting)
        tell(done)
        futures = self.client.map(function, waiting, pure=False, retries=1)
        try:
            for future in as_completed(futures):
                future.result()
                done += 1
                tell(done)
        except KilledWorker as error:
            raise OutputError(
                "Workers were lost again and again on the same part; give them more memory, or smaller --memory. "
                "The same command goes on where this one stopped."
            ) from error
        finally:
            self.client.cancel(futures)
        lost = [task for task in tasks if not task.done.exists()]
        if lost:
            raise OutputError(f"{lost[0].done} is not there: workers and this program must share one file system.")


def _knock(address: str) -> None:
    """Raise MapAppError where nothing listens at tcp://HOST:PORT: dask itself would wait long for it."""
    import socket

    host, _, port = address.removeprefix("tcp://").rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except (OSError, ValueError, OverflowError) as error:
        raise MapAppError(f"No dask scheduler answers at {address}: {error}") from error


@contextmanager
def engine_named(name: str, memory: int, scheduler: str | None = None) -> Iterator[Engine]:
    """The engine "duckdb", or "dask" on the cluster of a scheduler's address (default: a local one of processes).

    `memory` in bytes is for all workers of this machine together. Raises MissingPartError where dask is not installed.
    """
    threads = os.cpu_count() or 1
    if name == "duckdb":
        yield Embedded(memory, threads)
        return
    try:
        import distributed
    except ImportError as error:
        raise MissingPartError(f"--engine dask needs dask.distributed. Install it: {INSTALL}") from error
    import dask

    dask.config.set({"distributed.worker.memory.terminate": False, "distributed.admin.tick.limit": "60s"})
    if scheduler is not None:
        _knock(scheduler)
    cluster = None
    try:
        if scheduler is None:
            cluster = distributed.LocalCluster(
                n_workers=threads, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1",
                memory_limit=None,
            )  # fmt: skip
        client = distributed.Client(cluster or scheduler, timeout="20s")
    except (OSError, TimeoutError, ValueError) as error:
        raise MapAppError(f"No dask scheduler answers at {scheduler}: {error}") from error
    try:
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        yield Distributed(client, memory // workers)
    finally:
        client.close()
        if cluster is not None:
            cluster.close()
