"""A snapshot of crossroads, 2004 to 2015, 1600 × 1000, against folium's own way in the same run.

folium's own way: the same marks and lines as a folium map, saved as HTML, opened in headless Chromium, and a
screenshot taken (`Map._to_png` does the same with Selenium). Nothing of it comes over the network: Leaflet is served from
the disk, its other scripts and its tiles are left out, so its map has no ground and is quicker than in life.

    python benchmarks/snapshots.py [FOLDER]

prints the times and, with a folder, keeps both pictures and the standalone page there.
"""

from __future__ import annotations

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
import re
import sys
from importlib.resources import files
import folium
from playwright.sync_api import sync_playwright
from mapapp.atlas import open_atlas
from mapapp.select import select
from mapapp.view import parse_view
page, picture, browser = sys.argv[1:]
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
drawn.save(page)
with sync_playwright() as play:
    opened = play.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
    shown = opened.new_page(viewport={"width": 1600, "height": 1000})
    vendor = files("mapapp.webmap") / "static" / "vendor"
    def answer(route):
        name = route.request.url.rsplit("/", 1)[-1]
        if name in ("leaflet.js", "leaflet.css"):
            route.fulfill(path=str(vendor / name.replace("leaflet", "leaflet-1.9.4")))
        else:
            route.abort()
    shown.route(re.compile("^https:"), answer)
    shown.goto(f"file://{page}", wait_until="domcontentloaded")
    shown.wait_for_timeout(1000)  # as folium's own `delay` would, which is 3 s
    shown.screenshot(path=picture)
    opened.close()
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
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - start, done.stdout


def main(folder: Path) -> None:
    """Print the table."""
    browser = installed_browser() or ""
    picture, theirs, page = (str(folder / name) for name in ("mapapp.png", "folium.png", "crossroads.html"))
    command = str(Path(sys.executable).with_name("mapapp"))
    options = ("snapshot", "crossroads", "-o", picture, "--years", "2004..2015", "--size", "1600x1000")
    cold = [timed(command, *options)[0] for _ in range(ROUNDS)]
    warm = [float(line) for line in timed(sys.executable, "-c", WARM, picture)[1].split()][1:]
    other = [
        timed(sys.executable, "-c", FOLIUM, str(folder / "folium.html"), theirs, browser)[0] for _ in range(ROUNDS)
    ]
    timed(command, "export", "crossroads", "-o", page)
    ready = [line.split() for line in timed(sys.executable, "-c", READY, page, browser)[1].splitlines()]
    print(f"mapapp snapshot, cold: {statistics.median(cold):.2f} s")
    print(f"mapapp snapshot, warm: {statistics.median(warm):.2f} s")
    print(f"folium, headless Chromium, screenshot, cold: {statistics.median(other):.2f} s")
    print(f"standalone page: {Path(page).stat().st_size / 1e6:.2f} MB")
    print(f"standalone page ready: {statistics.median(float(one[0]) for one in ready):.2f} s")
    print(f"requests of the page besides itself: {max(int(one[1]) for one in ready)}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary))
