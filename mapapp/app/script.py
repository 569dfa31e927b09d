"""What `mapapp explore` gives to Streamlit (in a checkout streamlit_app.py is the same)."""

from mapapp.app import main

main()
