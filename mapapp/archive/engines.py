"""Where the tasks of a build run: in threads here, or on a cluster of dask.distributed.

Both run the same functions on the same tasks; a task that is run twice gives the same files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mapapp.archive.duck import INSTALL
from mapapp.errors import MapAppError, MissingPartError, OutputError

Task = TypeVar("Task", bound="Marked")
Tell = Callable[[int], None]

_LANE = 800_000_000  # bytes; with less for each, tasks run one after another


class Marked(Protocol):
    """A task that knows the file which says that it has been done."""

    @property
    def done(self) -> Path:
        """That file."""


class Engine(Protocol):
    """Runs tasks. `memory` (bytes) and `threads` are what one task may use; `all_memory` and `all_threads` what a step
    may that runs alone, in this process.
    """

    @property
    def memory(self) -> int:
        """Bytes."""

    @property
    def threads(self) -> int:
        """Of a task."""

    @property
    def all_memory(self) -> int:
        """Bytes."""

    @property
    def all_threads(self) -> int:
        """Of a step that runs alone."""

    @property
    def name(self) -> str:
        """As on the command line."""

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Run all tasks that are not done, and tell how many are done after each."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """DuckDB in this process: as many tasks at a time as there are cores, as far as the memory goes.

    Tasks side by side with one thread each keep the cores busier than one task with all threads.
    """

    all_memory: int
    all_threads: int
    name: str = "duckdb"

    @property
    def lanes(self) -> int:
        """How many tasks run at a time."""
        return max(1, min(self.all_threads, self.all_memory // _LANE))

    @property
    def memory(self) -> int:
        """Bytes for one task."""
        return self.all_memory // self.lanes

    @property
    def threads(self) -> int:
        """For one task."""
        return max(1, self.all_threads // self.lanes)

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Run the tasks; after a failure, or Ctrl+C, none is begun."""
        tell(0)
        with ThreadPoolExecutor(self.lanes) as pool:
            running = [pool.submit(function, task) for task in tasks]
            try:
                for number, future in enumerate(as_completed(running), 1):
                    future.result()
                    tell(number)
            finally:
                pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Distributed:
    """A cluster of dask.distributed; each worker runs DuckDB on one task with one thread."""

    client: Any
    memory: int
    threads: int = 1
    name: str = "dask"

    @property
    def all_memory(self) -> int:
        """Bytes: as much as a worker, since this process may stand on the same machine."""
        return self.memory

    @property
    def all_threads(self) -> int:
        """The cores of this machine: the workers rest while a step runs alone."""
        return os.cpu_count() or 1

    def run(self, function: Callable[[Task], None], tasks: Sequence[Task], tell: Tell) -> None:
        """Send the tasks to the workers. A task of a lost worker runs again on another."""
        import distributed
        from distributed.scheduler import KilledWorker

        waiting = [task for task in tasks if not task.done.exists()]
        done = len(tasks) - len(waiting)
        tell(done)
        futures = self.client.map(function, waiting, pure=False, retries=1)
        try:
            for future in distributed.as_completed(futures):
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
