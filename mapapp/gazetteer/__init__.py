"""Names to places, offline: the shipped gazetteer, the atlas's own names first, every answer with its reasons."""

from mapapp.gazetteer.doubt import GOOD, Company, is_small, rivals
from mapapp.gazetteer.folding import fold_name, fold_text
from mapapp.gazetteer.kinds import KIND_WORDS
from mapapp.gazetteer.locate import Candidate, Reason, locate
from mapapp.gazetteer.names import GazetteerPlace, Name, Names, shipped_names
from mapapp.gazetteer.titles import country_in, title_in

__all__ = [
    "GOOD",
    "KIND_WORDS",
    "Candidate",
    "Company",
    "GazetteerPlace",
    "Name",
    "Names",
    "Reason",
    "country_in",
    "fold_name",
    "fold_text",
    "is_small",
    "locate",
    "rivals",
    "shipped_names",
    "title_in",
]
