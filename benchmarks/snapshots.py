"""A snapshot of crossroads, 2004 to 2015, 1600 × 1000, against folium's own way in the same run.

folium's own way is `Map._to_png`: the same marks and lines as a folium map, written as HTML, opened in a headless
browser by Selenium, and after a `delay` (3 s unless told otherwise) a picture of the element. It is measured as it comes
and with no delay at all, which is as short as it can be. Nothing comes over the network: Leaflet is served from the disk,
folium's other scripts and its tiles are left out, so that its map has no ground and is quicker than in life.

    pip install selenium        (and chromedriver, on Debian apt-get install chromium-driver)
    PYTHONPATH=. python benchmarks/snapshots.py [FOLDER]

prints the times and, with a folder, keeps both pictures and the standalone page there. Every process is new; one round of
each goes uncounted, so that modules are compiled and files are in memory, as after `pip install` and a first use.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.run import installed_browser

ROUNDS = 3
WARM = """
import sys, time
from mapapp.atlas import open_atlas
from mapapp.staticmap import Paper, write_snapshot
from mapapp.view import parse_view
atlas, view = open_atlas("crossroads"), parse_view("mode=between&from=2004&to=2015")
for number in range(4):
    start = time.perf_counter()
    write_snapshot(atlas, view, sys.argv[1], Paper((1600, 1000)))
    print(time.perf_counter() - start)
"""
FOLIUM = """
import sys
from importlib.resources import files
import folium
from selenium import webdriver
from mapapp.atlas import open_atlas
from mapapp.select import select
from mapapp.view import parse_view
picture, browser, driver, delay = sys.argv[1:]
vendor = files("mapapp.webmap") / "static" / "vendor"
folium.Map.default_js = [("leaflet", (vendor / "leaflet-1.9.4.js").as_uri())]
folium.Map.default_css = [("leaflet_css", (vendor / "leaflet-1.9.4.css").as_uri())]
atlas, view = open_atlas("crossroads"), parse_view("mode=between&from=2004&to=2015")
drawn = folium.Map([33, 85], zoom_start=3, tiles=None)
for event in select(atlas, view).events:
    for place in (atlas.place_by_id[one] for one in event.places):
        point = place.label_at or (place.geometry.representative_point().coords[0] if place.geometry else None)
        if point:
            folium.CircleMarker([point[1], point[0]], radius=6, tooltip=event.title["en"]).add_to(drawn)
for place in atlas.places:
    if place.geometry is not None and place.geometry.geom_type == "LineString":
        folium.PolyLine([(lat, lon) for lon, lat in place.geometry.coords]).add_to(drawn)
options = webdriver.ChromeOptions()
options.binary_location = browser
for option in ("--headless=new", "--no-sandbox", "--disable-gpu"):
    options.add_argument(option)
opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
open(picture, "wb").write(drawn._to_png(delay=float(delay), driver=opened, size=(1600, 1000)))
"""
READY = """
import sys, time
from playwright.sync_api import sync_playwright
page, browser = sys.argv[1:]
with sync_playwright() as play:
    opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
    for number in range(4):
        shown = opened.new_page(viewport={"width": 1440, "height": 900})
        asked = []
        shown.on("request", lambda request: asked.append(request.url))
        start = time.perf_counter()
        shown.goto(f"file://{page}", wait_until="commit")
        shown.wait_for_selector("html[data-ready=true]")
        print(time.perf_counter() - start, len(asked) - 1)
        shown.close()
    opened.close()
"""


def timed(*command: str) -> tuple[float, str]:
    """Seconds that a command takes, and what it prints."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=kept)
    return time.perf_counter() - start, done.stdout


def cold(*command: str) -> tuple[float, float]:
    """The median of the seconds that a new process takes, after one round that is not counted, and the least it computes.

    The second counts the processor's time, of all the processes that it starts too; waiting is not in it.
    """
    took, computed = [], []
    for _ in range(ROUNDS + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        took.append(timed(*command)[0])
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        computed.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(took[1:]), min(computed[1:])


def main(folder: Path) -> None:
    """Print the table."""
    browser, driver = installed_browser() or "", shutil.which("chromedriver") or ""
    picture, theirs, bare, page = (
        str(folder / name) for name in ("mapapp.png", "folium.png", "folium-no-delay.png", "crossroads.html")
    )
    command = str(Path(sys.executable).with_name("mapapp"))
    options = ("snapshot", "crossroads", "-o", picture, "--years", "2004..2015", "--size", "1600x1000")
    ours, computed = cold(command, *options)
    warm = [float(line) for line in timed(sys.executable, "-c", WARM, picture)[1].split()][1:]
    print(f"mapapp snapshot, cold: {ours:.2f} s, of which it computes {computed:.2f} s")
    print(f"mapapp snapshot, warm: {statistics.median(warm):.2f} s")
    for target, delay in ((theirs, "3"), (bare, "0")):
        other, computed = cold(sys.executable, "-c", FOLIUM, target, browser, driver, delay)
        times = other / ours
        print(
            f"folium's _to_png(delay={delay}), cold: {other:.2f} s, {times:.2f} times ours, computes {computed:.2f} s"
        )
    timed(command, "export", "crossroads", "-o", page)
    ready = [line.split() for line in timed(sys.executable, "-c", READY, page, browser)[1].splitlines()]
    print(f"standalone page: {Path(page).stat().st_size / 1e6:.2f} MB")
    print(f"standalone page ready: {statistics.median(float(one[0]) for one in ready):.2f} s")
    print(f"requests of the page besides itself: {max(int(one[1]) for one in ready)}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
