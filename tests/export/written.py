"""What the tests of the exports share: views, atlases with text that makes trouble, and writing into a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from shapely.geometry.base import BaseGeometry

from mapapp.atlas import open_atlas
from mapapp.export import FORMATS
from mapapp.model import Atlas
from mapapp.view import View
from tests.atlas.examples import MINIMAL

HOSTILE = "=1+1\x07</script><b>&amp;]]>{{7*7}}\"'`${x}\u202e運河\ufffe"
"""Text that breaks files which are put together carelessly."""

few = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
"""For properties that write and read files."""


def hostile_atlas() -> Atlas:
    """The minimal atlas with hostile text in every title, name and summary."""
    atlas = open_atlas(MINIMAL)
    words = dict.fromkeys(atlas.languages, HOSTILE)
    events = tuple(replace(event, title=words, summary=words) for event in atlas.events)
    names = [tuple(replace(name, name=HOSTILE) for name in place.names) for place in atlas.places]
    places = tuple(replace(place, names=named, summary=words) for place, named in zip(atlas.places, names, strict=True))
    return replace(atlas, title=words, attribution=HOSTILE, events=events, places=places)


def written(folder: Path, extension: str, atlas: Atlas, view: View | None = None) -> Path:
    """The file of an export of an atlas (default: all of it)."""
    target = folder / f"{atlas.id}{extension}"
    FORMATS[extension].write(atlas, view or View(), target)
    return target


def clean(value: Any) -> Any:
    """None for what a data frame holds where there is nothing."""
    return None if value is None or value != value else value


def same_shape(found: BaseGeometry | None, expected: BaseGeometry | None) -> bool:
    """True if two geometries have the same coordinates; a part by itself equals a multi-geometry of it alone."""
    if found is None or expected is None:
        return found is None and expected is None
    parts = [list(getattr(shape, "geoms", [shape])) for shape in (found, expected)]
    pairs = zip(*parts, strict=True)
    return len(parts[0]) == len(parts[1]) and all(one.equals_exact(two, 0) for one, two in pairs)
