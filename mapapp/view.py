"""The View: everything that a person has chosen, and nothing else, with exactly one text form.

`format_view` gives a URL query string: the permalink, the command line's `--view`, the state kept in the explorer and
the metadata embedded in every snapshot are this same string. Its JavaScript twin is webmap/static/query.js; both are
tested with the same table, tests/tables/views.json. The keys are documented in docs/reference/view.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

from mapapp.errors import InvalidInputError, Problem, Where, told
from mapapp.when import OPEN_END, OPEN_START, Span, iso_date, parse_span

_DATE = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?|Y-?[1-9]\d{4,8}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")
_CHOICE = re.compile(r"-?[a-z0-9][a-z0-9._-]{0,79}", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)

Mode = Literal["in", "between", "up-to"]

MODES: tuple[Mode, ...] = ("in", "between", "up-to")
THEMES = ("auto", "light", "dark")
PANELS = ("table", "figures", "periods", "matrix", "tour")
"""What can be open beside the map."""
FARTHEST_KM = 20020
"""No two places are farther apart: half way round the Earth."""


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen. Empty tuples mean "no restriction"; `layers` None means the atlas's own choice.

    `start` and `end` are EDTF text or None for an open end (`from` and `to` in the query, where `..` is open too);
    `near` is (place, kilometres): only what lies within that distance of the place; `bbox` is (west, south, east,
    north) in degrees: only what happened there, across the antimeridian where west exceeds east; `along` is (route or
    corridor, kilometres); `regions` are ids of places that have an area, `countries` ISO 3166-1 alpha-3 codes;
    `follow` is the source whose readings are followed where sources disagree, `readings` chooses single ones, each as
    DISAGREEMENT.READING; `trail` is a number of
    years after which marks fade, 0 for never; `bars` is what the slider's bars are stacked by; `panel` is what is open
    beside the map, one of PANELS, with what is chosen in it: `("table", "-when")`, `("figures", SERIES)`,
    `("tour", TOUR, STEP)`, `("tour", TOUR, STEP, "table")`;
    `center` is (longitude, latitude) in degrees, `zoom` a Web Mercator zoom level.
    """

    mode: Mode = "between"
    start: str | None = None
    end: str | None = None
    kinds: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    near: tuple[str, float] | None = None
    along: tuple[str, float] | None = None
    bbox: tuple[float, float, float, float] | None = None
    sources: tuple[str, ...] = ()
    source_languages: tuple[str, ...] = ()
    eras: tuple[str, ...] = ()
    layers: tuple[str, ...] | None = None
    text: str = ""
    certainty: Literal["possible", "certain"] = "possible"
    disputed: bool = False
    follow: str = ""
    readings: tuple[str, ...] = ()
    names: Literal["then", "today"] = "then"
    trail: int = 0
    bars: Literal["kind", "source"] = "kind"
    lang: str = "en"
    theme: str = "auto"
    center: tuple[float, float] | None = None
    zoom: float | None = None
    select: str | None = None
    panel: tuple[str, ...] = ()

    def window(self) -> Span:
        """The days shown, first and last included.

        *in* shows the days of `start` (else of `end`), *between* from the first day of `start` to the last of `end`,
        *up-to* everything until the last day of `end`.
        """
        if self.mode == "in":
            one = self.start if self.start is not None else self.end
            return parse_span(one) if one is not None else (OPEN_START, OPEN_END)
        first = OPEN_START if self.start is None or self.mode == "up-to" else parse_span(self.start)[0]
        last = OPEN_END if self.end is None else parse_span(self.end)[1]
        return first, last


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return text

    return read


def _date(text: str) -> str | None:
    if text in ("", ".."):
        return None
    if not _DATE.fullmatch(text):
        raise ValueError("write a year, a month or a day: 2004, 2004-08, 2004-08-28, -0044 for 45 BCE, .. for open")
    parse_span(text)
    return text


def _ids(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in text.split(",") if part))


def _near(text: str) -> tuple[str, float] | None:
    if not text:
        return None
    place, _, km = text.rpartition(",")
    if not place or "," in place or not 0 <= _number(km) <= FARTHEST_KM:
        raise ValueError(f"must be a place and a distance of at most {FARTHEST_KM} km: tokyo,500")
    return place, float(number_text(_number(km), 3))


def _bbox(text: str) -> tuple[float, float, float, float] | None:
    if not text:
        return None
    parts = [_number(part) for part in text.split(",")]
    if len(parts) != 4 or not all(-180 <= lon <= 180 for lon in parts[::2]) or not -90 <= parts[1] <= parts[3] <= 90:
        raise ValueError("must be west,south,east,north in degrees; west may be greater than east")
    west, south, east, north = (float(number_text(part, 4)) for part in parts)
    return west, south, east, north


def _trail(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError("must be a number of years, 0 for no fading")
    return int(text)


def _layers(text: str) -> tuple[str, ...]:
    return () if text == "none" else _ids(text)


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError("write a number such as 51 or 51.25")
    return float(text)


def _center(text: str) -> tuple[float, float]:
    parts = [_number(part) for part in text.split(",")]
    if len(parts) != 2 or not (-540 <= parts[0] <= 540 and -90 <= parts[1] <= 90):
        raise ValueError("must be longitude,latitude in degrees")
    return parts[0], parts[1]


def _zoom(text: str) -> float:
    value = _number(text)
    if not 0 <= value <= 24:
        raise ValueError("must be between 0 and 24")
    return value


def _panel(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    parts = tuple(text.split(","))
    known = parts[0] in PANELS and all(_CHOICE.fullmatch(part) for part in parts)
    beside = dock_part(parts)
    if not known or (beside and beside[0] not in PANELS) or beside[:1] == ("tour",):
        raise ValueError(f"must be one of {', '.join(PANELS)}, and what is chosen in it, separated by commas")
    return parts


def dock_part(panel: tuple[str, ...]) -> tuple[str, ...]:
    """The part of a panel that names the table or a chart; a tour, which may stand before it, has three parts."""
    return panel[3:] if panel[:1] == ("tour",) else panel


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError("must be 0 or 1")
    return text == "1"


def number_text(value: float, digits: int) -> str:
    """A number with at most `digits` decimals and no needless zeros; ties go away from zero, as in JavaScript."""
    text = f"{Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


FILTERS = (
    "kind", "actor", "place", "region", "country", "near", "along", "bbox", "source", "source-lang", "era", "certainty",
    "disputed", "q",
)  # fmt: skip
"""The keys that filter events, in the order in which reasons are given; the time window apart."""

# key in the query -> (field of View, reader); the order is the canonical order of the text
_KEYS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "mode": ("mode", _one_of(*MODES)),
    "from": ("start", _date),
    "to": ("end", _date),
    "kind": ("kinds", _ids),
    "actor": ("actors", _ids),
    "place": ("places", _ids),
    "region": ("regions", _ids),
    "country": ("countries", _ids),
    "near": ("near", _near),
    "along": ("along", _near),
    "bbox": ("bbox", _bbox),
    "source": ("sources", _ids),
    "source-lang": ("source_languages", _ids),
    "era": ("eras", _ids),
    "layers": ("layers", _layers),
    "q": ("text", str),
    "certainty": ("certainty", _one_of("possible", "certain")),
    "disputed": ("disputed", _flag),
    "follow": ("follow", str),
    "readings": ("readings", _ids),
    "names": ("names", _one_of("then", "today")),
    "trail": ("trail", _trail),
    "bars": ("bars", _one_of("kind", "source")),
    "lang": ("lang", str),
    "theme": ("theme", _one_of(*THEMES)),
    "center": ("center", _center),
    "zoom": ("zoom", _zoom),
    "select": ("select", str),
    "panel": ("panel", _panel),
}


def has_filter(view: View, key: str) -> bool:
    """True if a View filters by one of `FILTERS`."""
    name = _KEYS[key][0]
    return bool(getattr(view, name) != getattr(View(), name))


def read_view(query: str, base: View | None = None) -> tuple[View, list[Problem]]:
    """Read a query string. What cannot be understood is left at `base` (default: the plain View) and reported.

    With `base`, keys that the query does not name keep base's values.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, text in parse_qsl(_SURROGATE.sub("\ufffd", query).lstrip("?"), keep_blank_values=True):
        where = Where("view", None, key)
        if key not in _KEYS:
            mend = told("Remove it; known are {keys}.", keys=", ".join(_KEYS))
            problems.append(Problem("A105", where, told("unknown parameter {key}.", key=repr(key)), mend))
            continue
        name, read = _KEYS[key]
        try:
            values[name] = read(text)
        except (ValueError, InvalidInputError) as error:
            problems.append(
                Problem(
                    "A106",
                    where,
                    told("{text} is not understood: {error}.", text=repr(text), error=error),
                    told("Correct or remove it."),
                )
            )
    return normalise(replace(base or View(), **values)), problems


def parse_view(query: str, base: View | None = None) -> View:
    """Read a query string strictly. Raises InvalidInputError with everything that is wrong in it."""
    view, problems = read_view(query, base)
    if problems:
        raise InvalidInputError("\n".join(str(problem) for problem in problems))
    return view


def normalise(view: View) -> View:
    """The canonical form: in mode *in* both ends are the same; crossed ends of *between* are put in order."""
    if view.mode == "in":
        one = view.start if view.start is not None else view.end
        return replace(view, start=one, end=one)
    if view.mode == "up-to" or view.start is None or view.end is None:
        return view
    crossed = parse_span(view.start)[0] > parse_span(view.end)[1]
    return replace(view, start=view.end, end=view.start) if crossed else view


def parse_years(text: str) -> tuple[str | None, str | None]:
    """Both ends of `2009`, `2004..2010`, `2004/2010`, `..2010` or `2004..`; None for an open end.

    A date that a view cannot hold (a decade, a season) is replaced by its first or last day.
    Raises InvalidInputError.
    """
    mark = ".." if ".." in text else "/"
    first, found, last = (part.strip() for part in text.partition(mark))
    if not found:
        last = first
    if not first and not last:
        raise InvalidInputError(told("{text} names no year: write 2009, 2004..2010, ..2010 or 2004..", text=repr(text)))

    def end(side: str, index: int) -> str | None:
        if not side or _DATE.fullmatch(side):
            return side or None
        return iso_date(parse_span(side)[index])

    return end(first, 0), end(last, 1)


def format_view(view: View) -> str:
    """The one text form of a View: keys in canonical order, defaults left out."""
    plain = View()
    parts: list[str] = []
    for key, (name, _) in _KEYS.items():
        value = getattr(view, name)
        if value == getattr(plain, name) and key != "mode":
            continue
        parts.append(f"{key}={quote(_text(key, value), safe=',.~-_', errors='replace')}")
    return "&".join(parts)


def _text(key: str, value: Any) -> str:
    if key == "layers" and not value:
        return "none"
    if key in ("near", "along"):
        return f"{value[0]},{number_text(value[1], 3)}"
    if key in ("center", "bbox"):
        return ",".join(number_text(part, 4) for part in value)
    if key == "zoom":
        return number_text(value, 2)
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(value) if isinstance(value, tuple) else str(value)
