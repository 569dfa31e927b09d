"""The interface's catalogues: GNU gettext .po files, read with Babel; the page gets the same messages as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from mapapp.errors import Told, filled

LANGUAGES: dict[str, str] = {"en": "English", "zh-Hant": "繁體中文", "ja": "日本語"}
"""Languages of the interface: BCP 47 tag to the language's own name."""

Messages = dict[str, str | list[str]]


def nearest_language(tag: str) -> str:
    """The interface language that serves a BCP 47 tag best; English when none does."""
    if tag in LANGUAGES:
        return tag
    return next((known for known in LANGUAGES if known.split("-")[0] == tag.split("-")[0].lower()), "en")


@lru_cache(maxsize=8)
def messages_for(language: str, catalogue: str = "") -> Messages:
    """All translations of one interface language: msgid to text, or to the list of its plural forms.

    Words that no page needs stand in catalogues of their own: `catalogue` names one.
    """
    if language == "en":
        return {}
    from babel.messages.pofile import read_po  # English needs no catalogue

    path = files("mapapp.language") / "catalogues" / catalogue / f"{language}.po"
    with path.open("rb") as file:
        entries = read_po(file, locale=None)
    found: Messages = {}
    for message in entries:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, (list, tuple)):
            found[message.id[0]] = [str(form) for form in message.string or ()]
        elif message.string:
            found[message.id] = str(message.string)
    return found


class Translator:
    """Gives the words of one language; falls back to the English msgid."""

    def __init__(self, language: str, catalogue: str = "") -> None:
        self.language = nearest_language(language)
        self._messages = messages_for(self.language, catalogue)

    def __call__(self, msgid: str, **values: object) -> str:
        """The text for `msgid` with its {placeholders} filled in."""
        text = self._messages.get(msgid, msgid)
        return filled(text[0] if isinstance(text, list) else text, values)

    def say(self, text: str) -> str:
        """A text of `mapapp.errors.told` in this language, what was put into it as well; another text as it is."""
        if not isinstance(text, Told):
            return text
        values = {name: self.say(value) if isinstance(value, str) else value for name, value in text.values.items()}
        return self(text.msgid, **values)

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        """The form for `n`: English chooses between `one` and `many`; Chinese and Japanese have one form."""
        forms = self._messages.get(one)
        if forms is None:
            return filled(one if n == 1 else many, {"n": n, **values})
        return filled(forms[0] if isinstance(forms, list) else forms, {"n": n, **values})


def msg(text: str) -> str:
    """Mark a text that stands in a table as one that the interface translates; gives it back as it is."""
    return text


def translator(language: str, catalogue: str = "") -> Translator:
    """The translator of an interface language (any BCP 47 tag; the nearest is taken), of a catalogue of its own."""
    return Translator(language, catalogue)


def in_each(text: str, languages: Iterable[str]) -> dict[str, str]:
    """A text of the catalogues in each of some languages (BCP 47); in English where the interface has none like it."""
    return {tag: translator(tag)(text) for tag in languages}
