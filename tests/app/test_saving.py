"""Files to be saved: one address each, that only its own session can know."""

from __future__ import annotations

from streamlit.runtime.memory_media_file_storage import _calculate_file_id
from streamlit.testing.v1 import AppTest


def session() -> AppTest:
    """A session that offers the file which it holds."""

    def script() -> None:
        import streamlit as st

        from mapapp.app.saving import save_button

        save_button("Save", st.session_state["content"], "rows.csv", "text/csv")

    return AppTest.from_function(script, default_timeout=60)


def address(app: AppTest, content: bytes) -> str:
    """Where the session offers a content."""
    app.session_state["content"] = content
    app.run()
    assert not app.exception
    (button,) = app.get("download_button")
    return str(button.proto.url)


def test_the_same_file_has_another_address_in_each_session() -> None:
    content = b"title,when\nsecret,2004\n"
    own, other = session(), session()
    assert address(own, content) != address(other, content)
    assert address(own, content) == address(own, content), "a rerun does not take away what is being saved"
    known = _calculate_file_id(content, "text/csv", "rows.csv")
    assert known not in address(own, content), "who has the same file does not know the address"


def test_long_files_that_differ_where_streamlit_does_not_look_are_two() -> None:
    one = b"a" * 3_000_000
    two = one[:100_000] + b"b" + one[100_001:]
    assert _calculate_file_id(one, "text/csv", "rows.csv") == _calculate_file_id(two, "text/csv", "rows.csv")
    own = session()
    assert address(own, one) != address(own, two)
