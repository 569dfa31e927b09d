"""Words for people: the interface's catalogues (gettext .po, msgid = the English text) and dates in words."""

from mapapp.language.catalogue import LANGUAGES, Translator, in_each, messages_for, msg, translator
from mapapp.language.dates import date_words, window_words

__all__ = ["LANGUAGES", "Translator", "date_words", "in_each", "messages_for", "msg", "translator", "window_words"]
