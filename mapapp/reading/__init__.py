"""Documents to proposals for an atlas: places and dates with the passages they stand in. A person decides."""

from mapapp.reading.documents import FORMATS, LARGEST, Document, parse_document, read_document
from mapapp.reading.proposals import Proposal, Reading, propose

__all__ = ["FORMATS", "LARGEST", "Document", "Proposal", "Reading", "parse_document", "propose", "read_document"]
