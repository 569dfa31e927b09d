"""Draw the base map to PNG files for a look by eye: preview.py FOLDER [world-50m.topo.json]."""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager

BASEMAP = Path(__file__).parents[1] / "basemap" / "world-50m.topo.json"
FONTS = Path(__file__).parents[1] / "fonts"
WINDOWS = {
    "world": (-180, 180, -90, 90),
    "asia": (20, 150, 0, 60),
    "centre": (48, 90, 33, 56),
    "japan": (118, 154, 20, 52),
}
RIVER_WIDTHS = {1: 0.9, 2: 0.7, 3: 0.5}


def draw(folder: Path, source: Path, name: str, window: tuple[float, float, float, float]) -> None:
    """Draw one window with its labels in Traditional Chinese."""
    layers = {layer: gpd.read_file(source, layer=layer) for layer in ("countries", "lakes", "rivers", "water_labels")}
    west, east, south, north = window
    figure, axes = plt.subplots(figsize=(20, 20 * (north - south) / (east - west) * 1.15), facecolor="#E1E9EC")
    axes.set_facecolor("#E1E9EC")
    layers["countries"].plot(ax=axes, facecolor="#F7F5F0", edgecolor="#93A7B0", linewidth=0.6)
    for rank, width in RIVER_WIDTHS.items():
        rivers = layers["rivers"]
        rivers[rivers["rank"] == rank].plot(ax=axes, color="#9DB9C6", linewidth=width)
    layers["lakes"].plot(ax=axes, facecolor="#E1E9EC", edgecolor="#93A7B0", linewidth=0.5)
    deepest = 2 if east - west > 200 else 4 if east - west > 100 else 6
    inside = layers["countries"].cx[west:east, south:north]
    for row in inside[inside["rank"] <= deepest].itertuples():
        if west < row.label_lon < east and south < row.label_lat < north:
            axes.text(
                row.label_lon, row.label_lat, row.name_zh_Hant, ha="center", va="center", fontsize=9, color="#6A665C"
            )
    for row in layers["water_labels"].cx[west:east, south:north].itertuples():
        if row.rank < deepest:
            axes.text(row.geometry.x, row.geometry.y, row.name_zh_Hant, ha="center", fontsize=8, color="#3E6476")
    axes.set(xlim=(west, east), ylim=(south, north))
    axes.set_aspect(1 / np.cos(np.radians((south + north) / 2)) if name != "world" else 1)
    figure.savefig(folder / f"{name}.png", dpi=75, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    for font in sorted(FONTS.glob("*.?tf")):
        font_manager.fontManager.addfont(font)
    plt.rcParams["font.family"] = ["Source Sans 3", "Noto Sans CJK TC"]
    for label, extent in WINDOWS.items():
        draw(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else BASEMAP, label, extent)
