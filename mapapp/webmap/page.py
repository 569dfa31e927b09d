"""Atlas + View -> folium.Map -> one HTML page that needs nothing else: no other host, no other file.

The map is a `folium.Map` with no tiles, none of folium's remote scripts and none of its popups (they paste text into
script). Our element adds the page's data as JSON and one script of ours, which draws everything on Leaflet 1.9.4.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import folium
from branca.element import Element, Figure
from folium.template import Template
from markupsafe import Markup, escape

from mapapp.model import Atlas, in_language
from mapapp.theme import tokens
from mapapp.view import View, format_view, read_view
from mapapp.webmap.assets import bundle, read_asset, script_text, stylesheet
from mapapp.webmap.payload import build_payload

Host = dict[str, Any]

_SCRIPT = re.compile(r'<script(?: type="module")?>(.*?)</script>', re.DOTALL)
_CLOSED = "base-uri 'none'; form-action 'none'"


class Page(Figure):
    """A branca figure whose HTML states its language and, like the rest, loads nothing."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.language }}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<title>{{ this.safe_title }}</title>\n{{ this.facts }}\n{{ this.header.render(**kwargs) }}\n</head>\n<body>\n"
        "{{ this.html.render(**kwargs) }}\n<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, title: str, language: str, facts: dict[str, str]) -> None:
        super().__init__(title=title)
        self.header._children.clear()  # branca's own meta element; ours is in the template
        self.safe_title = escape(title)
        self.language = escape(language)
        self.facts = Markup("\n").join(
            Markup('<meta name="mapapp:{}" content="{}">').format(name, text) for name, text in facts.items()
        )

    def render(self, **kwargs: Any) -> str:
        """The page, with a policy that lets its own scripts run and nothing else, and loads nothing from anywhere."""
        html = str(super().render(**kwargs))
        digests = [sha256(script.encode()).digest() for script in _SCRIPT.findall(html)]
        allowed = " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
        policy = f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; {_CLOSED}"
        return html.replace('content=""', f'content="{policy}"', 1)


class BareMap(folium.Map):
    """A `folium.Map` that brings no tiles, scripts, styles or credits of its own."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 (as in folium)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    _template = Template(
        """
        {% macro html(this, kwargs) %}
            <div class="folium-map" id={{ this.get_name()|tojson }}></div>
        {% endmacro %}
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.map({{ this.get_name()|tojson }}, {{ this.options|tojavascript }});
        {% endmacro %}
        """
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(tiles=None, control_scale=False, zoom_control=False, location=[30, 90], zoom_start=3)
        self.options = {
            "center": [30, 90],
            "zoom": 3,
            "zoomControl": False,
            "attributionControl": False,
            "zoomSnap": 0.25,
            "zoomDelta": 0.75,
            "wheelPxPerZoomLevel": 100,
            "minZoom": 1.5,
            "maxZoom": 12,
            **options,
        }


class Verbatim(Element):
    """Text that is rendered as it is. branca compiles all other text as a Jinja template, `{{` in data included."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **kwargs: Any) -> str:
        """The text."""
        return self.text


class AtlasElement(Element):
    """The page's data and our script, added to a map; it calls `start` of the module `entry` with the map.

    `styles` are style sheets that the page needs besides those of every page.
    """

    def __init__(
        self, payload: dict[str, Any], entry: str = "main.js", start: str = "startPage", styles: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._name = "Atlas"
        self.payload, self.entry, self.start, self.styles = payload, entry, start, styles

    def render(self, **kwargs: Any) -> str:
        """Add the styles and Leaflet to the page's head, data and script to its body."""
        page, holder = self.get_root(), self._parent
        assert isinstance(page, Page) and holder is not None, "an AtlasElement is rendered in a map on a Page"
        text = json.dumps(self.payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        data = b64encode(gzip.compress(text.encode(), mtime=0)).decode("ascii")
        style = "\n".join([theme_style(self.payload.get("kinds", [])) + stylesheet(), *map(read_asset, self.styles)])
        leaflet, program = script_text(read_asset("vendor/leaflet-1.9.4.js")), script_text(bundle(self.entry))
        page.header.add_child(Verbatim(f"<style>{style}</style>\n<script>{leaflet}</script>\n"), name="mapapp")
        body = (
            f'<script type="application/gzip;base64" id="mapapp-data">{data}</script>\n'
            f'<script type="module">\n{program}\n{self.start}(window[{json.dumps(holder.get_name())}]);\n</script>\n'
        )
        page.html.add_child(Verbatim(body), name="mapapp")
        return ""


def theme_style(kinds: list[dict[str, Any]]) -> str:
    """The design tokens and the colours of the kinds of events as CSS custom properties, for both themes."""
    rules = []
    palettes = (("light", tokens("light"), "color"), ("dark", tokens("dark"), "color_dark"))
    for theme, palette, key in palettes:
        values = dict(palette) | {f"kind-{kind['id']}": kind[key] for kind in kinds}
        body = "".join(f"--{name}:{value};" for name, value in values.items())
        rules.append(f":root[data-theme={theme}]{{color-scheme:{theme};{body}}}")
    return "".join(rules)


def web_map(atlas: Atlas, view: View | None = None, *, host: Host | None = None) -> folium.Map:
    """The explorer of an atlas as a `folium.Map`, opened at a View (default: the atlas's own).

    `.get_root().render()` gives the whole page, `.save()` writes it; two calls give equal bytes. `host` names what the
    program around the page offers (docs/reference/page-data.md); a page on its own has none.
    """
    opening = view or read_view(atlas.view)[0]
    payload = build_payload(atlas, opening)
    if host:
        payload["host"] = host
    facts = {"view": format_view(opening), "atlas": atlas.id, "version": atlas.version, "sha256": atlas.sha256}
    page = Page(in_language(atlas.title, opening.lang), opening.lang, facts)
    map_ = BareMap()
    page.add_child(map_)
    map_.add_child(AtlasElement(payload))
    renumber(page)
    return map_


def renumber(root: Element, start: int = 0) -> int:
    """Replace folium's random ids by numbers in document order, so that equal scenes give equal pages."""
    renamed = {}
    for child in root._children.values():
        old = child.get_name()
        child._id = f"{start:04d}"
        renamed[old] = child.get_name()
        start = renumber(child, start + 1)
    root._children = type(root._children)((renamed.get(key, key), child) for key, child in root._children.items())
    return start


def render_page(atlas: Atlas, view: View | None = None, *, host: Host | None = None) -> str:
    """The explorer of an atlas as the text of one HTML file, opened at a View."""
    return str(web_map(atlas, view, host=host).get_root().render())
