"""The date that a cell holds: EDTF as it is, else one date or a span, with the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mapapp.dates.conventions import Conventions
from mapapp.dates.eras import moon_until, without_eras
from mapapp.dates.moments import Candidates, date_text, lacks_year, read_moment, year_text
from mapapp.dates.numerals import plain_text
from mapapp.dates.parts import part_of
from mapapp.dates.serials import serial_date
from mapapp.errors import InvalidInputError
from mapapp.when import OPEN_END, OPEN_START, iso_date, parse_when

UNREADABLE = "not understood"
NO_YEAR = "no year"
_UNDATED = frozenset(
    (
        "", "?", "-", "–", "--", "n/a", "na", "n.a.", "n.d.", "nd", "no date", "undated", "unknown", "none", "null",
        "nan", "nil", "tbd", "tba", "s.d.", "-1", "9999", "-9999", "0", "0000",
        "不明", "不詳", "未詳", "未知", "無", "なし", "不详", "年代不詳", "年不詳",
    )
)  # fmt: skip
"""What people write where they know no date; -1 and 9999 stand in real gazetteers."""

_ABOUT = re.compile(
    r"^(?:ca?\.?(?=\s?\d)|ca?\.?\s+|circa\s+|about\s+|around\s+|approx(?:\.|imately)?\s+|roughly\s+|[~≈約约]|大約|大约|およそ)\s*"
    r"|^(?:vers|environ|um|etwa|hacia|cerca de|por volta de|omstreeks|около)\s+|(?:頃|ごろ|ころ|左右|前後|前后)$"
)
_DOUBTFUL = re.compile(r"^(?:probably|possibly|perhaps|maybe|可能|或許|おそらく)\s*|\s*\(?\?\)?$")
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+–-]\d{2}:?\d{2})?$")
_BEFORE = re.compile(r"^(?:before|pre–?|prior to|earlier than)\s+(.+)$|^(.+?)(?:より前|之前|以前)$|^(.+年)前$")
_AFTER = re.compile(r"^(?:after|post–?|later than)\s+(.+)$|^(.+?)(?:より後|之後|之后)$")
_SINCE = re.compile(
    r"^(?:since|from|as of|starting)\s+(.+)$|^(.+?)(?:以來|以来|以降|以後|以后|から|起|至今|迄今)$"
    r"|^(.+?)\s*(?:–|to)\s*(?:present|now|today|ongoing|現在|今)?$"
)
_UNTIL = re.compile(r"^(?:until|till|up to|through|by)\s+(.+)$|^([^–至から]+?)(?:まで|為止|为止)$")
_BOUNDS = ((_BEFORE, "before"), (_AFTER, "after"), (_UNTIL, "until"), (_SINCE, "since"))
_BETWEEN = re.compile(r"^(?:between|entre)\s+(.+?)\s+and\s+(.+)$")
_TO = re.compile(r"\s*(?:–|\bto\b|\buntil\b|\bthrough\b|から|至|到|/)\s*")
_EDTF_LIKE = re.compile(r"[-0-9XYESTZ:+?~%./,\[\]{} ]{4,}", re.ASCII)
"""Only such text is given to the parser of EDTF, which takes milliseconds to refuse."""
_LONGEST = 2000
_YEAR_SLASH = re.compile(r"\d{4}/\d{1,2}", re.ASCII)
_OR = re.compile(r"\s+or\s+|或|または|又は")


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell means: EDTF text (None: it holds no date that could be read), how it was read, what it could mean.

    `how` is `EDTF` where the text is EDTF as it stands, `undated` where it says that there is no date, NO_YEAR where
    it gives a day or month of no year, UNREADABLE where nothing fits. With several `candidates` the EDTF text is the
    set of them.
    """

    edtf: str | None
    how: str
    candidates: Candidates = ()

    @property
    def ambiguous(self) -> bool:
        """True where the cell alone does not settle what it means."""
        return len(self.candidates) > 1


def read_date(text: str, how: Conventions | None = None) -> DateReading:
    """The date that a cell holds; no text of more than 2,000 characters is one."""
    return _read_cell(text, how) if len(text) <= _LONGEST else DateReading(None, UNREADABLE)


@lru_cache(maxsize=65536)
def _read_cell(text: str, how: Conventions | None) -> DateReading:
    given, conventions = text.strip(), how or Conventions()
    if given.lower() in _UNDATED:
        return DateReading(None, "undated")
    if re.fullmatch(r"-\d{1,6}", given) and not _is_edtf(given):
        years = int(given), int(given) + 1  # with a year 0, and without
        texts = tuple(sorted(year_text(year) for year in years))
        return DateReading(one_of(texts), "year before our era", texts)
    if clash := _season_or_years(given):
        return clash
    if _is_edtf(given):
        day = given.partition("T")[0]
        return DateReading(day, "EDTF") if day == given else DateReading(day, "EDTF, hour left out")
    if len(given) > 120:
        return DateReading(None, UNREADABLE)
    if conventions.serials and re.fullmatch(r"\d{1,7}(?:\.\d+)?", given):
        counted = serial_date(float(given), conventions.serials)
        return DateReading(counted, f"day number ({conventions.serials})" if counted else UNREADABLE)
    plain, eras = without_eras(plain_text(given))
    if eras and any(name in ("令和", "平成", "昭和") for name in eras) and conventions.fiscal_month is None:
        conventions = replace(conventions, fiscal_month=4)  # 令和6年度 begins in April
    found = _read(plain.lower(), conventions)
    if found is not None and (until := moon_until(eras)):
        found = _without_moon_days(found, until)
    if found is None and lacks_year(plain.lower()):
        return DateReading(None, NO_YEAR)
    if found is None or found.edtf is None or not _is_edtf(found.edtf):
        return DateReading(None, UNREADABLE)
    return replace(found, how=f"{found.how}, year of {', '.join(eras)}") if eras else found


def _season_or_years(text: str) -> DateReading | None:
    """1920-25 is a season of 1920 in EDTF and a span of years for most people; 1904–07 with a dash a month or years."""
    found = re.fullmatch(r"(\d\d)(\d\d)([-–])(\d\d)", text)
    if not found or int(found[4]) <= int(found[2]) or not (found[3] == "–" or 21 <= int(found[4]) <= 41):
        return None
    years, other = f"{text[:4]}/{found[1]}{found[4]}", f"{text[:4]}-{found[4]}"
    if not _is_edtf(other):
        return None
    return DateReading(one_of((years,)), "years or part of a year", (other, years))


def _is_edtf(text: str) -> bool:
    if not _EDTF_LIKE.fullmatch(text) or _YEAR_SLASH.fullmatch(text):
        return False
    try:
        parse_when(text)
    except InvalidInputError:
        return False
    return True


def _read(text: str, how: Conventions) -> DateReading | None:
    """A date with whatever stands around it; `text` is plain and in lower case."""
    for mark, pattern in (("~", _ABOUT), ("?", _DOUBTFUL)):
        bare = pattern.sub("", text, count=1).strip()
        if bare != text and bare and (inner := _read(bare, how)) and inner.edtf:
            return replace(
                inner, edtf=qualified(inner.edtf, mark), how=f"{inner.how}, {'about' if mark == '~' else 'doubtful'}"
            )
    timed = _TIME.sub("", text)
    if timed != text:
        inner = _read(timed, how)
        return replace(inner, how=f"{inner.how}, hour left out") if inner else None
    if moment := _moment(text, how):
        return moment
    return _bounded(text, how, _BOUNDS[:3]) or _several(text, how) or _bounded(text, how, _BOUNDS[3:])


def _moment(text: str, how: Conventions) -> DateReading | None:
    if found := read_moment(text, how) or part_of(text, how):
        name, texts = found
        return DateReading(texts[0] if len(texts) == 1 else one_of(texts), name, texts)
    return DateReading(text, "EDTF") if _is_edtf(text.upper().replace("–", "-")) and text.isascii() else None


def one_of(texts: Candidates) -> str:
    """The EDTF set of which a date is one; spans in it stand by their ends."""
    return "[" + ",".join(text.replace("/", "..").strip("[]") for text in texts) + "]"


def qualified(edtf: str, mark: str) -> str:
    """EDTF text with a qualifier on each date in it."""
    return re.sub(r"-?Y?-?[0-9X]+(?:-[0-9X]+)*", lambda found: found[0] + mark, edtf)


def _bounded(text: str, how: Conventions, bounds: Sequence[tuple[re.Pattern[str], str]]) -> DateReading | None:
    """Before, after, until and since a date."""
    for pattern, name in bounds:
        found = pattern.match(text)
        inner = _read(next(filter(None, found.groups())), how) if found else None
        if not inner or not inner.edtf or inner.ambiguous:
            continue
        when = parse_when(inner.edtf)
        if OPEN_START in when.outer or OPEN_END in when.outer:
            continue
        return DateReading(_bound(name, inner.edtf, text), f"{name}, {inner.how}")
    return None


def _bound(name: str, edtf: str, text: str) -> str:
    """EDTF of before, after, since or until; 以前 includes the date itself."""
    first, last = parse_when(edtf).outer
    simple = edtf.strip("[]").split("..")[0].split("/")[0]
    if name == "since":
        return f"{simple}/.."
    if name == "until":
        return f"../{edtf.strip('[]').split('..')[-1].split('/')[-1]}"
    step = -1 if name == "before" else 1
    year_only = re.fullmatch(r"-?\d{4}[~?]?", edtf)
    if year_only:
        year = int(edtf.rstrip("~?")) + (0 if text.endswith("以前") else step)
        edge = date_text(year)
    else:
        edge = iso_date((first if step < 0 else last) + step)
    return f"[..{edge}]" if step < 0 else f"[{edge}..]"


def _several(text: str, how: Conventions) -> DateReading | None:
    """Between, from–to, and one of several."""
    if found := _BETWEEN.match(text):
        ends = _ends(found[1], found[2], how)
        return (
            DateReading(f"[{ends[0]}..{ends[1]}]", "between")
            if ends and not re.search(r"[/\[]", "".join(ends))
            else None
        )
    parts = _OR.split(text)
    if len(parts) > 1:
        inner = [_read(part.strip(), how) for part in parts]
        texts = tuple(one.edtf for one in inner if one and one.edtf and not one.ambiguous)
        return DateReading(one_of(texts), "one of several") if len(texts) == len(parts) else None
    whole = re.sub(r"^from\s+|(?:まで|為止|为止)$", "", text)
    for split in _TO.finditer(whole):
        left, right = whole[: split.start()], whole[split.end() :]
        if left and right and (ends := _ends(left, right, how)):
            return _span(ends)
    return None


def _span(ends: tuple[str, str]) -> DateReading | None:
    """The interval of two dates; sets and spans in it stand by their outer ends."""
    first = ends[0].strip("[]").split("..")[0].split("/")[0]
    last = ends[1].strip("[]").split("..")[-1].split("/")[-1]
    return DateReading(f"{first}/{last}", "from – to") if first and last else None


def _ends(left: str, right: str, how: Conventions) -> tuple[str, str] | None:
    """Both ends of a span; what one of them leaves out (year, month, era) is that of the other."""
    for first, last in _completed(left.strip(), right.strip()):
        start, end = _read(first, how), _read(last, how)
        if start and end and start.edtf and end.edtf and not start.ambiguous and not end.ambiguous:
            return start.edtf, end.edtf
    return None


def _completed(left: str, right: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if (year := re.fullmatch(r"(\d{2})\d{2}", left)) and re.fullmatch(r"\d{2}", right):
        found.append((left, year[1] + right))  # 1904–07
    if re.search(r"(?:bce?|b\.c\.(?:e\.)?)$", right) and re.fullmatch(r"\d+", left):
        found.append((left + " bc", right))
    if match := re.fullmatch(r"(\d{1,2})", left):  # 12–15 march 2004; 12月5–8日 is the next
        found += [(re.sub(r"\b\d{1,2}\b", match[1], right, count=1), right)]
    if match := re.search(r"[ ,]+(\d{4})$", right):  # march – may 2004; 28 aug – 3 sep 2004
        found.append((f"{left} {match[1]}", right))
    if match := re.match(r"(\d{4}年)(\d{1,2}月)?", left):
        found.append((left, match[1] + right))
        if match[2]:
            found += [(left, match[1] + match[2] + right), (left + "日", match[1] + match[2] + right)]
        elif re.search(r"月", right):
            found.append((left + "月", match[1] + right))
    if re.fullmatch(r"\d{4}", left) and right.endswith("年"):
        found.append((left + "年", right))
    match, day = re.fullmatch(r"([a-z]+\.? )(\d{1,2})", left), re.fullmatch(r"(\d{1,2}),? (\d{4})", right)
    if match and day:  # march 12–15, 2004
        found.append((f"{left}, {day[2]}", f"{match[1]}{day[1]}, {day[2]}"))
    return [*found, (left, right)]


def _without_moon_days(found: DateReading, until: int) -> DateReading:
    """Dates before the Gregorian year `until` as "about this year": their months are those of the moon.

    The year of the moon begins in January or February, so that even the year is not quite the Gregorian one.
    """

    def year_of(match: re.Match[str]) -> str:
        return f"{match[1]}~" if int(match[1]) < until else match[0]

    edtf = re.sub(r"(?<![\dX-])(\d{4})(?:-\d\d){0,2}[~?]?(?![\dX])", year_of, found.edtf or "")
    if edtf == found.edtf or not edtf:
        return found
    first, _, last = edtf.partition("/")
    return DateReading(first if first == last else edtf, f"{found.how}, calendar of the moon: about the year")
