"""Tokens: what in a line is a number, a dash, a visible blank, a page's mark or only words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.extract.normalise import normalise
from nianbao.extract.tokens import Token, number_value, tokenise


def tokens(original: str) -> list[Token]:
    """The tokens of all lines of a text, normalised first."""
    return [token for line in tokenise(normalise(original).text) for token in line.tokens]


def kinds(original: str) -> list[tuple[str, str]]:
    """Kind and text of every token; a blank's text is always empty."""
    return [(token.kind, token.text) for token in tokens(original)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("7", ["7"], id="number"),
        pytest.param("规章 3 0 17", ["3", "0", "17"], id="row-with-spaces"),
        pytest.param("规章\t3\t0\t17", ["3", "0", "17"], id="row-with-tabs"),
        pytest.param("| 规章 | 3 | 0 | 17 |", ["3", "0", "17"], id="row-with-pipes"),
        pytest.param("5 件", ["5"], id="number-with-unit"),
        pytest.param("5件", ["5"], id="number-glued-to-unit"),
        pytest.param("规章\t5件\t0 件\t12 万元", ["5", "0", "12"], id="units-in-cells"),
        pytest.param("49,503", ["49,503"], id="thousands"),
        pytest.param("1,234,567", ["1,234,567"], id="millions"),
        pytest.param("49，503", ["49,503"], id="full-width-separator"),
        pytest.param("１２", ["12"], id="full-width"),
        pytest.param("48339.00", ["48339.00"], id="decimal"),
        pytest.param("1(含上年结转1件)", ["1"], id="note"),
        pytest.param("3[注]", ["3"], id="note-in-square-brackets"),
        pytest.param("7①\t3", ["7", "3"], id="circled-mark"),
    ],
)
def test_numbers(line: str, expected: list[str]) -> None:
    """Numbers are found with units, notes, separators and in full width, and each is one token."""
    assert [text for kind, text in kinds(line) if kind == "number"] == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("1.属于国家秘密", id="list-numeral"),
        pytest.param("2、重复申请", id="list-numeral-with-comma"),
        pytest.param("（3）其他", id="numeral-in-brackets"),
        pytest.param("第20条", id="number-in-a-word"),
        pytest.param("2022年", id="year"),
        pytest.param("共收到申请 86 件，均已答复", id="number-before-its-unit-in-a-sentence"),
        pytest.param("H5 动画", id="letter-and-digit"),
        pytest.param("12:30", id="time"),
        pytest.param("1-2", id="range"),
        pytest.param("1/", id="digit-and-slash"),
        pytest.param("一", id="chinese-numeral"),
        pytest.param("1.2.3", id="version"),
    ],
)
def test_no_numbers(line: str) -> None:
    """List numerals, numbers inside words and numbers of sentences are no numbers of a table."""
    assert all(kind == "text" for kind, _ in kinds(line))


@pytest.mark.parametrize("dash", ["-", "--", "—", "——", "－", "–", "―", "/", "／", "无"])
def test_dashes(dash: str) -> None:
    """A dash of any kind, a slash or 无, alone in its cell, is a dash."""
    (found,) = [token for token in tokens(f"规章\t{dash}\t0") if token.kind == "dash"]
    assert found.whole
    assert found.cell == 1


def test_dashes_between_spaces() -> None:
    """Without delimiters a dash between numbers is a dash, and 无 in a sentence is a word."""
    assert kinds("规章 3 - /") == [("text", "规章"), ("number", "3"), ("dash", "-"), ("dash", "/")]
    assert kinds("本年 无 收费") == [("text", "本年"), ("text", "无"), ("text", "收费")]


@pytest.mark.parametrize(
    "line", ["- 4 -", "-4-", "— 12 —", "－４－", "第 3 页", "第3页 共12页", "第3页,共12页", "3/12", "  - 4 -  "]
)
def test_page_lines(line: str) -> None:
    """A line that is only a page mark is a page token, not numbers."""
    assert [kind for kind, _ in kinds(line)] == ["page"]


@pytest.mark.parametrize("line", ["规章 - 4 -", "- 4", "4 -", "- 4 - 5", "第 4 条", "3/", "4"])
def test_no_page_lines(line: str) -> None:
    """A line with more or less than a page mark is none."""
    assert "page" not in [kind for kind, _ in kinds(line)]


@pytest.mark.parametrize(
    "line", ["|---|---|", "| :--- | ---: |", "+-----+-----+", "├──┼──┤", "=====", "———————", "| --- |"]
)
def test_rule_lines(line: str) -> None:
    """A line that only draws the table has no tokens: no dashes, no blanks."""
    assert kinds(line) == []


def test_dash_cells_are_no_rule_line() -> None:
    """A row whose cells are all single dashes is a row of dashes, not a drawn rule."""
    assert [kind for kind, _ in kinds("| - | - | — |")] == ["blank", "dash", "dash", "dash", "blank"]


def test_blank_cells() -> None:
    """Every empty cell between delimiters is a visible blank, numbered by its cell; empty lines have none."""
    line = tokenise("规章\t\t0\t ")[0]
    assert [(t.kind, t.cell) for t in line.tokens] == [("text", 0), ("blank", 1), ("number", 2), ("blank", 3)]
    assert line.cells == 4
    assert kinds("规章 | | 3") == [("text", "规章"), ("blank", ""), ("number", "3")]
    assert kinds("") == []
    assert kinds("   ") == []


def test_cells_and_whole() -> None:
    """A token knows its cell, and whether it is all that its cell holds."""
    found = tokens("1.属于国家秘密 5\t3\t0 1")
    assert [(t.text, t.cell, t.whole) for t in found if t.kind == "number"] == [
        ("5", 0, False),
        ("3", 1, True),
        ("0", 2, False),
        ("1", 2, False),
    ]


@pytest.mark.parametrize(
    ("original", "parts"),
    [
        pytest.param("规章\t4,\n574\t0", {"4", "574"}, id="after-the-separator"),
        pytest.param("规章 1108\n.7 0", {"1108", "7", ".7"}, id="before-the-point"),
        pytest.param("收费 4, 574", {"4", "574"}, id="in-the-line"),
    ],
)
def test_torn_numbers(original: str, parts: set[str]) -> None:
    """A number torn at its separator is one unreadable token: neither whole nor in parts does it pass for a number."""
    values = [token for token in tokens(original) if token.kind == "number"]
    assert not parts & {token.text for token in values}
    torn = [token for token in values if number_value(token.text) is None]
    assert len(torn) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", "7"),
        ("0", "0"),
        ("49,503", "49503"),
        ("1,234,567", "1234567"),
        ("48339.00", "48339.00"),
        ("0.5", "0.5"),
        ("01", None),
        ("00", None),
        ("007", None),
        ("4,574,", None),
        ("4,57", None),
        ("4, 574", None),
        ("1 2", None),
        ("-5", None),
        ("1.", None),
        (".5", None),
        ("", None),
        ("5件", None),
    ],
)
def test_number_value(text: str, expected: str | None) -> None:
    """A well-formed number gives its digits without separators; everything else gives None, never a guess."""
    assert number_value(text) == expected


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="规章件无年0159,.-—/|\t\n （）(): *+=", max_size=60) | st.text(max_size=60))
def test_tokens_stand_where_they_say(original: str) -> None:
    """For any text: tokens are in text order, do not overlap, and each stands at its place in the normalised text."""
    text = normalise(original).text
    at = 0
    for line in tokenise(text):
        assert text[line.start : line.end].count("\n") == 0
        for token in line.tokens:
            assert at <= token.start <= token.end
            at = token.end
            if token.kind != "blank":
                assert text[token.start : token.end].strip() == token.text.strip()
