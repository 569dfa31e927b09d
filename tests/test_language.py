"""The catalogues of the interface, complete and tidy, and dates in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import mapapp
from mapapp.atlas.codes import CODES
from mapapp.language import LANGUAGES, date_words, messages_for, translator, window_words
from mapapp.when import parse_when
from tests.described import table

PACKAGE = Path(mapapp.__file__).parent
CATALOGUES = PACKAGE / "language" / "catalogues"
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

_STRING = r'"((?:[^"\\\n]|\\.)*)"'
_JAVASCRIPT = re.compile(rf"(?<![\w.])(?:\w+\.)*(t|tn|msg)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Asked = tuple[str, str | None, str]
"""A msgid, its plural (None where there is none) and the file that asks for it."""
Ids = dict[str, tuple[str | None, str]]
"""The msgids of the code: singular to plural (None where there is none) and the file that asks for it."""


@cache
def ids_of_javascript() -> tuple[Asked, ...]:
    """What the page asks for: `t("…")`, `tn("…", "…")`, and `msg("…")`, which marks a text that stands in a table."""
    return tuple(
        (_plain(one), _plain(many) if kind == "tn" else None, path.name)
        for path in sorted((PACKAGE / "webmap" / "static").glob("*.js"))
        for kind, one, many in _JAVASCRIPT.findall(path.read_text("utf-8"))
    )


def _plain(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})|\\(.)", lambda found: chr(int(found[1], 16)) if found[1] else found[2], text)


@cache
def ids_of_python() -> tuple[Asked, ...]:
    """What the package asks for: `t("…")` (also `x.t`, also one of two texts), `t.plural("…", "…", n)`, `msg("…")`."""
    return tuple(_ids_of_python())


def _ids_of_python() -> Iterator[Asked]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "plural" and len(call.args) >= 2:
                one, many = (_texts(part) for part in call.args[:2])
                yield from ((first, second, path.name) for first, second in zip(one, many, strict=True))
            elif name in ("t", "msg") and call.args:
                yield from ((text, None, path.name) for text in _texts(call.args[0]))


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [*_texts(node.body), *_texts(node.orelse)] if isinstance(node, ast.IfExp) else []


@cache
def ids_of_code() -> Ids:
    """All msgids; of a text asked for with and without a plural, the plural counts."""
    found: Ids = {}
    for one, many, file in (*ids_of_javascript(), *ids_of_python()):
        if one not in found or found[one][0] is None:
            found[one] = (many, file)
    return found


@cache
def entries(language: str) -> dict[str, Message]:
    """The entries of a catalogue by their (singular) msgid."""
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=None, abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else message.id[0]: message for message in catalogue if message.id
    }


@cache
def reasons() -> set[str]:
    """What import reports say: `because("…")`, in catalogues of their own."""
    calls = (
        node
        for path in (PACKAGE / "importers").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "because"
    )
    return {text for call in calls for text in _texts(call.args[0])}


@cache
def told_texts() -> set[str]:
    """What errors and the findings of the atlas's checker say: `told("…")`, in catalogues of their own."""
    calls = (
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told"
    )
    return {text for call in calls for text in _texts(call.args[0])}


def strings(message: Message) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def test_the_msgids_are_found() -> None:
    assert ids_of_code()["{n} event"][0] == "{n} events"
    assert {file for _, _, file in ids_of_javascript()} > {"shell.js", "words.js"}
    assert {file for _, _, file in ids_of_python()} > {"exporting.py", "dates.py"}


def test_streamlit_shows_no_text_that_is_not_asked_of_the_catalogues() -> None:
    shown = set(re.findall(r"\w+", """
        button caption checkbox dialog download_button error file_uploader header info markdown metric multiselect
        number_input radio segmented_control selectbox spinner subheader success text text_area text_input title toast
        toggle warning write
    """))  # fmt: skip
    bare = []
    for path in sorted((PACKAGE / "app").rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in shown and call.args:
                words = call.args[0]
                parts = words.values if isinstance(words, ast.JoinedStr) else [words]
                texts = [part.value for part in parts if isinstance(part, ast.Constant)]
                if any(re.search("[A-Za-z]{2}", text) for text in texts if isinstance(text, str)):
                    bare.append(f"{path.name}:{call.lineno}: {texts}")
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated(language: str) -> None:
    known = entries(language)
    missing = sorted(f"{text!r} ({file})" for text, (_, file) in ids_of_code().items() if text not in known)
    assert not missing, f"{len(missing)} texts are missing in {language}.po:\n" + "\n".join(missing)
    empty = [text for text, message in known.items() if not all(strings(message)) or message.fuzzy]
    assert not empty


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_entry_is_left_over(language: str) -> None:
    unused = sorted(set(entries(language)) - set(ids_of_code()))
    assert not unused, (
        f"no code asks for these {len(unused)} texts of {language}.po (in a table, mark them with msg):\n"
        + "\n".join(map(repr, unused))
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_an_entry_has_a_plural_where_the_code_asks_for_one(language: str) -> None:
    known = entries(language)
    for text, (many, file) in ids_of_code().items():
        if text not in known or many is None:
            continue
        message = known[text]
        assert isinstance(message.id, tuple), f"{text!r} ({file}) has a plural in the code, none in {language}.po"
        assert message.id[1] == many, file
        assert len(strings(message)) == 1, "Chinese and Japanese have one form"


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_those_of_the_msgid(language: str) -> None:
    for text, message in entries(language).items():
        wanted = set(_PLACEHOLDER.findall(text))
        if isinstance(message.id, tuple):
            wanted |= set(_PLACEHOLDER.findall(message.id[1]))
        for string in strings(message):
            found = set(_PLACEHOLDER.findall(string))
            assert found == wanted or (isinstance(message.id, tuple) and found >= wanted - {"n"} and found <= wanted), (
                text
            )


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogues_hold_no_duplicates_and_stand_in_one_order(language: str) -> None:
    ids = re.findall(r'^msgid "(.+)"$', (CATALOGUES / f"{language}.po").read_text("utf-8"), re.MULTILINE)
    assert len(ids) == len(set(ids))
    misplaced = [later for before, later in pairwise(ids) if later < before]
    assert not misplaced, f"{language}.po is sorted by its msgids (capitals first); too late stand {misplaced}"
    assert set(entries(language)) == set(entries(TRANSLATED[0]))


@pytest.mark.parametrize("language", TRANSLATED)
def test_reasons_of_reports_are_translated(language: str) -> None:
    known = entries(f"reports/{language}")
    assert set(known) == reasons()
    assert list(known) == sorted(known)
    for text, message in known.items():
        assert message.string
        assert set(_PLACEHOLDER.findall(text)) == set(_PLACEHOLDER.findall(message.string)), text


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_wrong_in_an_atlas_is_translated(language: str) -> None:
    known = entries(f"problems/{language}")
    assert set(known) == {text for code in CODES.values() for text in (code.title, code.remedy)} | told_texts()
    assert list(known) == sorted(known)
    for text, message in known.items():
        assert message.string
        assert set(_PLACEHOLDER.findall(text)) == set(_PLACEHOLDER.findall(message.string)), text


def test_a_language_is_served_by_the_nearest() -> None:
    assert translator("ja-JP").language == "ja"
    assert translator("zh-TW").language == "zh-Hant"
    assert translator("ky").language == "en"
    assert messages_for("en") == {}
    assert translator("ja")("Places") == messages_for("ja")["Places"] != "Places"
    assert translator("en")("no such text {n}", n=1) == "no such text 1"


def test_plurals() -> None:
    english, japanese = translator("en"), translator("ja")
    assert english.plural("{n} event", "{n} events", 1) == "1 event"
    assert english.plural("{n} event", "{n} events", 0) == "0 events"
    assert japanese.plural("{n} event", "{n} events", 3) == str(messages_for("ja")["{n} event"][0]).replace("{n}", "3")


@pytest.mark.parametrize(
    ("edtf", "en", "zh", "ja"),
    [
        ("2014-07-17", "Thursday, 17 July 2014", "2014年7月17日，星期四", "2014年7月17日（木）"),
        ("2004-08", "August 2004", "2004年8月", "2004年8月"),
        ("2004", "2004", "2004年", "2004年"),
        ("199X", "the 1990s", "1990年代", "1990年代"),
        ("2004-06/2004-08", "June 2004 to August 2004", "2004年6月至2004年8月", "2004年6月～2004年8月"),
    ],
)
def test_dates_in_words(edtf: str, en: str, zh: str, ja: str) -> None:
    when = parse_when(edtf)
    assert [date_words(when, language) for language in ("en", "zh-Hant", "ja")] == [en, zh, ja]


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("-0043-03-15", "15 March 44 BCE"),
        ("0000", "1 BCE"),
        ("Y17000", "17000"),
        ("1992/..", "from 1992, no end stated"),
        ("../1960", "until 1960"),
        ("[2023-06-11..2023-06-20]", "some time from 11 June 2023 to 20 June 2023"),
        ("[1991..]", "not earlier than 1991"),
        ("[..1760-12-03]", "not later than 3 December 1760"),
        ("2004~", "about 2004"),
        ("2009-06-30?", "Tuesday, 30 June 2009, uncertain"),
        ("2004-12-30/2005-01-02", "30 December 2004 to 2 January 2005"),
    ],
)
def test_dates_that_are_not_plain(edtf: str, words: str) -> None:
    assert date_words(parse_when(edtf), "en") == words


@given(st.sampled_from([row["edtf"] for row in table("edtf.json")["read"]]), st.sampled_from(tuple(LANGUAGES)))
def test_every_date_has_words_in_every_language(edtf: str, language: str) -> None:
    words = date_words(parse_when(edtf), language)
    assert words.strip() == words != ""
    assert "{" not in words


def test_windows_in_words() -> None:
    assert window_words("", "", "between", "en") == "all years"
    assert window_words("", "2004", "up-to", "en") == "up to 2004"
    assert window_words("2004", "2004", "in", "en") == "2004"
    assert window_words("1997", "2004", "between", "en") == "1997 to 2004"
