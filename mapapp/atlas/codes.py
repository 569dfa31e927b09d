"""The codes of the problems that can be found in an atlas: the single place of truth.

docs/reference/problems.md documents each of them and tests/data/invalid/ holds a broken example of each; tests keep
the three in step. Codes are stable: a code that is no longer needed is never given another meaning.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from mapapp.errors import InvalidInputError, Problem, Where, told

MOST_PROBLEMS = 10_000
"""As many are kept: a hostile file could bring more of them than the memory holds."""


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means, and the remedy that is told where the finder of the problem knows no better one."""

    title: str
    remedy: str


CODES: dict[str, Code] = {
    "A101": Code("No such folder", "Name an atlas folder, or a shipped atlas."),
    "A102": Code("A file is missing", "Add the file; docs/reference/atlas-format.md says what belongs in it."),
    "A103": Code("Unknown name", "Correct the spelling, or begin the name with x_ if it is your own."),
    "A104": Code("A column or key is missing", "Add it; docs/reference/atlas-format.md says what belongs in it."),
    "A105": Code("Unknown parameter in a view", "Remove the parameter, or correct its spelling."),
    "A106": Code("A parameter of a view is not understood", "Correct or remove it."),
    "A107": Code("Not UTF-8", "Save the file as UTF-8 (in a spreadsheet: 'CSV UTF-8')."),
    "A108": Code("Broken syntax", "Correct the syntax at the place named; nothing after it has been read."),
    "A109": Code("A row is too long or too short", "Give the row one cell per column; quote cells that hold commas."),
    "A110": Code("A text is missing in a language", "Write it in every language that atlas.toml lists."),
    "A111": Code("Used twice", "Give each its own name; ids are unique across the whole atlas."),
    "A112": Code(
        "Not a valid id",
        "An id begins with a-z or 0-9, goes on with a-z, 0-9, '.', '_' or '-', and has at most 80 characters.",
    ),
    "A113": Code("A value has the wrong form", "Write it in the form that docs/reference/atlas-format.md gives."),
    "A114": Code("Not one of the words allowed here", "Use one of the words allowed."),
    "A115": Code("Too large", "A file may have 64 MB, a field 100,000 characters; split or shorten it."),
    "A116": Code("Control characters", "Remove NUL bytes and other control characters from the text."),
    "A117": Code("Unknown format", "Update mapapp, or set `format` in atlas.toml to the format the files have."),
    "A118": Code("A value is missing", "Fill it in."),
    "A119": Code("Two fields contradict each other", "Change one of the two."),
    "A201": Code("Refers to something that does not exist", "Correct the id, or add the record it names."),
    "A202": Code("Refers to the wrong sort of thing", "Name an id of the sort that belongs here."),
    "A203": Code("Not a subject", "Write event:ID, place:ID or the like; a citation may add one field: event:ID#when."),
    "A204": Code("A disagreement with fewer than two readings", "Add its readings to readings.csv."),
    "A205": Code("Follows a reading that does not exist", "Name the letter of one of its readings, or leave it empty."),
    "A206": Code("Unknown country code", "Use the ISO 3166-1 alpha-3 code, such as KAZ."),
    "A207": Code("Unknown kind of event or layer", "Use an id that atlas.toml lists, or add it there."),
    "A301": Code("Not a possible date", "Correct the date; docs/reference/atlas-format.md says how dates are written."),
    "A302": Code("Both a date and bounds", "Bounds are for undated events only: empty one of the two."),
    "A303": Code(
        "A date from outside the sources is not backed",
        "Cite an outside source on this date (subject event:ID#when), or correct date_basis.",
    ),
    "A401": Code("Coordinates off the globe", "Longitude (-180..180) comes first, then latitude (-90..90)."),
    "A402": Code("A coordinate is not a finite number", "Write plain decimal degrees."),
    "A403": Code("An invalid polygon", "Redraw the ring so that it neither crosses nor touches itself."),
    "A404": Code("A jump over the antimeridian", "Cut the line or polygon at longitude 180 (RFC 7946, section 3.1.9)."),
    "A405": Code(
        "Not a GeoJSON geometry",
        "Use Point, MultiPoint, LineString, MultiLineString, Polygon or MultiPolygon, or null.",
    ),
    "A501": Code("Not cited", "Add a row to citations.csv whose stance is supports."),
    "A502": Code("A character range is incomplete or runs backwards", "Give start and end, start before end."),
    "A503": Code("A character range outside its source", "Count code points from 0; end is exclusive."),
    "A504": Code("A key term is too long", "Keep it under 18 characters: a name or a numeral."),
    "A505": Code(
        "A character range without a text",
        "Add the fingerprint of the source's text to sources.json, or empty start and end.",
    ),
    "A601": Code("Unknown licence", "Use an identifier of https://spdx.org/licenses, such as CC-BY-4.0."),
    "A602": Code("No attribution", "Say in atlas.toml whom to credit."),
}


class Report:
    """Collects problems; `mend` defaults to the remedy of the code."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, where: Where, message: str, mend: str = "") -> None:
        """Add a problem of a known code. Raises TooManyProblemsError where there are MOST_PROBLEMS already."""
        if len(self.problems) >= MOST_PROBLEMS:
            raise TooManyProblemsError(
                told("There are more than {most_problems} problems.", most_problems=f"{MOST_PROBLEMS:,}")
            )
        self.problems.append(Problem(code, where, message, mend or CODES[code].remedy))


class TooManyProblemsError(InvalidInputError):
    """So much is wrong that no list of it helps."""


class RefusedError(Exception):
    """A value is refused by a parser that does not know where the value stands."""

    def __init__(self, code: str, message: str, mend: str = "") -> None:
        self.code, self.message, self.mend = code, message, mend
        super().__init__(message)


def nearest(word: str, known: object) -> str:
    """A remedy that names the nearest known word, or '' where none is near."""
    names = [str(name) for name in known] if isinstance(known, (list, tuple, set, frozenset, dict)) else []
    if len(names) > 500:  # comparing with thousands takes long
        names = [name for name in names if name[:1] == word[:1]]
    close = get_close_matches(word[:200], names, n=1, cutoff=0.6)
    return told("Did you mean {close}?", close=repr(close[0])) if close else ""
