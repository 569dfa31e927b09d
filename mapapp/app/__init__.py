"""The explorer: Streamlit around the page. It adds what needs Python and never builds a part of the page again."""


def main() -> None:
    """Draw the explorer; Streamlit calls this at every rerun."""
    from mapapp.app.explorer import draw  # Streamlit is loaded only by the process that serves

    draw()
