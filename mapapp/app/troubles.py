"""What the explorer shows in place of an atlas that cannot be opened: its problems, and every other atlas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

from mapapp.app.fieldnames import field_name
from mapapp.app.labels import plain_label
from mapapp.atlas.codes import CODES
from mapapp.errors import InvalidAtlasError, MapAppError, Problem, Told, Where, told
from mapapp.language import Translator, translator

MOST = 100


def told_problem(problem: Problem, t: Translator) -> list[str]:
    """What is wrong and how to mend it in the reader's language; a finding in the words of others behind its code's."""
    code, words = CODES.get(problem.code), translator(t.language, "problems")
    if code is None or isinstance(problem.message, Told) or t.language == "en":
        remedy = words(problem.mend) if code and problem.mend == code.remedy else words.say(problem.mend)
        return [words.say(_with_field(problem, t)), remedy]
    finding = problem.message if problem.mend == code.remedy else f"{problem.message} {problem.mend}"
    return [f"{words(code.title)}：{words(code.remedy)}", finding]


def _with_field(problem: Problem, t: Translator) -> str:
    """The finding, with the name that the desks have for its field where it says only which field it is about."""
    message, field = problem.message, problem.where.field
    if not isinstance(message, Told) or field is None or str(message.values.get("name", "")) != field:
        return message
    return told(message.msgid, **{**message.values, "name": field_name(field, t)})


def told_where(where: Where, t: Translator) -> str:
    """Where a problem stands: the file, the row or the record, the field by the name that the desks have for it."""
    parts = [where.file]
    if isinstance(where.row, int):
        parts.append(t("row {number}", number=where.row))
    elif where.row is not None:
        parts.append(t("record {id}", id=where.row))
    if where.field is not None:
        parts.append(t("field {field}", field=field_name(where.field, t)))
    return t(", ").join(parts)


def told_error(error: MapAppError, t: Translator) -> str:
    """What an error says, in the reader's language; of the problems of an atlas, each."""
    if isinstance(error, InvalidAtlasError):
        return "\n".join(
            f"{told_where(one.where, t)}: {' '.join(told_problem(one, t))}" for one in error.problems[:MOST]
        )
    return translator(t.language, "problems").say(error.args[0] if error.args else str(error))


def show_troubles(
    name: str, problems: Sequence[Problem], folders: Mapping[str, Path], t: Translator, headline: str | None = None
) -> None:
    """A page with every problem of an atlas and how to mend it; the other atlases stay one click away."""
    with st.container(key="troubles"):
        with st.container(key="troubles-headline"):
            st.text(
                headline or t("The atlas “{name}” cannot be shown yet", name=name)
            )  # the name may come from the address bar
        if problems:
            st.text(t.plural("{n} problem to mend", "{n} problems to mend", len(problems)))
            st.text(t("Save the files and reload this page; nothing was changed."))
            _problem_list(problems, t)
        others = [other for other in folders if other != name]
        if others:
            st.text(t("These atlases can be opened:"))
        for other in others:
            if st.button(plain_label(other), key=f"open-{other}"):
                st.session_state["atlas"] = other
                st.query_params.from_dict({"atlas": other})
                st.rerun()


def problems_dialog(problems: Sequence[Problem], t: Translator) -> None:
    """The problems of an atlas that can be shown all the same, in a dialog over the page."""
    st.dialog(t("Problems of this atlas"), width="large")(_problem_list)(problems, t)


def _problem_list(problems: Sequence[Problem], t: Translator) -> None:
    """Every problem as plain text (an atlas's words never become markup): where, what, and how to mend it."""
    for problem in problems[:MOST]:
        st.text("\n".join((f"{problem.code}  {told_where(problem.where, t)}", *told_problem(problem, t))))
    if len(problems) > MOST:
        st.text(t("and {n} more; mapapp validate lists them all", n=len(problems) - MOST))
