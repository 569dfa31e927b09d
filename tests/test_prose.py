"""The text of tours: a part of Markdown, and nothing of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapapp.prose import Block, Run, item_text, parse_prose, targets_of


def runs(text: str) -> tuple[Run, ...]:
    (block,) = parse_prose(text)
    return block.items[0]


def test_paragraphs_and_lists() -> None:
    one, two = parse_prose("First\nline.\n\n- a\n- b\n")
    assert one == Block("paragraph", ((Run("First line."),),))
    assert two == Block("list", ((Run("a"),), (Run("b"),)))
    assert parse_prose("") == parse_prose(" \n\n") == ()


def test_chinese_and_japanese_lines_join_without_a_blank() -> None:
    assert item_text(runs("地圖\n只畫")) == "地圖只畫"
    assert item_text(runs("ソ連\nと USSR\nwas")) == "ソ連と USSR was"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a **b** c", (Run("a "), Run("b", "strong"), Run(" c"))),
        ("*b*", (Run("b", "emphasis"),)),
        ("[b](event:x)", (Run("b", "link", "event:x"),)),
        (r"\*b\* and \[c\]", (Run("*b* and [c]"),)),
        ("2 * 3 ** 4", (Run("2 * 3 ** 4"),)),
        ("<b onclick='x'>&amp;</b>", (Run("<b onclick='x'>&amp;</b>"),)),
        ("![x](event:a)", (Run("!"), Run("x", "link", "event:a"))),
        ("[a] (b)", (Run("[a] (b)"),)),
        ("# no heading", (Run("# no heading"),)),
    ],
)
def test_inline(text: str, expected: tuple[Run, ...]) -> None:
    assert runs(text) == expected


def test_targets_in_their_order() -> None:
    text = "[a](event:1) and [b](https://example.org)\n\n- [c](place:2)"
    assert list(targets_of(parse_prose(text))) == ["event:1", "https://example.org", "place:2"]


@given(st.text(alphabet="ab*[]()\\ \n-:日"))
def test_no_text_is_lost_but_for_marks(text: str) -> None:
    blocks = parse_prose(text)
    shown = "".join(item_text(item) for block in blocks for item in block.items) + "".join(targets_of(blocks))
    assert all(shown.count(char) == text.count(char) for char in "ab日")
