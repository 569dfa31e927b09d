"""The words of the atlas format in the reader's language; the files keep them (`mapapp.atlas.vocabulary`)."""

from __future__ import annotations

from mapapp.gazetteer import KIND_WORDS
from mapapp.language import Translator, msg

TERMS = {
    "stated": msg("stated"), "resolved": msg("resolved"), "outside": msg("outside"), "inferred": msg("inferred"),
    "ordered": msg("ordered"), "unordered": msg("unordered"),
    "certain": msg("certain"), "less-certain": msg("less certain"), "uncertain": msg("uncertain"),
    "exact": msg("exact"), "approximate": msg("approximate"), "schematic": msg("schematic"),
    "about": msg("about so much"), "at-least": msg("at least"), "more-than": msg("more than"),
    "up-to": msg("at most"), "range": msg("a range"),
    "supports": msg("supports"), "differs": msg("differs"),
    "within": msg("within one source"), "documents": msg("two documents"), "fact": msg("source and fact"),
    "organisation": msg("organisation"), "person": msg("person"),
    **KIND_WORDS,
    "circle": msg("circle"), "arrowhead": msg("arrowhead"), "diamond": msg("diamond"), "square": msg("square"),
    "triangle": msg("triangle"), "pentagon": msg("pentagon"),
    "article-journal": msg("journal article"), "article-newspaper": msg("newspaper article"), "book": msg("book"),
    "chapter": msg("chapter"), "document": msg("document"), "report": msg("report"), "thesis": msg("thesis"),
    "webpage": msg("web page"), "speech": msg("speech"), "treaty": msg("treaty"), "legislation": msg("law"),
    "interview": msg("interview"),
}  # fmt: skip

FIELDS = {
    "when": msg("for the date"), "places": msg("for the place"), "about": msg("for what it concerns"),
    "title": msg("for the title"), "summary": msg("for the summary"), "actors": msg("for the actors"),
    "ordinal": msg("for the number in the series"), "value": msg("for the value"), "unit": msg("for the unit"),
    "names": msg("for the names"), "name": msg("for the name"), "geometry": msg("for the position"),
    "period": msg("for the period"),
    "kind": msg("for the kind"), "country": msg("for the country"), "certainty": msg("for the certainty"),
    "series": msg("for the series"), "origin": msg("for where it set out from"), "within": msg("for what it lies in"),
}  # fmt: skip


def term(word: object, t: Translator) -> str:
    """A word of the format as the reader says it; an empty one as a dash, another as it is."""
    text = str(word or "")
    return t(TERMS[text]) if text in TERMS else text or "–"
