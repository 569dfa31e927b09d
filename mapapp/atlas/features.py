"""Many features of places.geojson at once, by columns: the places of those that hold nothing wrong.

A feature in which anything is wrong or out of the ordinary is left out, and then read by itself, which reports it
(`mapapp.atlas.places`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

import numpy as np
import shapely

from mapapp.atlas.codes import RefusedError
from mapapp.atlas.forms import read_each, refuse_unwritable
from mapapp.atlas.geometry import read_geometry
from mapapp.atlas.objects import Key
from mapapp.atlas.vocabulary import ID
from mapapp.model import Toponym, records_of

_MEMBERS = frozenset({"type", "id", "properties", "geometry", "bbox"})


def plain_features(
    features: Sequence[Any], languages: Sequence[str], properties: Sequence[Key], toponym: Sequence[Key]
) -> tuple[Sequence[int], dict[str, list[Any]]]:
    """The indexes of the features without any doubt, and the values of their places by field.

    They are read by the keys of their properties and of their names.
    """
    plain = [index for index, feature in enumerate(features) if _is_plain(feature)]
    values, doubtful = _values([features[index] for index in plain], languages, properties, toponym)
    if not doubtful:
        return plain, values
    sure = [number for number in range(len(plain)) if number not in doubtful]
    return [plain[number] for number in sure], {
        name: [column[number] for number in sure] for name, column in values.items()
    }


def _is_plain(feature: Any) -> bool:
    """True for a feature with an id, properties, names, and no member that is not known."""
    if not isinstance(feature, dict) or feature.get("type") != "Feature" or not feature.keys() <= _MEMBERS:
        return False
    identifier, properties = feature.get("id"), feature.get("properties")
    if not isinstance(identifier, str) or not ID.fullmatch(identifier) or not isinstance(properties, dict):
        return False
    names = properties.get("names")
    return isinstance(names, list) and set(map(type, names)) == {dict}


def _values(
    features: list[dict[str, Any]], languages: Sequence[str], properties: Sequence[Key], toponym: Sequence[Key]
) -> tuple[dict[str, list[Any]], set[int]]:
    """The values of each field of the places of features, and the numbers of those that are in doubt."""
    objects = [feature["properties"] for feature in features]
    doubtful: set[int] = set()
    values = _read_columns(objects, properties, doubtful, extra=True)
    names: list[list[dict[str, Any]]] = [one["names"] for one in objects]
    wrong_names: set[int] = set()
    toponyms = _read_columns(list(chain.from_iterable(names)), toponym, wrong_names, extra=False)
    owners = [index for index, some in enumerate(names) for _ in some] if wrong_names else []
    doubtful.update(owners[number] for number in wrong_names)
    made = iter(records_of(Toponym, len(toponyms["name"]), toponyms))
    values["names"] = [tuple(islice(made, len(some))) for some in names]
    values["summary"] = [{} for _ in objects]
    for language in languages:
        for summary, text in zip(values["summary"], values.pop(f"summary_{language}"), strict=True):
            if text:
                summary[language] = text
    values["id"] = [feature["id"] for feature in features]
    values["geometry"] = _geometries([feature.get("geometry") for feature in features], doubtful)
    return values, doubtful


def _read_columns(
    objects: Sequence[dict[str, Any]], keys: Sequence[Key], doubtful: set[int], extra: bool
) -> dict[str, list[Any]]:
    """The values of each key for all objects; indexes of objects with something wrong are added to `doubtful`."""
    used = set(chain.from_iterable(objects))
    strange = used - {key.name for key in keys}
    own = {name for name in strange if extra and name.startswith("x_")}
    if strange - own:
        unknown = strange - own
        doubtful.update(index for index, one in enumerate(objects) if not unknown.isdisjoint(one))
    found: dict[str, list[Any]] = {}
    for key in keys:
        if key.name in used or key.needed:
            found[key.name] = _read_column(key, [one.get(key.name) for one in objects], doubtful)
        else:
            found[key.name] = [key.default] * len(objects)
    if extra:
        found["extra"] = [_own_values(one, own, index, doubtful) if own else {} for index, one in enumerate(objects)]
    return found


def _read_column(key: Key, given: Sequence[Any], doubtful: set[int]) -> list[Any]:
    """The values of one key; each different text is read once."""
    only_texts = set(map(type, given)) <= _TEXTS
    texts = set(given) - {None} if only_texts else {value for value in given if isinstance(value, str)}
    known, refused = read_each(key.read, texts, key.default)
    if only_texts and not refused and not (key.needed and (None in given or "" in texts)):
        known |= {"": key.default}
        return [known[value or ""] for value in given]
    found = []
    for index, value in enumerate(given):
        if value is None or isinstance(value, str):
            found.append(known[value] if value else key.default)
            if (refused and value in refused) or (key.needed and not value):
                doubtful.add(index)
            continue
        try:
            found.append(key.read(value))
        except RefusedError:
            found.append(key.default)
            doubtful.add(index)
    return found


def _own_values(one: dict[str, Any], own: Iterable[str], index: int, doubtful: set[int]) -> dict[str, Any]:
    """The x_… members of an object, in the order in which they stand there."""
    found = {name: value for name, value in one.items() if name in own}
    try:
        refuse_unwritable(found)
    except RefusedError:
        doubtful.add(index)
    return found


def _geometries(given: Sequence[Any], doubtful: set[int]) -> list[Any]:
    """The shapes of GeoJSON geometries, all plain points at once."""
    found: list[Any] = [None] * len(given)
    points = []
    for index, value in enumerate(given):
        if _is_point(value):
            points.append(index)
        elif value is not None:
            try:
                found[index] = read_geometry(value)
            except RefusedError:
                doubtful.add(index)
    if points:
        made: Any = shapely.points(np.array([given[index]["coordinates"] for index in points], dtype=float))
        for index, point in zip(points, made.tolist(), strict=True):
            found[index] = point
    return found


def _is_point(value: Any) -> bool:
    """True for a Point of two plain numbers on the globe."""
    if not isinstance(value, dict) or len(value) != 2 or value.get("type") != "Point":
        return False
    at = value.get("coordinates")
    if not isinstance(at, list) or len(at) != 2 or type(at[0]) not in _NUMBERS or type(at[1]) not in _NUMBERS:
        return False
    return bool(-180 <= at[0] <= 180 and -90 <= at[1] <= 90)


_NUMBERS = (float, int)
_TEXTS = {str, type(None)}
