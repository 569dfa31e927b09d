"""The documentation site: `make docs` builds it into dist/docs; every warning is an error."""

from mapapp import __version__

project = "mapapp"
author = "The mapapp developers"
copyright = "2026, The mapapp developers"
release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"

html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_title = f"mapapp {__version__}"
html_copy_source = False
html_show_sphinx = False
