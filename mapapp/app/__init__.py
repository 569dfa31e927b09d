"""The explorer: Streamlit around the page. It adds what needs Python and never builds a part of the page again."""

from mapapp.app.explorer import main

__all__ = ["main"]
