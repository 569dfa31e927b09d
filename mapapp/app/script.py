"""What Streamlit runs for every session, at every rerun."""

from mapapp.app import main

main()
