"""Files of other formats into an atlas, with a report of every change, guess, question and refusal.

`propose` shows what an import would do, `import_file` does it. A new format is one module and one line of FORMATS.
"""

from mapapp.importers.asking import open_questions
from mapapp.importers.decisions import Decisions, parse_map, parse_places, read_mapping
from mapapp.importers.formats import FORMATS
from mapapp.importers.importing import Proposal, Question, import_file, propose
from mapapp.importers.report import ImportReport, report_csv, short_report

__all__ = [
    "FORMATS",
    "Decisions",
    "ImportReport",
    "Proposal",
    "Question",
    "import_file",
    "open_questions",
    "parse_map",
    "parse_places",
    "propose",
    "read_mapping",
    "report_csv",
    "short_report",
]
