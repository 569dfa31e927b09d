"""Forms of values: how the text of a cell, or a value of TOML or JSON, becomes a value of the model, and back.

A reader raises RefusedError, with a code and a message, where it cannot read; it does not know where the value stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from mapapp.atlas.codes import MOST_PROBLEMS, RefusedError, nearest
from mapapp.atlas.files import CONTROL, MAX_FIELD
from mapapp.atlas.vocabulary import ID, LANGUAGE
from mapapp.errors import InvalidInputError, told
from mapapp.model import Words
from mapapp.when import When, parse_when

_INTEGER = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class Form:
    """How text that is not empty is read and written, and the value that empty text stands for."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    empty: Any = ""
    few: bool = False
    """True where a column holds few different values, each of which is then written once."""


def short(text: object) -> str:
    """A value for a message, quoted and cut to 60 characters."""
    shown = repr(text)
    return shown if len(shown) <= 60 else f"{shown[:57]}…{shown[-1]}"


def refuse_length_and_controls(text: str) -> None:
    """Refuse text that is too long (A115) or holds control characters (A116)."""
    if len(text) > MAX_FIELD:
        raise RefusedError("A115", told("the text has {count} characters.", count=f"{len(text):,}"))
    if found := CONTROL.search(text):
        raise RefusedError(
            "A116", told("the text holds the control character U+{found}.", found=f"{ord(found.group()):04X}")
        )


def refuse_unwritable(value: Any) -> None:
    """Refuse a JSON value that holds, at whatever depth, such text or a number that is not finite (A113)."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            refuse_length_and_controls(part)
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, float) and not math.isfinite(part):
            raise RefusedError(
                "A113",
                told("{part} is no number that JSON can hold.", part=part),
                told("Write a finite number or null."),
            )


def read_each(read: Callable[[str], Any], texts: set[str], empty: Any) -> tuple[dict[str, Any], set[str]]:
    """The value of each text, `empty` for '' and for those that are refused, and the latter.

    After too many of those the others count as refused without being read.
    """
    if read is plain_text and _are_plain(texts):
        return {text: text.strip() if text else empty for text in texts}, set()
    known: dict[str, Any] = dict.fromkeys(texts, empty)
    refused: set[str] = set()
    for text in texts - {""}:
        try:
            if len(refused) > MOST_PROBLEMS:
                raise RefusedError("A115", told("too many before this one"))
            known[text] = read(text)
        except RefusedError:
            refused.add(text)
    return known, refused


def _are_plain(texts: Collection[str]) -> bool:
    """True where none of many texts is too long or holds a control character."""
    return max(map(len, texts), default=0) <= MAX_FIELD and not CONTROL.search("\n".join(texts))


def read_id(text: str) -> str:
    """An id of the atlas."""
    if not ID.fullmatch(text):
        raise RefusedError("A112", told("{text} is no id.", text=short(text)))
    return text


def read_ids(text: str) -> tuple[str, ...]:
    """Ids separated by semicolons."""
    if ID.fullmatch(text):  # one, as most often
        return (text,)
    return tuple(read_id(part.strip()) for part in text.split(";") if part.strip())


def read_when(text: str) -> When:
    """An EDTF date."""
    try:
        return parse_when(text)
    except InvalidInputError as error:
        raise RefusedError("A301", error.args[0]) from error


def read_language(text: str) -> str:
    """A BCP 47 tag."""
    if not LANGUAGE.fullmatch(text):
        raise RefusedError(
            "A113",
            told("{text} is no language tag.", text=short(text)),
            told("Write a BCP 47 tag, such as en or zh-Hant."),
        )
    return text


def read_number(text: str) -> float:
    """A finite decimal number."""
    if not _NUMBER.fullmatch(text) or not math.isfinite(value := float(text)):
        raise RefusedError(
            "A113", told("{text} is no number.", text=short(text)), told("Write digits, with a point for decimals.")
        )
    return value


def write_number(value: float) -> str:
    """The shortest text that reads as the same number; whole numbers without a point."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _read_flag(text: str) -> bool:
    if text.lower() not in ("true", "false"):  # a spreadsheet writes TRUE
        raise RefusedError(
            "A113", told("{text} is neither true nor false.", text=short(text)), told("Write true or false.")
        )
    return text.lower() == "true"


def integer(lowest: int, highest: int, empty: int | None) -> Form:
    """Whole numbers from `lowest` to `highest`."""

    def read(text: str) -> int:
        if not _INTEGER.fullmatch(text) or not lowest <= int(text) <= highest:
            range_text = (
                told("from {lowest} to {highest}", lowest=lowest, highest=highest)
                if highest < 10**9
                else told("of at least {lowest}", lowest=lowest)
            )
            raise RefusedError(
                "A113",
                told("{text} is no whole number {range_text}.", text=short(text), range_text=range_text),
                told("Correct the number."),
            )
        return int(text)

    return Form(read, _write_optional, empty, few=True)


def choice(words: Sequence[str], empty: Any = "") -> Form:
    """One of some words."""

    def read(text: str) -> str:
        if text not in words:
            raise RefusedError("A114", told("{text} is not allowed here.", text=short(text)), _mend(text, words))
        return text

    return Form(read, _write_optional, empty, few=True)


def _mend(text: str, words: Collection[str]) -> str:
    listed = told("Allowed are {words}.", words=", ".join(words))
    near = nearest(text, list(words))
    return told("{near} {listed}", near=near, listed=listed) if near else listed


def _write_optional(value: Any) -> str:
    return "" if value is None else str(value)


TEXT = Form(str)
IDENTIFIER = Form(read_id)
OPTIONAL_ID = Form(read_id, _write_optional, None, few=True)
LIST = Form(lambda text: tuple(part.strip() for part in text.split(";") if part.strip()), ";".join, ())
IDS = Form(read_ids, ";".join, ())
WHEN = Form(read_when, lambda value: "" if value is None else value.edtf, None)
NUMBER = Form(read_number, lambda value: "" if value is None else write_number(value), None)
FLAG = Form(_read_flag, lambda value: "true" if value else "", False, few=True)


# Values of TOML and JSON


def plain_text(value: Any) -> str:
    """A string."""
    if not isinstance(value, str):
        raise RefusedError(
            "A113", told("{value} is no text.", value=short(value)), told("Write a text in quotation marks.")
        )
    refuse_length_and_controls(value)
    return value.strip()


def of(form: Form) -> Callable[[Any], Any]:
    """A string in the form of a cell; empty text stands for the form's empty value."""

    def read(value: Any) -> Any:
        text = plain_text(value)
        return form.read(text) if text else form.empty

    return read


def flag(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RefusedError(
            "A113",
            told("{value} is neither true nor false.", value=short(value)),
            told("Write true or false, without quotes."),
        )
    return value


def texts(value: Any) -> tuple[str, ...]:
    """An array of strings."""
    if not isinstance(value, list):
        raise RefusedError(
            "A113",
            told("{value} is no array.", value=short(value)),
            told('Write an array of texts, such as ["one", "two"].'),
        )
    return tuple(plain_text(item) for item in value)


def ids(value: Any) -> tuple[str, ...]:
    """An array of ids."""
    return tuple(read_id(text) for text in texts(value))


def words(languages: Sequence[str]) -> Callable[[Any], Words]:
    """An object of texts by language; every one of `languages` is needed and no other is allowed (none: any)."""

    def read(value: Any) -> Words:
        if not isinstance(value, dict):
            raise RefusedError(
                "A113",
                told("{value} is no table of texts by language.", value=short(value)),
                told('Write, for example, en = "…".'),
            )
        for language in value:
            read_language(language)
            if languages and language not in languages:
                raise RefusedError(
                    "A103",
                    told("{language} is no language of this atlas.", language=short(language)),
                    _mend(language, languages),
                )
        found = {language: plain_text(text) for language, text in value.items()}
        if missing := [language for language in languages if not found.get(language)]:
            raise RefusedError("A110", told("the text is missing in {missing}.", missing=", ".join(missing)))
        return {language: text for language, text in found.items() if text}

    return read
