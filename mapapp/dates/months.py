"""Names of months in the languages that are read: those of CLDR 48, wide and abbreviated, each also without accents."""

from __future__ import annotations

import unicodedata

_NAMES = (
    "january jan janvier janv januar enero ene gennaio gen janeiro января январь янв januari jänner",
    "february feb février févr februar febrero febbraio fevereiro fev февраля февраль февр februari",
    "march mar mars märz mär marzo março марта март мар maart mrt maerz",
    "april apr avril avr abril abr aprile апреля апрель апр",
    "may mai mayo maggio mag maio мая май mei",
    "june jun juin juni junio giugno giu junho июня июнь июн",
    "july jul juillet juil juli julio luglio lug julho июля июль июл",
    "august aug août agosto ago августа август авг augustus",
    "september sept sep septembre septiembre settembre set setembro сентября сентябрь сент",
    "october oct octobre oktober okt octubre ottobre ott outubro out октября октябрь окт",
    "november nov novembre noviembre novembro ноября ноябрь нояб",
    "december dec décembre déc dezember dez diciembre dic dicembre dezembro декабря декабрь дек",
)
"""English, French, German, Spanish, Italian, Portuguese, Russian and Dutch; no name means two months."""


def _without_accents(name: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))
    return name if any(char > "\u0250" for char in name) else plain  # й is a letter, not an и with a mark


MONTHS: dict[str, int] = {
    spelling: number
    for number, names in enumerate(_NAMES, start=1)
    for name in names.split()
    for spelling in (name, _without_accents(name))
}
"""The number of each month, 1 to 12, by its name in lower case."""

MONTH = f"({'|'.join(sorted(MONTHS, key=len, reverse=True))})\\.?"
"""A pattern of one group that matches the name of a month."""
