"""Text made plain before it is read: full-width forms, Chinese numerals, kinds of dashes, weekdays."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○", "一壹", "二兩两贰貳", "三叁參", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_SHORT = {"廿": 20, "卅": 30}
_HAN = "".join((*_DIGITS, *_UNITS, *_SHORT))
_BEFORE_UNIT = re.compile(rf"[{_HAN}]+(?=\s*(?:年|月|日|號|号|世紀|世纪|季|四半期))")
_WEEKDAY = re.compile(
    r"\s*\((?:[月火水木金土日一二三四五六]|星期[一二三四五六日天]|[月火水木金土日]曜日?)\)|星期[一二三四五六日天]|[月火水木金土日]曜日?"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+(?=\d|[a-z])",
    re.IGNORECASE,
)


def chinese_number(text: str) -> int | None:
    """The number that Chinese numerals write, digit by digit (二〇〇四) or with units (二十八); None where none."""
    if not text or any(char not in _HAN for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SHORT:
            total += _SHORT[char]
        else:
            total += (digit or 1) * _UNITS[char]
            digit = 0
    return total + digit


def plain_text(text: str) -> str:
    """The text in one form: NFKC, blanks single, dashes as `–`, Chinese numerals before units as digits."""
    clean = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\u200e", "")
    clean = re.sub(r"[-‐‑‒—―−]", "–", clean)
    clean = re.sub(r"(?<=[\d年月日])\s*[〜~](?=\s*[\d民令平昭大明西])", "–", clean)
    clean = clean.replace("元年", "1年")
    clean = re.sub(r"正月", "1月", clean)
    clean = _BEFORE_UNIT.sub(lambda found: str(chinese_number(found[0])), clean)
    clean = _WEEKDAY.sub("", clean)
    return " ".join(clean.split())
