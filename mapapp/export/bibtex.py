"""BibTeX: the sources, for LaTeX. UTF-8; characters that mean something to TeX are escaped.

What the file is made of stands before the entries; BibTeX ignores text there as long as it holds no `@`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mapapp.export.provenance import provenance
from mapapp.export.records import cited_sources
from mapapp.files import write_whole
from mapapp.model import Atlas, Source
from mapapp.view import View

_TYPES = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article", "book": "book",
    "chapter": "incollection", "paper-conference": "inproceedings", "report": "techreport", "thesis": "phdthesis",
    "entry": "incollection", "entry-dictionary": "incollection", "entry-encyclopedia": "incollection",
    "manuscript": "unpublished",
}  # fmt: skip
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_FIELDS = {
    "volume": "volume", "issue": "number", "number": "number", "page": "pages", "edition": "edition",
    "publisher-place": "address", "DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "language": "language",
    "title-short": "shorttitle", "note": "note",
}  # fmt: skip
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{char: f"\\{char}" for char in "&%$#_"},
}  # fmt: skip


def write_bibtex(atlas: Atlas, view: View, path: Path) -> None:
    """Write the sources that are cited in what a View shows. Raises OutputError."""
    write_whole(path, bibtex_text(atlas, view).encode())


def bibtex_text(atlas: Atlas, view: View) -> str:
    """The text of the file."""
    about = [f"% {name}: {_comment(text)}" for name, text in provenance(atlas, view).items()]
    return "\n\n".join(["\n".join(about), *map(bibtex_entry, cited_sources(atlas, view))]) + "\n"


def _comment(text: str) -> str:
    return " ".join(text.replace("@", " at ").split())


def bibtex_entry(source: Source) -> str:
    """The entry of a source; its key is the id."""
    item = source.csl
    kind = _TYPES.get(str(item.get("type")), "misc")
    fields = {"title": f"{{{tex_text(item.get('title'))}}}"}
    for csl in ("author", "editor"):
        if names := _names(item.get(csl)):
            fields[csl] = names
    fields |= _issued(item.get("issued"))
    plain = {_CONTAINERS.get(kind, "howpublished"): "container-title", _PUBLISHERS.get(kind, "publisher"): "publisher"}
    for name, csl in (*plain.items(), *((name, csl) for csl, name in _FIELDS.items())):
        if text := tex_text(item.get(csl)):
            fields.setdefault(name, text)
    if url := item.get("URL"):
        fields["url"] = re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", str(url))
    lines = "".join(f",\n  {name} = {{{text}}}" for name, text in fields.items())
    return f"@{kind}{{{source.id}{lines}\n}}"


def tex_text(value: Any) -> str:
    """A value as one line of TeX: what means something to TeX is escaped, braces are commands and so stay balanced."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = "".join(_SPECIAL.get(char, char) for char in " ".join(str(value).split()))
    return "".join(char for char in text if char.isprintable())


def _names(value: Any) -> str:
    return " and ".join(filter(None, (_name(name) for name in value))) if isinstance(value, list) else ""


def _name(name: Any) -> str:
    """A name as BibTeX reads it; one that is not of parts stands in braces, so that it is not taken apart."""
    if not isinstance(name, Mapping):
        return ""
    family, given = tex_text(name.get("family")), tex_text(name.get("given"))
    if literal := tex_text(name.get("literal")):
        return f"{{{literal}}}"
    return f"{{{family}}}, {{{given}}}" if family and given else f"{{{family or given}}}" if family or given else ""


def _issued(value: Any) -> dict[str, str]:
    """Year, month and day of a CSL date."""
    parts = value.get("date-parts") if isinstance(value, Mapping) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return {name: text for name, part in zip(("year", "month", "day"), first, strict=False) if (text := tex_text(part))}
