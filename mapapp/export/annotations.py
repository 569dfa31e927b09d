"""Web Annotation (https://www.w3.org/TR/annotation-model/): each citation ties a record to a range of a source's text.

The target is the source's plain text, known by its SHA-256, with a TextPositionSelector (code points from 0, end
exclusive); the body is the record that the passage supports or contradicts. No text of a source is in the file.
"""

from __future__ import annotations

import json
from pathlib import Path

from mapapp.export.provenance import provenance
from mapapp.export.records import Json, chosen_citations
from mapapp.files import write_whole
from mapapp.model import Atlas, Citation, Source, Words
from mapapp.view import View

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {
        "mapapp": "urn:mapapp:terms:",
        **{
            term: f"mapapp:{term}"
            for term in (
                "atlas", "version", "sha256", "license", "attribution", "view", "record", "field", "stance", "section",
                "page", "footnote", "term", "characters", "outside",
            )
        },
        "words": {"@id": "http://purl.org/dc/terms/title", "@container": "@language"},
        "title": "http://purl.org/dc/terms/title",
        "language": "http://purl.org/dc/terms/language",
    },
]  # fmt: skip


def write_annotations(atlas: Atlas, view: View, path: Path) -> None:
    """Write the citations of what a View shows. Raises OutputError."""
    collection = annotation_collection(atlas, view)
    write_whole(path, (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode())


def annotation_collection(atlas: Atlas, view: View) -> Json:
    """The AnnotationCollection of a View's citations, on one page."""
    sources = {source.id: source for source in atlas.sources}
    names = _names_of_subjects(atlas)
    numbers = {id(citation): number for number, citation in enumerate(atlas.citations, start=1)}
    items = [
        _annotation(atlas, citation, numbers[id(citation)], sources[citation.source], names.get(citation.subject, {}))
        for citation in chosen_citations(atlas, view)
    ]
    collection = f"urn:mapapp:{atlas.id}:citations"
    about = provenance(atlas, view)
    label = about.pop("title")
    return {
        "@context": _CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": label,
        **about,
        "total": len(items),
        "first": {"id": f"{collection}:1", "type": "AnnotationPage", "startIndex": 0, "items": items},
    }


def _annotation(atlas: Atlas, citation: Citation, number: int, source: Source, words: Words) -> Json:
    body: Json = {"id": f"urn:mapapp:{atlas.id}:{citation.subject}", "record": citation.subject}
    if citation.field:
        body["field"] = citation.field
    if words:
        body["words"] = dict(words)
    return {
        "id": f"urn:mapapp:{atlas.id}:citation:{number}",
        "type": "Annotation",
        "motivation": "linking" if citation.stance == "supports" else "questioning",
        "stance": citation.stance,
        "body": body,
        "target": _target(atlas, citation, source),
    }


def _target(atlas: Atlas, citation: Citation, source: Source) -> Json:
    about: Json = {"id": str(source.csl.get("URL") or f"urn:mapapp:{atlas.id}:source:{source.id}")}
    about |= {"title": str(source.csl.get("title", source.id))}
    if source.text:
        about |= {"format": "text/plain", "sha256": source.text.sha256, "characters": source.text.characters}
        about |= {"language": source.text.language} if source.text.language else {}
    if source.outside:
        about["outside"] = True
    locator = {name: getattr(citation, name) for name in ("section", "page", "footnote", "term")}
    target = {"source": about, **{name: text for name, text in locator.items() if text}}
    if citation.start is not None and citation.end is not None:
        target["selector"] = {"type": "TextPositionSelector", "start": citation.start, "end": citation.end}
    return target


def _names_of_subjects(atlas: Atlas) -> dict[str, Words]:
    """What people call the subjects of citations: titles, names, labels, readings; by language."""
    found: dict[str, Words] = {f"event:{event.id}": event.title for event in atlas.events}
    found |= {
        f"place:{place.id}": {name.lang: name.name for name in reversed(place.names) if not name.formal}
        for place in atlas.places
    }
    found |= {f"figure:{figure.id}": figure.label for figure in atlas.figures}
    found |= {f"era:{era.id}": era.title for era in atlas.eras}
    found |= {f"actor:{actor.id}": actor.name for actor in atlas.actors}
    found |= {
        f"reading:{item.id}/{reading.id}": reading.says for item in atlas.disagreements for reading in item.readings
    }
    return found
