"""A real browser: one for the session, a fresh context for each test, a picture of every page that a test failed on."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page, Request, sync_playwright

from mapapp.atlas import geodata_folder, open_atlas
from mapapp.model import Atlas
from mapapp.webmap import render_page
from tests.atlas.examples import DATA, build_example
from tests.run import installed_browser

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass
class Opened:
    """A page that was opened, what it asked the network for, and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to note requests, errors and what is written to the console as an error."""
        self.page.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type in ("error", "warning") else None,
        )

    def _requested(self, request: Request) -> None:
        if not re.match(r"(data|blob|about):", request.url):
            self.requests.append(request.url)

    def goto(self, address: str) -> None:
        """Open an address and wait until the page says that it is ready."""
        self.page.goto(address)
        wait_until_ready(self.page)


def wait_until_ready(page: Page | Frame) -> None:
    """Wait until the map is drawn and the slider is live."""
    page.wait_for_selector("html[data-ready=true]", timeout=30_000)


WAIT = """(argument) => new Promise((done, fail) => {{
  const condition = {condition};
  const end = performance.now() + 15000;
  const ask = () => {{
    if (condition(argument)) done();
    else if (performance.now() > end) fail(new Error("never came true: " + condition));
    else requestAnimationFrame(ask);
  }};
  ask();
}})"""


def wait_for(page: Page | Frame, condition: str, argument: Any = None) -> None:
    """Wait until a function of the page's gives true (Playwright's own needs `eval`, which the page forbids)."""
    page.evaluate(WAIT.format(condition=condition), argument)


def at_rest(page: Page) -> None:
    """Wait until the explorer's script has run to its end, and no widget waits to be made anew, for some frames."""
    wait_for(
        page,
        """() => {
      const running = document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "notRunning";
      window.calm = running || document.querySelector("[data-stale=true]") ? 0 : (window.calm ?? 0) + 1;
      if (window.calm < 20) return false;
      window.calm = 0;
      return true;
    }""",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """On a failure, keep a picture of each open page in pytest's cache folder and say where."""
    report: Any = yield
    if report.when == "call" and report.failed and item.config.cache is not None:
        folder = item.config.cache.mkdir("browser")
        for number, context in enumerate(_contexts):
            for page in context.pages:
                path = folder / f"{re.sub(r'[^a-z0-9]+', '-', item.name.lower())}-{number}.png"
                try:
                    page.screenshot(path=path, timeout=5000)
                except Error as error:
                    report.sections.append(("no picture of the page", str(error)))
                else:
                    report.sections.append(("picture of the page", str(path)))
    return report


_contexts: list[BrowserContext] = []


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The Chromium or Chrome of this machine, with the fonts of the package besides the system's."""
    path = installed_browser()
    if path is None:
        pytest.fail("No Chromium or Chrome runs here: `python tests/run.py browser` gets one, or set CHROMIUM.")
    folder = tmp_path_factory.mktemp("fonts")
    fonts = FONTS.format(fonts=(geodata_folder() / "fonts").resolve(), cache=folder / "cache")
    (folder / "fonts.conf").write_text(fonts, "utf-8")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path,
            args=list(ARGUMENTS),
            env={**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")},
        )
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Open pages, each in a context of its own: `open_page(address)`, with Playwright's options for the context."""
    made: list[BrowserContext] = []

    def run(address: str, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **options})
        context.set_default_timeout(15_000)
        made.append(context)
        _contexts.append(context)
        opened = Opened(context.new_page())
        opened.watch()
        opened.goto(address)
        return opened

    yield run
    _contexts.clear()
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def crossroads() -> Atlas:
    """The shipped atlas."""
    return open_atlas("crossroads")


@pytest.fixture(scope="session")
def crossroads_page(crossroads: Atlas, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the standalone page of crossroads, on the disk."""
    file = tmp_path_factory.mktemp("page") / "crossroads.html"
    file.write_text(render_page(crossroads), "utf-8")
    return file.as_uri()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the explorer of the tests keeps the reader's own atlases."""
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="session")
def server(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The explorer, started with a broken atlas; gives its address without a query."""
    broken = build_example(DATA / "invalid" / "A401-latitude-95", tmp_path_factory.mktemp("atlases") / "broken")
    port = _free_port()
    command = [
        str(Path(sys.executable).with_name("mapapp")),
        "explore",
        str(broken),
        "--port",
        str(port),
        "--no-browser",
    ]
    environment = {**os.environ, "MAPAPP_WORKSPACE": str(workspace)}
    log = (tmp_path_factory.mktemp("server") / "log.txt").open("w+")
    process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment, start_new_session=True)
    address = f"http://localhost:{port}"
    try:
        _wait_until_healthy(process, f"{address}/_stcore/health", log.name)
        yield address
    finally:
        _stop(process)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(process: subprocess.Popen[bytes], address: str, log: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        try:
            process.wait(timeout=0.1)  # the moment until the next question ends at once if the server has died
        except subprocess.TimeoutExpired:
            continue
        break
    pytest.fail(f"The explorer did not start: {Path(log).read_text('utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the explorer and the server that it started: they are a process group of their own."""
    if process.poll() is None:
        os.killpg(process.pid, 2)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
