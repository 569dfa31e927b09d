"""Make the pictures of the documentation anew: the explorer, started here, in a real browser.

    make screenshots            (or: python docs/screenshots.py [NAME …])

Each picture is a View of the crossroads atlas at a window size; they are written to docs/images/. `all` writes each
page and panel in each language, wide and on a phone, to build/screenshots/, to be looked at.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from mapapp.atlas import open_atlas
from mapapp.language import LANGUAGES
from mapapp.webmap import render_page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PORT = 8599
WIDE, PHONE = (1440, 900), (390, 844)

PICTURES = {
    "explorer": (WIDE, "mode=between&from=1991&to=2024"),
    "bishkek": (WIDE, "mode=between&from=1997&to=2015&select=2014-dialogue-5"),
    "bishkek-zh-dark": (WIDE, "mode=between&from=1997&to=2015&select=2014-dialogue-5&lang=zh-Hant&theme=dark"),
    "july-2024-ja": (WIDE, "mode=between&from=2024-07-28&to=2024-07-31&lang=ja"),
    "phone": (PHONE, "mode=between&from=1997&to=2015&select=2014-dialogue-5"),
}


PANELS = {
    "opening": "mode=between&from=1991&to=2024",
    "event": "mode=between&from=1997&to=2015&select=2014-dialogue-5",
    "disagreement": "mode=in&from=2012&select=d-pledge",
    "table": "mode=between&from=1991&to=2024&panel=table",
    "figures": "mode=between&from=1991&to=2024&panel=figures,oda-loan-jpy,map",
    "periods": "mode=between&from=1997&to=2024&panel=periods",
    "matrix": "mode=between&from=1991&to=2024&panel=matrix&theme=dark",
    "tour": "mode=in&from=2009&select=2009-crossroads-speech&center=58,38&zoom=3.25&panel=tour,five-meetings,7",
    "tour-chart": "panel=tour,one-day-in-tokyo,7",
    "empty": "mode=in&from=1999",
    "nothing": "mode=between&from=1997&to=2015&kind=meeting&q=whiteman&theme=dark",
}
"""Each page and panel, for `all`."""


def take_all(browser: Browser) -> None:
    """Every panel in every language, wide and on a phone, of the standalone page."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page_file = folder / "crossroads.html"
    page_file.write_text(render_page(open_atlas("crossroads")), "utf-8")
    for kind, (width, height) in (("wide", WIDE), ("phone", PHONE)):
        page = browser.new_page(
            viewport={"width": width, "height": height}, reduced_motion="reduce", has_touch=kind == "phone"
        )
        page.goto(page_file.as_uri())
        page.wait_for_selector("html[data-ready=true]")
        for language in LANGUAGES:
            for name, query in PANELS.items():
                page.evaluate("(query) => { mapapp.open(query); return mapapp.settled(); }", f"lang={language}&{query}")
                page.screenshot(path=folder / f"{name}-{language}-{kind}.png")
        page.close()
    print(f"{len(PANELS) * len(LANGUAGES) * 2} pictures in {folder.relative_to(ROOT)}")


def main(names: list[str]) -> None:
    """Write the named pictures, or all of them."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
            f"<dir>{ROOT / 'geodata' / 'fonts'}</dir></fontconfig>"
        )
        os.environ["FONTCONFIG_FILE"] = str(fonts)
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "mapapp", "explore", "crossroads", "--no-browser", "--port", str(PORT)]
        )
        try:
            wait_for_server()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
                if "all" in names:
                    take_all(browser)
                for name in [name for name in names if name != "all"] or ([] if names else PICTURES):
                    (width, height), query = PICTURES[name]
                    page = browser.new_page(viewport={"width": width, "height": height})
                    take(page, query, IMAGES / f"{name}.png")
                    page.close()
                browser.close()
        finally:
            server.terminate()
            server.wait()


def wait_for_server() -> None:
    """Wait until the explorer answers."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"http://localhost:{PORT}/_stcore/health", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the explorer did not start")


def find_browser() -> str | None:
    """An installed Chromium or Chrome; None leaves the choice to Playwright."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


def take(page: Page, query: str, path: Path) -> None:
    """Open a View in the explorer and take its picture when it has settled."""
    page.goto(f"http://localhost:{PORT}/?atlas=crossroads&{query}")
    page.wait_for_selector("iframe.mapapp-frame")
    frame = page.query_selector("iframe.mapapp-frame").content_frame()  # type: ignore[union-attr]
    frame.wait_for_function("document.documentElement.dataset.ready === 'true'")  # type: ignore[union-attr]
    frame.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")  # type: ignore[union-attr]
    page.screenshot(path=path)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main(sys.argv[1:])
