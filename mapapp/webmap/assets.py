"""The page's own files, inlined: one style sheet, Leaflet, and our JavaScript modules as one script.

The modules in `static/` are plain ES modules that `node --test` reads as they are. For the page they are put one after
another, each before the modules that import it, without their import and export words; top-level names are therefore
unique across all files (a test checks it). No build tool is involved.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

_STATIC = files("mapapp.webmap") / "static"
_IMPORT = re.compile(r'^import\s+\{[^}]*\}\s+from\s+"\./([\w-]+\.js)";\n', re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)  # no module has a text of several lines, which a test checks
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const|let)", re.MULTILINE)

STYLES = ("page.css", "timeline.css", "map.css", "dock.css", "tours.css", "print.css")


def read_asset(name: str) -> str:
    """The text of a file in `static/`."""
    return (_STATIC / name).read_text("utf-8")


def modules_in_order(entry: str) -> list[str]:
    """File names of `entry` and all it imports, each after those it imports. Raises ValueError on a cycle."""
    ordered: list[str] = []
    path: list[str] = []

    def visit(name: str) -> None:
        if name in ordered:
            return
        if name in path:
            raise ValueError(f"import cycle: {' -> '.join([*path, name])}")
        path.append(name)
        for imported in _IMPORT.findall(read_asset(name)):
            visit(imported)
        path.pop()
        ordered.append(name)

    visit(entry)
    return ordered


@lru_cache(maxsize=4)
def bundle(entry: str) -> str:
    """All modules that `entry` needs, as one script, without indentation and comments on lines of their own."""
    parts = [_COMMENT.sub("", _EXPORT.sub("", _IMPORT.sub("", read_asset(name)))) for name in modules_in_order(entry)]
    return _INDENT.sub("", "\n".join(parts))


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """Leaflet's style sheet (without its images, which we do not use) and ours."""
    leaflet = re.sub(r"url\([^)]*\)", "none", read_asset("vendor/leaflet-1.9.4.css"))
    return "\n".join([leaflet, *(read_asset(name) for name in STYLES)])


def script_text(text: str) -> str:
    """Text made safe inside a `<script>` element: it can neither end it nor open a comment."""
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")
