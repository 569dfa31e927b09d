"""The generated events that every rival shows: points in clusters over the world, one year each, 1926 to 2025."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

FIRST_YEAR, LAST_YEAR = 1926, 2025
KINDS = ("meeting", "visit", "speech", "agreement", "aid", "alliance")
COLORS = ("#0067A3", "#C24A00", "#00735A", "#8A2A6E", "#7A4E2D", "#2B3338")


@dataclass(frozen=True)
class Events:
    """Columns of the events, in the order of their years."""

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    year: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]

    @property
    def table(self) -> pd.DataFrame:
        """As a data frame with titles."""
        titles = [f"Event {i}" for i in range(len(self.year))]
        kinds = np.array(KINDS)[self.kind]
        return pd.DataFrame({"lon": self.lon, "lat": self.lat, "begin": self.year, "kind": kinds, "title": titles})


def generate(count: int, seed: int = 20241123) -> Events:
    """The same `count` events in every run."""
    dice = np.random.default_rng(seed)
    centres = np.stack([dice.uniform(-120, 150, 40), dice.uniform(-35, 60, 40)])
    of = dice.integers(0, 40, count)
    lon = np.clip(centres[0][of] + dice.normal(0, 12, count), -179, 179).round(5)
    lat = np.clip(centres[1][of] + dice.normal(0, 8, count), -70, 75).round(5)
    year = np.sort(dice.integers(FIRST_YEAR, LAST_YEAR + 1, count))
    return Events(lon, lat, year, dice.integers(0, len(KINDS), count))
