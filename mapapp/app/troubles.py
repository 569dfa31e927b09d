"""What the explorer shows in place of an atlas that cannot be opened: its problems, and every other atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from mapapp.errors import Problem
from mapapp.language import Translator


def show_troubles(
    name: str, problems: Sequence[Problem], folders: Mapping[str, Path], headline: str | None = None
) -> None:
    """A page with every problem of an atlas and how to mend it; the other atlases stay one click away."""
    with st.container(key="troubles"):
        st.subheader(headline or f"The atlas {name!r} cannot be shown yet")
        if problems:
            count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            st.write(f"{count} to mend. Save the files and reload this page; nothing was changed.")
            _problem_table(problems)
        others = [other for other in folders if other != name]
        if others:
            st.write("These atlases can be opened:")
        for other in others:
            if st.button(other, key=f"open-{other}"):
                st.session_state["atlas"] = other
                st.query_params.from_dict({"atlas": other})
                st.rerun()


def problems_dialog(problems: Sequence[Problem], t: Translator) -> None:
    """The problems of an atlas that can be shown all the same, in a dialog over the page."""
    st.dialog(t("Problems of this atlas"), width="large")(_problem_table)(problems)


def _problem_table(problems: Sequence[Problem]) -> None:
    st.dataframe(pd.DataFrame([_row(problem) for problem in problems]), hide_index=True, width="stretch")


def _row(problem: Problem) -> dict[str, str]:
    where = problem.where
    return {
        "Code": problem.code,
        "File": where.file,
        "Row": "" if where.row is None else str(where.row),
        "Field": where.field or "",
        "Problem": problem.message,
        "How to mend it": problem.mend,
    }
