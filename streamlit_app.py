"""The explorer, for `streamlit run streamlit_app.py`; `mapapp explore` starts the same."""

from mapapp.app import main

main()
