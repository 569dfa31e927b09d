"""Names to places, offline: the shipped gazetteer, the atlas's own names first, every answer with its reasons."""

from mapapp.gazetteer.folding import fold_name, fold_text
from mapapp.gazetteer.locate import Candidate, Reason, locate
from mapapp.gazetteer.names import GazetteerPlace, Name, Names, shipped_names

__all__ = [
    "Candidate",
    "GazetteerPlace",
    "Name",
    "Names",
    "Reason",
    "fold_name",
    "fold_text",
    "locate",
    "shipped_names",
]
