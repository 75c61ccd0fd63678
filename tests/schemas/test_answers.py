"""The shape of a model's answer: one bound string a row, nothing beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from nianbao.schemas import FORM_2021, Kind
from nianbao.schemas.answers import RowShape, answer_model, answer_schema, shorten

SEVEN: tuple[Kind, ...] = ("count",) * 7
ROWS = {"本年新收": RowShape(SEVEN), "上年结转": RowShape(SEVEN, True)}


@pytest.mark.parametrize(
    ("kinds", "blanks", "text"),
    [
        pytest.param(SEVEN, False, "212 6 3 1 1 0 223", id="seven-counts"),
        pytest.param(SEVEN, False, "0 0 0 0 0 0 0", id="zeros"),
        pytest.param(SEVEN, True, "5 - 0 0 0 - 5", id="two-blanks"),
        pytest.param(SEVEN, True, "- - - - - - -", id="all-blank"),
        pytest.param(SEVEN, True, "5 0 0 0 0 0 5", id="no-blank-where-offered"),
        pytest.param(["count"], False, "49503", id="one-count"),
        pytest.param(["count"], True, "-", id="one-blank"),
        pytest.param(["count"] * 3, False, "1 0 19", id="three-counts"),
        pytest.param(["amount"], False, "48339.00", id="amount"),
        pytest.param(["amount"], False, "48339", id="whole-amount"),
        pytest.param(["count", "amount"], False, "3 0.5", id="count-and-amount"),
        pytest.param(["count", "change", "count"], False, "31 -2 87", id="negative-change"),
        pytest.param(["count", "change", "count"], False, "31 2 87", id="positive-change"),
        pytest.param(["count", "change"], True, "- -", id="blank-change"),
    ],
)
def test_pattern_matches(kinds: Sequence[Kind], blanks: bool, text: str) -> None:
    """The pattern of a row lets through every row string that is one value a column."""
    assert re.search(RowShape(tuple(kinds), blanks).pattern, text)


@pytest.mark.parametrize(
    ("kinds", "blanks", "text"),
    [
        pytest.param(SEVEN, False, "212 6 3 1 1 0", id="six-of-seven"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 223 0", id="eight-of-seven"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0  223", id="two-spaces"),
        pytest.param(SEVEN, False, "212,6,3,1,1,0,223", id="commas"),
        pytest.param(SEVEN, False, "5 - 0 0 0 0 5", id="blank-not-offered"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 -223", id="negative"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 22.3", id="decimal-count"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 12345678", id="eight-digits"),
        pytest.param(SEVEN, False, "２１２ 6 3 1 1 0 223", id="full-width-digits"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 ٢", id="arabic-digit"),
        pytest.param(SEVEN, False, "212 6 3 1 1 0 223 件", id="unit-behind"),
        pytest.param(SEVEN, False, "total: 212 6 3 1 1 0 223", id="words-before"),
        pytest.param(SEVEN, True, "5 -- 0 0 0 0 5", id="two-dashes"),
        pytest.param(SEVEN, True, "5 -1 0 0 0 0 5", id="dash-before-digit"),
        pytest.param(SEVEN, True, "5  0 0 0 0 5", id="left-out-instead-of-blank"),
        pytest.param(["count"], False, "", id="empty"),
        pytest.param(["count"], False, "1 2", id="two-of-one"),
        pytest.param(["amount"], False, "1.", id="point-without-digits"),
        pytest.param(["amount"], False, ".5", id="point-first"),
        pytest.param(["amount"], False, "1.2.3", id="two-points"),
        pytest.param(["amount"], False, "1x5", id="any-sign-for-point"),
        pytest.param(["amount"], False, "1.1234567", id="seven-decimals"),
        pytest.param(["count", "amount"], False, "0.5 3", id="kinds-swapped"),
        pytest.param(["count", "change", "count"], False, "-31 2 87", id="sign-on-a-count"),
        pytest.param(["count", "change", "count"], False, "31 +2 87", id="plus"),
        pytest.param(["count", "change", "count"], False, "31 - 2 87", id="torn-sign"),
        pytest.param(["count", "change"], False, "31 -", id="change-blank-not-offered"),
    ],
)
def test_pattern_refuses(kinds: Sequence[Kind], blanks: bool, text: str) -> None:
    """The pattern of a row stops everything that is not exactly one value a column, near misses too."""
    assert not re.search(RowShape(tuple(kinds), blanks).pattern, text)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 9_999_999), min_size=1, max_size=15), st.booleans())
def test_pattern_takes_its_own_number_of_counts(values: list[int], blanks: bool) -> None:
    """For any number of columns, a row of that many counts matches and a row of one more or less does not."""
    pattern = RowShape(("count",) * len(values), blanks).pattern
    texts = [str(value) for value in values]
    assert re.search(pattern, " ".join(texts))
    assert not re.search(pattern, " ".join([*texts, "1"]))
    assert not re.search(pattern, " ".join(texts[:-1]))


@pytest.mark.parametrize("blanks", [False, True], ids=["no-blanks", "blanks"])
def test_patterns_use_no_classes(blanks: bool) -> None:
    """No pattern of any row of the form has a class such as \\d, which some engines silently ignore."""
    kinds = {tuple(c.kind for c in row.columns) for t in FORM_2021.tables.values() for row in t.rows}
    assert kinds == {("count",), ("count",) * 3, ("count",) * 5, ("count",) * 7, ("amount",)}
    for each in [*kinds, ("count", "amount")]:
        assert "\\" not in RowShape(tuple(each), blanks).pattern


def test_schema_is_strict() -> None:
    """The schema asks for every row, allows nothing else, and holds no references or titles."""
    schema = answer_schema(ROWS)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["本年新收", "上年结转"]
    assert schema["properties"] == {name: {"type": "string", "pattern": shape.pattern} for name, shape in ROWS.items()}
    assert set(schema) == {"type", "properties", "required", "additionalProperties"}


def test_model_takes_a_good_answer() -> None:
    """An answer with every row in its pattern is taken, with white space around it stripped."""
    answer = answer_model(ROWS).model_validate({"本年新收": "7 0 0 0 0 0 7\n", "上年结转": "1 - - - - - 1"})
    assert answer.model_dump() == {"本年新收": "7 0 0 0 0 0 7", "上年结转": "1 - - - - - 1"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({"本年新收": "7 0 0 0 0 0 7"}, id="row-missing"),
        pytest.param({"本年新收": "7 0 0 0 0 0 7", "上年结转": "1 0 0 0 0 0 1", "总计": "8"}, id="row-too-many"),
        pytest.param({"本年新收": "7 0 0 0 0 7", "上年结转": "1 0 0 0 0 0 1"}, id="cell-missing"),
        pytest.param({"本年新收": "7 - 0 0 0 0 7", "上年结转": "1 0 0 0 0 0 1"}, id="blank-not-offered"),
        pytest.param({"本年新收": None, "上年结转": "1 0 0 0 0 0 1"}, id="null-row"),
        pytest.param({"本年新收": [7, 0, 0, 0, 0, 0, 7], "上年结转": "1 0 0 0 0 0 1"}, id="list-row"),
    ],
)
def test_model_refuses_a_bad_answer(answer: dict[str, Any]) -> None:
    """An answer that lacks a row, adds one or breaks a pattern is refused as the schema refuses it."""
    with pytest.raises(ValidationError):
        answer_model(ROWS).model_validate(answer)


@given(st.lists(st.sampled_from(["0", "0", "0", "0", "7", "12", "-"]), min_size=1, max_size=15))
def test_a_row_shortened_reads_as_itself(values: list[str]) -> None:
    """Zeros run together and taken apart again are the same values, and the pattern lets the short row through."""
    short = shorten(values)
    shape = RowShape(("count",) * len(values), True, short if len(short) < len(values) else ())
    assert re.search(shape.pattern, " ".join(shape.shown or values))
    want = tuple(None if value == "-" else value for value in values)
    assert shape.read(" ".join(short)) == want
    assert shape.read(" ".join(values)) == want


@pytest.mark.parametrize(
    "text", ["8 0×4 8", "8 0×6 8", "8 0×5", "0×7 8", "8 0x5 8", "全0 0", "", "8 0×5 8 8", "8 0×99 8"]
)
def test_a_short_row_of_another_width_is_no_row(text: str) -> None:
    """Seven values, no more and no fewer."""
    assert RowShape(SEVEN).read(text) is None
