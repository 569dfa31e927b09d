"""Where an export comes from: what every file says about the atlas and the View that it was made of."""

from __future__ import annotations

from mapapp.model import Atlas, in_language
from mapapp.view import View, format_view


def provenance(atlas: Atlas, view: View) -> dict[str, str]:
    """Title (in the View's language), licence, attribution, the atlas's id, version and hash, and the View's query."""
    return {
        "title": in_language(atlas.title, view.lang, atlas.languages[0]),
        "license": atlas.license,
        "attribution": atlas.attribution,
        "atlas": atlas.id,
        "version": atlas.version,
        "sha256": atlas.sha256,
        "view": format_view(view),
    }
