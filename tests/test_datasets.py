"""Every file under geodata/ has its provenance, and the base map keeps what the maps rely on."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

GEODATA = Path(__file__).parents[1] / "geodata"
BASEMAP = GEODATA / "basemap" / "world-50m.topo.json"
CATALOGUE: list[dict[str, Any]] = tomllib.loads((GEODATA / "datasets.toml").read_text(encoding="utf-8"))["datasets"]
FILES = [entry for entry in CATALOGUE if entry["kind"] != "atlas"]
REDISTRIBUTABLE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "ODbL-1.0",
    "OFL-1.1",
    "PDDL-1.0",
}
REQUIRED = {"id", "kind", "path", "title", "source", "version", "license", "attribution", "notes"}
REQUIRED_OF_FILES = {"sha256", "bytes", "recipe"}
NAMES = ("name_en", "name_zh_Hant", "name_ja")
COUNTRIES = """
    AFG ARE ARM AUS AUT AZE BEL BGD BGR BLR BRN BTN CAN CHE CHN CYN CYP CZE DEU DNK EGY ESP EST FIN FRA GBR GEO GRC
    HKG HRV HUN IDN IND IRL IRN IRQ ISL ISR ITA JOR JPN KAZ KGZ KHM KOR KWT LAO LBN LKA LTU LVA MDA MMR MNG MYS NLD
    NOR NPL NZL OMN PAK PHL POL PRK PRT PSE QAT ROU RUS SAU SGP SRB SVK SWE SYR THA TJK TKM TLS TUR TWN UKR USA UZB
    VNM XKX YEM
"""
LAKES = {
    "Issyk-Kul": (77.2, 42.4),
    "Lake Balkhash": (74.2, 46.0),
    "Lake Baikal": (108.2, 53.6),
    "Lake Urmia": (45.5, 37.6),
    "Lake Van": (42.9, 38.6),
    "North Aral Sea": (60.7, 46.4),
    "South Aral Sea": (58.6, 45.2),
}
WATER = {"Caspian Sea, north": (50.0, 45.8), "Caspian Sea, south": (51.5, 38.5), "Sea of Japan": (134.8, 40.0)}
ISLANDS = {
    "Okinawa": (127.97, 26.5),
    "Miyako": (125.3, 24.78),
    "Ishigaki": (124.17, 24.42),
    "Tsushima": (129.3, 34.4),
    "Iturup": (147.9, 44.95),
    "Penghu": (119.6, 23.57),
    "Kinmen": (118.4, 24.45),
    "Taiwan": (121.0, 23.7),
}


@pytest.fixture(scope="module")
def topology() -> dict[str, Any]:
    """Return the base map as it is stored."""
    return json.loads(BASEMAP.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Return the arcs as grid points."""
    return [np.cumsum(np.asarray(arc), axis=0) for arc in topology["arcs"]]


@pytest.fixture(scope="module")
def countries() -> gpd.GeoDataFrame:
    """Return the countries as GDAL reads them."""
    return gpd.read_file(BASEMAP, layer="countries").set_index("code")


def list_rings(topology: dict[str, Any], layer: str) -> list[list[int]]:
    """Return the arc numbers of every ring of a layer."""
    shapes = topology["objects"][layer]["geometries"]
    return [ring for shape in shapes for polygon in shape["arcs"] for ring in polygon]


def is_seam(arc: np.ndarray, last: int) -> bool:
    """Tell whether every edge of an arc lies on the antimeridian or the south edge."""
    (xa, ya), (xb, yb) = arc[:-1].T, arc[1:].T
    return bool(np.all(((xa == xb) & np.isin(xa, (0, last))) | ((ya == yb) & (ya == 0))))


def test_catalogue_ids_and_paths_are_unique() -> None:
    for field in ("id", "path"):
        assert [value for value, n in Counter(entry[field] for entry in CATALOGUE).items() if n > 1] == []


def test_every_file_has_its_entry() -> None:
    folders = ("recipes/", *(entry["path"] for entry in CATALOGUE if entry["kind"] == "atlas"))
    found = {path.relative_to(GEODATA).as_posix() for path in GEODATA.rglob("*") if path.is_file()}
    known = {entry["path"] for entry in FILES} | {"datasets.toml"}
    assert {path for path in found if not path.startswith(folders)} == known


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry["id"])
def test_entry_is_complete(entry: dict[str, Any]) -> None:
    required = REQUIRED if entry["kind"] == "atlas" else REQUIRED | REQUIRED_OF_FILES
    assert {field for field in required if not entry.get(field)} == set()
    assert set(entry["license"].replace(" AND ", " ").split()) <= REDISTRIBUTABLE


@pytest.mark.parametrize("entry", FILES, ids=lambda entry: entry["id"])
def test_file_is_the_one_described(entry: dict[str, Any]) -> None:
    content = (GEODATA / entry["path"]).read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (entry["sha256"], entry["bytes"])
    assert (GEODATA / entry["recipe"]).is_file()


def test_basemap_is_small(arcs: list[np.ndarray]) -> None:
    assert BASEMAP.stat().st_size <= 750_000
    assert sum(map(len, arcs)) <= 75_000


def test_arc_numbers_exist(topology: dict[str, Any], arcs: list[np.ndarray]) -> None:
    lines = [ring for layer in ("countries", "lakes") for ring in list_rings(topology, layer)]
    lines += [line for river in topology["objects"]["rivers"]["geometries"] for line in river["arcs"]]
    used = {n if n >= 0 else ~n for line in lines for n in line}
    assert used == set(range(len(arcs)))


@pytest.mark.parametrize("layer", ["countries", "lakes"])
def test_rings_close_and_do_not_jump(topology: dict[str, Any], arcs: list[np.ndarray], layer: str) -> None:
    degrees = topology["transform"]["scale"][0]
    for ring in list_rings(topology, layer):
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
        for part, following in zip(parts, [*parts[1:], parts[0]], strict=True):
            assert part[-1].tolist() == following[0].tolist()
        steps = np.abs(np.diff(np.concatenate(parts), axis=0)) * degrees
        assert steps[:, 0].max() <= 180


def test_seams_are_arcs_of_their_own(topology: dict[str, Any], arcs: list[np.ndarray]) -> None:
    last = round(360 / topology["transform"]["scale"][0])
    numbers = {n if n >= 0 else ~n for ring in list_rings(topology, "countries") for n in ring}
    seams = {n for n in numbers if is_seam(arcs[n], last)}
    assert seams
    for n in numbers - seams:
        assert not any(is_seam(arcs[n][i : i + 2], last) for i in range(len(arcs[n]) - 1))


def test_borders_are_shared(topology: dict[str, Any], countries: gpd.GeoDataFrame) -> None:
    uses = Counter(n if n >= 0 else ~n for ring in list_rings(topology, "countries") for n in ring)
    assert set(uses.values()) == {1, 2}
    assert shapely.coverage_is_valid(countries.geometry.to_numpy())


@pytest.mark.parametrize("layer", ["countries", "lakes", "rivers", "water_labels"])
def test_layer_opens_and_is_valid(layer: str) -> None:
    frame = gpd.read_file(BASEMAP, layer=layer)
    assert len(frame) > 70
    assert frame.geometry.is_valid.all()
    assert {*NAMES, "rank"} <= set(frame.columns)


def test_countries_are_named_and_labelled_inside(countries: gpd.GeoDataFrame) -> None:
    assert countries.index.is_unique
    assert [code for code in COUNTRIES.split() if code not in countries.index] == []
    assert not countries[[*NAMES, "rank", "area_km2"]].isna().any(axis=None)
    labels = gpd.points_from_xy(countries["label_lon"], countries["label_lat"])
    large = countries["area_km2"] > 1_000
    assert countries.geometry[large].contains(gpd.GeoSeries(labels, countries.index)[large]).all()


@pytest.mark.parametrize("name", LAKES)
def test_lake_is_there(name: str) -> None:
    lakes = gpd.read_file(BASEMAP, layer="lakes").set_index("name_en")
    assert lakes.geometry[name].distance(shapely.Point(LAKES[name])) < 0.1


@pytest.mark.parametrize("name", WATER)
def test_sea_is_not_land(countries: gpd.GeoDataFrame, name: str) -> None:
    assert not countries.geometry.contains(shapely.Point(WATER[name])).any()


@pytest.mark.parametrize("name", ISLANDS)
def test_island_is_there(countries: gpd.GeoDataFrame, name: str) -> None:
    assert countries.geometry.distance(shapely.Point(ISLANDS[name])).min() < 0.05


def test_water_labels_lie_in_water(countries: gpd.GeoDataFrame) -> None:
    labels = gpd.read_file(BASEMAP, layer="water_labels")
    wide = labels[labels["kind"].isin(["ocean", "sea"]) & (labels["rank"] <= 2)]
    land = countries.geometry.union_all()
    assert wide[wide.geometry.intersects(land)]["name_en"].tolist() == []


@pytest.mark.parametrize("face", ["tc", "jp"])
@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_font_draws_the_names(topology: dict[str, Any], face: str, style: str) -> None:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(GEODATA / "fonts" / f"NotoSansCJK{face}-{style}-subset.otf")
    field, encoding = ("name_zh_Hant", "big5") if face == "tc" else ("name_ja", "euc_jp")
    shapes = [shape for layer in topology["objects"].values() for shape in layer["geometries"]]
    wanted = set("".join(shape["properties"][field] or "" for shape in shapes))
    wanted |= set("比什凱克阿斯塔納橫濱嘉手納" if face == "tc" else "横浜嘉手納ビシュケク") | set("Бишкек Türkiye")
    first, last = (0xA4, 0xFA) if face == "tc" else (0xB0, 0xF5)
    pairs = (bytes((a, b)).decode(encoding, "ignore") for a in range(first, last) for b in range(0x40, 0xFF))
    wanted |= {text for text in pairs if len(text) == 1 and text.isprintable()}
    assert font.family_name == f"Noto Sans CJK {face.upper()}"
    assert sorted(text for text in wanted if not font.get_char_index(ord(text))) == []
