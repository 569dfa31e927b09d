"""The explorer, for `streamlit run streamlit_app.py`; `mapapp explore` starts the same."""

from streamlit.starlette import App

from mapapp.app.serving import PARTS

app = App(**PARTS)
