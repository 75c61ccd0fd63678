"""Properties of reading: nothing raises, offsets lead back, and what is sure is what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nianbao import extract_report
from nianbao.eval.drawn.columns import wrapped
from nianbao.eval.drawn.grids import Cells, grids
from nianbao.eval.drawn.layouts import dropped_left, repeated, torn
from nianbao.extract.documents import Document
from nianbao.extract.errors import DocumentError
from nianbao.extract.normalise import normalise
from nianbao.schemas import FORM_2021
from tests.layouts import LAYOUTS, REVIEW_TITLE, TITLE, read_back, report, table_sets

PROPERTY = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
SURE = ("confirmed", "source_inconsistent")
PRINTED = {**LAYOUTS, "wrapped": wrapped, "dropped_left": dropped_left, "repeated": repeated}
"""The plain layouts, and those that repeat, drop or wrap what is no number."""


def _words() -> Iterator[str]:
    """The form's own words, whole and cut, and what may stand between them."""
    yield from (
        TITLE,
        REVIEW_TITLE,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "五、存在的主要问题",
    )
    for tables in FORM_2021.variants.values():
        for table in tables:
            for row in table.rows:
                yield from (row.label, row.label[:3], row.group or "（六）", *row.words)
                yield from (column.label for column in row.columns)
    yield from (
        "0",
        "1",
        "12",
        "3,710",
        "00",
        "0.5",
        "-5",
        "５",
        "①",
        "件",
        "万元",
        "-",
        "—",
        "/",
        "无",
        "|",
        "| |",
        "\t",
    )
    yield from (
        "\n",
        "\n\n",
        "|\n|",
        "| --- |",
        "- 4 -",
        "第 4 页",
        "。",
        "\r",
        "\x0c",
        "\u200b",
        "<td>",
        "[TABLE]",
        "2021年",
    )


WORDS = sorted(set(_words()))
GLUED = st.lists(st.sampled_from(WORDS), max_size=200).map("".join)
SPACED = st.lists(st.sampled_from(WORDS), max_size=200).map(" ".join)
SIGNS = st.text(
    alphabet="0123456789０９①|｜-—/ \t\n\r,.，（）()[]*#一二三四五六七其他总计结果自然人行政复议", max_size=400
)


@settings(PROPERTY, max_examples=150)
@given(st.text() | GLUED | SPACED | SIGNS, st.booleans())
def test_nothing_but_a_document_error(text: str, titled: bool) -> None:
    """Any text is read, or refused as a document; a table that is found has every cell, and every null its mark."""
    text = f"{TITLE}\n{text}" if titled else text
    try:
        result = extract_report(Document.from_text(text))
    except DocumentError:
        assert not titled
        return
    for key, table in result.tables.items():
        for row, cells in table.cells.items():
            for column, value in cells.items():
                cell = f"{key}.{row}.{column}"
                assert (value is None) == (cell in result.marks)
                assert value is None or cell in result.evidence


@settings(PROPERTY, max_examples=150)
@given(GLUED | SIGNS)
def test_each_character_leads_back_to_its_own(text: str) -> None:
    """Every character of the normalised text is what its place in the original folds to, or a part of that; only a
    mark between digits, else dropped, leaves a space."""
    normal = normalise(text)
    for index, character in enumerate(normal.text):
        own = text[normal.offsets[index]]
        assert character in normalise(own).text or (own == "*" and character == " ")


@PROPERTY
@given(table_sets(), st.sampled_from(sorted(PRINTED)))
def test_the_truth_or_not_sure(cells: Cells, layout: str) -> None:
    """Any table set, in any layout: each table is there, and where it is sure it has every printed number."""
    for key, table in read_back(report({k: PRINTED[layout](g) for k, g in grids(cells).items()})).items():
        assert table.status != "absent"
        if table.status in SURE:
            assert table.cells == {cell: value for cell, value in cells.items() if cell.startswith(f"{key}.")}


@PROPERTY
@given(table_sets(), st.integers(0, 2**32))
def test_the_truth_or_not_sure_with_torn_labels(cells: Cells, seed: int) -> None:
    """The same where labels are torn by spaces and new lines."""
    chance = Random(seed)
    for key, table in read_back(report({k: torn(g, chance) for k, g in grids(cells).items()})).items():
        if table.status in SURE:
            assert table.cells == {cell: value for cell, value in cells.items() if cell.startswith(f"{key}.")}


@PROPERTY
@given(table_sets(), st.sampled_from(sorted(PRINTED)))
def test_spans_hold_the_digits(cells: Cells, layout: str) -> None:
    """The text at a value's span, of a table that is sure, has the digits of the value and no other."""
    text = report({k: PRINTED[layout](g) for k, g in grids(cells).items()})
    result = extract_report(Document.from_text(text))
    for cell, (start, end) in result.evidence.items():
        key, row, column = cell.split(".")
        value = result.tables[key].cells[row][column]
        if value is not None and result.tables[key].status in SURE:
            assert re.sub(r"\D", "", text[start:end]) == re.sub(r"\D", "", str(value))


@pytest.mark.parametrize("layout", sorted(PRINTED))
@settings(PROPERTY, max_examples=25)
@given(table_sets(), st.data())
def test_a_changed_digit_is_never_the_old_value(layout: str, cells: Cells, data: st.DataObject) -> None:
    """One digit of one number printed otherwise: no sure table has the old value, and the span has the new digits."""
    cell = data.draw(st.sampled_from(sorted(cells)))
    old = str(cells[cell])
    assume(old.isdigit())
    at = data.draw(st.integers(0, len(old) - 1))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != old[at] and (at or d != "0" or len(old) == 1)]))
    new = old[:at] + digit + old[at + 1 :]
    text = report({k: PRINTED[layout](g) for k, g in grids({**cells, cell: int(new)}).items()})
    result = extract_report(Document.from_text(text))
    key, row, column = cell.split(".")
    table = result.tables[key]
    if table.status in SURE:
        assert table.cells[row][column] == int(new)
        start, end = result.evidence[cell]
        assert text[start:end] == new
        if key != "disclosure":  # every other number belongs to a sum, and one changed digit breaks each that it is in
            assert table.status == "source_inconsistent"
