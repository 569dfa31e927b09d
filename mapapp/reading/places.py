"""The places that a text names, each with the range where it stands; and how many names were left out, and why.

A name inside the name of an organisation, a paper or a work, a surname, a language, a word of everyday language, a
part of a longer word in katakana: none of them is a place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mapapp.gazetteer import fold_name, fold_text
from mapapp.language import msg
from mapapp.reading.index import PlaceIndex
from mapapp.reading.words import PLACE_SUFFIXES, words_of

_LITERAL = re.compile(
    r"https?://[^\s>\])）」]+|www\.[^\s>\])）」]+|(?<![\w.+-])[\w.+-]{1,80}@[\w-]{1,80}\.[\w.]{1,200}"
)
_WORKS = re.compile(r"《[^》\n]{1,80}》|〈[^〉\n]{1,80}〉|『[^』\n]{1,80}』|(?<![*\w])\*[^*\n]{2,150}\*(?![*\w])")
_CITED = re.compile(
    r"""["“][^"”“\n]{8,250}(?:[,?]["”]|["”],)(?=\s+(?:\*|in\s+[A-Z]|op\.\s?cit|pp?\.\s?\d|<|https?:))"""
    r"""|(?<=\w,\s)["“][^"”“\n]{8,250},["”](?=\s*\n)"""
)
"""The title of an article in quotation marks, where a note goes on to say where it appeared."""
_GLOSS = re.compile(r"(?<=[」』》”])\s?[(（](?:[!-'*-~‘’“”–]+\s){3,30}[!-'*-~‘’“”–]+[)）]")
"""The same title in Latin letters, in brackets after one in quotation marks: four words or more, not a name."""
_IMPRINT = re.compile(
    r"(?:(?<=\()|(?<=\.\s))(?P<place>[A-Z][\w .,’'-]{1,40}?):\s(?:(?:[A-Z][\w'’.-]*|and|of|the|for|&),?\s){0,9}"
    r"[A-Z][\w'’.-]*,\s(?:1[5-9]|20)\d\d\b"
    r"|(?<=[(（])(?P<east>[\u3400-\u9fff]{2,8})[：:][\u3400-\u9fff]{2,16}[，,]\s?(?:民國|西元)?\s?\d{2,4}年?"
)
"""Where a book was published: the place before its publisher and the year."""
_KATAKANA_RUN = re.compile("[\u30a1-\u30fa\u30fc-\u30fe・]+")
_LONGEST_RUN = 200
"""A word in katakana, or a list of them, is looked at so far on either side."""
_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[A-Za-z\u00c0-\u024f\u1e00-\u1eff](?:[\w'’.-]*[\w])?", re.ASCII)
_BEFORE = frozenset("在於于至到赴訪往向從自由與和及或的之經過離抵駐攻占把将將為是以")
_AFTER = frozenset("的之和與及或等舉召開會訪是在於於為將至到也都")
_EAST = {
    name: tuple(fold_text(word) for word in words_of("east", name))
    for name in ("organisations", "bodies", "tongues", "titles", "surnames")
}
_WEST = {
    name: words_of("west", name) for name in ("organisations", "agreements", "modifiers", "cues", "function", "common")
}
_ENDS = _WEST["organisations"] | _WEST["agreements"]
_HARMLESS = _WEST["function"] | _WEST["modifiers"]
_ORGANISATION = re.compile(f"[\u3400-\u9fff\u30a1-\u30fe]{{0,4}}?(?:{'|'.join(_EAST['organisations'])})")
_SURNAMES = frozenset(_EAST["surnames"])
_SUFFIXES = frozenset(fold_text(PLACE_SUFFIXES))

IN_WORK = msg("inside the title of a work, an address or a link")
IN_WORD = msg("inside a longer word")
ORGANISATION = msg("part of an organisation's name")
PERSON = msg("a person's name")
TONGUE = msg("a language, a people or a style")
COMMON = msg("a word of everyday language")
FIGURE = msg("a figure of speech")
_FIGURES = frozenset({"second", "another"})
"""Before a name they make a figure of speech of it: a second Hong Kong."""


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A name of a place in a text: range in code points, its spelling, and whether it is strong by itself."""

    start: int
    end: int
    name: str
    strong: bool


def find_places(text: str, index: PlaceIndex) -> tuple[list[FoundPlace], Counter[str]]:
    """The places that a text names, in their order, and the count of names left out, by reason."""
    left_out: Counter[str] = Counter()
    found = []
    covered = _Covered(text)
    for start, end, strong, reason in (*_find_east(text, index), *_find_west(text, index)):
        reason = IN_WORK if covered.holds(start) else reason
        if reason:
            left_out[reason] += 1
        else:
            found.append(FoundPlace(start, end, text[start:end], strong))
    return sorted(found, key=lambda one: one.start), left_out


class _Covered:
    """The ranges in which no name is a place: addresses and titles of works."""

    def __init__(self, text: str) -> None:
        self._marks = bytearray(len(text))
        for pattern in (_LITERAL, _WORKS, _CITED, _GLOSS):
            for match in pattern.finditer(text):
                self._mark(match.start(), match.end())
        for match in _IMPRINT.finditer(text):
            self._mark(*match.span("place" if match["place"] else "east"))
        self._mark(*_own_title(text))

    def _mark(self, start: int, end: int) -> None:
        self._marks[start:end] = b"\1" * (end - start)

    def holds(self, position: int) -> bool:
        return bool(self._marks[position])


Judged = tuple[int, int, bool, str]
"""Start, end, strength, and the reason for which a name is left out ('' where it is not)."""


def _find_east(text: str, index: PlaceIndex) -> Iterator[Judged]:
    folded = fold_text(text)
    for start, end, strong in index.find_east_asian(folded):
        yield start, end, strong, _judge_east(folded, start, end, strong, index)


def _judge_east(folded: str, start: int, end: int, strong: bool, index: PlaceIndex) -> str:
    after = folded[end : end + 12]
    if _KATAKANA_RUN.match(folded[start]) and not _is_whole_katakana(folded, start, end, index):
        return IN_WORD
    if _is_organisation(after) or after.startswith(_EAST["bodies"]):
        return ORGANISATION
    if after.startswith(_EAST["tongues"]) and not after.startswith(("人民", "系統", "史上")):
        return TONGUE
    name = folded[start:end]
    if name in _SURNAMES and _names_person(folded[max(0, start - 4) : start], after):
        return PERSON
    if not strong and end - start == 2 and _HAN.match(name) and not _stands_alone(folded, start, end):
        return COMMON
    return ""


def _names_person(before: str, after: str) -> bool:
    if before.endswith(_EAST["titles"]) or after.startswith(_EAST["titles"]):
        return True
    return bool(_HAN.match(after[:1])) and after[:1] not in _SUFFIXES


def _is_organisation(after: str) -> bool:
    return _ORGANISATION.match(after) is not None


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before, after = folded[start - 1 : start], folded[end : end + 1]
    left = not _HAN.match(before) or before in _BEFORE
    return left and (not _HAN.match(after) or after in _AFTER or after in _SUFFIXES)


def _is_whole_katakana(folded: str, start: int, end: int, index: PlaceIndex) -> bool:
    """True if a name is a whole word in katakana, or stands in a list of names that middle dots separate."""
    low, high = start, end
    while low and start - low < _LONGEST_RUN and _KATAKANA_RUN.match(folded[low - 1]):
        low -= 1
    while high < len(folded) and high - end < _LONGEST_RUN and _KATAKANA_RUN.match(folded[high]):
        high += 1
    if (low, high) == (start, end):
        return True
    others = [part for part in (*folded[low:start].split("・"), *folded[end:high].split("・")) if part]
    edges = folded[start - 1 : start] in ("・", "") or low == start
    return edges and (high == end or folded[end] == "・") and all(map(index.has_katakana, others))


def _find_west(text: str, index: PlaceIndex) -> Iterator[Judged]:
    words = list(_WORD.finditer(text))
    lower = set(filter(str.islower, (match[0] for match in words)))
    upper = [number for number, match in enumerate(words) if match[0][0].isupper() or "-" in match[0]]
    done = 0
    for number in upper:
        if number < done:
            continue
        count = _longest_name(text, words, number, index) if words[number][0][0].isupper() else 0
        if not count:
            yield from _parts(text, words, number, index)
            continue
        start, end = words[number].start(), _bare_end(words[number + count - 1])
        strong = index.strong[fold_name(text[start:end])]
        yield start, end, strong, _judge_west(text, words, number, count, strong, lower, index)
        done = number + count


def _longest_name(text: str, words: list[re.Match[str]], number: int, index: PlaceIndex) -> int:
    """How many words from here make the longest name; 0 where there is none."""
    first = words[number]
    most = index.longest.get(fold_name(_bare(first[0])).partition(" ")[0], 0)
    for count in range(min(most, len(words) - number), 0, -1):
        last = words[number + count - 1]
        name = text[first.start() : _bare_end(last)]
        if len(name) < 60 and "\n\n" not in name and _is_name(name, index):
            return count
    return 0


def _is_name(name: str, index: PlaceIndex) -> bool:
    key = fold_name(name)
    return key in index.strong and (len(key) > 3 or name.replace(".", "").isupper())


def _parts(text: str, words: list[re.Match[str]], number: int, index: PlaceIndex) -> Iterator[Judged]:
    """The names in a compound such as US-Japan."""
    word = words[number]
    if "-" not in word[0]:
        return
    reason = ORGANISATION if _is_western_organisation(text, words, number, 1) else ""
    at = word.start()
    for part in word[0].split("-"):
        if part[:1].isupper() and _is_name(part, index) and index.strong[fold_name(part)]:
            yield at, at + len(part), True, reason
        at += len(part) + 1


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word) if word[-2:-1] in ("'", "’") or word[-1:] in ("'", "’") else word


def _bare_end(match: re.Match[str]) -> int:
    return match.start() + len(_bare(match[0]))


def _judge_west(
    text: str, words: list[re.Match[str]], number: int, count: int, strong: bool, lower: set[str], index: PlaceIndex
) -> str:  # fmt: skip
    name = words[number][0]
    before = _neighbour(text, words, number - 1)
    cue = before.lower() in _WEST["cues"]
    if before.lower() in _FIGURES and number > 0:
        return FIGURE
    if _is_western_organisation(text, words, number, count):
        return ORGANISATION
    single = count == 1 and "-" not in name
    plain = _bare(name).lower()
    if single and (plain in _WEST["function"] or (plain in _WEST["common"] and not cue)):
        return COMMON
    if single and not strong and name.lower() in lower:
        return COMMON
    given = before[:1].isupper() and before.lower() not in _HARMLESS | _WEST["cues"]
    if given and not _is_name(_bare(before), index):
        return PERSON
    after = _neighbour(text, words, number + count, forward=True)
    named = after[:1].isupper() and after.lower() not in _HARMLESS
    if named and not strong and not _is_name(_bare(after), index):
        return PERSON
    return "" if strong or not single or cue or not before[:1].isupper() else COMMON


def _is_western_organisation(text: str, words: list[re.Match[str]], number: int, count: int) -> bool:
    at = number + count
    for step in range(4):
        after = _neighbour(text, words, at + step, forward=True)
        if after.lower() in _ENDS and after[:1].isupper():
            return True
        if not after[:1].isupper() and after not in ("of", "for", "and", "plus"):
            break
    if _neighbour(text, words, number - 1) == "of" and number > 1:
        head = words[number - 2][0]
        return head[:1].isupper() and (head.lower() in _WEST["organisations"] or _is_acronym(head))
    return False


def _is_acronym(word: str) -> bool:
    """True for the initials of a body: MOFA of Japan, but not the PR of China."""
    return len(word) > 2 and word.isalpha() and word.isupper()


def _own_title(text: str) -> tuple[int, int]:
    """Where the document's own title in Latin letters begins and ends; nowhere where it has none.

    It is one of the first lines: a line of its own of four words or more, most of them capitalised, without a full
    stop.
    """
    at = 0
    if len(text) < 2 * _HEAD:
        return 0, 0
    for line in text[:_HEAD].split("\n"):
        words = re.findall(r"[^\W\d_]{4,}", line)
        if len(line.split()) >= _TITLE and line.isascii() and line.rstrip()[-1:] not in ".,;:!?":
            capitalised = sum(word[0].isupper() for word in words) >= 0.8 * len(words) > 0
            is_title = capitalised and any(map(str.islower, line.split()))  # else it is a list of names
            return (at, at + len(line)) if is_title else (0, 0)
        if len(line) > _HEAD // 4:
            break  # the text has begun
        at += len(line) + 1
    return 0, 0


_HEAD, _TITLE = 400, 4
"""Characters in which a document's title stands, and the words that it has at least."""


def _neighbour(text: str, words: list[re.Match[str]], number: int, forward: bool = False) -> str:
    """The word beside, where only a blank stands between; else ''."""
    if not 0 <= number < len(words):
        return ""
    word = words[number]
    gap = text[words[number - 1].end() : word.start()] if forward and number else ""
    if not forward and number + 1 < len(words):
        gap = text[word.end() : words[number + 1].start()]
    return word[0] if gap in (" ", "\n") else ""
