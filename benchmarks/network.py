"""No network while measuring: what folium asks of CDNs is fetched once from the npm registry and served from disk."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pydeck
from playwright.sync_api import Page, Route

PACKAGES = (
    "leaflet@1.9.3",
    "leaflet-timedimension@1.1.1",
    "leaflet.timeline@1.6.0",
    "iso8601-js-period@0.2.1",
    "jquery@3.7.1",
    "moment@2.18.1",
    "bootstrap@5.2.2",
    "jquery-ui-dist@1.13.3",
    "heatmap.js@2.0.5",
)
"""In the versions that folium 0.20 names, but for jQuery UI (1.10.2 is not in the registry) and heatmap.js."""

# A piece of the address -> the file that answers it
FILES = {
    "leaflet@1.9.3/dist/leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet@1.9.3/dist/leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "leaflet.timedimension.control": "leaflet-timedimension/dist/leaflet.timedimension.control.css",
    "leaflet.timeline.min.js": "leaflet.timeline/dist/leaflet.timeline.js",
    "iso8601.min.js": "iso8601-js-period/iso8601.js",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "jquery/3.7.1/jquery.min.js": "jquery/dist/jquery.min.js",
    "moment.min.js": "moment/min/moment.min.js",
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "jquery-ui.min.js": "jquery-ui-dist/jquery-ui.min.js",
    "pa7_hm.min.js": "heatmap.js/build/heatmap.min.js",
    "pa7_leaflet_hm.min.js": "heatmap.js/plugins/leaflet-heatmap/leaflet-heatmap.js",
}
TYPES = {".js": "text/javascript", ".css": "text/css"}


def fetch_assets() -> Path:
    """A folder with the packages; they are fetched by npm where they are not there yet."""
    folder = Path(tempfile.gettempdir()) / "mapapp-benchmark-assets"
    npm = shutil.which("npm")
    for package in PACKAGES:
        name = package.rsplit("@", 1)[0]
        if (folder / name).exists():
            continue
        if npm is None:
            raise SystemExit("npm is needed once, to fetch the scripts that folium's plugins ask of CDNs")
        folder.mkdir(parents=True, exist_ok=True)
        packed = subprocess.run(
            [npm, "pack", "--silent", package], cwd=folder, check=True, capture_output=True, text=True, timeout=120
        )
        archive = folder / packed.stdout.split()[-1]
        with tarfile.open(archive) as file:
            file.extractall(folder / "unpacked", filter="data")
        next((folder / "unpacked").iterdir()).rename(folder / name)
        (folder / "unpacked").rmdir()
        archive.unlink()
    return folder


def serve(page: Page, folder: Path) -> None:
    """Answer every request of a page from disk; tiles and icons get nothing."""
    deck = Path(pydeck.__file__).parent / "nbextension" / "static" / "index.js"

    def answer(route: Route) -> None:
        url = route.request.url
        if url.startswith(("file:", "blob:", "data:")) or "//127.0.0.1" in url or "//localhost" in url:
            route.continue_()
            return
        for piece, name in FILES.items():
            if piece in url:
                route.fulfill(path=folder / name, content_type=TYPES[Path(name).suffix])
                return
        if "jupyter-widget" in url:
            route.fulfill(path=deck, content_type="text/javascript")
        elif (suffix := Path(url.split("?")[0]).suffix) in TYPES:
            route.fulfill(body="", content_type=TYPES[suffix])
        else:
            route.abort()

    page.route("**/*", answer)
