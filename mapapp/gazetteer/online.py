"""An online geocoder that the user names: asked slowly, its answers kept, never asked unless told to."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from mapapp import __version__
from mapapp.errors import InvalidInputError, NotFoundError, OutputError
from mapapp.files import write_whole
from mapapp.gazetteer.locate import Candidate, Reason
from mapapp.language import msg

_LARGEST = 2_000_000
_SCORE = 0.5


def cache_folder() -> Path:
    """Where answers are kept: `MAPAPP_CACHE`, else the user's cache folder."""
    given = os.environ.get("MAPAPP_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "mapapp" / "geocoder"


@dataclass(slots=True)
class OnlineGeocoder:
    """Asks one service whose address holds `{name}`; it answers as Nominatim (JSON array) or as Photon (GeoJSON).

    `interval` is the least time between two questions, in seconds; `folder` keeps the answers.
    """

    template: str
    interval: float = 1.0
    folder: Path = field(default_factory=cache_folder)
    timeout: float = 10.0
    _clock: Callable[[], float] = time.monotonic
    _wait: Callable[[float], None] = time.sleep
    _asked: float = float("-inf")

    def __post_init__(self) -> None:
        parts = urlsplit(self.template.replace("{name}", ""))
        if "{name}" not in self.template or parts.scheme not in ("http", "https") or not parts.hostname:
            raise InvalidInputError(
                f"The geocoder's address {self.template!r} is not understood: write https://… with {{name}} in it."
            )

    def ask(self, name: str) -> list[Candidate]:
        """The service's candidates for a name, best first. Raises NotFoundError where it cannot be reached."""
        url = self.template.replace("{name}", quote(name, safe=""))
        kept = self.folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.json"
        try:
            answer = kept.read_bytes()
        except OSError:
            answer = self._fetch(url)
            self._keep(kept, answer)
        return self._read(name, answer)

    def _fetch(self, url: str) -> bytes:
        rest = self.interval - (self._clock() - self._asked)
        if rest > 0:
            self._wait(rest)
        self._asked = self._clock()
        request = Request(url, headers={"User-Agent": f"mapapp/{__version__}", "Accept": "application/json"})  # noqa: S310
        try:
            with urlopen(request, timeout=self.timeout) as response:  # noqa: S310 - http or https, see __post_init__
                data: bytes = response.read(_LARGEST)
        except (URLError, OSError, ValueError) as error:
            raise NotFoundError(f"The geocoder {urlsplit(url).hostname} cannot be reached: {error}.") from error
        return data

    def _keep(self, path: Path, answer: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, answer)
        except (OSError, OutputError):
            return  # without a place to keep it, the service is asked again

    def _read(self, name: str, answer: bytes) -> list[Candidate]:
        host = urlsplit(self.template).hostname or ""
        try:
            value = json.loads(answer)
            rows = _features(value) if isinstance(value, dict) else [_row(item) for item in value]
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            message = f"The geocoder {host} answered with what is neither a list of places nor GeoJSON."
            raise InvalidInputError(message) from error
        reason = Reason(msg("answer of {host}"), (("host", host),))
        return [
            Candidate(f"online:{host}", label, name, "", "other", "", (lon, lat), 0, "", _SCORE, (reason,), host)
            for label, lon, lat in rows
            if abs(lon) <= 180 and abs(lat) <= 90
        ]


def _row(item: dict[str, Any]) -> tuple[str, float, float]:
    return str(item["display_name"])[:200], float(item["lon"]), float(item["lat"])


def _features(value: dict[str, Any]) -> list[tuple[str, float, float]]:
    found = []
    for feature in value["features"]:
        lon, lat = feature["geometry"]["coordinates"][:2]
        words = feature["properties"]
        parts = [words.get(key) for key in ("name", "city", "state", "country")]
        found.append((", ".join(str(part) for part in parts if part)[:200], float(lon), float(lat)))
    return found
