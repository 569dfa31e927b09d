"""Load: many readers of one explorer at once, each a real client of Streamlit's WebSocket, on loopback only.

    python benchmarks/load.py [--sessions 50] [--minutes 10] [--servers 1] [--proxy]

Each session opens crossroads, then again and again moves the slider or changes a filter, with a pause between as a
reader makes one (1 to 5 s). The time of a response runs from the message sent to `script_finished`. With `--proxy`,
nginx with deploy/nginx.conf stands before the servers, and every session comes from an address of its own (127.0.x.y).
Runs on Linux (memory is read from /proc), in the environment of the project.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("meeting", "visit", "speech", "agreement", "aid")


@dataclass
class Figures:
    """What was measured: seconds of each response, errors, memory over time, and which process served whom."""

    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)


class Reader:
    """One session, as a browser keeps it: the state of its widgets, and a connection."""

    def __init__(self, port: int, number: int, figures: Figures) -> None:
        self.port, self.figures, self.component = port, figures, ""
        self.own = f"127.0.{1 + number // 200}.{1 + number % 200}"
        self.chance = random.Random(number)  # noqa: S311

    async def live(self, until: float) -> None:
        """Open the page, then change the View until the time is over."""
        try:
            async with websockets.connect(
                f"ws://127.0.0.1:{self.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
                origin=f"http://127.0.0.1:{self.port}", local_addr=(self.own, 0), ping_interval=None,
            ) as socket_:  # fmt: skip
                self.figures.opened.append(await self.ask(socket_, None))
                while time.monotonic() < until:
                    await asyncio.sleep(self.chance.uniform(1, 5))
                    self.figures.answered.append(await self.ask(socket_, self.view()))
        except Exception as error:
            self.figures.errors.append(f"{type(error).__name__}: {error}")

    def view(self) -> str:
        """A slider's release, or a filter."""
        first = self.chance.randint(1991, 2020)
        window = f"mode=between&from={first}&to={first + self.chance.randint(0, 8)}"
        return window if self.chance.random() < 0.6 else f"{window}&kind={self.chance.choice(KINDS)}"

    async def ask(self, socket_: websockets.ClientConnection, view: str | None) -> float:
        """Run the explorer's script once; seconds until it has finished."""
        message = BackMsg()
        message.rerun_script.query_string = "atlas=crossroads"
        if view is not None and self.component:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self.component, json.dumps({"view": view})
        start = time.perf_counter()
        await socket_.send(message.SerializeToString())
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(socket_.recv(), 120))
            kind = answer.WhichOneof("type")
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "bidi_component":
                self.component = answer.delta.new_element.bidi_component.id
            if kind == "delta" and answer.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(answer.delta.new_element.exception.message)
            if kind == "script_finished":
                return time.perf_counter() - start


def start(port: int, log: Path) -> subprocess.Popen[bytes]:
    """An explorer on a port."""
    command = [sys.executable, "-c", "from mapapp.cli import main; main()", "explore", "--no-browser", "--read-only"]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=out, stderr=subprocess.STDOUT, cwd=ROOT)
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return process
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the explorer did not start: {log.read_text()}")


def start_proxy(ports: list[int], port: int, folder: Path) -> subprocess.Popen[bytes]:
    """nginx with the shipped configuration, on other ports and without root's folders."""
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    servers = "".join(f"    server 127.0.0.1:{number};\n" for number in ports)
    text = re.sub(r"(?:    server 127\.0\.0\.1:\d+;\n)+", servers, text).replace(
        "listen 8080;", f"listen 127.0.0.1:{port};"
    )
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    own = f"pid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{ worker_connections 1024; }}\n"
    log = f"log_format to '$remote_addr $upstream_addr';\naccess_log {folder}/access.log to;\n"
    (folder / "nginx.conf").write_text(f"{own}http {{\n{paths}{log}{text}}}\n", "utf-8")
    return subprocess.Popen(
        [nginx() or "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"]
    )


def nginx() -> str | None:
    """Where nginx is installed; None where it is not."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def run(port: int, sessions: int, seconds: float, servers: list[int], figures: Figures) -> None:
    """All readers, who come one after another within a few seconds."""
    begin = time.monotonic()

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.2)
        await Reader(port, number, figures).live(begin + seconds)

    async def watch() -> None:
        while True:
            memory = sum(resident(pid) for pid in servers)
            figures.memory.append((time.monotonic() - begin, memory))
            await asyncio.sleep(5)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(one(number) for number in range(sessions)))
    watching.cancel()


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--proxy", action="store_true")
    given = parser.parse_args()
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        ports = [free_port() for _ in range(given.servers)]
        servers = [start(port, folder / f"{port}.log") for port in ports]
        entry, proxy = ports[0], None
        if given.proxy:
            entry = free_port()
            proxy = start_proxy(ports, entry, folder)
        try:
            pids = [server.pid for server in servers]
            asyncio.run(run(entry, 1, 5, pids, Figures()))  # the first reader pays for what is made once
            before = sum(resident(pid) for pid in pids)
            asyncio.run(run(entry, given.sessions, given.minutes * 60, pids, figures))
            report(given, figures, before, folder / "access.log")
        finally:
            for process in [*servers, *([proxy] if proxy else [])]:
                process.terminate()
                process.wait()


def report(given: argparse.Namespace, figures: Figures, before: float, log: Path) -> None:
    """The figures in words."""
    print(f"{given.sessions} sessions, {given.minutes} min, {given.servers} server(s), proxy: {given.proxy}")
    for label, values in (("page opened", figures.opened), ("slider or filter", figures.answered)):
        if len(values) > 1:
            cut = statistics.quantiles(values, n=100)
            numbers = f"median {cut[49]:.3f} s, p95 {cut[94]:.3f} s, p99 {cut[98]:.3f} s, longest {max(values):.3f} s"
            print(f"{label}: {len(values)} responses, {numbers}")
    quarter = max(1, len(figures.memory) // 4)
    early, late = figures.memory[quarter : 2 * quarter] or figures.memory, figures.memory[-quarter:]
    first, last = (statistics.median(value for _, value in part) for part in (early, late))
    print(
        f"memory: {before:.0f} MB before, {last:.0f} MB at the end, {(last - before) / given.sessions:.2f} MB a session"
    )
    print(f"memory in the second quarter {first:.0f} MB, in the last {last:.0f} MB")
    print(f"errors: {len(figures.errors)} {figures.errors[:3]}")
    if log.exists():
        pairs = {tuple(line.split()[:2]) for line in log.read_text().splitlines()}
        spread = {upstream: len({one for one, other in pairs if other == upstream}) for _, upstream in pairs}
        print(
            f"readers by process: {spread}; readers served by two processes: {len(pairs) - len({one for one, _ in pairs})}"
        )


if __name__ == "__main__":
    main()
