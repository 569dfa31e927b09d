"""Numbers and degrees as people write them in cells."""

from __future__ import annotations

import math
import re
import unicodedata

PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
"""A number as Python reads it too."""
_DEGREES = re.compile(
    r"([NSEWOnsewo東西南北]?(?:緯|经|經|経)?)\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*[°º度]\s*"
    r"(?:(\d{1,2}(?:[.,]\d+)?)\s*['′’分]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”秒]|'')\s*)?([NSEWOnsewo]?)"
)
_LETTERED = re.compile(r"([NSEWnsew])?\s*(\d{1,3}(?:[.,]\d+)?)\s*([NSEWnsew])?")
_NEGATIVE = frozenset("sSwW南西")


def read_number(text: str) -> float | None:
    """A finite number: 1234.5, 1,234.5, 1.234,5, 35,68 (a decimal comma), full-width digits; None for anything else."""
    if PLAIN_NUMBER.fullmatch(text):
        value = float(text)
        return value if math.isfinite(value) else None
    clean = unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\xa0", " ").strip()
    clean = re.sub(r"(?<=\d)[ '’](?=\d{3}\b)", "", clean)
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", clean):
        clean = clean.replace(",", "")
    elif re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+,\d+", clean):
        clean = clean.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"[+-]?\d+,\d+", clean):
        clean = clean.replace(",", ".")
    if not PLAIN_NUMBER.fullmatch(clean):
        return None
    value = float(clean)
    return value if math.isfinite(value) else None


def read_degrees(text: str) -> float | None:
    """Decimal degrees: a number, with N, S, E, W, or in degrees, minutes and seconds; None for anything else."""
    if PLAIN_NUMBER.fullmatch(text):
        return float(text)
    clean = unicodedata.normalize("NFKC", text).replace("\u2212", "-").strip()
    if re.fullmatch(r"[+-]?\d{1,3},\d+", clean):  # a decimal comma, also before three digits
        return float(clean.replace(",", "."))
    if (value := read_number(clean)) is not None:
        return value
    if found := _DEGREES.fullmatch(clean):
        parts = [float((part or "0").replace(",", ".")) for part in found.groups()[1:4]]
        degrees = abs(parts[0]) + parts[1] / 60 + parts[2] / 3600
        south = bool(_NEGATIVE & set(found[1] + found[5])) or found[2].startswith("-")
        return -degrees if south else degrees
    if (found := _LETTERED.fullmatch(clean)) and (found[1] or found[3]):
        degrees = float(found[2].replace(",", "."))
        return -degrees if _NEGATIVE & set((found[1] or "") + (found[3] or "")) else degrees
    return None


def read_pair(text: str) -> tuple[float, float] | None:
    """Latitude and longitude (in the order written, unless letters say which is which) of "35.68, 139.77"."""
    clean = unicodedata.normalize("NFKC", text).strip().strip("()[]") if len(text) < 200 else ""
    parts = [
        part
        for part in re.split(
            r"\s*[;,]\s+|\s*;\s*|(?<=[NSEWnsew°′″'\"])\s+|(?<=\d),(?=[-+]?\d+\.)|\s+(?=[-+\dNSEWnsew北東南西])", clean
        )
        if part
    ]
    if len(parts) != 2:
        return None
    first, second = read_degrees(parts[0]), read_degrees(parts[1])
    if first is None or second is None or abs(first) > 180 or abs(second) > 180:
        return None
    if re.search(r"[EWew東西]", parts[0]) and re.search(r"[NSns南北]", parts[1]):
        return second, first
    return first, second
