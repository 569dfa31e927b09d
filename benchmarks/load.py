"""Load: many readers of one explorer at once, on loopback only.

    python benchmarks/load.py [--sessions 50] [--minutes 10] [--pause 5 20] [--servers 1] [--proxy] [--pages 2]
    python benchmarks/load.py --openings 4000

Two parts. First a few real pages (headless Chromium) in which filters are clicked and the slider is moved and let go:
counted is what they ask of the server meanwhile. Then many sessions, each a client of HTTP and of Streamlit's
WebSocket, which do what a browser asks: the window's files, the session, the page of the map; then, with a pause as a
reader makes one, an export, the problems, or a new visit. A page is opened when all of it has come; any other response
runs from the message sent to `script_finished`.
With `--proxy`, nginx with deploy/nginx.conf stands before the servers, and every session comes from an address of its
own (127.0.x.y). With `--openings`, readers only come and go, one after another, and the server's memory is read on the
way: what a session leaves behind would be seen. Runs on Linux (memory is read from /proc), in the environment of the project.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
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
from contextlib import closing
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
KINDS = ("meeting", "visit", "speech", "agreement", "aid")


OPENED, EXPORTED, ASKED = "page opened", "export of a view", "problems shown"


@dataclass
class Figures:
    """What was measured: seconds of each response by what was asked, errors, and memory over time."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)


class Reader:
    """One reader, as a browser speaks for them: the files of the window, then a session and what they ask of it."""

    def __init__(self, port: int, number: int, figures: Figures, pause: tuple[float, float]) -> None:
        self.port, self.figures, self.pause = port, figures, pause
        self.component, self.page = "", ""
        self.own = f"127.0.{1 + number // 200}.{1 + number % 200}"
        self.chance = random.Random(number)  # noqa: S311

    async def live(self, until: float) -> None:
        """Visit until the time is over: about every tenth thing done is to come anew."""
        try:
            while time.monotonic() < until:
                await self.visit(until)
        except Exception as error:
            self.figures.errors.append(f"{type(error).__name__}: {error}")

    async def visit(self, until: float) -> None:
        """Open the page, as a browser does that has nothing of it yet, and do some things."""
        began = time.perf_counter()
        await asyncio.to_thread(self.load_window)
        async with websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream", subprotocols=["streamlit"], max_size=None,
            origin=f"http://127.0.0.1:{self.port}", local_addr=(self.own, 0), ping_interval=None,
        ) as socket_:  # fmt: skip
            await self.ask(socket_)
            await asyncio.to_thread(self.load_page)
            self.note(OPENED, began)
            while time.monotonic() < until:
                await asyncio.sleep(self.chance.uniform(*self.pause))
                if self.chance.random() < 0.1:
                    return
                kind = EXPORTED if self.chance.random() < 0.7 else ASKED
                began = time.perf_counter()
                await self.ask(socket_, view=self.view(), action="export" if kind == EXPORTED else "problems")
                self.note(kind, began)

    def note(self, kind: str, began: float) -> None:
        """Keep how long something took."""
        self.figures.seconds.setdefault(kind, []).append(time.perf_counter() - began)

    def load_window(self) -> None:
        """The files of Streamlit's window: its page, and the scripts and styles that this names."""
        with closing(self.link()) as link:
            page = fetch(link, "?atlas=crossroads").decode()
            for path in re.findall(r'(?:src|href)="\./(static/[^"]+)"', page):
                fetch(link, path)

    def load_page(self) -> None:
        """The page of the map, at the address that the session has given."""
        with closing(self.link()) as link:
            if len(fetch(link, self.page)) < 100_000:
                raise RuntimeError("the page of the map did not come")

    def link(self) -> http.client.HTTPConnection:
        """A connection from the reader's own address."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120, source_address=(self.own, 0))

    def view(self) -> str:
        """Where the reader has moved the slider and set the filters by now."""
        first = self.chance.randint(1991, 2020)
        window = f"mode=between&from={first}&to={first + self.chance.randint(0, 8)}"
        return window if self.chance.random() < 0.6 else f"{window}&kind={self.chance.choice(KINDS)}"

    async def ask(self, socket_: websockets.ClientConnection, view: str = "", action: str = "") -> None:
        """Run the explorer's script once, to its end."""
        message = BackMsg()
        message.rerun_script.query_string = "atlas=crossroads"
        if action:
            trigger = message.rerun_script.widget_states.widgets.add()
            trigger.id = _make_trigger_id(self.component, "events")
            trigger.json_trigger_value = json.dumps([{"event": "action", "value": {"name": action, "query": view}}])
        await socket_.send(message.SerializeToString())
        dialog = False
        while True:
            answer = ForwardMsg()
            answer.ParseFromString(await asyncio.wait_for(socket_.recv(), 120))
            kind = answer.WhichOneof("type")
            element = answer.delta.new_element.WhichOneof("type") if kind == "delta" else None
            if element == "bidi_component":
                mounted = answer.delta.new_element.bidi_component
                self.component, self.page = mounted.id, json.loads(mounted.json)["page"]
            if element == "exception":
                raise RuntimeError(answer.delta.new_element.exception.message)
            dialog = dialog or answer.delta.add_block.WhichOneof("type") == "dialog"
            if kind == "script_finished":
                if not self.component or dialog != bool(action):
                    raise RuntimeError(f"asked for {action or 'the page'}, and it did not come")
                return


def fetch(link: http.client.HTTPConnection, path: str) -> bytes:
    """A file as a browser asks for it. Raises RuntimeError where it does not come."""
    link.request("GET", f"/{path}", headers={"Accept-Encoding": "gzip"})
    answer = link.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return content


def start(port: int, log: Path) -> subprocess.Popen[bytes]:
    """An explorer on a port."""
    command = [sys.executable, "-c", "from mapapp.cli import main; main()", "explore", "--no-browser", "--read-only"]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=out, stderr=subprocess.STDOUT, cwd=ROOT)
    wait_until_healthy(port, log)
    return process


def wait_until_healthy(port: int, log: Path) -> None:
    """Until an explorer answers at a port, itself or through the proxy."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at port {port}: {log.read_text()}")


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
    process = subprocess.Popen(
        [nginx() or "nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-g", "daemon off;"]
    )
    wait_until_healthy(port, folder / "error.log")
    return process


def nginx() -> str | None:
    """Where nginx is installed; None where it is not."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def resident(pid: int) -> float:
    """Megabytes of memory that a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def come_and_go(port: int, openings: int, pid: int) -> str:
    """Open so many sessions one after another, each left at once; says the server's memory on the way."""
    reader, memory = Reader(port, 1, Figures(), (1, 1)), []
    began, used = time.perf_counter(), processor_seconds(pid)
    for _ in range(8):
        for _ in range(openings // 8):
            asyncio.run(reader.visit(0))
        memory.append(f"{resident(pid):.0f}")
    taken, used = time.perf_counter() - began, processor_seconds(pid) - used
    return f"{openings} openings in {taken:.0f} s, {1000 * used / openings:.0f} ms each; MB at each eighth: {memory}"


async def watch_pages(port: int, pages: int, servers: list[int]) -> str:
    """Move slider and filters in real pages, 60 changes in each; says what they asked of the server meanwhile."""
    from playwright.async_api import async_playwright

    asked: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or CHROMIUM)
        frames = []
        for _ in range(pages):
            page = await browser.new_page(viewport={"width": 1440, "height": 900})
            page.on("websocket", lambda socket_: socket_.on("framesent", lambda _: asked.append("message")))
            page.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
            await page.goto(f"http://127.0.0.1:{port}/?atlas=crossroads")
            frame = await (await page.wait_for_selector("iframe.mapapp-frame", timeout=60_000)).content_frame()
            await frame.wait_for_selector("html[data-ready=true]", timeout=60_000)
            await page.wait_for_load_state("networkidle")
            frames.append(frame)
        opening, used = len(asked), sum(processor_seconds(pid) for pid in servers)
        shown = set()
        for number in range(60):
            for frame in frames:
                if number % 3 == 2:
                    await frame.locator(f"[data-key=kind-{KINDS[number % 2]}]").click()
                else:
                    slider = frame.get_by_role("slider").nth(number % 2)
                    await slider.press("PageDown" if number % 4 < 2 else "PageUp")
                await frame.evaluate("mapapp.settled()")
                shown.add(await frame.evaluate("mapapp.query()"))
        used = sum(processor_seconds(pid) for pid in servers) - used
        icons = sum(one.endswith("/favicon.png") for one in asked[opening:])
        await browser.close()
    return (
        f"{60 * pages} changes of slider and filters in {pages} real pages ({len(shown)} views): "
        f"{len(asked) - opening - icons} requests to the server and {icons} for the window's icon, which the browser "
        f"answers from its cache; {used:.2f} s of the server's processor; {opening} requests to open them"
    )


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def run(port: int, sessions: int, seconds: float, pause: tuple[float, float], servers: list[int]) -> Figures:
    """All readers, who come one after another within a few seconds."""
    begin, figures = time.monotonic(), Figures()

    async def one(number: int) -> None:
        await asyncio.sleep(number * 0.2)
        await Reader(port, number, figures, pause).live(begin + seconds)

    async def watch() -> None:
        while True:
            figures.memory.append((time.monotonic() - begin, sum(resident(pid) for pid in servers)))
            await asyncio.sleep(5)

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(one(number) for number in range(sessions)))
    watching.cancel()
    return figures


def main() -> None:
    """Run and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pause", type=float, nargs=2, default=(5, 20), help="seconds between two requests, from, to")
    parser.add_argument("--servers", type=int, default=1)
    parser.add_argument("--proxy", action="store_true")
    parser.add_argument("--pages", type=int, default=0, help="real pages in which filters and slider are moved first")
    parser.add_argument("--openings", type=int, default=0, help="only sessions that come and go, so many of them")
    given = parser.parse_args()
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
            if given.pages:
                print(asyncio.run(watch_pages(entry, given.pages, pids)), flush=True)
            if given.openings:
                print(come_and_go(entry, given.openings, pids[0]))
                return
            asyncio.run(run(entry, 1, 5, (1, 1), pids))  # the first reader pays for what is made once
            before = sum(resident(pid) for pid in pids)
            used = sum(processor_seconds(pid) for pid in pids)
            figures = asyncio.run(run(entry, given.sessions, given.minutes * 60, tuple(given.pause), pids))
            used = sum(processor_seconds(pid) for pid in pids) - used
            report(given, figures, before, used, folder / "access.log")
        finally:
            for process in [*servers, *([proxy] if proxy else [])]:
                process.terminate()
                process.wait()


def report(given: argparse.Namespace, figures: Figures, before: float, used: float, log: Path) -> None:
    """The figures in words."""
    print(f"{given.sessions} sessions, {given.minutes} min, {given.servers} server(s), proxy: {given.proxy}")
    for label, values in sorted(figures.seconds.items()):
        if len(values) > 1:
            cut = statistics.quantiles(values, n=100)
            numbers = f"median {cut[49]:.3f} s, p95 {cut[94]:.3f} s, p99 {cut[98]:.3f} s, longest {max(values):.3f} s"
            print(f"{label}: {len(values)} responses, {numbers}")
    total = sum(len(values) for values in figures.seconds.values())
    print(f"server: {used:.1f} s of processor, {1000 * used / max(1, total):.0f} ms a response")
    cuts = [round(len(figures.memory) * part / 6) for part in range(7)]
    parts = [figures.memory[begin:end] for begin, end in pairwise(cuts) if end > begin]
    medians = [statistics.median(value for _, value in part) for part in parts]
    print(
        f"memory: {before:.0f} MB before, {medians[-1]:.0f} MB at the end, "
        f"{(medians[-1] - before) / given.sessions:.2f} MB a session; "
        f"median MB of each sixth of the time: {[round(value) for value in medians]}"
    )
    print(f"errors: {len(figures.errors)} {figures.errors[:3]}")
    if log.exists():
        pairs = {tuple(line.split()[:2]) for line in log.read_text().splitlines()}
        spread = {upstream: len({one for one, other in pairs if other == upstream}) for _, upstream in pairs}
        print(
            f"readers by process: {spread}; readers served by two processes: {len(pairs) - len({one for one, _ in pairs})}"
        )


if __name__ == "__main__":
    main()
