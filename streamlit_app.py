"""The explorer, for `streamlit run streamlit_app.py`; `mapapp explore` starts the same."""

from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.starlette import App

from mapapp.app import main
from mapapp.app.serving import PARTS

app = App(**PARTS)

if get_script_run_ctx(suppress_warning=True):  # run as a script, as Streamlit's own tests of apps do
    main()
